using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Studies;

/// <summary>Sections as plain text and as Markdown.</summary>
internal static class ReportWriters
{
    /// <summary>Plain text: headings underlined, sentences as a list, tables in panels no wider than the page.</summary>
    /// <param name="title">The title; null for none.</param>
    /// <param name="sections">The sections.</param>
    /// <param name="output">Where to.</param>
    /// <param name="width">The page in terminal cells.</param>
    /// <param name="chartFile">The file of a chart relative to the report, or null where it is not written.</param>
    /// <param name="words">The language; null for English.</param>
    public static void Text(string? title, IReadOnlyList<ReportSection> sections, TextWriter output, int width, Func<string, string?> chartFile, Words? words = null)
    {
        words ??= Words.English;
        var tables = new TextTableWriter(width);
        if (title is not null) Heading(title, '═', output, width);
        foreach (ReportSection section in sections)
        {
            if (title is not null || section != sections[0]) output.Write("\n");
            Heading(section.Title, '─', output, width);
            foreach (string sentence in section.Sentences)
            {
                string bullet = "• ";
                foreach (string line in DisplayWidth.Wrap(sentence, Math.Max(20, width - 2)))
                {
                    output.Write(bullet + line + "\n");
                    bullet = "  ";
                }
            }
            bool first = section.Sentences.Count == 0;
            foreach (ReportTable table in section.Tables)
            {
                if (!first) output.Write("\n");
                first = false;
                tables.Write(table, output);
            }
            foreach ((string name, Charts.IChart chart) in section.Charts)
            {
                if (chartFile(name) is { } file) output.Write(words.Say("words.colon", ("what", chart.Title), ("text", file)) + "\n");
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

    private static void Heading(string text, char rule, TextWriter output, int width)
    {
        int widest = 0;
        foreach (string line in DisplayWidth.Wrap(text.ToUpperInvariant(), width))
        {
            output.Write(line + "\n");
            widest = Math.Max(widest, DisplayWidth.Of(line));
        }
        output.Write(new string(rule, widest) + "\n");
    }

    private static string Escape(string text) => string.Concat(text.Select(c => c is '\\' or '`' or '*' or '_' or '|' or '<' or '>' or '[' or ']' or '~' or '$' ? "\\" + c : c.ToString()));
}
