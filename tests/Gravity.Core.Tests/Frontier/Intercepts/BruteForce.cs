using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Intercepts;

/// <summary>The likelihood of a frontier with random intercepts from its definition: a dense rule over the intercept, densities written out, nothing shared with the model.</summary>
internal static class BruteForce
{
    private const int Panels = 40_000;

    /// <summary>Σ over units of ln ∫ f_a(a) Πₜ f(yₜ − x'β − a) da, by composite five-point Gauss–Legendre on a fine grid.</summary>
    public static double LogLikelihood(RandomInterceptFrontier model, double[] theta)
    {
        double[] frontier = FrontierSamples.Index(model, theta, BlockNames.Frontier);
        double[] logU = FrontierSamples.Index(model, theta, BlockNames.InefficiencyVariance), logV = FrontierSamples.Index(model, theta, BlockNames.NoiseVariance);
        double[] logU0 = FrontierSamples.Index(model, theta, BlockNames.PersistentVariance), logW = FrontierSamples.Index(model, theta, BlockNames.InterceptVariance);
        double sign = model.Side == FrontierSide.Production ? 1 : -1, total = 0;
        (double[] nodes, double[] weights) = Quadrature.GaussLegendre(5);
        for (int unit = 0; unit < model.UnitCount; unit++)
        {
            int[] rows = [.. Enumerable.Range(0, frontier.Length).Where(i => model.UnitOf(i) == unit)];
            if (model.Intercept == InterceptLaw.Flat && rows.Length == 1)
                continue;
            double[] e = [.. rows.Select(i => sign * (model.Response[i] - frontier[i]))];
            int r0 = rows[0];
            double w = model.Intercept == InterceptLaw.Flat ? double.NaN : Math.Exp(0.5 * logW[r0]);
            double u0 = model.Intercept == InterceptLaw.SkewNormal ? Math.Exp(0.5 * logU0[r0]) : 0;
            double Height(double a)
            {
                double sum = model.Intercept switch
                {
                    InterceptLaw.Flat => 0,
                    InterceptLaw.Normal => NormalTail.LogDensity(a / w) - Math.Log(w),
                    _ => HalfNormal(a, u0, w),
                };
                for (int k = 0; k < rows.Length; k++)
                {
                    double u = Math.Exp(0.5 * logU[rows[k]]), v = Math.Exp(0.5 * logV[rows[k]]);
                    sum += model.Law is Exponential ? Exponential(e[k] - a, u, v) : HalfNormal(e[k] - a, u, v);
                }
                return sum;
            }

            // A coarse search for where the mass is, then a grid fine enough for the narrowest scale.
            double low = -30, high = 30;
            for (int zoom = 0; zoom < 40; zoom++)
            {
                double[] at = [.. Enumerable.Range(0, 401).Select(k => low + (high - low) * k / 400)];
                double[] heights = [.. at.Select(Height)];
                double top = heights.Max();
                int first = Array.FindIndex(heights, h => h > top - 60), last = Array.FindLastIndex(heights, h => h > top - 60);
                (double newLow, double newHigh) = (at[Math.Max(0, first - 1)], at[Math.Min(400, last + 1)]);
                if (newHigh - newLow > 0.7 * (high - low))
                    break;
                (low, high) = (newLow, newHigh);
            }
            double step = (high - low) / Panels, peak = double.NegativeInfinity;
            for (int k = 0; k <= 4000; k++)
                peak = Math.Max(peak, Height(low + (high - low) * k / 4000));
            double sum = 0;
            for (int k = 0; k < Panels; k++)
                for (int q = 0; q < nodes.Length; q++)
                    sum += 0.5 * step * weights[q] * Math.Exp(Height(low + step * (k + 0.5 + 0.5 * nodes[q])) - peak);
            total += peak + Math.Log(sum) + (model.Intercept == InterceptLaw.Flat ? Math.Log(rows.Length) : 0);
        }
        return total;
    }

    private static double HalfNormal(double e, double u, double v)
    {
        double s = Math.Sqrt(u * u + v * v);
        return Math.Log(2) + NormalTail.LogDensity(e / s) - Math.Log(s) + NormalTail.LogCdf(-e * u / (v * s));
    }

    private static double Exponential(double e, double u, double v)
    {
        double z = -e / v - v / u;
        // For z > 0 large the plain form is right, for z < 0 the scaled one.
        return z > 0
            ? -Math.Log(u) + v * v / (2 * u * u) + e / u + NormalTail.LogCdf(z)
            : -Math.Log(u) - 0.5 * e * e / (v * v) + NormalTail.LogCdfScaled(z);
    }
}
