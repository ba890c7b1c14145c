using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Models;

/// <summary>Where the climbs of Lee and Schmidt (1993) begin: paths of different shapes, each after alternating least squares.</summary>
/// <remarks>
/// Given λ, slopes and δ are a linear regression; given slopes and δ, λ_t = Σ_i δ_i·r_it/Σ_i δ_i². On a balanced panel without regressors this is the
/// power iteration for the leading eigenvector of Σ_i r_i·r_i'.
/// </remarks>
internal sealed class LeeSchmidtStarts(Design design, int[] columns, int[] periodOfRow, int periods)
{
    private const int Alternations = 25;

    /// <summary>Paths with the slopes that belong to them, the most likely first.</summary>
    public IReadOnlyList<(double[] Slopes, double[] Path)> Take(int count)
    {
        double[] constant = [.. Enumerable.Repeat(1.0, periods)];
        double Time(int t) => periods == 1 ? 0 : 2.0 * t / (periods - 1) - 1;
        double[][] shapes =
        [
            constant,
            Dispersion(Slopes(constant)),
            [.. Enumerable.Range(0, periods).Select(t => 1 + 0.5 * Time(t))],
            [.. Enumerable.Range(0, periods).Select(t => 1 - 0.5 * Time(t))],
            [.. Enumerable.Range(0, periods).Select(t => 0.5 + Time(t) * Time(t))],
            [.. Enumerable.Range(0, periods).Select(t => Math.Cos(Math.PI * (t + 0.5) / periods))],
            [.. Enumerable.Range(0, periods).Select(t => 1.5 - Time(t) * Time(t))],
        ];
        return [.. shapes.Take(Math.Max(1, count)).Select(Alternate)];
    }

    /// <summary>The slopes that belong to a path: regression with δ_i·λ_t taken out.</summary>
    public double[] Slopes(double[] path) =>
        LeastSquares.Solve(Projected(UnitRegression.Pick(design.Frontier.Values, columns), path), Projected(design.Response, path)).Coefficients;

    /// <summary>What δ_i·λ_t leaves of each column.</summary>
    public Matrix Projected(Matrix x, double[] path)
    {
        Matrix result = new(x.Rows, x.Columns);
        for (int j = 0; j < x.Columns; j++)
            Projected(x.Column(j).ToArray(), path).CopyTo(result.Column(j));
        return result;
    }

    private double[] Projected(double[] values, double[] path)
    {
        double[] effects = Effects(values, path);
        return [.. values.Select((v, i) => v - effects[design.Units!.UnitOfRow[i]] * path[periodOfRow[i]])];
    }

    private (double[] Slopes, double[] Path) Alternate(double[] path)
    {
        double[] slopes = Slopes(path);
        for (int round = 0; round < Alternations; round++)
        {
            path = Path(slopes, path);
            slopes = Slopes(path);
        }
        return (slopes, path);
    }

    /// <summary>One step of least squares for λ; scaled so that its largest value is 1.</summary>
    private double[] Path(double[] slopes, double[] path)
    {
        double[] remainder = UnitRegression.Remainder(design, columns, slopes);
        double[] effects = Effects(remainder, path);
        double[] top = new double[periods], bottom = new double[periods];
        for (int i = 0; i < remainder.Length; i++)
        {
            double delta = effects[design.Units!.UnitOfRow[i]];
            top[periodOfRow[i]] += delta * remainder[i];
            bottom[periodOfRow[i]] += delta * delta;
        }
        double[] next = [.. top.Select((value, t) => bottom[t] > 0 ? value / bottom[t] : 1)];
        double largest = next.MaxBy(Math.Abs);
        return largest == 0 || !double.IsFinite(largest) ? path : Array.ConvertAll(next, value => value / largest);
    }

    /// <summary>Spread of y − x'β over the units of each period: the path when δ has mean 0.</summary>
    private double[] Dispersion(double[] slopes)
    {
        double[] remainder = UnitRegression.Remainder(design, columns, slopes);
        var path = new double[periods];
        for (int t = 0; t < periods; t++)
        {
            double[] values = [.. remainder.Where((_, i) => periodOfRow[i] == t)];
            double mean = values.Average();
            path[t] = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / values.Length);
        }
        double largest = path.Max();
        return largest > 0 ? Array.ConvertAll(path, p => Math.Max(p / largest, 0.05)) : [.. path.Select(_ => 1.0)];
    }

    private double[] Effects(double[] values, double[] path)
    {
        double[] a = new double[design.Units!.Count], b = new double[a.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int unit = design.Units.UnitOfRow[i];
            double lambda = path[periodOfRow[i]];
            a[unit] += lambda * lambda;
            b[unit] += lambda * values[i];
        }
        return [.. b.Select((value, unit) => a[unit] > 0 ? value / a[unit] : 0)];
    }
}
