using System.Diagnostics;
using CsCheck;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Specification;

public class BlockRankTests
{
    private static double[] Column(int rows, Func<int, double> value) => [.. Enumerable.Range(0, rows).Select(value)];

    private static (List<int> Kept, List<CollinearColumn> Dropped) Find(params (string, double[])[] columns) => BlockRank.Find("frontier", columns);

    private static (string, double[]) Ones(int rows) => (BlockNames.Intercept, Column(rows, _ => 1));

    [Fact]
    public void A_sum_of_columns_is_dropped_with_its_coefficients()
    {
        double[] a = Column(50, i => Math.Sin(i)), b = Column(50, i => 1e3 * Math.Cos(3 * i)), c = Column(50, i => i % 7);
        (List<int> kept, List<CollinearColumn> dropped) = Find(
            Ones(50), ("a", a), ("b", b), ("sum", Column(50, i => 4 + 2 * a[i] - 0.5 * b[i])), ("c", c));
        Assert.Equal([0, 1, 2, 4], kept);
        CollinearColumn column = Assert.Single(dropped);
        Assert.Equal("sum", column.Name);
        Assert.Equal("frontier", column.Block);
        Assert.Equal([("(Intercept)", 4.0), ("a", 2.0), ("b", -0.5)], column.Duplicates.Select(d => (d.Name, Math.Round(d.Coefficient, 9))));
    }

    [Fact]
    public void A_constant_beside_the_intercept_duplicates_it()
    {
        (List<int> kept, List<CollinearColumn> dropped) = Find(Ones(10), ("five", Column(10, _ => 5.1)), ("zero", new double[10]), ("a", Column(10, i => i)));
        Assert.Equal([0, 3], kept);
        Assert.Equal(("(Intercept)", 5.1), Assert.Single(dropped[0].Duplicates));
        Assert.Empty(dropped[1].Duplicates);
        Assert.Equal([0, 1], Find(("five", Column(10, _ => 5.1)), ("a", Column(10, i => i))).Kept);
    }

    [Fact]
    public void Large_levels_and_narrow_ranges_are_no_collinearity()
    {
        int n = 300;
        double[] year = Column(n, i => 1990 + i % 30);
        (List<int> kept, _) = Find(
            Ones(n), ("year", year), ("ln(year)", Column(n, i => Math.Log(year[i]))), ("gdp", Column(n, i => 1e11 + 1000 * Math.Sin(i))),
            ("year^2", Column(n, i => year[i] * year[i])), ("tiny", Column(n, i => 1e-300 * Math.Cos(i))), ("huge", Column(n, i => 1e250 * Math.Cos(2 * i))));
        Assert.Equal([0, 1, 2, 3, 4, 5, 6], kept);
    }

    [Fact]
    public void Sums_of_large_rounded_levels_are_still_seen()
    {
        int n = 300;
        double[] a = Column(n, i => 1e11 + 1000 * Math.Sin(i)), b = Column(n, i => 1e11 + 1000 * Math.Cos(i * 0.7));
        (List<int> kept, List<CollinearColumn> dropped) = Find(Ones(n), ("a", a), ("b", b), ("a+b", Column(n, i => a[i] + b[i])));
        Assert.Equal([0, 1, 2], kept);
        Assert.Equal([1.0, 1.0], dropped[0].Duplicates.Where(d => d.Name != "(Intercept)").Select(d => Math.Round(d.Coefficient, 6)));
    }

    [Fact]
    public void The_dummy_trap_is_found()
    {
        (List<int> kept, List<CollinearColumn> dropped) = Find(
            Ones(9), ("g=1", Column(9, i => i % 3 == 0 ? 1 : 0)), ("g=2", Column(9, i => i % 3 == 1 ? 1 : 0)), ("g=3", Column(9, i => i % 3 == 2 ? 1 : 0)));
        Assert.Equal([0, 1, 2], kept);
        Assert.Equal([("(Intercept)", 1.0), ("g=1", -1.0), ("g=2", -1.0)], dropped[0].Duplicates.Select(d => (d.Name, Math.Round(d.Coefficient, 12))));
    }

    [Fact]
    public void Dropped_columns_are_reproduced_by_the_kept_ones()
    {
        // Random columns with random exact relations, over several blocks of rows; the relation is checked by multiplying out.
        Gen.Select(Gen.Int[2, 3000], Gen.Int[1, 6], Gen.Bool, Gen.Int[0, 1000]).Sample((rows, independent, intercept, seed) =>
        {
            var random = new Random(seed);
            var columns = new List<(string Name, double[] Values)>();
            if (intercept)
                columns.Add((BlockNames.Intercept, Column(rows, _ => 1)));
            for (int j = 0; j < independent; j++)
                columns.Add(($"x{j}", Column(rows, _ => random.NextDouble() - 0.3)));
            int before = columns.Count;
            double[] weights = Column(before, _ => random.Next(-3, 4));
            columns.Add(("combined", Column(rows, i => Enumerable.Range(0, before).Sum(j => weights[j] * columns[j].Values[i]))));
            (List<int> kept, List<CollinearColumn> dropped) = BlockRank.Find("frontier", columns);
            Assert.Equal(Math.Min(rows, before), kept.Count);
            foreach (CollinearColumn column in dropped)
            {
                double[] values = columns.Single(c => c.Name == column.Name).Values;
                for (int i = 0; i < rows; i += Math.Max(1, rows / 20))
                {
                    double sum = column.Duplicates.Sum(d => d.Coefficient * columns.Single(c => c.Name == d.Name).Values[i]);
                    Assert.Equal(values[i], sum, 1e-6 * (1 + column.Duplicates.Sum(d => Math.Abs(d.Coefficient))));
                }
            }
        }, iter: 60, threads: 1);
    }

    [Fact]
    public void The_result_does_not_depend_on_threads()
    {
        var random = new Random(7);
        (string, double[])[] columns = [Ones(200_000), .. Enumerable.Range(0, 4).Select(j => ($"x{j}", Column(200_000, _ => random.NextDouble())))];
        double[] sum = new double[200_000];
        for (int i = 0; i < sum.Length; i++)
            sum[i] = columns[1].Item2[i] + columns[2].Item2[i] / 3;
        columns = [.. columns, ("sum", sum)];
        double first = Find(columns).Dropped[0].Duplicates[1].Coefficient;
        for (int repeat = 0; repeat < 3; repeat++)
            Assert.Equal(first, Find(columns).Dropped[0].Duplicates[1].Coefficient, 0.0);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_million_rows_of_ten_columns_take_no_time()
    {
        var random = new Random(7);
        (string, double[])[] columns = [Ones(1_000_000), .. Enumerable.Range(0, 9).Select(j => ($"x{j}", Column(1_000_000, _ => random.NextDouble())))];
        Assert.Equal(10, Find(columns).Kept.Count);
        var watch = Stopwatch.StartNew();
        Find(columns);
        Assert.True(watch.ElapsedMilliseconds < 5000, $"{watch.ElapsedMilliseconds} ms");
        TestContext.Current.TestOutputHelper!.WriteLine($"{watch.ElapsedMilliseconds} ms");
    }
}
