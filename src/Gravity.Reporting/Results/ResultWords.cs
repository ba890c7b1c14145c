using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Specification;

namespace Gravity.Reporting.Results;

/// <summary>The words for what Core names by keys.</summary>
internal static class ResultWords
{
    /// <summary>Blocks in the order in which tables print them.</summary>
    public static readonly string[] BlockOrder =
    [
        BlockNames.Frontier, BlockNames.InefficiencyScaling, BlockNames.InefficiencyMean, BlockNames.InefficiencyVariance, BlockNames.NoiseVariance, BlockNames.Time, BlockNames.Law,
    ];

    /// <summary>The heading of a block of parameters.</summary>
    public static string Block(string block) => block switch
    {
        BlockNames.Frontier => "Frontier",
        BlockNames.InefficiencyScaling => "Scaling of u, u = exp(z'δ)·u*",
        BlockNames.InefficiencyMean => "Mean of u before truncation, μ",
        BlockNames.InefficiencyVariance => "Scale of u, ln σ²ᵤ",
        BlockNames.NoiseVariance => "Noise, ln σ²ᵥ",
        BlockNames.Time => "Path of u over time",
        BlockNames.Law => "Shapes of the laws",
        _ => block,
    };

    /// <summary>The name of a parameter; Greek letters for those that have one.</summary>
    public static string Parameter(ParameterEstimate parameter, ReportLabels labels) =>
        parameter.Block == BlockNames.Time ? Derived(parameter.Name) : labels.Term(parameter.Name);

    /// <summary>The symbol of a natural-scale quantity.</summary>
    public static string Derived(string name) => name switch
    {
        "sigmaU" => "σᵤ",
        "sigmaV" => "σᵥ",
        "sigmaSquared" => "σ² = σᵤ² + σᵥ²",
        "gamma" => "γ = σᵤ²/σ²",
        "lambda" => "λ = σᵤ/σᵥ",
        "uVarianceShare" => "Variance share of u",
        "mu" => "μ",
        "eta" => "η",
        "meanU" => "E[u]",
        "shape" => "Shape of u",
        "skew" => "λ of u",
        "df" => "Degrees of freedom of v",
        "sigma" => "Residual standard error",
        "rSquared" => "R²",
        "skewness" => "Skewness of residuals",
        _ => name,
    };

    /// <summary>The law of u in words.</summary>
    public static string Law(string law) => law is "truncated-normal" or "generalised-exponential" or "truncated-skewed-laplace" ? law.Replace('-', ' ') : law;

    /// <summary>How an estimation ended, in a few words.</summary>
    public static string Convergence(FitResult fit) => fit.Termination switch
    {
        TerminationWords.ClosedForm => "closed form",
        TerminationWords.Boundary when fit.Converged => "boundary σᵤ = 0",
        TerminationWords.Ridge when fit.Warnings.Any(w => w.Kind == WarningCatalog.ShapeRidge) => "ridge in a shape",
        TerminationWords.Ridge => fit.DerivedValue("mu") > 0 ? "ridge μ → +∞" : "ridge μ → −∞",
        _ when fit.Converged => "yes",
        _ => "no",
    };

    /// <summary>How an estimation ended, in a sentence part.</summary>
    public static string ConvergenceInFull(FitResult fit) => fit.Termination switch
    {
        TerminationWords.ClosedForm => "closed form",
        TerminationWords.Ridge when fit.Warnings.Any(w => w.Kind == WarningCatalog.ShapeRidge) => "no: ridge in the shape of a law",
        TerminationWords.Ridge => fit.DerivedValue("mu") > 0
            ? "no: ridge μ → +∞, where u is normal and its mean is not told from the intercept"
            : "no: ridge towards the exponential limit μ → −∞",
        TerminationWords.Boundary when fit.Converged => "yes: maximum at the boundary σᵤ = 0",
        _ when fit.Converged => string.Create(CultureInfo.InvariantCulture, $"yes: interior maximum after {fit.Iterations} iterations"),
        TerminationWords.IterationLimit => string.Create(CultureInfo.InvariantCulture, $"no: stopped at the limit of {fit.Iterations} iterations"),
        TerminationWords.Flat => "no: the gradient is zero, but the Hessian is singular",
        TerminationWords.Stalled => "no: no step raises the likelihood, and the gradient is not zero",
        _ => "no: no start is feasible",
    };

    /// <summary>The reference law of a test of no inefficiency.</summary>
    public static string Reference(InefficiencyTest test) => MixedChiSquare.ForOneBoundary(test.Restrictions).ToString();

    /// <summary>The kind of standard errors, with the small-sample factor.</summary>
    public static string Errors(FitResult fit) =>
        fit.Covariance.FactorText.Length == 0 ? fit.Covariance.Text : $"{fit.Covariance.Text}, {fit.Covariance.FactorText}";

    /// <summary>A warning with its remedy.</summary>
    public static string Warning(FitWarning warning) => $"Warning ({warning.Code}): {Sentence(warning.Message)} {Sentence(warning.Kind.Remedy)}";

    /// <summary>A text that starts with a capital and ends with a full stop; a leading symbol or quoted name stays as it is.</summary>
    public static string Sentence(string text)
    {
        string trimmed = text.Trim();
        if (trimmed.Length == 0)
            return trimmed;
        // Only plain Latin letters: σ_v must not become Σ_v.
        string start = char.IsAsciiLetterLower(trimmed[0]) ? char.ToUpperInvariant(trimmed[0]) + trimmed[1..] : trimmed;
        return start.EndsWith('.') || start.EndsWith('?') ? start : start + ".";
    }

    /// <summary>95% from 95 or 0.95.</summary>
    public static string Percent(double level) =>
        (level <= 1 ? 100 * level : level).ToString("0.####", CultureInfo.InvariantCulture) + "%";

    /// <summary>A count with its noun: 1 row, 208 rows.</summary>
    public static string Count(int count, string noun) => string.Create(CultureInfo.InvariantCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>a; a and b; a, b and c.</summary>
    public static string List(IReadOnlyList<string> items) => items.Count switch
    {
        0 => "",
        1 => items[0],
        _ => string.Join(", ", items.Take(items.Count - 1)) + " and " + items[^1],
    };
}
