using Gravity.Core.Data;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Models;

/// <summary>Points from which a frontier likelihood is climbed: moments of the least-squares residuals over a small grid.</summary>
/// <remarks>
/// A candidate fixes the share of V[u] in the residual variance and the shapes of u and v (for the truncated normal κ = μ/σ_u); the scales follow from
/// the residual variance, the intercept is moved by E[u], as Coelli's grid does for γ. The share itself comes from the third moment (Olson, Schmidt and
/// Waldman 1980), from the variance between units where units share u, and from a grid. Candidates are ranked by their likelihood, one per shape
/// first, so that several starts lie in different valleys.
/// </remarks>
internal sealed class FrontierStarts
{
    private static readonly double[] ShareGrid = [0.1, 0.35, 0.65, 0.9];

    /// <summary>σ_u over the standard deviation of u in the valleys in which u is nearly exponential with a mean that moves with z.</summary>
    private static readonly double[] DeepSpreads = [1.6, 4];

    private readonly FrontierLikelihood _model;
    private readonly Func<double[], double> _height;
    private readonly BlockOffsets _offsets;
    private readonly LeastSquares _ols;
    private readonly double[] _residual;
    private readonly double _variance;

    /// <param name="model">The likelihood.</param>
    /// <param name="height">What candidates are ranked by, where the likelihood itself would cost too much; null for it.</param>
    public FrontierStarts(FrontierLikelihood model, Func<double[], double>? height = null)
    {
        _model = model;
        _height = height ?? (point => model.Evaluate(point, default, default));
        _offsets = model.Offsets;
        _ols = model.Ols;
        _residual = _ols.Residuals(model.Design.Frontier.Values, model.Response);
        double[]? weights = model.Design.Weights;
        double mean = 0, rows = model.Design.TotalWeight;
        for (int i = 0; i < _residual.Length; i++)
        {
            _residual[i] *= model.Sign;
            mean += (weights?[i] ?? 1) * _residual[i];
        }
        mean /= rows;
        double sum2 = 0, sum3 = 0;
        for (int i = 0; i < _residual.Length; i++)
        {
            double d = _residual[i] - mean, squared = (weights?[i] ?? 1) * d * d;
            sum2 += squared;
            sum3 += squared * d;
        }
        _variance = sum2 / rows;
        if (!(_variance > 0))
            _variance = 1;
        ThirdMoment = sum3 / rows;
    }

    /// <summary>Third central moment of s·residual: negative where inefficiency shows.</summary>
    public double ThirdMoment { get; }

    public IReadOnlyList<double[]> Take(int count)
    {
        var shares = new List<double> { MomentShare() };
        if (_model is SharedInefficiencyFrontier && _model.Design.Units is { } units)
            shares.Insert(0, BetweenShare(units));
        shares.AddRange(ShareGrid);
        bool projects = _model.Law.HasMean && !_model.Law.HasLogarithmicScale && _offsets.MeanColumns is not null;
        var candidates = new List<(double Value, Valley Valley, double[] Point)>();
        foreach (double noiseShape in _model.Noise.Shape?.Grid ?? [double.NaN])
        {
            for (int k = 0; k < _model.Law.StartsOf(1).Count; k++)
            {
                foreach (double share in shares)
                    Add(candidates, new Valley(k, noiseShape, false), Candidate(share, k, noiseShape, null));
                if (projects)
                    foreach (double share in shares)
                        Add(candidates, new Valley(k, noiseShape, true), Candidate(share, k, noiseShape, _offsets.MeanColumns));
            }
            if (projects)
                for (int k = 0; k < DeepSpreads.Length; k++)
                    foreach (double share in shares)
                        Add(candidates, new Valley(-1 - k, noiseShape, true), Deep(share, DeepSpreads[k], noiseShape));
            if (projects && double.IsNaN(noiseShape))
                AddTilted(candidates);
        }
        candidates.Sort((x, y) => y.Value.CompareTo(x.Value));
        var chosen = new List<double[]>();
        var seen = new HashSet<Valley>();
        foreach ((_, Valley valley, double[] point) in candidates)
            if (seen.Add(valley))
                chosen.Add(point);
        chosen.AddRange(candidates.Select(c => c.Point).Where(p => !chosen.Contains(p)));
        if (chosen.Count == 0)
            chosen.Add(Candidate(0.5, 0, _model.Noise.Shape?.Grid[0] ?? double.NaN, null));
        // The best candidate is also tried with inefficiency that falls and that rises.
        if (_model is SharedInefficiencyFrontier { PathStarts: { Count: > 1 } paths } shared)
            chosen.InsertRange(1, paths.Skip(1).Select(tau => WithPath(shared, chosen[0], tau)));
        return [.. chosen.Take(Math.Max(1, count))];
    }

    /// <summary>Starts that share it lie in one valley: number of the law's start, shape of the noise, whether μ follows the residuals.</summary>
    private readonly record struct Valley(int Start, double NoiseShape, bool Projected);

    private void Add(List<(double Value, Valley Valley, double[] Point)> list, Valley valley, double[] point)
    {
        double value = _height(point);
        if (double.IsFinite(value))
            list.Add((value, valley, point));
    }

    /// <summary>The same point on another path, u_i rescaled so that h·u_i keeps its level.</summary>
    private double[] WithPath(SharedInefficiencyFrontier shared, double[] point, double[] tau)
    {
        double[] copy = [.. point];
        double level = shared.PathLevel(tau), before = shared.PathLevel(point[_offsets.Time..]);
        tau.CopyTo(copy, _offsets.Time);
        if (_model.Law.HasMean || !(level > 0))
            return copy;
        copy[_offsets.LogU + FrontierCoordinates.InterceptOf(_offsets.LogUColumns)] -= 2 * Math.Log(level / before);
        return copy;
    }

    /// <summary>V[u] as a share of the residual variance from the third moment, kept away from 0 and 1.</summary>
    private double MomentShare()
    {
        double unit = _model.Law.ThirdMoment(_model.Law.StartsOf(1)[0]);
        if (!(unit > 0))
            return 0.5;
        double deviation = Math.Cbrt(Math.Max(0, -ThirdMoment) / unit);
        return Math.Clamp(deviation * deviation / _variance, 0.05, 0.95);
    }

    /// <summary>V[u] as a share of the residual variance from the analysis of variance between and within units.</summary>
    private double BetweenShare(UnitIndex units)
    {
        double within = 0, between = 0, inverseRows = 0, count = 0, all = 0;
        for (int unit = 0; unit < units.Count; unit++)
        {
            ReadOnlySpan<double> rows = _residual.AsSpan(units.Starts[unit]..units.Starts[unit + 1]);
            double mean = 0;
            foreach (double value in rows)
                mean += value / rows.Length;
            double weight = _model.UnitWeights?[unit] ?? 1;
            foreach (double value in rows)
                within += weight * (value - mean) * (value - mean);
            between += weight * mean * mean;
            inverseRows += weight / rows.Length;
            count += weight;
            all += weight * rows.Length;
        }
        within /= Math.Max(1, all - count);
        between = between / count - within * inverseRows / count;
        return Math.Clamp(between / Math.Max(between + within, double.Epsilon), 0.05, 0.98);
    }

    /// <summary>θ with V[u] = share·variance at one of the law's starts; with columns, μ follows the projection of −residual on them.</summary>
    private double[] Candidate(double share, int start, double noiseShape, Matrix? meanColumns)
    {
        InefficiencyLaw law = _model.Law;
        NoiseLaw noise = _model.Noise;
        LawPoint u = law.StartsOf(share * _variance)[start];
        double mu = u.Mu, mean = law.Mean(u);
        // Without a variance (ν ≤ 2) three times the square of the scale stands for it.
        double unit = noise.Variance(noise.At(0, noiseShape)) is var v && double.IsFinite(v) ? v : 3;
        var point = new double[_model.Dimension];
        // h·u_i is the inefficiency of a row: where h is not 1 at the start, u_i is measured on another scale.
        double level = _model is SharedInefficiencyFrontier shared ? shared.PathLevel(new double[_model.Dimension - _offsets.Time]) : 1;
        _ols.Coefficients.CopyTo(point, 0);
        int intercept = _model.Design.Frontier.Intercept;
        if (intercept >= 0)
            point[intercept] += _model.Sign * mean;
        SetLevel(point, _offsets.LogU, _offsets.LogUColumns, u.LogVariance - 2 * Math.Log(level));
        SetLevel(point, _offsets.LogV, _offsets.LogVColumns, Math.Log((1 - share) * _variance / unit));
        if (_offsets.LawShape >= 0)
            point[_offsets.LawShape] = Math.Log(u.Shape);
        if (_offsets.NoiseShape >= 0)
            point[_offsets.NoiseShape] = Math.Log(noiseShape);
        if (_offsets.Mean < 0)
            return point;
        if (meanColumns is null)
        {
            SetLevel(point, _offsets.Mean, _offsets.MeanColumns, mu / level);
            return point;
        }
        var target = new double[meanColumns.Rows];
        for (int i = 0; i < target.Length; i++)
            target[i] = (mu - _residual[i]) / level;
        LeastSquares.Solve(meanColumns, target).Coefficients.CopyTo(point, _offsets.Mean);
        return point;
    }

    /// <summary>
    /// μ far below zero, where u is nearly exponential with mean σ_u²/|μ|: that mean follows the projection of −residual on the columns of μ, so μ is the
    /// projection of −σ_u²/mean, with σ_u several times the spread of u.
    /// </summary>
    private double[] Deep(double share, double spread, double noiseShape)
    {
        Matrix columns = _offsets.MeanColumns!;
        double deviation = Math.Sqrt(share * _variance), sigma = spread * deviation;
        double[] point = Candidate(share, 0, noiseShape, null);
        int intercept = _model.Design.Frontier.Intercept;
        if (intercept >= 0)
            point[intercept] = _ols.Coefficients[intercept] + _model.Sign * deviation;
        SetLevel(point, _offsets.LogU, _offsets.LogUColumns, 2 * Math.Log(sigma));
        var target = new double[columns.Rows];
        for (int i = 0; i < target.Length; i++)
            target[i] = deviation - _residual[i];
        double[] mean = columns.Times(LeastSquares.Solve(columns, target).Coefficients);
        for (int i = 0; i < target.Length; i++)
            target[i] = -sigma * sigma / Math.Max(mean[i], 0.2 * deviation);
        LeastSquares.Solve(columns, target).Coefficients.CopyTo(point, _offsets.Mean);
        return point;
    }

    /// <summary>
    /// μ that rises or falls with one of its columns, steeply or gently, around levels from far below zero to above it: in small samples each may have a
    /// maximum of its own, in which u is large in the few rows at one end of the column.
    /// </summary>
    private void AddTilted(List<(double Value, Valley Valley, double[] Point)> candidates)
    {
        Matrix columns = _offsets.MeanColumns!;
        double deviation = Math.Sqrt(_variance);
        int valley = 1000;
        for (int j = 0; j < Math.Min(columns.Columns, 6); j++)
        {
            double[] column = [.. columns.Column(j)];
            double mean = column.Average(), spread = Math.Sqrt(column.Average(v => (v - mean) * (v - mean)));
            if (!(spread > 0))
                continue;
            foreach (double ratio in new[] { -4.5, -2, 0, 1.5 })
            {
                foreach (double tilt in new[] { -3, -1, 1, 3.0 })
                {
                    foreach (double sigma in new[] { 0.8 * deviation, 2 * deviation, 5 * deviation })
                    {
                        double[] point = Candidate(0.65, 0, double.NaN, null);
                        SetLevel(point, _offsets.LogU, _offsets.LogUColumns, 2 * Math.Log(sigma));
                        SetLevel(point, _offsets.Mean, columns, sigma * (ratio - tilt * mean / spread));
                        point[_offsets.Mean + j] += sigma * tilt / spread;
                        Add(candidates, new Valley(valley, double.NaN, true), point);
                    }
                    valley++;
                }
            }
        }
    }

    /// <summary>Coefficients for which an index is nearest to a constant: its intercept where it has one.</summary>
    internal static void SetLevel(double[] point, int offset, Matrix? columns, double level)
    {
        if (columns is null)
        {
            point[offset] = level;
            return;
        }
        int intercept = FrontierCoordinates.InterceptOf(columns);
        ReadOnlySpan<double> column = columns.Column(intercept);
        if (column.Length > 0 && column[0] != 0 && column.IndexOfAnyExcept(column[0]) < 0)
        {
            point[offset + intercept] = level / column[0];
            return;
        }
        var constant = new double[columns.Rows];
        Array.Fill(constant, level);
        LeastSquares.Solve(columns, constant).Coefficients.CopyTo(point, offset);
    }
}
