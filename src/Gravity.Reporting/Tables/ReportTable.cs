using Gravity.Core.Wording;

namespace Gravity.Reporting.Tables;

/// <summary>Where the text of a column stands.</summary>
public enum ColumnAlignment
{
    /// <summary>Flush left: words.</summary>
    Left,

    /// <summary>Flush right: numbers of one format.</summary>
    Right,

    /// <summary>Centred: short codes.</summary>
    Center,

    /// <summary>Decimal points stand under each other: coefficients with stars and standard errors in parentheses.</summary>
    DecimalPoint,
}

/// <summary>One column of a <see cref="ReportTable"/>.</summary>
/// <param name="Header">The heading for readers; "\n" breaks it into lines where the format can.</param>
/// <param name="Alignment">Where its text stands.</param>
/// <param name="Format">How its numbers print.</param>
/// <param name="Group">A heading shared by neighbouring columns with the same group, or null.</param>
public sealed record ReportColumn(string Header, ColumnAlignment Alignment, NumberFormat Format, string? Group = null)
{
    /// <summary>The name in machine formats; the header unless set.</summary>
    public string Key { get; init; } = Header;

    /// <summary>A column of words, flush left.</summary>
    /// <param name="header">The heading.</param>
    /// <param name="key">The name in machine formats; the header if null.</param>
    public static ReportColumn Words(string header, string? key = null) =>
        new(header, ColumnAlignment.Left, NumberFormat.Text) { Key = key ?? header };

    /// <summary>A column of numbers, flush right.</summary>
    /// <param name="header">The heading.</param>
    /// <param name="format">How the numbers print.</param>
    /// <param name="group">A heading shared with the neighbours, or null.</param>
    /// <param name="key">The name in machine formats; the header if null.</param>
    public static ReportColumn Numbers(string header, NumberFormat format, string? group = null, string? key = null) =>
        new(header, ColumnAlignment.Right, format, group) { Key = key ?? header };

    /// <summary>A column of estimates with standard errors, aligned on the decimal point.</summary>
    /// <param name="header">The heading, e.g. the model's name.</param>
    /// <param name="format">How estimates and standard errors print.</param>
    /// <param name="group">A heading shared with the neighbours, or null.</param>
    /// <param name="key">The name in machine formats; the header if null.</param>
    public static ReportColumn Estimates(string header, NumberFormat format, string? group = null, string? key = null) =>
        new(header, ColumnAlignment.DecimalPoint, format, group) { Key = key ?? header };
}

/// <summary>One row of a <see cref="ReportTable"/>.</summary>
/// <param name="Cells">One cell per column, in order.</param>
public sealed record ReportRow(IReadOnlyList<Cell> Cells)
{
    /// <summary>A rule above the row, e.g. before the fit statistics. CSV has none.</summary>
    public bool RuleBefore { get; init; }

    /// <summary>The group the row belongs to; where it differs from the row before, the group's name is printed on a line of its own.</summary>
    public string? Group { get; init; }

    /// <summary>A row from its cells.</summary>
    /// <param name="cells">One cell per column.</param>
    public static ReportRow Of(params Cell[] cells) => new(cells);
}

/// <summary>A table as data, which every <see cref="ITableWriter"/> can print.</summary>
/// <remarks>The constructor checks that every row has a cell for every column.</remarks>
public sealed record ReportTable
{
    /// <summary>Creates a table.</summary>
    /// <param name="key">Short name in kebab case: the file name without extension and the LaTeX label.</param>
    /// <param name="title">The caption.</param>
    /// <param name="columns">At least one column.</param>
    /// <param name="rows">The rows; none is allowed and prints the headings alone.</param>
    /// <exception cref="ArgumentException">No column, two columns of one key, or a row whose length differs from the number of columns.</exception>
    public ReportTable(string key, string title, IReadOnlyList<ReportColumn> columns, IReadOnlyList<ReportRow> rows)
    {
        if (columns.Count == 0) throw new ArgumentException($"table '{key}' has no columns", nameof(columns));
        string? twice = columns.GroupBy(column => column.Key, StringComparer.Ordinal).FirstOrDefault(same => same.Count() > 1)?.Key;
        if (twice is not null)
            throw new ArgumentException($"table '{key}' has two columns of the key '{twice}': give them different keys", nameof(columns));
        for (int i = 0; i < rows.Count; i++)
        {
            if (rows[i].Cells.Count != columns.Count)
                throw new ArgumentException($"table '{key}': row {i + 1} has {rows[i].Cells.Count} cells, the table {columns.Count} columns", nameof(rows));
        }

        (Key, Title, Columns, Rows) = (key, title, columns, rows);
    }

    /// <summary>Short name in kebab case: the file name without extension and the LaTeX label.</summary>
    public string Key { get; }

    /// <summary>The caption.</summary>
    public string Title { get; }

    /// <summary>The columns.</summary>
    public IReadOnlyList<ReportColumn> Columns { get; }

    /// <summary>The rows.</summary>
    public IReadOnlyList<ReportRow> Rows { get; }

    /// <summary>The language of what a writer says itself: the word before the notes, the explanation of the stars.</summary>
    public Words Words { get; init; } = Words.English;

    /// <summary>Sentences printed below the table. Machine formats leave them out.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Significance stars, off unless set; where set, a note explains them.</summary>
    public SignificanceStars? Stars { get; init; }

    /// <summary>What stands beneath estimates.</summary>
    public EstimateDisplay Estimates { get; init; } = EstimateDisplay.Default;

    /// <summary>The number of leading columns that name the row and are repeated in every panel of a table wider than the page.</summary>
    public int StubColumns { get; init; } = 1;

    /// <summary>The notes with the explanation of the stars, if the table has them.</summary>
    internal IEnumerable<string> AllNotes => Stars is null ? Notes : Notes.Append(Stars.Explain(Words));
}
