using Gravity.Core.Frontier;
using Gravity.Core.Studies;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>The catalogue: models, laws of u and of v, charts.</summary>
public static class ModelsTable
{
    /// <summary>Models, laws of u, laws of v, charts; citation and validation in the notes or beside.</summary>
    public static IReadOnlyList<ReportTable> All() => [Models(), Laws(), Noises(), Charts()];

    private static ReportTable Models() => new(
        "models", "Models",
        [ReportColumn.Words("Model", "model"), ReportColumn.Words("Laws of u", "laws"), ReportColumn.Words("What it is", "title")],
        [
            .. ModelCatalog.All.Select(m => ReportRow.Of(m.Key, m.Laws.Count == 0 ? "" : m.Laws.Count == InefficiencyLaw.All.Count ? "all" : string.Join(", ", m.Laws), m.Title) with { Group = Kind(m.Kind) }),
        ])
    {
        Notes =
        [
            "A law of u given as a model means pooled with that law.",
            .. ModelCatalog.All.Select(m => $"{m.Key}: {m.Citation}. Checked against: {m.Validation}."),
        ],
    };

    private static ReportTable Laws() => new(
        "laws", "Laws of u",
        [ReportColumn.Words("Law", "law"), ReportColumn.Words("Citation", "citation")],
        [.. InefficiencyLaw.All.Select(l => ReportRow.Of(l.Key, l.Citation))])
    {
        Notes = [.. InefficiencyLaw.All.Select(l => $"{l.Key}: checked against {l.Validation}.")],
    };

    private static ReportTable Noises() => new(
        "noise", "Laws of v",
        [ReportColumn.Words("Noise", "noise"), ReportColumn.Words("Citation", "citation")],
        [.. NoiseLaw.All.Select(l => ReportRow.Of(l.Key, l.Citation))])
    {
        Notes = [.. NoiseLaw.All.Select(l => $"{l.Key}: checked against {l.Validation}.")],
    };

    private static ReportTable Charts() => new(
        "charts", "Charts",
        [ReportColumn.Words("Chart", "chart"), ReportColumn.Words("What it shows", "description")],
        [.. ChartCatalog.All.Select(c => ReportRow.Of(c.Key, c.Description))]);

    private static string Kind(string kind) => kind switch
    {
        "frontier" => "Frontiers of independent rows",
        "panel frontier" => "Panel frontiers",
        "regression" => "Regressions",
        _ => kind,
    };
}
