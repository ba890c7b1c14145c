namespace Gravity.Core.Numerics;

/// <summary>Weighted means and lengths of the columns of X and of y (last), found in two passes so that levels far from 0 lose nothing.</summary>
internal sealed class ColumnMoments
{
    /// <summary>Below this share of its raw length, a centred column is rounding of its mean and no variation.</summary>
    private const double RoundingShare = 1e-14;

    private ColumnMoments(int constant, double constantValue, double weight, double[] mean, double[] scale, bool[] degenerate)
    {
        Constant = constant;
        ConstantValue = constantValue;
        Weight = weight;
        Mean = mean;
        Scale = scale;
        Degenerate = degenerate;
    }

    /// <summary>Position of the first column of X that is one nonzero constant; −1 without one.</summary>
    internal int Constant { get; }

    /// <summary>The value of that constant.</summary>
    internal double ConstantValue { get; }

    /// <summary>Σ wᵢ.</summary>
    internal double Weight { get; }

    /// <summary>Weighted means; all 0 when there is no constant column.</summary>
    internal double[] Mean { get; }

    /// <summary>√Σ wᵢ(xᵢ − mean)², or 1 where that is 0.</summary>
    internal double[] Scale { get; }

    /// <summary>Columns without variation (or all 0).</summary>
    internal bool[] Degenerate { get; }

    /// <summary>The moments of the columns of <paramref name="x"/> and of <paramref name="y"/>.</summary>
    internal static ColumnMoments Of(Matrix x, double[] y, double[]? weights, int threads, CancellationToken cancellation)
    {
        int order = x.Columns + 1;
        int constant = FirstConstant(x);
        RowPartition partition = new(x.Rows);
        double[] zero = new double[order];
        double[] first = Pass(zero);
        double weight = first[2 * order];
        double[] mean = new double[order];
        double[] raw = new double[order];
        for (int j = 0; j < order; j++)
        {
            mean[j] = constant >= 0 && weight > 0 ? first[j] / weight : 0;
            raw[j] = Math.Sqrt(first[order + j]);
        }
        double[] scale = raw;
        bool[] degenerate = new bool[order];
        if (constant >= 0 && weight > 0)
        {
            double[] second = Pass(mean);
            scale = new double[order];
            for (int j = 0; j < order; j++)
            {
                double shift = second[j] / weight;
                mean[j] += shift;
                scale[j] = Math.Sqrt(Math.Max(0, second[order + j] - weight * shift * shift));
            }
        }
        for (int j = 0; j < order; j++)
        {
            degenerate[j] = !(scale[j] > RoundingShare * raw[j]);
            if (degenerate[j])
                scale[j] = 1;
        }
        return new ColumnMoments(constant, constant < 0 ? 0 : x[0, constant], weight, mean, scale, degenerate);

        double[] Pass(double[] centre) => partition.Sum(
            2 * order + 1,
            threads,
            (start, length, sums) =>
            {
                Span<double> shifted = stackalloc double[RowPartition.BlockRows];
                Span<double> weighted = stackalloc double[RowPartition.BlockRows];
                for (int done = 0; done < length; done += RowPartition.BlockRows)
                {
                    int rows = Math.Min(RowPartition.BlockRows, length - done);
                    int from = start + done;
                    for (int j = 0; j < order; j++)
                    {
                        ReadOnlySpan<double> column = (j < x.Columns ? x.Column(j) : y).Slice(from, rows);
                        for (int i = 0; i < rows; i++)
                        {
                            shifted[i] = column[i] - centre[j];
                            weighted[i] = weights is null ? shifted[i] : weights[from + i] * shifted[i];
                            sums[j] += weighted[i];
                        }
                        sums[order + j] += GramKernels.Dot(shifted[..rows], weighted[..rows]);
                    }
                    for (int i = 0; i < rows; i++)
                        sums[2 * order] += weights is null ? 1 : weights[from + i];
                }
            },
            cancellation);
    }

    /// <summary>result_i = √wᵢ·(column_i − mean_j)/scale_j.</summary>
    internal void Standardise(int j, ReadOnlySpan<double> column, ReadOnlySpan<double> rootWeights, Span<double> result)
    {
        if (j == Constant)
        {
            result.Clear();
            return;
        }
        double mean = Mean[j], factor = 1 / Scale[j];
        for (int i = 0; i < column.Length; i++)
            result[i] = rootWeights[i] * ((column[i] - mean) * factor);
    }

    private static int FirstConstant(Matrix x)
    {
        for (int j = 0; j < x.Columns && x.Rows > 0; j++)
        {
            ReadOnlySpan<double> column = x.Column(j);
            if (column[0] != 0 && !column.ContainsAnyExcept(column[0]))
                return j;
        }
        return -1;
    }
}
