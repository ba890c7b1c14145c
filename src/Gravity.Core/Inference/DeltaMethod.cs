using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>A smooth function of estimates with its delta-method standard error.</summary>
/// <param name="Value">f(θ).</param>
/// <param name="StandardError">√(g'Vg); NaN when f, a derivative or V is undefined.</param>
/// <param name="Gradient">g = ∂f/∂θ.</param>
public sealed record DeltaEstimate(double Value, double StandardError, IReadOnlyList<double> Gradient);

/// <summary>Several smooth functions of estimates with their joint covariance.</summary>
/// <param name="Values">f(θ), m values.</param>
/// <param name="Covariance">J·V·J', m × m.</param>
/// <param name="Jacobian">J, m × p.</param>
public sealed record DeltaEstimates(IReadOnlyList<double> Values, Matrix Covariance, Matrix Jacobian);

/// <summary>Standard errors of functions of estimates: var f(θ̂) ≈ g'Vg (Doob 1935; Oehlert 1992).</summary>
/// <remarks>
/// Derivatives, unless given, are central differences extrapolated to step 0 (Richardson 1911) in the adaptive table of Ridders
/// (1982). The first step is a tenth of the estimate's standard error, which follows the units of the parameter; steps at which f
/// is undefined are halved away.
/// </remarks>
public static class DeltaMethod
{
    private const int Levels = 10;
    private const int Halvings = 30;

    /// <summary>√(g'Vg); NaN when it is undefined. Parameters with gradient 0 do not enter, even where V is NaN.</summary>
    /// <param name="gradient">g, p values.</param>
    /// <param name="covariance">V, p × p.</param>
    public static double StandardError(ReadOnlySpan<double> gradient, Matrix covariance) =>
        Math.Sqrt(Product(gradient, covariance, gradient));

    /// <summary>f(θ̂) with its standard error and numerical gradient.</summary>
    /// <param name="function">f, defined around the estimates; NaN where it is not.</param>
    /// <param name="estimates">θ̂.</param>
    /// <param name="covariance">V.</param>
    public static DeltaEstimate Evaluate(
        Func<IReadOnlyList<double>, double> function, IReadOnlyList<double> estimates, Matrix covariance)
    {
        DeltaEstimates all = Evaluate(point => [function(point)], estimates, covariance);
        return new DeltaEstimate(all.Values[0], Math.Sqrt(all.Covariance[0, 0]), all.Jacobian.Values.ToArray());
    }

    /// <summary>Several functions with their joint covariance and numerical Jacobian.</summary>
    /// <param name="functions">f, always the same number of values; NaN where one is undefined.</param>
    /// <param name="estimates">θ̂.</param>
    /// <param name="covariance">V.</param>
    public static DeltaEstimates Evaluate(
        Func<IReadOnlyList<double>, double[]> functions, IReadOnlyList<double> estimates, Matrix covariance)
    {
        double[] values = functions(estimates);
        Matrix jacobian = Jacobian(functions, values.Length, estimates, covariance);
        return new DeltaEstimates(values, CovarianceOf(jacobian, covariance, values), jacobian);
    }

    /// <summary>J·V·J' for a given Jacobian; rows of functions that are not finite become NaN.</summary>
    /// <param name="jacobian">J, m × p.</param>
    /// <param name="covariance">V, p × p.</param>
    public static Matrix CovarianceOf(Matrix jacobian, Matrix covariance) =>
        CovarianceOf(jacobian, covariance, new double[jacobian.Rows]);

    /// <summary>∂f/∂θ by extrapolated central differences.</summary>
    /// <param name="functions">f, <paramref name="count"/> values.</param>
    /// <param name="count">m.</param>
    /// <param name="estimates">θ̂, p values.</param>
    /// <param name="covariance">V: only its diagonal is used, for the first steps.</param>
    /// <returns>m × p; NaN where f is undefined at every step.</returns>
    public static Matrix Jacobian(
        Func<IReadOnlyList<double>, double[]> functions, int count, IReadOnlyList<double> estimates, Matrix covariance)
    {
        Matrix jacobian = new(count, estimates.Count);
        for (int j = 0; j < estimates.Count; j++)
        {
            double step = Math.Max(0.1 * Math.Sqrt(Math.Max(covariance[j, j], 0)), 1e-3 * Math.Abs(estimates[j]));
            if (!(step > 0) || !double.IsFinite(step))
                step = 1e-3 * Math.Max(Math.Abs(estimates[j]), 1);
            Differentiate(functions, [.. estimates], j, step, jacobian.Column(j));
        }
        return jacobian;
    }

    /// <summary>
    /// Ridders' table for one coordinate, all functions at once: each keeps the extrapolation with the least estimated error.
    /// </summary>
    private static void Differentiate(
        Func<IReadOnlyList<double>, double[]> functions, double[] point, int coordinate, double step, Span<double> derivatives)
    {
        int count = derivatives.Length;
        double[] leastError = new double[count];
        double[,] previous = new double[count, Levels];
        double[,] current = new double[count, Levels];
        int[] level = new int[count];
        derivatives.Fill(double.NaN);
        Array.Fill(leastError, double.PositiveInfinity);
        for (int halving = 0; halving < Halvings && Array.Exists(level, done => done < Levels); halving++, step /= 2)
        {
            double[] differences = CentralDifferences(functions, point, coordinate, step);
            for (int f = 0; f < count; f++)
            {
                if (level[f] >= Levels)
                    continue;
                // An undefined value says nothing about smaller steps: the table starts anew below it.
                if (!double.IsFinite(differences[f]))
                {
                    level[f] = 0;
                    continue;
                }
                current[f, 0] = differences[f];
                if (level[f] == 0 && double.IsInfinity(leastError[f]))
                    derivatives[f] = differences[f];
                double power = 1;
                for (int k = 1; k <= level[f]; k++)
                {
                    power *= 4;
                    current[f, k] = current[f, k - 1] + (current[f, k - 1] - previous[f, k - 1]) / (power - 1);
                    double error = Math.Max(
                        Math.Abs(current[f, k] - current[f, k - 1]), Math.Abs(current[f, k] - previous[f, k - 1]));
                    if (error < leastError[f])
                    {
                        leastError[f] = error;
                        derivatives[f] = current[f, k];
                    }
                }
                for (int k = 0; k <= level[f]; k++)
                    previous[f, k] = current[f, k];
                level[f]++;
            }
        }
    }

    private static double[] CentralDifferences(
        Func<IReadOnlyList<double>, double[]> functions, double[] point, int coordinate, double step)
    {
        double centre = point[coordinate];
        double above = centre + step;
        double below = centre - step;
        point[coordinate] = above;
        double[] differences = [.. functions(point)];
        point[coordinate] = below;
        double[] lower = functions(point);
        point[coordinate] = centre;
        for (int f = 0; f < differences.Length; f++)
            differences[f] = (differences[f] - lower[f]) / (above - below);
        return differences;
    }

    private static Matrix CovarianceOf(Matrix jacobian, Matrix covariance, double[] values)
    {
        int count = jacobian.Rows;
        Matrix transposed = jacobian.Transpose();
        Matrix result = new(count, count);
        for (int j = 0; j < count; j++)
        {
            for (int i = 0; i <= j; i++)
            {
                result[i, j] = result[j, i] = double.IsFinite(values[i]) && double.IsFinite(values[j])
                    ? Product(transposed.Column(i), covariance, transposed.Column(j))
                    : double.NaN;
            }
        }
        return result;
    }

    private static double Product(ReadOnlySpan<double> left, Matrix covariance, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int j = 0; j < right.Length; j++)
        {
            if (right[j] == 0)
                continue;
            for (int i = 0; i < left.Length; i++)
            {
                if (left[i] != 0)
                    sum += left[i] * covariance[i, j] * right[j];
            }
        }
        return sum;
    }
}
