using System.Text.RegularExpressions;
using Gravity.Core.Studies;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Tables;
using Gravity.Tests.Architecture;

namespace Gravity.Reporting.Tests.Studies;

/// <summary>A report speaks the language of its study, and no other.</summary>
public sealed partial class ReportLanguageTest
{
    // Regression tables side by side are said elsewhere.
    private static readonly string[] NotYet = ["models", "robustness", "time-path", "one-step"];

    [Fact]
    public void The_report_of_the_shipped_study_has_no_English_sentence_left_in_Chinese()
    {
        Study study = StudyFile.Read(Path.Combine(RepositoryFiles.Root, "data", "zhejiang-cee"), "zh");
        StudyResult result = StudyRunner.Run(study);
        string[] own = [.. OwnTexts(study, result).Where(t => t.Length > 0).Distinct().OrderByDescending(t => t.Length)];

        string[] texts = TextsOf(result);
        string[] English(string[] said) =>
            [.. said.Where(text => Sentence().IsMatch(own.Aggregate(text, (rest, known) => rest.Replace(known, "·", StringComparison.Ordinal))))];

        Assert.True(English(texts).Length == 0, string.Join('\n', English(texts)));
        // The search finds sentences where there are any.
        Assert.True(English(TextsOf(result with { Language = "en" })).Length > 50);
        Assert.Contains(texts, text => text.Contains("“不存在贸易非效率”的原假设被拒绝", StringComparison.Ordinal));
    }

    private static string[] TextsOf(StudyResult result) =>
        [.. StudyReport.Of(result).Sections.SelectMany(s => s.Sentences.Append(s.Title).Concat(s.Tables.Concat(s.Files).SelectMany(Texts)))];

    /// <summary>What the user wrote: names, labels, formulas.</summary>
    private static IEnumerable<string> OwnTexts(Study study, StudyResult result) =>
    [
        study.Title, .. study.Models.Concat(study.Robustness!).SelectMany(m => (string?[])[m.Name, m.Request.Formula, m.Request.Inefficiency, .. m.Changes]).OfType<string>(),
        .. study.Tests!.Select(t => t.Name), .. study.Data.Columns.SelectMany(c => (string[])[c.Name.Value, c.Label.Label, c.Label.Unit, c.Label.Source]),
        .. result.Labels.Units.Values, study.Data.Where!.Value,
    ];

    private static IEnumerable<string> Texts(ReportTable table) => NotYet.Contains(table.Key) ? [] :
    [
        table.Title, .. table.Columns.SelectMany(c => (string?[])[c.Header.Replace('\n', ' '), c.Group]).OfType<string>(), .. table.Notes,
        .. table.Rows.SelectMany(r => r.Cells.OfType<TextCell>().Select(c => c.Value).Append(r.Group)).OfType<string>(),
    ];

    // Two words are a name; three in small letters are a sentence.
    [GeneratedRegex("[A-Za-z][a-z]+(?: [a-z]{2,}){2,}")]
    private static partial Regex Sentence();
}
