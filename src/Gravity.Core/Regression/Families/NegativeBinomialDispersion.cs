using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Families;

/// <summary>The likelihood of α for given means.</summary>
internal static class NegativeBinomialDispersion
{
    /// <summary>α at or below which the sample shows no more than Poisson dispersion.</summary>
    public const double Least = 1e-8;

    private const double Largest = 1e8;

    /// <summary>ln Γ(y + 1/α) − ln Γ(1/α) + y·ln α: finite as α → 0.</summary>
    /// <param name="y">Flow, ≥ 0.</param>
    /// <param name="size">1/α.</param>
    public static double LogRising(double y, double size)
    {
        if (y == 0)
            return 0;
        // For whole y it is Σ ln(1 + jα); the difference of two large ln Γ would lose its digits.
        if (y <= 64 && y == Math.Floor(y))
        {
            double sum = 0;
            for (int j = 1; j < y; j++)
                sum += Elementary.LogOnePlus(j / size);
            return sum;
        }
        // Stirling's form with the large terms joined.
        return (size + y - 0.5) * Elementary.LogOnePlus(y / size) - y
            + IncompleteFunctions.StirlingRemainder(size + y) - IncompleteFunctions.StirlingRemainder(size);
    }

    /// <summary>Maximises Σwℓ over ln α, by Newton's method inside a bracket.</summary>
    /// <param name="y">Flows.</param>
    /// <param name="mean">μ.</param>
    /// <param name="prior">Row weights, or null.</param>
    /// <param name="start">α to start from.</param>
    /// <returns>α in [<see cref="Least"/>, 1e8].</returns>
    public static double Maximise(double[] y, double[] mean, double[]? prior, double start)
    {
        double low = Math.Log(Least), high = Math.Log(Largest), at = Math.Clamp(Math.Log(start), low, high);
        for (int iteration = 0; iteration < 100; iteration++)
        {
            (double slope, double curvature) = Derivatives(y, mean, prior, Math.Exp(at));
            if (slope > 0)
                low = at;
            else
                high = at;
            double step = curvature < 0 ? -slope / curvature : double.NaN;
            double next = at + step;
            if (!(next > low && next < high))
                next = 0.5 * (low + high);
            if (Math.Abs(next - at) < 1e-12)
                return Math.Exp(next);
            at = next;
        }
        return Math.Exp(at);
    }

    /// <summary>∂/∂ln α and ∂²/∂(ln α)² of Σwℓ.</summary>
    public static (double Slope, double Curvature) Derivatives(double[] y, double[] mean, double[]? prior, double alpha)
    {
        double slope = 0, curvature = 0, size = 1 / alpha;
        for (int i = 0; i < y.Length; i++)
        {
            (double first, double second) = Row(y[i], mean[i], size);
            double w = prior?[i] ?? 1;
            slope += w * first;
            curvature += w * second;
        }
        return (slope, curvature);
    }

    /// <summary>∂ℓ/∂ln α and ∂²ℓ/∂(ln α)² of one row.</summary>
    /// <param name="y">Flow.</param>
    /// <param name="mean">μ.</param>
    /// <param name="size">s = 1/α.</param>
    public static (double First, double Second) Row(double y, double mean, double size)
    {
        // With ∂/∂ln α = −s·∂/∂s: ∂ℓ/∂s = ψ(y+s) − ψ(s) + ln(s/(s+μ)) + 1 − (y+s)/(s+μ).
        double ratio = mean / size;
        double digamma = 0, trigamma = 0;
        if (y > 0 && y <= 64 && y == Math.Floor(y))
        {
            for (int j = 0; j < y; j++)
            {
                digamma += 1 / (size + j);
                trigamma -= 1 / ((size + j) * (size + j));
            }
        }
        else if (y > 0)
        {
            digamma = GammaFunctions.Digamma(y + size) - GammaFunctions.Digamma(size);
            trigamma = GammaFunctions.Trigamma(y + size) - GammaFunctions.Trigamma(size);
        }
        double first = digamma - Elementary.LogOnePlus(ratio) + (mean - y) / (size + mean);
        double second = trigamma + 1 / size - 1 / (size + mean) - (mean - y) / ((size + mean) * (size + mean));
        return (-size * first, size * first + size * size * second);
    }
}
