using System.Globalization;

namespace Gravity.Core.Inference;

/// <summary>The factor of a small-sample convention on a sandwich, with its words.</summary>
/// <remarks>
/// N observations, K parameters, G groups. The conventions differ also in what of absorbed effects they count in K, which is the caller's to decide:
/// <see cref="SmallSample"/>.
/// </remarks>
internal readonly record struct SampleFactor(double Value, string Words)
{
    /// <summary>Independent rows: N/(N − 1), or N/(N − K).</summary>
    public static SampleFactor Independent(SmallSample convention, int n, int k) => convention switch
    {
        SmallSample.None => new(1, ""),
        SmallSample.StataLikelihood => new(Ratio(n, n - 1), "N/(N − 1)"),
        _ => new(Ratio(n, n - k), "N/(N − K)"),
    };

    /// <summary>Rows dependent within groups: G/(G − 1), or that times (N − 1)/(N − K).</summary>
    public static SampleFactor Grouped(SmallSample convention, int groups, int n, int k) => convention switch
    {
        SmallSample.None => new(1, ""),
        SmallSample.StataLikelihood => new(Ratio(groups, groups - 1), "G/(G − 1)"),
        _ => new(Ratio(groups, groups - 1) * Ratio(n - 1, n - k), "(G/(G − 1))·((N − 1)/(N − K))"),
    };

    /// <summary>For print: <c>G/(G − 1) = 1.0667</c>; empty without a factor.</summary>
    public string Text => Words.Length == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{Words} = {Value:G5}");

    private static double Ratio(int numerator, int denominator) => denominator > 0 ? (double)numerator / denominator : double.NaN;
}
