using Gravity.Core.Wording;

namespace Gravity.Core.Data;

/// <summary>Rows left out for one reason.</summary>
/// <param name="Reason">A sentence part, e.g. <c>missing value in 'gdp'</c>.</param>
/// <param name="Rows">1-based data rows of the input file, ascending.</param>
public sealed record DroppedRows(string Reason, IReadOnlyList<int> Rows)
{
    /// <summary>Rows left out for a reason that speaks every language.</summary>
    /// <param name="reason">The reason.</param>
    /// <param name="rows">1-based data rows of the input file, ascending.</param>
    public DroppedRows(Phrase reason, IReadOnlyList<int> rows)
        : this(reason.ToString(), rows) => ReasonPhrase = reason;

    /// <summary>The reason in every language; null where it is known in English only, as in a saved fit.</summary>
    public Phrase? ReasonPhrase { get; }

    /// <summary>The reason in a language, English where there is no other.</summary>
    /// <param name="words">The language.</param>
    public string ReasonIn(Words words) => ReasonPhrase?.In(words) ?? Reason;
}

/// <summary>Every row's fate: how many were read, which were left out and why, how many are used.</summary>
/// <param name="RowsRead">Data rows of the file.</param>
/// <param name="Dropped">Rows left out by reason, in the order in which the reasons applied; a row counts once.</param>
public sealed record SampleLog(int RowsRead, IReadOnlyList<DroppedRows> Dropped)
{
    /// <summary>Rows that remain.</summary>
    public int RowsUsed => RowsRead - Dropped.Sum(d => d.Rows.Count);

    /// <summary>The log with one more reason; unchanged when no row fell to it.</summary>
    public SampleLog With(Phrase reason, IReadOnlyList<int> rows) =>
        rows.Count == 0 ? this : this with { Dropped = [.. Dropped, new DroppedRows(reason, rows)] };
}
