using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Wording;
using static Gravity.Core.Studies.FindingNumbers;

namespace Gravity.Core.Studies;

/// <summary>Says in plain sentences what the numbers of a study allow to be said. Rejection means p &lt; 0.05.</summary>
internal sealed class StudyFindings(StudyResult study, StudyFitter fitter)
{
    private const double Size = 0.05;

    private readonly List<Finding> _findings = [];

    private readonly NamedFit _headline = study.HeadlineFit;

    public IReadOnlyList<Finding> All()
    {
        foreach (NamedFit fit in study.Models.Concat(study.Robustness).Where(m => !m.Converged))
            Add("not-converged", "finding.not-converged", [("name", fit.Name), ("why", fit.Result.MessagePhrase)]);
        if (study.HeadlineFit.Fit.HasEfficiency)
        {
            Inefficiency();
            TimeInvariance();
            Eta();
        }
        Distances();
        WeakDirection();
        Skewness();
        Laws();
        Determinants();
        Mundlak();
        FewUnits();
        Efficiency();
        _findings.AddRange(UnitFindings.Of(study));
        Potential();
        _findings.AddRange(MethodFindings.Of(study));
        return _findings;
    }

    private void Inefficiency()
    {
        if (_headline.Result.InefficiencyTest is not { } test || double.IsNaN(test.P))
            return;
        bool rejected = test.P < Size;
        Add(rejected ? "inefficiency-found" : "inefficiency-not-found",
            test.BootstrapP is null ? "finding.inefficiency" : "finding.inefficiency-bootstrap",
            [
                ("rejected", Rejected(rejected)), ("name", _headline.Name), ("statistic", N(test.Statistic)), ("df", Whole(test.Restrictions - 1)),
                ("more", Whole(test.Restrictions)), ("p", P(test.P)), ("bootstrap", P(test.BootstrapP ?? double.NaN)),
            ],
            ("statistic", test.Statistic), ("p", test.P));
    }

    private void TimeInvariance()
    {
        if (ModelNesting.KeyOf(_headline.Fit.Request) != "bc92")
            return;
        if (StudyFitter.OrNull(() => fitter.TimeInvariant(_headline)) is not { } constant)
            return;
        double restricted = StudyTestRunner.Supremum(constant.Result);
        HypothesisTest test = LikelihoodRatioTest.Compute(StudyTestRunner.Supremum(_headline.Result), restricted, 1);
        bool rejected = test.P < Size;
        double eta = _headline.Result.DerivedValue("eta");
        Add(rejected ? "time-invariance-rejected" : "time-invariance-not-rejected",
            "finding.time-invariance",
            [("rejected", Rejected(rejected)), ("name", _headline.Name), ("eta", N(eta)), ("statistic", N(test.Statistic)), ("p", P(test.P))],
            ("eta", eta), ("statistic", test.Statistic), ("p", test.P));
    }

    private void Eta()
    {
        IReadOnlyList<SensitivityVariant> variants = study.Identification.Sensitivity;
        if (Watched(variants[0], "eta") is not { } eta)
            return;
        ColumnIdentification[] timeOnly = [.. study.Identification.Columns.Where(c => c.Block == BlockNames.Frontier && c.VariesOverTimeOnly)];
        Phrase[] names = [.. timeOnly.Select(c => new Phrase("finding.time-only", ("name", c.Name), ("correlation", N(c.TimeCorrelation))))];
        if (variants.FirstOrDefault(v => v.Kind == SensitivityKind.WithoutTimeOnly) is { } without && Watched(without, "eta") is { } dropped)
        {
            bool changes = Math.Sign(eta.Estimate) != Math.Sign(dropped.Estimate);
            Add(changes ? "eta-sign-changes" : "eta-sign-stable",
                changes ? "finding.eta-sign-changes" : "finding.eta-sign-stable",
                [("eta", Estimate(eta)), ("without", Estimate(dropped)), ("names", Joined(names))],
                ("eta", eta.Estimate), ("without", dropped.Estimate), ("correlation", timeOnly[0].TimeCorrelation));
        }
        if (variants.FirstOrDefault(v => v.Kind == SensitivityKind.YearEffects) is { } years && Watched(years, "eta") is { } controlled)
        {
            Add("eta-year-effects",
                timeOnly.Length > 0 ? "finding.year-effects-instead" : "finding.year-effects",
                [("names", string.Join(", ", timeOnly.Select(c => c.Name))), ("eta", Estimate(controlled))],
                ("eta", controlled.Estimate), ("standardError", controlled.StandardError));
        }
    }

    private void Distances()
    {
        foreach (ColumnIdentification distance in study.Identification.Distances.Where(d => d.Block == BlockNames.Frontier))
        {
            ParameterEstimate? estimate = _headline.Result.Parameters.FirstOrDefault(p => p.Block == BlockNames.Frontier && p.Name == distance.Name);
            if (estimate is null)
                continue;
            double[] others = [.. study.Identification.Sensitivity.Select(v => Watched(v, distance.Name)?.Estimate ?? double.NaN).Where(double.IsFinite)];
            bool constant = distance.IsConstantWithinUnits;
            double deviation = constant ? distance.BetweenDeviation : distance.StandardDeviation;
            // An interval wider than 2 holds both an elasticity of −1 and one of no or twice the effect.
            bool weak = !(estimate.High - estimate.Low < 2);
            Add(weak ? "distance-weakly-identified" : "distance-identified",
                others.Length > 1 ? "finding.distance-range" : "finding.distance",
                [
                    ("name", distance.Name), ("identified", new Phrase(weak ? "finding.weakly" : "finding.well-enough")),
                    ("where", new Phrase(constant ? "finding.over-units" : "finding.in-sample")), ("deviation", N(deviation)),
                    ("estimate", N(estimate.Estimate)), ("level", N(_headline.Result.Level)), ("low", N(estimate.Low)), ("high", N(estimate.High)),
                    ("least", N(others.DefaultIfEmpty(double.NaN).Min())), ("most", N(others.DefaultIfEmpty(double.NaN).Max())),
                ],
                ("standardDeviation", deviation), ("estimate", estimate.Estimate), ("low", estimate.Low), ("high", estimate.High));
        }
    }

    private void WeakDirection()
    {
        if (study.Identification.Hessian is not { ConditionNumber: > 1e4 } hessian || hessian.WeakestDirection.Length == 0)
            return;
        Add("weak-direction", "finding.weak-direction",
            [("eigenvalue", E(hessian.Eigenvalues[0])), ("condition", E(hessian.ConditionNumber)), ("direction", hessian.WeakestDirection)],
            ("eigenvalue", hessian.Eigenvalues[0]), ("conditionNumber", hessian.ConditionNumber));
    }

    private void Skewness()
    {
        StudyIdentification identification = study.Identification;
        ResidualSkewness ols = identification.OlsSkewness;
        var side = new Phrase(ols.ExpectedSign < 0 ? "side.negative" : "side.positive");
        Add(ols.WrongSign ? "ols-skewness-wrong-sign" : "ols-skewness-right-sign",
            ols.WrongSign ? "finding.ols-skewness-wrong" : "finding.ols-skewness-right",
            [("skewness", N(ols.Tests.Skewness)), ("p", P(ols.P)), ("side", side)],
            ("skewness", ols.Tests.Skewness), ("p", ols.P));
        if (identification.WithinSkewness is not { } within)
            return;
        Add(within.WrongSign ? "within-skewness-wrong-sign" : "within-skewness-right-sign",
            within.WrongSign ? "finding.within-skewness-wrong" : "finding.within-skewness-right",
            [("skewness", N(within.Tests.Skewness)), ("p", P(within.P)), ("side", side)],
            ("skewness", within.Tests.Skewness), ("p", within.P));
    }

    private void Laws()
    {
        if (_headline.Efficiency is null || ModelNesting.LawOf(_headline.Fit.Request) != "half-normal")
            return;
        double own = _headline.Result.LogLikelihood;
        IReadOnlyList<string> laws = ModelCatalog.Find(_headline.Fit.Request.Model)!.Laws;
        FitResult? truncated = !laws.Contains("truncated-normal") ? null : StudyFitter.OrNull(() => fitter.WithLaw(_headline, "truncated-normal"))?.Result;
        if (truncated is { Termination: TerminationWords.Ridge, HasShapeRidge: false, Limit: { } limit })
        {
            Add("truncated-ridge", "finding.truncated-ridge",
                [("name", _headline.Name), ("limit", L(limit.LogLikelihood)), ("own", L(own))],
                ("exponential", limit.LogLikelihood), ("halfNormal", own));
        }
        else if (truncated is { Termination: TerminationWords.Ridge, HasShapeRidge: false })
        {
            Add("truncated-normal-limit", "finding.truncated-normal-limit",
                [("name", _headline.Name), ("reached", L(truncated.LogLikelihood)), ("own", L(own))],
                ("reached", truncated.LogLikelihood), ("halfNormal", own));
        }
        else if (truncated is { Converged: true })
        {
            HypothesisTest test = LikelihoodRatioTest.Compute(StudyTestRunner.Supremum(truncated), own, 1);
            Add(test.P < Size ? "half-normal-rejected" : "half-normal-not-rejected",
                "finding.half-normal",
                [("rejected", Rejected(test.P < Size)), ("mu", N(truncated.DerivedValue("mu"))), ("statistic", N(test.Statistic)), ("p", P(test.P))],
                ("mu", truncated.DerivedValue("mu")), ("statistic", test.Statistic), ("p", test.P));
        }
        if (!laws.Contains("exponential") || StudyFitter.OrNull(() => fitter.WithLaw(_headline, "exponential")) is not { } exponential)
            return;
        EfficiencyResult other = exponential.Efficiency ?? exponential.Fit.Efficiency();
        double rank = RankCorrelation.Of([.. _headline.Efficiency.Rows.Select(r => r.Te)], [.. other.Rows.Select(r => r.Te)]);
        Add("law-efficiencies", rank > 0.9 ? "finding.law-efficiencies-order" : "finding.law-efficiencies",
            [
                ("half", N(_headline.Efficiency.Mean)), ("exponential", N(other.Mean)), ("own", L(own)), ("limit", L(exponential.Result.LogLikelihood)),
                ("rank", N(rank)),
            ],
            ("halfNormal", _headline.Efficiency.Mean), ("exponential", other.Mean), ("rankCorrelation", rank));
    }

    private void Determinants()
    {
        foreach (NamedFit model in study.Models.Where(m => ModelNesting.KeyOf(m.Fit.Request) == "bc95"))
        {
            string[] all = [.. model.Result.Parameters.Where(p => p.Block == BlockNames.InefficiencyMean && p.Name != BlockNames.Intercept).Select(p => p.Name)];
            StudyTest? test = study.Tests.FirstOrDefault(t =>
                t.Unrestricted == model.Name && t.DegreesOfFreedom is [var df] && df == all.Length && all.All(z => t.Restricted.Contains(z, StringComparison.Ordinal)));
            if (test is null)
                continue;
            Add(test.P < Size ? "determinants-matter" : "determinants-do-not-matter",
                test.P < Size ? "finding.determinants-matter" : "finding.determinants-do-not-matter",
                [("count", Whole(all.Length)), ("name", model.Name), ("statistic", N(test.Statistic)), ("p", P(test.P))],
                ("statistic", test.Statistic), ("p", test.P));
        }
    }

    private void Mundlak()
    {
        if (study.Identification.Mundlak is not { Test: { } test } mundlak || !double.IsFinite(test.P))
            return;
        bool rejected = test.P < Size;
        Add(rejected ? "unit-means-matter" : "unit-means-do-not-matter",
            rejected ? "finding.unit-means-matter" : "finding.unit-means-do-not-matter",
            [("means", string.Join(", ", mundlak.Means)), ("reference", test.Reference), ("statistic", N(test.Statistic)), ("p", P(test.P))],
            ("statistic", test.Statistic), ("p", test.P));
    }

    private void FewUnits()
    {
        if (_headline.Fit.Design.Units is not { } units || units.Count >= CoefficientTable.FewClusters)
            return;
        Add("few-units", "finding.few-units", [("count", Whole(units.Count)), ("df", Whole(units.Count - 1))],
            ("units", units.Count));
    }

    private void Efficiency()
    {
        if (study.Efficiency is not { } efficiency)
            return;
        if (efficiency.Units.Count < 2)
        {
            Add("mean-efficiency", "finding.mean-efficiency", [("name", _headline.Name), ("mean", N(efficiency.Mean))], ("mean", efficiency.Mean));
            return;
        }
        UnitEfficiency best = efficiency.Units.MaxBy(u => u.Mean)!, worst = efficiency.Units.MinBy(u => u.Mean)!;
        Add("mean-efficiency", "finding.mean-efficiency-range",
            [
                ("name", _headline.Name), ("mean", N(efficiency.Mean)), ("best", study.Labels.Unit(best.Unit)), ("highest", N(best.Mean)),
                ("worst", study.Labels.Unit(worst.Unit)), ("lowest", N(worst.Mean)),
            ],
            ("mean", efficiency.Mean), ("highest", best.Mean), ("lowest", worst.Mean));
    }

    private void Potential()
    {
        if (study.Potential is not { } potential || potential.Totals.LastOrDefault(t => t.Name == "all") is not { Groups: [var all] })
            return;
        string flow = study.Trade ?? "trade";
        ColumnLabel? label = study.Labels.Columns.GetValueOrDefault(flow);
        string unit = label is { Unit.Length: > 0 } ? $" {label.Unit}" : "";
        Add("potential-total",
            "finding.potential-total",
            [
                ("count", Whole(all.Count)), ("flow", study.Labels.Column(flow)), ("actual", N(all.Actual)), ("unit", unit), ("expected", N(all.Expected.Value)),
                ("level", N(100 * potential.Level)), ("low", N(all.Expected.Low)), ("high", N(all.Expected.High)), ("potential", N(all.Potential.Value)),
            ],
            ("actual", all.Actual), ("expected", all.Expected.Value), ("low", all.Expected.Low), ("high", all.Expected.High), ("potential", all.Potential.Value));
    }

    private static WatchedEstimate? Watched(SensitivityVariant variant, string name) => variant.Estimates.FirstOrDefault(e => e.Name == name);

    private static Phrase Rejected(bool rejected) => new(rejected ? "finding.rejected" : "finding.not-rejected");

    private static Phrase Estimate(WatchedEstimate estimate) =>
        new("finding.estimate", ("estimate", N(estimate.Estimate)), ("error", N(estimate.StandardError)));

    /// <summary>Phrases with the language's comma between them and no "and".</summary>
    private static Phrase Joined(Phrase[] items) =>
        items.Skip(1).Aggregate(items[0], (left, right) => new Phrase("finding.pair", ("left", left), ("right", right)));

    private void Add(string code, string key, (string Name, object Value)[] words, params (string Name, double Value)[] values) =>
        _findings.Add(new Finding(code, new Phrase(key, words), values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal)));
}
