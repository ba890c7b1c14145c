using Gravity.Core.Data;
using Gravity.Core.Numerics;

namespace Gravity.Core.Specification;

/// <summary>Designs made from designs: other rows, or fewer blocks.</summary>
public static class DesignSubsets
{
    /// <summary>The design without a block; the same when it has none of that name.</summary>
    public static Design Without(this Design design, string block) =>
        design.Block(block) is null ? design : Copy(design, [.. design.Blocks.Where(b => b.Name != block)], null, design.Units);

    /// <summary>
    /// The rows of the units drawn, in the order drawn; a unit drawn twice is two units. Without units the draws are rows.
    /// For the bootstrap over units.
    /// </summary>
    public static Design Resample(this Design design, IReadOnlyList<int> drawn)
    {
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

    private static Design Copy(Design design, IReadOnlyList<DesignBlock> blocks, int[]? rows, UnitIndex? units)
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
            design.Collinear,
            design.Sample,
            design.DataSha256,
            design.Weights is null ? null : Pick(design.Weights));
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
