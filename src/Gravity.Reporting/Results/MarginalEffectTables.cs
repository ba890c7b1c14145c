using Gravity.Core.Efficiency;
using Gravity.Core.Inference;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Marginal effects of determinants on inefficiency.</summary>
public static class MarginalEffectTables
{
    /// <summary>Average effects on E[u] and V[u] with delta-method errors, and how far the effect on E[u] ranges over the rows.</summary>
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
        return new ReportTable(
            key, title ?? words["effects.title"],
            [
                ReportColumn.Words(words["effects.determinant"], "determinant"),
                ReportColumn.Estimates(words["effects.on-mean"], format, key: "on_mean"), ReportColumn.Estimates(words["effects.on-variance"], format, key: "on_variance"),
                ReportColumn.Numbers(words["effects.lowest"], format, words["effects.over-rows"], "on_mean_lowest"),
                ReportColumn.Numbers(words["effects.highest"], format, words["effects.over-rows"], "on_mean_highest"),
            ],
            [
                .. effects.Select(e => ReportRow.Of(
                    labels.Term(e.Name), Average(e.AverageOnMean, e.AverageOnMeanError), Average(e.AverageOnVariance, e.AverageOnVarianceError),
                    e.OnMean.DefaultIfEmpty(double.NaN).Min(), e.OnMean.DefaultIfEmpty(double.NaN).Max())),
            ])
        {
            Stars = SignificanceStars.Default,
            Words = words,
            Notes = [words["effects.note"]],
        };
    }
}
