namespace Gravity.Core.Inference;

/// <summary>How a covariance of estimates was computed.</summary>
public enum CovarianceKind
{
    /// <summary>(−H)⁻¹, the inverse of the negative Hessian: right when the likelihood is the law of the data.</summary>
    Hessian,

    /// <summary>(S'S)⁻¹, the inverse outer product of the scores (Berndt, Hall, Hall and Hausman 1974).</summary>
    OuterProduct,

    /// <summary>B·S'S·B, the sandwich over independent units (Huber 1967; White 1982).</summary>
    Robust,

    /// <summary>Least squares, White (1980): squared residuals as they are.</summary>
    HC0,

    /// <summary>Least squares: HC0 × N/(N − K) (Hinkley 1977).</summary>
    HC1,

    /// <summary>Least squares: squared residuals over 1 − h (MacKinnon and White 1985).</summary>
    HC2,

    /// <summary>Least squares: squared residuals over (1 − h)² (MacKinnon and White 1985; Davidson and MacKinnon 1993).</summary>
    HC3,

    /// <summary>The sandwich with scores summed within clusters, one-way or multiway.</summary>
    Clustered,

    /// <summary>The covariance of estimates over resampled units.</summary>
    Bootstrap,
}

/// <summary>The words of <see cref="CovarianceKind"/> in options and results.</summary>
public static class CovarianceKinds
{
    private static readonly (CovarianceKind Kind, string Key)[] Table =
    [
        (CovarianceKind.Hessian, "hessian"),
        (CovarianceKind.OuterProduct, "opg"),
        (CovarianceKind.Robust, "robust"),
        (CovarianceKind.HC0, "hc0"),
        (CovarianceKind.HC1, "hc1"),
        (CovarianceKind.HC2, "hc2"),
        (CovarianceKind.HC3, "hc3"),
        (CovarianceKind.Clustered, "cluster"),
        (CovarianceKind.Bootstrap, "bootstrap"),
    ];

    /// <summary>All keys, in the order in which help lists them.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Table.Select(entry => entry.Key)];

    /// <summary>The key of a kind, e.g. <c>opg</c>.</summary>
    public static string Key(this CovarianceKind kind) => Table.First(entry => entry.Kind == kind).Key;

    /// <summary>The kind of a key; upper and lower case are the same.</summary>
    /// <exception cref="UsageException">The key is not one of <see cref="Keys"/>.</exception>
    public static CovarianceKind Parse(string key)
    {
        foreach ((CovarianceKind kind, string word) in Table)
        {
            if (string.Equals(word, key, StringComparison.OrdinalIgnoreCase))
                return kind;
        }
        throw new UsageException("unknown-covariance", $"unknown covariance '{key}'; known are {string.Join(", ", Keys)}");
    }
}

/// <summary>Factor on a robust or clustered covariance for the smallness of the sample.</summary>
/// <remarks>N = observations, K = parameters (with absorbed ones where the estimator counts them), G = clusters.</remarks>
public enum SmallSample
{
    /// <summary>No factor.</summary>
    None,

    /// <summary>Stata's maximum likelihood: robust N/(N − 1), clustered G/(G − 1).</summary>
    StataLikelihood,

    /// <summary>Stata's regress: robust N/(N − K), clustered (G/(G − 1))·((N − 1)/(N − K)).</summary>
    StataRegress,
}

/// <summary>Which G enters the small-sample factor of a multiway clustered covariance.</summary>
public enum MultiwayFactor
{
    /// <summary>The smallest G of the dimensions, for every term: Stata's <c>reghdfe</c> and <c>ppmlhdfe</c>.</summary>
    SmallestDimension,

    /// <summary>Each term (dimension or intersection) its own G: Cameron, Gelbach and Miller (2011).</summary>
    EachTerm,
}
