using Gravity.Core.Data;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>The effects of a sample, for designs that are made of its rows: parts of it, and draws with replacement.</summary>
internal sealed class PanelEffects
{
    private readonly int[] _panelRows;
    private readonly AbsorbedRowRules _rules;
    private readonly Lazy<Dictionary<int, int>> _positions;

    /// <summary>Binds effects to the rows of a sample.</summary>
    /// <param name="sample">A design and its effects.</param>
    /// <param name="rules">Which rows a part of the sample leaves out; null for those alone in a group.</param>
    public PanelEffects(AbsorbedSample sample, AbsorbedRowRules? rules = null)
    {
        _rules = rules ?? new AbsorbedRowRules();
        Effects = sample.Effects;
        _panelRows = sample.Design.PanelRows;
        _positions = new Lazy<Dictionary<int, int>>(() => _panelRows.Select((row, i) => (row, i)).ToDictionary(p => p.row, p => p.i));
    }

    /// <summary>Binds the effects of a design's formula; rows that the rules take have been left out already.</summary>
    public PanelEffects(TradePanel panel, Design design, AbsorbedRowRules? rules = null)
        : this(new AbsorbedSample(design, new EffectSet(design.RowCount, [.. design.AbsorbedEffects.Select(e => EffectBinding.Bind(panel, design.PanelRows, e))])), rules)
    {
    }

    /// <summary>The effects over the sample.</summary>
    public EffectSet Effects { get; }

    /// <summary>The rows of another design with their effects, less those that the rules leave out; copies of one row count as one.</summary>
    public AbsorbedSample On(Design design)
    {
        if (ReferenceEquals(design.PanelRows, _panelRows))
            return new AbsorbedSample(design, Effects);
        int[] rows = Array.ConvertAll(design.PanelRows, row => _positions.Value[row]);
        // Copies of one row count as one.
        int[] first = [.. Enumerable.Range(0, rows.Length).DistinctBy(i => rows[i])], distinct = Array.ConvertAll(first, i => rows[i]);
        IReadOnlyList<(Phrase Reason, int[] Rows)> left = AbsorbedRows.Find(Effects.Select(distinct), Array.ConvertAll(first, i => design.Response[i]), _rules);
        HashSet<int> gone = [.. left.SelectMany(l => l.Rows).Select(r => distinct[r])];
        if (gone.Count == 0)
            return new AbsorbedSample(design, Effects.Select(rows));
        int[] kept = [.. Enumerable.Range(0, rows.Length).Where(i => !gone.Contains(rows[i]))];
        if (kept.Length == 0)
            throw new DataUnfitException("all-rows-absorbed", "the absorbed effects take up every row");
        return new AbsorbedSample(design.KeepRows(kept, design.Sample), Effects.Select(Array.ConvertAll(kept, i => rows[i])));
    }
}
