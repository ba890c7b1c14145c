namespace Gravity.Core.Studies;

/// <summary>The keys <c>potential</c> and <c>output</c> of a study file.</summary>
internal static class StudyOutputSection
{
    private static readonly string[] TableFormats = ["text", "markdown", "csv", "latex", "html"];

    private static readonly string[] ChartFormats = ["png", "svg"];

    public static StudyPotential Potential(StudyNode? node, IReadOnlyList<string> models)
    {
        var defaults = new StudyPotential();
        if (node is null)
            return defaults;
        StudyMap map = node.Map().Allow(["draws", "level", "by", "classes"]);
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
        };
    }

    public static StudyOutput Output(StudyNode? node)
    {
        if (node is null)
            return StudyOutput.Default;
        StudyMap map = node.Map().Allow(["folder", "tables", "charts"]);
        return new StudyOutput(
            map.Find("folder")?.Text() ?? StudyOutput.Default.Folder,
            map.Find("tables") is { } tables ? [.. tables.Items().Select(i => i.Word("table format", TableFormats)).Distinct()] : StudyOutput.Default.Tables,
            map.Find("charts") is { } charts ? [.. charts.Items().Select(i => i.Word("chart format", ChartFormats)).Distinct()] : StudyOutput.Default.Charts);
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
