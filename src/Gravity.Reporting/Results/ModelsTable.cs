using Gravity.Core.Frontier;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>The catalogue: models, laws of u and of v, charts.</summary>
public static class ModelsTable
{
    /// <summary>Five tables: models, laws of u, laws of v with citation and validation in the notes or beside, Monte Carlo designs, charts.</summary>
    /// <param name="words">The language; null for English.</param>
    public static IReadOnlyList<ReportTable> All(Words? words = null)
    {
        words ??= Words.English;
        return [Models(words), Laws(words), Noises(words), Designs(words), Charts(words)];
    }

    private static ReportTable Models(Words words) => new(
        "models", words["table.models"],
        [ReportColumn.Words(words["table.model"], "model"), ReportColumn.Words(words["models.laws"], "laws"), ReportColumn.Words(words["models.what"], "title")],
        [
            .. ModelCatalog.All.Select(m => ReportRow.Of(m.Key, LawsOf(m, words), m.TitleIn(words)) with { Group = Kind(m.Kind, words) }),
        ])
    {
        Words = words,
        Notes =
        [
            words["models.note"],
            .. ModelCatalog.All.Select(m => words.Say("models.checked", ("model", m.Key), ("citation", m.Citation), ("validation", m.ValidationIn(words)))),
        ],
    };

    private static string LawsOf(ModelEntry model, Words words) =>
        model.Laws.Count == InefficiencyLaw.All.Count ? words["models.all"] : string.Join(", ", model.Laws);

    private static ReportTable Laws(Words words) => new(
        "laws", words["models.laws"],
        [ReportColumn.Words(words["models.law"], "law"), ReportColumn.Words(words["models.citation"], "citation")],
        [.. InefficiencyLaw.All.Select(l => ReportRow.Of(l.Key, l.Citation))])
    {
        Words = words,
        Notes = [.. InefficiencyLaw.All.Select(l => words.Say("models.law-checked", ("law", l.Key), ("validation", l.ValidationIn(words))))],
    };

    private static ReportTable Noises(Words words) => new(
        "noise", words["models.noises"],
        [ReportColumn.Words(words["models.noise"], "noise"), ReportColumn.Words(words["models.citation"], "citation")],
        [.. NoiseLaw.All.Select(l => ReportRow.Of(l.Key, l.Citation))])
    {
        Words = words,
        Notes = [.. NoiseLaw.All.Select(l => words.Say("models.law-checked", ("law", l.Key), ("validation", l.ValidationIn(words))))],
    };

    private static ReportTable Designs(Words words) => new(
        "designs", words["models.designs"],
        [ReportColumn.Words(words["models.design"], "design"), ReportColumn.Words(words["models.draws"], "title")],
        [.. SimulationDesigns.Names.Select(name => ReportRow.Of(name, SimulationDesigns.Find(name, words.Language).Title))])
    {
        Words = words,
    };

    private static ReportTable Charts(Words words) => new(
        "charts", words["section.charts"],
        [ReportColumn.Words(words["models.chart"], "chart"), ReportColumn.Words(words["models.shows"], "description")],
        [.. ChartCatalog.All.Select(c => ReportRow.Of(c.Key, c.Description))])
    {
        Words = words,
    };

    private static string Kind(string kind, Words words) => kind switch
    {
        "frontier" => words["models.frontiers"],
        "panel frontier" => words["models.panel-frontiers"],
        "regression" => words["models.regressions"],
        _ => kind,
    };
}
