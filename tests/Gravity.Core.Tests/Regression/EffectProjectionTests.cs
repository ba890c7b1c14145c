using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Regression;

public sealed class EffectProjectionTests
{
    public static TheoryData<string, int, bool> Cases()
    {
        var cases = new TheoryData<string, int, bool>();
        foreach (string effects in new[] { "od", "ot dt", "ot dt od", "o d t", "o d ot dt od" })
            foreach (int columns in new[] { 1, 2, 3, 5, 8, 11 })
                foreach (bool weighted in new[] { false, true })
                    cases.Add(effects, columns, weighted);
        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Residuals_are_those_of_orthogonal_reduction(string effects, int columns, bool weighted)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(effects.Split(' '), false, columns: columns, weighted: weighted);
        Matrix projected = problem.Columns.Clone();
        var projection = new EffectProjection(problem.Effects);
        projection.SetWeights(problem.Weights);
        ProjectionSummary summary = projection.Project(projected, new ProjectionOptions { Tolerance = 1e-13 });
        Assert.True(summary.AllConverged);
        Matrix dummies = AbsorbedSamples.Dummies(problem with { Columns = new Matrix(problem.Rows, 0), Names = [] }).Columns;
        for (int j = 0; j < columns; j++)
        {
            double[] column = problem.Columns.Column(j).ToArray();
            double[] expected = LeastSquares.Solve(dummies, column, problem.Weights).Residuals(dummies, column);
            for (int i = 0; i < problem.Rows; i++)
                Agree.Absolute(expected[i], projected[i, j], 1e-11);
        }
    }

    [Theory]
    [InlineData("ot dt")]
    [InlineData("ot dt od")]
    public void A_variable_given_with_its_weights_gets_its_fit_also_where_weights_are_zero(string effects)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(effects.Split(' '), false, weighted: true);
        double[] weights = [.. problem.Weights!.Select((w, i) => i % 7 == 0 ? 0 : w)], z = problem.Response;
        double[] weighted = [.. weights.Select((w, i) => w * z[i])];
        var projection = new EffectProjection(problem.Effects);
        projection.SetWeights(weights);
        Matrix columns = problem.Columns.Clone();
        Assert.True(projection.Project(columns, weighted, new ProjectionOptions { Tolerance = 1e-13, WeightedTolerance = 1e-13 }).AllConverged);
        Matrix dummies = AbsorbedSamples.Dummies(problem with { Columns = new Matrix(problem.Rows, 0), Names = [] }).Columns;
        double[] residuals = LeastSquares.Solve(dummies, z, weights).Residuals(dummies, z);
        for (int i = 0; i < problem.Rows; i++)
            if (weights[i] > 0)
                Agree.Absolute(z[i] - residuals[i], weighted[i], 1e-10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(10)]
    public void Products_are_those_of_the_projected_columns(int count)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(["ot", "dt", "od"], false, columns: count, weighted: true);
        var projection = new EffectProjection(problem.Effects);
        projection.SetWeights(problem.Weights);
        double[] weights = problem.Weights!, given = [.. problem.Response.Select((y, i) => y * weights[i])], extra = [.. given];
        Matrix x = problem.Columns.Clone();
        projection.Project(new ProjectionColumns(x, extra, true), ProjectionOptions.Default, out ProjectionProducts products, default);
        double Sum(Func<int, double> term) => CompensatedSum.Of([.. Enumerable.Range(0, problem.Rows).Select(term)]);
        for (int j = 0; j < count; j++)
        {
            for (int k = 0; k < count; k++)
                Agree.Absolute(Sum(i => weights[i] * x[i, j] * x[i, k]), products.Gram[j, k], 1e-11);
            Agree.Absolute(Sum(i => x[i, j] * (given[i] - weights[i] * extra[i])), products.Right[j], 1e-11);
            Agree.Absolute(Sum(i => weights[i] * x[i, j] * extra[i]), products.Gram[j, count], 1e-11);
        }
        Agree.Relative(Sum(i => given[i] * extra[i]), products.Score, 1e-12);
    }

    [Fact]
    public void Results_have_the_same_bits_on_any_number_of_threads()
    {
        // Large enough for several runs.
        AbsorbedProblem problem = AbsorbedSamples.Panel(["ot", "dt", "od"], false, countries: 80, years: 40, keep: 0.9, weighted: true);
        Assert.True(problem.Effects.Layout.RunCount > 2);
        Matrix? first = null;
        foreach (int threads in new[] { 1, 2, 3, 0 })
        {
            Matrix columns = problem.Columns.Clone();
            var projection = new EffectProjection(problem.Effects, threads);
            projection.SetWeights(problem.Weights);
            projection.Project(columns);
            first ??= columns;
            Assert.True(first.Values.SequenceEqual(columns.Values), $"{threads} threads");
        }
    }

    [Fact]
    public void The_order_of_rows_and_effects_does_not_matter()
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(["ot", "dt", "od"], false);
        Matrix expected = Projected(problem);
        int[] order = [.. Enumerable.Range(0, problem.Rows).OrderBy(i => problem.Effects.Effects[2].GroupOfRow[i])];
        AbsorbedProblem sorted = AbsorbedSamples.Rows(problem, order);
        Assert.Null(sorted.Effects.Layout.Order);
        Assert.NotNull(problem.Effects.Layout.Order);
        Matrix actual = Projected(sorted with { Effects = new EffectSet(problem.Rows, [.. sorted.Effects.Effects.Reverse()]) });
        for (int j = 0; j < expected.Columns; j++)
            for (int i = 0; i < order.Length; i++)
                Agree.Absolute(expected[order[i], j], actual[i, j], 1e-10);
    }

    [Fact]
    public void Projecting_twice_changes_nothing_and_new_weights_start_from_the_old_residuals()
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(["ot", "dt", "od"], false, weighted: true);
        var projection = new EffectProjection(problem.Effects);
        Matrix once = problem.Columns.Clone();
        projection.Project(once, new ProjectionOptions { Tolerance = 1e-12 });
        Matrix twice = once.Clone();
        Assert.Equal(0, projection.Project(twice).MostIterations);
        projection.SetWeights(problem.Weights);
        projection.Project(twice, new ProjectionOptions { Tolerance = 1e-12 });
        Matrix direct = problem.Columns.Clone();
        projection.Project(direct, new ProjectionOptions { Tolerance = 1e-12 });
        for (int i = 0; i < direct.Values.Length; i++)
        {
            Agree.Absolute(once.Values[i], once.Values[i], 1e-12);
            Agree.Absolute(direct.Values[i], twice.Values[i], 1e-10);
        }
    }

    [Fact]
    public void A_long_chain_of_groups_converges()
    {
        // Worker g works at firms g and g + 1 only: the graph is a path, on which alternating projections need thousands of sweeps.
        const int Links = 1_500;
        int[] left = [.. Enumerable.Range(0, 2 * Links).Select(i => i / 2)], right = [.. Enumerable.Range(0, 2 * Links).Select(i => (i + 1) / 2)];
        var effects = new EffectSet(2 * Links, [EffectGroups.Of("worker", left), EffectGroups.Of("firm", right)]);
        var random = new RandomSource(5);
        var column = new Matrix(2 * Links, 1);
        for (int i = 0; i < column.Rows; i++)
            column[i, 0] = Math.Sin(0.01 * i) + 0.1 * random.NextNormal();
        Matrix projected = column.Clone();
        ProjectionSummary summary = new EffectProjection(effects).Project(projected, new ProjectionOptions { Tolerance = 1e-10 });
        // A path of n edges and n + 1 nodes spans everything: what is left is rounding.
        Assert.True(summary.AllConverged);
        Assert.InRange(summary.Remaining[0], 0, 1e-6);
        for (int i = 0; i < projected.Rows; i++)
            Agree.Absolute(0, projected[i, 0], 1e-5);
    }

    [Fact]
    public void A_limit_of_iterations_is_reported()
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(["ot", "dt", "od"], false);
        ProjectionSummary summary = new EffectProjection(problem.Effects).Project(problem.Columns.Clone(), new ProjectionOptions { MaxIterations = 2 });
        Assert.False(summary.AllConverged);
        Assert.All(summary.Iterations, i => Assert.Equal(2, i));
        Assert.All(summary.Measures, m => Assert.True(m > 1e-8));
    }

    [Fact]
    public void Groups_without_weight_and_groups_of_one_are_no_exception()
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(["ot", "dt", "od"], false);
        int lonely = problem.Effects.Effects[2].GroupOfRow[0];
        double[] weights = [.. problem.Effects.Effects[2].GroupOfRow.Select(g => g == lonely ? 0.0 : 1)];
        Matrix columns = problem.Columns.Clone();
        var projection = new EffectProjection(problem.Effects);
        projection.SetWeights(weights);
        Assert.True(projection.Project(columns).AllConverged);
        Assert.All(columns.Values.ToArray(), v => Assert.True(double.IsFinite(v)));
        var single = new EffectSet(problem.Rows, [.. problem.Effects.Effects.Take(2), EffectGroups.Of("row", [.. Enumerable.Range(0, problem.Rows)])]);
        columns = problem.Columns.Clone();
        ProjectionSummary summary = new EffectProjection(single).Project(columns);
        Assert.All(columns.Values.ToArray(), v => Agree.Absolute(0, v, 1e-12));
        Assert.True(summary.AllConverged);
    }

    private static Matrix Projected(AbsorbedProblem problem)
    {
        Matrix columns = problem.Columns.Clone();
        new EffectProjection(problem.Effects).Project(columns, new ProjectionOptions { Tolerance = 1e-12 });
        return columns;
    }
}
