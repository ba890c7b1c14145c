using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Specification;

/// <summary>Designs made from designs: other rows, or fewer blocks.</summary>
public static class DesignSubsets
{
    /// <summary>The design without a block; the same when it has none of that name.</summary>
    public static Design Without(this Design design, string block) =>
        design.Block(block) is null ? design : Copy(design, [.. design.Blocks.Where(b => b.Name != block)], null, design.Units);

    /// <summary>The design with other blocks over the same rows.</summary>
    internal static Design With(this Design design, IReadOnlyList<DesignBlock> blocks) => Copy(design, blocks, null, design.Units);

    /// <summary>The design without some rows; units keep their names, and the panel its first and last period.</summary>
    internal static Design WithoutRows(this Design design, IReadOnlySet<int> left)
    {
        int[] kept = [.. Enumerable.Range(0, design.RowCount).Where(row => !left.Contains(row))];
        if (design.Units is not { } units)
            return Copy(design, design.Blocks, kept, null);
        int[] present = [.. kept.Select(row => units.UnitOfRow[row]).Distinct()];
        var position = new Dictionary<int, int>();
        foreach (int unit in present)
            position.Add(unit, position.Count);
        int[]? periods = units.PeriodOfRow is { } p ? Array.ConvertAll(kept, r => p[r]) : null;
        var index = new UnitIndex(
            [.. present.Select(u => units.Names[u])], Array.ConvertAll(kept, r => position[units.UnitOfRow[r]]), periods, (units.FirstPeriod, units.LastPeriod));
        return Copy(design, design.Blocks, kept, index);
    }

    /// <summary>
    /// The rows of the units drawn, in the order drawn; a unit drawn twice is two units. Without units the draws are rows.
    /// For the bootstrap over units.
    /// </summary>
    public static Design Resample(this Design design, IReadOnlyList<int> drawn)
    {
        if (design.Selection is not null)
            return SelectionResample.Of(design, drawn, (whole, rows) => Copy(whole, whole.Blocks, rows, null));
        if (design.Units is not { } units)
            return Copy(design, design.Blocks, [.. drawn], null);
        var rows = new List<int>();
        var unitOfRow = new List<int>();
        for (int k = 0; k < drawn.Count; k++)
        {
            for (int row = units.Starts[drawn[k]]; row < units.Starts[drawn[k] + 1]; row++)
            {
                rows.Add(row);
                unitOfRow.Add(k);
            }
        }
        int[] selected = [.. rows];
        int[]? periods = units.PeriodOfRow is { } p ? Array.ConvertAll(selected, r => p[r]) : null;
        var index = new UnitIndex([.. drawn.Select(u => units.Names[u])], [.. unitOfRow], periods, (units.FirstPeriod, units.LastPeriod));
        return Copy(design, design.Blocks, selected, index);
    }

    /// <summary>The design less some rows, which its log counts; units left without rows are gone. The same when there are none.</summary>
    /// <param name="design">The rows.</param>
    /// <param name="left">Rows of the design to leave out.</param>
    /// <param name="reason">Why, for the log.</param>
    /// <param name="sourceRow">From rows of the panel to data rows of the file; null to leave the log as it is.</param>
    internal static Design WithoutRows(this Design design, IReadOnlyCollection<int> left, Phrase reason, Func<int, int>? sourceRow)
    {
        if (left.Count == 0)
            return design;
        HashSet<int> gone = [.. left];
        int[] rows = [.. Enumerable.Range(0, design.RowCount).Where(r => !gone.Contains(r))];
        SampleLog sample = sourceRow is null ? design.Sample : design.Sample.With(reason, [.. left.Select(r => sourceRow(design.PanelRows[r])).Order()]);
        return design.KeepRows(rows, sample);
    }

    /// <summary>Some rows of the design, under another log; units left without rows are gone.</summary>
    /// <param name="design">The rows.</param>
    /// <param name="rows">Rows to keep, ascending.</param>
    /// <param name="sample">The log that counts the others.</param>
    internal static Design KeepRows(this Design design, int[] rows, SampleLog sample)
    {
        if (design.Units is not { } old)
            return Copy(design, design.Blocks, rows, null, sample);
        int[] kept = [.. rows.Select(r => old.UnitOfRow[r]).Distinct()];
        Dictionary<int, int> position = kept.Select((u, k) => (u, k)).ToDictionary(p => p.u, p => p.k);
        var units = new UnitIndex(
            [.. kept.Select(u => old.Names[u])], Array.ConvertAll(rows, r => position[old.UnitOfRow[r]]),
            old.PeriodOfRow is { } periods ? Array.ConvertAll(rows, r => periods[r]) : null, (old.FirstPeriod, old.LastPeriod));
        return Copy(design, design.Blocks, rows, units, sample);
    }

    /// <summary>
    /// The rows that frequency weights stand for, each as often as its weight, without weights; units whose rows share a weight are repeated whole. The same design
    /// without frequency weights.
    /// </summary>
    /// <param name="design">The design.</param>
    /// <param name="wholeUnits">True to repeat units, false to repeat rows.</param>
    public static Design Expanded(this Design design, bool wholeUnits)
    {
        if (design is not { Weights: { } weights, Weighting.Kind: WeightKind.Frequency })
            return design;
        double[]? ofUnits = wholeUnits ? DesignWeights.OfUnits(design) : null;
        double[] counts = ofUnits ?? weights;
        var drawn = new List<int>();
        for (int k = 0; k < counts.Length; k++)
            for (int copy = 0; copy < counts[k]; copy++)
                drawn.Add(k);
        Design repeated = ofUnits is null ? Copy(design, design.Blocks, [.. drawn], null) : design.Resample(drawn);
        return Unweighted(repeated);
    }

    /// <summary>The same rows, each counted once.</summary>
    private static Design Unweighted(Design design) => new(
        design.Formula, design.ResponseName, design.Response, design.Blocks, design.PanelRows, design.Units, design.ResponseScale, design.FlowColumn, design.Flow,
        design.Collinear, design.Sample, design.DataSha256)
    {
        AbsorbedEffects = design.AbsorbedEffects,
    };

    /// <summary>Some rows, in the order given, without their units.</summary>
    internal static Design Rows(this Design design, int[] rows) => Copy(design, design.Blocks, rows, null);

    /// <summary>Number of units, or of rows without them, from which <see cref="Resample"/> draws.</summary>
    internal static int ResampleCount(this Design design)
    {
        Design drawn = design.Selection?.All ?? design;
        return drawn.Units?.Count ?? drawn.RowCount;
    }

    /// <summary>The same design less the columns that fewer rows have made collinear within their block, each on record.</summary>
    internal static Design WithoutCollinear(this Design design)
    {
        var blocks = new List<DesignBlock>();
        var collinear = new List<CollinearColumn>(design.Collinear);
        foreach (DesignBlock block in design.Blocks)
        {
            (List<int> kept, List<CollinearColumn> dropped) = BlockRank.Find(
                block.Name, [.. block.ColumnNames.Select((name, j) => (name, block.Values.Column(j).ToArray()))]);
            collinear.AddRange(dropped);
            blocks.Add(dropped.Count == 0 ? block : new DesignBlock(block.Name, [.. kept.Select(j => block.ColumnNames[j])], PickColumns(block.Values, kept)));
        }
        return collinear.Count == design.Collinear.Count ? design : Copy(design, blocks, null, design.Units, collinear: collinear);
    }

    /// <summary>The same design with one more notice.</summary>
    internal static Design WithNotice(this Design design, Phrase notice) =>
        Copy(design, design.Blocks, null, design.Units, null, null, [.. design.NoticePhrases, notice]);

    /// <summary>The same design beside other rows of its selection equation.</summary>
    internal static Design With(this Design design, SelectionRows selection) => Copy(design, design.Blocks, null, design.Units, null, selection);

    private static Design Copy(
        Design design, IReadOnlyList<DesignBlock> blocks, int[]? rows, UnitIndex? units, SampleLog? sample = null, SelectionRows? selection = null,
        IReadOnlyList<Phrase>? notices = null, IReadOnlyList<CollinearColumn>? collinear = null)
    {
        double[] Pick(double[] values) => rows is null ? values : Array.ConvertAll(rows, r => values[r]);
        return new Design(
            design.Formula,
            design.ResponseName,
            Pick(design.Response),
            [.. blocks.Select(b => rows is null ? b : b with { Values = PickRows(b.Values, rows) })],
            rows is null ? design.PanelRows : Array.ConvertAll(rows, r => design.PanelRows[r]),
            units,
            design.ResponseScale,
            design.FlowColumn,
            design.Flow is null ? null : Pick(design.Flow),
            collinear ?? design.Collinear,
            sample ?? design.Sample,
            design.DataSha256,
            design.Weights is null ? null : Pick(design.Weights))
        {
            NoticePhrases = notices ?? design.NoticePhrases,
            AbsorbedEffects = design.AbsorbedEffects,
            Weighting = design.Weighting,
            Selection = selection ?? (rows is null ? design.Selection : null),
        };
    }

    private static Matrix PickColumns(Matrix values, List<int> columns)
    {
        Matrix picked = new(values.Rows, columns.Count);
        for (int j = 0; j < columns.Count; j++)
            values.Column(columns[j]).CopyTo(picked.Column(j));
        return picked;
    }

    private static Matrix PickRows(Matrix values, int[] rows)
    {
        Matrix picked = new(rows.Length, values.Columns);
        for (int j = 0; j < values.Columns; j++)
        {
            ReadOnlySpan<double> source = values.Column(j);
            Span<double> target = picked.Column(j);
            for (int i = 0; i < rows.Length; i++)
                target[i] = source[rows[i]];
        }
        return picked;
    }
}
