using System.Globalization;
using System.Text.RegularExpressions;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies;

/// <summary>The words a study brings for its tables and charts.</summary>
internal static partial class StudyWords
{
    /// <summary>Labels of columns and units, headings, and the measure of the headline's flow.</summary>
    public static ReportLabels Labels(StudyResult study)
    {
        var words = Words.Of(study.Language);
        Core.Specification.Design design = study.HeadlineFit.Fit.Design;
        bool pairs = design.Units?.Names.Any(n => n.Contains('→', StringComparison.Ordinal)) == true;
        int[] periods = design.Units?.PeriodOfRow ?? [];
        return new ReportLabels
        {
            Words = words,
            Columns = study.Labels.Columns.ToDictionary(c => c.Key, c => c.Value.Label, StringComparer.Ordinal),
            Measures = study.Labels.Columns.Where(c => c.Value.Unit.Length > 0).ToDictionary(c => c.Key, c => c.Value.Unit, StringComparer.Ordinal),
            Units = study.Labels.Units,
            Highlight = study.Labels.Highlight,
            UnitHeader = words[pairs ? "labels.pair" : "labels.partner"],
            TimeHeader = words[periods.All(p => p is >= 1000 and < 3000) ? "labels.year" : "labels.period"],
            FlowMeasure = design.FlowColumn is { } flow && study.Labels.Columns.TryGetValue(flow, out ColumnLabel? label) && label.Unit.Length > 0 ? label.Unit : null,
        };
    }

    /// <summary>The columns that occur in any model of the study, in the order of the study.</summary>
    public static IReadOnlyList<string> UsedColumns(StudyResult study)
    {
        HashSet<string> mentioned = [.. study.Models.Concat(study.Robustness).SelectMany(m => Mentioned(m.Fit.Request))];
        // Periods and units describe the panel, not a variable, though i(year) names them.
        mentioned.ExceptWith(study.HeadlineFit.Fit.Request.Unit.Append(study.HeadlineFit.Fit.Request.Time ?? ""));
        return [.. study.Description.Numbers.Select(n => n.Name).Where(mentioned.Contains).OrderBy(n => Place(study, n))];
    }

    /// <summary>"Exports: China Customs. GDP of China, GDP of the partner: World Bank WDI." of the headline's columns; null without any source.</summary>
    public static string? Source(StudyResult study)
    {
        HashSet<string> mentioned = [.. Mentioned(study.HeadlineFit.Fit.Request)];
        var words = Words.Of(study.Language);
        string? flow = study.HeadlineFit.Fit.Design.FlowColumn;
        var used = study.Labels.Columns.Where(c => mentioned.Contains(c.Key) && c.Value.Source.Length > 0).OrderBy(c => c.Key == flow ? 0 : 1);
        string[] sources =
        [
            .. used.GroupBy(c => c.Value.Source).Select(g => words.Say(
                "words.colon", ("what", string.Join(words["list.between"], g.Select(c => c.Value.Label))), ("text", g.Key.TrimEnd('.') + words["sentence.end"]))),
        ];
        return sources.Length == 0 ? null : string.Join(words.Language == "en" ? " " : "", sources);
    }

    /// <summary>A model in a phrase: bc92 with half-normal inefficiency.</summary>
    public static string Model(FitResult fit, string? name, Words? words = null)
    {
        words ??= Words.English;
        string model = fit.Law is { } law ? words.Say("study.model-law", ("model", fit.Model), ("law", ResultWords.Law(law, words))) : fit.Model;
        return name is null || name == fit.Model ? model : words.Say("words.bracketed", ("text", name), ("more", model));
    }

    /// <summary>Rows and units in a phrase: 208 rows of 16 partners.</summary>
    public static string Sample(FitResult fit, ReportLabels labels)
    {
        string rows = labels.Words.Count(fit.Observations, "row");
        return fit.Units is { } units
            ? labels.Words.Say("study.sample-units", ("rows", rows), ("count", units), ("unit", labels.UnitInside))
            : rows;
    }

    /// <summary>2007–2019; null without periods.</summary>
    public static string? Span(IEnumerable<int> periods)
    {
        int[] all = [.. periods];
        if (all.Length == 0) return null;
        (int first, int last) = (all.Min(), all.Max());
        return first == last
            ? first.ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{first}–{last}");
    }

    private static int Place(StudyResult study, string column)
    {
        int place = study.Labels.Columns.Keys.ToList().IndexOf(column);
        return place < 0 ? int.MaxValue : place;
    }

    private static IEnumerable<string> Mentioned(ModelRequest request) =>
        Word().Matches(string.Join(' ', request.Formula, request.Inefficiency, request.MeanU, request.SigmaU, request.SigmaV)).Select(m => m.Value);

    [GeneratedRegex(@"[\p{L}_.][\p{L}\p{N}_.]*")]
    private static partial Regex Word();
}
