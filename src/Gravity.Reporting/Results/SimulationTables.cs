using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Simulation;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Tables of a Monte Carlo experiment: how fits ended, bias and coverage of parameters and natural-scale quantities, efficiencies.</summary>
public static class SimulationTables
{
    private const int Decimals = 4;

    /// <summary>The tables of the parts asked for, in the order of <see cref="SimulationSections.All"/>.</summary>
    /// <param name="results">What is done.</param>
    /// <param name="design">The design.</param>
    /// <param name="words">The language; null for English.</param>
    public static IReadOnlyList<ReportTable> Of(SimulationResults results, SimulationDesign design, Words? words = null)
    {
        words ??= Words.English;
        IReadOnlyList<SimulatedEstimatorSummary> summaries = SimulationSummary.Of(results);
        var tables = new List<ReportTable>();
        foreach (string section in SimulationSections.All.Where(design.Report.Contains))
        {
            switch (section)
            {
                case SimulationSections.Outcomes:
                    tables.Add(Outcomes(results, design, summaries, words));
                    break;
                case SimulationSections.Parameters:
                    tables.Add(Quantities("simulation-parameters", "simulation.parameters", summaries, s => s.Parameters, design, words));
                    break;
                case SimulationSections.NaturalScale when summaries.Any(s => s.Derived.Count > 0 || s.MeanEfficiency is not null):
                    tables.Add(Quantities(
                        "simulation-natural-scale", "simulation.natural-scale", summaries, s => s.MeanEfficiency is { } mean ? [.. s.Derived, mean] : s.Derived, design, words));
                    break;
                case SimulationSections.Efficiency when summaries.Any(s => s.Efficiencies.Count > 0):
                    tables.Add(Efficiency(summaries, words));
                    break;
            }
        }
        return tables;
    }

    private static ReportTable Outcomes(SimulationResults results, SimulationDesign design, IReadOnlyList<SimulatedEstimatorSummary> summaries, Words words)
    {
        string[] warnings = [.. summaries.SelectMany(s => s.Warnings).Select(w => w.Code).Distinct()];
        string[] failures = [.. summaries.SelectMany(s => s.Failures).Select(w => w.Code).Distinct()];
        ReportRow Row(string stub, Func<SimulatedEstimatorSummary, SimulatedShare?> share, string? group = null) =>
            new([stub, .. summaries.Select(s => Cell.Number(share(s)?.Share ?? 0))]) { Group = group };
        string how = words["simulation.outcomes"], warned = words["simulation.warnings"], failed = words["simulation.failures"];
        List<ReportRow> rows =
        [
            .. summaries[0].Outcomes.Select((outcome, k) => Row(words["simulation.outcome." + outcome.Code], s => s.Outcomes[k], how)),
            .. warnings.Select(code => Row(code, s => s.Warnings.FirstOrDefault(w => w.Code == code), warned)),
            .. failures.Select(code => Row(code, s => s.Failures.FirstOrDefault(w => w.Code == code), failed)),
        ];
        List<string> notes =
        [
            words.Say("simulation.sample-note", ("done", results.Done.Count), ("replications", results.Replications), ("seed", results.Seed.ToString(CultureInfo.InvariantCulture))),
        ];
        if (results.Shard is { } shard)
            notes.Add(words.Say("simulation.shard-note", ("shard", shard.ToString())));
        notes.Add(words["simulation.outcome-note"]);
        return new ReportTable(
            "simulation-outcomes", words.Say("words.colon", ("what", results.Name), ("text", design.Title)),
            [ReportColumn.Words(words["simulation.share"], "outcome"), .. summaries.Select(s => ReportColumn.Numbers(s.Name, NumberFormat.Percent()))], rows)
        {
            Words = words,
            Notes = notes,
        };
    }

    private static ReportTable Quantities(
        string key, string title, IReadOnlyList<SimulatedEstimatorSummary> summaries, Func<SimulatedEstimatorSummary, IReadOnlyList<SimulatedQuantity>> of,
        SimulationDesign design, Words words)
    {
        double[] levels = [.. design.Estimators.Select(e => e.Request.Level).Distinct()];
        string coverage = levels.Length == 1 ? words.Say("simulation.coverage-of", ("level", ResultWords.Percent(levels[0]))) : words["simulation.coverage"];
        List<ReportColumn> columns =
        [
            ReportColumn.Words(words["simulation.quantity"], "quantity"),
            ReportColumn.Estimates(words["simulation.truth"], NumberFormat.Fixed(Decimals), key: "truth"),
            ReportColumn.Estimates(words["simulation.mean"], NumberFormat.Fixed(Decimals), key: "mean"),
            ReportColumn.Estimates(words["simulation.bias"], NumberFormat.Fixed(Decimals), key: "bias"),
            ReportColumn.Estimates(words["simulation.bias-error"], NumberFormat.Fixed(Decimals), key: "bias_error"),
            ReportColumn.Estimates(words["simulation.rmse"], NumberFormat.Fixed(Decimals), key: "rmse"),
            ReportColumn.Estimates(words["simulation.deviation"], NumberFormat.Fixed(Decimals), key: "standard_deviation"),
            ReportColumn.Estimates(words["simulation.mean-error"], NumberFormat.Fixed(Decimals), key: "mean_standard_error"),
            ReportColumn.Numbers(coverage, NumberFormat.Percent(), key: "coverage"),
            ReportColumn.Numbers(words["simulation.coverage-error"], NumberFormat.Percent(), key: "coverage_error"),
            ReportColumn.Numbers(words["simulation.count"], ResultFormats.Count, key: "count"),
        ];
        var rows = new List<ReportRow>();
        foreach (SimulatedEstimatorSummary summary in summaries)
        {
            foreach (SimulatedQuantity q in of(summary))
            {
                NumberFormat format = ResultFormats.Coefficient(double.IsNaN(q.Truth) ? q.Mean : q.Truth, q.Deviation, Decimals);
                Cell Value(double value) => Cell.Number(value, format);
                rows.Add(new ReportRow(
                [
                    Name(q.Name, words), Value(q.Truth), Value(q.Mean), Value(q.Bias), Value(q.BiasError), Value(q.Rmse), Value(q.Deviation), Value(q.MeanStandardError),
                    q.Coverage, q.CoverageError, q.Count,
                ])
                { Group = summaries.Count > 1 ? summary.Name : null });
            }
        }
        return new ReportTable(key, words[title], columns, rows) { Words = words, Notes = key == "simulation-parameters" || !design.Report.Contains(SimulationSections.Parameters) ? [words["simulation.quantity-note"]] : [] };
    }

    private static ReportTable Efficiency(IReadOnlyList<SimulatedEstimatorSummary> summaries, Words words)
    {
        List<(string Item, Func<SimulatedEfficiencySummary, (double Value, double Error)> Of, NumberFormat Format)> items =
        [
            (words["simulation.rank-correlation"], e => (e.RankCorrelation, e.RankCorrelationError), NumberFormat.Fixed(3)),
            (words["simulation.efficiency-bias"], e => (e.Bias, e.BiasError), NumberFormat.Fixed(Decimals)),
            (words["simulation.efficiency-rmse"], e => (e.Rmse, double.NaN), NumberFormat.Fixed(Decimals)),
            (words["simulation.efficiency-coverage"], e => (e.Coverage, e.CoverageError), NumberFormat.Fixed(3)),
        ];
        var rows = new List<ReportRow>();
        foreach (SimulatedEstimatorSummary summary in summaries)
        {
            foreach (SimulatedEfficiencySummary efficiency in summary.Efficiencies)
            {
                string part = efficiency.Part == SimulatedEfficiency.Overall
                    ? words["simulation.efficiency-overall"] : words["efficiency.part." + efficiency.Part];
                string? group = (summaries.Count > 1, summary.Efficiencies.Count > 1) switch
                {
                    (true, true) => words.Say("words.colon", ("what", summary.Name), ("text", part)),
                    (true, false) => summary.Name,
                    (false, true) => part,
                    _ => null,
                };
                foreach ((string item, Func<SimulatedEfficiencySummary, (double Value, double Error)> of, NumberFormat format) in items)
                {
                    (double value, double error) = of(efficiency);
                    rows.Add(new ReportRow([item, Cell.Number(value, format), Cell.Number(error, format)]) { Group = group });
                }
            }
        }
        return new ReportTable(
            "simulation-efficiency", words["simulation.efficiency"],
            [
                ReportColumn.Words(words["simulation.quantity"], "quantity"), ReportColumn.Estimates(words["simulation.mean"], NumberFormat.Fixed(Decimals), key: "mean"),
                ReportColumn.Estimates(words["simulation.monte-carlo-error"], NumberFormat.Fixed(Decimals), key: "error"),
            ],
            rows)
        {
            Words = words,
            Notes = [words["simulation.efficiency-note"]],
        };
    }

    /// <summary>A parameter with its block where that is not the frontier; symbols for natural scales.</summary>
    private static string Name(string name, Words words)
    {
        if (name == SimulationSummary.MeanEfficiencyName)
            return words["table.mean-efficiency"];
        string[] parts = name.Split(':', 2);
        if (parts.Length == 1)
            return ResultWords.Derived(name, words);
        var parameter = new ParameterEstimate(parts[0], parts[1], 0, 0, 0, 0, 0, 0);
        string own = ResultWords.Parameter(parameter, new ReportLabels { Words = words });
        return parts[0] is Core.Specification.BlockNames.Frontier or Core.Specification.BlockNames.Time ? own
            : words.Say("words.colon", ("what", ResultWords.Block(parts[0], words)), ("text", own));
    }
}
