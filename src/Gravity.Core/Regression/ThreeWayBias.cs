using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Core.Regression;

/// <summary>The leading bias of PPML with exporter-period, importer-period and pair effects, and its covariance clustered by pair with scores corrected for their leverage.</summary>
/// <remarks>
/// <para>
/// Weidner and Zylkin (2021), Journal of International Economics 132: 103513, section 3. Pair effects are profiled out, so that a pair's log-likelihood is that of shares,
/// Σ_t y_t ln ϑ_t with ϑ_t = μ_t/Σμ; with S = y − μ its score, H = diag(μ) − μμ'/Σμ minus its Hessian and G its third derivatives in the T indices of the pair, the score of β_k at the
/// estimated effects has the mean
/// b_k = Σ_i { −tr[A_i⁺ Σ_j H x̃_k S'] + ½ tr[(Σ_j G x̃_k) A_i⁺ (Σ_j S S') A_i⁺] }, A_i = Σ_j H, and the same over importers: β̂ − β ≈ (Σ x̃'Hx̃)⁻¹ b.
/// </para>
/// <para>
/// The errors: B·Ω·B, Ω = Σ over pairs of x̃'(I − L)⁻¹SS'x̃, symmetrised, with L = H(x̃Bx̃' + A_i⁺ + A_j⁺) the leverage of the pair's indices: scores are too small by it because the
/// effects follow the flows. Checked against the mean of estimates over samples.
/// </para>
/// </remarks>
internal sealed class ThreeWayBias
{
    private readonly ThreeWayRows _rows;
    private readonly AbsorbedSolution _solution;
    private readonly int[][] _pairs;
    private readonly Matrix[] _ofExporter, _ofImporter;

    public ThreeWayBias(ThreeWayRows rows, AbsorbedSolution solution)
    {
        _rows = rows;
        _solution = solution;
        _pairs = rows.Pairs();
        _ofExporter = Inverses(rows.Exporter, rows.Exporters);
        _ofImporter = Inverses(rows.Importer, rows.Importers);
        int k = solution.Coefficients.Length;
        var score = new double[k];
        Add(rows.Exporter, rows.Exporters, _ofExporter, score);
        Add(rows.Importer, rows.Importers, _ofImporter, score);
        Bias = solution.InverseGram.Times(score);
        Covariance = Sandwich();
    }

    /// <summary>The estimate of E[β̂] − β.</summary>
    public double[] Bias { get; }

    /// <summary>B·Ω·B.</summary>
    public Matrix Covariance { get; }

    /// <summary>Directed pairs.</summary>
    public int PairCount => _pairs.Length;

    /// <summary>A⁺ of every country: the pseudo-inverse of the sum of H over its pairs, periods × periods.</summary>
    private Matrix[] Inverses(int[] side, int count)
    {
        int t = _rows.Periods;
        var sums = new Matrix[count];
        for (int c = 0; c < count; c++)
            sums[c] = new Matrix(t, t);
        foreach (int[] pair in _pairs)
            AddHessian(pair, sums[side[pair[0]]]);
        return [.. sums.Select(PseudoInverse)];
    }

    private static Matrix PseudoInverse(Matrix matrix)
    {
        var eigen = new SymmetricEigen(matrix);
        double bound = 1e-10 * Math.Max(eigen.Values[^1], 0);
        return eigen.Map(value => value > bound ? 1 / value : 0);
    }

    private void AddHessian(int[] pair, Matrix sum)
    {
        double total = pair.Sum(row => _solution.FittedMean[row]);
        foreach (int r in pair)
        {
            sum[_rows.Period[r], _rows.Period[r]] += _solution.FittedMean[r];
            foreach (int s in pair)
                sum[_rows.Period[r], _rows.Period[s]] -= _solution.FittedMean[r] * _solution.FittedMean[s] / total;
        }
    }

    /// <summary>Adds the terms of b of one side's effects.</summary>
    private void Add(int[] side, int count, Matrix[] inverse, double[] score)
    {
        int t = _rows.Periods, k = score.Length;
        var products = new Matrix[count];
        var third = new Matrix[count, k];
        for (int c = 0; c < count; c++)
        {
            products[c] = new Matrix(t, t);
            for (int j = 0; j < k; j++)
                third[c, j] = new Matrix(t, t);
        }
        foreach (int[] pair in _pairs)
        {
            int c = side[pair[0]];
            double total = pair.Sum(row => _solution.FittedMean[row]);
            double[] s = [.. pair.Select(row => _solution.Problem.Response[row] - _solution.FittedMean[row])];
            for (int a = 0; a < pair.Length; a++)
                for (int b = 0; b < pair.Length; b++)
                    products[c][_rows.Period[pair[a]], _rows.Period[pair[b]]] += s[a] * s[b];
            for (int j = 0; j < k; j++)
            {
                double[] centred = Centred(pair, j, total);
                // −S'A⁺Hx̃ with Hx̃ = μ·(x̃ − its weighted mean).
                for (int a = 0; a < pair.Length; a++)
                    for (int b = 0; b < pair.Length; b++)
                        score[j] -= s[a] * inverse[c][_rows.Period[pair[a]], _rows.Period[pair[b]]] * _solution.FittedMean[pair[b]] * centred[b];
                AddThird(pair, centred, total, third[c, j]);
            }
        }
        for (int c = 0; c < count; c++)
        {
            Matrix around = inverse[c] * products[c] * inverse[c];
            for (int j = 0; j < k; j++)
            {
                double trace = 0;
                for (int a = 0; a < t; a++)
                    for (int b = 0; b < t; b++)
                        trace += third[c, j][a, b] * around[b, a];
                score[j] += 0.5 * trace;
            }
        }
    }

    /// <summary>x̃ less its mean with weights μ over the pair.</summary>
    private double[] Centred(int[] pair, int column, double total)
    {
        ReadOnlySpan<double> x = _solution.Projected.Column(column);
        double mean = 0;
        foreach (int row in pair)
            mean += _solution.FittedMean[row] / total * x[row];
        var centred = new double[pair.Length];
        for (int a = 0; a < pair.Length; a++)
            centred[a] = x[pair[a]] - mean;
        return centred;
    }

    /// <summary>Adds Σ_r G_{tsr}x̃_r = −μ_t c_t·1(t = s) + μ_tμ_s(c_t + c_s)/Σμ, c = x̃ − x̄.</summary>
    private void AddThird(int[] pair, double[] centred, double total, Matrix sum)
    {
        for (int a = 0; a < pair.Length; a++)
        {
            int t = _rows.Period[pair[a]];
            sum[t, t] -= _solution.FittedMean[pair[a]] * centred[a];
            for (int b = 0; b < pair.Length; b++)
                sum[t, _rows.Period[pair[b]]] += _solution.FittedMean[pair[a]] * _solution.FittedMean[pair[b]] / total * (centred[a] + centred[b]);
        }
    }

    private Matrix Sandwich()
    {
        int k = _solution.Coefficients.Length;
        Matrix bread = _solution.InverseGram, meat = new(k, k);
        foreach (int[] pair in _pairs)
        {
            int n = pair.Length;
            double total = pair.Sum(row => _solution.FittedMean[row]);
            Matrix own = new(n, k), around = new(n, n), hessian = new(n, n);
            for (int a = 0; a < n; a++)
                for (int j = 0; j < k; j++)
                    own[a, j] = _solution.Projected[pair[a], j];
            Matrix spread = own * bread * own.Transpose();
            for (int a = 0; a < n; a++)
            {
                for (int b = 0; b < n; b++)
                {
                    (int t, int s) = (_rows.Period[pair[a]], _rows.Period[pair[b]]);
                    around[a, b] = spread[a, b] + _ofExporter[_rows.Exporter[pair[0]]][t, s] + _ofImporter[_rows.Importer[pair[0]]][t, s];
                    hessian[a, b] = (a == b ? _solution.FittedMean[pair[a]] : 0) - _solution.FittedMean[pair[a]] * _solution.FittedMean[pair[b]] / total;
                }
            }
            Matrix leverage = hessian * around, left = Matrix.Identity(n);
            for (int a = 0; a < n; a++)
                for (int b = 0; b < n; b++)
                    left[a, b] -= leverage[a, b];
            double[] s0 = [.. pair.Select(row => _solution.Problem.Response[row] - _solution.FittedMean[row])];
            var system = new LinearSystem(left);
            double[] larger = system.IsSingular ? s0 : system.Solve(s0);
            double[] plain = own.Transpose().Times(s0), corrected = own.Transpose().Times(larger);
            for (int j = 0; j < k; j++)
                for (int l = 0; l < k; l++)
                    meat[j, l] += 0.5 * (plain[j] * corrected[l] + corrected[j] * plain[l]);
        }
        return bread * meat * bread;
    }
}
