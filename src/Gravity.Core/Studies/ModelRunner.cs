using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;
using Gravity.Core.Studies.Families;

namespace Gravity.Core.Studies;

/// <summary>From a model in words and a panel to estimates: filter → index → design → fit.</summary>
public static class ModelRunner
{
    private static readonly (string Key, OptimizationMethod Method)[] Optimizers =
        [("newton", new TrustRegionNewton()), ("bfgs", new Bfgs()), ("bhhh", new Bhhh())];

    private static readonly (string Key, IntervalKind Kind)[] IntervalKinds = [("wald", IntervalKind.Wald), ("profile", IntervalKind.Profile)];

    /// <summary>Fits <paramref name="request"/> on <paramref name="panel"/>.</summary>
    /// <param name="request">The model.</param>
    /// <param name="panel">The panel; it is filtered and indexed here as the request says.</param>
    /// <param name="options">Seed, threads, progress, cancellation; level, covariance and method come from the request.</param>
    /// <exception cref="UsageException">A name, formula or option is wrong.</exception>
    /// <exception cref="DataUnfitException">The data cannot carry the model.</exception>
    public static ModelFit Fit(ModelRequest request, TradePanel panel, FitOptions options)
    {
        (ModelFamily family, TradePanel used, Design design) = Bind(request, panel, options);
        ModelFit fit = family.Fit(request, used, design, options with
        {
            Level = request.Level,
            Starts = request.Starts,
            TestReplications = request.TestReplications,
            Fix = request.Fix,
            Constraints = request.Constraints,
            Intervals = RequestWords.Choose(request.Intervals, "kind of intervals", IntervalKinds),
            Method = RequestWords.Choose(request.Optimizer, "optimizer", Optimizers),
            Covariance = CovarianceRequests.Parse(request, used, design),
        });
        RequireHeeded(request, fit.Result);
        return fit;
    }

    /// <summary>An estimator that says it takes an option and reads past it must not go unnoticed.</summary>
    private static void RequireHeeded(ModelRequest request, FitResult result)
    {
        string? ignored = request.Weights is not null && result.Weights is null ? "--weights"
            : request.Fix.Count + request.Constraints.Count > 0 && result.Constraints.Count == 0 ? "--fix and --constraint"
            : request.Intervals != "wald" && result.Intervals == IntervalKind.Wald ? "--intervals " + request.Intervals
            : null;
        if (ignored is not null)
            throw new UsageException("option-not-for-model", $"{ignored} cannot be had for '{request.Model}' here: leave it out");
    }

    /// <summary>Binds a model to data without fitting: to evaluate a saved fit on its rows.</summary>
    /// <param name="request">The model.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="result">Its estimates.</param>
    /// <param name="options">Threads and cancellation; null for the defaults.</param>
    /// <exception cref="DataUnfitException">The data give other columns than the estimates have.</exception>
    public static ModelFit Restore(ModelRequest request, TradePanel panel, FitResult result, FitOptions? options = null)
    {
        (ModelFamily family, TradePanel used, Design design) = Bind(request, panel, options ?? new FitOptions());
        return family.Restore(request, used, design, result);
    }

    /// <summary>The likelihood of a request on a panel, without a fit; null for models without one.</summary>
    internal static (FrontierLikelihood? Likelihood, Design Design) Likelihood(ModelRequest request, TradePanel panel)
    {
        (ModelFamily family, TradePanel used, Design design) = Bind(request, panel, new FitOptions());
        return (family.Likelihood(request, used, design), design);
    }

    /// <summary>What samples of a request are drawn from, on rows whose responses are placeholders.</summary>
    /// <param name="request">The model.</param>
    /// <param name="panel">Rows and regressors.</param>
    /// <param name="effects">Columns with the unit effects that the model takes as given.</param>
    /// <exception cref="UsageException">The request is wrong, or nothing can be drawn from its model.</exception>
    internal static ModelDraw Draw(ModelRequest request, TradePanel panel, IReadOnlyList<string> effects)
    {
        Check(request);
        return ModelFamilies.Of(request.Model).Draw(request, panel, effects);
    }

    /// <summary>Checks everything of a request that needs no data: names of model, law, side and covariance, which option belongs to which model, formulas.</summary>
    /// <exception cref="UsageException">The request is wrong.</exception>
    public static void Check(ModelRequest request)
    {
        ModelEntry entry = ModelCatalog.Find(request.Model)
            ?? throw new UsageException("unknown-model", NearestNames.Sentence("model", request.Model, ModelCatalog.Names));
        ModelFamily family = ModelFamilies.Of(request.Model);
        if (entry.Laws.Count == 0 && !ModelFamilies.Takes(request.Model, "sigma-u") && (request.SigmaU ?? request.SigmaV ?? request.MeanU ?? request.Law ?? request.Noise) is not null)
            throw new UsageException("no-such-index", $"'{request.Model}' has no law of inefficiency: --law, --noise, --sigma-u, --sigma-v and --mean-u do not apply");
        RequestWords.Choose(request.Side, "side", [("production", FrontierSide.Production), ("cost", FrontierSide.Cost)]);
        RequestWords.Choose(request.Optimizer, "optimizer", Optimizers);
        if (request.Scaling && !ModelCatalog.Takes(request.Model, "scaling"))
            throw new UsageException("scaling-not-for-model", $"--scaling is for pooled laws; '{request.Model}' has none");
        family.Check(request);
        ModelFamilies.RefuseForeign(request);
        CovarianceRequests.Check(request);
        LinearConstraints.Check(request.Fix, request.Constraints);
        RequestWords.Choose(request.Intervals, "kind of intervals", IntervalKinds);
        if (request.Weights is not null)
            WeightRequest.Parse(request.Weights);
        if (request.Where is not null)
            Expression.Parse(request.Where);
        if (family.Formulas(request).Frontier.AbsorbedEffects.Count > 0 && !ModelFamilies.Takes(request.Model, "absorb"))
        {
            string[] takers = [.. ModelCatalog.All.Select(m => m.Key).Where(key => ModelFamilies.Takes(key, "absorb"))];
            throw new UsageException(
                "absorbed-effects", $"'{request.Model}' cannot absorb the effects after '|'; {string.Join(", ", takers)} can. For a small set of effects write indicators, i(column)");
        }
    }

    private static (ModelFamily Family, TradePanel Panel, Design Design) Bind(ModelRequest request, TradePanel panel, FitOptions options)
    {
        Check(request);
        ModelFamily family = ModelFamilies.Of(request.Model);
        (TradePanel used, Design design) = family.Bind(request, panel, options);
        return (family, used, design);
    }
}
