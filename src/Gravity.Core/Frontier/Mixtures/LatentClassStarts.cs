using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>Points from which a latent class likelihood is climbed: splits of the rows or units, each a few EM steps further.</summary>
/// <remarks>
/// Splits at quantiles of the mean least-squares residual, of its square and of the regressors; then clusterwise regressions (Späth 1979) from seeded random
/// assignments. The seed is fixed and the random stream is the start's number, so that every fit of the same data has the same starts.
/// </remarks>
internal sealed class LatentClassStarts
{
    private const long Seed = 20040529;
    private const int EmSteps = 15;
    private const int ReassignmentSteps = 8;

    private readonly LatentClassFrontier _model;
    private readonly ClassLayout _layout;
    private readonly double[] _residual;

    private LatentClassStarts(LatentClassFrontier model)
    {
        _model = model;
        _layout = model.Layout;
        _residual = model.Ols.Residuals(model.Design.Frontier.Values, model.Response);
    }

    /// <summary>At most <paramref name="count"/> points, those of the splits from number <paramref name="skip"/> on.</summary>
    public static IReadOnlyList<double[]> Of(LatentClassFrontier model, int count, int skip = 0, CancellationToken cancellation = default)
    {
        var starts = new LatentClassStarts(model);
        var points = new List<double[]>();
        int number = 0;
        foreach (int[] assignment in starts.Assignments())
        {
            if (number == skip + Math.Max(1, count))
                break;
            if (number++ < skip)
                continue;
            Matrix responsibilities = starts.Responsibilities(assignment);
            double[] theta = ExpectationMaximization.Raise(
                model, starts.Point(responsibilities), responsibilities, EmSteps, cancellation: cancellation);
            if (double.IsFinite(model.Evaluate(theta, default, default)))
                points.Add(theta);
        }
        if (points.Count == 0)
            points.Add(starts.Point(starts.Responsibilities(starts.Quantiles(starts.Means(_ => 0)))));
        return points;
    }

    private IEnumerable<int[]> Assignments()
    {
        Matrix x = _model.Design.Frontier.Values;
        yield return Quantiles(Means(row => _residual[row]));
        yield return Quantiles(Means(row => _residual[row] * _residual[row]));
        yield return Reassigned(Quantiles(Means(row => _residual[row])));
        int columns = 0;
        for (int c = 0; c < x.Columns && columns < 6; c++)
        {
            if (c == _model.Design.Frontier.Intercept)
                continue;
            int column = c;
            columns++;
            yield return Quantiles(Means(row => x[row, column]));
        }
        for (int k = 0; ; k++)
        {
            var random = new RandomSource(Seed, k);
            var drawn = new int[_layout.GroupCount];
            for (int i = 0; i < drawn.Length; i++)
                drawn[i] = random.NextIndex(_layout.Classes);
            yield return k % 3 == 2 ? drawn : Reassigned(drawn);
        }
    }

    private double[] Means(Func<int, double> value)
    {
        var means = new double[_layout.GroupCount];
        for (int i = 0; i < means.Length; i++)
        {
            int first = _layout.FirstRow(i), end = _layout.FirstRow(i + 1);
            for (int row = first; row < end; row++)
                means[i] += value(row) / (end - first);
        }
        return means;
    }

    private int[] Quantiles(double[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderBy(i => values[i])];
        var assignment = new int[values.Length];
        for (int k = 0; k < order.Length; k++)
            assignment[order[k]] = (int)((long)k * _layout.Classes / order.Length);
        return assignment;
    }

    /// <summary>Least squares by class, then each group to the class under which its residuals are likeliest, a few times.</summary>
    private int[] Reassigned(int[] assignment)
    {
        for (int step = 0; step < ReassignmentSteps; step++)
        {
            double[][] residuals = new double[_layout.Classes][];
            double[] variances = new double[_layout.Classes];
            for (int j = 0; j < _layout.Classes; j++)
            {
                if (assignment.Count(a => a == j) < 2)
                    return assignment;
                Matrix weights = Responsibilities(assignment);
                (double[] beta, variances[j]) = Regression(weights, j);
                residuals[j] = _model.Design.Frontier.Values.Times(beta);
            }
            int[] next = [.. assignment];
            for (int i = 0; i < next.Length; i++)
            {
                double best = double.PositiveInfinity;
                for (int j = 0; j < _layout.Classes; j++)
                {
                    double sum = 0;
                    for (int row = _layout.FirstRow(i); row < _layout.FirstRow(i + 1); row++)
                    {
                        double e = _model.Response[row] - residuals[j][row];
                        sum += e * e / variances[j] + Math.Log(variances[j]);
                    }
                    if (sum < best)
                        (best, next[i]) = (sum, j);
                }
            }
            if (next.AsSpan().SequenceEqual(assignment))
                break;
            // A split that leaves a class without enough rows is not followed further.
            if (Enumerable.Range(0, _layout.Classes).Any(j => RowsOf(next, j) < 2 * _layout.PerClass))
                break;
            assignment = next;
        }
        return assignment;
    }

    private int RowsOf(int[] assignment, int j)
    {
        int rows = 0;
        for (int i = 0; i < assignment.Length; i++)
            if (assignment[i] == j)
                rows += _layout.FirstRow(i + 1) - _layout.FirstRow(i);
        return rows;
    }

    private Matrix Responsibilities(int[] assignment)
    {
        double other = 0.1 / (_layout.Classes - 1);
        Matrix weights = new(assignment.Length, _layout.Classes);
        for (int i = 0; i < assignment.Length; i++)
            for (int j = 0; j < _layout.Classes; j++)
                weights[i, j] = assignment[i] == j ? 0.9 : other;
        return weights;
    }

    private (double[] Beta, double Variance) Regression(Matrix responsibilities, int j)
    {
        Matrix x = _model.Design.Frontier.Values;
        var weighted = new Matrix(x.Rows, x.Columns);
        var response = new double[x.Rows];
        double total = 0;
        for (int i = 0; i < _layout.GroupCount; i++)
        {
            double root = Math.Sqrt(responsibilities[i, j]);
            for (int row = _layout.FirstRow(i); row < _layout.FirstRow(i + 1); row++)
            {
                total += responsibilities[i, j];
                response[row] = root * _model.Response[row];
                for (int c = 0; c < x.Columns; c++)
                    weighted[row, c] = root * x[row, c];
            }
        }
        LeastSquares fit = LeastSquares.Solve(weighted, response, threads: _model.Threads);
        double floor = 1e-6 * _model.Ols.ResidualSumOfSquares / x.Rows;
        return ([.. fit.Coefficients], Math.Max(floor, fit.ResidualSumOfSquares / total));
    }

    /// <summary>θ from responsibilities: by class least squares, half of its residual variance u and half v; shares as logits.</summary>
    private double[] Point(Matrix responsibilities)
    {
        var theta = new double[_layout.Dimension];
        double[] shares = new double[_layout.Classes];
        int intercept = _model.Design.Frontier.Intercept;
        for (int j = 0; j < _layout.Classes; j++)
        {
            for (int i = 0; i < _layout.GroupCount; i++)
                shares[j] += responsibilities[i, j] / _layout.GroupCount;
            (double[] beta, double variance) = Regression(responsibilities, j);
            LawPoint u = _model.Law.StartsOf(0.5 * variance)[0];
            beta.CopyTo(theta, _layout.ClassOffset(j));
            if (intercept >= 0)
                theta[_layout.ClassOffset(j) + intercept] += _model.Sign * _model.Law.Mean(u);
            Models.FrontierStarts.SetLevel(theta, _model.LogU(j), _layout.Terms[1].Columns, u.LogVariance);
            Models.FrontierStarts.SetLevel(theta, _model.LogV(j), _layout.Terms[2].Columns, Math.Log(0.5 * variance));
        }
        for (int j = 0; j < _layout.Classes - 1; j++)
            Models.FrontierStarts.SetLevel(theta, _layout.LogitOffset(j), _layout.Membership, Math.Log(shares[j] / shares[^1]));
        return theta;
    }
}
