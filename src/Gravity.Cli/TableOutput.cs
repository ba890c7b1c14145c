using Gravity.Core;
using Gravity.Reporting;
using Gravity.Reporting.Tables;

namespace Gravity.Cli;

/// <summary>Tables in the format asked for, on standard output or in a file.</summary>
internal static class TableOutput
{
    /// <summary>The format that is named, or that the name of the file says; text otherwise.</summary>
    /// <param name="format">As <c>--format</c> takes it; null unless given.</param>
    /// <param name="path">The file; null for standard output.</param>
    /// <param name="option">The option that names the file.</param>
    /// <exception cref="UsageException">A format that no terminal shows, without a file.</exception>
    public static ITableFormat Format(string? format, string? path, string option)
    {
        string extension = Path.GetExtension(path ?? "");
        ITableFormat kind = format is not null ? TableWriters.Find(format)
            : TableWriters.All.FirstOrDefault(f => f.Extension.Equals(extension, StringComparison.OrdinalIgnoreCase)) ?? TableWriters.Find("text");
        return path is null && kind is ITableFileWriter
            ? throw new UsageException("needs-output", $"{kind.Key} is a file that no terminal shows: name it, e.g. {option} table{kind.Extension}")
            : kind;
    }

    /// <summary>Writes the tables.</summary>
    public static void Write(CliContext context, IReadOnlyList<ReportTable> tables, ITableFormat kind, string? path, string title)
    {
        if (path is not null)
        {
            AtomicFile.Write(path, stream => kind.WriteFile(tables, title, stream));
            context.Note($"wrote {path}");
        }
        else if (kind is TextTableWriter)
        {
            TablePrinter.Print(context, tables);
        }
        else
        {
            for (int i = 0; i < tables.Count; i++)
            {
                if (i > 0)
                    context.Output.Write('\n');
                ((ITableWriter)kind).Write(tables[i], context.Output);
            }
        }
    }
}
