using Gravity.Core.Data;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Models;

/// <summary>The rows of some whole units: residuals, noise, path, and the sums that go into value, gradient and Hessian.</summary>
/// <remarks>
/// Per row it keeps e, ω = 1/σ_v², h and ∂h/∂τ. ∂A/∂θ, ∂B/∂θ and ∂C/∂θ of the unit at hand are formed by column; second derivatives of A, B, C are
/// linear in products of columns, so they become one weight a row and one weighted cross-product a chunk.
/// </remarks>
internal sealed class SharedChunk
{
    private readonly SharedLayout _layout;
    private readonly int _pathWidth;
    private readonly double[] _e, _omega, _logNoise, _h, _path;
    private readonly double[] _weightBeta, _weightNoise, _crossNoise, _squareNoise, _minusOmega;
    private readonly double[] _weightTau, _noiseTau;
    private bool _second;

    public SharedChunk(SharedLayout layout, int firstUnit, int endUnit, UnitIndex units)
    {
        _layout = layout;
        FirstUnit = firstUnit;
        EndUnit = endUnit;
        FirstRow = units.Starts[firstUnit];
        Rows = units.Starts[endUnit] - FirstRow;
        int d = layout.PathParameters;
        int p = layout.Parameters.Count;
        _pathWidth = 1 + d + d * d;
        _e = new double[Rows];
        _omega = new double[Rows];
        _logNoise = new double[Rows];
        _h = new double[Rows];
        _path = new double[Rows * d];
        ArgumentPositions = layout.ArgumentOfRow.AsMemory(FirstRow, Rows);
        bool noise = layout.LogV.Columns is not null;
        Gradient = new double[p];
        GradientA = new double[p];
        GradientB = new double[p];
        GradientC = new double[p];
        Hessian = new double[p * p];
        _weightBeta = new double[Rows];
        _weightNoise = new double[Rows];
        _crossNoise = new double[noise ? Rows : 0];
        _squareNoise = new double[noise ? Rows : 0];
        _minusOmega = new double[noise ? Rows : 0];
        _weightTau = new double[Rows * d];
        _noiseTau = new double[noise ? Rows * d : 0];
    }

    /// <summary>Clears the sums for another evaluation, with derivatives up to <paramref name="order"/>.</summary>
    public void Reset(int order)
    {
        _second = order == 2;
        Value = 0;
        Array.Clear(Gradient);
        Array.Clear(Hessian);
    }

    public int FirstUnit { get; }

    public int EndUnit { get; }

    public int FirstRow { get; }

    public int Rows { get; }

    public double Sign { get; set; }

    public double Value { get; set; }

    public double[] Gradient { get; }

    public double[] Hessian { get; }

    public double[] GradientA { get; }

    public double[] GradientB { get; }

    public double[] GradientC { get; }

    public Span<double> E => _e;

    private ReadOnlyMemory<int> ArgumentPositions { get; }

    private double[] PathTable { get; set; } = [];

    private int Order => Parameters;

    private int Parameters => _layout.Parameters.Count;

    private int TauCount => _layout.PathParameters;

    public void LoadNoise(SharedSetting setting)
    {
        if (_layout.LogV.Columns is { } columns)
            GramKernels.LinearIndex(columns, setting.Theta.AsSpan(_layout.Offsets.LogV, _layout.LogV.Count), FirstRow, _logNoise);
        else
            Array.Fill(_logNoise, setting.Theta[_layout.Offsets.LogV]);
        if (_layout.LogV.Columns is null)
            Array.Fill(_omega, Math.Exp(-setting.Theta[_layout.Offsets.LogV]));
        else
            for (int i = 0; i < Rows; i++)
                _omega[i] = Math.Exp(-_logNoise[i]);
    }

    public void LoadPath(SharedSetting setting)
    {
        PathTable = setting.PathTable;
        ReadOnlySpan<int> positions = ArgumentPositions.Span;
        for (int i = 0; i < Rows; i++)
        {
            int entry = positions[i] * _pathWidth;
            _h[i] = PathTable[entry];
            for (int m = 0; m < TauCount; m++)
                _path[m * Rows + i] = PathTable[entry + 1 + m];
        }
    }

    public UnitSums Sums(int unit, UnitIndex units)
    {
        (int start, int end) = Local(unit, units);
        double a = 0, b = 0, c = 0, logNoise = 0;
        for (int i = start; i < end; i++)
        {
            double wh = _omega[i] * _h[i];
            a += wh * _h[i];
            b += wh * _e[i];
            c += _omega[i] * _e[i] * _e[i];
            logNoise += _logNoise[i];
        }
        return new UnitSums(a, b, c, logNoise);
    }

    /// <summary>Weights with which the unit's rows enter the sums over the chunk; the unit's own term counts <paramref name="weight"/> times.</summary>
    public void SetRowWeights(UnitSums sums, SharedTerm term, UnitIndex units, int unit, double weight)
    {
        (int start, int end) = Local(unit, units);
        bool second = _second;
        bool noise = _layout.LogV.Columns is not null;
        ReadOnlySpan<int> positions = ArgumentPositions.Span;
        int d = TauCount;
        for (int i = start; i < end; i++)
        {
            double w = weight * _omega[i], h = _h[i], e = _e[i];
            _weightBeta[i] = -Sign * w * (term.B * h - e);
            _weightNoise[i] = 0.5 * w * e * e - 0.5 * weight - w * h * (term.B * e + term.A * h);
            for (int m = 0; m < d; m++)
                Gradient[_layout.Offsets.Time + m] += w * _path[m * Rows + i] * (term.B * e + 2 * term.A * h);
            if (!second)
                continue;
            if (noise)
            {
                _minusOmega[i] = -w;
                _crossNoise[i] = Sign * w * (term.B * h - e);
                _squareNoise[i] = w * h * (term.B * e + term.A * h) - 0.5 * w * e * e;
            }
            for (int m = 0; m < d; m++)
            {
                double slope = _path[m * Rows + i];
                _weightTau[m * Rows + i] = -Sign * term.B * w * slope;
                if (noise)
                    _noiseTau[m * Rows + i] = -w * slope * (term.B * e + 2 * term.A * h);
                for (int l = m; l < d; l++)
                {
                    double curvature = PathTable[positions[i] * _pathWidth + 1 + d + l * d + m];
                    double value = w * (term.B * e * curvature + 2 * term.A * (slope * _path[l * Rows + i] + h * curvature));
                    AddSymmetric(_layout.Offsets.Time + m, _layout.Offsets.Time + l, value, m == l);
                }
            }
        }
        if (second && !noise)
        {
            // σ_v² constant: B_δδ = B, A_δδ = A, C_δδ = C.
            int v = _layout.Offsets.LogV;
            Hessian[v + v * Order] += weight * (term.B * sums.B + term.A * sums.A - 0.5 * sums.C);
        }
    }

    /// <summary>∂A/∂θ, ∂B/∂θ and ∂(C + Σln σ_v²)/∂θ of one unit.</summary>
    public void UnitDerivatives(UnitSums sums, SharedSetting setting, UnitIndex units, int unit)
    {
        (int start, int end) = Local(unit, units);
        int count = end - start;
        ReadOnlySpan<double> e = _e.AsSpan(start, count), w = _omega.AsSpan(start, count), h = _h.AsSpan(start, count);
        Matrix x = _layout.Frontier.Columns ?? throw new InvalidOperationException("the frontier has columns");
        for (int j = 0; j < _layout.Frontier.Count; j++)
        {
            ReadOnlySpan<double> column = x.Column(j).Slice(FirstRow + start, count);
            double b = 0, c = 0;
            for (int i = 0; i < count; i++)
            {
                double weighted = w[i] * column[i];
                b += weighted * h[i];
                c += weighted * e[i];
            }
            GradientB[j] = -Sign * b;
            GradientC[j] = -2 * Sign * c;
        }
        int v = _layout.Offsets.LogV;
        if (_layout.LogV.Columns is { } noise)
        {
            for (int j = 0; j < _layout.LogV.Count; j++)
            {
                ReadOnlySpan<double> column = noise.Column(j).Slice(FirstRow + start, count);
                double a = 0, b = 0, c = 0;
                for (int i = 0; i < count; i++)
                {
                    double weighted = w[i] * column[i];
                    a -= weighted * h[i] * h[i];
                    b -= weighted * h[i] * e[i];
                    c += column[i] - weighted * e[i] * e[i];
                }
                (GradientA[v + j], GradientB[v + j], GradientC[v + j]) = (a, b, c);
            }
        }
        else
        {
            (GradientA[v], GradientB[v], GradientC[v]) = (-sums.A, -sums.B, count - sums.C);
        }
        for (int m = 0; m < TauCount; m++)
        {
            ReadOnlySpan<double> slope = _path.AsSpan(m * Rows + start, count);
            double a = 0, b = 0;
            for (int i = 0; i < count; i++)
            {
                a += 2 * w[i] * h[i] * slope[i];
                b += w[i] * e[i] * slope[i];
            }
            GradientA[_layout.Offsets.Time + m] = a;
            GradientB[_layout.Offsets.Time + m] = b;
        }
    }

    /// <summary>f_AA·A_θA_θ' + f_AB·(A_θB_θ' + B_θA_θ') + f_BB·B_θB_θ' of the unit at hand.</summary>
    public void AddRankOne(SharedTerm term)
    {
        int p = Parameters;
        for (int l = 0; l < p; l++)
        {
            double alongA = term.AA * GradientA[l] + term.AB * GradientB[l];
            double alongB = term.AB * GradientA[l] + term.BB * GradientB[l];
            if (alongA == 0 && alongB == 0)
                continue;
            Span<double> column = Hessian.AsSpan(l * p, p);
            for (int j = 0; j < p; j++)
                column[j] += GradientA[j] * alongA + GradientB[j] * alongB;
        }
    }

    /// <summary>f_Ax·A_θ + f_Bx·B_θ in the row and column of parameter <paramref name="position"/>.</summary>
    public void AddCross(int position, double fA, double fB)
    {
        for (int j = 0; j < Parameters; j++)
        {
            double value = fA * GradientA[j] + fB * GradientB[j];
            if (value != 0)
                AddSymmetric(j, position, value, false);
        }
    }

    public void AddSymmetric(int row, int column, double value, bool once)
    {
        Hessian[row + column * Order] += value;
        if (!once)
            Hessian[column + row * Order] += value;
    }

    /// <summary>Sums over the chunk of the row weights: the gradient in β and in the noise index.</summary>
    public void CloseGradient()
    {
        GramKernels.AddTransposedProduct(_layout.Frontier.Columns!, FirstRow, _weightBeta, Gradient.AsSpan(0, _layout.Frontier.Count));
        AddNoiseProduct(_weightNoise, Gradient.AsSpan(_layout.Offsets.LogV, _layout.LogV.Count));
    }

    /// <summary>Sums over the chunk of the second derivatives that are linear in the rows.</summary>
    public void CloseHessian()
    {
        int k = _layout.Frontier.Count, v = _layout.Offsets.LogV, time = _layout.Offsets.Time, q = _layout.LogV.Count;
        Matrix x = _layout.Frontier.Columns!;
        var beta = new double[k];
        for (int m = 0; m < TauCount; m++)
        {
            Array.Clear(beta);
            GramKernels.AddTransposedProduct(x, FirstRow, _weightTau.AsSpan(m * Rows, Rows), beta);
            for (int j = 0; j < k; j++)
                AddSymmetric(j, time + m, beta[j], false);
        }
        if (_layout.LogV.Columns is not { } noise)
        {
            // σ_v² constant: A, B and C are proportional to 1/σ_v², so their cross derivatives are minus their gradients.
            for (int j = 0; j < k; j++)
                AddSymmetric(j, v, -Gradient[j], false);
            for (int m = 0; m < TauCount; m++)
                AddSymmetric(v, time + m, -Gradient[time + m], false);
            return;
        }
        var scratch = new double[GramKernels.GramScratch(Rows)];
        var block = new double[k * k];
        GramKernels.AddWeightedGram(x, x, FirstRow, _minusOmega, scratch, block);
        GramKernels.MirrorLower(block, k);
        AddBlock(block, 0, 0, k, k, true);
        var cross = new double[k * q];
        GramKernels.AddWeightedGram(x, noise, FirstRow, _crossNoise, scratch, cross);
        AddBlock(cross, 0, v, k, q, false);
        var square = new double[q * q];
        GramKernels.AddWeightedGram(noise, noise, FirstRow, _squareNoise, scratch, square);
        GramKernels.MirrorLower(square, q);
        AddBlock(square, v, v, q, q, true);
        var tau = new double[q];
        for (int m = 0; m < TauCount; m++)
        {
            Array.Clear(tau);
            GramKernels.AddTransposedProduct(noise, FirstRow, _noiseTau.AsSpan(m * Rows, Rows), tau);
            AddBlock(tau, v, time + m, q, 1, false);
        }
    }

    private void AddNoiseProduct(ReadOnlySpan<double> weights, Span<double> target)
    {
        if (_layout.LogV.Columns is { } noise)
        {
            GramKernels.AddTransposedProduct(noise, FirstRow, weights, target);
            return;
        }
        foreach (double weight in weights)
            target[0] += weight;
    }

    private void AddBlock(double[] block, int row, int column, int rows, int columns, bool once)
    {
        for (int l = 0; l < columns; l++)
            for (int j = 0; j < rows; j++)
                AddSymmetric(row + j, column + l, block[j + l * rows], once);
    }

    private (int Start, int End) Local(int unit, UnitIndex units) => (units.Starts[unit] - FirstRow, units.Starts[unit + 1] - FirstRow);
}
