using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Absorbed;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies.Families;

/// <summary>Pooled frontiers with absorbed effects: maximum likelihood, the same corrected by the jackknife, or two steps.</summary>
internal static class AbsorbedFits
{
    private const string Likelihood = "ml", Jackknife = "jackknife", HalfPanel = "half-panel", TwoStep = "two-step";

    /// <summary>Checks what needs no data.</summary>
    /// <exception cref="UsageException">The law or the noise has no unique effects, or the method does not go with an option.</exception>
    public static void Check(ModelRequest request, FrontierSpecification specification)
    {
        string method = Method(request);
        if (!specification.Law.IsLogConcave)
        {
            throw new UsageException(
                "law-not-for-model", $"the density of the {specification.Law.Key} law is not log-concave, so that effects have no unique maximum to be absorbed at; "
                + $"{string.Join(", ", InefficiencyLaw.All.Where(l => l.IsLogConcave).Select(l => l.Key))} can be had with absorbed effects");
        }
        if (specification.Noise is not NormalNoise)
            throw new UsageException("noise-not-for-model", $"absorbed effects need normal noise: leave out --noise {specification.Noise.Key}, or write the effects as indicators, i(column)");
        if (method == TwoStep && specification.AbsorbedFactory is not null)
            throw new UsageException("option-not-for-model", $"--method two-step is of least squares and its residuals, which '{request.Model}' has not: leave it out, or take --method {Jackknife} or {HalfPanel}");
        if (method != Likelihood && (request.Fix.Count > 0 || request.Constraints.Count > 0))
            throw new UsageException("option-not-for-model", $"--method {method} is of the free estimates: leave out --fix and --constraint, or --method {method}");
        if (method != Likelihood && request.Intervals != "wald")
            throw new UsageException("option-not-for-model", $"--method {method} has Wald intervals only: leave out --intervals, or --method {method}");
        if (method == TwoStep && request.TestReplications > 0)
            throw new UsageException("option-not-for-model", "--method two-step has no bootstrapped test: leave out --test-replications");
    }

    /// <summary>The rows that effects leave, the others left out and counted.</summary>
    public static Design Bind(FrontierSpecification specification, TradePanel used, Design design, FitOptions options) =>
        AbsorbedSample.Of(design, used, specification.AbsorbedRules, options).Design;

    /// <summary>Fits a request to its rows.</summary>
    public static ModelFit Fit(ModelRequest request, FrontierSpecification specification, TradePanel used, Design design, FitOptions options)
    {
        var effects = new PanelEffects(used, design, specification.AbsorbedRules);
        if (Method(request) == TwoStep)
        {
            var steps = new AbsorbedTwoStep(effects.On(design), specification, options.Threads);
            return new ModelFit(request, used, design, steps.Fit(options), steps.Conditional);
        }
        FrontierSpecification absorbed = With(specification, effects);
        FrontierFit fit = FrontierEstimator.Fit(absorbed, design, options);
        if (Method(request) is Jackknife or HalfPanel)
        {
            var jackknife = new AbsorbedJackknife(absorbed, design, effects.Effects, fit, Method(request) == HalfPanel, options);
            fit = jackknife.Correct(SplitDimension.Of(used, design, request.Unit, request.Time));
        }
        return new ModelFit(request, used, design, fit.Result, fit.Likelihood.Conditional) { Likelihood = fit.Likelihood, Specification = absorbed };
    }

    /// <summary>Binds estimates to their rows without fitting.</summary>
    public static ModelFit Restore(ModelRequest request, FrontierSpecification specification, TradePanel used, Design design, FitResult result)
    {
        var effects = new PanelEffects(used, design, specification.AbsorbedRules);
        if (Method(request) == TwoStep)
        {
            var steps = new AbsorbedTwoStep(effects.On(design), specification);
            ModelFamily.RequireSameParameters(result, steps.Parameters);
            return new ModelFit(request, used, design, result, steps.Conditional);
        }
        FrontierSpecification absorbed = With(specification, effects);
        FrontierLikelihood likelihood = absorbed.Build(design);
        ModelFamily.RequireSameParameters(result, likelihood.Parameters);
        return new ModelFit(request, used, design, result, likelihood.Conditional) { Likelihood = likelihood, Specification = absorbed };
    }

    /// <summary>The specification that builds itself with the effects of its rows.</summary>
    public static FrontierSpecification With(FrontierSpecification specification, TradePanel used, Design design) =>
        With(specification, new PanelEffects(used, design, specification.AbsorbedRules));

    /// <summary>The specification that builds itself with the effects, on the sample and on parts of it.</summary>
    public static FrontierSpecification With(FrontierSpecification specification, PanelEffects effects) => specification.AbsorbedFactory is { } make ? specification with
    {
        Factory = (design, threads) => make(effects.On(design), threads),
    } : specification with
    {
        Factory = (design, threads) => new AbsorbedFrontier(effects.On(design), specification.Law, specification.Side, threads),
        ExponentialFactory = (design, threads) => new AbsorbedFrontier(effects.On(design), new Exponential(), specification.Side, threads),
        FactoryStarts = Math.Min(specification.DefaultStarts, 6),
    };

    private static string Method(ModelRequest request) =>
        RequestWords.Choose(request.Method ?? Likelihood, "method", [(Likelihood, Likelihood), (Jackknife, Jackknife), (HalfPanel, HalfPanel), (TwoStep, TwoStep)]);
}
