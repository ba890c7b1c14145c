using System.Runtime.CompilerServices;
using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>Preconditioned conjugate gradients for columns side by side, each with its own steps.</summary>
/// <remarks>
/// Threads take runs of inner groups that the layout fixes, each with sums of its own, which are added in the order of the runs; products over levels go by fixed ranges likewise.
/// So results have the same bits on any number of threads.
/// </remarks>
internal sealed class ProjectionBlock<TLanes, TOuter, TWeights> : ProjectionBlock
    where TLanes : struct, ILanes<TLanes>
    where TOuter : struct, IOuterSums
    where TWeights : struct, IRowWeights
{
    private const int RangeLevels = 1024;

    private readonly EffectProjection _owner;
    private readonly EffectLayout _layout;
    private readonly TOuter _outer;
    private readonly double[] _a, _r, _p;
    private readonly double[][] _sums;
    private readonly double[] _totals, _partial;
    private readonly RowPartition _ranges;

    public ProjectionBlock(EffectProjection owner, TOuter outer)
    {
        (_owner, _layout, _outer) = (owner, owner.Layout, outer);
        int length = checked(_layout.OuterLevels * TLanes.Width);
        (_a, _r, _p) = (new double[length + Widest], new double[length + Widest], new double[length + Widest]);
        _sums = new double[_layout.RunCount][];
        for (int run = 0; run < _sums.Length; run++)
            _sums[run] = new double[length + Widest];
        _totals = new double[_layout.RunCount
            * Math.Max(ProjectionPass<TLanes, TOuter, TWeights>.StartTotals, ProjectionPass<TLanes, TOuter, TWeights>.FinishTotals)];
        _ranges = new RowPartition(_layout.OuterLevels, RangeLevels);
        _partial = new double[Math.Max(1, _ranges.Count) * TLanes.Width];
    }

    public override int Width => TLanes.Width;

    public override ReadOnlySpan<double> Coefficients => _a;

    public override void Project(
        ProjectionColumns columns, int first, int count, ProjectionOptions options, Span<double> products, Span<ColumnProjection> results, CancellationToken cancellation)
    {
        int width = TLanes.Width, score = columns.Weighted - first;
        if (score < 0 || score >= count)
            score = -1;
        double[] byWeight = new double[Widest], shift = new double[Widest];
        byWeight.AsSpan().Fill(1);
        for (int lane = 0; lane < width; lane++)
            shift[lane] = columns.Columns.Rows == 0 || lane == score ? 0 : columns[first + (lane < count ? lane : 0)][_layout.Order is { } order ? order[0] : 0];
        if (score >= 0)
            byWeight[score] = 0;
        var state = new LaneState(width);
        Start(columns, first, count, score, byWeight, shift, state);
        Array.Clear(_a);
        Iterate(state, count, score, options, cancellation);
        Finish(columns, first, count, score, byWeight, products);
        for (int lane = 0; lane < count; lane++)
        {
            double left = Math.Max(0, state.Left[lane]), length = state.Length[lane];
            results[lane] = new ColumnProjection(
                state.Iterations[lane], state.Measure(lane, lane == score), lane == score ? double.NaN : length > 0 ? Math.Sqrt(left / length) : 1,
                state.IsDone(lane, lane == score, options));
        }
    }

    private void Start(ProjectionColumns columns, int first, int count, int score, double[] byWeight, double[] shift, LaneState state)
    {
        int width = TLanes.Width, size = ProjectionPass<TLanes, TOuter, TWeights>.StartTotals;
        Array.Clear(_totals);
        Workers.For(_layout.RunCount, _owner.Threads, run =>
        {
            Array.Clear(_sums[run]);
            LaneColumns lanes = Bind(columns, first, count);
            ProjectionPass<TLanes, TOuter, TWeights>.Start(
                _owner.Rows(), _outer, _layout.Runs[run], _layout.Runs[run + 1], in lanes, TLanes.Load(ref byWeight[0]), TLanes.Load(ref shift[0]),
                ref _sums[run][0], _totals.AsSpan(run * size, size));
        });
        for (int lane = 0; lane < width; lane++)
        {
            double left = Total(size, lane), sum = Total(size, width + lane), squares = Total(size, 2 * width + lane), weight = Total(size, 3 * width + lane);
            state.Left[lane] = Math.Max(0, left);
            state.Length[lane] = Math.Max(0, squares - (weight > 0 ? sum * sum / weight : 0));
            // Rounding of the values themselves, of their whole size.
            double whole = squares + shift[lane] * (2 * sum + shift[lane] * weight);
            state.Noise[lane] = lane == score ? 0 : 1e-30 * whole;
        }
        // r = b, p = M⁻¹r.
        Ranges(state.Product, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to, target) =>
        {
            TLanes product = default;
            for (int level = from; level < to; level++)
            {
                int at = level * width;
                TLanes r = Joined(at), z = r * TLanes.Of(_owner.InverseDiagonal[level]);
                TLanes.Store(r, ref _r[at]);
                TLanes.Store(z, ref _p[at]);
                product = TLanes.MultiplyAdd(r, z, product);
            }
            TLanes.Store(product, ref target[0]);
        });
        state.Product.CopyTo(state.First, 0);
    }

    private void Iterate(LaneState state, int count, int score, ProjectionOptions options, CancellationToken cancellation)
    {
        int width = TLanes.Width;
        double[] step = new double[Widest], turn = new double[Widest], curvature = new double[width], next = new double[width];
        for (int iteration = 0; iteration < options.MaxIterations; iteration++)
        {
            bool active = false;
            for (int lane = 0; lane < width; lane++)
            {
                state.Active[lane] = lane < count && !state.Stopped[lane] && !state.IsDone(lane, lane == score, options);
                active |= state.Active[lane];
            }
            if (!active || _layout.OuterLevels == 0)
                return;
            cancellation.ThrowIfCancellationRequested();
            Workers.For(_layout.RunCount, _owner.Threads, run =>
            {
                Array.Clear(_sums[run]);
                ProjectionPass<TLanes, TOuter, TWeights>.Apply(
                    _owner.Rows(), _outer, _layout.Runs[run], _layout.Runs[run + 1], ref _p[0], ref _sums[run][0]);
            }, cancellation);
            // The image S·p goes to the sums of the first run.
            Ranges(curvature, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to, target) =>
            {
                TLanes product = default;
                for (int level = from; level < to; level++)
                {
                    int at = level * width;
                    TLanes image = Joined(at);
                    TLanes.Store(image, ref _sums[0][at]);
                    product = TLanes.MultiplyAdd(TLanes.Load(ref _p[at]), image, product);
                }
                TLanes.Store(product, ref target[0]);
            });
            for (int lane = 0; lane < width; lane++)
            {
                // No curvature is left where the rest is rounding.
                bool usable = state.Active[lane] && curvature[lane] > 0 && double.IsFinite(curvature[lane]);
                state.Stopped[lane] |= state.Active[lane] && !usable;
                step[lane] = usable ? state.Product[lane] / curvature[lane] : 0;
            }
            Ranges(next, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (from, to, target) =>
            {
                TLanes product = default, forward = TLanes.Load(ref step[0]), back = TLanes.Of(0) - forward;
                for (int level = from; level < to; level++)
                {
                    int at = level * width;
                    TLanes.Store(TLanes.MultiplyAdd(forward, TLanes.Load(ref _p[at]), TLanes.Load(ref _a[at])), ref _a[at]);
                    TLanes r = TLanes.MultiplyAdd(back, TLanes.Load(ref _sums[0][at]), TLanes.Load(ref _r[at]));
                    TLanes.Store(r, ref _r[at]);
                    product = TLanes.MultiplyAdd(r, r * TLanes.Of(_owner.InverseDiagonal[level]), product);
                }
                TLanes.Store(product, ref target[0]);
            });
            for (int lane = 0; lane < width; lane++)
            {
                bool moved = step[lane] > 0;
                turn[lane] = moved ? next[lane] / state.Product[lane] : 0;
                if (moved)
                    state.Step(lane, step[lane] * state.Product[lane], next[lane]);
            }
            Workers.For(_ranges.Count, _owner.Threads, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (range) =>
            {
                (int from, int length) = _ranges.Range(range);
                TLanes beta = TLanes.Load(ref turn[0]);
                for (int level = from; level < from + length; level++)
                {
                    int at = level * width;
                    TLanes z = TLanes.Load(ref _r[at]) * TLanes.Of(_owner.InverseDiagonal[level]);
                    TLanes.Store(TLanes.MultiplyAdd(beta, TLanes.Load(ref _p[at]), z), ref _p[at]);
                }
            }, cancellation);
        }
    }

    private void Finish(ProjectionColumns columns, int first, int count, int score, double[] byWeight, Span<double> products)
    {
        int width = TLanes.Width, size = ProjectionPass<TLanes, TOuter, TWeights>.FinishTotals;
        bool wanted = !products.IsEmpty;
        Array.Clear(_totals);
        Workers.For(_layout.RunCount, _owner.Threads, run =>
        {
            LaneColumns lanes = Bind(columns, first, count);
            ProjectionPass<TLanes, TOuter, TWeights>.Finish(
                _owner.Rows(), _outer, _layout.Runs[run], _layout.Runs[run + 1], in lanes, TLanes.Load(ref byWeight[0]), score,
                ref _a[0], wanted ? _totals.AsSpan(run * size, size) : default);
        });
        if (!wanted)
            return;
        for (int j = 0; j < count; j++)
        {
            for (int i = 0; i < count; i++)
                products[i + j * count] = Total(size, i + j * width);
            products[count * count + j] = Total(size, width * width + j);
        }
        products[count * (count + 1)] = score >= 0 ? Total(size, (width + 1) * width + score) : 0;
    }

    private TLanes Joined(int at)
    {
        TLanes sum = TLanes.Load(ref _sums[0][at]);
        for (int run = 1; run < _sums.Length; run++)
            sum += TLanes.Load(ref _sums[run][at]);
        return sum;
    }

    private double Total(int size, int position)
    {
        double sum = 0, lost = 0;
        for (int run = 0; run < _layout.RunCount; run++)
            CompensatedSum.Add(_totals[run * size + position], ref sum, ref lost);
        return CompensatedSum.Close(sum, lost);
    }

    private delegate void RangeWork(int from, int to, Span<double> target);

    /// <summary>Work over ranges of levels, each with a sum per lane, added in order.</summary>
    private void Ranges(double[] totals, RangeWork work)
    {
        int width = TLanes.Width;
        Workers.For(_ranges.Count, _owner.Threads, range =>
        {
            (int from, int length) = _ranges.Range(range);
            work(from, from + length, _partial.AsSpan(range * width, width));
        });
        Array.Clear(totals);
        for (int range = 0; range < _ranges.Count; range++)
            for (int lane = 0; lane < width; lane++)
                totals[lane] += _partial[range * width + lane];
    }

    private static LaneColumns Bind(ProjectionColumns columns, int first, int count)
    {
        ref double Column(int lane) => ref columns[first + (lane < count ? lane : 0)][0];
        return new LaneColumns
        {
            C0 = ref Column(0),
            C1 = ref Column(1),
            C2 = ref Column(2),
            C3 = ref Column(3),
            C4 = ref Column(4),
            C5 = ref Column(5),
            C6 = ref Column(6),
            C7 = ref Column(7),
            Count = count,
        };
    }
}
