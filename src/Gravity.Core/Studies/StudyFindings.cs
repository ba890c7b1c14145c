using System.Globalization;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Specification;

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
            Add("not-converged", $"'{fit.Name}' did not converge ({fit.Result.Message}): its numbers are where the climb stopped and must not be interpreted.");
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
        Potential();
        return _findings;
    }

    private void Inefficiency()
    {
        if (_headline.Result.InefficiencyTest is not { } test)
            return;
        bool rejected = test.P < Size;
        Add(rejected ? "inefficiency-found" : "inefficiency-not-found",
            $"The hypothesis of no inefficiency is {Rejected(rejected)} for '{_headline.Name}': LR {N(test.Statistic)}, "
            + $"mixed χ² with {test.Restrictions - 1} and {test.Restrictions} degrees of freedom, {P(test.P)}"
            + (test.BootstrapP is { } p ? $", parametric bootstrap {P(p)}." : "."),
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
            $"Time-invariance of inefficiency (η = 0) is {Rejected(rejected)} in '{_headline.Name}': η = {N(eta)}, LR {N(test.Statistic)}, {P(test.P)}.",
            ("eta", eta), ("statistic", test.Statistic), ("p", test.P));
    }

    private void Eta()
    {
        IReadOnlyList<SensitivityVariant> variants = study.Identification.Sensitivity;
        if (Watched(variants[0], "eta") is not { } eta)
            return;
        ColumnIdentification[] timeOnly = [.. study.Identification.Columns.Where(c => c.Block == BlockNames.Frontier && c.VariesOverTimeOnly)];
        string names = string.Join(", ", timeOnly.Select(c => $"{c.Name} (correlation with time {N(c.TimeCorrelation)})"));
        if (variants.FirstOrDefault(v => v.Kind == SensitivityKind.WithoutTimeOnly) is { } without && Watched(without, "eta") is { } dropped)
        {
            bool changes = Math.Sign(eta.Estimate) != Math.Sign(dropped.Estimate);
            Add(changes ? "eta-sign-changes" : "eta-sign-stable",
                $"η is {Estimate(eta)} as estimated and {Estimate(dropped)} without {names}: "
                + (changes ? "its sign rests on a regressor that varies over time only, so the data cannot tell a trend of efficiency from that regressor."
                    : "its sign does not rest on regressors that vary over time only."),
                ("eta", eta.Estimate), ("without", dropped.Estimate), ("correlation", timeOnly[0].TimeCorrelation));
        }
        if (variants.FirstOrDefault(v => v.Kind == SensitivityKind.YearEffects) is { } years && Watched(years, "eta") is { } controlled)
        {
            Add("eta-year-effects",
                $"With one effect a period{(timeOnly.Length > 0 ? $" in place of {string.Join(", ", timeOnly.Select(c => c.Name))}" : "")}, η is {Estimate(controlled)}.",
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
                $"{distance.Name} is {(weak ? "weakly" : "well enough")} identified: its standard deviation {(constant ? "over units" : "in the sample")} is {N(deviation)}, "
                + $"its coefficient {N(estimate.Estimate)} with {N(_headline.Result.Level)} % interval {N(estimate.Low)} to {N(estimate.High)}"
                + (others.Length > 1 ? $"; over the variants with other controls for time it lies between {N(others.Min())} and {N(others.Max())}." : "."),
                ("standardDeviation", deviation), ("estimate", estimate.Estimate), ("low", estimate.Low), ("high", estimate.High));
        }
    }

    private void WeakDirection()
    {
        if (study.Identification.Hessian is not { ConditionNumber: > 1e4 } hessian || hessian.WeakestDirection.Length == 0)
            return;
        Add("weak-direction",
            $"In scaled units the smallest eigenvalue of the likelihood's curvature is {E(hessian.Eigenvalues[0])} and the condition number {E(hessian.ConditionNumber)}: "
            + $"the data say little about {hessian.WeakestDirection}.",
            ("eigenvalue", hessian.Eigenvalues[0]), ("conditionNumber", hessian.ConditionNumber));
    }

    private void Skewness()
    {
        StudyIdentification identification = study.Identification;
        ResidualSkewness ols = identification.OlsSkewness;
        string side = ols.ExpectedSign < 0 ? "negative" : "positive";
        Add(ols.WrongSign ? "ols-skewness-wrong-sign" : "ols-skewness-right-sign",
            $"Least-squares residuals have skewness {N(ols.Tests.Skewness)} ({P(ols.P)} against symmetry); inefficiency would make it {side}"
            + (ols.WrongSign ? ", so rows taken one by one show none." : "."),
            ("skewness", ols.Tests.Skewness), ("p", ols.P));
        if (identification.WithinSkewness is not { } within)
            return;
        Add(within.WrongSign ? "within-skewness-wrong-sign" : "within-skewness-right-sign",
            $"Residuals within units have skewness {N(within.Tests.Skewness)} ({P(within.P)} against symmetry); inefficiency that changes over time would make it {side}"
            + (within.WrongSign
                ? ". Its sign is wrong: efficiency here is persistent between partners, and its changes over time are not to be told from noise."
                : "."),
            ("skewness", within.Tests.Skewness), ("p", within.P));
    }

    private void Laws()
    {
        if (_headline.Efficiency is null || ModelNesting.LawOf(_headline.Fit.Request) != "half-normal")
            return;
        double own = _headline.Result.LogLikelihood;
        FitResult? truncated = StudyFitter.OrNull(() => fitter.WithLaw(_headline, "truncated-normal"))?.Result;
        if (truncated is { Termination: TerminationWords.Ridge, Limit: { } limit })
        {
            Add("truncated-ridge",
                $"With the truncated-normal law the likelihood of '{_headline.Name}' rises without end as μ → −∞: its limit is the exponential law "
                + $"(log-likelihood {L(limit.LogLikelihood)}, half-normal {L(own)}). Half-normal and exponential are the pair to report, not μ.",
                ("exponential", limit.LogLikelihood), ("halfNormal", own));
        }
        else if (truncated?.Termination == TerminationWords.Ridge)
        {
            Add("truncated-normal-limit",
                $"With the truncated-normal law the likelihood of '{_headline.Name}' rises without end as μ → +∞ (reached {L(truncated.LogLikelihood)}, half-normal {L(own)}): "
                + "inefficiency is then normal around a mean that the intercept takes up, so its level is not identified.",
                ("reached", truncated.LogLikelihood), ("halfNormal", own));
        }
        else if (truncated is { Converged: true })
        {
            HypothesisTest test = LikelihoodRatioTest.Compute(StudyTestRunner.Supremum(truncated), own, 1);
            Add(test.P < Size ? "half-normal-rejected" : "half-normal-not-rejected",
                $"The half-normal law is {Rejected(test.P < Size)} against the truncated normal: μ = {N(truncated.DerivedValue("mu"))}, LR {N(test.Statistic)}, {P(test.P)}.",
                ("mu", truncated.DerivedValue("mu")), ("statistic", test.Statistic), ("p", test.P));
        }
        if (StudyFitter.OrNull(() => fitter.WithLaw(_headline, "exponential")) is not { } exponential)
            return;
        EfficiencyResult other = exponential.Efficiency ?? exponential.Fit.Efficiency();
        double rank = RankCorrelation.Of([.. _headline.Efficiency.Rows.Select(r => r.Te)], [.. other.Rows.Select(r => r.Te)]);
        Add("law-efficiencies",
            $"Mean efficiency is {N(_headline.Efficiency.Mean)} with the half-normal and {N(other.Mean)} with the exponential law (log-likelihoods {L(own)} and "
            + $"{L(exponential.Result.LogLikelihood)}); the two orders of the rows have rank correlation {N(rank)}: "
            + (rank > 0.9 ? "the order depends little on the law, the level more." : "order and level both depend on the law."),
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
                $"The {all.Length} determinants of '{model.Name}' are jointly {(test.P < Size ? "significant" : "not significant")}: LR {N(test.Statistic)}, {P(test.P)}.",
                ("statistic", test.Statistic), ("p", test.P));
        }
    }

    private void Mundlak()
    {
        if (study.Identification.Mundlak is not { Test: { } test } mundlak || !double.IsFinite(test.P))
            return;
        bool rejected = test.P < Size;
        Add(rejected ? "unit-means-matter" : "unit-means-do-not-matter",
            $"That unit effects are uncorrelated with the regressors is {Rejected(rejected)} (unit means of {string.Join(", ", mundlak.Means)}, errors clustered by unit): "
            + $"{test.Reference} = {N(test.Statistic)}, {P(test.P)}"
            + (rejected ? ". Compare the slopes with fixed effects before reading the frontier's as causal." : "."),
            ("statistic", test.Statistic), ("p", test.P));
    }

    private void FewUnits()
    {
        if (_headline.Fit.Design.Units is not { } units || units.Count >= CoefficientTable.FewClusters)
            return;
        Add("few-units",
            $"There are {units.Count} units: errors clustered by unit rest on t({units.Count - 1}) and are likely to be too small; "
            + "read the wild score bootstrap p-values beside them.",
            ("units", units.Count));
    }

    private void Efficiency()
    {
        if (study.Efficiency is not { } efficiency)
            return;
        if (efficiency.Units.Count < 2)
        {
            Add("mean-efficiency", $"Mean efficiency of '{_headline.Name}' is {N(efficiency.Mean)}.", ("mean", efficiency.Mean));
            return;
        }
        UnitEfficiency best = efficiency.Units.MaxBy(u => u.Mean)!, worst = efficiency.Units.MinBy(u => u.Mean)!;
        Add("mean-efficiency",
            $"Mean efficiency of '{_headline.Name}' is {N(efficiency.Mean)}, "
            + $"highest for {study.Labels.Unit(best.Unit)} ({N(best.Mean)}) and lowest for {study.Labels.Unit(worst.Unit)} ({N(worst.Mean)}).",
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
            $"Over all {all.Count} rows the flow ({study.Labels.Column(flow)}) sums to {N(all.Actual)}{unit} "
            + $"and its expected potential to {N(all.Expected.Value)} ({N(100 * potential.Level)} % interval {N(all.Expected.Low)} to {N(all.Expected.High)}); "
            + $"flow over efficiency sums to {N(all.Potential.Value)}.",
            ("actual", all.Actual), ("expected", all.Expected.Value), ("low", all.Expected.Low), ("high", all.Expected.High), ("potential", all.Potential.Value));
    }

    private static WatchedEstimate? Watched(SensitivityVariant variant, string name) => variant.Estimates.FirstOrDefault(e => e.Name == name);

    private static string Rejected(bool rejected) => rejected ? "rejected" : "not rejected";

    private static string Estimate(WatchedEstimate estimate) => $"{N(estimate.Estimate)} (standard error {N(estimate.StandardError)})";

    private static string P(double p) => p < 0.0001 ? "p < 0.0001" : $"p = {p.ToString("0.####", CultureInfo.InvariantCulture)}";

    private static string L(double value) => Minus(value.ToString("F4", CultureInfo.InvariantCulture));

    private static string E(double value) => value.ToString("0.0e+0", CultureInfo.InvariantCulture);

    /// <summary>Three significant digits, whole numbers above a thousand.</summary>
    private static string N(double value)
    {
        if (!double.IsFinite(value))
            return "not available";
        double size = Math.Abs(value);
        int decimals = size >= 1000 ? 0 : size == 0 ? 0 : Math.Clamp(2 - (int)Math.Floor(Math.Log10(size)), 0, 8);
        return Minus(Math.Round(value, decimals).ToString(size >= 1000 ? "N0" : "0.########", CultureInfo.InvariantCulture));
    }

    private static string Minus(string text) => text.Replace('-', '−');

    private void Add(string code, string sentence, params (string Name, double Value)[] values) =>
        _findings.Add(new Finding(code, sentence, values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal)));
}
