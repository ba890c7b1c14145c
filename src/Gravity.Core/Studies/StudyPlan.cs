using Gravity.Core.Data;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>A study bound to its data: every name checked, defaults filled in, nothing estimated yet.</summary>
public sealed record StudyPlan
{
    /// <summary>The study as its file states it.</summary>
    public required Study Study { get; init; }

    /// <summary>The rows of the study: joined, derived, filtered, indexed.</summary>
    public required TradePanel Panel { get; init; }

    /// <summary>What each join matched.</summary>
    public required IReadOnlyList<JoinReport> Joins { get; init; }

    /// <summary>The models to fit, in order.</summary>
    public required IReadOnlyList<StudyModel> Models { get; init; }

    /// <summary>Name of the headline among <see cref="Models"/>.</summary>
    public required string Headline { get; init; }

    /// <summary>The tests to make, those of the file or the default ones.</summary>
    public required IReadOnlyList<StudyTestRequest> Tests { get; init; }

    /// <summary>The robustness columns to fit, those of the file or the default ones.</summary>
    public required IReadOnlyList<StudyModel> Robustness { get; init; }

    /// <summary>Names of units and columns for readers.</summary>
    public required StudyLabels Labels { get; init; }

    /// <summary>The seed used.</summary>
    public required long Seed { get; init; }

    /// <summary>Reads the data of a study and checks every name against them.</summary>
    /// <param name="study">The study.</param>
    /// <param name="options">The subset and the seed are taken from here.</param>
    /// <exception cref="UsageException"><c>unknown-column</c>, <c>unknown-name</c> (of <see cref="StudyOptions.Only"/>), and others, with line and column.</exception>
    /// <exception cref="DataUnfitException">
    /// A file cannot be read or joined; <c>cells-to-fill</c>: columns that the models need are empty, as in a table that waits for its flows.
    /// </exception>
    public static StudyPlan Of(Study study, StudyOptions? options = null)
    {
        options ??= new StudyOptions();
        StudyTables tables = StudyTables.Read(study);
        TradePanel panel = tables.Panel;
        CheckColumns(study, panel);
        (IReadOnlyList<StudyModel> models, IReadOnlyList<StudyModel>? robustness) = Select(study, options.Only);
        string headline = HeadlineOf(study, models);
        tables.RequireCells(models, robustness ?? []);
        robustness ??= options.Only.Count > 0 ? [] : StudyDefaults.Robustness(study, panel, models.First(m => m.Name == headline));
        IReadOnlyList<StudyTestRequest> tests = study.Tests ?? StudyDefaults.Tests(models, headline);
        HashSet<string> chosen = [.. models.Select(m => m.Name)];
        return new StudyPlan
        {
            Study = study,
            Panel = panel,
            Joins = tables.Joins,
            Models = models,
            Headline = headline,
            Tests = [.. tests.Where(t => chosen.Contains(t.Model) && (t.Against is null || chosen.Contains(t.Against)) && (t.NonNested is null || chosen.Contains(t.NonNested)))],
            Robustness = robustness,
            Labels = LabelsOf(study, panel),
            Seed = options.Seed ?? study.Seed,
        };
    }

    /// <summary>The models and robustness columns asked for; null for robustness columns that the file leaves to the defaults.</summary>
    private static (IReadOnlyList<StudyModel> Models, IReadOnlyList<StudyModel>? Robustness) Select(Study study, IReadOnlyList<string> only)
    {
        if (only.Count == 0)
            return (study.Models, study.Robustness);
        string[] known = [.. study.Models.Concat(study.Robustness ?? []).Select(m => m.Name)];
        foreach (string name in only)
            if (!known.Contains(name))
                throw new UsageException("unknown-name", NearestNames.Sentence("model of the study", name, known));
        StudyModel[] models = [.. study.Models.Where(m => only.Contains(m.Name))];
        // A robustness column stands beside the headline.
        if (models.Length == 0)
            models = [study.Models.First(m => m.Name == HeadlineOf(study, study.Models))];
        return (models, [.. (study.Robustness ?? []).Where(m => only.Contains(m.Name))]);
    }

    private static string HeadlineOf(Study study, IReadOnlyList<StudyModel> models)
    {
        if (study.Headline is not null && models.Any(m => m.Name == study.Headline))
            return study.Headline;
        StudyModel headline = models.FirstOrDefault(m => ModelNesting.KeyOf(m.Request) == "bc92")
            ?? models.LastOrDefault(m => ModelNesting.IsFrontier(m.Request))
            ?? models[0];
        return headline.Name;
    }

    private static void CheckColumns(Study study, TradePanel panel)
    {
        void Check(Located<string>? place)
        {
            if (place is not null)
                StudyTables.At(study, place.Line, place.Column, null, () => panel[place.Value]);
        }

        Check(study.Data.Label);
        Check(study.Trade);
        foreach ((Located<string> name, _) in study.Data.Columns)
            Check(name);
        foreach (Located<string> column in (study.Potential.By ?? []).SelectMany(b => b))
            Check(column);
        foreach (StudyModel model in study.Models.Concat(study.Robustness ?? []))
        {
            foreach ((string key, string column) in RequestColumns.ByKey(model.Request))
            {
                (int line, int position) = model.Marks.TryGetValue(key, out (int Line, int Column) mark) ? mark : (model.Line, model.Column);
                StudyTables.At(study, line, position, $"model '{model.Name}'", () => panel[column]);
            }
        }
    }

    private static StudyLabels LabelsOf(Study study, TradePanel panel)
    {
        var units = new Dictionary<string, string>(StringComparer.Ordinal);
        PanelColumn? label = study.Data.Label is { } name ? panel[name.Value] : null;
        for (int unit = 0; unit < (panel.Index?.UnitNames.Count ?? 0); unit++)
        {
            string key = panel.Index!.UnitNames[unit];
            string? text = null;
            foreach (int row in panel.Index.RowsOf(unit))
                text ??= label?.TextAt(row);
            units[key] = UnitNames.In(key, text ?? key, study.Language);
        }
        return new StudyLabels(units, study.Data.Columns.ToDictionary(c => c.Name.Value, c => c.Label, StringComparer.Ordinal))
        {
            Highlight = study.Highlight is { } highlight ? Highlighted(study, panel, highlight) : null,
        };
    }

    private static HighlightedUnits Highlighted(Study study, TradePanel panel, StudyHighlight highlight) =>
        StudyTables.At(study, highlight.Where.Line, highlight.Where.Column, "output.highlight", () =>
        {
            if (panel.Index is not { } index)
                throw new UsageException("no-units", "units can be told from the others only where there are units: name them under data.unit");
            HashSet<string> satisfied = [.. panel.Where(highlight.Where.Value).Index!.UnitNames];
            return new HighlightedUnits(highlight.Label ?? highlight.Where.Value, [.. index.UnitNames.Where(satisfied.Contains)]);
        });
}
