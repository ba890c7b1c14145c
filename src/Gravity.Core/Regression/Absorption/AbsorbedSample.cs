using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Regression.Separation;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Regression.Absorption;

/// <summary>Which rows a regression with absorbed effects leaves out.</summary>
/// <param name="Singletons">Rows that are alone in a group of some effect, again and again until there are none: the effect fits them exactly, they say nothing of the slopes.</param>
/// <param name="ZeroGroups">Rows of groups whose response is 0 throughout: under a log link their effect is −∞.</param>
/// <param name="Separated">Rows without a flow whose mean is 0 at the maximum, by <see cref="Separation.IterativeRectifier"/>.</param>
internal sealed record AbsorbedRowRules(bool Singletons = true, bool ZeroGroups = false, bool Separated = false);

/// <summary>A design less the rows that absorbed effects take up, and the effects over the rows that are left.</summary>
/// <param name="Design">The rows left; its log counts the others by reason.</param>
/// <param name="Effects">The effects over them; none when the formula has none.</param>
internal sealed record AbsorbedSample(Design Design, EffectSet Effects)
{
    /// <summary>Binds the effects of the design's formula and leaves rows out.</summary>
    /// <param name="design">The design, <see cref="Specification.Design.AbsorbedEffects"/> included.</param>
    /// <param name="panel">The panel it was built from.</param>
    /// <param name="rules">Which rows to leave out.</param>
    /// <param name="options">Threads and cancellation of the search for separated rows; the rows do not depend on it.</param>
    /// <exception cref="DataUnfitException"><c>all-rows-absorbed</c>: no row is left.</exception>
    public static AbsorbedSample Of(Design design, TradePanel panel, AbsorbedRowRules rules, FitOptions options)
    {
        var effects = new EffectSet(design.RowCount, [.. design.AbsorbedEffects.Select(e => EffectBinding.Bind(panel, design.PanelRows, e))]);
        return Of(design, effects, rules, panel, options);
    }

    /// <summary>Leaves rows out of a design whose effects are bound already.</summary>
    /// <param name="design">The design.</param>
    /// <param name="effects">The effects over its rows.</param>
    /// <param name="rules">Which rows to leave out.</param>
    /// <param name="panel">The panel of the design, for the rows of the file in the log; null to leave the log as it is.</param>
    /// <param name="options">Threads and cancellation of the search for separated rows; the rows do not depend on it.</param>
    /// <exception cref="DataUnfitException"><c>all-rows-absorbed</c>: no row is left.</exception>
    public static AbsorbedSample Of(Design design, EffectSet effects, AbsorbedRowRules rules, TradePanel? panel, FitOptions options)
    {
        AbsorbedSample sample = WithoutTaken(design, effects, rules, panel);
        if (!rules.Separated)
            return sample;
        SeparatedRows separated = IterativeRectifier.Find(AbsorbedProblem.Of(sample), options.Threads, cancellation: options.Cancellation);
        if (!separated.Verified)
            sample = sample with { Design = sample.Design.WithNotice(SeparationWarnings.Undecided) };
        if (separated.Rows.Length == 0)
            return sample;
        sample = sample.Without([(SeparationWarnings.Reason(separated, sample.Design, panel), separated.Rows)], panel);
        // A group may be down to one row. No group is without a flow that was not before, and nothing else is separated: docs/models/separation.md.
        return WithoutTaken(sample.Design, sample.Effects, rules, panel);
    }

    private static AbsorbedSample WithoutTaken(Design design, EffectSet effects, AbsorbedRowRules rules, TradePanel? panel) =>
        new AbsorbedSample(design, effects).Without(
            AbsorbedRows.Find(effects, design.Response, rules, design.Weighting is { Kind: WeightKind.Frequency } ? design.Weights : null), panel);

    private AbsorbedSample Without(IReadOnlyList<(Phrase Reason, int[] Rows)> left, TradePanel? panel)
    {
        (Design design, EffectSet effects) = (Design, Effects);
        if (left.Count == 0)
            return this;
        var gone = new bool[design.RowCount];
        SampleLog log = design.Sample;
        foreach ((Phrase reason, int[] rows) in left)
        {
            foreach (int row in rows)
                gone[row] = true;
            if (panel is not null)
                log = log.With(reason, [.. rows.Select(r => panel.SourceRow(design.PanelRows[r])).Order()]);
        }
        int[] kept = [.. Enumerable.Range(0, gone.Length).Where(r => !gone[r])];
        if (kept.Length == 0)
        {
            throw new DataUnfitException("all-rows-absorbed",
                $"the absorbed effects {string.Join(" + ", effects.Effects.Select(e => e.Name))} take up all {RowList.Count(design.RowCount, "row")}{SeparationWarnings.Beside(design)}: "
                + string.Join("; ", left.Select(l => $"{l.Reason}: {RowList.Whole(l.Rows.Length)}")) + ": absorb coarser effects");
        }
        return new AbsorbedSample(design.KeepRows(kept, log), effects.Select(kept));
    }
}
