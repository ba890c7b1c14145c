using Gravity.Core.Wording;
using System.Globalization;

namespace Gravity.Reporting.Tables;

/// <summary>Marks of significance by p-value.</summary>
/// <param name="Thresholds">p-values in falling order; each that p lies below adds a star.</param>
public sealed record SignificanceStars(IReadOnlyList<double> Thresholds)
{
    /// <summary>* p &lt; 0.10, ** p &lt; 0.05, *** p &lt; 0.01.</summary>
    public static SignificanceStars Default { get; } = new([0.10, 0.05, 0.01]);

    /// <summary>The note that explains the marks.</summary>
    public string Explanation => ExplanationIn(Words.English);

    /// <summary>The note that explains the marks, in a language.</summary>
    /// <param name="words">The language.</param>
    public string ExplanationIn(Words words) => string.Join(
        words["stars.between"],
        Thresholds.Select((threshold, i) => new string('*', i + 1) + " p < " + threshold.ToString("0.00##", CultureInfo.InvariantCulture)))
        + words["sentence.end"];

    /// <summary>The stars of a p-value; none for a missing one.</summary>
    /// <param name="p">In [0, 1], NaN or null.</param>
    public string Of(double? p) => p is { } value ? new string('*', Thresholds.Count(threshold => value < threshold)) : "";
}
