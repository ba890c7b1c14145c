using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Wording;

namespace Gravity.Reporting.Results;

/// <summary>What print-outs say of absorbed effects and of the convention behind the errors.</summary>
internal static class AbsorbedWords
{
    /// <summary>A line for each effect, and one for their coefficients together.</summary>
    public static IEnumerable<(string Effect, string Groups)> Effects(FitResult fit, Words words)
    {
        for (int q = 0; q < fit.Absorbed.Count; q++)
        {
            AbsorbedGroups effect = fit.Absorbed[q];
            string text = effect.SpannedBy is { } finer ? words.Say("fit.absorbed-spanned", ("groups", effect.Groups), ("finer", finer))
                : effect.Redundant > 0 ? words.Say("fit.absorbed-redundant", ("groups", effect.Groups), ("redundant", effect.Redundant))
                : words.Say("fit.absorbed-groups", ("groups", effect.Groups));
            if (effect.ShortestRows > 0)
            {
                text = words.Say(
                    "fit.absorbed-lengths", ("text", text), ("shortest", effect.ShortestRows), ("median", effect.MedianRows.ToString("0.#", CultureInfo.InvariantCulture)));
            }
            bool grouped = fit.Covariance.Kind is CovarianceKind.Clustered or CovarianceKind.Dyadic or CovarianceKind.DriscollKraay or CovarianceKind.Conley;
            yield return (
                words.Say("words.colon", ("what", words["fit.absorbed"]), ("text", effect.Effect)),
                effect.Nested && grouped ? words.Say("fit.absorbed-nested", ("text", text)) : text);
        }
        if (fit.Absorbed.Count > 1)
        {
            string count = fit.AbsorbedDegreesOfFreedom.ToString("N0", CultureInfo.InvariantCulture);
            yield return (words["fit.absorbed-count"], fit.AbsorbedRankIsExact ? count : words.Say("fit.absorbed-bound", ("count", count)));
        }
    }

    /// <summary>What of the inefficiency the effects take up and what they leave, and how large the bias correction was; nothing for regressions.</summary>
    public static IEnumerable<string> Sentences(FitResult fit, Words words)
    {
        AbsorbedGroups[] taking = [.. fit.Absorbed.Where(e => e.Takes is not null && e.SpannedBy is null)];
        foreach (AbsorbedGroups effect in taking)
        {
            yield return words.Say(effect.Takes switch
            {
                AbsorbedInefficiency.OfUnit => "fit.takes-unit",
                AbsorbedInefficiency.OfPeriod => "fit.takes-period",
                _ => "fit.takes-common",
            }, ("effect", effect.Effect));
        }
        if (taking.Length > 0)
            yield return words["fit.takes-left"];
        if (fit.Correction is { } correction)
        {
            yield return words.Say("fit.jackknife-corrections", ("corrections", string.Join(", ", fit.Parameters.Select((p, j) => string.Create(
                CultureInfo.InvariantCulture, $"{p.Block}:{p.Name} {p.Estimate - correction.Uncorrected[j]:+0.####;-0.####;0}")))));
        }
    }

    /// <summary>The convention in words with its K; null where neither a factor nor absorbed effects make it matter.</summary>
    public static string? Convention(FitResult fit, Words words)
    {
        CovarianceEstimate covariance = fit.Covariance;
        if (covariance.FactorText.Length == 0 || (fit.Absorbed.Count == 0 && !fit.IsPseudoLikelihood))
            return null;
        string text = words["small-sample." + covariance.SmallSample switch
        {
            SmallSample.StataLikelihood => "stata-ppmlhdfe",
            SmallSample.StataRegress => "stata-regress",
            SmallSample.Fixest => "fixest",
            SmallSample.FixestFull => "fixest-full",
            SmallSample.FixestNone => "fixest-none",
            _ => "none",
        }];
        return covariance.Counted is { } k ? words.Say("fit.convention-k", ("convention", text), ("count", k)) : text;
    }
}
