namespace Gravity.Reporting.Tables;

/// <summary>A format of tables. It is either an <see cref="ITableWriter"/> (text) or an <see cref="ITableFileWriter"/> (a binary file).
/// Formats hold no state: one instance serves every table.</summary>
public interface ITableFormat
{
    /// <summary>The format's name in study files and on the command line.</summary>
    string Key { get; }

    /// <summary>The file extension with its dot.</summary>
    string Extension { get; }

    /// <summary>Other accepted names.</summary>
    IReadOnlyList<string> Aliases { get; }
}

/// <summary>Prints a <see cref="ReportTable"/> as text.</summary>
public interface ITableWriter : ITableFormat
{
    /// <summary>Writes a table, ending with a line break ("\n"; CSV uses "\r\n" as RFC 4180 says).</summary>
    /// <param name="table">The table.</param>
    /// <param name="output">Where to.</param>
    void Write(ReportTable table, TextWriter output);
}

/// <summary>Writes tables as one file that no terminal can show: a workbook or a document.</summary>
/// <remarks>The same tables give the same bytes: no clock, no chance, parts in a fixed order.</remarks>
public interface ITableFileWriter : ITableFormat
{
    /// <summary>Writes the tables into one file.</summary>
    /// <param name="tables">At least one, in reading order.</param>
    /// <param name="title">What the file is about, where it holds several tables.</param>
    /// <param name="output">Where to; need not be seekable and stays open.</param>
    void Write(IReadOnlyList<ReportTable> tables, string title, Stream output);
}
