using Gravity.Core.Data;
using Gravity.Core.Specification;

namespace Gravity.Core.Regression.Absorption;

/// <summary>Sums of effects for rows outside the sample.</summary>
internal static class EffectPrediction
{
    /// <summary>Σ of the effects' coefficients for rows of the panel; NaN for a row in a group that has no row in the sample.</summary>
    /// <param name="coefficients">Recovered coefficients, of a sample whose effects were bound to this panel.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="design">The sample's design.</param>
    /// <param name="rows">Rows of the panel to predict, complete in the columns of the effects.</param>
    /// <exception cref="DataUnfitException"><c>missing-effect</c>: a cell of the columns is missing in one of the rows.</exception>
    public static double[] Of(EffectCoefficients coefficients, TradePanel panel, Design design, int[] rows)
    {
        var sums = new double[rows.Length];
        int sample = design.RowCount;
        for (int q = 0; q < design.AbsorbedEffects.Count; q++)
        {
            // Bound together, rows of the sample and others have the same numbers.
            EffectGroups both = EffectBinding.Bind(panel, [.. design.PanelRows, .. rows], design.AbsorbedEffects[q]);
            var value = new double[both.Count];
            Array.Fill(value, double.NaN);
            for (int i = 0; i < sample; i++)
                value[both.GroupOfRow[i]] = coefficients.Of(q)[coefficients.Effects.Effects[q].GroupOfRow[i]];
            for (int i = 0; i < rows.Length; i++)
                sums[i] += value[both.GroupOfRow[sample + i]];
        }
        return sums;
    }
}
