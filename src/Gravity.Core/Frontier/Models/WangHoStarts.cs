using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Models;

/// <summary>Points from which the Wang–Ho likelihood is climbed: directions of δ × spreads of z'δ × scales of u, ranked by their height.</summary>
/// <remarks>
/// Deviations have the mean −s·h̃·E[u], so the regression of the within residuals on the deviations of z gives a direction of δ; each determinant
/// alone, up and down, gives others, since the surface has a valley on either side of δ = 0, where u drops out. Given δ the scale of u follows from the
/// regression of the residuals on h̃, of all units (E[u]) and of each (E[u²]).
/// </remarks>
internal sealed class WangHoStarts
{
    private static readonly double[] Spreads = [0.3, 1, 2];

    private readonly WangHo _model;
    private readonly WangHoRows _rows;
    private readonly double[] _means;
    private readonly double[] _residual;
    private readonly double _variance;

    public WangHoStarts(WangHo model, WangHoRows rows)
    {
        _model = model;
        _rows = rows;
        _means = Means(rows.Z);
        _residual = model.Ols.Residuals(rows.X, model.Response);
        double sum = 0;
        foreach (ref double value in _residual.AsSpan())
        {
            value *= model.Sign;
            sum += value * value;
        }
        _variance = sum / rows.FreeDeviations;
        if (!(_variance > 0))
            _variance = 1;
    }

    /// <summary>Column means.</summary>
    public static double[] Means(Matrix columns) =>
        [.. Enumerable.Range(0, columns.Columns).Select(j => System.Numerics.Tensors.TensorPrimitives.Sum<double>(columns.Column(j)) / columns.Rows)];

    /// <summary>The best candidate of each valley, then the next best.</summary>
    public IReadOnlyList<double[]> Take(int count)
    {
        var candidates = new List<(double Value, int Valley, double[] Point)>();
        List<double[]> directions = Directions();
        for (int k = 0; k < directions.Count; k++)
        {
            foreach (double spread in Spreads)
            {
                foreach (double sign in new[] { 1.0, -1.0 })
                {
                    double[] delta = Array.ConvertAll(directions[k], d => sign * spread * d);
                    foreach (double[] point in Points(delta))
                    {
                        double value = _model.Evaluate(point, default, default);
                        if (double.IsFinite(value))
                            candidates.Add((value, 2 * k + (sign > 0 ? 0 : 1), point));
                    }
                }
            }
        }
        candidates.Sort((x, y) => y.Value.CompareTo(x.Value));
        var chosen = new List<double[]>();
        var seen = new HashSet<int>();
        foreach ((_, int valley, double[] point) in candidates)
            if (seen.Add(valley))
                chosen.Add(point);
        chosen.AddRange(candidates.Select(c => c.Point).Where(p => !chosen.Contains(p)));
        if (chosen.Count == 0)
            chosen.Add(Point(new double[_means.Length], Math.Sqrt(_variance), 0));
        return [.. chosen.Take(Math.Max(1, count))];
    }

    /// <summary>Directions of δ in which z'δ varies by 1 in root mean square over all rows.</summary>
    private List<double[]> Directions()
    {
        int d = _means.Length;
        var list = new List<double[]>();
        LeastSquares projection = LeastSquares.Solve(_rows.Groups.Demean(_rows.Z), _residual);
        if (projection.Dependent.Count == 0)
            Add(list, Array.ConvertAll(projection.Coefficients, c => -c));
        for (int j = 0; j < d && d < 12; j++)
        {
            var alone = new double[d];
            alone[j] = 1;
            Add(list, alone);
        }
        return list;
    }

    private void Add(List<double[]> list, double[] direction)
    {
        double[] index = _rows.Z.Times(direction);
        double mean = index.Average(), variance = index.Average(v => (v - mean) * (v - mean));
        // A column that is 0 but in one row would need a huge coefficient to vary by 1; the largest change bounds it.
        double size = Math.Max(Math.Sqrt(variance), index.Max(v => Math.Abs(v - mean)) / 4);
        if (size > 0)
            list.Add(Array.ConvertAll(direction, v => v / size));
    }

    private IEnumerable<double[]> Points(double[] delta)
    {
        double[] h = _rows.Z.Times(delta);
        double level = h.Average();
        for (int i = 0; i < h.Length; i++)
            h[i] = Math.Exp(h[i] - level);
        double[] deviation = _rows.Groups.Demean(h);
        double square = 0, product = 0, squares = 0;
        int units = 0;
        for (int unit = 0; unit < _rows.Units.Count; unit++)
        {
            double a = 0, b = 0;
            for (int i = _rows.Units.Starts[unit]; i < _rows.Units.Starts[unit + 1]; i++)
            {
                a += deviation[i] * deviation[i];
                b -= deviation[i] * _residual[i];
            }
            square += a;
            product += b;
            if (a > 0)
            {
                // (b/a)² exceeds u² by σ_v²/a on average.
                squares += a * Math.Max(0, b * b / (a * a) - _variance / a);
                units++;
            }
        }
        if (!(square > 0))
            yield break;
        double floor = 0.1 * Math.Sqrt(_variance * _rows.Response.Length / square);
        double unitMean = _model.Law.Mean(_model.Law.StartsOf(1)[0]);
        double fromMean = Math.Max(product / square / unitMean, floor);
        double fromSquares = Math.Max(Math.Sqrt(squares / square), floor);
        foreach (double scale in new[] { fromMean, fromSquares, floor })
        {
            yield return Point(delta, scale, level);
            if (_rows.Mean is not null)
                yield return Point(delta, scale, level, 1);
        }
    }

    /// <summary>θ with scale σ_u where h is at its typical size, μ = <paramref name="ratio"/>·σ_u, and β moved by h̃·E[u].</summary>
    private double[] Point(double[] delta, double scale, double level, double ratio = 0)
    {
        var point = new double[_model.Dimension];
        _model.Ols.Coefficients.CopyTo(point, 0);
        BlockOffsets offsets = _rows.Offsets;
        delta.CopyTo(point, offsets.Scaling);
        double logU = 2 * (Math.Log(scale) - level);
        Set(point, offsets.LogU, offsets.LogUColumns, logU);
        if (offsets.Mean >= 0)
            Set(point, offsets.Mean, offsets.MeanColumns, ratio * Math.Exp(0.5 * logU));
        point[offsets.LogV] = Math.Log(0.8 * _variance);
        return point;
    }

    private static void Set(double[] point, int offset, Matrix? columns, double value)
    {
        int level = FrontierCoordinates.InterceptOf(columns);
        point[offset + level] = columns is null ? value : value / (columns[0, level] == 0 ? 1 : columns[0, level]);
    }
}
