using System.Globalization;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Diagnostics;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;
using static Gravity.Core.Studies.FindingNumbers;

namespace Gravity.Core.Studies;

/// <summary>What is to be said of single units: those that move the estimates, those that a sample adds or leaves out, those that the study tells from the others.</summary>
internal sealed class UnitFindings
{
    /// <summary>Most names in a sentence.</summary>
    private const int MostNames = 8;

    private const double Level = 0.95;

    private readonly StudyResult _study;
    private readonly NamedFit _headline;
    private readonly List<Finding> _findings = [];

    private UnitFindings(StudyResult study) => (_study, _headline) = (study, study.HeadlineFit);

    /// <summary>The findings of a study.</summary>
    public static IReadOnlyList<Finding> Of(StudyResult study)
    {
        var findings = new UnitFindings(study);
        if (study.Diagnostics?.Influence is { } own)
            findings.Influential(study.Headline, own);
        foreach (StudyDiagnostics further in study.FurtherDiagnostics)
            if (further.Result.Influence is { } influence)
                findings.Influential(further.Model, influence);
        // A robustness column may repeat a model of the study: it is said once.
        foreach (NamedFit other in study.Models.Concat(study.Robustness).DistinctBy(m => (m.Result.Model, m.Result.Observations, m.Result.LogLikelihood)))
            findings.OtherSample(other);
        findings.Highlighted();
        return findings._findings;
    }

    /// <summary>Units without which the estimates lie outside the joint likelihood region of the estimates with them (Cook 1986).</summary>
    private void Influential(string model, InfluenceResult influence)
    {
        int parameters = influence.Parameters.Count;
        double bound = Distributions.ChiSquareQuantile(Level, parameters);
        InfluenceCase[] moved =
        [
            .. influence.Units.Where(u => u.Refit is { Converged: true } refit && refit.Displacement > bound).OrderByDescending(u => u.Refit!.Displacement),
        ];
        if (moved.Length == 0)
            return;
        InfluenceRefit first = moved[0].Refit!;
        Add("influential-unit", moved.Length == 1 ? "finding.influential-unit" : "finding.influential-units",
            [
                ("name", model), ("unit", _study.Labels.Unit(moved[0].Name)), ("displacement", N(first.Displacement)), ("bound", N(bound)), ("df", Whole(parameters)),
                ("with", N(first.WholeMeanEfficiency)), ("without", N(first.MeanEfficiency)),
                ("others", (string[])[.. moved.Skip(1).Select(u => _study.Labels.Unit(u.Name))]),
            ],
            ("displacement", first.Displacement), ("bound", bound), ("meanEfficiency", first.WholeMeanEfficiency), ("meanEfficiencyWithout", first.MeanEfficiency));
    }

    /// <summary>A model that differs from the headline only by more units, or by fewer.</summary>
    private void OtherSample(NamedFit other)
    {
        if (_headline.Efficiency is not { Units.Count: > 2 } own || other.Efficiency is not { Units.Count: > 2 } theirs || !DiffersBySampleOnly(other))
            return;
        bool wider = theirs.Units.Count > own.Units.Count;
        (IReadOnlyList<UnitEfficiency> more, IReadOnlyList<UnitEfficiency> fewer) = wider ? (theirs.Units, own.Units) : (own.Units, theirs.Units);
        Dictionary<string, UnitEfficiency> large = more.ToDictionary(u => u.Unit, StringComparer.Ordinal);
        HashSet<string> small = [.. fewer.Select(u => u.Unit)];
        UnitEfficiency[] between = [.. more.Where(u => !small.Contains(u.Unit)).OrderBy(u => u.Rank)];
        if (between.Length == 0 || !small.All(large.ContainsKey))
            return;
        double[] without = [.. fewer.Select(u => u.Mean)], with = [.. fewer.Select(u => large[u.Unit].Mean)];
        double rank = RankCorrelation.Of(without, with);
        (string outer, string inner) = wider ? (other.Name, _headline.Name) : (_headline.Name, other.Name);
        string[] names = [.. between.Take(MostNames).Select(u => $"{_study.Labels.Unit(u.Unit)} ({Place(u.Rank)})")];
        Add(wider ? "wider-sample" : "narrower-sample", between.Length > MostNames ? "finding.other-sample-many" : "finding.other-sample",
            [
                ("inner", inner), ("outer", outer), ("left", between.Length), ("units", names), ("count", fewer.Count), ("without", N(without.Average())), ("with", N(with.Average())),
                ("rank", N(rank)),
            ],
            ("leftOut", between.Length), ("meanEfficiencyWithout", without.Average()), ("meanEfficiencyWith", with.Average()), ("rankCorrelation", rank));
        SignChanges(other);
    }

    /// <summary>Coefficients that are significant in both and of opposite sign.</summary>
    private void SignChanges(NamedFit other)
    {
        foreach (ParameterEstimate mine in _headline.Result.Parameters.Where(p => p.Block == BlockNames.Frontier && p.Name != BlockNames.Intercept))
        {
            ParameterEstimate? there = other.Result.Parameters.FirstOrDefault(p => p.Block == mine.Block && p.Name == mine.Name);
            if (there is null || !(mine.P < 1 - Level && there.P < 1 - Level) || Math.Sign(mine.Estimate) == Math.Sign(there.Estimate))
                continue;
            Add("other-sample-sign", "finding.other-sample-sign",
                [("term", mine.Name), ("headline", _headline.Name), ("own", N(mine.Estimate)), ("name", other.Name), ("theirs", N(there.Estimate))],
                ("estimate", mine.Estimate), ("estimateOther", there.Estimate));
        }
    }

    private bool DiffersBySampleOnly(NamedFit other)
    {
        ModelRequest own = _headline.Fit.Request, theirs = other.Fit.Request;
        return other.Name != _headline.Name && ModelNesting.KeyOf(own) == ModelNesting.KeyOf(theirs) && ModelNesting.LawOf(own) == ModelNesting.LawOf(theirs)
            && own.Formula == theirs.Formula && own.Inefficiency == theirs.Inefficiency && own.SigmaU == theirs.SigmaU && own.SigmaV == theirs.SigmaV
            && own.Weights == theirs.Weights && own.Where != theirs.Where;
    }

    /// <summary>Where the highlighted units stand among all.</summary>
    private void Highlighted()
    {
        if (_study.Labels.Highlight is not { } highlight || _study.Efficiency is not { Units.Count: > 1 } efficiency)
            return;
        HashSet<string> keys = [.. highlight.Units];
        UnitEfficiency[] inside = [.. efficiency.Units.Where(u => keys.Contains(u.Unit)).OrderBy(u => u.Rank)];
        UnitEfficiency[] outside = [.. efficiency.Units.Where(u => !keys.Contains(u.Unit))];
        if (inside.Length == 0 || outside.Length == 0)
            return;
        double mean = inside.Average(u => u.Mean), rest = outside.Average(u => u.Mean);
        double median = 0.5 * (inside[(inside.Length - 1) / 2].Rank + inside[inside.Length / 2].Rank);
        Add("highlighted-units", inside.Length == 1 ? "finding.highlighted-unit" : "finding.highlighted-units",
            [
                ("label", highlight.Label), ("count", inside.Length), ("total", efficiency.Units.Count), ("mean", N(mean)), ("rest", N(rest)),
                ("best", _study.Labels.Unit(inside[0].Unit)), ("highest", N(inside[0].Mean)), ("first", Place(inside[0].Rank)),
                ("worst", _study.Labels.Unit(inside[^1].Unit)), ("lowest", N(inside[^1].Mean)), ("last", Place(inside[^1].Rank)), ("median", Place(median)),
            ],
            ("mean", mean), ("others", rest), ("bestRank", inside[0].Rank), ("worstRank", inside[^1].Rank), ("medianRank", median));
    }

    private static string Place(double rank) => rank.ToString("0.#", CultureInfo.InvariantCulture);

    private void Add(string code, string key, (string Name, object Value)[] words, params (string Name, double Value)[] values) =>
        _findings.Add(new Finding(code, new Phrase(key, words), values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal)));
}
