using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Models;

/// <summary>A design whose response and frontier columns are deviations from group means, and what was lost on the way.</summary>
/// <remarks>
/// A likelihood with a free constant a group does not change when the same number is taken from all rows of a group, so it may as well see deviations;
/// least squares on them is the within regression, which is what a model with unit constants is compared with.
/// </remarks>
internal sealed class WithinRows
{
    /// <summary>Share of a column's length below which its deviations are rounding.</summary>
    private const double Tolerance = 1e-9;

    private WithinRows(Design original, Design design, RowGroups groups, int[] kept, string[] absorbed)
    {
        Original = original;
        Design = design;
        Groups = groups;
        Kept = kept;
        Absorbed = absorbed;
    }

    /// <summary>The rows as they came.</summary>
    public Design Original { get; }

    /// <summary>Deviations: fewer columns in the frontier, the same rows and the same other blocks.</summary>
    public Design Design { get; }

    /// <summary>The groups.</summary>
    public RowGroups Groups { get; }

    /// <summary>Positions of the frontier's columns in the original.</summary>
    public int[] Kept { get; }

    /// <summary>Columns that are constant within groups and so part of the constants; the intercept is not listed.</summary>
    public string[] Absorbed { get; }

    /// <summary>Takes group means out of the response and the frontier.</summary>
    /// <exception cref="DataUnfitException"><c>no-within-variation</c>: no column is left; <c>single-rows</c>: a group has one row.</exception>
    public static WithinRows Of(Design design, RowGroups groups)
    {
        if (groups.Single() is { Length: > 0 } single)
        {
            throw new DataUnfitException(
                "single-rows", $"{single.Length} rows are alone in their group, and a free constant leaves nothing of them: leave them out first");
        }
        if (design.RowCount == 0)
            throw new DataUnfitException("single-rows", "every unit has a single row, and a free constant a unit leaves nothing of it: check --unit, or fit a pooled model");
        DesignBlock frontier = design.Frontier;
        var columns = new List<(string Name, double[] Values)>();
        var positions = new List<int>();
        var absorbed = new List<string>();
        for (int j = 0; j < frontier.Columns; j++)
        {
            double[] deviations = groups.Demean(frontier.Values.Column(j));
            if (Length(deviations) > Tolerance * Length(frontier.Values.Column(j)))
            {
                columns.Add((frontier.ColumnNames[j], deviations));
                positions.Add(j);
            }
            else if (j != frontier.Intercept)
            {
                absorbed.Add(frontier.ColumnNames[j]);
            }
        }
        if (columns.Count == 0)
            throw new DataUnfitException("no-within-variation", "no column of the formula varies within units: unit constants absorb all of them");
        (List<int> kept, List<CollinearColumn> dropped) = BlockRank.Find(BlockNames.Frontier, columns);
        Matrix values = new(design.RowCount, kept.Count);
        for (int j = 0; j < kept.Count; j++)
            columns[kept[j]].Values.CopyTo(values.Column(j));
        DesignBlock within = new(BlockNames.Frontier, [.. kept.Select(k => columns[k].Name)], values);
        Design result = new(
            design.Formula, design.ResponseName, groups.Demean(design.Response), [within, .. design.Blocks.Where(b => b.Name != BlockNames.Frontier)],
            design.PanelRows, design.Units, design.ResponseScale, design.FlowColumn, design.Flow, [.. design.Collinear, .. dropped], design.Sample,
            design.DataSha256, design.Weights)
        {
            NoticePhrases = design.NoticePhrases,
        };
        return new WithinRows(design, result, groups, [.. kept.Select(k => positions[k])], [.. absorbed]);
    }

    /// <summary>x'β of every row in levels, without the constants.</summary>
    public double[] Levels(ReadOnlySpan<double> beta)
    {
        var full = new double[Original.Frontier.Columns];
        for (int j = 0; j < Kept.Length; j++)
            full[Kept[j]] = beta[j];
        return Original.Frontier.Values.Times(full);
    }

    /// <summary>Unit means of the kept columns in levels.</summary>
    public double[][] LevelMeans(Data.UnitIndex units) => [.. Enumerable.Range(0, units.Count).Select(unit => Array.ConvertAll(
        Kept, j => System.Numerics.Tensors.TensorPrimitives.Average<double>(Original.Frontier.Values.Column(j)[units.Starts[unit]..units.Starts[unit + 1]])))];

    private static double Length(ReadOnlySpan<double> column) => System.Numerics.Tensors.TensorPrimitives.Norm(column);
}
