using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Regression;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>What a reader must know of absorbed effects: which, how many groups, how long, what they take up, what they bias.</summary>
internal static class AbsorbedNotes
{
    /// <summary>Columns without a coefficient, and effects whose groups are short.</summary>
    /// <param name="within">The effects.</param>
    /// <param name="shortRows">Rows a group below which it is short.</param>
    public static IEnumerable<FitWarning> Of(WithinEffects within, double shortRows = UnitConstantNotes.ShortUnits)
    {
        // Collinear columns are told by the design's own warnings.
        foreach (FitWarning warning in RegressionWarnings.OfColumns(within.Design.AbsorbedEffects, [.. within.LeftOut.Where(c => c.Absorbed)]))
            yield return warning;
        foreach (FitWarning warning in RegressionWarnings.OfEffects(within.Effects))
            yield return warning;
        for (int q = 0; q < within.Effects.Count; q++)
        {
            EffectGroups effect = within.Effects.Effects[q];
            if (within.Effects.Rank.SpannedBy[q] >= 0 || MeanRows(effect) >= shortRows)
                continue;
            yield return new FitWarning(WarningCatalog.IncidentalParameters, new Phrase(
                "warning.incidental-parameters.effects", ("effect", effect.Name), ("groups", effect.Count),
                ("mean", MeanRows(effect).ToString("0.#", CultureInfo.InvariantCulture)), ("shortest", Lengths(effect)[0])));
        }
    }

    /// <summary>The result with its effects.</summary>
    public static FitResult Describe(FitResult result, EffectSet effects, IReadOnlyList<LeftOutColumn> leftOut, Design design, FitOptions options)
    {
        bool[] nested = ParameterCounts.Nested(effects, options.Covariance);
        return result with
        {
            Absorbed = [.. effects.Effects.Select((effect, q) =>
            {
                int[] lengths = Lengths(effect);
                return new AbsorbedGroups(effect.Name, effect.Count, effects.Rank.Redundant[q])
                {
                    SpannedBy = effects.Rank.SpannedBy[q] is >= 0 and var finer ? effects.Effects[finer].Name : null,
                    Nested = nested[q],
                    ShortestRows = lengths[0],
                    MedianRows = 0.5 * (lengths[(lengths.Length - 1) / 2] + lengths[lengths.Length / 2]),
                    Takes = Takes(effect, design),
                };
            })],
            AbsorbedRankIsExact = effects.Rank.IsExact,
            AbsorbedColumns = [.. leftOut.Where(c => c.Absorbed).Select(c => new AbsorbedColumn(c.Name, c.Effects))],
        };
    }

    /// <summary>Rows a group on average.</summary>
    public static double MeanRows(EffectGroups effect) => (double)effect.Rows / effect.Count;

    /// <summary>Rows of the groups, ascending.</summary>
    public static int[] Lengths(EffectGroups effect)
    {
        var lengths = new int[effect.Count];
        foreach (int group in effect.GroupOfRow)
            lengths[group]++;
        Array.Sort(lengths);
        return lengths;
    }

    /// <summary>By the data and not by names: whether groups lie within units or within periods.</summary>
    private static AbsorbedInefficiency Takes(EffectGroups effect, Design design)
    {
        if (design.Units is not { } units)
            return AbsorbedInefficiency.Common;
        if (EffectRank.IsNested(effect.GroupOfRow, effect.Count, units.UnitOfRow))
            return AbsorbedInefficiency.OfUnit;
        return units.PeriodOfRow is { } periods && EffectRank.IsNested(effect.GroupOfRow, effect.Count, periods)
            ? AbsorbedInefficiency.OfPeriod : AbsorbedInefficiency.Common;
    }
}
