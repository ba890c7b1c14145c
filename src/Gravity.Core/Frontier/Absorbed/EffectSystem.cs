using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>Solves D'WD·α = r for several right-hand sides, D the indicators of all effects and W the weights of the rows, which may change.</summary>
/// <remarks>
/// <para>
/// The effect with the most groups is eliminated exactly (its block is diagonal); what remains is solved by conjugate gradients with its diagonal as
/// preconditioner (Golub and Van Loan 2013, section 11.5). D'WD is singular (effects share their level), but r = D'v lies in its range, so that the
/// iteration converges to one of the solutions; Dα is the same for all of them.
/// </para>
/// <para>
/// Right-hand sides are sums over groups and not weighted residuals, because a row of a frontier may have curvature W ≈ 0 and yet a slope: r stays finite
/// where r/W does not. The order of every sum is that of the rows, so that the bits do not depend on the threads.
/// </para>
/// </remarks>
internal sealed class EffectSystem
{
    private const int IterationLimit = 10_000;

    /// <summary>Iterations without a halving of the residual after which rounding is all that is left of it.</summary>
    private const int Patience = 100;

    /// <summary>Rows below which a second thread costs more than it saves.</summary>
    private const int FewRows = 30_000;

    private readonly int[][] _codes;
    private readonly EffectOrder[] _orders;
    private readonly double[][] _weights, _diagonals;
    private readonly int[] _offsets;
    private readonly int _eliminated;
    private readonly int _threads;

    /// <param name="effects">The effects; every group has a row.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    public EffectSystem(EffectSet effects, int threads)
    {
        // What a finer effect spans would only make the system more singular.
        EffectGroups[] free = [.. effects.Effects.Where((_, q) => effects.Rank.SpannedBy[q] < 0)];
        int[][] codes = [.. free.Select(e => e.GroupOfRow)];
        int[] counts = [.. free.Select(e => e.Count)];
        _codes = codes;
        _offsets = new int[counts.Length + 1];
        for (int q = 0; q < counts.Length; q++)
            _offsets[q + 1] = _offsets[q] + counts[q];
        _orders = [.. Enumerable.Range(0, counts.Length).Select(q => new EffectOrder(codes, counts, _offsets, q))];
        _eliminated = Enumerable.Range(0, counts.Length).MaxBy(q => counts[q]);
        _threads = codes[0].Length < FewRows ? 1 : threads;
        (_weights, _diagonals) = Room(_orders);
    }

    private EffectSystem(EffectSystem other)
    {
        (_codes, _orders, _offsets, _eliminated, _threads) = (other._codes, other._orders, other._offsets, other._eliminated, other._threads);
        (_weights, _diagonals) = Room(_orders);
    }

    /// <summary>A system over the same effects with weights of its own, for another thread.</summary>
    public EffectSystem Another() => new(this);

    private static (double[][] Weights, double[][] Diagonals) Room(EffectOrder[] orders) =>
        ([.. orders.Select(o => new double[o.Rows])], [.. orders.Select(o => new double[o.Count])]);

    /// <summary>Groups of all effects.</summary>
    public int Groups => _offsets[^1];

    /// <summary>Iterations of all solutions so far.</summary>
    public int Iterations { get; private set; }

    /// <summary>Takes one weight a row, with a positive sum in every group.</summary>
    public void SetWeights(double[] weights)
    {
        for (int q = 0; q < _orders.Length; q++)
            _orders[q].Arrange(weights, _weights[q], _diagonals[q], _threads);
    }

    /// <summary>D'v of all groups.</summary>
    public double[] Sums(double[] values)
    {
        var sums = new double[Groups];
        foreach (EffectOrder order in _orders)
            order.Sum(values, sums, _threads);
        return sums;
    }

    /// <summary>D'diag(v)x of all groups, x a column.</summary>
    public double[] Sums(double[] values, Matrix columns, int column)
    {
        var sums = new double[Groups];
        foreach (EffectOrder order in _orders)
            order.Sum(values, columns, column, sums, _threads);
        return sums;
    }

    /// <summary>rows += factor·Dα.</summary>
    public void Add(double[] coefficients, double factor, double[] rows)
    {
        var partition = new RowPartition(rows.Length);
        Workers.For(partition.Count, _threads, chunk =>
        {
            (int start, int length) = partition.Range(chunk);
            for (int q = 0; q < _codes.Length; q++)
            {
                int[] code = _codes[q];
                ReadOnlySpan<double> own = coefficients.AsSpan(_offsets[q], _offsets[q + 1] - _offsets[q]);
                for (int i = start; i < start + length; i++)
                    rows[i] += factor * own[code[i]];
            }
        });
    }

    /// <summary>Solves for every right-hand side.</summary>
    /// <param name="right">D'v, one array a right-hand side.</param>
    /// <param name="solutions">Where to begin; receives α.</param>
    /// <param name="tolerance">Of the preconditioned residual relative to the right-hand side.</param>
    /// <param name="residuals">Receives r − D'WD·α, if given.</param>
    public void Solve(IReadOnlyList<double[]> right, IReadOnlyList<double[]> solutions, double tolerance, IReadOnlyList<double[]>? residuals = null)
    {
        for (int first = 0; first < right.Count;)
        {
            int count = right.Count - first >= 2 ? Math.Min(4, right.Count - first) : 1, width = count == 1 ? 1 : 4;
            double[] r = new double[Groups * width], x = new double[Groups * width];
            for (int c = 0; c < count; c++)
            {
                for (int g = 0; g < Groups; g++)
                {
                    r[g * width + c] = right[first + c][g];
                    x[g * width + c] = solutions[first + c][g];
                }
            }
            double[]? left = Solve(r, x, width, tolerance);
            for (int c = 0; c < count; c++)
            {
                for (int g = 0; g < Groups; g++)
                    solutions[first + c][g] = x[g * width + c];
                for (int g = 0; residuals is not null && g < Groups; g++)
                    residuals[first + c][g] = left is null ? 0 : left[g * width + c];
            }
            first += count;
        }
    }

    /// <summary>Solves; returns the residual, which the eliminated effect has none of, or null for a single effect.</summary>
    private double[]? Solve(double[] right, double[] x, int width, double tolerance)
    {
        var product = new double[right.Length];
        if (_orders.Length == 1)
        {
            Eliminate(right, x, product, width);
            return null;
        }
        var iteration = new Iteration(this, right, x, width);
        iteration.Run(tolerance);
        Eliminate(right, x, product, width);
        return iteration.Residual;
    }

    /// <summary>x₀ = B₀⁻¹(right₀ − B₀x) of the eliminated effect.</summary>
    private void Eliminate(double[]? right, double[] x, double[] product, int width)
    {
        EffectOrder own = _orders[_eliminated];
        double[] diagonal = _diagonals[_eliminated];
        if (_orders.Length > 1)
            own.Couple(_weights[_eliminated], x, product, width, _threads);
        for (int g = 0; g < own.Count; g++)
            for (int c = 0, at = (own.Offset + g) * width; c < width; c++, at++)
                x[at] = ((right is null ? 0 : right[at]) - product[at]) / diagonal[g];
    }

    /// <summary>Conjugate gradients on the effects that are kept, up to four right-hand sides side by side, each with its own steps.</summary>
    private sealed class Iteration
    {
        private readonly EffectSystem _system;
        private readonly int[] _kept;
        private readonly double[] _right, _x, _residual, _direction, _product;
        private readonly int _width;

        public Iteration(EffectSystem system, double[] right, double[] x, int width)
        {
            (_system, _right, _x, _width) = (system, right, x, width);
            _kept = [.. Enumerable.Range(0, system._orders.Length).Where(q => q != system._eliminated)];
            (_residual, _direction, _product) = (new double[x.Length], new double[x.Length], new double[x.Length]);
        }

        public double[] Residual => _residual;

        public void Run(double tolerance)
        {
            double[] before = new double[_width], after = new double[_width], curvature = new double[_width], goal = new double[_width];
            for (int q = 0; q < _system._orders.Length; q++)
                AddProducts(q, _right, _right, goal, preconditioned: true);
            foreach (ref double size in goal.AsSpan())
                size *= tolerance * tolerance;
            Begin(before);
            (double least, int since) = (double.PositiveInfinity, 0);
            for (int iteration = 0; iteration < IterationLimit && !Arrived(before, goal) && since < Patience; iteration++)
            {
                double worst = 0;
                for (int c = 0; c < _width; c++)
                    worst = Math.Max(worst, before[c] <= goal[c] ? 0 : before[c] / goal[c]);
                (least, since) = worst < 0.25 * least ? (worst, 0) : (least, since + 1);
                _system.Iterations++;
                Multiply(_direction, _product);
                curvature.AsSpan().Clear();
                after.AsSpan().Clear();
                foreach (int q in _kept)
                    AddProducts(q, _direction, _product, curvature, preconditioned: false);
                foreach (int q in _kept)
                {
                    // A column that has arrived stands still.
                    for (int c = 0; c < _width; c++)
                        Move(q, c, before[c] <= goal[c] || !(curvature[c] > 0) ? 0 : before[c] / curvature[c]);
                    AddProducts(q, _residual, _residual, after, preconditioned: true);
                }
                foreach (int q in _kept)
                    Turn(q, after, before);
                after.CopyTo(before, 0);
            }
        }

        /// <summary>The residual at the first x. With x₀ eliminated, (right − B·B₀⁻¹right₀) − Sx is right − Bx.</summary>
        private void Begin(double[] size)
        {
            _system.Eliminate(_right, _x, _product, _width);
            Multiplied(_x, _product);
            foreach (int q in _kept)
            {
                double[] diagonal = _system._diagonals[q];
                EffectOrder order = _system._orders[q];
                for (int g = 0; g < order.Count; g++)
                    for (int c = 0, at = (order.Offset + g) * _width; c < _width; c++, at++)
                        _direction[at] = (_residual[at] = _right[at] - _product[at]) / diagonal[g];
                AddProducts(q, _residual, _residual, size, preconditioned: true);
            }
        }

        /// <summary>product = S·direction, S the system without the eliminated effect, whose places in the direction serve as scratch.</summary>
        private void Multiply(double[] direction, double[] product)
        {
            _system.Eliminate(null, direction, product, _width);
            Multiplied(direction, product);
        }

        private void Multiplied(double[] x, double[] product)
        {
            foreach (int q in _kept)
            {
                EffectOrder order = _system._orders[q];
                double[] diagonal = _system._diagonals[q];
                order.Couple(_system._weights[q], x, product, _width, _system._threads);
                for (int g = 0; g < order.Count; g++)
                    for (int c = 0, at = (order.Offset + g) * _width; c < _width; c++, at++)
                        product[at] += diagonal[g] * x[at];
            }
        }

        private void Move(int q, int column, double step)
        {
            EffectOrder order = _system._orders[q];
            for (int at = order.Offset * _width + column, end = (order.Offset + order.Count) * _width; at < end; at += _width)
            {
                _x[at] += step * _direction[at];
                _residual[at] -= step * _product[at];
            }
        }

        private void Turn(int q, double[] after, double[] before)
        {
            EffectOrder order = _system._orders[q];
            double[] diagonal = _system._diagonals[q];
            for (int g = 0; g < order.Count; g++)
                for (int c = 0, at = (order.Offset + g) * _width; c < _width; c++, at++)
                    _direction[at] = _residual[at] / diagonal[g] + (before[c] > 0 ? after[c] / before[c] : 0) * _direction[at];
        }

        /// <summary>sums[c] += Σ left·right over the groups of an effect, each over the group's weight where asked.</summary>
        private void AddProducts(int q, double[] left, double[] right, double[] sums, bool preconditioned)
        {
            EffectOrder order = _system._orders[q];
            double[] diagonal = _system._diagonals[q];
            for (int g = 0; g < order.Count; g++)
            {
                double factor = preconditioned ? 1 / diagonal[g] : 1;
                for (int c = 0, at = (order.Offset + g) * _width; c < _width; c++, at++)
                    sums[c] += factor * left[at] * right[at];
            }
        }

        private static bool Arrived(double[] sizes, double[] goals)
        {
            for (int c = 0; c < sizes.Length; c++)
                if (sizes[c] > goals[c])
                    return false;
            return true;
        }
    }
}
