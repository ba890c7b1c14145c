using System.Runtime.Intrinsics;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>Logarithms of sums of densities and of intervals of the normal law.</summary>
internal static class MixtureLogarithms
{
    /// <summary>ln Σ pₖ exp(logsₖ).</summary>
    public static double LogSum(ReadOnlySpan<double> p, ReadOnlySpan<double> logs)
    {
        double most = double.NegativeInfinity, sum = 0;
        foreach (double value in logs)
            most = Math.Max(most, value);
        if (double.IsInfinity(most) || double.IsNaN(most))
            return most;
        for (int k = 0; k < p.Length; k++)
            sum += p[k] * Math.Exp(logs[k] - most);
        return most + Math.Log(sum);
    }

    /// <summary>ln(Φ(high) − Φ(low)) for low &lt; high, from the nearer tail, eight at a time.</summary>
    public static Vector512<double> LogInterval(Vector512<double> low, Vector512<double> high)
    {
        Vector512<double> turn = Vector512.GreaterThan(low, Vector512<double>.Zero);
        Vector512<double> top = NormalTailVector.LogCdf(Vector512.ConditionalSelect(turn, -low, high), out _, out _);
        Vector512<double> bottom = NormalTailVector.LogCdf(Vector512.ConditionalSelect(turn, -high, low), out _, out _);
        Vector512<double> share = Vector512.Exp(Vector512.Min(bottom - top, Vector512<double>.Zero)), rest = Vector512<double>.One - share;
        // ln(1 − s) = ln r + ((1 − r) − s)/r with r = 1 − s rounded.
        return top + Vector512.Log(rest) + ((Vector512<double>.One - rest) - share) / rest;
    }

    /// <summary>ln(Φ(high) − Φ(low)) for low &lt; high, from the nearer tail.</summary>
    public static double LogInterval(double low, double high)
    {
        if (low > 0)
            (low, high) = (-high, -low);
        double top = NormalTail.LogCdf(high);
        return top + Elementary.LogOnePlus(-Math.Exp(Math.Min(NormalTail.LogCdf(low) - top, 0)));
    }
}
