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
    public static IReadOnlyList<ITableFormat> All { get; } =
    [
        new TextTableWriter(),
        new MarkdownTableWriter(),
        new LatexTableWriter(),
        new HtmlTableWriter(),
        new CsvTableWriter(),
        new ExcelTableWriter(),
        new WordTableWriter(),
    ];

    /// <summary>The format of a name.</summary>
    /// <param name="key">Its key or an alias, in any case.</param>
    /// <exception cref="UsageException">No format has that name; the message lists those that exist.</exception>
    public static ITableFormat Find(string key) =>
        All.FirstOrDefault(format => Named(format, key))
        ?? throw new UsageException(
            "unknown-table-format",
            $"'{key}' is not a table format; the formats are {string.Join(", ", All.Select(format => format.Key))}");

    /// <summary>The writer of a format that is text.</summary>
    /// <param name="key">Its key or an alias, in any case.</param>
    /// <exception cref="UsageException">No format has that name, or it is a file that is no text (xlsx, docx).</exception>
    public static ITableWriter FindText(string key) =>
        Find(key) as ITableWriter
        ?? throw new UsageException(
            "unknown-table-format",
            $"'{key}' is no text; the formats that are text are {string.Join(", ", All.OfType<ITableWriter>().Select(format => format.Key))}");

    /// <summary>The table as one string.</summary>
    /// <param name="writer">The format.</param>
    /// <param name="table">The table.</param>
    public static string WriteToString(this ITableWriter writer, ReportTable table)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        writer.Write(table, output);
        return output.ToString();
    }

    /// <summary>Writes tables as one file: text formats one below the other, UTF-8 without a byte order mark.</summary>
    /// <param name="format">The format.</param>
    /// <param name="tables">At least one, in reading order.</param>
    /// <param name="title">What the file is about, where it holds several tables.</param>
    /// <param name="output">Where to; stays open.</param>
    public static void WriteFile(this ITableFormat format, IReadOnlyList<ReportTable> tables, string title, Stream output)
    {
        switch (format)
        {
            case ITableFileWriter file:
                file.Write(tables, title, output);
                break;
            case ITableWriter writer:
                using (var text = new StreamWriter(output, Utf8, leaveOpen: true))
                {
                    for (int i = 0; i < tables.Count; i++)
                    {
                        if (i > 0) text.Write("\n");
                        writer.Write(tables[i], text);
                    }
                }

                break;
            default:
                throw new ArgumentException($"the format '{format.Key}' writes neither text nor files", nameof(format));
        }
    }

    /// <summary>Stages the table in an output folder under the name <c>key + extension</c>.</summary>
    /// <param name="format">The format.</param>
    /// <param name="table">The table.</param>
    /// <param name="folder">The folder, which is written when it is committed.</param>
    /// <param name="subfolder">A folder inside it, e.g. <c>tables</c>, or null.</param>
    /// <returns>The file's name relative to the folder.</returns>
    public static string Stage(this ITableFormat format, ReportTable table, OutputFolder folder, string? subfolder = null)
    {
        string name = (subfolder is null ? "" : subfolder + "/") + table.Key + format.Extension;
        folder.Stage(name, stream => format.WriteFile([table], table.Title, stream));
        return name;
    }

    private static bool Named(ITableFormat format, string key) =>
        string.Equals(format.Key, key, StringComparison.OrdinalIgnoreCase) || format.Aliases.Contains(key, StringComparer.OrdinalIgnoreCase);
}
