using Gravity.Core.Data;

namespace Gravity.Core.Specification;

/// <summary>What a row weight means, as in Stata.</summary>
public enum WeightKind
{
    /// <summary>The row stands for w equal rows; whole numbers (Stata's fweight).</summary>
    Frequency,

    /// <summary>1 over the probability that the row was drawn: Σ wᵢℓᵢ is a pseudo-likelihood (pweight).</summary>
    Sampling,

    /// <summary>The row is as precise as w rows; only ratios matter, so weights are rescaled to mean 1 (aweight).</summary>
    Analytic,
}

/// <summary>A column of weights in words: <c>COL</c> or <c>COL:kind</c>.</summary>
/// <param name="Column">The column.</param>
/// <param name="Kind">What the weights mean; frequency unless named.</param>
public sealed record WeightRequest(string Column, WeightKind Kind)
{
    private static readonly string[] Kinds = ["frequency", "sampling", "analytic"];

    /// <summary>The kind in the words of the command line.</summary>
    public string KindName => Kinds[(int)Kind];

    /// <summary>Reads <c>COL[:frequency|sampling|analytic]</c>.</summary>
    /// <exception cref="UsageException"><c>weights-syntax</c>: no column, or an unknown kind.</exception>
    public static WeightRequest Parse(string text)
    {
        int colon = text.LastIndexOf(':');
        string column = (colon < 0 ? text : text[..colon]).Trim(), word = colon < 0 ? "" : text[(colon + 1)..].Trim();
        if (colon >= 0 && Array.IndexOf(Kinds, word) < 0)
        {
            throw new UsageException("weights-syntax", $"--weights {text}: {NearestNames.Sentence("kind of weights", word, Kinds)}");
        }
        if (column.Length == 0)
            throw new UsageException("weights-syntax", "--weights needs a column, e.g. --weights n or --weights w:sampling");
        return new WeightRequest(column, colon < 0 ? WeightKind.Frequency : (WeightKind)Array.IndexOf(Kinds, word));
    }
}

/// <summary>The weights of a design: what they mean and their sum as given.</summary>
/// <param name="Column">The column.</param>
/// <param name="Kind">What they mean.</param>
/// <param name="Sum">Their sum over the rows used, before analytic weights are rescaled.</param>
public sealed record WeightNote(string Column, WeightKind Kind, double Sum)
{
    /// <summary>The kind in the words of the command line.</summary>
    public string KindName => new WeightRequest(Column, Kind).KindName;
}

/// <summary>Weights of whole units.</summary>
internal static class DesignWeights
{
    /// <summary>The weight of each unit, null without weights.</summary>
    /// <exception cref="DataUnfitException"><c>weight-varies-within-unit</c>.</exception>
    public static double[]? OfUnits(Design design)
    {
        if (design.Weights is not { } weights || design.Units is not { } units)
            return null;
        var ofUnit = new double[units.Count];
        for (int unit = 0; unit < units.Count; unit++)
        {
            ReadOnlySpan<double> own = weights.AsSpan(units.Starts[unit]..units.Starts[unit + 1]);
            if (own.IndexOfAnyExcept(own[0]) >= 0)
            {
                throw new DataUnfitException(
                    "weight-varies-within-unit",
                    $"the weights '{design.Weighting?.Column}' differ within {units.Names[unit]}, but its rows share one inefficiency and enter the likelihood together: "
                    + "use weights that are constant within units, or a pooled model");
            }
            ofUnit[unit] = own[0];
        }
        return ofUnit;
    }
}
