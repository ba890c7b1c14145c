using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier;

/// <summary>Which frontier: model, law, side. Bound to a design it is a likelihood.</summary>
public sealed record FrontierSpecification
{
    /// <summary><c>pooled</c>, <c>pitt-lee</c>, <c>bc92</c> or <c>bc95</c>.</summary>
    public required string Model { get; init; }

    /// <summary>Law of u. Default half-normal.</summary>
    public InefficiencyLaw Law { get; init; } = new HalfNormal();

    /// <summary>Production (default) or cost.</summary>
    public FrontierSide Side { get; init; }

    /// <summary>T of <c>bc92</c>. Default the panel's last period.</summary>
    public TimeOrigin TimeOrigin { get; init; }

    /// <summary>True when rows of a unit share u.</summary>
    public bool SharesInefficiency => Model is "pitt-lee" or "bc92";

    /// <summary>Number of starts where the caller gives none: more where the surface is known to have several maxima.</summary>
    public int DefaultStarts => Model == "bc95" ? 8 : Law.HasMean ? 6 : Model == "bc92" ? 3 : 2;

    /// <summary>The likelihood of the rows of <paramref name="design"/>.</summary>
    /// <exception cref="UsageException">The model is unknown, or what it needs is not there.</exception>
    /// <exception cref="DataUnfitException"><c>one-unit</c>, <c>one-period</c>: the law of u, or η, is not identified.</exception>
    public FrontierLikelihood Build(Design design, int threads = 0) => Likelihood(design.RequireUnweighted(), threads);

    private FrontierLikelihood Likelihood(Design design, int threads) => Model switch
    {
        "pooled" => new PooledFrontier(design, Law, Side, threads),
        "bc95" => BattesCoelli1995(design, threads),
        "pitt-lee" => new SharedInefficiencyFrontier(WithSeveralUnits(design), Law, Side, new ConstantPath(), threads),
        "bc92" => new SharedInefficiencyFrontier(WithSeveralPeriods(WithSeveralUnits(design)), Law, Side, new ExponentialDecay(TimeOrigin), threads),
        _ => throw new UsageException("unknown-model", $"'{Model}' is not a frontier model"),
    };

    /// <summary>Of one u nothing can be learned about its law.</summary>
    private static Design WithSeveralUnits(Design design) => design.Units is not { Count: 1 } units
        ? design
        : throw new DataUnfitException(
            "one-unit", $"the sample has one unit ('{units.Names[0]}'), and inefficiency that is shared within units needs several: check --unit and the filter, or "
            + "fit a pooled model, e.g. --model half-normal");

    /// <summary>In one period inefficiency has no path.</summary>
    private static Design WithSeveralPeriods(Design design) => design.Units?.PeriodOfRow is not { Length: > 0 } periods || periods.Any(p => p != periods[0])
        ? design
        : throw new DataUnfitException(
            "one-period", FormattableString.Invariant($"the sample has one period ({periods[0]}), so a path of inefficiency over time is not identified: check --time and the filter, or ")
            + "fit --model half-normal");

    private PooledFrontier BattesCoelli1995(Design design, int threads)
    {
        if (design.Block(BlockNames.InefficiencyMean) is null)
            throw new UsageException("no-determinants", "bc95 needs the determinants of inefficiency, e.g. --inefficiency \"eu + wto\"");
        return new PooledFrontier(design, new TruncatedNormal(), Side, threads);
    }
}
