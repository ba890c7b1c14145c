using System.Text.RegularExpressions;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>The variables of a study: what they are, where they come from, which sign was expected and which was found.</summary>
public static partial class VariableTables
{
    // Signs in parentheses are not significant at this level.
    private const double Level = 0.05;

    /// <summary>The table of definitions; none where the study describes no column that a model uses.</summary>
    /// <param name="study">The study.</param>
    /// <param name="labels">Words for its columns.</param>
    /// <remarks>The sign found is that of the headline; of a variable that the headline lacks, that of the first model that has it.</remarks>
    public static IReadOnlyList<ReportTable> Of(StudyResult study, ReportLabels labels)
    {
        Words words = labels.Words;
        NamedFit[] models = [study.HeadlineFit, .. study.Models.Where(m => m != study.HeadlineFit)];
        var groups = new List<(string Group, string Column, string Term, NamedFit? Model, ParameterEstimate? Estimate)>();
        foreach ((string column, ColumnLabel label) in study.Labels.Columns)
        {
            if (models.FirstOrDefault(m => Names(m.Result.Response).Contains(column)) is { } left)
            {
                groups.Add(("variables.left", column, left.Result.Response, null, null));
                continue;
            }

            if (Find(models, BlockNames.Frontier, column) is { } frontier)
                groups.Add(("variables.frontier", column, frontier.Estimate.Name, frontier.Model, frontier.Estimate));
            foreach (string block in (string[])[BlockNames.InefficiencyScaling, BlockNames.InefficiencyMean, BlockNames.InefficiencyVariance, BlockNames.NoiseVariance])
            {
                if (Find(models, block, column) is { } found)
                    groups.Add(("variables." + block, column, found.Estimate.Name, found.Model, found.Estimate));
            }
        }

        if (groups.Count == 0) return [];
        string[] order = [.. groups.Select(g => g.Group).Distinct().OrderBy(g => Array.IndexOf(Order, g))];
        var rows = groups.OrderBy(g => Array.IndexOf(order, g.Group)).Select(g =>
        {
            ColumnLabel label = study.Labels.Columns[g.Column];
            return new ReportRow([label.Label, g.Term, label.Unit, label.Source, Sign(label.Expected), Found(g.Estimate)]) { Group = words[g.Group] };
        });
        return
        [
            new ReportTable(
                "variables", words["variables.title"],
                [
                    ReportColumn.Words(words["variables.variable"], "variable"), ReportColumn.Words(words["variables.term"], "term"),
                    ReportColumn.Words(words["variables.unit"], "unit"), ReportColumn.Words(words["variables.source"], "source"),
                    Signs(words["variables.expected"], "expected"), Signs(words["variables.found"], "found"),
                ],
                [.. rows])
            {
                Words = words,
                Notes = [.. Notes(groups.Where(g => g.Model is not null).Select(g => (g.Group, g.Model!.Name)).Distinct(), words)],
            },
        ];

        ReportColumn Signs(string header, string key) => new(header, ColumnAlignment.Center, NumberFormat.Text, words["variables.sign"]) { Key = key };
    }

    private static readonly string[] Order =
    [
        "variables.left", "variables.frontier", "variables.inefficiency-scaling", "variables.inefficiency-mean", "variables.inefficiency-variance", "variables.noise-variance",
    ];

    private static IEnumerable<string> Notes(IEnumerable<(string Group, string Model)> used, Words words)
    {
        foreach (IGrouping<string, (string Group, string Model)> group in used.GroupBy(u => u.Group))
        {
            yield return words.Say(
                "variables.note.models", ("group", words[group.Key]), ("models", words.List([.. group.Select(u => u.Model).Distinct()])));
        }

        yield return words["variables.note.parentheses"];
        if (used.Any(u => u.Group is "variables.inefficiency-mean" or "variables.inefficiency-variance"))
            yield return words["variables.note.inefficiency"];
    }

    private static (NamedFit Model, ParameterEstimate Estimate)? Find(NamedFit[] models, string block, string column)
    {
        foreach (NamedFit model in models)
        {
            ParameterEstimate? own = model.Result.Parameters.FirstOrDefault(p => p.Block == block && Names(p.Name).SequenceEqual([column]));
            if (own is not null) return (model, own);
        }

        return null;
    }

    /// <summary>+ or −, in parentheses where zero is not rejected; empty for a variable on the left side.</summary>
    private static string Found(ParameterEstimate? estimate) => estimate switch
    {
        null => "",
        { Estimate: not (> 0 or < 0) } => "–",
        { P: < Level } => estimate.Estimate > 0 ? "+" : "−",
        _ => estimate.Estimate > 0 ? "(+)" : "(−)",
    };

    private static string Sign(string expected) => expected.Replace('-', '−');

    /// <summary>The columns named in a term, without the functions around them.</summary>
    private static IEnumerable<string> Names(string term) =>
        Word().Matches(term).Where(m => m.Index + m.Length >= term.Length || term[m.Index + m.Length] != '(').Select(m => m.Value).Distinct();

    [GeneratedRegex(@"[\p{L}_.][\p{L}\p{N}_.]*")]
    private static partial Regex Word();
}
