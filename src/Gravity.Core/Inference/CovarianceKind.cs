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

    /// <summary>The sandwich with all pairs of rows that share a country on either side (Cameron and Miller 2014; Aronow, Samii and Assenova 2015).</summary>
    Dyadic,

    /// <summary>The sandwich of period sums with Bartlett weights over lags (Driscoll and Kraay 1998).</summary>
    DriscollKraay,

    /// <summary>The sandwich with pairs of rows weighted by distance (Conley 1999).</summary>
    Conley,
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
        (CovarianceKind.Dyadic, "dyadic"),
        (CovarianceKind.DriscollKraay, "driscoll-kraay"),
        (CovarianceKind.Conley, "conley"),
    ];

    /// <summary>All keys, in the order in which help lists them.</summary>
    public static IReadOnlyList<string> Keys { get; } = [.. Table.Select(entry => entry.Key)];

    /// <summary>The key of a kind, e.g. <c>opg</c>.</summary>
    public static string Key(this CovarianceKind kind) => Table.First(entry => entry.Kind == kind).Key;

    /// <summary>The kind of a key; upper and lower case are the same, and <c>iid</c> is another word for <c>hessian</c>.</summary>
    /// <exception cref="UsageException">The key is not one of <see cref="Keys"/>.</exception>
    public static CovarianceKind Parse(string key)
    {
        if (string.Equals(key, "iid", StringComparison.OrdinalIgnoreCase))
            return CovarianceKind.Hessian;
        foreach ((CovarianceKind kind, string word) in Table)
        {
            if (string.Equals(word, key, StringComparison.OrdinalIgnoreCase))
                return kind;
        }
        throw new UsageException("unknown-covariance", $"unknown covariance '{key}'; known are {string.Join(", ", Keys)}");
    }
}

/// <summary>Factor on a robust or clustered covariance for the smallness of the sample, and the law of the statistics that goes with it.</summary>
/// <remarks>
/// N = observations, K = parameters, G = clusters. What K counts of absorbed effects: <see cref="StataRegress"/> all their independent levels, as dummies;
/// <see cref="Fixest"/> as the package's default, levels less one for each effect after the first, and none of an effect that is nested in a cluster.
/// </remarks>
public enum SmallSample
{
    /// <summary>No factor.</summary>
    None,

    /// <summary>Stata's maximum likelihood and <c>ppmlhdfe</c>: robust N/(N − 1), clustered G/(G − 1); normal law.</summary>
    StataLikelihood,

    /// <summary>Stata's regress with dummies: robust N/(N − K), clustered (G/(G − 1))·((N − 1)/(N − K)); t(G − 1) or t(N − K).</summary>
    StataRegress,

    /// <summary>R's <c>fixest</c> by default: the factors of regress with K that leaves out effects nested in clusters; t(G − 1) or t(N − K), normal for Poisson and negative binomial.</summary>
    Fixest,

    /// <summary><c>fixest</c> with <c>K.fixef = "full"</c>: nested effects count too.</summary>
    FixestFull,

    /// <summary><c>fixest</c> with <c>K.fixef = "none"</c>: no effect counts.</summary>
    FixestNone,
}

/// <summary>How the weight of a pair of rows falls with their distance.</summary>
public enum SpatialKernel
{
    /// <summary>1 up to the cutoff, 0 beyond.</summary>
    Uniform,

    /// <summary>1 − distance/cutoff up to the cutoff (Bartlett).</summary>
    Bartlett,
}

/// <summary>Which G enters the small-sample factor of a multiway clustered covariance.</summary>
public enum MultiwayFactor
{
    /// <summary>The smallest G of the dimensions, for every term: Stata's <c>reghdfe</c> and <c>ppmlhdfe</c>.</summary>
    SmallestDimension,

    /// <summary>Each term (dimension or intersection) its own G: Cameron, Gelbach and Miller (2011).</summary>
    EachTerm,
}
