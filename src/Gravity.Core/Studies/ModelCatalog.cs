using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Studies.Families;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>A model that can be asked for by name.</summary>
/// <param name="Key">Name on the command line.</param>
/// <param name="Kind"><c>frontier</c>, <c>panel frontier</c> or <c>regression</c>.</param>
/// <param name="Citation">Author, year, journal.</param>
/// <param name="Laws">Laws of u it takes, its default first; empty for regressions.</param>
public sealed record ModelEntry(string Key, string Kind, string Citation, IReadOnlyList<string> Laws)
{
    /// <summary>Whether the model is of units and their rows.</summary>
    public bool NeedsUnits { get; init; }

    /// <summary>Whether the model needs to know the period of a row.</summary>
    public bool NeedsPeriods { get; init; }

    /// <summary>Whether the rows of a unit share inefficiency, so that what is known of a unit grows with its rows.</summary>
    public bool SharesInefficiency { get; init; }

    /// <summary>Keys of other models that this one contains at interior values of its parameters: a likelihood ratio of them is χ².</summary>
    public IReadOnlyList<string> Nests { get; init; } = [];

    /// <summary>Keys of other models that this one contains where one variance is zero: the likelihood ratio has half its mass at the lower degrees.</summary>
    public IReadOnlyList<string> NestsAtBoundary { get; init; } = [];

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

    /// <summary>All models, in the order of <c>gravity models</c>.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } = [.. ModelFamilies.All.SelectMany(family => family.Entries)];

    /// <summary>Every name <c>--model</c> takes: models, and laws as a short form of <c>pooled</c> with that law.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(m => m.Key), .. AllLaws];

    /// <summary>The entry for a name; laws give <c>pooled</c>.</summary>
    public static ModelEntry? Find(string name) =>
        All.FirstOrDefault(m => m.Key == name) ?? (AllLaws.Contains(name) ? All.First(m => m.Key == "pooled") : null);

    /// <summary>Whether a model takes an option of a request.</summary>
    /// <param name="name">A name of <see cref="Names"/>.</param>
    /// <param name="option">A word of the command line without dashes, e.g. <c>sigma-u</c>.</param>
    public static bool Takes(string name, string option) => ModelFamilies.Takes(name, option);

    /// <summary>The covariance of a request in the words of <c>--vce</c>, the model's own where it names none.</summary>
    /// <param name="request">The request.</param>
    public static string VceOf(ModelRequest request) => ModelFamilies.VceOf(request);

    /// <summary>Whether any model takes an option of a request.</summary>
    /// <param name="option">A word of the command line without dashes, e.g. <c>sigma-u</c>.</param>
    public static bool IsTaken(string option) => All.Any(m => Takes(m.Key, option));
}
