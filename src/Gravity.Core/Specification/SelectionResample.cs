namespace Gravity.Core.Specification;

/// <summary>Draws of units or rows of a design with a selection equation: selected and other rows of a unit come together.</summary>
internal static class SelectionResample
{
    /// <summary>The rows drawn; a selected row is in both designs.</summary>
    /// <param name="design">A design with <see cref="Design.Selection"/>.</param>
    /// <param name="drawn">Units of all rows, or rows where there are no units.</param>
    /// <param name="pick">Rows of a design, with units named where it has them.</param>
    public static Design Of(Design design, IReadOnlyList<int> drawn, Func<Design, int[], Design> pick)
    {
        SelectionRows selection = design.Selection!;
        var frontierRow = new int[selection.All.RowCount];
        Array.Fill(frontierRow, -1);
        for (int i = 0; i < selection.SelectedRows.Length; i++)
            frontierRow[selection.SelectedRows[i]] = i;
        int[] rows = selection.All.Units is { } units
            ? [.. drawn.SelectMany(u => Enumerable.Range(units.Starts[u], units.Starts[u + 1] - units.Starts[u]))]
            : [.. drawn];
        int[] places = [.. Enumerable.Range(0, rows.Length).Where(k => frontierRow[rows[k]] >= 0)];
        Design frontier = pick(design, [.. places.Select(k => frontierRow[rows[k]])]);
        return frontier.With(new SelectionRows(pick(selection.All, rows), places));
    }
}
