using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Studies;

public sealed class ColumnVariationTests
{
    /// <summary>Unbalanced: units of 3, 4 and 2 rows.</summary>
    private static readonly UnitIndex Units = new(["A", "B", "C"], [0, 0, 0, 1, 1, 1, 1, 2, 2], [2001, 2002, 2003, 2000, 2001, 2002, 2003, 2001, 2003]);

    private static readonly double[] X = [1.5, 2, 4, -1, 0.5, 0, 3, 7, 7.5];

    private static readonly double[] Z = [0.2, -1, 0.4, 1.1, 2, 0.3, -0.7, 0.1, 1];

    private static IReadOnlyList<ColumnIdentification> Identify(params (string Name, double[] Values)[] columns)
    {
        double[] one = new double[9];
        Array.Fill(one, 1);
        var matrix = new Matrix(9, columns.Length + 1);
        one.CopyTo(matrix.Column(0));
        for (int j = 0; j < columns.Length; j++)
            columns[j].Values.CopyTo(matrix.Column(j + 1));
        var block = new DesignBlock(BlockNames.Frontier, [BlockNames.Intercept, .. columns.Select(c => c.Name)], matrix);
        var design = new Design("y ~ x", "y", X, [block], [.. Enumerable.Range(0, 9)], Units, ResponseScale.AsGiven, null, null, [], new SampleLog(9, []), "");
        return ColumnVariation.Of(design, block);
    }

    [Fact]
    public void Between_and_within_make_the_whole()
    {
        ColumnIdentification x = Identify(("x", X), ("z", Z))[0];

        double mean = X.Average(), total = X.Sum(v => (v - mean) * (v - mean));
        double[] means = [7.5 / 3, 2.5 / 4, 14.5 / 2];
        double between = 3 * Square(means[0] - mean) + 4 * Square(means[1] - mean) + 2 * Square(means[2] - mean);
        Assert.Equal(between / total, x.BetweenShare, 12);
        Assert.Equal(1, x.BetweenShare + x.WithinShare, 12);
        Assert.Equal(Math.Sqrt(total / 8), x.StandardDeviation, 12);
        Assert.Equal(Math.Sqrt((total - between) / 8), x.WithinDeviation, 12);
        double middle = means.Average();
        Assert.Equal(Math.Sqrt(means.Sum(m => Square(m - middle)) / 2), x.BetweenDeviation, 12);
        Assert.Equal((3, 3), (x.ChangingUnits, x.Units));
    }

    [Fact]
    public void Variance_inflation_is_that_of_the_correlation_of_two_columns()
    {
        IReadOnlyList<ColumnIdentification> both = Identify(("x", X), ("z", Z));

        double mx = X.Average(), mz = Z.Average();
        double r = X.Zip(Z, (a, b) => (a - mx) * (b - mz)).Sum() / Math.Sqrt(X.Sum(v => Square(v - mx)) * Z.Sum(v => Square(v - mz)));
        Assert.Equal(1 / (1 - r * r), both[0].VarianceInflation, 10);
        Assert.Equal(both[0].VarianceInflation, both[1].VarianceInflation, 10);
    }

    [Fact]
    public void Columns_over_time_only_and_over_units_only_are_told_apart()
    {
        double[] trend = [.. Units.PeriodOfRow!.Select(p => 0.1 * p)];
        double[] unit = [.. Units.UnitOfRow.Select(u => 0.1 + u * u)];
        IReadOnlyList<ColumnIdentification> columns = Identify(("trend", trend), ("ln(dist)", unit), ("x", X));

        Assert.True(columns[0].VariesOverTimeOnly);
        Assert.Equal(1, columns[0].TimeCorrelation, 12);
        Assert.False(columns[0].IsConstantWithinUnits);
        Assert.True(columns[1].IsConstantWithinUnits);
        Assert.True(columns[1].IsDistance);
        Assert.Equal(0, columns[1].WithinShare);
        Assert.False(columns[1].VariesOverTimeOnly);
        Assert.False(columns[2].VariesOverTimeOnly);
        Assert.InRange(columns[2].TimeShare, 0.01, 0.99);
    }

    private static double Square(double value) => value * value;
}
