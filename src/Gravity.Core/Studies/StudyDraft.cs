using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>How a column is used in a drafted study.</summary>
/// <param name="Guess">What the column seems to be.</param>
/// <param name="Use">Where it stands in the study, or why it does not.</param>
/// <param name="IsUsed">Whether it stands in the study.</param>
public sealed record DraftColumn(ColumnGuess Guess, Phrase Use, bool IsUsed);

/// <summary>A study file for a user's data, with a comment for every decision: a place to start, which runs as it stands.</summary>
public sealed record StudyDraft
{
    /// <summary>The study file: YAML with comments.</summary>
    public required string Text { get; init; }

    /// <summary>Comments marked <c>check:</c>.</summary>
    public required int Checks { get; init; }

    /// <summary>The frontier.</summary>
    public required string Formula { get; init; }

    /// <summary>Names of the models.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>Every column and its use.</summary>
    public required IReadOnlyList<DraftColumn> Columns { get; init; }

    /// <summary>The key of the language the comments are in.</summary>
    public required string Language { get; init; }

    /// <summary>The key of a role in the words: <c>gdp-per-capita</c>.</summary>
    /// <param name="role">The role.</param>
    public static string KeyOf(ColumnRole role) => DraftWriter.KeyOf(role);

    /// <summary>Drafts the study of a guessed panel.</summary>
    /// <param name="guess">The guess.</param>
    /// <param name="dataFile">The data file as the study names it: relative to the study file, with <c>/</c> between folders.</param>
    /// <param name="studyFile">The study file's name, for the comments.</param>
    /// <param name="words">The language of the comments; null for that of the file's own headings.</param>
    public static StudyDraft Of(PanelGuess guess, string dataFile, string studyFile = StudyFile.DefaultName, Words? words = null)
    {
        bool chinese = guess.Panel.Columns.Any(c => c.Name.Any(letter => letter is >= '\u4E00' and <= '\u9FFF'));
        words ??= chinese ? Words.Chinese : Words.English;
        return new DraftWriter(guess, dataFile, studyFile, words).Write();
    }
}
