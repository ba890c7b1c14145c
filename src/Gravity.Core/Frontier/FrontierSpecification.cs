using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier;

/// <summary>Which frontier: model, law, side. Bound to a design it is a likelihood.</summary>
public sealed record FrontierSpecification
{
    /// <summary><c>pooled</c>, <c>bc95</c>, or one of <see cref="PanelPaths.Models"/>.</summary>
    public required string Model { get; init; }

    /// <summary>Law of u. Default half-normal.</summary>
    public InefficiencyLaw Law { get; init; } = new HalfNormal();

    /// <summary>Law of v. Default normal; panel models take no other.</summary>
    public NoiseLaw Noise { get; init; } = new NormalNoise();

    /// <summary>Production (default) or cost.</summary>
    public FrontierSide Side { get; init; }

    /// <summary>T of the models of <see cref="PanelPaths.WithOrigin"/>. Default the panel's last period.</summary>
    public TimeOrigin TimeOrigin { get; init; }

    /// <summary>Makes the likelihood from rows and threads, for models that this record does not know; null for those it does.</summary>
    public Func<Design, int, FrontierLikelihood>? Factory { get; init; }

    /// <summary>The same model under the exponential law, the limit of the truncated normal's ridge; null where there is none to compare with.</summary>
    public Func<Design, int, FrontierLikelihood>? ExponentialFactory { get; init; }

    /// <summary>Makes the likelihood with absorbed effects from rows and threads, for models with a <see cref="Factory"/> that have one.</summary>
    internal Func<AbsorbedSample, int, FrontierLikelihood>? AbsorbedFactory { get; init; }

    /// <summary>Which rows absorbed effects take up. Default those alone in a group.</summary>
    internal AbsorbedRowRules AbsorbedRules { get; init; } = new();

    /// <summary>Starts of a model with a <see cref="Factory"/>. Default 2.</summary>
    public int FactoryStarts { get; init; } = 2;

    /// <summary>True when rows of a unit share u.</summary>
    public bool SharesInefficiency => Path is not null;

    /// <summary>How shared inefficiency moves over time; null for models whose rows do not share it.</summary>
    public InefficiencyPath? Path => PanelPaths.Of(Model, TimeOrigin);

    /// <summary>Number of starts where the caller gives none: more where the surface is known to have several maxima.</summary>
    public int DefaultStarts => Factory is not null ? FactoryStarts : (Noise.Shape is null ? 0 : 1) + (
        Model == "bc95" ? 14
        : Law is TruncatedNormal ? 6
        : Law.ShapeCount > 0 ? 3
        : PanelPaths.MovesOverTime(Model) ? Math.Max(3, Path!.Starts(1).Count) : 2);

    /// <summary>The same for so many rows: small samples of bc95 have many maxima, and a climb costs them nothing.</summary>
    internal int StartsFor(int rows) => Factory is null && Model == "bc95" && rows <= 2000 ? 48 : DefaultStarts;

    /// <summary>The likelihood of the rows of <paramref name="design"/>.</summary>
    /// <exception cref="UsageException">The model is unknown, or what it needs is not there.</exception>
    public FrontierLikelihood Build(Design design, int threads = 0)
    {
        FrontierLikelihood likelihood = Likelihood(design, threads);
        if (!likelihood.TakesWeights)
            design.RequireUnweighted();
        return likelihood;
    }

    private FrontierLikelihood Likelihood(Design design, int threads) => Factory?.Invoke(design, threads) ?? Model switch
    {
        "pooled" => new PooledFrontier(design, Law, Side, threads, Noise),
        "bc95" => BattesCoelli1995(design, threads),
        _ when Path is { } path => new SharedInefficiencyFrontier(design, Conjugate(), Side, path, threads),
        _ => throw new UsageException("unknown-model", $"'{Model}' is not a frontier model"),
    };

    private ConjugateLaw Conjugate()
    {
        if (Noise is not NormalNoise)
            throw new UsageException("noise-not-for-model", $"{Model} has normal noise; --noise {Noise.Key} is for --model pooled");
        return Law as ConjugateLaw ?? throw new UsageException(
            "law-not-for-model", $"{Model} takes the laws {string.Join(", ", ConjugateLaw.Members.Select(l => l.Key))}; {Law.Key} is for --model pooled");
    }

    private PooledFrontier BattesCoelli1995(Design design, int threads)
    {
        if (design.Block(BlockNames.InefficiencyMean) is null)
            throw new UsageException("no-determinants", "bc95 needs the determinants of inefficiency, e.g. --inefficiency \"eu + wto\"");
        return new PooledFrontier(design, new TruncatedNormal(), Side, threads, Noise);
    }
}
