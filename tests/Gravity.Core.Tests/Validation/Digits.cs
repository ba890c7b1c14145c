namespace Gravity.Core.Tests.Validation;

/// <summary>Agreement of two numbers in decimal digits: −log₁₀ of the relative difference, at most <see cref="Cap"/>.</summary>
/// <remarks>
/// Beyond ten digits the sum's order and the processor decide; capped there and rounded down to a tenth, the record is the same on every machine.
/// </remarks>
internal static class Digits
{
    public const double Cap = 10;

    /// <summary>Digits in which <paramref name="actual"/> agrees with <paramref name="expected"/>.</summary>
    /// <param name="expected">The reference.</param>
    /// <param name="actual">Ours.</param>
    /// <param name="size">What the difference is measured by where it exceeds |expected|, e.g. a standard error; 0 for none.</param>
    public static double Of(double expected, double actual, double size = 0)
    {
        double difference = Math.Abs(actual - expected);
        if (double.IsNaN(difference))
            return 0;
        double share = difference / Math.Max(Math.Abs(expected), size);
        return share == 0 || double.IsNaN(share) ? Cap : RoundDown(Math.Clamp(-Math.Log10(share), 0, Cap));
    }

    /// <summary>The worst of several; null of none.</summary>
    public static double? Worst(IEnumerable<double> digits)
    {
        double? worst = null;
        foreach (double value in digits)
            worst = worst is { } least && least <= value ? least : value;
        return worst;
    }

    private static double RoundDown(double digits) => Math.Floor(digits * 10) / 10;
}
