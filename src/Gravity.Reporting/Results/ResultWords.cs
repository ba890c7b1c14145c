using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Reporting.Results;

/// <summary>The words for what Core names by keys.</summary>
internal static class ResultWords
{
    /// <summary>Blocks in the order in which tables print them.</summary>
    public static readonly string[] BlockOrder =
    [
        BlockNames.Frontier, BlockNames.InefficiencyScaling, BlockNames.InefficiencyMean, BlockNames.TransientFrontier, BlockNames.InefficiencyVariance,
        BlockNames.NoiseVariance, BlockNames.PersistentFrontier, BlockNames.PersistentVariance, BlockNames.InterceptVariance, BlockNames.Time, BlockNames.Law,
        BlockNames.Correlation, BlockNames.Selection,
    ];

    /// <summary>The heading of a block of parameters.</summary>
    public static string Block(string block, Words? words = null)
    {
        words ??= Words.English;
        if (BlockNames.ClassOf(block) is (var inner, > 0 and var number))
            return words.Say("block.of-class", ("block", Block(inner, words)), ("number", number));
        return block switch
        {
            BlockNames.Frontier => words["block.frontier"],
            BlockNames.InefficiencyScaling => words["block.scaling"],
            BlockNames.InefficiencyMean => words["block.mean"],
            BlockNames.InefficiencyVariance => words["block.scale"],
            BlockNames.NoiseVariance => words["block.noise"],
            BlockNames.Time => words["block.time"],
            BlockNames.Law => words["block.law"],
            BlockNames.TransientFrontier => words["block.transient-step"],
            BlockNames.PersistentFrontier => words["block.persistent-step"],
            BlockNames.PersistentVariance => words["block.persistent"],
            BlockNames.InterceptVariance => words["block.heterogeneity"],
            BlockNames.ClassMembership => words["block.class"],
            BlockNames.Selection => words["block.selection"],
            BlockNames.Correlation => words["block.correlation"],
            _ when block.EndsWith(']') && block.IndexOf('[') is > 0 and var at =>
                words.Say("block.of-group", ("block", Block(block[..at], words)), ("group", block[(at + 1)..^1])),
            _ => block,
        };
    }

    /// <summary>The name of a parameter; Greek letters for those that have one.</summary>
    public static string Parameter(ParameterEstimate parameter, ReportLabels labels) =>
        parameter.Block == BlockNames.Time ? Derived(parameter.Name, labels.Words) : labels.Term(parameter.Name);

    /// <summary>The symbol of a natural-scale quantity.</summary>
    public static string Derived(string name, Words? words = null)
    {
        words ??= Words.English;
        if (name.Length > 1 && name[^1] is > '0' and <= '9' && name[..^1] is "classShare" or "sigmaU" or "sigmaV" or "uVarianceShare")
        {
            return name.StartsWith("classShare", StringComparison.Ordinal)
                ? words.Say("derived.class-share", ("number", name[^1..])) : words.Say("derived.of-class", ("quantity", Derived(name[..^1], words)), ("number", name[^1..]));
        }
        return name switch
        {
            "classEntropy" => words["derived.class-entropy"],
            "fullEfficiencyShare" => words["derived.full-efficiency"],
            "sigmaU" => "σᵤ",
            "sigmaV" => "σᵥ",
            "sigmaSquared" => "σ² = σᵤ² + σᵥ²",
            "gamma" => "γ = σᵤ²/σ²",
            "lambda" => "λ = σᵤ/σᵥ",
            "uVarianceShare" => words["derived.variance-share"],
            "mu" => "μ",
            "eta" => "η",
            "rho" => "ρ",
            "meanGroupEfficiency" => words["derived.mean-group-efficiency"],
            "meanGapRatio" => words["derived.mean-gap-ratio"],
            "meanU" => "E[u]",
            "sigmaU0" => "σᵤ₀",
            "sigmaW" => "σ_w",
            "sigmaEffect" => words["derived.effect"],
            "intercept" => words["derived.intercept"],
            "shape" => words["derived.shape"],
            "skew" => words["derived.skew"],
            "df" => words["derived.df"],
            "sigma" => words["derived.residual-error"],
            "rSquared" => "R²",
            "skewness" => words["derived.skewness"],
            "adjustedRSquared" => words["derived.adjusted-r-squared"],
            "withinRSquared" => words["derived.within-r-squared"],
            "deviance" => words["derived.deviance"],
            "pseudoRSquared" => words["derived.pseudo-r-squared"],
            "squaredCorrelation" => words["derived.squared-correlation"],
            "alpha" => words["derived.alpha"],
            _ when name.StartsWith("lambda.", StringComparison.Ordinal) => "λ " + name["lambda.".Length..],
            _ => name,
        };
    }

    /// <summary>The law of u, or of v, in words.</summary>
    public static string Law(string law, Words? words = null)
    {
        words ??= Words.English;
        string key = "law." + law;
        return words.Has(key) ? words[key] : law;
    }

    /// <summary>The way of a climb, or the closed form.</summary>
    public static string Method(string method, Words words)
    {
        string key = "method." + method.ToLowerInvariant().Replace(' ', '-');
        return words.Has(key) ? words[key] : method;
    }

    /// <summary>How an estimation ended, in a few words.</summary>
    public static string Convergence(FitResult fit, Words? words = null)
    {
        words ??= Words.English;
        return fit.Termination switch
        {
            TerminationWords.ClosedForm => words["convergence.closed-form"],
            TerminationWords.Projection => words["convergence.projection"],
            TerminationWords.Boundary when fit.Converged => words["convergence.boundary"],
            TerminationWords.Ridge when fit.HasShapeRidge => words["convergence.shape-ridge"],
            TerminationWords.Ridge => fit.DerivedValue("mu") > 0 ? words["convergence.ridge-up"] : words["convergence.ridge-down"],
            TerminationWords.PathRidge => words["convergence.path-ridge"],
            TerminationWords.Degenerate => words["convergence.degenerate"],
            _ => YesNo(fit.Converged, words),
        };
    }

    /// <summary>How an estimation ended, in a sentence part.</summary>
    public static string ConvergenceInFull(FitResult fit, Words? words = null)
    {
        words ??= Words.English;
        string iterations = fit.Iterations.ToString(CultureInfo.InvariantCulture);
        return fit.Termination switch
        {
            TerminationWords.ClosedForm => words["convergence.closed-form"],
            TerminationWords.Projection => words["convergence.full.projection"],
            TerminationWords.Ridge when fit.HasShapeRidge => words["convergence.full.shape-ridge"],
            TerminationWords.Ridge => fit.DerivedValue("mu") > 0 ? words["convergence.full.ridge-up"] : words["convergence.full.ridge-down"],
            TerminationWords.PathRidge => words["convergence.full.path-ridge"],
            TerminationWords.Degenerate => words["convergence.full.degenerate"],
            TerminationWords.Boundary when fit.Converged => words["convergence.full.boundary"],
            _ when fit.Converged => words.Say("convergence.full.interior", ("iterations", iterations)),
            TerminationWords.IterationLimit => words.Say("convergence.full.limit", ("iterations", iterations)),
            TerminationWords.Flat => words["convergence.full.flat"],
            TerminationWords.Stalled => words["convergence.full.stalled"],
            _ => words["convergence.full.infeasible"],
        };
    }

    /// <summary>Yes or no.</summary>
    public static string YesNo(bool value, Words words) => words[value ? "words.yes" : "words.no"];

    /// <summary>The reference law of a test of no inefficiency.</summary>
    public static string Reference(InefficiencyTest test, Words words) => double.IsNaN(test.P) ? words["fit.lr-nonstandard"] : test.Reference.ToString();

    /// <summary>The kind of standard errors, with the small-sample factor.</summary>
    public static string Errors(FitResult fit, Words? words = null)
    {
        words ??= Words.English;
        string kind = fit.Covariance.TextPhrase.In(words);
        return fit.Covariance.FactorText.Length == 0 ? kind : words.Say("errors.with-factor", ("errors", kind), ("factor", Factor(fit.Covariance, words)));
    }

    /// <summary>The small-sample factor: symbols, and which G enters it.</summary>
    public static string Factor(CovarianceEstimate covariance, Words words)
    {
        string own = Words.English["errors.own-factor"];
        return covariance.FactorText.EndsWith(own, StringComparison.Ordinal) ? covariance.FactorText[..^own.Length] + words["errors.own-factor"] : covariance.FactorText;
    }

    /// <summary>A warning with its remedy.</summary>
    public static string Warning(FitWarning warning, Words? words = null)
    {
        words ??= Words.English;
        return words.Say(
            "warning.printed", ("code", warning.Code), ("text", words.Paragraph([warning.MessageIn(words), .. Remedy(warning.Kind, words)])));
    }

    private static IEnumerable<string> Remedy(WarningKind kind, Words words) => kind.RemedyIn(words) is { Length: > 0 } remedy ? [remedy] : [];

    /// <summary>95% from 95 or 0.95.</summary>
    public static string Percent(double level) =>
        (level <= 1 ? 100 * level : level).ToString("0.####", CultureInfo.InvariantCulture) + "%";
}
