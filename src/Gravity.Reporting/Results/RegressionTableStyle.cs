using Gravity.Core;
using Gravity.Core.Data;
using Gravity.Core.Studies;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>How significance is shown.</summary>
public enum SignificanceMarks
{
    /// <summary>Stars after the estimate.</summary>
    Stars,

    /// <summary>The p-value in square brackets on a line of its own.</summary>
    PValues,

    /// <summary>Not at all.</summary>
    None,
}

/// <summary>How a regression table looks: what stands beneath estimates, marks of significance, decimals, rows of fit, choice and order of terms.</summary>
/// <remarks>Marks never stand on scale parameters, whose zero lies on the boundary, nor on mean efficiency; on μ only by choice (<see cref="MarkMean"/>).</remarks>
public sealed record RegressionTableStyle
{
    private static readonly SignificanceStars Strict = new([0.05, 0.01, 0.001]);

    private static readonly string[] Frontier = ["sigma-u", "sigma-v", "mu", "path"];

    /// <summary>The name of the preset.</summary>
    public string Name { get; init; } = "default";

    /// <summary>What the preset does, in one sentence.</summary>
    public string Summary { get; init; } =
        "Standard errors in parentheses, stars at 0.10, 0.05 and 0.01, as many decimals as the errors deserve (at least 3), all scales and statistics of fit.";

    /// <summary>How significance is shown.</summary>
    public SignificanceMarks Significance { get; init; } = SignificanceMarks.Stars;

    /// <summary>The levels of the stars.</summary>
    public SignificanceStars Stars { get; init; } = SignificanceStars.Default;

    /// <summary>What stands beneath an estimate.</summary>
    public SecondLine Second { get; init; } = SecondLine.StandardError;

    /// <summary>Whether it stands in square brackets.</summary>
    public bool SquareBrackets { get; init; }

    /// <summary>Decimals of estimates; null for as many as the errors deserve.</summary>
    public int? Decimals { get; init; }

    /// <summary>Rows beneath the coefficients, any of <see cref="TableStyleNames.Rows"/>, in this order; null for all that the models have, under headings.</summary>
    public IReadOnlyList<string>? Rows { get; init; }

    /// <summary>Terms to keep; empty for all. A pattern may hold <c>*</c> and <c>?</c> and is compared with the name in the formula and with its label.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Terms to leave out, as <see cref="Keep"/>.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>Terms that come first in their block, in this order.</summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>Other names for terms, from the name in the formula or its label.</summary>
    public IReadOnlyDictionary<string, string> Rename { get; init; } = new Dictionary<string, string>();

    /// <summary>Headings over columns: from a model's name to its heading.</summary>
    public IReadOnlyDictionary<string, string> Groups { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether μ and the constant of its index may carry marks of significance. They test nothing of interest: μ = 0 is the half-normal law.</summary>
    public bool MarkMean { get; init; }

    /// <summary>The program's own style.</summary>
    public static RegressionTableStyle Default { get; } = new();

    /// <summary>All presets.</summary>
    public static IReadOnlyList<RegressionTableStyle> Presets { get; } =
    [
        Default,
        new()
        {
            Name = "aer",
            Summary = "American Economic Review: no stars, standard errors in parentheses, 3 decimals; scales and path of inefficiency, observations, units, log-likelihood.",
            Significance = SignificanceMarks.None,
            Decimals = 3,
            Rows = [.. Frontier, "observations", "units", "log-likelihood"],
        },
        new()
        {
            Name = "econometrica",
            Summary = "Econometrica: no stars, standard errors in parentheses, 3 decimals; scales and path of inefficiency, log-likelihood, observations.",
            Significance = SignificanceMarks.None,
            Decimals = 3,
            Rows = [.. Frontier, "log-likelihood", "observations"],
        },
        Stata("stata"),
        Stata("esttab"),
        new()
        {
            Name = "modelsummary",
            Summary = "R's modelsummary: no stars, standard errors in parentheses, 3 decimals; observations, R², AIC, BIC, log-likelihood.",
            Significance = SignificanceMarks.None,
            Decimals = 3,
            Rows = [.. Frontier, "observations", "r-squared", "aic", "bic", "log-likelihood"],
        },
        new()
        {
            Name = "chinese",
            Summary = "As in 《经济研究》 (Economic Research Journal): t in parentheses, stars at 0.1, 0.05 and 0.01, 4 decimals; σ², γ, μ, η, observations, units, log-likelihood, LR.",
            Second = SecondLine.Statistic,
            Decimals = 4,
            Rows = ["sigma-squared", "gamma", "mu", "path", "observations", "units", "log-likelihood", "lr"],
        },
    ];

    /// <summary>The preset of a name.</summary>
    /// <param name="name">One of <see cref="TableStyleNames.Presets"/>.</param>
    /// <exception cref="UsageException">No preset has that name; the nearest are named.</exception>
    public static RegressionTableStyle Find(string name) =>
        Presets.FirstOrDefault(p => p.Name == name)
        ?? throw new UsageException("unknown-table-style", NearestNames.Sentence("table style", name, [.. Presets.Select(p => p.Name)]));

    /// <summary>The style that a study states.</summary>
    /// <param name="stated">The study's words.</param>
    public static RegressionTableStyle Of(StudyTableStyle stated)
    {
        RegressionTableStyle basis = stated.Preset is { } name ? Find(name) : Default;
        return basis with
        {
            Significance = stated.Significance switch
            {
                "stars" => SignificanceMarks.Stars,
                "p" => SignificanceMarks.PValues,
                "none" => SignificanceMarks.None,
                // Levels alone ask for stars.
                _ => stated.Stars is null ? basis.Significance : SignificanceMarks.Stars,
            },
            Stars = stated.Stars is { } levels ? new SignificanceStars(levels) : basis.Stars,
            Second = stated.Second is { } second ? SecondOf(second) : basis.Second,
            SquareBrackets = stated.SquareBrackets ?? basis.SquareBrackets,
            Decimals = stated.Decimals ?? basis.Decimals,
            Rows = stated.Rows ?? basis.Rows,
            Keep = stated.Keep,
            Drop = stated.Drop,
            Order = stated.Order,
            Rename = stated.Rename,
            Groups = stated.Groups,
            MarkMean = stated.MarkMean ?? basis.MarkMean,
        };
    }

    /// <summary>The second line of a key of <see cref="TableStyleNames.SecondLines"/>.</summary>
    private static SecondLine SecondOf(string key) => key switch
    {
        "se" => SecondLine.StandardError,
        "t" => SecondLine.Statistic,
        "p" => SecondLine.PValue,
        "ci" => SecondLine.Interval,
        "none" => SecondLine.None,
        _ => throw new UsageException("unknown-second-line", NearestNames.Sentence("second line", key, TableStyleNames.SecondLines)),
    };

    private static RegressionTableStyle Stata(string name) => new()
    {
        Name = name,
        Summary = "Stata's esttab: t or z in parentheses, stars at 0.05, 0.01 and 0.001, 3 decimals; scales and path of inefficiency, observations.",
        Stars = Strict,
        Second = SecondLine.Statistic,
        Decimals = 3,
        Rows = [.. Frontier, "observations"],
    };
}
