using Gravity.Core.Frontier;

namespace Gravity.Core.Studies;

/// <summary>A model that can be asked for by name.</summary>
/// <param name="Key">Name on the command line.</param>
/// <param name="Kind"><c>frontier</c>, <c>panel frontier</c> or <c>regression</c>.</param>
/// <param name="Title">One line.</param>
/// <param name="Citation">Author, year, journal.</param>
/// <param name="Laws">Laws of u it takes, its default first; empty for regressions.</param>
/// <param name="Validation">How its numbers were checked.</param>
public sealed record ModelEntry(
    string Key, string Kind, string Title, string Citation, IReadOnlyList<string> Laws, string Validation);

/// <summary>The models at hand.</summary>
public static class ModelCatalog
{
    private static readonly string[] AllLaws = [.. InefficiencyLaw.All.Select(l => l.Key)];
    private static readonly string[] PanelLaws = [.. ConjugateLaw.Members.Select(l => l.Key)];

    /// <summary>All models, in the order of <c>gravity models</c>.</summary>
    public static IReadOnlyList<ModelEntry> All { get; } =
    [
        new("ols", "regression", "Least squares with Gaussian log-likelihood", "Textbook; R lm, Stata regress", [],
            "R plm pooling and lm-type errors on rice and dairyspain; identity with σ_u = 0"),
        new("pooled", "frontier", "Independent rows, any law of u and any of v; ln σ_u², ln σ_v² and μ may have indices, or u scales with z",
            "Aigner, Lovell and Schmidt (1977); Caudill, Ford and Gropper (1995); Wang (2002); Wang and Schmidt (2002)", AllLaws,
            "FRONTIER 4.1, R frontier 1.1-8, sfaR 1.0.1, npsf 0.8.0, sfa 1.1.0; quadrature; recovery"),
        new("bc95", "frontier", "Inefficiency effects: u ~ N⁺(z'δ, σ_u²) over rows of a panel",
            "Battese and Coelli (1995), Empirical Economics 20: 325–332", ["truncated-normal"],
            "R frontier 1.1-8 with and without z-intercept; identity with the pooled truncated normal; recovery"),
        new("pitt-lee", "panel frontier", "Time-invariant inefficiency, u_it = u_i",
            "Pitt and Lee (1981), Journal of Development Economics 9: 43–64", PanelLaws,
            "R frontier 1.1-8, npsf 0.8.0; quadrature over u_i; identity with bc92 at η = 0; recovery"),
        new("bc92", "panel frontier", "Time-varying inefficiency, u_it = exp(−η(t − T))·u_i",
            "Battese and Coelli (1992), Journal of Productivity Analysis 3: 153–169", PanelLaws,
            "R frontier 1.1-8, npsf 0.8.0; quadrature over u_i; recovery"),
        new("schmidt-sickles-fe", "panel frontier", "Within estimator; efficiency from differences of unit effects",
            "Schmidt and Sickles (1984), Journal of Business and Economic Statistics 2: 367–374", [],
            "R plm 2.6-2 within, and its efficiencies"),
        new("schmidt-sickles-re", "panel frontier", "Random-effects GLS (Swamy and Arora 1972); efficiency from unit effects",
            "Schmidt and Sickles (1984), Journal of Business and Economic Statistics 2: 367–374", [],
            "R plm 2.6-2 random (swar)"),
    ];

    /// <summary>Every name <c>--model</c> takes: models, and laws as a short form of <c>pooled</c> with that law.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(m => m.Key), .. AllLaws];

    /// <summary>The entry for a name; laws give <c>pooled</c>.</summary>
    public static ModelEntry? Find(string name) =>
        All.FirstOrDefault(m => m.Key == name) ?? (AllLaws.Contains(name) ? All.First(m => m.Key == "pooled") : null);
}
