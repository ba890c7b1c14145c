using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Families;
using Gravity.Core.Regression.Separation;

namespace Gravity.Core.Tests.Regression.Separation;

/// <summary>Separated rows against linear programs, on random samples with and without effects, and what becomes of estimates without them.</summary>
public sealed class IterativeRectifierTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Rows_are_those_of_the_linear_program(int effects)
    {
        int some = 0, none = 0;
        for (int seed = 0; seed < 60; seed++)
        {
            AbsorbedProblem problem = Sample(effects, 100 * effects + seed);
            if (!problem.Response.Contains(0) || problem.Response.All(y => y == 0))
                continue;
            int[] expected = SeparationOracle.Rows(problem);
            SeparatedRows found = IterativeRectifier.Find(problem, 1);
            Assert.True(found.Verified);
            Assert.True(expected.SequenceEqual(found.Rows), $"seed {seed}: [{string.Join(", ", found.Rows)}], not [{string.Join(", ", expected)}]");
            Assert.Equal(found.Rows, IterativeRectifier.Find(problem, 2).Rows);
            _ = expected.Length > 0 ? some++ : none++;
        }
        Assert.True(some >= 8 && none >= 8, $"{some} samples are separated and {none} are not");
    }

    [Fact]
    public void A_column_that_all_but_separates_does_not()
    {
        // x is 1 in ten zero flows and 1e-4 in one flow: the estimate exists, far out.
        const int Rows = 60;
        Matrix columns = new(Rows, 2);
        var y = new double[Rows];
        for (int i = 0; i < Rows; i++)
        {
            columns[i, 0] = 1;
            columns[i, 1] = i < 10 ? 1 : 0;
            y[i] = i < 10 ? 0 : 1 + (i % 3);
        }
        columns[10, 1] = 1e-4;
        var problem = new AbsorbedProblem(y, columns, ["(Intercept)", "x"], new EffectSet(Rows, []));
        Assert.Empty(IterativeRectifier.Find(problem, 1).Rows);
        columns[10, 1] = 0;
        SeparatedRows found = IterativeRectifier.Find(problem, 1);
        Assert.Equal(Enumerable.Range(0, 10), found.Rows);
        Assert.Equal(["x"], found.Columns);
    }

    /// <summary>The same beside rows that are separated: what rounding leaves of the column there must not pass for a z of its own.</summary>
    [Fact]
    public void A_column_that_all_but_separates_does_not_beside_rows_that_are()
    {
        const int Pairs = 9, Rows = 2 * Pairs;
        int[] pair = [.. Enumerable.Range(0, Rows).Select(i => i / 2)], period = [.. Enumerable.Range(0, Rows).Select(i => i % 2)];
        double[] y = [.. Enumerable.Range(0, Rows).Select(i => 1.0 + i % 5)];
        Matrix columns = new(Rows, 2);
        // The ban separates row 3. x is 2 in the zero of row 11, and a millionth in the flow of row 14.
        (y[3], y[11]) = (0, 0);
        columns[3, 0] = 1;
        (columns[3, 1], columns[11, 1], columns[14, 1]) = (2, 2, 1e-6);
        var problem = new AbsorbedProblem(y, columns, ["ban", "x"], new EffectSet(Rows, [EffectGroups.Of("pair", pair), EffectGroups.Of("period", period)]));
        SeparatedRows found = IterativeRectifier.Find(problem, 1);
        Assert.True(found.Verified);
        Assert.Equal([3], found.Rows);
        columns[14, 1] = 0;
        Assert.Equal([3, 11], IterativeRectifier.Find(problem, 1).Rows);
    }

    /// <summary>A search that may not do enough leaves nothing out and says so; where the first fit rules separation out it has decided.</summary>
    [Fact]
    public void Out_of_its_budget_it_is_undecided_and_finds_nothing()
    {
        double[] y = [0, 0, 1, 2, 3, 4];
        Matrix columns = new(6, 2);
        columns.Column(0).Fill(1);
        (columns[0, 1], columns[1, 1]) = (1, 1);
        var problem = new AbsorbedProblem(y, columns, ["(Intercept)", "x"], new EffectSet(6, []));
        SeparatedRows found = IterativeRectifier.Find(problem, 1, budget: 0);
        Assert.False(found.Verified);
        Assert.Empty(found.Rows);
        Assert.Equal([0, 1], IterativeRectifier.Find(problem, 1).Rows);
        (columns[0, 1], columns[5, 1]) = (-1, 1);
        Assert.True(IterativeRectifier.Find(problem, 1, budget: 0).Verified);
    }

    /// <summary>Thin panels of trade: three effects or two, pairs that are seldom there, and up to two regressors.</summary>
    [Fact]
    public void Rows_are_those_of_the_linear_program_in_thin_panels()
    {
        int some = 0, none = 0;
        for (int seed = 0; seed < 300; seed++)
        {
            AbsorbedProblem problem = Thin(seed);
            if (!problem.Response.Contains(0))
                continue;
            int[] expected = SeparationOracle.Rows(problem);
            SeparatedRows found = IterativeRectifier.Find(problem, 1);
            Assert.True(found.Verified);
            Assert.True(expected.SequenceEqual(found.Rows), $"seed {seed}: [{string.Join(", ", found.Rows)}], not [{string.Join(", ", expected)}]");
            _ = expected.Length > 0 ? some++ : none++;
        }
        Assert.True(some >= 50 && none >= 50, $"{some} samples are separated and {none} are not");
    }

    [Fact]
    public void Units_of_the_columns_do_not_matter()
    {
        for (int seed = 0; seed < 20; seed++)
        {
            AbsorbedProblem problem = Sample(1, seed);
            Matrix scaled = problem.Columns.Clone();
            foreach (ref double value in scaled.Column(0))
                value = 3e9 * value;
            foreach (ref double value in scaled.Column(1))
                value = 1e-9 * value;
            Assert.Equal(IterativeRectifier.Find(problem, 1).Rows, IterativeRectifier.Find(problem with { Columns = scaled }, 1).Rows);
        }
    }

    /// <summary>Two blocks of pairs that only zero flows connect: potentials of the blocks separate them, and no column does.</summary>
    [Fact]
    public void Effects_alone_separate_what_only_zeros_connect()
    {
        int[] exporter = [0, 0, 1, 1, 2, 2, 3, 3, 0, 1], importer = [0, 1, 0, 1, 2, 3, 2, 3, 2, 3];
        double[] y = [1, 2, 3, 4, 5, 6, 7, 8, 0, 0];
        var problem = new AbsorbedProblem(
            y, new Matrix(10, 0), [], new EffectSet(10, [EffectGroups.Of("exporter", exporter), EffectGroups.Of("importer", importer)]));
        SeparatedRows found = IterativeRectifier.Find(problem, 1);
        Assert.Equal([8, 9], found.Rows);
        Assert.Empty(found.Columns);
        // A zero in the other direction ties them.
        exporter[9] = 2;
        importer[9] = 0;
        problem = problem with { Effects = new EffectSet(10, [EffectGroups.Of("exporter", exporter), EffectGroups.Of("importer", importer)]) };
        Assert.Empty(IterativeRectifier.Find(problem, 1).Rows);
    }

    /// <summary>Without separation the fit converges and no mean is 0; with it the means of the rows found, and of no others, run to 0.</summary>
    [Fact]
    public void Means_run_to_zero_in_the_rows_found_and_nowhere_else()
    {
        for (int seed = 0; seed < 25; seed++)
        {
            AbsorbedProblem problem = Sample(0, 500 + seed);
            int[] found = IterativeRectifier.Find(problem, 1).Rows;
            // Sixty steps: separated means fall by a factor of e at each, the others stay.
            double[] means = PseudoMaximumLikelihood.Fit(problem, new PoissonFamily(), new AbsorptionOptions { Threads = 1, MaxIterations = 60 }).FittedMean;
            double level = problem.Response.Average();
            Assert.All(Enumerable.Range(0, problem.Rows), i => Assert.True(found.Contains(i) ? means[i] < 1e-6 * level : problem.Response[i] > 0 || means[i] > 1e-9 * level, $"seed {seed}, row {i}: {means[i]}"));
        }
    }

    /// <summary>A few regressors, many zeros; small enough for linear programs, thin enough to be separated now and then.</summary>
    private static AbsorbedProblem Sample(int effects, long seed)
    {
        var random = new RandomSource(seed);
        int rows = effects == 0 ? 24 : 40, columns = effects == 0 ? 4 : 2;
        Matrix x = new(rows, columns);
        var names = new List<string>();
        for (int j = 0; j < columns; j++)
        {
            names.Add(effects == 0 && j == 0 ? "(Intercept)" : "x" + j);
            for (int i = 0; i < rows; i++)
                x[i, j] = effects == 0 && j == 0 ? 1 : j % 2 == 1 ? (random.NextUniform() < 0.25 ? 1 : 0) : random.NextIndex(5) - 2;
        }
        double[] y = [.. Enumerable.Range(0, rows).Select(i => random.NextUniform() < 0.45 || (x[i, 1] == 1 && random.NextUniform() < 0.7) ? 0 : 1 + (double)random.NextIndex(9))];
        EffectGroups[] groups = [.. Enumerable.Range(0, effects).Select(q => EffectGroups.Of("g" + q, [.. Enumerable.Range(0, rows).Select(_ => random.NextIndex(6 + q))]))];
        return WithoutZeroGroups(x, names, y, new EffectSet(rows, groups));
    }

    private static AbsorbedProblem Thin(long seed)
    {
        var random = new RandomSource(10_000 + seed);
        int countries = 3 + random.NextIndex(4), years = 1 + random.NextIndex(3), columns = random.NextIndex(3);
        double zero = 0.2 + 0.6 * random.NextUniform(), present = 0.5 + 0.5 * random.NextUniform();
        List<int> exporterYear = [], importerYear = [], pair = [];
        List<double> y = [], rta = [], tariff = [];
        for (int cell = 0; cell < countries * countries * years; cell++)
        {
            (int o, int d, int t) = (cell / years / countries, cell / years % countries, cell % years);
            if (o == d || random.NextUniform() > present)
                continue;
            exporterYear.Add(o * years + t);
            importerYear.Add(d * years + t);
            pair.Add(o * countries + d);
            y.Add(random.NextUniform() < zero ? 0 : 1 + random.NextIndex(5));
            rta.Add(random.NextUniform() < 0.15 ? 1 : 0);
            tariff.Add(random.NextNormal());
        }
        Matrix x = new(y.Count, columns);
        for (int j = 0; j < columns; j++)
            (j == 0 ? rta : tariff).ToArray().CopyTo(x.Column(j));
        EffectGroups[] groups = [EffectGroups.Of("exporter^year", [.. exporterYear]), EffectGroups.Of("importer^year", [.. importerYear]), EffectGroups.Of("pair", [.. pair])];
        return WithoutZeroGroups(x, ["rta", "tariff"], [.. y], new EffectSet(y.Count, seed % 2 == 0 ? groups : groups[..2]));
    }

    private static AbsorbedProblem WithoutZeroGroups(Matrix x, IReadOnlyList<string> names, double[] y, EffectSet set)
    {
        int rows = x.Rows, columns = x.Columns;
        var gone = new HashSet<int>(AbsorbedRows.Find(set, y, new AbsorbedRowRules(Singletons: false, ZeroGroups: true)).SelectMany(l => l.Rows));
        int[] kept = [.. Enumerable.Range(0, rows).Where(i => !gone.Contains(i))];
        Matrix left = new(kept.Length, columns);
        for (int j = 0; j < columns; j++)
            for (int i = 0; i < kept.Length; i++)
                left[i, j] = x[kept[i], j];
        return new AbsorbedProblem([.. kept.Select(i => y[i])], left, [.. names.Take(columns)], set.Select(kept));
    }
}
