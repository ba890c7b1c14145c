using Gravity.Core.Estimation;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;

namespace Gravity.Cli;

/// <summary>Tables on standard output.</summary>
internal static class TablePrinter
{
    /// <summary>Prints the tables with a blank line between them.</summary>
    public static void Print(CliContext context, params IEnumerable<ReportTable> tables)
    {
        // A pipe or a file has no width: there a table is one piece.
        var text = new TextTableWriter(context.TerminalWidth);
        TerminalText.Print(context, tables.SelectMany((table, i) => i == 0 ? text.Lines(table) : text.Lines(table).Prepend(new TextLine(TextPart.Body, ""))));
    }

    /// <summary>The words of the data: units and periods are called as their columns are.</summary>
    public static ReportLabels Labels(ModelRequest request, Words words) => new()
    {
        Words = words,
        UnitHeader = request.Unit.Count == 0 ? words["labels.unit"] : string.Join("→", request.Unit),
        TimeHeader = request.Time ?? words["labels.year"],
    };

    /// <summary>Warnings that no table carries, on standard error: one line a kind.</summary>
    public static void Warn(CliContext context, IEnumerable<FitWarning> warnings, Words words)
    {
        foreach (IGrouping<string, FitWarning> kind in warnings.GroupBy(w => w.Code))
        {
            string text = string.Join(words["cli.warning-between"], kind.Select(w => w.MessageIn(words).TrimEnd('.', '。')).Distinct());
            context.Note(words.Say("cli.warning", ("code", kind.Key), ("text", text)));
        }
    }

    /// <summary>Warnings of a study, which its report tells in full: one line a kind, with the models and what to do.</summary>
    public static void Warn(CliContext context, StudyResult study)
    {
        Words words = Words.Of(study.Language);
        foreach (IGrouping<string, StudyWarning> kind in study.Warnings.GroupBy(w => w.Code))
        {
            if (CommandWarnings.All.FirstOrDefault(k => k.Code == kind.Key) is not { } known)
                continue;
            string[] sources = [.. kind.Select(w => w.Source).Distinct()];
            context.Note(words.Say("cli.warning-in", ("code", kind.Key), ("models", words.List(sources)), ("text", FirstSentence(known.RemedyIn(words)))));
        }
    }

    private static string FirstSentence(string text) => text.Split(". ")[0].Split('。')[0].TrimEnd('.');
}
