using System.Runtime.CompilerServices;
using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>Replaces columns by what the effects leave of them: residuals of the weighted least-squares projection on all groups at once.</summary>
/// <remarks>
/// Minimises Σᵢ wᵢ(xᵢ − Σ_q a_q[g_q(i)])². The effect with most groups is eliminated: given the others its coefficients are means over runs of sorted rows. Preconditioned
/// conjugate gradients solve the equations that are left, S·a = b with S = D − A·D₁⁻¹·A' over the outer coefficients, with the diagonal of S as preconditioner; each iteration is
/// one pass over the rows, which serves up to eight columns. See docs/models/absorbed-effects.md. Structure and working memory stay from call to call, weights may
/// change between them. Not for use by several threads at a time.
/// </remarks>
internal sealed class EffectProjection
{
    private readonly Dictionary<(int Width, bool Weighted), ProjectionBlock> _blocks = [];
    private readonly double[] _inverseInner;
    private readonly double[][] _diagonalSums;
    private double[]? _weights;
    private double[]? _rowWeights, _sortedWeights;

    /// <summary>Prepares projections on a set of effects, with weights 1.</summary>
    /// <param name="effects">The effects.</param>
    /// <param name="threads">Threads to use; 0 for one per processor. Results do not depend on it.</param>
    public EffectProjection(EffectSet effects, int threads = 0)
        : this(effects.Layout, threads)
    {
    }

    /// <summary>The same on a layout.</summary>
    internal EffectProjection(EffectLayout layout, int threads)
    {
        (Layout, Threads) = (layout, threads);
        _inverseInner = new double[layout.InnerGroups];
        InverseDiagonal = new double[layout.OuterLevels];
        _diagonalSums = [.. Enumerable.Range(0, layout.RunCount).Select(_ => new double[2 * layout.OuterLevels])];
        SetWeights(null);
    }

    internal EffectLayout Layout { get; }

    internal int Threads { get; }

    /// <summary>1/S_gg of each outer level, 0 where the level has no weight of its own.</summary>
    internal double[] InverseDiagonal { get; }

    /// <summary>Structure and weights for one pass.</summary>
    internal PassRows Rows() => new(Layout.Order, Layout.Starts, Layout.Outer, _weights, _inverseInner);

    /// <summary>Takes new weights for the projections that follow.</summary>
    /// <param name="weights">One weight ≥ 0 per row, finite; null for weights of 1. Read by later projections where rows are sorted: not to be changed before the next call.</param>
    public void SetWeights(double[]? weights) => Set(weights, false);

    /// <summary>Takes weights of either sign, as the curvature of a likelihood may be; false where some group or level has none above 0, so that the equations are not definite.</summary>
    /// <param name="weights">One weight per row, finite.</param>
    internal bool SetSignedWeights(double[] weights) => Set(weights, true);

    private bool Set(double[]? weights, bool signed)
    {
        if (weights is not null && weights.Length != Layout.Rows)
            throw new ArgumentException($"{weights.Length} weights for {Layout.Rows} rows", nameof(weights));
        _weights = _rowWeights = weights;
        if (weights is not null && Layout.Order is { } order)
        {
            double[] own = _sortedWeights ??= new double[weights.Length];
            var partition = new RowPartition(own.Length);
            Workers.For(partition.Count, Threads, chunk =>
            {
                (int start, int length) = partition.Range(chunk);
                for (int k = start; k < start + length; k++)
                    own[k] = weights[order[k]];
            });
            _weights = own;
        }
        return ProjectionDiagonal.Compute(Layout, _weights, _inverseInner, InverseDiagonal, _diagonalSums, signed, Threads);
    }

    /// <summary>Projects columns in place.</summary>
    /// <param name="columns">Rows × columns, finite.</param>
    /// <param name="options">When to end.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    public ProjectionSummary Project(Matrix columns, ProjectionOptions? options = null, CancellationToken cancellation = default) =>
        Project(new ProjectionColumns(columns), options ?? ProjectionOptions.Default, out _, false, cancellation);

    /// <summary>Projects columns in place, and beside them fits the effects to a variable that is given by its product with the weights.</summary>
    /// <param name="columns">Rows × columns, finite.</param>
    /// <param name="weighted">uᵢ = wᵢzᵢ, of use where wᵢ may be 0 and zᵢ not finite: a score beside its curvature. Replaced by Σ_q a_q[g_q(i)], the fit of z by the effects.</param>
    /// <param name="options">When to end.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <returns>The columns in order, then z.</returns>
    public ProjectionSummary Project(Matrix columns, double[] weighted, ProjectionOptions? options = null, CancellationToken cancellation = default) =>
        Project(new ProjectionColumns(columns, weighted, true), options ?? ProjectionOptions.Default, out _, false, cancellation);

    /// <summary>Projects columns in place, with their inner products.</summary>
    internal ProjectionSummary Project(ProjectionColumns columns, ProjectionOptions options, out ProjectionProducts products, CancellationToken cancellation)
    {
        ProjectionSummary summary = Project(columns, options, out ProjectionProducts? found, true, cancellation);
        products = found!;
        return summary;
    }

    /// <summary>Outer coefficients of the fit of z, given as w·z and replaced by the fit.</summary>
    internal double[] Coefficients(double[] weighted, ProjectionOptions options, CancellationToken cancellation)
    {
        Project(new ProjectionColumns(new Matrix(weighted.Length, 0), weighted, true), options, out _, false, cancellation);
        return [.. Block(1).Coefficients[..Layout.OuterLevels]];
    }

    private ProjectionSummary Project(
        ProjectionColumns columns, ProjectionOptions options, out ProjectionProducts? products, bool wantsProducts, CancellationToken cancellation)
    {
        int count = columns.Count, passes = 0;
        if (columns.Columns.Rows != Layout.Rows || (columns.Extra is { } extra && extra.Length != Layout.Rows))
            throw new ArgumentException($"columns of {columns.Columns.Rows} rows on effects of {Layout.Rows} rows", nameof(columns));
        var results = new ColumnProjection[count];
        bool alone = wantsProducts && count <= ProjectionBlock.Widest;
        double[] sums = alone ? new double[count * (count + 1) + 1] : [];
        double[]? weighted = wantsProducts && !alone && columns.Weighted >= 0 ? [.. columns.Extra!] : null;
        // Without rows there is nothing to do, not even a first value to read.
        for (int first = 0; first < count && Layout.Rows > 0; first += ProjectionBlock.Widest)
        {
            int lanes = Math.Min(ProjectionBlock.Widest, count - first);
            Block(lanes).Project(columns, first, lanes, options, sums, results.AsSpan(first, lanes), cancellation);
            passes += results.AsSpan(first, lanes).ToArray().Max(r => r.Iterations);
        }
        products = !wantsProducts ? null : alone ? Products(sums, count, columns.Weighted >= 0) : ProjectionGram.Of(columns, weighted, _rowWeights, Threads);
        return new ProjectionSummary(
            [.. results.Select(r => r.Iterations)], [.. results.Select(r => r.Measure)], [.. results.Select(r => r.Remaining)], [.. results.Select(r => r.Converged)], passes);
    }

    private static ProjectionProducts Products(double[] sums, int count, bool weighted)
    {
        var gram = new Matrix(count, count);
        for (int j = 0; j < count; j++)
            for (int i = 0; i < count; i++)
                gram[i, j] = sums[Math.Max(i, j) + Math.Min(i, j) * count];
        return new ProjectionProducts(gram, weighted ? sums[(count * count)..(count * (count + 1) - 1)] : [], sums[^1]);
    }

    private ProjectionBlock Block(int lanes)
    {
        (int, bool) key = (lanes > 4 ? 8 : lanes > 2 ? 4 : lanes, _weights is not null);
        if (!_blocks.TryGetValue(key, out ProjectionBlock? block))
            _blocks.Add(key, block = lanes > 4 ? Of<EightLanes>() : lanes > 2 ? Of<FourLanes>() : lanes > 1 ? Of<TwoLanes>() : Of<OneLane>());
        return block;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ProjectionBlock Of<TLanes>()
        where TLanes : struct, ILanes<TLanes> => Layout.OuterEffects switch
        {
            1 => Of<TLanes, OneOuter>(default),
            2 => Of<TLanes, TwoOuter>(default),
            int many => Of<TLanes, ManyOuter>(new ManyOuter(many)),
        };

    private ProjectionBlock Of<TLanes, TOuter>(TOuter outer)
        where TLanes : struct, ILanes<TLanes>
        where TOuter : struct, IOuterSums =>
        _weights is null ? new ProjectionBlock<TLanes, TOuter, UnitWeights>(this, outer) : new ProjectionBlock<TLanes, TOuter, GivenWeights>(this, outer);
}
