using System.Globalization;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Inference;

/// <summary>d'V⁻¹d referred to χ²(q) or, divided by q, to F(q, df): the common end of Wald and score tests.</summary>
internal static class QuadraticForm
{
    public static HypothesisTest Test(double[] difference, Matrix variance, double denominatorDf, Phrase whenSingular)
    {
        int q = difference.Length;
        double square = Solve(difference, variance);
        Phrase? note = double.IsNaN(square) ? whenSingular : null;
        if (double.IsPositiveInfinity(denominatorDf))
            return ChiSquare(square, q, note);
        double p = Distributions.FisherSurvival(square / q, q, denominatorDf);
        return new HypothesisTest(square / q, q, p, Text($"F({q}, {denominatorDf})"))
        {
            DenominatorDegreesOfFreedom = denominatorDf,
            NotePhrase = note,
        };
    }

    /// <summary>A statistic against χ²(<paramref name="df"/>).</summary>
    public static HypothesisTest ChiSquare(double statistic, int df, Phrase? note = null) =>
        new(statistic, df, Distributions.ChiSquareSurvival(statistic, df), Text($"χ²({df})")) { NotePhrase = note };

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    /// <summary>
    /// d'V⁻¹d by the factor of V scaled to a unit diagonal; NaN when V is singular to 12 digits, indefinite or not finite.
    /// </summary>
    private static double Solve(double[] difference, Matrix variance)
    {
        int q = difference.Length;
        double[] scale = new double[q];
        double[] scaled = new double[q];
        for (int i = 0; i < q; i++)
        {
            if (!(variance[i, i] > 0) || !double.IsFinite(variance[i, i]))
                return double.NaN;
            scale[i] = Math.Sqrt(variance[i, i]);
            scaled[i] = difference[i] / scale[i];
        }
        if (Cholesky.TryFactor(Conditioning.Scaled(variance, scale), 1e-12) is not { } factor)
            return double.NaN;
        double square = 0;
        foreach (double value in factor.SolveLower(scaled))
            square += value * value;
        return square;
    }
}
