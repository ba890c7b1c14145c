using Gravity.Core.Frontier.Diagnostics;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Diagnostics of a fitted model: its tests, one a line, and the most influential units and rows.</summary>
public static class DiagnosticTables
{
    /// <summary>Lines of a table of influence.</summary>
    private const int MostCases = 10;

    private const double Size = 0.05;

    /// <summary>The table of tests, then those of influence.</summary>
    /// <param name="result">The diagnostics.</param>
    /// <param name="model">What the model is called.</param>
    /// <param name="labels">Words for columns and units; null for their names.</param>
    /// <param name="keyEnd">The end of the tables' keys, which tells one model's from another's.</param>
    public static IReadOnlyList<ReportTable> Of(DiagnosticResult result, string model, ReportLabels? labels = null, string keyEnd = "")
    {
        labels ??= ReportLabels.None;
        var tables = new List<ReportTable> { Tests(result, model, labels, keyEnd) };
        if (result.Influence is { } influence)
        {
            // Of several models each table says whose it is.
            string? whose = keyEnd.Length == 0 ? null : model;
            if (influence.Units.Count > 0)
                tables.Add(Influence("influence-units" + keyEnd, rows: false, influence, influence.Units, labels, whose));
            if (influence.Rows.Count > 0)
                tables.Add(Influence("influence-rows" + keyEnd, rows: true, influence, influence.Rows, labels, whose));
        }
        return tables;
    }

    private static ReportTable Tests(DiagnosticResult result, string model, ReportLabels labels, string keyEnd)
    {
        Words words = labels.Words;
        bool bootstrap = result.Tests.Any(t => t.BootstrapP is not null);
        List<ReportColumn> columns =
        [
            ReportColumn.Words(words["diagnostics.test"], "test"), ReportColumn.Numbers(words["diagnostics.statistic"], ResultFormats.Statistic, key: "statistic"),
            ReportColumn.Words(words["diagnostics.reference"], "reference"), ReportColumn.Numbers("p", NumberFormat.PValue(), key: "p"),
        ];
        if (bootstrap) columns.Add(ReportColumn.Numbers(words["diagnostics.bootstrap-p"], NumberFormat.PValue(), key: "bootstrap_p"));
        columns.Add(ReportColumn.Words(words["diagnostics.decision"], "decision"));
        ReportRow Row(DiagnosticTest test)
        {
            // Where p is only bounded, the bounds are in the note: a bound in the column would be read as p.
            List<Cell> cells = [Name(test, words), test.Statistic, test.Reference.Length == 0 ? "–" : test.Reference, test.UpperP is null ? test.P : double.NaN];
            if (bootstrap) cells.Add(Cell.Number(test.BootstrapP));
            cells.Add(words[double.IsNaN(test.DecisiveP) ? "tests.none" : test.DecisiveP < Size ? "tests.rejected" : "tests.not-rejected"]);
            return new ReportRow(cells) { Group = words["diagnostics.group." + GroupOf(test.Code)] };
        }
        return new ReportTable("diagnostics" + keyEnd, words.Say("diagnostics.title", ("model", model)), columns, [.. result.Tests.Select(Row)])
        {
            Words = words,
            Notes =
            [
                .. bootstrap ? (string[])[words.Say("diagnostics.note", ("count", result.Replications))] : [],
                .. bootstrap && result.DependentRows ? (string[])[words["diagnostics.note-dependent"]] : [],
                .. result.Tests.Where(t => t.Note is not null).GroupBy(t => t.Note!.In(words)).Select(g =>
                    words.Say("words.colon", ("what", (string[])[.. g.Select(t => Name(t, words))]), ("text", g.Key + words["sentence.end"]))),
            ],
        };
    }

    private static string Name(DiagnosticTest test, Words words) => words["diagnostics.name." + test.Code];

    private static string GroupOf(string code) => code.Split('-')[0] switch
    {
        "skewness" or "normality" => "least-squares",
        "fit" => "fit",
        "variance" => "variance",
        _ => "specification",
    };

    private static ReportTable Influence(string key, bool rows, InfluenceResult influence, IReadOnlyList<InfluenceCase> cases, ReportLabels labels, string? model)
    {
        Words words = labels.Words;
        InfluenceCase[] shown = [.. cases.Take(MostCases)];
        bool refits = shown.Any(c => c.Refit is not null), potential = shown.Any(c => c.Refit is { } r && double.IsFinite(r.Potential));
        List<ReportColumn> columns = [ReportColumn.Words(rows ? words["influence.row"] : labels.UnitHeader, rows ? "row" : "unit")];
        if (!rows) columns.Add(ReportColumn.Numbers(words["influence.rows"], ResultFormats.Count, key: "rows"));
        columns.Add(ReportColumn.Numbers(words["influence.displacement"], ResultFormats.Statistic, words["influence.of-displacement"], "displacement"));
        if (refits) columns.Add(ReportColumn.Numbers(words["influence.exact"], ResultFormats.Statistic, words["influence.of-displacement"], "displacement_exact"));
        columns.Add(ReportColumn.Words(words["influence.most-moved"], "parameter"));
        columns.Add(ReportColumn.Numbers(words["influence.dfbeta"], NumberFormat.Fixed(2), key: "dfbeta"));
        if (refits)
        {
            columns.Add(ReportColumn.Numbers(words["influence.efficiency"], ResultFormats.Efficiency, words["influence.of-efficiency"], "mean_efficiency"));
            columns.Add(ReportColumn.Numbers(words["influence.efficiency-whole"], ResultFormats.Efficiency, words["influence.of-efficiency"], "mean_efficiency_whole"));
        }
        if (potential) columns.Add(ReportColumn.Numbers(words["influence.potential"], NumberFormat.Fixed(2), key: "potential_change"));
        ReportRow Row(InfluenceCase item)
        {
            int most = item.MostMoved;
            List<Cell> cells = [rows ? item.Name : labels.Unit(item.Name)];
            if (!rows) cells.Add(item.Rows);
            cells.Add(item.Displacement);
            if (refits) cells.Add(Cell.Number(item.Refit?.Displacement));
            cells.Add(ParameterName(influence, most, labels));
            cells.Add(item.Standardised[most]);
            if (refits) cells.AddRange([Cell.Number(item.Refit?.MeanEfficiency), Cell.Number(item.Refit?.WholeMeanEfficiency)]);
            if (potential) cells.Add(Cell.Number(item.Refit is { } refit ? 100 * (refit.Potential / refit.WholePotential - 1) : null));
            return new ReportRow(cells);
        }
        string title = words.Say(rows ? "influence.title-rows" : "influence.title-units", ("count", cases.Count));
        return new ReportTable(key, model is null ? title : words.Say("words.bracketed", ("text", title), ("more", model)), columns, [.. shown.Select(Row)])
        {
            Words = words,
            Notes =
            [
                words.Say("influence.note", ("count", cases.Count(c => c.Refit is not null))),
                .. shown.Where(c => c.Refit is { Converged: false }).Select(c => words.Say("influence.not-converged", ("name", rows ? c.Name : labels.Unit(c.Name)))),
            ],
        };
    }

    /// <summary>A coefficient by its term; another parameter with its block before it.</summary>
    private static string ParameterName(InfluenceResult influence, int position, ReportLabels labels)
    {
        Core.Estimation.Parameter parameter = influence.Parameters[position];
        return parameter.Block == Core.Specification.BlockNames.Frontier ? labels.Term(parameter.Name) : $"{parameter.Block}: {labels.Term(parameter.Name)}";
    }
}
