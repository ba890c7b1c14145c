using System.Text.Json;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;

namespace Gravity.Cli.Json;

/// <summary>A guessed panel and its drafted study.</summary>
internal static class DraftJson
{
    public static void Write(Utf8JsonWriter writer, PanelGuess guess, StudyDraft draft, string study)
    {
        writer.WriteString("file", study);
        writer.WriteString("formula", draft.Formula);
        writer.WriteStrings("models", draft.Models);
        writer.WriteStrings("unit", guess.Unit);
        writer.WriteString("time", guess.Time);
        writer.WriteString("label", guess.Label);
        writer.WriteString("home", guess.Home);
        writer.WriteString("flow", guess.Flow.Name);
        writer.WriteNumber("rows", guess.Panel.RowCount);
        writer.WriteNumber("units", guess.Units);
        writer.WriteNumber("periods", guess.Periods);
        writer.WriteNumber("zeroFlows", guess.ZeroRows.Count);
        writer.WriteNumber("negativeFlows", guess.NegativeRows.Count);
        writer.WriteNumber("missingFlows", guess.MissingFlows);
        writer.WriteNumber("duplicateRows", guess.DuplicateRows.Count);
        writer.WriteNumber("checks", draft.Checks);
        writer.WriteStartArray("columns");
        foreach (DraftColumn column in draft.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Guess.Name);
            writer.WriteString("role", StudyDraft.KeyOf(column.Guess.Role));
            writer.WriteString("side", column.Guess.Side.ToString().ToLowerInvariant());
            writer.WriteString("confidence", column.Guess.Confidence.ToString().ToLowerInvariant());
            writer.WriteBoolean("logged", column.Guess.Logged);
            writer.WriteBoolean("used", column.IsUsed);
            writer.WriteString("use", column.Use.ToString());
            writer.WriteString("reason", column.Guess.Reason.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
