using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Studies;

/// <summary>Sections as plain text and as Markdown.</summary>
internal static class ReportWriters
{
    private static readonly TextLine Blank = new(TextPart.Body, "");

    /// <summary>Plain text: headings underlined, sentences as a list, tables in panels no wider than the page.</summary>
    /// <param name="title">The title; null for none.</param>
    /// <param name="sections">The sections.</param>
    /// <param name="width">The page in terminal cells.</param>
    /// <param name="chartFile">The file of a chart relative to the report, or null where it is not written.</param>
    /// <param name="words">The language; null for English.</param>
    public static IEnumerable<TextLine> Lines(
        string? title, IReadOnlyList<ReportSection> sections, int width, Func<string, string?> chartFile, Words? words = null)
    {
        words ??= Words.English;
        var tables = new TextTableWriter(width);
        if (title is not null)
        {
            foreach (TextLine line in Heading(title, '═', width))
                yield return line;
        }
        foreach (ReportSection section in sections)
        {
            if (title is not null || section != sections[0]) yield return Blank;
            foreach (TextLine line in Heading(section.Title, '─', width))
                yield return line;
            foreach (string sentence in section.Sentences)
            {
                string bullet = "• ";
                foreach (string line in DisplayWidth.Wrap(sentence, Math.Max(20, width - 2)))
                {
                    yield return new TextLine(TextPart.Body, bullet + line);
                    bullet = "  ";
                }
            }
            bool first = section.Sentences.Count == 0;
            foreach (ReportTable table in section.Tables)
            {
                if (!first) yield return Blank;
                first = false;
                foreach (TextLine line in tables.Lines(table))
                    yield return line;
            }
            foreach ((string name, Charts.IChart chart) in section.Charts)
            {
                if (chartFile(name) is { } file) yield return new TextLine(TextPart.Body, words.Say("words.colon", ("what", chart.Title), ("text", file)));
            }
        }
    }

    /// <summary>Markdown with charts as images.</summary>
    public static void Markdown(string title, IReadOnlyList<ReportSection> sections, TextWriter output, Func<string, string?> chartFile)
    {
        var tables = new MarkdownTableWriter();
        output.Write($"# {Escape(title)}\n");
        foreach (ReportSection section in sections)
        {
            output.Write($"\n## {Escape(section.Title)}\n");
            if (section.Sentences.Count > 0) output.Write("\n");
            foreach (string sentence in section.Sentences)
                output.Write($"- {Escape(sentence)}\n");
            foreach (ReportTable table in section.Tables)
            {
                output.Write("\n");
                tables.Write(table, output);
            }
            foreach ((string name, Charts.IChart chart) in section.Charts)
            {
                if (chartFile(name) is { } file) output.Write($"\n![{Escape(chart.Title)}]({file})\n");
            }
        }
    }

    private static IEnumerable<TextLine> Heading(string text, char rule, int width)
    {
        int widest = 0;
        foreach (string line in DisplayWidth.Wrap(text.ToUpperInvariant(), width))
        {
            yield return new TextLine(TextPart.Section, line);
            widest = Math.Max(widest, DisplayWidth.Of(line));
        }
        yield return new TextLine(TextPart.Section, new string(rule, widest));
    }

    private static string Escape(string text) => string.Concat(text.Select(c => c is '\\' or '`' or '*' or '_' or '|' or '<' or '>' or '[' or ']' or '~' or '$' ? "\\" + c : c.ToString()));
}
