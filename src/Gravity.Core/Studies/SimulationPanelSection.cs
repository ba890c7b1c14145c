using Gravity.Core.Simulation;

namespace Gravity.Core.Studies;

/// <summary>The keys <c>panel</c>, <c>regressors</c> and <c>correlations</c> of a Monte Carlo design.</summary>
internal static class SimulationPanelSection
{
    private const int MostRows = 100_000_000;

    private static readonly (string Word, RegressorLaw Law, string[] Keys)[] Laws =
    [
        ("normal", RegressorLaw.Normal, ["mean", "sd"]),
        ("uniform", RegressorLaw.Uniform, ["low", "high"]),
        ("binary", RegressorLaw.Binary, ["share"]),
        ("groups", RegressorLaw.Groups, ["count"]),
    ];

    public static PanelDesign Panel(StudyNode node)
    {
        StudyMap map = node.Map().Allow(["units", "periods", "missing", "rows", "fixed"]);
        if (map.Find("rows") is { } rows)
        {
            foreach (string key in new[] { "units", "periods", "missing" })
                if (map.Find(key) is { } other)
                    throw other.Error("wrong-value", $"'rows' makes a cross-section, and '{key}' is of a panel: keep one of them");
            return new PanelDesign((int)rows.Whole(2, MostRows), 0);
        }
        if (map.Find("units") is not { } units)
            throw node.Error("missing-key", "'panel' needs 'units' and 'periods', or 'rows' for a cross-section");
        int count = (int)units.Whole(2, MostRows);
        return new PanelDesign(count, (int)map.Require("periods").Whole(1, MostRows / count), map.Find("missing") is { } missing ? Within(missing, 0, 1, closedBelow: true) : 0);
    }

    /// <summary>Whether rows and regressors are drawn once.</summary>
    public static bool Fixed(StudyNode panel) => panel.Map().Find("fixed")?.Flag() ?? false;

    public static IReadOnlyList<RegressorDesign> Regressors(StudyNode node, PanelDesign panel)
    {
        IReadOnlyList<(StudyNode Key, string Name, StudyNode Value)> entries = node.Map().Entries;
        if (entries.Count == 0)
            throw node.Error("missing-key", "'regressors' is empty: name at least one");
        return [.. entries.Select(e => Regressor(e.Key, e.Name, e.Value, panel))];
    }

    public static IReadOnlyList<RegressorCorrelation> Correlations(StudyNode node, IReadOnlyList<RegressorDesign> regressors)
    {
        string[] names = [.. regressors.Select(r => r.Name)];
        var found = new List<RegressorCorrelation>();
        foreach (StudyNode item in node.Items())
        {
            StudyMap map = item.Map().Allow(["of", "value"]);
            StudyNode of = map.Require("of");
            string[] pair = [.. of.Items().Select(i => i.Word("regressor", names))];
            if (pair.Length != 2 || pair[0] == pair[1])
                throw of.Error("wrong-value", "'of' needs two different regressors, e.g. [x1, x2]");
            if (found.Any(f => pair.Contains(f.First) && pair.Contains(f.Second)))
                throw of.Error("wrong-value", $"the correlation of {pair[0]} and {pair[1]} stands twice: keep one");
            found.Add(new RegressorCorrelation(pair[0], pair[1], Within(map.Require("value"), -1, 1)));
        }
        return found;
    }

    /// <summary>The regressors that hold unit effects.</summary>
    public static IReadOnlyList<string> UnitEffects(StudyNode node, IReadOnlyList<RegressorDesign> regressors)
    {
        string[] names = [.. regressors.Select(r => r.Name)];
        IReadOnlyList<StudyNode> items = node.Items();
        foreach (StudyNode item in items)
        {
            string name = item.Word("regressor", names);
            if (regressors.First(r => r.Name == name).Between != 1)
                throw item.Error("wrong-unit-effects", $"'{name}' holds the effects of units and has to be constant within them: give it between: 1");
        }
        return [.. items.Select(item => item.Text()).Distinct()];
    }

    private static RegressorDesign Regressor(StudyNode key, string name, StudyNode node, PanelDesign panel)
    {
        if (panel.IsPanel && name is PanelDesign.UnitColumn or PanelDesign.TimeColumn)
            throw key.Error("repeated-name", $"'{name}' is the panel's own column: give the regressor another name");
        StudyMap? map = node.IsNull ? null : node.Map();
        string word = map?.Find("law")?.Word("law of a regressor", [.. Laws.Select(l => l.Word)]) ?? Laws[0].Word;
        (_, RegressorLaw law, string[] own) = Laws.First(l => l.Word == word);
        string[] over = panel.IsPanel ? ["between", "persistence"] : [];
        map?.Allow(["law", .. own, .. over]);
        double Number(string of, double fallback) => map?.Find(of)?.Number() ?? fallback;
        double low = Number("low", 0), high = Number("high", 1);
        if (!(high > low))
            throw node.Error("wrong-value", $"'{name}' needs a 'high' above its 'low'");
        return new RegressorDesign(name, law)
        {
            Mean = Number("mean", 0),
            Deviation = map?.Find("sd") is { } sd ? Within(sd, 0, double.PositiveInfinity) : 1,
            Low = low,
            High = high,
            Share = map?.Find("share") is { } share ? Within(share, 0, 1) : 0.5,
            Groups = (int)(map?.Find("count")?.Whole(2, 1_000_000) ?? 2),
            Between = map?.Find("between") is { } between ? Within(between, 0, 1, closedBelow: true, closedAbove: true) : 0,
            Persistence = map?.Find("persistence") is { } persistence ? Within(persistence, -1, 1) : 0,
        };
    }

    private static double Within(StudyNode node, double low, double high, bool closedBelow = false, bool closedAbove = false)
    {
        double value = node.Number();
        bool inside = (closedBelow ? value >= low : value > low) && (closedAbove ? value <= high : value < high);
        return inside ? value : throw node.Error("wrong-value", double.IsPositiveInfinity(high)
            ? FormattableString.Invariant($"'{node.Key}' needs a number above {low}, {value} is given")
            : FormattableString.Invariant($"'{node.Key}' needs a number {(closedBelow ? "from" : "above")} {low} {(closedAbove ? "to" : "and below")} {high}, {value} is given"));
    }
}
