using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Metafrontiers;

/// <summary>One group of a metafrontier: its name, its rows among all and its own pooled frontier.</summary>
internal sealed record GroupFrontier(string Name, int[] Rows, Design Design, FrontierLikelihood Likelihood)
{
    /// <summary>Cuts a design into groups, in ordinal order of their names.</summary>
    /// <exception cref="DataUnfitException"><c>one-group</c>, <c>group-too-small</c>, <c>group-collinear</c>.</exception>
    public static GroupFrontier[] Of(Design design, IReadOnlyList<string> groupOfRow, Func<Design, FrontierLikelihood> build)
    {
        string[] names = [.. groupOfRow.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        if (names.Length < 2)
            throw new DataUnfitException("one-group", $"all rows are of the group '{names.FirstOrDefault()}': a metafrontier needs two groups or more");
        return [.. names.Select(name =>
        {
            int[] rows = [.. Enumerable.Range(0, groupOfRow.Count).Where(i => groupOfRow[i] == name)];
            Design own = design.Rows(rows);
            int parameters = own.Blocks.Sum(b => b.Columns) + 2;
            if (rows.Length <= parameters)
            {
                throw new DataUnfitException("group-too-small",
                    $"group '{name}' has {RowList.Count(rows.Length, "row")} for about {parameters} parameters: join it with another group, or leave it out with --where");
            }
            foreach (DesignBlock block in own.Blocks)
            {
                IReadOnlyList<DependentColumn> dependent = LeastSquares.Solve(block.Values, new double[rows.Length]).Dependent;
                if (dependent.Count > 0)
                {
                    throw new DataUnfitException("group-collinear",
                        $"in group '{name}' {string.Join(", ", dependent.Select(d => block.ColumnNames[d.Column]))} is a linear combination of the other columns "
                        + $"of the {block.Name} block: leave it out, or join the group with another");
                }
            }
            return new GroupFrontier(name, rows, own, build(own));
        })];
    }

    /// <summary>Rows of the group by unit; by row without units.</summary>
    public int[][] Draws(UnitIndex? units) => units is null
        ? [.. Rows.Select(row => (int[])[row])]
        : [.. Rows.GroupBy(row => units.UnitOfRow[row]).Select(g => g.ToArray())];
}
