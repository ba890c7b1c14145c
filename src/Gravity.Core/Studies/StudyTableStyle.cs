namespace Gravity.Core.Studies;

/// <summary>How regression tables look, as the key <c>output.style</c> states it. Null where the preset decides.</summary>
public sealed record StudyTableStyle
{
    /// <summary>One of <see cref="TableStyleNames.Presets"/>; null for the program's own style.</summary>
    public string? Preset { get; init; }

    /// <summary><c>stars</c>, <c>p</c> (p-values on a line of their own) or <c>none</c>.</summary>
    public string? Significance { get; init; }

    /// <summary>p-values of the stars, falling.</summary>
    public IReadOnlyList<double>? Stars { get; init; }

    /// <summary>One of <see cref="TableStyleNames.SecondLines"/>.</summary>
    public string? Second { get; init; }

    /// <summary>Whether the second line stands in square brackets.</summary>
    public bool? SquareBrackets { get; init; }

    /// <summary>Decimals of estimates; null for as many as the errors deserve.</summary>
    public int? Decimals { get; init; }

    /// <summary>Rows of scales, fit and sample, any of <see cref="TableStyleNames.Rows"/>, in this order.</summary>
    public IReadOnlyList<string>? Rows { get; init; }

    /// <summary>Terms to keep, with <c>*</c> and <c>?</c>; empty for all.</summary>
    public IReadOnlyList<string> Keep { get; init; } = [];

    /// <summary>Terms to leave out.</summary>
    public IReadOnlyList<string> Drop { get; init; } = [];

    /// <summary>Terms that come first, in this order.</summary>
    public IReadOnlyList<string> Order { get; init; } = [];

    /// <summary>Other names for terms.</summary>
    public IReadOnlyDictionary<string, string> Rename { get; init; } = new Dictionary<string, string>();

    /// <summary>Headings over the columns of several models: from model to heading.</summary>
    public IReadOnlyDictionary<string, string> Groups { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether μ may carry significance marks.</summary>
    public bool? MarkMean { get; init; }
}

/// <summary>The words that table styles are made of, for study files and the command line.</summary>
public static class TableStyleNames
{
    /// <summary>Table formats of a study.</summary>
    public static IReadOnlyList<string> Formats { get; } = ["text", "markdown", "csv", "latex", "xlsx", "docx", "html"];

    /// <summary>Named styles.</summary>
    public static IReadOnlyList<string> Presets { get; } = ["default", "aer", "econometrica", "stata", "esttab", "modelsummary", "chinese"];

    /// <summary>Marks of significance.</summary>
    public static IReadOnlyList<string> Significance { get; } = ["stars", "p", "none"];

    /// <summary>What stands beneath an estimate: standard error, t or z, p-value, interval, nothing.</summary>
    public static IReadOnlyList<string> SecondLines { get; } = ["se", "t", "p", "ci", "none"];

    /// <summary>Rows beneath the coefficients.</summary>
    public static IReadOnlyList<string> Rows { get; } =
    [
        "sigma-u", "sigma-v", "sigma-squared", "gamma", "lambda", "variance-share", "mu", "eta", "path", "sigma", "r-squared",
        "effects", "adjusted-r-squared", "within-r-squared", "pseudo-r-squared", "squared-correlation", "deviance",
        "log-likelihood", "ols-log-likelihood", "lr", "lr-p", "lr-bootstrap-p", "aic", "bic", "parameters", "mean-efficiency",
        "observations", "units", "periods", "converged", "model", "law", "covariance", "response",
    ];
}
