using Gravity.Core.Potential;
using Gravity.Core.Wording;
using static Gravity.Core.Studies.FindingNumbers;

namespace Gravity.Core.Studies;

/// <summary>What is to be said of potential by several methods.</summary>
internal sealed class MethodFindings
{
    private readonly List<Finding> _findings = [];

    /// <summary>The findings of a study.</summary>
    public static IReadOnlyList<Finding> Of(StudyResult study)
    {
        var findings = new MethodFindings();
        if (study.Methods is { } inSample)
        {
            findings.Order(inSample);
            findings.Exact(inSample, study);
            findings.Predicted(inSample);
        }
        if (study.HeldOutMethods is { } heldOut)
            findings.HeldOut(heldOut);
        return findings._findings;
    }

    /// <summary>The pairs of methods whose orders agree least and most.</summary>
    private void Order(MethodComparison comparison)
    {
        if (comparison.Methods[0].Units.Count < 3)
            return;
        var pairs = new List<(int I, int J, double Value)>();
        for (int i = 0; i < comparison.Methods.Count; i++)
            for (int j = i + 1; j < comparison.Methods.Count; j++)
                if (double.IsFinite(comparison.Spearman[i, j]))
                    pairs.Add((i, j, comparison.Spearman[i, j]));
        if (pairs.Count == 0)
            return;
        (int, int, double) least = pairs.MinBy(p => p.Value), most = pairs.MaxBy(p => p.Value);
        Phrase Names((int I, int J, double Value) p) => new("finding.methods-pair", ("left", comparison.Methods[p.I].Name), ("right", comparison.Methods[p.J].Name));
        Add("methods-order", pairs.Count == 1 ? "finding.methods-two" : "finding.methods-order",
            [
                ("count", comparison.Methods[0].Units.Count), ("methods", comparison.Methods.Count), ("least", N(least.Item3)), ("first", Names(least)), ("most", N(most.Item3)), ("second", Names(most)),
            ],
            ("least", least.Item3), ("most", most.Item3));
    }

    private void Exact(MethodComparison comparison, StudyResult study)
    {
        foreach (PotentialMethod method in comparison.Methods)
        {
            Phrase[] groups =
            [
                .. method.Exact.Where(e => e.Exact == ExactFit.Sums)
                    .Select(e => e.Grouping == "all" ? new Phrase("methods.over-all") : new Phrase("methods.by", ("group", study.Labels.Column(e.Grouping)))),
            ];
            if (groups.Length > 0)
                Add("methods-exact", "finding.methods-exact", [("name", method.Name), ("groups", groups)], ("groupings", groups.Length));
        }
    }

    /// <summary>Totals of regressions that do not meet actual trade by construction.</summary>
    private void Predicted(MethodComparison comparison)
    {
        foreach (PotentialMethod method in comparison.Methods.Where(m => m.Prediction is not null && !m.Exact.Contains(("all", ExactFit.Sums))))
            Say("methods-predicted", "finding.methods-predicted", method, comparison);
    }

    private void HeldOut(MethodComparison comparison)
    {
        foreach (PotentialMethod method in comparison.Methods)
            Say("held-out-prediction", "finding.held-out", method, comparison);
    }

    private void Say(string code, string key, PotentialMethod method, MethodComparison comparison)
    {
        IntervalEstimate potential = method.Total.Potential;
        Add(code, key,
            [
                ("count", comparison.CommonRows), ("filter", comparison.HeldOut ?? ""), ("name", method.Name), ("potential", N(potential.Value)), ("level", N(100 * comparison.Level)),
                ("low", N(potential.Low)), ("high", N(potential.High)), ("actual", N(method.Total.Actual)), ("ratio", N(method.Total.Ratio.Value)),
            ],
            ("predicted", potential.Value), ("low", potential.Low), ("high", potential.High), ("actual", method.Total.Actual), ("ratio", method.Total.Ratio.Value));
    }

    private void Add(string code, string key, (string Name, object Value)[] words, params (string Name, double Value)[] values) =>
        _findings.Add(new Finding(code, new Phrase(key, words), values.ToDictionary(v => v.Name, v => v.Value, StringComparer.Ordinal)));
}
