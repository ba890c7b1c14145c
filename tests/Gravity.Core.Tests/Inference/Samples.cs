using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Inference;

/// <summary>Seeded matrices and a relative comparison for the tests of this room.</summary>
internal static class Samples
{
    public static Matrix Normal(int rows, int columns, long seed)
    {
        var random = new RandomSource(seed);
        Matrix matrix = new(rows, columns);
        foreach (ref double value in matrix.Values)
            value = random.NextNormal();
        return matrix;
    }

    public static Matrix PositiveDefinite(int order, long seed)
    {
        Matrix factor = Normal(order + 3, order, seed);
        return factor.Transpose() * factor;
    }

    /// <summary>Σᵢ Σₖ wᵢₖ·sᵢsₖ' row pair by row pair: the slow second way of every meat.</summary>
    public static Matrix PairwiseMeat(Matrix scores, Func<int, int, double> weight)
    {
        int p = scores.Columns;
        Matrix meat = new(p, p);
        for (int i = 0; i < scores.Rows; i++)
            for (int k = 0; k < scores.Rows; k++)
                for (int a = 0; a < p; a++)
                    for (int b = 0; b < p; b++)
                        meat[a, b] += weight(i, k) * scores[i, a] * scores[k, b];
        return meat;
    }

    public static void Near(double expected, double actual, double relative = 1e-12)
    {
        if (!(Math.Abs(expected - actual) <= relative * Math.Max(Math.Abs(expected), 1e-300)))
            Assert.Fail(FormattableString.Invariant($"expected {expected:R}, was {actual:R}, relative tolerance {relative}"));
    }

    /// <summary>Elementwise, relative to the largest element of the expected matrix.</summary>
    public static void Near(Matrix expected, Matrix actual, double relative = 1e-12)
    {
        Assert.Equal((expected.Rows, expected.Columns), (actual.Rows, actual.Columns));
        double size = 0;
        foreach (double value in expected.Values)
            size = Math.Max(size, Math.Abs(value));
        for (int j = 0; j < expected.Columns; j++)
        {
            for (int i = 0; i < expected.Rows; i++)
            {
                if (!(Math.Abs(expected[i, j] - actual[i, j]) <= relative * size))
                    Assert.Fail(FormattableString.Invariant($"({i}, {j}): expected {expected[i, j]:R}, was {actual[i, j]:R}"));
            }
        }
    }
}
