using System.Numerics.Tensors;

namespace Gravity.Core.Numerics;

/// <summary>Elementary functions that keep relative accuracy near 0, which the base library does not offer.</summary>
/// <remarks>Both use the compensation of Kahan (Higham 2002, section 1.14.1); the error is a few units in the last place.</remarks>
public static class Elementary
{
    /// <summary>ln(1 + y), y ≥ −1, relatively accurate for small y. NaN below −1.</summary>
    public static double LogOnePlus(double y)
    {
        double sum = 1 + y;
        double rounded = sum - 1;
        if (rounded == 0 || double.IsPositiveInfinity(sum))
            return y;
        return sum == 0 ? double.NegativeInfinity : Math.Log(sum) * (y / rounded);
    }

    /// <summary>eʸ − 1, relatively accurate for small y.</summary>
    public static double ExpMinusOne(double y)
    {
        if (Math.Abs(y) > 1)
            return Math.Exp(y) - 1;
        double power = Math.Exp(y);
        double difference = power - 1;
        return difference == 0 ? y : difference * (y / Math.Log(power));
    }

    /// <summary>ln(eᵃ + eᵇ) without overflow.</summary>
    public static double LogSum(double a, double b)
    {
        double larger = Math.Max(a, b);
        return double.IsInfinity(larger) ? larger : larger + LogOnePlus(Math.Exp(Math.Min(a, b) - larger));
    }

    /// <summary>ln(1 + eˣ) (softplus) without overflow, relatively accurate for x → −∞.</summary>
    public static double LogOnePlusExp(double x) => x > 0 ? x + LogOnePlus(Math.Exp(-x)) : LogOnePlus(Math.Exp(x));

    /// <summary>eˣ − 1 − x ≥ 0, relatively accurate; ∞ where eˣ is.</summary>
    internal static double ExpRemainder(double x) => Math.Abs(x) > SeriesEnd ? Math.Exp(x) - 1 - x : ExpRemainderSeries(x);

    /// <summary>The same for every element.</summary>
    internal static void ExpRemainder(ReadOnlySpan<double> x, Span<double> result)
    {
        TensorPrimitives.Exp(x, result);
        for (int i = 0; i < x.Length; i++)
            result[i] = Math.Abs(x[i]) > SeriesEnd ? result[i] - 1 - x[i] : ExpRemainderSeries(x[i]);
    }

    /// <summary>Up to here the series Σ xⁿ/n! from n = 2 on; beyond, the difference loses less than a digit.</summary>
    private const double SeriesEnd = 0.7;

    /// <summary>2/n! from n = 2 on.</summary>
    private static readonly double[] SeriesCoefficients = Coefficients();

    private static double ExpRemainderSeries(double x)
    {
        double[] c = SeriesCoefficients;
        double sum = c[^1];
        for (int k = c.Length - 2; k >= 0; k--)
            sum = Math.FusedMultiplyAdd(sum, x, c[k]);
        return 0.5 * x * x * sum;
    }

    private static double[] Coefficients()
    {
        var values = new double[15];
        double value = 1;
        for (int k = 0; k < values.Length; k++)
        {
            values[k] = value;
            value /= k + 3;
        }
        return values;
    }
}
