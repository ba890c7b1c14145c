using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Draws;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies.Families;

/// <summary>Frontiers that are the maximum of a <see cref="FrontierLikelihood"/>: a family says which likelihood, the rest is common.</summary>
internal abstract class FrontierFamily : ModelFamily
{
    /// <summary>The frontier that a request asks for; it needs no data.</summary>
    /// <exception cref="UsageException">A law, a side or a time origin is wrong.</exception>
    protected abstract FrontierSpecification Specification(ModelRequest request);

    /// <inheritdoc/>
    public override void Check(ModelRequest request) => Specification(request);

    /// <inheritdoc/>
    public override ModelFit Fit(ModelRequest request, TradePanel used, Design design, FitOptions options)
    {
        FrontierSpecification specification = Specification(request);
        FrontierFit fit = FrontierEstimator.Fit(specification, design, options);
        return new ModelFit(request, used, design, fit.Result, fit.Likelihood.Conditional) { Likelihood = fit.Likelihood, Specification = specification };
    }

    /// <inheritdoc/>
    public override ModelFit Restore(ModelRequest request, TradePanel used, Design design, FitResult result)
    {
        FrontierSpecification specification = Specification(request);
        FrontierLikelihood likelihood = specification.Build(design);
        RequireSameParameters(result, likelihood);
        return new ModelFit(request, used, design, result, likelihood.Conditional) { Likelihood = likelihood, Specification = specification };
    }

    /// <inheritdoc/>
    public override FrontierLikelihood Likelihood(ModelRequest request, TradePanel used, Design design) => Specification(request).Build(design, 1);

    /// <inheritdoc/>
    public override ModelDraw Draw(ModelRequest request, TradePanel panel, IReadOnlyList<string> effects)
    {
        (TradePanel used, Design design) = Bind(request, panel, new FitOptions());
        FrontierLikelihood likelihood = Likelihood(request, used, design);
        double[][] given = Effects(request, used, design, effects, GivesConstants(request) ? 1 : 0, GivesConstants(request) ? 1 : 0);
        ISimulates? source = given.Length > 0 ? new UnitConstantDraw(likelihood, given[0]) : likelihood as ISimulates;
        return source is null ? base.Draw(request, panel, effects) : new ModelDraw(source, used, design);
    }

    /// <summary>Whether units have constants that are no parameters, so that a sample can be drawn only once they are given.</summary>
    protected virtual bool GivesConstants(ModelRequest request) => false;

    /// <summary>Model, law, noise, side and time origin as the request has them.</summary>
    protected static FrontierSpecification Common(ModelRequest request)
    {
        ModelEntry entry = ModelCatalog.Find(request.Model)!;
        string law = entry.Key == request.Model ? request.Law ?? entry.Laws[0] : request.Model;
        if (entry.Key != request.Model && request.Law is not null && request.Law != request.Model)
            throw new UsageException("two-laws", $"'{request.Model}' is the pooled model with that law; --law {request.Law} contradicts it");
        if (!entry.Laws.Contains(law))
            throw new UsageException("unknown-law", NearestNames.Sentence($"law of {entry.Key}", law, entry.Laws));
        NoiseLaw noise = request.Noise is null
            ? new NormalNoise() : RequestWords.Choose(request.Noise, "law of the noise", [.. NoiseLaw.All.Select(n => (n.Key, n))]);
        if (noise is not NormalNoise && entry.Key != "pooled")
            throw new UsageException("noise-not-for-model", $"{entry.Key} has normal noise; --noise {noise.Key} is for --model pooled or a law's name");
        return new FrontierSpecification
        {
            Model = entry.Key,
            Law = InefficiencyLaw.All.First(l => l.Key == law),
            Noise = noise,
            Side = SideOf(request),
            TimeOrigin = RequestWords.Choose(request.TimeOrigin, "time origin", [("panel", TimeOrigin.Panel), ("unit", TimeOrigin.Unit)]),
        };
    }
}
