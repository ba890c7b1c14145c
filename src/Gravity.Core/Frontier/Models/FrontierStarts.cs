using Gravity.Core.Data;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Models;

/// <summary>Points from which a frontier likelihood is climbed: moments of the least-squares residuals over a small grid.</summary>
/// <remarks>
/// A candidate fixes the share of V[u] in the residual variance and, for the truncated normal, κ = μ/σ_u; σ_u and σ_v follow from the residual
/// variance, the intercept is moved by E[u], as Coelli's grid does for γ. The share itself comes from the third moment (Olson, Schmidt and
/// Waldman 1980), from the variance between units where units share u, and from a grid. Candidates are ranked by their likelihood, one per κ
/// first, so that several starts lie in different valleys.
/// </remarks>
internal sealed class FrontierStarts
{
    private static readonly double[] ShareGrid = [0.1, 0.35, 0.65, 0.9];
    private static readonly double[] TruncationGrid = [0, -1.5, 1.5, -4];

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
        bool truncated = _model.Law.HasMean;
        var candidates = new List<(double Value, (double Kappa, bool Projected) Valley, double[] Point)>();
        foreach (double kappa in truncated ? TruncationGrid : [0])
        {
            foreach (double share in shares)
                Add(candidates, (kappa, false), Candidate(share, kappa, null));
            if (truncated && _offsets.MeanColumns is not null)
                Add(candidates, (kappa, true), Candidate(shares[0], kappa, _offsets.MeanColumns));
        }
        candidates.Sort((x, y) => y.Value.CompareTo(x.Value));
        var chosen = new List<double[]>();
        var seen = new HashSet<(double, bool)>();
        foreach ((_, (double, bool) valley, double[] point) in candidates)
            if (seen.Add(valley))
                chosen.Add(point);
        chosen.AddRange(candidates.Select(c => c.Point).Where(p => !chosen.Contains(p)));
        if (chosen.Count == 0)
            chosen.Add(Candidate(0.5, 0, null));
        // The best candidate is also tried with inefficiency that falls and that rises.
        if (_model is SharedInefficiencyFrontier { PathStarts: { Count: > 1 } paths } shared)
            chosen.InsertRange(1, paths.Skip(1).Select(tau => WithPath(shared, chosen[0], tau)));
        return [.. chosen.Take(Math.Max(1, count))];
    }

    private void Add(List<(double Value, (double Kappa, bool Projected) Valley, double[] Point)> list, (double Kappa, bool Projected) valley, double[] point)
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
        double sigma = Math.Cbrt(Math.Max(0, -ThirdMoment) / _model.Law.UnitThirdMoment);
        return Math.Clamp(_model.Law.Variance(0, Math.Max(sigma, 1e-300)) / _variance, 0.05, 0.95);
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

    /// <summary>θ with V[u] = share·variance at μ = κσ_u; with columns, μ follows the projection of −residual on them.</summary>
    private double[] Candidate(double share, double kappa, Matrix? meanColumns)
    {
        InefficiencyLaw law = _model.Law;
        double sigma = Math.Sqrt(share * _variance / law.Variance(kappa, 1));
        double mu = kappa * sigma;
        double mean = law.Mean(mu, sigma);
        var point = new double[_model.Dimension];
        // h·u_i is the inefficiency of a row: where h is not 1 at the start, u_i is measured on another scale.
        double level = _model is SharedInefficiencyFrontier shared ? shared.PathLevel(new double[_model.Dimension - _offsets.Time]) : 1;
        _ols.Coefficients.CopyTo(point, 0);
        int intercept = _model.Design.Frontier.Intercept;
        if (intercept >= 0)
            point[intercept] += _model.Sign * mean;
        SetLevel(point, _offsets.LogU, _offsets.LogUColumns, 2 * Math.Log(sigma / level));
        SetLevel(point, _offsets.LogV, _offsets.LogVColumns, Math.Log((1 - share) * _variance));
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
