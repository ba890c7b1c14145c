using Gravity.Core.Studies;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Studies;

namespace Gravity.Reporting.Html;

/// <summary>A section in its place in the page, with the charts that belong to it.</summary>
internal sealed record PlacedSection(ReportSection Section, IReadOnlyList<(string Name, IChart Chart)> Charts);

/// <summary>A question of a reader with everything in the study that answers it.</summary>
/// <param name="Key">One of <see cref="ReportParts.Keys"/>.</param>
/// <param name="Findings">What the numbers say about it.</param>
/// <param name="Sections">Tables and charts.</param>
internal sealed record ReportPart(string Key, IReadOnlyList<string> Findings, IReadOnlyList<PlacedSection> Sections);

/// <summary>Sorts the sections, charts and findings of a study by the question they answer.</summary>
internal static class ReportParts
{
    /// <summary>The questions, in the order in which a referee asks them.</summary>
    public static readonly string[] Keys =
        ["asked", "sample", "identification", "model", "estimates", "performance", "drivers", "robustness", "caution", "provenance"];

    private static readonly Dictionary<string, string> PartOfSection = new(StringComparer.Ordinal)
    {
        ["findings"] = "asked",
        ["asked"] = "asked",
        ["sample"] = "sample",
        ["identification"] = "identification",
        ["tests"] = "model",
        ["diagnostics"] = "model",
        ["paths"] = "model",
        ["models"] = "estimates",
        ["efficiency"] = "performance",
        ["potential"] = "performance",
        ["classes"] = "performance",
        ["methods"] = "performance",
        ["charts"] = "performance",
        ["determinants"] = "drivers",
        ["robustness"] = "robustness",
        ["warnings"] = "caution",
        ["provenance"] = "provenance",
    };

    // By the beginning of the code.
    private static readonly (string Start, string Part)[] PartOfFinding =
    [
        ("not-converged", "caution"), ("inefficiency-", "model"), ("time-invariance-", "model"), ("truncated-", "model"), ("half-normal-", "model"),
        ("law-", "model"), ("eta-", "identification"), ("distance-", "identification"), ("weak-", "identification"), ("ols-skewness", "identification"),
        ("within-skewness", "identification"), ("unit-means-", "identification"), ("few-units", "identification"), ("determinants-", "drivers"),
        ("influential-", "model"), ("wider-sample", "robustness"), ("narrower-sample", "robustness"), ("other-sample", "robustness"), ("highlighted-", "performance"), ("mean-efficiency", "performance"), ("potential-", "performance"), ("methods-", "performance"), ("held-out-", "performance"),
    ];

    // By a word of the chart's name; the first that fits.
    private static readonly (string Word, string Section)[] SectionOfChart =
    [
        ("method", "methods"), ("robust", "robustness"), ("specification", "robustness"), ("determinant", "determinants"), ("marginal", "determinants"), ("class", "classes"),
        ("room", "potential"), ("potential", "potential"), ("gap", "potential"), ("coefficient", "models"), ("estimates", "models"),
        ("residual", "identification"), ("influence", "diagnostics"), ("skew", "identification"), ("profile", "identification"), ("variation", "identification"), ("sample", "sample"),
        ("trade", "sample"),
    ];

    /// <summary>The parts that have anything to say. A section of a kind not known here joins the part of the section before it.</summary>
    public static IReadOnlyList<ReportPart> Of(StudyResult study, IReadOnlyList<ReportSection> sections)
    {
        string part = Keys[0];
        var placed = Keys.ToDictionary(key => key, _ => new List<ReportSection>());
        foreach (ReportSection section in sections.Where(s => s.Key != "findings"))
        {
            part = PartOfSection.GetValueOrDefault(section.Key, part);
            placed[part].Add(section);
        }

        ILookup<string, (string Name, IChart Chart)> free = sections.Where(s => s.Key == "charts").SelectMany(s => s.Charts)
            .ToLookup(c => Home(c.Name, sections));
        ILookup<string, string> findings = Findings(study, sections.FirstOrDefault(s => s.Key == "findings")?.Sentences ?? []);
        var parts = new List<ReportPart>();
        foreach (string key in Keys)
        {
            PlacedSection[] here =
            [
                .. placed[key].Select(s => s.Key == "charts"
                    ? new PlacedSection(s with { Charts = [] }, [.. free["charts"]])
                    : new PlacedSection(s, [.. s.Charts, .. free[s.Key]])).Where(s => s.Section.Key != "charts" || s.Charts.Count > 0),
            ];
            if (here.Length > 0 || findings[key].Any()) parts.Add(new ReportPart(key, [.. findings[key]], here));
        }

        return parts;
    }

    /// <summary>The section whose numbers a chart shows; that of charts where it is not in the report.</summary>
    private static string Home(string chart, IReadOnlyList<ReportSection> sections)
    {
        string home = SectionOfChart.FirstOrDefault(s => chart.Contains(s.Word, StringComparison.Ordinal)).Section ?? "efficiency";
        return sections.Any(s => s.Key == home) ? home : "charts";
    }

    private static ILookup<string, string> Findings(StudyResult study, IReadOnlyList<string> sentences)
    {
        string Part(int i) => i >= study.Findings.Count ? "model"
            : PartOfFinding.FirstOrDefault(f => study.Findings[i].Code.StartsWith(f.Start, StringComparison.Ordinal)).Part ?? "model";
        return sentences.Select((sentence, i) => (Part: Part(i), Sentence: sentence)).ToLookup(f => f.Part, f => f.Sentence);
    }
}
