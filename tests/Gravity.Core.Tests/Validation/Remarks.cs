using Gravity.Core.Estimation;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Validation;

/// <summary>Why a case differs, in a sentence: from its standing and numbers, or written by hand after looking into it.</summary>
internal static class Remarks
{
    private const string FlatErrors =
        "The Hessian is nearly singular in μ and ln σ_u²; 40-digit arithmetic gives our errors, the stored ones carry differencing error there.";

    private static readonly Dictionary<string, string> Written = new(StringComparer.Ordinal)
    {
        ["npsf_exp_rice"] = SwappedInterval,
        ["npsf_exp_dairyspain"] = SwappedInterval,
        ["sfaR_tnormal_dairyspain"] = FlatErrors,
        ["frontier_stevenson_tn_dairyspain"] = FlatErrors,
        ["sfaR_tn_muhet_uhet_rice"] = "Our climb ends at the same height, at a maximum by its own measure; the file holds no verified one.",
        ["frontier_als_front41"] = "FRONTIER 4.1's first example; in 40-digit arithmetic logL is −17.02722542442293, which is ours; the stored maximum is right to about 1e-8.",
    };

    private const string SwappedInterval = "npsf prints the ends of the exponential's interval swapped; swapped back they agree.";

    public static string Of(ReferenceCase reference, FitResult result, double gain)
    {
        if (Written.TryGetValue(reference.Id, out string? written))
            return written;
        if (reference.HasMaximum && reference.Standing == ReferenceStanding.PolishedOnly)
        {
            if (reference.Status.StartsWith("simulated ML", StringComparison.Ordinal))
                return "The package maximises a simulated likelihood; ours and the verified one are exact.";
            return reference.Package == "frontier" ? "The package stops at its bound |μ| ≤ 2σ_u." : "The package diverged: its log-likelihood is not a likelihood.";
        }
        if (reference.HasMaximum)
            return "";
        if (result.Termination == TerminationWords.Ridge && result.Limit is { } limit)
        {
            return FormattableString.Invariant(
                $"No finite maximum: the likelihood rises to the exponential's, {limit.LogLikelihood:F4}, as μ → −∞; the package stops on the way.");
        }
        return result.Termination == TerminationWords.Ridge
            ? "No finite maximum: the likelihood rises as μ → +∞ with the intercept; the package stops on the way."
            : gain > 1e-6 ? "No verified maximum; ours is higher." : "No verified maximum.";
    }
}
