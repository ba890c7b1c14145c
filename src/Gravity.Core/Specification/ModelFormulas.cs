namespace Gravity.Core.Specification;

/// <summary>The formulas of one model: the frontier, and an index for each further block that has one.</summary>
/// <param name="Frontier">The frontier, with the response on its left side.</param>
public sealed record ModelFormulas(Formula Frontier)
{
    /// <summary>The index of the mean of u before truncation, μ = z'δ; null for none.</summary>
    public ModelIndex? InefficiencyMean { get; init; }

    /// <summary>The index of ln σ_u²; null for none.</summary>
    public ModelIndex? InefficiencyVariance { get; init; }

    /// <summary>z'δ of the scaling function u = exp(z'δ)·u*, without intercept; null for none.</summary>
    public ModelIndex? InefficiencyScaling { get; init; }

    /// <summary>The index of ln σ_v²; null for none.</summary>
    public ModelIndex? NoiseVariance { get; init; }

    /// <summary>The index of ln σ_u0², persistent inefficiency; null for none.</summary>
    public ModelIndex? PersistentVariance { get; init; }

    /// <summary>The index of ln σ_w², heterogeneity of units; null for none.</summary>
    public ModelIndex? InterceptVariance { get; init; }

    /// <summary>The index of class membership; null for none.</summary>
    public ModelIndex? ClassMembership { get; init; }

    /// <summary>The index of the selection equation, z'α; null for none.</summary>
    public ModelIndex? Selection { get; init; }

    /// <summary>True for models of the flow in levels, whose index is the logarithm of a mean: the left side is the flow, ≥ 0, and not its logarithm.</summary>
    public bool FlowInLevels { get; init; }

    /// <summary>The column of row weights with their kind, <c>COL[:frequency|sampling|analytic]</c>; null for none.</summary>
    public string? Weights { get; init; }

    /// <summary>Reads the formulas; the one-sided ones have an intercept unless they drop it with <c>0 +</c>.</summary>
    /// <exception cref="UsageException">Code <c>syntax</c>.</exception>
    public static ModelFormulas Parse(
        string frontier, string? inefficiencyMean = null, string? inefficiencyVariance = null, string? noiseVariance = null, string? weights = null) =>
        new(Formula.Parse(frontier))
        {
            InefficiencyMean = inefficiencyMean is null ? null : ModelIndex.Parse(inefficiencyMean),
            InefficiencyVariance = inefficiencyVariance is null ? null : ModelIndex.Parse(inefficiencyVariance),
            NoiseVariance = noiseVariance is null ? null : ModelIndex.Parse(noiseVariance),
            Weights = weights,
        };

    /// <summary>The blocks that have an index, the frontier first.</summary>
    internal IEnumerable<(string Name, ModelIndex Index)> Blocks()
    {
        yield return (BlockNames.Frontier, Frontier.Index);
        if (InefficiencyScaling is not null)
            yield return (BlockNames.InefficiencyScaling, InefficiencyScaling);
        if (InefficiencyMean is not null)
            yield return (BlockNames.InefficiencyMean, InefficiencyMean);
        if (InefficiencyVariance is not null)
            yield return (BlockNames.InefficiencyVariance, InefficiencyVariance);
        if (NoiseVariance is not null)
            yield return (BlockNames.NoiseVariance, NoiseVariance);
        if (PersistentVariance is not null)
            yield return (BlockNames.PersistentVariance, PersistentVariance);
        if (InterceptVariance is not null)
            yield return (BlockNames.InterceptVariance, InterceptVariance);
        if (ClassMembership is not null)
            yield return (BlockNames.ClassMembership, ClassMembership);
        if (Selection is not null)
            yield return (BlockNames.Selection, Selection);
    }
}
