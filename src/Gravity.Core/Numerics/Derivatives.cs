namespace Gravity.Core.Numerics;

/// <summary>A real function of several variables.</summary>
public delegate double ScalarFunction(ReadOnlySpan<double> point);

/// <summary>A vector function: fills <paramref name="values"/> at <paramref name="point"/>.</summary>
public delegate void VectorFunction(ReadOnlySpan<double> point, Span<double> values);

/// <summary>Numerical derivatives by central differences with Richardson extrapolation.</summary>
/// <remarks>
/// Ridders (1982) with a fixed tableau: steps h, h/2 … h/16, of which the entry with the smallest estimated error is taken, coordinate by
/// coordinate. The step for coordinate j is 0.02·max(|x_j|, scale_j), or 0.02·scale_j where scales are given; smooth functions
/// come out with about 11 digits. Where the function is not finite around the point, the derivative is NaN.
/// </remarks>
public static class Derivatives
{
    private const int Levels = 5;
    private const double FirstStep = 0.02;

    /// <summary>∂f/∂xⱼ.</summary>
    /// <param name="function">f.</param>
    /// <param name="point">Where.</param>
    /// <param name="scales">Typical variation of each coordinate; empty for max(|x_j|, 1).</param>
    public static double[] Gradient(ScalarFunction function, ReadOnlySpan<double> point, ReadOnlySpan<double> scales = default)
    {
        double[] result = new double[point.Length];
        Jacobian((at, values) => values[0] = function(at), 1, point, scales).Values.CopyTo(result);
        return result;
    }

    /// <summary>The <paramref name="outputs"/> × n matrix of ∂f_i/∂xⱼ.</summary>
    public static Matrix Jacobian(VectorFunction function, int outputs, ReadOnlySpan<double> point, ReadOnlySpan<double> scales = default)
    {
        Matrix result = new(outputs, point.Length);
        double[] at = point.ToArray();
        double[] above = new double[outputs], below = new double[outputs];
        double[][] previous = new double[Levels][], current = new double[Levels][];
        for (int level = 0; level < Levels; level++)
            (previous[level], current[level]) = (new double[outputs], new double[outputs]);
        double[] error = new double[outputs];
        for (int j = 0; j < point.Length; j++)
        {
            double step = FirstStep * (scales.IsEmpty ? Math.Max(1, Math.Abs(point[j])) : scales[j]);
            Span<double> column = result.Column(j);
            column.Fill(double.NaN);
            Array.Fill(error, double.PositiveInfinity);
            for (int level = 0; level < Levels; level++, step /= 2)
            {
                at[j] = point[j] + step;
                double high = at[j];
                function(at, above);
                at[j] = point[j] - step;
                // The difference of the two points as stored, not 2h.
                double width = high - at[j];
                function(at, below);
                for (int i = 0; i < outputs; i++)
                {
                    current[0][i] = (above[i] - below[i]) / width;
                    double factor = 1;
                    for (int k = 1; k <= level; k++)
                    {
                        factor *= 4;
                        current[k][i] = current[k - 1][i] + (current[k - 1][i] - previous[k - 1][i]) / (factor - 1);
                        double estimate = Math.Max(
                            Math.Abs(current[k][i] - current[k - 1][i]), Math.Abs(current[k][i] - previous[k - 1][i]));
                        if (estimate <= error[i])
                        {
                            error[i] = estimate;
                            column[i] = current[k][i];
                        }
                    }
                }
                (previous, current) = (current, previous);
            }
            at[j] = point[j];
        }
        return result;
    }

    /// <summary>The Hessian as the symmetric part of the Jacobian of a gradient.</summary>
    public static Matrix HessianFromGradient(VectorFunction gradient, ReadOnlySpan<double> point, ReadOnlySpan<double> scales = default)
    {
        Matrix hessian = Jacobian(gradient, point.Length, point, scales);
        for (int j = 0; j < hessian.Columns; j++)
            for (int i = 0; i < j; i++)
                hessian[i, j] = hessian[j, i] = 0.5 * (hessian[i, j] + hessian[j, i]);
        return hessian;
    }

    /// <summary>A cheap Hessian from one pair of gradients per coordinate: central differences without extrapolation, symmetrised; about 6 digits.</summary>
    /// <param name="gradient">The gradient.</param>
    /// <param name="point">Where.</param>
    /// <param name="scales">Typical variation of each coordinate, best its standard error; the step is 1e-3 of it.</param>
    public static Matrix QuickHessian(VectorFunction gradient, ReadOnlySpan<double> point, ReadOnlySpan<double> scales)
    {
        int n = point.Length;
        Matrix hessian = new(n, n);
        double[] at = point.ToArray();
        double[] above = new double[n], below = new double[n];
        for (int j = 0; j < n; j++)
        {
            double step = Math.Max(1e-3 * scales[j], 1e-9 * Math.Abs(point[j]));
            at[j] = point[j] + step;
            double high = at[j];
            gradient(at, above);
            at[j] = point[j] - step;
            double width = high - at[j];
            gradient(at, below);
            at[j] = point[j];
            for (int i = 0; i < n; i++)
                hessian[i, j] = (above[i] - below[i]) / width;
        }
        for (int j = 0; j < n; j++)
            for (int i = 0; i < j; i++)
                hessian[i, j] = hessian[j, i] = 0.5 * (hessian[i, j] + hessian[j, i]);
        return hessian;
    }
}
