using Gravity.Core.Efficiency;
using Gravity.Core.Frontier;
using Gravity.Core.Inference;
using Gravity.Core.Studies;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Studies;

/// <summary>Mean efficiency of a period with an interval, the parameters held at their estimates.</summary>
/// <remarks>
/// Given the data, rows of one period belong to different units and have independent u, so that the variance of their mean efficiency is
/// Σ V[exp(−u)|ε]/n² with V[exp(−u)|ε] = M(−2h) − M(−h)², M the moment generating function of u|ε. Own derivation; the band is mean ± z·√ of it,
/// cut to [0, 1].
/// </remarks>
internal static class PeriodMeans
{
    public static IReadOnlyList<PeriodValue> Of(ModelFit fit, EfficiencyResult efficiency)
    {
        ConditionalInefficiency conditional = fit.Conditional();
        int[] periods = fit.Design.Units!.PeriodOfRow!;
        double z = CriticalValues.NormalTwoSided(efficiency.Level);
        var variances = new Dictionary<int, double>();
        for (int row = 0; row < conditional.RowCount; row++)
        {
            IConditionalLaw law = conditional.Laws[conditional.LawOfRow[row]];
            double scale = conditional.Scale[row];
            double mean = Math.Exp(law.LogMomentGenerating(-scale));
            double variance = Math.Max(0, Math.Exp(law.LogMomentGenerating(-2 * scale)) - mean * mean);
            variances[periods[row]] = variances.GetValueOrDefault(periods[row]) + variance;
        }
        return
        [
            .. efficiency.Periods.Select(p =>
            {
                double half = z * Math.Sqrt(variances[p.Period]) / p.Count;
                return new PeriodValue(p.Period, p.Mean, Math.Max(0, p.Mean - half), Math.Min(1, p.Mean + half));
            }),
        ];
    }
}
