namespace Gravity.Reporting.Tables;

/// <summary>Prints a <see cref="ReportTable"/> in one format. Writers hold no state: one instance serves every table.</summary>
public interface ITableWriter
{
    /// <summary>The format's name in study files and on the command line.</summary>
    string Key { get; }

    /// <summary>The file extension with its dot.</summary>
    string Extension { get; }

    /// <summary>Other accepted names.</summary>
    IReadOnlyList<string> Aliases { get; }

    /// <summary>Writes a table, ending with a line break ("\n"; CSV uses "\r\n" as RFC 4180 says).</summary>
    /// <param name="table">The table.</param>
    /// <param name="output">Where to.</param>
    void Write(ReportTable table, TextWriter output);
}
