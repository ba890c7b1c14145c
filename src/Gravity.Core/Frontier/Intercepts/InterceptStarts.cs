using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>Points from which a frontier with random intercepts is climbed: analysis of variance of the least-squares residuals, split over a grid of shares.</summary>
/// <remarks>
/// The variance within units is split into V[u] and σ_v² (by the third moment of the deviations and over a grid), that between units into V[u0] and σ_w² (over a
/// grid); the intercept is moved by the means. Candidates are ranked by their likelihood, one per share between units first.
/// </remarks>
internal sealed class InterceptStarts
{
    private static readonly double[] WithinShares = [0.15, 0.5, 0.85], BetweenShares = [0.85, 0.15, 0.5];

    private readonly FrontierLikelihood _model;
    private readonly InterceptLayout _layout;
    private readonly double _within, _between, _momentShare;

    public InterceptStarts(FrontierLikelihood model, InterceptLayout layout)
    {
        _model = model;
        _layout = layout;
        double[] residual = model.Ols.Residuals(model.Design.Frontier.Values, model.Response);
        UnitIndex units = layout.Units;
        double within = 0, cubes = 0, cubeRows = 0, between = 0, inverseRows = 0;
        for (int unit = 0; unit < units.Count; unit++)
        {
            ReadOnlySpan<double> rows = residual.AsSpan(units.Starts[unit]..units.Starts[unit + 1]);
            double mean = 0;
            foreach (double value in rows)
                mean += value / rows.Length;
            foreach (double value in rows)
            {
                double d = model.Sign * (value - mean);
                within += d * d;
                cubes += d * d * d;
            }
            between += mean * mean;
            inverseRows += 1.0 / rows.Length;
            // E[Σ(d³)] of T independent numbers is (T − 1)(T − 2)/T of the third moment.
            cubeRows += (rows.Length - 1.0) * (rows.Length - 2.0) / rows.Length;
        }
        double total = model.Ols.ResidualSumOfSquares / residual.Length;
        _within = Math.Max(within / Math.Max(1, residual.Length - units.Count), 1e-3 * total);
        if (!(_within > 0))
            _within = 1;
        // Single-period units alone tell nothing apart: half of it each.
        if (residual.Length == units.Count)
            _within = total / 2;
        _between = Math.Max(between / units.Count - _within * inverseRows / units.Count, 0.02 * _within);
        double unitThird = model.Law.ThirdMoment(model.Law.StartsOf(1)[0]);
        double deviation = cubeRows > 0 ? Math.Cbrt(Math.Max(0, -cubes / cubeRows) / unitThird) : 0;
        _momentShare = Math.Clamp(deviation * deviation / _within, 0.05, 0.95);
    }

    public IReadOnlyList<double[]> Take(int count)
    {
        bool persistent = _layout.LogU0 is not null;
        var candidates = new List<(double Value, double Valley, double[] Point)>();
        foreach (double share in (double[])[_momentShare, .. WithinShares])
        {
            foreach (double between in persistent ? BetweenShares : [0.0])
            {
                double[] point = Candidate(share, between);
                double value = _model.Evaluate(point, default, default);
                if (double.IsFinite(value))
                    candidates.Add((value, persistent ? between : share, point));
            }
        }
        candidates.Sort((x, y) => y.Value.CompareTo(x.Value));
        var chosen = new List<double[]>();
        var seen = new HashSet<double>();
        foreach ((_, double valley, double[] point) in candidates)
            if (seen.Add(valley))
                chosen.Add(point);
        chosen.AddRange(candidates.Select(c => c.Point).Where(p => !chosen.Contains(p)));
        if (chosen.Count == 0)
            chosen.Add(Candidate(0.5, persistent ? 0.5 : 0));
        return [.. chosen.Take(Math.Max(1, count))];
    }

    /// <summary>The point without inefficiency: all variance within units is σ_v², all between is σ_w²; what leaves is far below.</summary>
    public double[] Without()
    {
        double[] point = Candidate(0.5, 0.5);
        int intercept = _model.Design.Frontier.Intercept;
        if (intercept >= 0)
            point[intercept] = _model.Ols.Coefficients[intercept];
        double depth = Math.Log(_within + _between) + RandomInterceptFrontier.Depth;
        Set(point, _layout.Rows[InterceptLayout.LogU], _layout.RowOffsets[InterceptLayout.LogU], depth);
        Set(point, _layout.Rows[InterceptLayout.LogV], _layout.RowOffsets[InterceptLayout.LogV], Math.Log(_within));
        if (_layout.LogU0 is { } own)
            Set(point, own, _layout.LogU0Offset, depth);
        if (_layout.LogW is { } w)
            Set(point, w, _layout.LogWOffset, Math.Log(_between));
        return point;
    }

    /// <summary>θ with V[u] = share·within and V[u0] = share·between.</summary>
    private double[] Candidate(double withinShare, double betweenShare)
    {
        InefficiencyLaw law = _model.Law;
        LawPoint u = law.StartsOf(withinShare * _within)[0];
        var point = new double[_model.Dimension];
        _model.Ols.Coefficients.CopyTo(point, 0);
        double mean = law.Mean(u), logU0 = Math.Log(betweenShare * _between / (1 - 2 / Math.PI));
        Set(point, _layout.Rows[InterceptLayout.LogU], _layout.RowOffsets[InterceptLayout.LogU], u.LogVariance);
        Set(point, _layout.Rows[InterceptLayout.LogV], _layout.RowOffsets[InterceptLayout.LogV], Math.Log((1 - withinShare) * _within));
        if (_layout.LogU0 is { } own)
        {
            Set(point, own, _layout.LogU0Offset, logU0);
            mean += Math.Sqrt(2 / Math.PI) * Math.Exp(0.5 * logU0);
        }
        if (_layout.LogW is { } w)
            Set(point, w, _layout.LogWOffset, Math.Log((1 - betweenShare) * _between));
        int intercept = _model.Design.Frontier.Intercept;
        if (intercept >= 0)
            point[intercept] += _model.Sign * mean;
        return point;
    }

    private static void Set(double[] point, IndexTerm term, int offset, double level) => FrontierStarts.SetLevel(point, offset, term.Columns, level);
}
