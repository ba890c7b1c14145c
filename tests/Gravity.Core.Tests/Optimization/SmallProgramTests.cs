using Gravity.Core.Numerics;
using Gravity.Core.Optimization;

namespace Gravity.Core.Tests.Optimization;

/// <summary>The linear and the quadratic program of the metafrontier: optimality conditions, and every vertex or active set tried on small problems.</summary>
public sealed class SmallProgramTests
{
    [Theory]
    [InlineData(1, 12, 2)]
    [InlineData(2, 14, 3)]
    [InlineData(3, 10, 4)]
    [InlineData(4, 40, 2)]
    public void The_linear_program_finds_the_best_vertex(int seed, int rows, int columns)
    {
        (Matrix a, double[] right, double[] cost) = Problem(seed, rows, columns);
        double best = double.PositiveInfinity;
        foreach (int[] subset in Subsets(rows, columns))
        {
            var system = new LinearSystem(a.PickRows(subset));
            if (system.IsSingular)
                continue;
            double[] x = system.Solve([.. subset.Select(i => right[i])]);
            if (a.Times(x).Zip(right, (index, r) => index - r).Min() > -1e-9)
                best = Math.Min(best, Dot(cost, x));
        }
        LinearProgram.Solution found = LinearProgram.Solve(a, right, cost)!;
        Assert.Equal(best, Dot(cost, found.X), 1e-10 * Math.Max(1, Math.Abs(best)));
    }

    [Theory]
    [InlineData(11, 60, 2)]
    [InlineData(12, 500, 5)]
    [InlineData(13, 4000, 12)]
    public void Both_programs_satisfy_their_optimality_conditions(int seed, int rows, int columns)
    {
        (Matrix a, double[] right, double[] cost) = Problem(seed, rows, columns);
        LinearProgram.Solution linear = LinearProgram.Solve(a, right, cost)!;
        double[] slack = [.. a.Times(linear.X).Zip(right, (index, r) => index - r)];
        Assert.True(slack.Min() > -1e-10, "feasible");
        Assert.True(linear.Multipliers.Min() >= 0, "multipliers");
        Assert.True(slack.Zip(linear.Multipliers, (s, l) => Math.Abs(s * l)).Max() < 1e-10, "complementary");
        for (int j = 0; j < columns; j++)
            Assert.Equal(cost[j], Enumerable.Range(0, rows).Sum(i => linear.Multipliers[i] * a[i, j]), 1e-10);
        // Another right side from the same basis gives the same as from scratch.
        double[] other = [.. right.Select((r, i) => r + 0.1 * Math.Sin(i))];
        Assert.Equal(
            Dot(cost, LinearProgram.Solve(a, other, cost)!.X), Dot(cost, LinearProgram.Solve(a, other, cost, linear.Basis)!.X), 1e-10);

        double[] origin = [.. Enumerable.Range(0, columns).Select(j => 0.3 * Math.Cos(j))];
        NearestPoint.Solution nearest = NearestPoint.Solve(a, right, origin)!;
        slack = [.. a.Times(nearest.X).Zip(right, (index, r) => index - r)];
        Assert.True(slack.Min() > -1e-10, "feasible");
        Assert.All(nearest.Active, i => Assert.Equal(0, slack[i], 1e-10));
        Assert.All(nearest.Multipliers, m => Assert.True(m >= 0));
        for (int j = 0; j < columns; j++)
            Assert.Equal(nearest.X[j] - origin[j], nearest.Active.Zip(nearest.Multipliers, (i, m) => m * a[i, j]).Sum(), 1e-10);
    }

    [Theory]
    [InlineData(21, 12, 2)]
    [InlineData(22, 11, 3)]
    public void The_quadratic_program_finds_the_best_active_set(int seed, int rows, int columns)
    {
        (Matrix a, double[] right, _) = Problem(seed, rows, columns);
        var origin = new double[columns];
        double best = double.PositiveInfinity;
        for (int size = 0; size <= columns; size++)
        {
            foreach (int[] subset in Subsets(rows, size))
            {
                // The point of the subset's equations nearest to the origin.
                Matrix rowsOf = a.PickRows(subset), gram = rowsOf * rowsOf.Transpose();
                var system = new LinearSystem(gram);
                double[] x = new double[columns];
                if (size > 0)
                {
                    if (system.IsSingular)
                        continue;
                    x = rowsOf.Transpose().Times(system.Solve([.. subset.Select(i => right[i])]));
                }
                if (a.Times(x).Zip(right, (index, r) => index - r).Min() > -1e-9)
                    best = Math.Min(best, Dot(x, x));
            }
        }
        double[] found = NearestPoint.Solve(a, right, origin)!.X;
        Assert.Equal(best, Dot(found, found), 1e-10 * Math.Max(1, best));
    }

    [Fact]
    public void Programs_without_a_feasible_point_say_so_and_repeated_rows_do_not_cycle()
    {
        Matrix opposite = Matrix.FromRows([1, 0.5], [-1, -0.5]);
        Assert.Null(NearestPoint.Solve(opposite, [1, 1], [0, 0]));
        Assert.Null(LinearProgram.Solve(opposite, [1, 1], [0, 0.1]));
        // All rows pass through one point, many times over.
        var random = new RandomSource(5);
        var rows = new List<double[]>();
        for (int i = 0; i < 200; i++)
            rows.Add([1, Math.Round(4 * random.NextUniform()), Math.Round(3 * random.NextUniform())]);
        Matrix a = Matrix.FromRows([.. rows]);
        double[] point = [0.4, -1.1, 0.7], cost = [.. Enumerable.Range(0, 3).Select(j => rows.Sum(r => r[j]) / 200)];
        double[] right = a.Times(point);
        double[] found = LinearProgram.Solve(a, right, cost)!.X;
        for (int j = 0; j < 3; j++)
            Assert.Equal(point[j], found[j], 1e-12);
    }

    /// <summary>Rows that begin with 1, and the sum of rows as cost, so that the program is bounded as a metafrontier's is.</summary>
    private static (Matrix A, double[] Right, double[] Cost) Problem(int seed, int rows, int columns)
    {
        var random = new RandomSource(seed);
        Matrix a = new(rows, columns);
        double[] right = new double[rows], cost = new double[columns];
        for (int i = 0; i < rows; i++)
        {
            for (int j = 0; j < columns; j++)
                cost[j] += (a[i, j] = j == 0 ? 1 : random.NextNormal()) / rows;
            right[i] = 1 + random.NextNormal();
        }
        return (a, right, cost);
    }

    private static double Dot(double[] left, double[] right) => left.Zip(right, (x, y) => x * y).Sum();

    private static IEnumerable<int[]> Subsets(int count, int size)
    {
        if (size == 0)
        {
            yield return [];
            yield break;
        }
        int[] chosen = [.. Enumerable.Range(0, size)];
        while (true)
        {
            yield return [.. chosen];
            int at = size - 1;
            while (at >= 0 && chosen[at] == count - size + at)
                at--;
            if (at < 0)
                yield break;
            chosen[at]++;
            for (int k = at + 1; k < size; k++)
                chosen[k] = chosen[k - 1] + 1;
        }
    }
}

internal static class MatrixRows
{
    public static Matrix PickRows(this Matrix matrix, int[] rows)
    {
        Matrix picked = new(rows.Length, matrix.Columns);
        for (int i = 0; i < rows.Length; i++)
            for (int j = 0; j < matrix.Columns; j++)
                picked[i, j] = matrix[rows[i], j];
        return picked;
    }
}
