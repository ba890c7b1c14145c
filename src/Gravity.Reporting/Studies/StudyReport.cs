using System.Text;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Html;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Studies;

/// <summary>A study as tables, charts and sentences in reading order, for a terminal and for a folder of results.</summary>
public sealed class StudyReport
{
    /// <summary>The width of <c>report.txt</c>.</summary>
    public const int PageWidth = 132;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);
    private readonly StudyResult study;
    private readonly StudySections parts;
    private readonly Words words;

    private StudyReport(StudyResult study)
    {
        this.study = study;
        parts = new StudySections(study);
        words = Words.Of(study.Language);
        Sections = parts.All();
    }

    /// <summary>The report of a study.</summary>
    /// <param name="study">Its result.</param>
    public static StudyReport Of(StudyResult study) => new(study);

    /// <summary>The whole report: findings, what was asked, sample, identification, models, tests, efficiency, potential, robustness, charts, warnings, provenance.</summary>
    public IReadOnlyList<ReportSection> Sections { get; }

    /// <summary>Every table, the long ones included, in reading order. No two have one key.</summary>
    public IReadOnlyList<ReportTable> Tables => [.. Sections.SelectMany(s => s.Tables.Concat(s.Files))];

    /// <summary>Every chart with its file name, without extension.</summary>
    public IReadOnlyList<(string Name, IChart Chart)> Charts => [.. Sections.SelectMany(s => s.Charts)];

    /// <summary>Prints the shorter form for a terminal.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="width">Width in terminal cells, at least 40.</param>
    public void WriteText(TextWriter output, int width = PageWidth)
    {
        foreach (TextLine line in Lines(width))
            output.Write(line.Text + "\n");
    }

    /// <summary>The lines of <see cref="WriteText"/> and what each of them is.</summary>
    /// <param name="width">Width in terminal cells, at least 40.</param>
    public IEnumerable<TextLine> Lines(int width = PageWidth) => ReportWriters.Lines(study.Title, parts.Console(), Math.Max(40, width), _ => null, words);

    /// <summary>Stages all files of the report: <c>tables/*</c>, <c>tables.xlsx</c> and <c>tables.docx</c> with all of them, <c>charts/*</c>,
    /// <c>report.txt</c> with text and <c>report.md</c> with Markdown tables, and the page <c>report.html</c>.
    /// The caller may stage more and commits.</summary>
    /// <param name="folder">The output folder.</param>
    /// <param name="output">The formats; null for those of the study.</param>
    /// <param name="progress">Called with (done, total) files; null for silence.</param>
    /// <returns>Warnings of the charts, each once.</returns>
    /// <exception cref="Core.UsageException">A format is not known, or the folder cannot be written.</exception>
    public IReadOnlyList<string> Stage(OutputFolder folder, StudyOutput? output = null, Action<int, int>? progress = null)
    {
        output ??= study.Output;
        ITableFormat[] writers = [.. output.Tables.Select(TableWriters.Find).Distinct()];
        ChartFormat[] formats = [.. output.Charts.Select(ChartCatalog.Format).Distinct()];
        int total = Tables.Count * writers.Length + Charts.Count * formats.Length, done = 0;
        foreach (ReportTable table in Tables)
        {
            foreach (ITableFormat writer in writers)
            {
                writer.Stage(table, folder, "tables");
                progress?.Invoke(++done, total);
            }
        }
        foreach (ITableFileWriter file in writers.OfType<ITableFileWriter>())
        {
            // A document is for reading: tables with a line a row of the data are for the workbook.
            IReadOnlyList<ReportTable> bound = file is WordTableWriter ? [.. Sections.SelectMany(s => s.Tables)] : Tables;
            if (bound.Count > 0) folder.Stage("tables" + file.Extension, stream => file.Write(bound, study.Title, stream));
        }
        var warnings = new List<string>();
        foreach ((string name, IChart chart) in Charts)
        {
            foreach (ChartFormat format in formats)
            {
                warnings.AddRange(chart.Stage(folder, format, "charts", name));
                progress?.Invoke(++done, total);
            }
        }
        string? ChartFile(string name) => formats.Length == 0 ? null : $"charts/{name}.{(formats.Contains(ChartFormat.Png) ? "png" : "svg")}";
        if (writers.Any(w => w.Key == "text"))
        {
            Write(folder, "report.txt", writer =>
            {
                foreach (TextLine line in ReportWriters.Lines(study.Title, Sections, PageWidth, ChartFile, words))
                    writer.Write(line.Text + "\n");
            });
        }
        if (writers.Any(w => w.Key == "markdown"))
            Write(folder, "report.md", writer => ReportWriters.Markdown(study.Title, Sections, writer, ChartFile));
        string? TableFile(string key) => writers.FirstOrDefault(w => w.Key == "csv") is { } csv ? $"tables/{key}{csv.Extension}"
            : writers.Length > 0 ? $"tables/{key}{writers[0].Extension}" : null;
        Write(folder, HtmlReport.FileName, writer => new HtmlReport(study, Sections, TableFile).Write(writer));
        return [.. warnings.Distinct()];
    }

    /// <summary>Writes the results folder: everything is written under temporary names first, then moved.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="output">The formats; null for those of the study.</param>
    /// <returns>The files, relative to the folder.</returns>
    /// <exception cref="Core.UsageException">A format is not known, or the folder cannot be written.</exception>
    public IReadOnlyList<string> Write(string path, StudyOutput? output = null)
    {
        using var folder = new OutputFolder(path);
        Stage(folder, output);
        return folder.Commit();
    }

    private static void Write(OutputFolder folder, string name, Action<TextWriter> write) => folder.Stage(name, stream =>
    {
        using var writer = new StreamWriter(stream, Utf8, leaveOpen: true) { NewLine = "\n" };
        write(writer);
    });
}
