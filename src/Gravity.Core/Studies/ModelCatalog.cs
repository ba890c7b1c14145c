using Gravity.Core.Frontier;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>A model that can be asked for by name.</summary>
/// <param name="Key">Name on the command line.</param>
/// <param name="Kind"><c>frontier</c>, <c>panel frontier</c> or <c>regression</c>.</param>
/// <param name="Citation">Author, year, journal.</param>
/// <param name="Laws">Laws of u it takes, its default first; empty for regressions.</param>
public sealed record ModelEntry(string Key, string Kind, string Citation, IReadOnlyList<string> Laws)
{
    /// <summary>What it is, one line.</summary>
    public string Title => TitleIn(Words.English);

    /// <summary>How its numbers were checked.</summary>
    public string Validation => ValidationIn(Words.English);

    /// <summary><see cref="Title"/> in a language.</summary>
    /// <param name="words">The language.</param>
    public string TitleIn(Words words) => words["model-title." + Key];

    /// <summary><see cref="Validation"/> in a language.</summary>
    /// <param name="words">The language.</param>
    public string ValidationIn(Words words) => words["model-validation." + Key];
}

/// <summary>The models at hand.</summary>
public static class ModelCatalog
{
    private static readonly string[] AllLaws = [.. InefficiencyLaw.All.Select(l => l.Key)];
    private static readonly string[] PanelLaws = [.. ConjugateLaw.Members.Select(l => l.Key)];

    /// <summary>All models, in the order of <c>gravity models</c>.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        new("ols", "regression", "Textbook; R lm, Stata regress", []),
        new("pooled", "frontier",
            "Aigner, Lovell and Schmidt (1977); Caudill, Ford and Gropper (1995); Wang (2002); Wang and Schmidt (2002)", AllLaws),
        new("bc95", "frontier",
            "Battese and Coelli (1995), Empirical Economics 20: 325–332", ["truncated-normal"]),
        new("pitt-lee", "panel frontier",
            "Pitt and Lee (1981), Journal of Development Economics 9: 43–64", PanelLaws),
        new("bc92", "panel frontier",
            "Battese and Coelli (1992), Journal of Productivity Analysis 3: 153–169", PanelLaws),
        new("kumbhakar90", "panel frontier",
            "Kumbhakar (1990), Journal of Econometrics 46: 201–211", PanelLaws),
        new("modified-kumbhakar90", "panel frontier",
            "After Kumbhakar (1990), Journal of Econometrics 46: 201–211; R npsf", PanelLaws),
        new("schmidt-sickles-fe", "panel frontier",
            "Schmidt and Sickles (1984), Journal of Business and Economic Statistics 2: 367–374", []),
        new("schmidt-sickles-re", "panel frontier",
            "Schmidt and Sickles (1984), Journal of Business and Economic Statistics 2: 367–374", []),
    ];

    /// <summary>Every name <c>--model</c> takes: models, and laws as a short form of <c>pooled</c> with that law.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(m => m.Key), .. AllLaws];

    /// <summary>The entry for a name; laws give <c>pooled</c>.</summary>
    public static ModelEntry? Find(string name) =>
        All.FirstOrDefault(m => m.Key == name) ?? (AllLaws.Contains(name) ? All.First(m => m.Key == "pooled") : null);
}
