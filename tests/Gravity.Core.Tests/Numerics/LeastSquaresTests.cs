using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Numerics;

public class LeastSquaresTests
{
    /// <summary>Longley (1967), from NIST's Statistical Reference Datasets (public domain): y, then six regressors.</summary>
    private static readonly double[][] Longley =
    [
        [60323, 83.0, 234289, 2356, 1590, 107608, 1947], [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
        [60171, 88.2, 258054, 3682, 1616, 109773, 1949], [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
        [63221, 96.2, 328975, 2099, 3099, 112075, 1951], [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
        [64989, 99.0, 365385, 1870, 3547, 115094, 1953], [63761, 100.0, 363112, 3578, 3350, 116219, 1954],
        [66019, 101.2, 397469, 2904, 3048, 117388, 1955], [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
        [68169, 108.4, 442769, 2936, 2798, 120445, 1957], [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
        [68655, 112.6, 482704, 3813, 2552, 123366, 1959], [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
        [69331, 115.7, 518173, 4806, 2572, 127852, 1961], [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
    ];

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Longley_agrees_with_the_certified_values_wherever_the_intercept_stands(int intercept)
    {
        // Certified by NIST; recomputed in 60 digits with mpmath.
        double[] expected =
        [
            -3482258.6345958183, 15.061872271373295, -0.035819179292591017, -2.0202298038168251, -1.033226867173592,
            -0.051104105653580714, 1829.1514646135518,
        ];
        double[] errors =
        [
            890420.38360737255, 84.914925774766945, 0.033491007772243189, 0.48839968165169946, 0.21427416316167526,
            0.22607320006937036, 455.47849914221199,
        ];
        int[] order = [.. Enumerable.Range(1, 6)];
        order = [.. order[..intercept], 0, .. order[intercept..]];
        Matrix x = Matrix.FromRows([.. Longley.Select(row => order.Select(j => j == 0 ? 1 : row[j]).ToArray())]);
        double[] y = [.. Longley.Select(row => row[0])];

        LeastSquares fit = Solve(x, y);

        Assert.Equal(7, fit.Rank);
        Agree.Relative(836424.05550591462, fit.ResidualSumOfSquares, 1e-11);
        for (int j = 0; j < 7; j++)
        {
            Agree.Relative(expected[order[j]], fit.Coefficients[j], 1e-10);
            Agree.Relative(errors[order[j]], Math.Sqrt(fit.InverseGram[j, j] * fit.ResidualSumOfSquares / 9), 1e-10);
        }
        double[] residuals = fit.Residuals(x, y);
        Agree.Relative(fit.ResidualSumOfSquares, residuals.Sum(r => r * r), 1e-9);
    }

    [Fact]
    public void Levels_of_1e11_beside_indicators_are_recovered()
    {
        RandomSource random = new(3);
        Matrix x = new(40_000, 4);
        double[] beta = [5, 3, -7, 2];
        double[] y = new double[x.Rows];
        for (int i = 0; i < x.Rows; i++)
        {
            // Integers whose combination is exact in doubles.
            double level = 1e11 + random.NextIndex(1000);
            double indicator = random.NextIndex(2);
            double small = random.NextIndex(7);
            (x[i, 0], x[i, 1], x[i, 2], x[i, 3]) = (level, indicator, 1, small);
            y[i] = beta[0] * level + beta[1] * indicator + beta[2] + beta[3] * small;
        }
        LeastSquares one = Solve(x, y, threads: 1);
        LeastSquares two = Solve(x, y, threads: 2);

        Assert.Equal(one.Coefficients, two.Coefficients);
        Assert.Equal(one.InverseGram.Values.ToArray(), two.InverseGram.Values.ToArray());
        Agree.Relative(5, one.Coefficients[0], 1e-12);
        Agree.Relative(3, one.Coefficients[1], 1e-9);
        Agree.Relative(2, one.Coefficients[3], 1e-9);
        Assert.Equal(-7, one.Coefficients[2], 0.1); // known to 1e-14 of its parts, which are 5e11
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Triangle_and_inverse_belong_to_the_weighted_cross_products(bool intercept)
    {
        (Matrix x, double[] y) = Sample(700, intercept);
        double[] weights = [.. Enumerable.Range(0, x.Rows).Select(i => (double)(i % 4))];
        LeastSquares fit = Solve(x, y, weights);

        Matrix gram = new(4, 4);
        for (int j = 0; j < 4; j++)
            for (int l = 0; l < 4; l++)
                for (int i = 0; i < x.Rows; i++)
                    gram[j, l] += x[i, j] * weights[i] * x[i, l];
        Matrix square = fit.Triangle.Transpose() * fit.Triangle;
        Matrix identity = gram * fit.InverseGram;
        for (int j = 0; j < 4; j++)
        {
            Assert.True(fit.Triangle[j, j] > 0);
            for (int l = 0; l < 4; l++)
            {
                Assert.Equal(gram[j, l], square[j, l], 1e-10 * Math.Sqrt(gram[j, j] * gram[l, l]));
                Assert.Equal(j == l ? 1 : 0, identity[j, l], 1e-9);
                if (j > l)
                    Assert.Equal(0, fit.Triangle[j, l]);
            }
        }

        // A weight of k is k copies of the row.
        List<int> copies = [.. Enumerable.Range(0, x.Rows).SelectMany(i => Enumerable.Repeat(i, (int)weights[i]))];
        Matrix repeated = Matrix.FromRows([.. copies.Select(i => new[] { x[i, 0], x[i, 1], x[i, 2], x[i, 3] })]);
        LeastSquares plain = Solve(repeated, [.. copies.Select(i => y[i])]);
        for (int j = 0; j < 4; j++)
            Agree.Relative(plain.Coefficients[j], fit.Coefficients[j], 1e-11);
        Agree.Relative(plain.ResidualSumOfSquares, fit.ResidualSumOfSquares, 1e-11);
    }

    [Fact]
    public void A_dependent_column_is_named_with_what_reproduces_it()
    {
        (Matrix sample, double[] y) = Sample(300, intercept: true);
        Matrix x = new(300, 6);
        for (int i = 0; i < 300; i++)
        {
            for (int j = 0; j < 4; j++)
                x[i, j < 2 ? j : j + 1] = sample[i, j];
            x[i, 2] = 7 + 3 * sample[i, 1];
            x[i, 5] = 12;
        }
        LeastSquares full = Solve(sample, y);
        LeastSquares fit = Solve(x, y);

        Assert.Equal([2, 5], fit.Dependent.Select(d => d.Column));
        Assert.Equal(4, fit.Rank);
        double[] on = fit.Dependent[0].Coefficients;
        Assert.Equal(3.5, on[0], 1e-9); // the constant column is 2
        Assert.Equal(3, on[1], 1e-9);
        Assert.Equal(6, fit.Dependent[1].Coefficients[0], 1e-12);
        Assert.Equal(0, fit.Coefficients[2]);
        Assert.Equal(0, fit.InverseGram[2, 2]);
        for (int j = 0; j < 4; j++)
            Agree.Relative(full.Coefficients[j], fit.Coefficients[j < 2 ? j : j + 1], 1e-11);
    }

    [Fact]
    public void Lengths_and_weights_are_checked()
    {
        Matrix x = new(2, 1);
        Assert.Throws<ArgumentException>(() => Solve(x, [1]));
        Assert.Throws<ArgumentException>(() => Solve(x, [1, 2], [1, -1]));
        Assert.Throws<ArgumentException>(() => Solve(x, [1, 2], [1, double.NaN]));
    }

    private static LeastSquares Solve(Matrix x, double[] y, double[]? weights = null, int threads = 1) =>
        LeastSquares.Solve(x, y, weights, threads, cancellation: TestContext.Current.CancellationToken);

    private static (Matrix X, double[] Y) Sample(int rows, bool intercept)
    {
        RandomSource random = new(11);
        Matrix x = new(rows, 4);
        double[] y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            (x[i, 0], x[i, 1], x[i, 2], x[i, 3]) = (intercept ? 2 : random.NextNormal(), 30 + random.NextNormal(), random.NextUniform(), 1e4 * random.NextNormal());
            y[i] = 1 + 0.5 * x[i, 1] - x[i, 2] + 2e-4 * x[i, 3] + random.NextNormal();
        }
        return (x, y);
    }
}
