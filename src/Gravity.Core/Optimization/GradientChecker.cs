using Gravity.Core.Numerics;

namespace Gravity.Core.Optimization;

/// <summary>How far derivatives are from differences.</summary>
/// <param name="Gradient">maxⱼ |gⱼ − differenceⱼ|·scaleⱼ over the largest |gₖ|·scaleₖ.</param>
/// <param name="Hessian">The same for Hⱼₖ·scaleⱼ·scaleₖ, against differences of the gradient.</param>
public readonly record struct DerivativeCheck(double Gradient, double Hessian)
{
    /// <summary>The larger of the two; NaN if either is.</summary>
    public double Worst => Math.Max(Gradient, Hessian);
}

/// <summary>Compares the derivatives of an objective with numerical ones; for tests and for users who add models.</summary>
public static class GradientChecker
{
    /// <summary>Probes one point. Correct derivatives of smooth functions come out below about 1e-7, usually below 1e-9.</summary>
    /// <param name="objective">The objective.</param>
    /// <param name="point">A feasible point, not a stationary one (there everything is rounding).</param>
    /// <param name="scales">Typical variation of each coordinate; the function must be smooth and feasible within 2 % of it. Empty for max(1, |x|).</param>
    public static DerivativeCheck Probe(IObjective objective, ReadOnlySpan<double> point, ReadOnlySpan<double> scales = default)
    {
        int n = objective.Dimension;
        double[] units = scales.ToArray();
        if (units.Length == 0)
            units = [.. point.ToArray().Select(x => Math.Max(1, Math.Abs(x)))];
        double[] gradient = new double[n];
        Matrix hessian = new(n, n);
        objective.Evaluate(point, gradient, hessian.Values);
        double[] slope = Derivatives.Gradient(at => objective.Evaluate(at, [], []), point, units);
        Matrix bend = Derivatives.HessianFromGradient((at, g) => objective.Evaluate(at, g, []), point, units);

        double gradientGap = 0, gradientSize = 0, hessianGap = 0, hessianSize = 0;
        for (int j = 0; j < n; j++)
        {
            gradientGap = Math.Max(gradientGap, Math.Abs(gradient[j] - slope[j]) * units[j]);
            gradientSize = Math.Max(gradientSize, Math.Abs(gradient[j]) * units[j]);
            for (int i = 0; i < n; i++)
            {
                hessianGap = Math.Max(hessianGap, Math.Abs(hessian[i, j] - bend[i, j]) * units[i] * units[j]);
                hessianSize = Math.Max(hessianSize, Math.Abs(hessian[i, j]) * units[i] * units[j]);
            }
        }
        return new DerivativeCheck(Share(gradientGap, gradientSize), Share(hessianGap, hessianSize));
    }

    private static double Share(double gap, double size) => size > 0 ? gap / size : gap;
}
