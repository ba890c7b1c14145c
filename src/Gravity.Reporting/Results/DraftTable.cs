using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>What a user's columns seem to be and where they stand in the drafted study.</summary>
public static class DraftTable
{
    /// <summary>One row for each column that the study uses.</summary>
    /// <param name="guess">The guess.</param>
    /// <param name="draft">The study drafted from it.</param>
    /// <param name="words">The language; null for English.</param>
    public static ReportTable Of(PanelGuess guess, StudyDraft draft, Words? words = null)
    {
        words ??= Words.English;
        ReportColumn[] columns =
        [
            ReportColumn.Words(words["guess.table.column"], "column"), ReportColumn.Words(words["guess.table.role"], "role"),
            ReportColumn.Words(words["guess.table.use"], "use"), ReportColumn.Words(words["guess.table.why"], "why"),
        ];
        return new ReportTable("columns", words.Say("guess.table.title", ("file", guess.Panel.SourceName)), columns,
        [
            .. draft.Columns.Where(c => c.IsUsed).Select(c => ReportRow.Of(
                Cell.Text(c.Guess.Name), Cell.Text(Role(c.Guess, words)), Cell.Text(c.Use.In(words)), Cell.Text(Why(c, words)))),
        ]);
    }

    /// <summary>The columns that the study does not use, in a sentence; null where all are used.</summary>
    /// <param name="draft">The study.</param>
    /// <param name="words">The language; null for English.</param>
    public static string? Unused(StudyDraft draft, Words? words = null)
    {
        words ??= Words.English;
        string[] names = [.. draft.Columns.Where(c => !c.IsUsed).Select(c => c.Guess.Name)];
        return names.Length == 0 ? null : words.Sentence(words.Say("guess.table.unused", ("columns", names)));
    }

    private static string Role(ColumnGuess guess, Words words)
    {
        string role = words["guess.role." + StudyDraft.KeyOf(guess.Role)];
        bool sided = guess.Role is not (ColumnRole.Other or ColumnRole.Exporter or ColumnRole.Importer or ColumnRole.Time);
        return sided && guess.Side != TradeSide.None ? words.Say(guess.Side == TradeSide.Origin ? "guess.side.origin" : "guess.side.partner", ("what", role)) : role;
    }

    private static string Why(DraftColumn column, Words words) =>
        column.Guess.Reason.In(words) + (column.IsUsed && column.Guess.Confidence == GuessConfidence.Doubtful ? " (" + words["guess.table.check"] + ")" : "");
}
