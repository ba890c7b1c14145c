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

    private readonly FrontierLikelihood _model;
    private readonly BlockOffsets _offsets;
    private readonly LeastSquares _ols;
    private readonly double[] _residual;
    private readonly double _variance;

    public FrontierStarts(FrontierLikelihood model)
    {
        _model = model;
        _offsets = model.Offsets;
        _ols = model.Ols;
        _residual = _ols.Residuals(model.Design.Frontier.Values, model.Response);
        double mean = 0;
        foreach (ref double value in _residual.AsSpan())
        {
            value *= model.Sign;
            mean += value;
        }
        mean /= _residual.Length;
        double sum2 = 0, sum3 = 0;
        foreach (double value in _residual)
        {
            double d = value - mean;
            sum2 += d * d;
            sum3 += d * d * d;
        }
        _variance = sum2 / _residual.Length;
        if (!(_variance > 0))
            _variance = 1;
        ThirdMoment = sum3 / _residual.Length;
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
                    Add(candidates, new Valley(k, noiseShape, true), Candidate(shares[0], k, noiseShape, _offsets.MeanColumns));
            }
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
        double value = _model.Evaluate(point, default, default);
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
        double within = 0, between = 0, inverseRows = 0;
        for (int unit = 0; unit < units.Count; unit++)
        {
            ReadOnlySpan<double> rows = _residual.AsSpan(units.Starts[unit]..units.Starts[unit + 1]);
            double mean = 0;
            foreach (double value in rows)
                mean += value / rows.Length;
            foreach (double value in rows)
                within += (value - mean) * (value - mean);
            between += mean * mean;
            inverseRows += 1.0 / rows.Length;
        }
        within /= Math.Max(1, _residual.Length - units.Count);
        between = between / units.Count - within * inverseRows / units.Count;
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

    /// <summary>Coefficients for which an index is nearest to a constant: its intercept where it has one.</summary>
    private static void SetLevel(double[] point, int offset, Matrix? columns, double level)
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
