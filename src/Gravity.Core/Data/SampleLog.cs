namespace Gravity.Core.Data;

/// <summary>Rows left out for one reason.</summary>
/// <param name="Reason">A sentence part, e.g. <c>missing value in 'gdp'</c>.</param>
/// <param name="Rows">1-based data rows of the input file, ascending.</param>
public sealed record DroppedRows(string Reason, IReadOnlyList<int> Rows);

/// <summary>Every row's fate: how many were read, which were left out and why, how many are used.</summary>
/// <param name="RowsRead">Data rows of the file.</param>
/// <param name="Dropped">Rows left out by reason, in the order in which the reasons applied; a row counts once.</param>
public sealed record SampleLog(int RowsRead, IReadOnlyList<DroppedRows> Dropped)
{
    /// <summary>Rows that remain.</summary>
    public int RowsUsed => RowsRead - Dropped.Sum(d => d.Rows.Count);

    /// <summary>The log with one more reason; unchanged when no row fell to it.</summary>
    public SampleLog With(string reason, IReadOnlyList<int> rows) =>
        rows.Count == 0 ? this : this with { Dropped = [.. Dropped, new DroppedRows(reason, rows)] };
}
