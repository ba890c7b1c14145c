using Gravity.Core.Efficiency;
using Gravity.Core.Inference;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Marginal effects of determinants on inefficiency.</summary>
public static class MarginalEffectTables
{
    /// <summary>Effects on E[u], V[u] and expected efficiency, averaged over rows and at the means, with delta-method errors, and how far the effect on E[u] ranges over the rows.</summary>
    /// <param name="effects">The effects.</param>
    /// <param name="labels">Words for columns; null for their names.</param>
    /// <param name="degreesOfFreedom">Of Student's t behind the stars; ∞ for the normal.</param>
    /// <param name="key">Short name of the table.</param>
    /// <param name="title">The caption; null for the usual one.</param>
    public static ReportTable Of(
        IReadOnlyList<MarginalEffect> effects, ReportLabels? labels = null, double degreesOfFreedom = double.PositiveInfinity,
        string key = "marginal-effects", string? title = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        int decimals = effects.Any(e => e.AverageOnMeanError < 0.001 || e.AverageOnVarianceError < 0.001) ? 5 : 4;
        NumberFormat format = NumberFormat.Fixed(decimals);
        Cell Average(double effect, double error) => Cell.Estimate(
            effect, error, error > 0 ? CriticalValues.TwoSidedP(effect / error, degreesOfFreedom) : null);
        bool efficiency = effects.All(e => e.OnEfficiency.Length > 0), middle = effects.All(e => e.AtMeans is not null);
        string averages = words["effects.averages"], means = words["effects.at-means"], rows = words["effects.over-rows"];
        List<ReportColumn> columns =
        [
            ReportColumn.Words(words["effects.determinant"], "determinant"),
            ReportColumn.Estimates(words["effects.on-mean"], format, averages, "on_mean"), ReportColumn.Estimates(words["effects.on-variance"], format, averages, "on_variance"),
        ];
        if (efficiency) columns.Add(ReportColumn.Estimates(words["effects.on-efficiency"], format, averages, "on_efficiency"));
        if (middle)
        {
            columns.Add(ReportColumn.Estimates(words["effects.on-mean"], format, means, "on_mean_at_means"));
            columns.Add(ReportColumn.Estimates(words["effects.on-efficiency"], format, means, "on_efficiency_at_means"));
        }
        columns.AddRange(
        [
            ReportColumn.Numbers(words["effects.lowest"], format, rows, "on_mean_lowest"), ReportColumn.Numbers(words["effects.highest"], format, rows, "on_mean_highest"),
        ]);
        ReportRow Row(MarginalEffect e)
        {
            List<Cell> cells = [labels.Term(e.Name), Average(e.AverageOnMean, e.AverageOnMeanError), Average(e.AverageOnVariance, e.AverageOnVarianceError)];
            if (efficiency) cells.Add(Average(e.AverageOnEfficiency, e.AverageOnEfficiencyError));
            if (middle) cells.AddRange([Average(e.AtMeans!.OnMean, e.AtMeans.OnMeanError), Average(e.AtMeans.OnEfficiency, e.AtMeans.OnEfficiencyError)]);
            cells.AddRange([e.OnMean.DefaultIfEmpty(double.NaN).Min(), e.OnMean.DefaultIfEmpty(double.NaN).Max()]);
            return new ReportRow(cells);
        }
        return new ReportTable(key, title ?? words["effects.title"], columns, [.. effects.Select(Row)])
        {
            Stars = SignificanceStars.Default,
            Words = words,
            Notes = [words["effects.note"]],
        };
    }
}
