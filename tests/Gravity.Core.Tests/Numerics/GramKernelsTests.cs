using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Numerics;

public class GramKernelsTests
{
    public static readonly TheoryData<int, int, int, int> Shapes = new()
    {
        { 1, 1, 1, 0 }, { 7, 3, 2, 2 }, { 8, 4, 4, 0 }, { 9, 5, 9, 3 }, { 512, 9, 6, 11 }, { 509, 13, 1, 1 }, { 0, 4, 3, 0 }, { 16, 0, 2, 0 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Kernels_equal_the_plain_loops(int length, int columns, int others, int start)
    {
        Matrix x = Random(length + start + 5, columns, 1);
        Matrix z = Random(length + start + 5, others, 2);
        double[] weights = Random(length, 1, 3).Values.ToArray();
        double[] beta = Random(columns, 1, 4).Values.ToArray();

        double[] index = new double[length];
        GramKernels.LinearIndex(x, beta, start, index);
        double[] product = Enumerable.Repeat(0.5, columns).ToArray();
        GramKernels.AddTransposedProduct(x, start, weights, product);
        double[] gram = new double[columns * others];
        gram.AsSpan().Fill(0.25);
        double[] square = new double[columns * columns];
        double[] scratch = new double[GramKernels.GramScratch(length)];
        scratch.AsSpan().Fill(double.NaN);
        GramKernels.AddWeightedGram(x, z, start, weights, scratch, gram);
        GramKernels.AddWeightedGram(x, x, start, weights, scratch, square);

        for (int i = 0; i < length; i++)
            Assert.Equal(Enumerable.Range(0, columns).Sum(j => x[start + i, j] * beta[j]), index[i], 1e-13);
        for (int j = 0; j < columns; j++)
        {
            Assert.Equal(0.5 + Enumerable.Range(0, length).Sum(i => x[start + i, j] * weights[i]), product[j], 1e-12);
            for (int l = 0; l < others; l++)
                Assert.Equal(0.25 + Enumerable.Range(0, length).Sum(i => x[start + i, j] * weights[i] * z[start + i, l]), gram[j + l * columns], 1e-12);
            for (int l = 0; l < columns; l++)
            {
                double expected = j < l ? 0 : Enumerable.Range(0, length).Sum(i => x[start + i, j] * weights[i] * x[start + i, l]);
                Assert.Equal(expected, square[j + l * columns], 1e-12);
            }
        }
        GramKernels.MirrorLower(square, columns);
        for (int j = 0; j < columns; j++)
            for (int l = 0; l < columns; l++)
                Assert.Equal(square[j + l * columns], square[l + j * columns]);
    }

    [Fact]
    public void Partition_covers_every_row_once_and_sums_alike_on_any_number_of_threads()
    {
        RowPartition partition = new(3 * RowPartition.ChunkRows + 17);
        int next = 0;
        for (int chunk = 0; chunk < partition.Count; chunk++)
        {
            (int start, int length) = partition.Range(chunk);
            Assert.Equal(next, start);
            next += length;
        }
        Assert.Equal(partition.Rows, next);
        Assert.Equal(0, new RowPartition(0).Count);

        double[] values = Random(partition.Rows, 1, 5).Values.ToArray();
        double[] one = partition.Sum(2, 1, Work, TestContext.Current.CancellationToken);
        Assert.Equal(one, partition.Sum(2, 2, Work, TestContext.Current.CancellationToken));
        Assert.Equal(CompensatedSum.Of(values), one[0], 1e-11);
        Assert.Equal(partition.Rows, one[1]);

        void Work(int start, int length, Span<double> sums)
        {
            for (int i = 0; i < length; i++)
                sums[0] += values[start + i];
            sums[1] += length;
        }
    }

    [Fact]
    public void Compensated_sum_survives_cancellation()
    {
        Assert.Equal(2.0, CompensatedSum.Of([1, 1e100, 1, -1e100]));
        Assert.Equal(double.PositiveInfinity, CompensatedSum.Of([1, double.PositiveInfinity]));
    }

    private static Matrix Random(int rows, int columns, long seed)
    {
        RandomSource random = new(seed);
        Matrix matrix = new(rows, columns);
        foreach (ref double value in matrix.Values)
            value = random.NextNormal();
        return matrix;
    }
}
