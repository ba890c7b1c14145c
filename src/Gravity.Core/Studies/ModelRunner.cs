using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Optimization;
using Gravity.Core.Regression;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>From a model in words and a panel to estimates: filter → index → design → fit.</summary>
public static class ModelRunner
{
    private static readonly (string Key, OptimizationMethod Method)[] Optimizers =
        [("newton", new TrustRegionNewton()), ("bfgs", new Bfgs()), ("bhhh", new Bhhh())];

    /// <summary>Fits <paramref name="request"/> on <paramref name="panel"/>.</summary>
    /// <param name="request">The model.</param>
    /// <param name="panel">The panel; it is filtered and indexed here as the request says.</param>
    /// <param name="options">Seed, threads, progress, cancellation; level, covariance and method come from the request.</param>
    /// <exception cref="UsageException">A name, formula or option is wrong.</exception>
    /// <exception cref="DataUnfitException">The data cannot carry the model.</exception>
    public static ModelFit Fit(ModelRequest request, TradePanel panel, FitOptions options)
    {
        (TradePanel used, Design design) = Bind(request, panel);
        FitOptions complete = options with
        {
            Level = request.Level,
            Starts = request.Starts,
            TestReplications = request.TestReplications,
            Method = Choose(request.Optimizer, "optimizer", Optimizers),
            Covariance = CovarianceRequests.Parse(request.Vce, request.SmallSample, used, design),
        };
        switch (ModelCatalog.Find(request.Model)!.Key)
        {
            case "ols":
                return new ModelFit(request, used, design, OrdinaryLeastSquares.Fit(design, complete), null);
            case "schmidt-sickles-fe" or "schmidt-sickles-re":
                var estimator = new SchmidtSickles(design, Side(request.Side), request.Model == "schmidt-sickles-fe");
                return new ModelFit(request, used, design, estimator.Fit(complete), estimator.Conditional);
            default:
                FrontierFit fit = FrontierEstimator.Fit(Specification(request), design, complete);
                return new ModelFit(request, used, design, fit.Result, fit.Likelihood.Conditional) { Likelihood = fit.Likelihood };
        }
    }

    /// <summary>Binds a model to data without fitting: to evaluate a saved fit on its rows.</summary>
    /// <param name="request">The model.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="result">Its estimates.</param>
    /// <exception cref="DataUnfitException">The data give other columns than the estimates have.</exception>
    public static ModelFit Restore(ModelRequest request, TradePanel panel, FitResult result)
    {
        (TradePanel used, Design design) = Bind(request, panel);
        string key = ModelCatalog.Find(request.Model)!.Key;
        if (key == "ols")
            return new ModelFit(request, used, design, result, null);
        if (key.StartsWith("schmidt-sickles", StringComparison.Ordinal))
            return new ModelFit(request, used, design, result, new SchmidtSickles(design, Side(request.Side), key == "schmidt-sickles-fe").Conditional);
        FrontierLikelihood likelihood = Specification(request).Build(design);
        string[] expected = [.. result.Parameters.Select(p => $"{p.Block}:{p.Name}")];
        string[] found = [.. likelihood.Parameters.Select(p => p.ToString())];
        if (!expected.SequenceEqual(found, StringComparer.Ordinal))
        {
            throw new DataUnfitException(
                "other-columns", $"the saved fit has parameters {string.Join(", ", expected)}; these data give {string.Join(", ", found)}: use the data it was fitted on");
        }
        return new ModelFit(request, used, design, result, likelihood.Conditional) { Likelihood = likelihood };
    }

    /// <summary>Checks everything of a request that needs no data: names of model, law, side and covariance, which index belongs to which model, formulas.</summary>
    /// <exception cref="UsageException">The request is wrong.</exception>
    public static void Check(ModelRequest request)
    {
        ModelEntry entry = ModelCatalog.Find(request.Model)
            ?? throw new UsageException("unknown-model", NearestNames.Sentence("model", request.Model, ModelCatalog.Names));
        bool needsMean = entry.Key == "bc95";
        if (needsMean && request.Inefficiency is null)
            throw new UsageException("no-determinants", "bc95 needs the determinants of inefficiency, e.g. --inefficiency \"eu + wto\"");
        if (!needsMean && request.Inefficiency is not null && !request.Scaling)
        {
            throw new UsageException(
                "no-such-index",
                $"--inefficiency is the μ index of bc95, or z of --scaling; for '{request.Model}' use --mean-u, --sigma-u or --sigma-v{(entry.Key == "pooled" ? ", or add --scaling" : "")}");
        }
        if (request.Scaling && entry.Key != "pooled")
            throw new UsageException("scaling-not-for-model", $"--scaling is for pooled laws; '{request.Model}' has none");
        if (request.Scaling && request.Inefficiency is null)
            throw new UsageException("no-determinants", "--scaling needs the determinants of inefficiency, e.g. --inefficiency \"eu + wto\"");
        if (request.Scaling && ModelIndex.Parse(request.Inefficiency!) is { HasIntercept: false })
            throw new UsageException("scaling-intercept", "the scaling function never has an intercept: leave out '0 +' in --inefficiency");
        if (entry.Laws.Count == 0 && (request.SigmaU ?? request.SigmaV ?? request.MeanU ?? request.Law ?? request.Noise) is not null)
            throw new UsageException("no-such-index", $"'{request.Model}' has no law of inefficiency: --law, --noise, --sigma-u, --sigma-v and --mean-u do not apply");
        if (entry.Laws.Count > 0)
            Specification(request);
        Side(request.Side);
        Choose(request.Optimizer, "optimizer", Optimizers);
        CovarianceRequests.Check(request.Vce, request.SmallSample);
        if (request.Where is not null)
            Expression.Parse(request.Where);
        if (Formulas(request).Frontier.AbsorbedEffects.Count > 0)
            throw new UsageException("absorbed-effects", "absorbed effects (after '|') are not available: write i(column) for a set of indicators");
    }

    private static ModelFormulas Formulas(ModelRequest request) => request.Scaling
        ? ModelFormulas.Parse(request.Formula, request.MeanU, request.SigmaU, request.SigmaV) with
        {
            InefficiencyScaling = ModelIndex.Parse("0 + " + request.Inefficiency),
        }
        : ModelFormulas.Parse(request.Formula, request.Inefficiency ?? request.MeanU, request.SigmaU, request.SigmaV);

    private static (TradePanel Panel, Design Design) Bind(ModelRequest request, TradePanel panel)
    {
        Check(request);
        TradePanel indexed = request.Unit.Count > 0 || request.Time is not null ? panel.WithIndex(request.Unit, request.Time) : panel;
        TradePanel used = request.Where is null ? indexed : indexed.Where(request.Where);
        return (used, DesignBuilder.Build(used, Formulas(request)));
    }

    private static FrontierSpecification Specification(ModelRequest request)
    {
        ModelEntry entry = ModelCatalog.Find(request.Model)!;
        string law = entry.Key == request.Model ? request.Law ?? entry.Laws[0] : request.Model;
        if (entry.Key != request.Model && request.Law is not null && request.Law != request.Model)
            throw new UsageException("two-laws", $"'{request.Model}' is the pooled model with that law; --law {request.Law} contradicts it");
        if (!entry.Laws.Contains(law))
            throw new UsageException("unknown-law", NearestNames.Sentence($"law of {entry.Key}", law, entry.Laws));
        NoiseLaw noise = request.Noise is null
            ? new NormalNoise() : Choose(request.Noise, "law of the noise", [.. NoiseLaw.All.Select(n => (n.Key, n))]);
        if (noise is not NormalNoise && entry.Key != "pooled")
            throw new UsageException("noise-not-for-model", $"{entry.Key} has normal noise; --noise {noise.Key} is for --model pooled or a law's name");
        return new FrontierSpecification
        {
            Model = entry.Key,
            Law = InefficiencyLaw.All.First(l => l.Key == law),
            Noise = noise,
            Side = Side(request.Side),
            TimeOrigin = Choose(request.TimeOrigin, "time origin", [("panel", TimeOrigin.Panel), ("unit", TimeOrigin.Unit)]),
        };
    }

    private static FrontierSide Side(string side) =>
        Choose(side, "side", [("production", FrontierSide.Production), ("cost", FrontierSide.Cost)]);

    private static T Choose<T>(string word, string what, IReadOnlyList<(string Key, T Value)> choices)
    {
        foreach ((string key, T value) in choices)
            if (key == word)
                return value;
        throw new UsageException("unknown-" + what.Replace(' ', '-'), NearestNames.Sentence(what, word, [.. choices.Select(c => c.Key)]));
    }
}
