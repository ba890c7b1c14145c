namespace Gravity.Core.Numerics;

/// <summary>The regularised incomplete gamma and beta functions, with prefactors that stay accurate for large parameters.</summary>
/// <remarks>
/// Series and continued fractions by Lentz's method (DLMF 8.11.4, 8.9.2, 8.17.22). The powers in front are written through Stirling's
/// remainder (Loader 2000), so that a million degrees of freedom does not cost digits as a difference of ln Γ does.
/// </remarks>
internal static class IncompleteFunctions
{
    private const double Tiny = 1e-300;
    private const int MaxTerms = 200_000;

    /// <summary>Q(a, x) = Γ(a, x)/Γ(a), a &gt; 0, x ≥ 0, relatively accurate.</summary>
    internal static double GammaUpper(double a, double x)
    {
        if (x == 0)
            return 1;
        // xᵃe⁻ˣ/Γ(a + 1) = exp(−a·D(x/a) − s(a))/√(2πa), D(u) = u − 1 − ln u.
        double front = Math.Exp(-a * Deviance(x, a) - StirlingRemainder(a)) / Math.Sqrt(2 * Math.PI * a);
        if (x < a + 1)
        {
            double term = 1, sum = 1;
            for (int n = 1; n < MaxTerms && term > 1e-17 * sum; n++)
            {
                term *= x / (a + n);
                sum += term;
            }
            return 1 - front * sum;
        }
        double b = x + 1 - a, c = 1 / Tiny, d = 1 / b, fraction = d;
        for (int n = 1; n < MaxTerms; n++)
        {
            double factor = -n * (n - a);
            b += 2;
            d = 1 / Away(factor * d + b);
            c = Away(b + factor / c);
            double step = c * d;
            fraction *= step;
            if (Math.Abs(step - 1) < 1e-16)
                break;
        }
        return front * a * fraction;
    }

    /// <summary>I_x(a, b) for a, b &gt; 0 with <paramref name="y"/> = 1 − x given apart, so that either end of [0, 1] keeps its digits.</summary>
    internal static double Beta(double a, double b, double x, double y)
    {
        if (x <= 0)
            return 0;
        if (y <= 0)
            return 1;
        return x < (a + 1) / (a + b + 2) ? BetaFraction(a, b, x, y) : 1 - BetaFraction(b, a, y, x);
    }

    /// <summary>s(z) of ln Γ(z) = (z − ½) ln z − z + ½ ln 2π + s(z).</summary>
    internal static double StirlingRemainder(double z)
    {
        double shift = 0;
        while (z < 15)
        {
            // s(z) − s(z + 1) = (z + ½) ln(1 + 1/z) − 1.
            shift += (z + 0.5) * Elementary.LogOnePlus(1 / z) - 1;
            z++;
        }
        double r = 1 / (z * z);
        return shift + (1.0 / 12 - r * (1.0 / 360 - r * (1.0 / 1260 - r * (1.0 / 1680 - r * (1.0 / 1188 - r * (691.0 / 360360)))))) / z;
    }

    private static double BetaFraction(double a, double b, double x, double y)
    {
        double c = 1, d = 1 / Away(1 - (a + b) * x / (a + 1)), fraction = d;
        for (int m = 1; m < MaxTerms; m++)
        {
            double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
            d = 1 / Away(1 + even * d);
            c = Away(1 + even / c);
            fraction *= d * c;
            double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
            d = 1 / Away(1 + odd * d);
            c = Away(1 + odd / c);
            double step = d * c;
            fraction *= step;
            if (Math.Abs(step - 1) < 1e-16)
                break;
        }
        // xᵃyᵇ/(a·B(a, b)): with n = a + b, both powers as deviances from the mean a/n, which are small where the result is not.
        double n = a + b;
        double log = -a * Deviance(x * n, a, b * x - a * y) - b * Deviance(y * n, b, a * y - b * x)
            + StirlingRemainder(n) - StirlingRemainder(a) - StirlingRemainder(b);
        return Math.Exp(log) * Math.Sqrt(a / (2 * Math.PI * n)) * Math.Sqrt(b) / a * fraction;
    }

    private static double Deviance(double x, double a) => Deviance(x, a, x - a);

    /// <summary>D(u) = u − 1 − ln u at u = x/a, with x − a given.</summary>
    private static double Deviance(double x, double a, double difference)
    {
        double e = difference / a;
        if (Math.Abs(e) > 0.1)
            return e - Math.Log(x / a);
        // e − ln(1 + e) = e²/2 − e³/3 + …
        double sum = 0, power = e * e;
        for (int k = 2; k < 40; k++)
        {
            double term = power / k;
            sum += (k & 1) == 0 ? term : -term;
            if (Math.Abs(term) < 1e-18 * sum)
                break;
            power *= e;
        }
        return sum;
    }

    private static double Away(double value) => Math.Abs(value) < Tiny ? Tiny : value;
}
