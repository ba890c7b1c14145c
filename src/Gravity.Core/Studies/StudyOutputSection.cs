using Gravity.Core.Regression;

namespace Gravity.Core.Studies;

/// <summary>The keys <c>potential</c> and <c>output</c> of a study file.</summary>
internal static class StudyOutputSection
{
    private static readonly string[] ChartFormats = ["png", "svg"];

    public static StudyPotential Potential(StudyNode? node, IReadOnlyList<string> models)
    {
        var defaults = new StudyPotential();
        if (node is null)
            return defaults;
        StudyMap map = node.Map().Allow(["draws", "level", "by", "classes", "methods", "out-of-sample", "retransformation"]);
        StudyMap? classes = map.Find("classes")?.Map().Allow(["base", "cuts"]);
        StudyNode? classBase = classes?.Find("base");
        classBase?.Word("class base", ["ols", "te", .. models]);
        return new StudyPotential
        {
            Draws = (int)(map.Find("draws")?.Whole(2, 10_000_000) ?? defaults.Draws),
            Level = map.Find("level") is { } level ? Level(level) : defaults.Level,
            By = map.Find("by") is { } by ? [.. by.Items().Select(i => i.Texts())] : null,
            ClassBase = classBase?.Located() ?? defaults.ClassBase,
            Cuts = classes?.Find("cuts") is { } cuts ? Cuts(cuts) : defaults.Cuts,
            Methods = map.Find("methods") is { } methods ? [.. methods.Items().Select(i => Named(i, models))] : null,
            OutOfSample = map.Find("out-of-sample") is { } filter ? filter.Located() : null,
            Retransformation = map.Find("retransformation") is { } kind
                ? RetransformationNames.Find(kind.Word("retransformation", RetransformationNames.All)) : defaults.Retransformation,
        };
    }

    /// <summary>An item of a list that names a model.</summary>
    public static Located<string> Named(StudyNode item, IReadOnlyList<string> models)
    {
        item.Word("model", models);
        return item.Located();
    }

    /// <param name="node">The value of the key; null where it is absent.</param>
    /// <param name="models">Names of models and robustness columns, for the headings over columns.</param>
    public static StudyOutput Output(StudyNode? node, IReadOnlyList<string> models)
    {
        if (node is null)
            return StudyOutput.Default;
        StudyMap map = node.Map().Allow(["folder", "tables", "charts", "style", "highlight"]);
        return new StudyOutput(
            map.Find("folder")?.Text() ?? StudyOutput.Default.Folder,
            map.Find("tables") is { } tables
                ? [.. tables.Items().Select(i => i.Word("table format", TableStyleNames.Formats)).Distinct()]
                : StudyOutput.Default.Tables,
            map.Find("charts") is { } charts ? [.. charts.Items().Select(i => i.Word("chart format", ChartFormats)).Distinct()] : StudyOutput.Default.Charts)
        {
            Style = map.Find("style") is { } style ? Style(style, models) : new StudyTableStyle(),
        };
    }

    /// <summary>The key <c>highlight</c>: a filter, or a filter with a label.</summary>
    /// <param name="output">The value of the key <c>output</c>; null where it is absent.</param>
    /// <param name="language">The language of the label.</param>
    public static StudyHighlight? Highlight(StudyNode? output, string language)
    {
        if (output?.Map().Find("highlight") is not { } node)
            return null;
        if (!node.IsMap)
            return new StudyHighlight(node.Located(), null);
        StudyMap map = node.Map().Allow(["where", "label"]);
        return new StudyHighlight(map.Require("where").Located(), map.Find("label")?.Spoken(language).Text());
    }

    /// <summary>The name of a style, or a mapping of what it changes.</summary>
    private static StudyTableStyle Style(StudyNode node, IReadOnlyList<string> models)
    {
        if (!node.IsMap)
            return new StudyTableStyle { Preset = node.Word("table style", TableStyleNames.Presets) };
        StudyMap map = node.Map().Allow(
            ["preset", "significance", "stars", "second", "brackets", "decimals", "rows", "keep", "drop", "order", "rename", "groups", "mark-mean"]);
        string[] Globs(string key) => [.. (map.Find(key)?.Texts() ?? []).Select(t => t.Value)];
        return new StudyTableStyle
        {
            Preset = map.Find("preset")?.Word("table style", TableStyleNames.Presets),
            Significance = map.Find("significance")?.Word("kind of significance marks", TableStyleNames.Significance),
            Stars = map.Find("stars") is { } stars ? Thresholds(stars) : null,
            Second = map.Find("second")?.Word("second line", TableStyleNames.SecondLines),
            SquareBrackets = map.Find("brackets") is { } brackets ? brackets.Word("kind of brackets", ["round", "square"]) == "square" : null,
            Decimals = (int?)map.Find("decimals")?.Whole(0, 10),
            Rows = map.Find("rows") is { } rows ? [.. rows.Items().Select(i => i.Word("table row", TableStyleNames.Rows)).Distinct()] : null,
            Keep = Globs("keep"),
            Drop = Globs("drop"),
            Order = Globs("order"),
            Rename = (map.Find("rename")?.Map().Entries ?? []).ToDictionary(e => e.Name, e => e.Value.Text(), StringComparer.Ordinal),
            Groups = Groups(map.Find("groups"), models),
            MarkMean = map.Find("mark-mean")?.Flag(),
        };
    }

    private static double[] Thresholds(StudyNode node)
    {
        double[] values = [.. node.Items().Select(i => i.Number())];
        bool falling = values.Length > 0 && values.All(v => v is > 0 and < 1);
        for (int k = 1; k < values.Length; k++)
            falling &= values[k] < values[k - 1];
        return falling ? values : throw node.Error("star-levels", "levels of stars lie between 0 and 1 and fall, e.g. [0.1, 0.05, 0.01]");
    }

    private static Dictionary<string, string> Groups(StudyNode? node, IReadOnlyList<string> models)
    {
        var groups = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach ((_, string heading, StudyNode members) in node?.Map().Entries ?? [])
        {
            foreach (StudyNode member in members.Items())
            {
                if (!groups.TryAdd(member.Word("model", models), heading))
                    throw member.Error("two-groups", $"the model '{member.Text()}' stands under two headings: name it once");
            }
        }
        return groups;
    }

    /// <summary>A confidence level in percent.</summary>
    public static double Level(StudyNode node)
    {
        double level = node.Number();
        return level is > 0 and < 100 ? level : throw node.Error("wrong-value", $"'{node.Key}' is a percentage between 0 and 100, '{node.Text()}' is given");
    }

    private static double[] Cuts(StudyNode node)
    {
        double[] cuts = [.. node.Items().Select(i => i.Number())];
        bool ascending = cuts.Length > 0 && cuts[0] > 0;
        for (int k = 1; k < cuts.Length; k++)
            ascending &= cuts[k] > cuts[k - 1];
        return ascending ? cuts : throw node.Error("class-cuts", "class cuts must be positive and ascending, e.g. [0.8, 1.2]");
    }
}
