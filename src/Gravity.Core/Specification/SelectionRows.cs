namespace Gravity.Core.Specification;

/// <summary>The rows of a selection equation d = 1[z'α + w &gt; 0], beside the design of its selected rows.</summary>
/// <param name="All">Every row, selected or not: the response is d, the columns are z.</param>
/// <param name="SelectedRows">For each row of the frontier's design its row in <paramref name="All"/>, ascending.</param>
public sealed record SelectionRows(Design All, int[] SelectedRows)
{
    /// <summary>Rows of <see cref="All"/> that are not selected, ascending.</summary>
    public int[] UnselectedRows { get; } = [.. Enumerable.Range(0, All.RowCount).Where(row => All.Response[row] == 0)];
}
