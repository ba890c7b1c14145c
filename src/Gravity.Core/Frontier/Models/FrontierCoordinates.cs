using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Models;

/// <summary>Coordinates in which a frontier likelihood is free of the units of its data.</summary>
/// <remarks>
/// With R'R = X'X, a unit step along column j of √n·R⁻¹ changes the index Xβ by 1 in root mean square, and the columns are orthogonal. Location and
/// μ are stepped in standard deviations of the least-squares residual, log variances and time parameters in units of 1. A response times 10⁶
/// or a regressor in levels of 10¹¹ then gives the same climb up to rounding.
/// </remarks>
internal static class FrontierCoordinates
{
    /// <param name="dimension">Length of θ.</param>
    /// <param name="rows">Rows, or the sum of their weights.</param>
    /// <param name="ols">Least squares on the frontier's columns.</param>
    /// <param name="offsets">Where the blocks begin.</param>
    /// <param name="timeStep">The step of a parameter of the path over time, by its position in the path.</param>
    public static (double[] Reference, Matrix Directions) Of(int dimension, double rows, LeastSquares ols, BlockOffsets offsets, Func<int, double>? timeStep = null)
    {
        if (ols.Dependent.Count > 0)
        {
            throw new DataUnfitException(
                "collinear-columns", $"{ols.Dependent.Count} of the frontier's columns are linear combinations of the others in these rows: leave them out");
        }
        double scale = Math.Sqrt(ols.ResidualSumOfSquares / rows);
        if (!(scale > 0))
            scale = 1;
        var reference = new double[dimension];
        ols.Coefficients.CopyTo(reference, 0);
        double logScale = 2 * Math.Log(scale);
        if (!offsets.HasLogarithmicScale)
            reference[offsets.LogU + InterceptOf(offsets.LogUColumns)] = logScale;
        else if (offsets.MeanColumns is null || HasIntercept(offsets.MeanColumns))
            reference[offsets.Mean + InterceptOf(offsets.MeanColumns)] = Math.Log(scale);
        reference[offsets.LogV + InterceptOf(offsets.LogVColumns)] = logScale;
        Matrix directions = Matrix.Identity(dimension);
        SetFactor(directions, 0, ols.Triangle, scale * Math.Sqrt(rows));
        if (offsets.Mean >= 0)
            SetBlock(directions, offsets.Mean, offsets.MeanColumns, offsets.HasLogarithmicScale ? 1 : scale);
        if (offsets.Scaling >= 0)
            SetBlock(directions, offsets.Scaling, offsets.ScalingColumns, 1);
        SetBlock(directions, offsets.LogU, offsets.LogUColumns, 1);
        SetBlock(directions, offsets.LogV, offsets.LogVColumns, 1);
        for (int j = offsets.Time; j < dimension; j++)
            directions[j, j] = timeStep!(j - offsets.Time);
        return (reference, directions);
    }

    /// <summary>The same for a regression with one log variance and perhaps a shape after β.</summary>
    public static (double[] Reference, Matrix Directions) OfNoise(int dimension, double rows, LeastSquares ols)
    {
        double scale = Math.Sqrt(ols.ResidualSumOfSquares / rows);
        if (!(scale > 0))
            scale = 1;
        var reference = new double[dimension];
        ols.Coefficients.CopyTo(reference, 0);
        reference[ols.Coefficients.Length] = 2 * Math.Log(scale);
        Matrix directions = Matrix.Identity(dimension);
        SetFactor(directions, 0, ols.Triangle, scale * Math.Sqrt(rows));
        return (reference, directions);
    }

    /// <summary>The column that carries the level of an index: the constant one, 0 when none is constant.</summary>
    public static int InterceptOf(Matrix? columns)
    {
        if (columns is null)
            return 0;
        for (int j = 0; j < columns.Columns; j++)
        {
            ReadOnlySpan<double> column = columns.Column(j);
            if (column.Length > 0 && column.IndexOfAnyExcept(column[0]) < 0)
                return j;
        }
        return 0;
    }

    private static bool HasIntercept(Matrix columns)
    {
        ReadOnlySpan<double> column = columns.Column(InterceptOf(columns));
        return column.Length > 0 && column.IndexOfAnyExcept(column[0]) < 0;
    }

    internal static void SetBlock(Matrix directions, int offset, Matrix? columns, double scale)
    {
        if (columns is null)
            directions[offset, offset] = scale;
        else
            SetFactor(directions, offset, LeastSquares.Solve(columns, new double[columns.Rows]).Triangle, scale * Math.Sqrt(columns.Rows));
    }

    /// <summary>Writes factor·R⁻¹ at <paramref name="offset"/>, column by column by back substitution.</summary>
    private static void SetFactor(Matrix directions, int offset, Matrix upper, double factor)
    {
        for (int j = 0; j < upper.Columns; j++)
        {
            for (int i = j; i >= 0; i--)
            {
                double sum = i == j ? factor : 0;
                for (int k = i + 1; k <= j; k++)
                    sum -= upper[i, k] * directions[offset + k, offset + j];
                directions[offset + i, offset + j] = sum / upper[i, i];
            }
        }
    }
}
