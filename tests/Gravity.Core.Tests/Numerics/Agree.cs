using System.Globalization;

namespace Gravity.Core.Tests.Numerics;

/// <summary>Comparisons that say how far apart the two numbers are.</summary>
internal static class Agree
{
    internal static void Relative(double expected, double actual, double tolerance)
    {
        double difference = Math.Abs(actual - expected);
        if (!(difference <= tolerance * Math.Abs(expected)))
            Assert.Fail(string.Create(
                CultureInfo.InvariantCulture, $"expected {expected:R}, got {actual:R}: relative difference {difference / Math.Abs(expected):E2} > {tolerance:E2}"));
    }

    internal static void Absolute(double expected, double actual, double tolerance)
    {
        double difference = Math.Abs(actual - expected);
        if (!(difference <= tolerance))
            Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"expected {expected:R}, got {actual:R}: difference {difference:E2} > {tolerance:E2}"));
    }
}
