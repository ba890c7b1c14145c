using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Models;

/// <summary>Σ over units of the log-likelihood with shared inefficiency, with gradient, exact Hessian and scores.</summary>
/// <remarks>
/// A unit's term is −½n ln 2π − ½Σln σ_v² − ½C + f(A, B, μ, ln σ_u²), A = Σh²/σ_v², B = Σhe/σ_v², C = Σe²/σ_v². Its derivatives in θ are those of f
/// (<see cref="SharedTerm"/>) by the chain rule: rank-one terms from ∂A/∂θ and ∂B/∂θ of the unit, and row sums from the second derivatives of A, B
/// and C, which the chunk forms at once from one weight a row. Written out in docs/models/shared-inefficiency.md. Chunks are whole units and
/// fixed by the data, so the result does not depend on the number of threads.
/// </remarks>
internal sealed class SharedSum
{
    private const int ChunkRows = 8_192;
    private static readonly double HalfLogTwoPi = 0.5 * Math.Log(2 * Math.PI);

    private readonly FrontierLikelihood _model;
    private readonly ConjugateLaw _law;
    private readonly SharedLayout _layout;
    private readonly UnitIndex _units;
    private readonly int[] _chunkStarts;
    private readonly SharedChunk?[] _idle;
    private readonly Lazy<double[]> _gram;

    public SharedSum(FrontierLikelihood model, ConjugateLaw law, SharedLayout layout)
    {
        _model = model;
        _law = law;
        _layout = layout;
        _units = model.Design.Units!;
        var starts = new List<int> { 0 };
        for (int unit = 0; unit < _units.Count; unit++)
            if (_units.Starts[unit + 1] - _units.Starts[starts[^1]] >= ChunkRows || unit == _units.Count - 1)
                starts.Add(unit + 1);
        _chunkStarts = [.. starts];
        _idle = new SharedChunk?[_chunkStarts.Length - 1];
        _gram = new Lazy<double[]>(Gram);
    }

    private int Dimension => _layout.Parameters.Count;

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        int order = hessian.IsEmpty ? gradient.IsEmpty ? 0 : 1 : 2;
        var setting = new SharedSetting(_layout, point);
        if (!setting.IsFeasible(_layout.PathWidth))
        {
            gradient.Clear();
            hessian.Clear();
            return double.NegativeInfinity;
        }
        var chunks = new SharedChunk[_chunkStarts.Length - 1];
        Workers.For(chunks.Length, _model.Threads, c => chunks[c] = SumChunk(setting, c, order));
        var value = new double[1];
        var lost = new double[1];
        gradient.Clear();
        hessian.Clear();
        for (int c = 0; c < chunks.Length; c++)
        {
            SharedChunk chunk = chunks[c];
            CompensatedSum.Add([chunk.Value], value, lost);
            for (int j = 0; j < gradient.Length; j++)
                gradient[j] += chunk.Gradient[j];
            for (int j = 0; j < hessian.Length; j++)
                hessian[j] += chunk.Hessian[j];
            _idle[c] = chunk;
        }
        if (order == 2)
            Complete(setting, hessian);
        return CompensatedSum.Close(value[0], lost[0]);
    }

    public void Scores(ReadOnlySpan<double> point, Matrix scores)
    {
        var setting = new SharedSetting(_layout, point);
        Workers.For(_chunkStarts.Length - 1, _model.Threads, c =>
        {
            SharedChunk chunk = Load(setting, c, 1);
            for (int unit = chunk.FirstUnit; unit < chunk.EndUnit; unit++)
            {
                UnitSums sums = chunk.Sums(unit, _units);
                SharedTerm term = Term(setting, sums, unit);
                chunk.UnitDerivatives(sums, setting, _units, unit);
                for (int j = 0; j < Dimension; j++)
                    scores[unit, j] = term.A * chunk.GradientA[j] + term.B * chunk.GradientB[j] - 0.5 * chunk.GradientC[j];
                Array.Clear(chunk.Gradient);
                AddUnitIndices(unit, term, chunk.Gradient);
                double weight = WeightOf(unit);
                for (int j = 0; j < Dimension; j++)
                    scores[unit, j] = weight * (scores[unit, j] + chunk.Gradient[j]);
            }
            _idle[c] = chunk;
        });
    }

    /// <summary>ℓ of every unit.</summary>
    public double[] Values(ReadOnlySpan<double> point)
    {
        var setting = new SharedSetting(_layout, point);
        var values = new double[_units.Count];
        Workers.For(_chunkStarts.Length - 1, _model.Threads, c =>
        {
            SharedChunk chunk = Load(setting, c, 0);
            for (int unit = chunk.FirstUnit; unit < chunk.EndUnit; unit++)
            {
                UnitSums sums = chunk.Sums(unit, _units);
                values[unit] = Value(sums, Term(setting, sums, unit), unit);
            }
            _idle[c] = chunk;
        });
        return values;
    }

    private double Value(UnitSums sums, SharedTerm term, int unit) =>
        term.Value - (_units.Starts[unit + 1] - _units.Starts[unit]) * HalfLogTwoPi - 0.5 * sums.LogNoise - 0.5 * sums.C;

    private SharedTerm Term(SharedSetting setting, UnitSums sums, int unit)
    {
        int row = _units.Starts[unit];
        double logU = SharedLayout.UnitIndexValue(_layout.LogU, setting.Theta, _layout.Offsets.LogU, row);
        double mu = _layout.Mean is null ? 0 : SharedLayout.UnitIndexValue(_layout.Mean, setting.Theta, _layout.Offsets.Mean, row);
        return _law.Shared(sums.A, sums.B, mu, logU);
    }

    /// <summary>How often the unit's term counts.</summary>
    private double WeightOf(int unit) => _model.UnitWeights is { } weights ? weights[unit] : 1;

    /// <summary>Rows, residuals, noise and path of a chunk.</summary>
    private SharedChunk Load(SharedSetting setting, int index, int order)
    {
        // A chunk is taken by one evaluation at a time and given back when its sums have been read; a second evaluation makes its own.
        SharedChunk chunk = Interlocked.Exchange(ref _idle[index], null)
            ?? new SharedChunk(_layout, _chunkStarts[index], _chunkStarts[index + 1], _units);
        chunk.Reset(order);
        int start = chunk.FirstRow;
        Span<double> e = chunk.E;
        GramKernels.LinearIndex(_model.Design.Frontier.Values, setting.Theta.AsSpan(0, _layout.Frontier.Count), start, e);
        ReadOnlySpan<double> y = _model.Response.AsSpan(start, chunk.Rows);
        for (int i = 0; i < e.Length; i++)
            e[i] = _model.Sign * (y[i] - e[i]);
        chunk.Sign = _model.Sign;
        chunk.LoadNoise(setting);
        chunk.LoadPath(setting);
        return chunk;
    }

    private SharedChunk SumChunk(SharedSetting setting, int index, int order)
    {
        SharedChunk chunk = Load(setting, index, order);
        for (int unit = chunk.FirstUnit; unit < chunk.EndUnit; unit++)
        {
            UnitSums sums = chunk.Sums(unit, _units);
            SharedTerm term = Term(setting, sums, unit);
            double weight = WeightOf(unit);
            chunk.Value += weight * Value(sums, term, unit);
            if (order == 0)
                continue;
            chunk.SetRowWeights(sums, term, _units, unit, weight);
            if (weight != 1)
                term = term.Times(weight);
            AddUnitIndices(unit, term, chunk.Gradient);
            if (order == 1)
                continue;
            chunk.UnitDerivatives(sums, setting, _units, unit);
            chunk.AddRankOne(term);
            AddUnitIndexHessian(unit, term, chunk);
        }
        if (order >= 1)
            chunk.CloseGradient();
        if (order == 2)
            chunk.CloseHessian();
        return chunk;
    }

    /// <summary>∂f/∂μ and ∂f/∂ln σ_u² times their index columns.</summary>
    private void AddUnitIndices(int unit, SharedTerm term, double[] target)
    {
        int row = _units.Starts[unit];
        if (_layout.Mean is { } mean)
            for (int j = 0; j < mean.Count; j++)
                target[_layout.Offsets.Mean + j] += term.Mu * (mean.Columns?[row, j] ?? 1);
        for (int j = 0; j < _layout.LogU.Count; j++)
            target[_layout.Offsets.LogU + j] += term.LogU * (_layout.LogU.Columns?[row, j] ?? 1);
    }

    private void AddUnitIndexHessian(int unit, SharedTerm term, SharedChunk chunk)
    {
        int row = _units.Starts[unit];
        AddCross(_layout.LogU, _layout.Offsets.LogU, row, term.ALogU, term.BLogU, chunk);
        AddSquare(_layout.LogU, _layout.Offsets.LogU, _layout.LogU, _layout.Offsets.LogU, row, term.LogULogU, chunk);
        if (_layout.Mean is not { } mean)
            return;
        AddCross(mean, _layout.Offsets.Mean, row, term.AMu, term.BMu, chunk);
        AddSquare(mean, _layout.Offsets.Mean, mean, _layout.Offsets.Mean, row, term.MuMu, chunk);
        AddSquare(mean, _layout.Offsets.Mean, _layout.LogU, _layout.Offsets.LogU, row, term.MuLogU, chunk);
    }

    private static void AddCross(IndexTerm index, int offset, int row, double fA, double fB, SharedChunk chunk)
    {
        for (int j = 0; j < index.Count; j++)
        {
            double column = index.Columns?[row, j] ?? 1;
            chunk.AddCross(offset + j, fA * column, fB * column);
        }
    }

    private static void AddSquare(IndexTerm left, int leftOffset, IndexTerm right, int rightOffset, int row, double second, SharedChunk chunk)
    {
        for (int j = 0; j < left.Count; j++)
            for (int l = 0; l < right.Count; l++)
                chunk.AddSymmetric(
                    leftOffset + j, rightOffset + l, second * (left.Columns?[row, j] ?? 1) * (right.Columns?[row, l] ?? 1), leftOffset == rightOffset);
    }

    /// <summary>With constant σ_v² the term −X'X/σ_v² needs no pass over the rows.</summary>
    private void Complete(SharedSetting setting, Span<double> hessian)
    {
        if (_layout.LogV.Columns is not null)
            return;
        int k = _layout.Frontier.Count;
        double precision = Math.Exp(-setting.Theta[_layout.Offsets.LogV]);
        for (int l = 0; l < k; l++)
            for (int j = 0; j < k; j++)
                hessian[j + l * Dimension] -= precision * _gram.Value[j + l * k];
    }

    private double[] Gram()
    {
        Matrix x = _model.Design.Frontier.Values;
        int k = x.Columns;
        double[] gram = new RowPartition(x.Rows).Sum(k * k, _model.Threads, (start, length, sum) =>
        {
            var scratch = new double[GramKernels.GramScratch(RowPartition.BlockRows)];
            var weights = new double[RowPartition.BlockRows];
            Array.Fill(weights, 1);
            for (int row = start; row < start + length; row += RowPartition.BlockRows)
            {
                Span<double> block = weights.AsSpan(0, Math.Min(weights.Length, start + length - row));
                _model.Design.Weights?.AsSpan(row, block.Length).CopyTo(block);
                GramKernels.AddWeightedGram(x, x, row, block, scratch, sum);
            }
        });
        GramKernels.MirrorLower(gram, k);
        return gram;
    }
}

/// <summary>θ and the path's values there, shared by all chunks of one evaluation.</summary>
internal sealed class SharedSetting(SharedLayout layout, ReadOnlySpan<double> point)
{
    public double[] Theta { get; } = point.ToArray();

    public double[] PathTable { get; } = layout.PathTable(point);

    /// <summary>Whether 0 ≤ h &lt; ∞ in every period: else a unit would lie above its frontier.</summary>
    public bool IsFeasible(int width)
    {
        for (int k = 0; k < PathTable.Length; k += width)
        {
            if (!(PathTable[k] >= 0) || double.IsPositiveInfinity(PathTable[k]))
                return false;
        }
        return true;
    }
}

/// <summary>A, B, C and Σln σ_v² of one unit.</summary>
internal readonly record struct UnitSums(double A, double B, double C, double LogNoise);
