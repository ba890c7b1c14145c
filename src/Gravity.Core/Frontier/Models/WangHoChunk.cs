using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Models;

/// <summary>The rows of some whole units at one θ.</summary>
internal sealed class WangHoChunk
{
    private readonly WangHoRows _rows;
    private readonly double[] _theta, _e, _h, _deviation, _weightBeta, _weightDelta;
    private readonly double[] _a, _b, _c;
    private readonly int _first;
    private readonly double _precision;

    public WangHoChunk(WangHoRows rows, double[] theta, int firstUnit, int endUnit)
    {
        _rows = rows;
        _theta = theta;
        _first = rows.Units.Starts[firstUnit];
        int count = rows.Units.Starts[endUnit] - _first;
        _e = new double[count];
        _h = new double[count];
        _deviation = new double[count];
        _weightBeta = new double[count];
        _weightDelta = new double[count];
        _a = new double[rows.Parameters.Count];
        _b = new double[rows.Parameters.Count];
        _c = new double[rows.Parameters.Count];
        _precision = Math.Exp(-theta[rows.Offsets.LogV]);
        GramKernels.LinearIndex(rows.X, theta.AsSpan(0, rows.X.Columns), _first, _e);
        GramKernels.LinearIndex(rows.Z, theta.AsSpan(rows.Offsets.Scaling, rows.Z.Columns), _first, _h);
        for (int i = 0; i < count; i++)
        {
            _e[i] = rows.Sign * (rows.Response[_first + i] - _e[i]);
            _h[i] = Math.Exp(_h[i]);
        }
        for (int group = rows.GroupOfUnit[firstUnit]; group < rows.GroupOfUnit[endUnit]; group++)
        {
            (int start, int end) = Group(group);
            double mean = 0;
            for (int i = start; i < end; i++)
                mean += _h[i];
            mean /= end - start;
            for (int i = start; i < end; i++)
                _deviation[i] = _h[i] - mean;
        }
    }

    /// <summary>Adds value, gradient and the unit's own part of the Hessian.</summary>
    public void Add(int unit, int order, Span<double> sums)
    {
        (SharedTerm term, double a, double b, double c, int free) = Term(unit);
        sums[0] += term.Value - 0.5 * free * (WangHoRows.LogTwoPi + _theta[_rows.Offsets.LogV]) - 0.5 * c;
        if (order == 0)
            return;
        int p = _rows.Parameters.Count;
        Slopes(unit, a, b, c, free);
        Span<double> gradient = sums.Slice(1, p);
        AddGradient(unit, term, gradient);
        if (order == 2)
            AddHessian(unit, term, a, b, c, sums[(1 + p)..]);
    }

    public double[] Score(int unit)
    {
        (SharedTerm term, double a, double b, double c, int free) = Term(unit);
        Slopes(unit, a, b, c, free);
        var score = new double[_rows.Parameters.Count];
        AddGradient(unit, term, score);
        return score;
    }

    /// <summary>What is linear in products of columns: f_B·B_βδ and f_A·A_δδ + f_B·B_δδ.</summary>
    public void CloseHessian(Span<double> hessian)
    {
        Matrix x = _rows.X, z = _rows.Z;
        int k = x.Columns, d = z.Columns, p = _rows.Parameters.Count, offset = _rows.Offsets.Scaling;
        var scratch = new double[GramKernels.GramScratch(_h.Length)];
        double[] cross = new double[k * d], square = new double[d * d];
        GramKernels.AddWeightedGram(x, z, _first, _weightBeta, scratch, cross);
        GramKernels.AddWeightedGram(z, z, _first, _weightDelta, scratch, square);
        GramKernels.MirrorLower(square, d);
        for (int l = 0; l < d; l++)
        {
            for (int j = 0; j < k; j++)
            {
                hessian[j + (offset + l) * p] += cross[j + l * k];
                hessian[offset + l + j * p] += cross[j + l * k];
            }
            for (int j = 0; j < d; j++)
                hessian[offset + j + (offset + l) * p] += square[j + l * d];
        }
    }

    private (SharedTerm Term, double A, double B, double C, int Free) Term(int unit)
    {
        (int start, int end) = Rows(unit);
        double a = 0, b = 0, c = 0;
        for (int i = start; i < end; i++)
        {
            a += _deviation[i] * _deviation[i];
            b += _deviation[i] * _e[i];
            c += _e[i] * _e[i];
        }
        (double mu, double logU) = _rows.IndicesOf(unit, _theta);
        int free = end - start - (_rows.GroupOfUnit[unit + 1] - _rows.GroupOfUnit[unit]);
        return (_rows.Law.Shared(_precision * a, _precision * b, mu, logU), _precision * a, _precision * b, _precision * c, free);
    }

    /// <summary>∂A/∂θ, ∂B/∂θ and ∂(C + m·ln σ_v²)/∂θ of a unit.</summary>
    private void Slopes(int unit, double a, double b, double c, int free)
    {
        (int start, int end) = Rows(unit);
        int count = end - start;
        ReadOnlySpan<double> e = _e.AsSpan(start, count), h = _h.AsSpan(start, count), deviation = _deviation.AsSpan(start, count);
        for (int j = 0; j < _rows.X.Columns; j++)
        {
            ReadOnlySpan<double> x = _rows.X.Column(j).Slice(_first + start, count);
            _b[j] = -_rows.Sign * _precision * GramKernels.Dot(deviation, x);
            _c[j] = -2 * _rows.Sign * _precision * GramKernels.Dot(e, x);
        }
        for (int m = 0; m < _rows.Z.Columns; m++)
        {
            ReadOnlySpan<double> z = _rows.Z.Column(m).Slice(_first + start, count);
            double alongA = 0, alongB = 0;
            for (int i = 0; i < count; i++)
            {
                double hz = h[i] * z[i];
                alongA += deviation[i] * hz;
                alongB += e[i] * hz;
            }
            _a[_rows.Offsets.Scaling + m] = 2 * _precision * alongA;
            _b[_rows.Offsets.Scaling + m] = _precision * alongB;
        }
        int v = _rows.Offsets.LogV;
        (_a[v], _b[v], _c[v]) = (-a, -b, free - c);
    }

    private void AddGradient(int unit, SharedTerm term, Span<double> gradient)
    {
        for (int j = 0; j < gradient.Length; j++)
            gradient[j] += term.A * _a[j] + term.B * _b[j] - 0.5 * _c[j];
        int row = _rows.Units.Starts[unit];
        if (_rows.Mean is { } mean)
            for (int j = 0; j < mean.Count; j++)
                gradient[_rows.Offsets.Mean + j] += term.Mu * (mean.Columns?[row, j] ?? 1);
        for (int j = 0; j < _rows.LogU.Count; j++)
            gradient[_rows.Offsets.LogU + j] += term.LogU * (_rows.LogU.Columns?[row, j] ?? 1);
    }

    private void AddHessian(int unit, SharedTerm term, double a, double b, double c, Span<double> hessian)
    {
        int p = _rows.Parameters.Count, v = _rows.Offsets.LogV, scaling = _rows.Offsets.Scaling;
        for (int l = 0; l < p; l++)
        {
            double alongA = term.AA * _a[l] + term.AB * _b[l], alongB = term.AB * _a[l] + term.BB * _b[l];
            for (int j = 0; j < p; j++)
                hessian[j + l * p] += _a[j] * alongA + _b[j] * alongB;
        }
        // A, B and C are proportional to 1/σ_v²: their cross derivatives with ln σ_v² are minus their gradients.
        for (int j = 0; j < v; j++)
        {
            double value = -(term.A * _a[j] + term.B * _b[j]) + 0.5 * _c[j];
            hessian[j + v * p] += value;
            hessian[v + j * p] += value;
        }
        hessian[v + v * p] += term.A * a + term.B * b - 0.5 * c;
        (int start, int end) = Rows(unit);
        for (int i = start; i < end; i++)
        {
            _weightBeta[i] = -_rows.Sign * _precision * term.B * _h[i];
            _weightDelta[i] = _precision * _h[i] * (2 * term.A * (_deviation[i] + _h[i]) + term.B * _e[i]);
        }
        AddGroupMeans(unit, -2 * _precision * term.A, scaling, hessian);
        AddIndices(unit, term, hessian);
    }

    /// <summary>factor·Σ_g (Σhz)(Σhz)'/n_g.</summary>
    private void AddGroupMeans(int unit, double factor, int offset, Span<double> hessian)
    {
        int d = _rows.Z.Columns, p = _rows.Parameters.Count;
        var sum = new double[d];
        for (int group = _rows.GroupOfUnit[unit]; group < _rows.GroupOfUnit[unit + 1]; group++)
        {
            (int start, int end) = Group(group);
            for (int m = 0; m < d; m++)
                sum[m] = GramKernels.Dot(_h.AsSpan(start, end - start), _rows.Z.Column(m).Slice(_first + start, end - start));
            for (int l = 0; l < d; l++)
                for (int j = 0; j < d; j++)
                    hessian[offset + j + (offset + l) * p] += factor * sum[j] * sum[l] / (end - start);
        }
    }

    private void AddIndices(int unit, SharedTerm term, Span<double> hessian)
    {
        int row = _rows.Units.Starts[unit], p = _rows.Parameters.Count;
        IndexTerm logU = _rows.LogU;
        for (int j = 0; j < logU.Count; j++)
        {
            double column = logU.Columns?[row, j] ?? 1;
            Cross(_rows.Offsets.LogU + j, term.ALogU * column, term.BLogU * column, hessian);
            for (int l = 0; l < logU.Count; l++)
                hessian[_rows.Offsets.LogU + j + (_rows.Offsets.LogU + l) * p] += term.LogULogU * column * (logU.Columns?[row, l] ?? 1);
        }
        if (_rows.Mean is not { } mean)
            return;
        for (int j = 0; j < mean.Count; j++)
        {
            double column = mean.Columns?[row, j] ?? 1;
            int position = _rows.Offsets.Mean + j;
            Cross(position, term.AMu * column, term.BMu * column, hessian);
            for (int l = 0; l < mean.Count; l++)
                hessian[position + (_rows.Offsets.Mean + l) * p] += term.MuMu * column * (mean.Columns?[row, l] ?? 1);
            for (int l = 0; l < logU.Count; l++)
            {
                double value = term.MuLogU * column * (logU.Columns?[row, l] ?? 1);
                hessian[position + (_rows.Offsets.LogU + l) * p] += value;
                hessian[_rows.Offsets.LogU + l + position * p] += value;
            }
        }
    }

    private void Cross(int position, double fA, double fB, Span<double> hessian)
    {
        int p = _rows.Parameters.Count;
        for (int j = 0; j < p; j++)
        {
            double value = fA * _a[j] + fB * _b[j];
            hessian[j + position * p] += value;
            hessian[position + j * p] += value;
        }
    }

    private (int Start, int End) Rows(int unit) => (_rows.Units.Starts[unit] - _first, _rows.Units.Starts[unit + 1] - _first);

    private (int Start, int End) Group(int group) => (_rows.Groups.Starts[group] - _first, _rows.Groups.Starts[group + 1] - _first);
}
