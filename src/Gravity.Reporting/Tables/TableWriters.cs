using System.Globalization;
using System.Text;
using Gravity.Core;
using Gravity.Reporting.Html;

namespace Gravity.Reporting.Tables;

/// <summary>The catalogue of table formats.</summary>
public static class TableWriters
{
    // Without a byte order mark: it breaks LaTeX's first line and the first header of CSV readers.
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Every format, in the order shown in help.</summary>
    public static IReadOnlyList<ITableWriter> All { get; } =
        [new TextTableWriter(), new MarkdownTableWriter(), new LatexTableWriter(), new CsvTableWriter(), new HtmlTableWriter()];

    /// <summary>The writer of a format.</summary>
    /// <param name="key">Its key or an alias, in any case.</param>
    /// <exception cref="UsageException">No format has that name; the message lists those that exist.</exception>
    public static ITableWriter Find(string key) =>
        All.FirstOrDefault(writer => Named(writer, key))
        ?? throw new UsageException(
            "unknown-table-format",
            $"'{key}' is not a table format; the formats are {string.Join(", ", All.Select(writer => writer.Key))}");

    /// <summary>The table as one string.</summary>
    /// <param name="writer">The format.</param>
    /// <param name="table">The table.</param>
    public static string WriteToString(this ITableWriter writer, ReportTable table)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        writer.Write(table, output);
        return output.ToString();
    }

    /// <summary>Stages the table in an output folder under the name <c>key + extension</c>.</summary>
    /// <param name="writer">The format.</param>
    /// <param name="table">The table.</param>
    /// <param name="folder">The folder, which is written when it is committed.</param>
    /// <param name="subfolder">A folder inside it, e.g. <c>tables</c>, or null.</param>
    /// <returns>The file's name relative to the folder.</returns>
    public static string Stage(this ITableWriter writer, ReportTable table, OutputFolder folder, string? subfolder = null)
    {
        string name = (subfolder is null ? "" : subfolder + "/") + table.Key + writer.Extension;
        folder.Stage(name, stream =>
        {
            using var output = new StreamWriter(stream, Utf8, leaveOpen: true);
            writer.Write(table, output);
        });
        return name;
    }

    private static bool Named(ITableWriter writer, string key) =>
        string.Equals(writer.Key, key, StringComparison.OrdinalIgnoreCase) || writer.Aliases.Contains(key, StringComparer.OrdinalIgnoreCase);
}
