namespace Gravity.Core.Inference;

/// <summary>Information criteria of a maximised log-likelihood; smaller is better, on the same rows only.</summary>
/// <param name="Aic">−2ℓ + 2k (Akaike 1974).</param>
/// <param name="Bic">−2ℓ + k·ln N (Schwarz 1978).</param>
/// <param name="Hqic">−2ℓ + 2k·ln ln N (Hannan and Quinn 1979); NaN for N ≤ 1.</param>
public sealed record InformationCriteria(double Aic, double Bic, double Hqic)
{
    /// <summary>Computes them.</summary>
    /// <param name="logLikelihood">ℓ at the maximum.</param>
    /// <param name="parameters">k, the free parameters, variances included.</param>
    /// <param name="observations">N, the rows used (not the rows of the file, and not the units of a panel).</param>
    public static InformationCriteria Of(double logLikelihood, int parameters, int observations)
    {
        double logN = Math.Log(observations);
        return new InformationCriteria(
            -2 * logLikelihood + 2 * parameters,
            -2 * logLikelihood + parameters * logN,
            -2 * logLikelihood + 2 * parameters * (observations > 1 ? Math.Log(logN) : double.NaN));
    }
}
