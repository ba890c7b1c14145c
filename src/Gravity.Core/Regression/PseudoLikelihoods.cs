using Gravity.Core.Regression.Families;

namespace Gravity.Core.Regression;

/// <summary>The regressions of flows with mean exp(x'β + effects), by their keys.</summary>
/// <param name="Key">Model key.</param>
/// <param name="HasScale">Whether the variance has a scale to estimate.</param>
/// <param name="IsPseudo">Whether the likelihood is believed for its mean only, so that likelihood ratios and information criteria mean nothing.</param>
internal sealed record PseudoLikelihoods(string Key, bool HasScale, bool IsPseudo)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<PseudoLikelihoods> All { get; } =
    [
        new("ppml", false, true), new("gamma-pml", true, true), new("negbin", false, false), new("nls", true, true),
    ];

    /// <summary>The regression of a key; null for least squares.</summary>
    public static PseudoLikelihoods? Find(string key) => All.FirstOrDefault(p => p.Key == key);

    /// <summary>The family; α of the negative binomial is found with the coefficients.</summary>
    public ResponseFamily Family() => Key switch
    {
        "gamma-pml" => new GammaFamily(),
        "nls" => new GaussianLogFamily(),
        "negbin" => new NegativeBinomialFamily(1),
        _ => new PoissonFamily(),
    };
}
