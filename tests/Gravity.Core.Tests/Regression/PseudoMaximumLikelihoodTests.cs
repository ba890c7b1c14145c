using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Families;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Regression;

public sealed class PseudoMaximumLikelihoodTests
{
    private static readonly string[] ThreeWay = ["ot", "dt", "od"];

    [Theory]
    [InlineData("ot dt", 1)]
    [InlineData("ot dt od", 1)]
    [InlineData("ot dt od", 3)]
    public void Poisson_reproduces_the_total_of_every_group(string effects, int islands)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(effects.Split(' '), true, islands: islands, countries: 9, weighted: true);
        AbsorbedSolution fit = PseudoMaximumLikelihood.Fit(problem, new PoissonFamily());
        foreach (EffectGroups effect in problem.Effects.Effects)
        {
            double[] flows = Sums(effect, [.. problem.Response.Select((y, i) => problem.Weights![i] * y)]), rest = Sums(effect, fit.ScoreResiduals);
            for (int g = 0; g < effect.Count; g++)
                Agree.Absolute(0, rest[g], 1e-8 * flows[g]);
        }
        for (int k = 0; k < fit.Kept.Length; k++)
        {
            double score = GramKernels.Dot(fit.Projected.Column(k), fit.ScoreResiduals);
            Agree.Absolute(0, score / Math.Sqrt(1 / fit.InverseGram[k, k]), 1e-8 * Math.Sqrt(fit.Pearson));
        }
    }

    public static TheoryData<string> Families() => ["poisson", "gamma", "gaussian-log"];

    [Theory]
    [MemberData(nameof(Families))]
    public void The_unit_of_the_flow_moves_nothing_but_the_effects(string key)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(ThreeWay, true, countries: 9, zeros: key == "gamma" ? 0 : 0.2);
        AbsorbedSolution fit = PseudoMaximumLikelihood.Fit(problem, Family(key), new AbsorptionOptions { Tolerance = 1e-11 });
        foreach (double unit in new[] { 1e-6, 1e6, 1e-200, 1e100 })
        {
            // Squares of 1e-200 vanish: least squares of levels is not asked for them.
            if (key == "gaussian-log" && unit is 1e-200 or 1e100)
                continue;
            AbsorbedSolution scaled = PseudoMaximumLikelihood.Fit(problem with { Response = [.. problem.Response.Select(y => y * unit)] }, Family(key), new AbsorptionOptions { Tolerance = 1e-11 });
            Assert.True(scaled.Iteration.Converged, scaled.Iteration.Reason.ToString());
            for (int k = 0; k < fit.Kept.Length; k++)
                Agree.Relative(fit.Coefficients[k], scaled.Coefficients[k], 1e-9);
            for (int i = 0; i < problem.Rows; i++)
                Agree.Absolute(fit.FittedMean[i], scaled.FittedMean[i] / unit, key == "gaussian-log" ? 1e-9 * fit.FittedMean.Max() : 1e-7 * fit.FittedMean[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void The_units_of_the_columns_do_not_matter(string key)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(ThreeWay, true);
        Matrix scaled = problem.Columns.Clone();
        for (int i = 0; i < scaled.Rows; i++)
        {
            scaled[i, 0] = 1e9 * (scaled[i, 0] + 3);
            scaled[i, 1] *= 1e-9;
        }
        AbsorbedSolution expected = PseudoMaximumLikelihood.Fit(problem, Family(key));
        AbsorbedSolution actual = PseudoMaximumLikelihood.Fit(problem with { Columns = scaled }, Family(key));
        Agree.Relative(expected.Coefficients[0], actual.Coefficients[0] * 1e9, 1e-8);
        Agree.Relative(expected.Coefficients[1], actual.Coefficients[1] * 1e-9, 1e-8);
        Agree.Relative(expected.Coefficients[2], actual.Coefficients[2], 1e-8);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void A_weight_of_two_is_a_row_twice(string key)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(ThreeWay, true);
        double[] weights = [.. Enumerable.Range(0, problem.Rows).Select(i => i % 3 == 0 ? 2.0 : 1)];
        AbsorbedProblem twice = AbsorbedSamples.Rows(problem, [.. Enumerable.Range(0, problem.Rows), .. Enumerable.Range(0, problem.Rows).Where(i => i % 3 == 0)]);
        AbsorbedSolution weighted = PseudoMaximumLikelihood.Fit(problem with { Weights = weights }, Family(key));
        AbsorbedSolution repeated = PseudoMaximumLikelihood.Fit(twice, Family(key));
        for (int k = 0; k < 3; k++)
            Agree.Relative(repeated.Coefficients[k], weighted.Coefficients[k], 1e-9);
        Agree.Relative(repeated.LogLikelihood, weighted.LogLikelihood, 1e-11);
        Agree.Relative(repeated.InverseGram[1, 1], weighted.InverseGram[1, 1], 1e-8);
    }

    [Theory]
    [MemberData(nameof(Families))]
    public void Same_bits_on_any_number_of_threads(string key)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(ThreeWay, true, countries: 60, years: 50);
        Assert.True(problem.Effects.Layout.RunCount > 1);
        AbsorbedSolution[] fits = [.. new[] { 1, 3 }.Select(threads => PseudoMaximumLikelihood.Fit(
            problem, Family(key), new AbsorptionOptions { Threads = threads, MaxIterations = 6 }))];
        foreach (AbsorbedSolution fit in fits[1..])
        {
            Assert.Equal(fits[0].Coefficients, fit.Coefficients);
            Assert.Equal(fits[0].LinearPredictor, fit.LinearPredictor);
            Assert.Equal(fits[0].LogLikelihood, fit.LogLikelihood);
            Assert.True(fits[0].Projected.Values.SequenceEqual(fit.Projected.Values));
        }
    }

    [Fact]
    public void A_start_elsewhere_ends_at_the_same_estimates()
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(ThreeWay, true);
        AbsorbedSolution plain = PseudoMaximumLikelihood.Fit(problem, new PoissonFamily());
        AbsorbedSolution warm = PseudoMaximumLikelihood.Fit(problem, new PoissonFamily(), new AbsorptionOptions { Start = plain.LinearPredictor });
        AbsorbedSolution far = PseudoMaximumLikelihood.Fit(problem, new PoissonFamily(), new AbsorptionOptions { Start = [.. problem.Response.Select((_, i) => 3 * Math.Sin(i))] });
        Assert.True(warm.Iteration.Iterations < plain.Iteration.Iterations, $"{warm.Iteration.Iterations} of {plain.Iteration.Iterations}");
        for (int k = 0; k < 3; k++)
        {
            Agree.Relative(plain.Coefficients[k], warm.Coefficients[k], 1e-9);
            Agree.Relative(plain.Coefficients[k], far.Coefficients[k], 1e-9);
        }
    }

    [Fact]
    public void Columns_that_effects_absorb_are_named_with_their_effect()
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(ThreeWay, true);
        int[] pair = problem.Effects.Effects[2].GroupOfRow, origin = problem.Effects.Effects[0].GroupOfRow, destination = problem.Effects.Effects[1].GroupOfRow;
        Matrix columns = new(problem.Rows, 6);
        for (int i = 0; i < problem.Rows; i++)
        {
            columns[i, 0] = problem.Columns[i, 0];
            columns[i, 1] = Math.Log(1000 + 37 * pair[i]);
            columns[i, 2] = 10 + Math.Sin(origin[i]);
            columns[i, 3] = Math.Sin(origin[i]) + 2 * Math.Cos(destination[i]);
            columns[i, 4] = 3 * problem.Columns[i, 0] - columns[i, 1];
            columns[i, 5] = problem.Columns[i, 1];
        }
        AbsorbedProblem given = problem with { Columns = columns, Names = ["x", "ln dist", "gdp", "sum", "copy", "z"] };
        foreach (AbsorbedSolution fit in new[] { PseudoMaximumLikelihood.Fit(given, new PoissonFamily()), AbsorbedLeastSquares.Fit(given) })
        {
            Assert.Equal(["x", "z"], fit.Names);
            Assert.Equal(["ln dist", "gdp", "sum", "copy"], fit.LeftOut.Select(l => l.Name));
            Assert.Equal(["od"], fit.LeftOut[0].Effects);
            Assert.Equal(["ot"], fit.LeftOut[1].Effects);
            Assert.True(fit.LeftOut[2].Absorbed);
            Assert.Empty(fit.LeftOut[2].Effects);
            Assert.False(fit.LeftOut[3].Absorbed);
            (string name, double coefficient) = Assert.Single(fit.LeftOut[3].Duplicates);
            Assert.Equal("x", name);
            Agree.Relative(3, coefficient, 1e-6);
        }
    }

    [Fact]
    public void Effects_without_columns_and_columns_that_are_all_absorbed_still_fit()
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(ThreeWay, true);
        AbsorbedProblem none = problem with { Columns = new Matrix(problem.Rows, 0), Names = [] };
        Matrix absorbed = new(problem.Rows, 1);
        for (int i = 0; i < problem.Rows; i++)
            absorbed[i, 0] = problem.Effects.Effects[2].GroupOfRow[i];
        AbsorbedProblem all = problem with { Columns = absorbed, Names = ["od"] };
        foreach (Func<AbsorbedProblem, AbsorbedSolution> fit in new Func<AbsorbedProblem, AbsorbedSolution>[]
            { p => AbsorbedLeastSquares.Fit(p), p => PseudoMaximumLikelihood.Fit(p, new PoissonFamily()), p => PseudoMaximumLikelihood.Fit(p, new GammaFamily()) })
        {
            AbsorbedSolution first = fit(none), second = fit(all);
            Assert.True(first.Iteration.Converged);
            Assert.Empty(first.Coefficients);
            Assert.Equal("od", Assert.Single(second.LeftOut).Name);
            for (int i = 0; i < problem.Rows; i++)
                Agree.Absolute(first.LinearPredictor[i], second.LinearPredictor[i], 1e-6);
        }
    }

    [Fact]
    public void An_exact_fit_converges()
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(ThreeWay, true);
        AbsorbedSolution fit = PseudoMaximumLikelihood.Fit(problem, new PoissonFamily());
        AbsorbedSolution exact = PseudoMaximumLikelihood.Fit(problem with { Response = fit.FittedMean }, new PoissonFamily());
        Assert.True(exact.Iteration.Converged, exact.Iteration.Reason.ToString());
        Assert.InRange(exact.Iteration.Iterations, 1, 30);
        for (int k = 0; k < 3; k++)
            Agree.Relative(fit.Coefficients[k], exact.Coefficients[k], 1e-9);
    }

    [Fact]
    public void Without_effects_it_is_the_regression_on_its_columns()
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(["od"], true);
        Matrix columns = new(problem.Rows, 4);
        columns.Column(0).Fill(1);
        for (int k = 0; k < 3; k++)
            problem.Columns.Column(k).CopyTo(columns.Column(k + 1));
        var plain = new AbsorbedProblem(problem.Response, columns, ["(Intercept)", .. problem.Names], new EffectSet(problem.Rows, []));
        AbsorbedSolution fit = PseudoMaximumLikelihood.Fit(plain, new PoissonFamily());
        // A constant effect is an intercept.
        AbsorbedSolution constant = PseudoMaximumLikelihood.Fit(
            problem with { Effects = new EffectSet(problem.Rows, [EffectGroups.Of("1", new int[problem.Rows])]) }, new PoissonFamily());
        for (int k = 0; k < 3; k++)
            Agree.Relative(fit.Coefficients[k + 1], constant.Coefficients[k], 1e-9);
        Agree.Absolute(fit.Coefficients[0], constant.Effects.Of(0)[0], 1e-9);
        Agree.Relative(fit.NullDeviance, PseudoMaximumLikelihood.Fit(plain with { Columns = columns.Select([0]), Names = ["(Intercept)"] }, new PoissonFamily()).Deviance, 1e-12);
    }

    [Fact]
    public void Values_that_are_not_finite_and_arrays_of_other_lengths_are_refused()
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(ThreeWay, true);
        double[] y = [.. problem.Response];
        y[3] = double.NaN;
        Assert.Throws<ArgumentException>(() => PseudoMaximumLikelihood.Fit(problem with { Response = y }, new PoissonFamily()));
        Assert.Throws<ArgumentException>(() => PseudoMaximumLikelihood.Fit(problem with { Response = y[1..] }, new PoissonFamily()));
        Assert.Throws<ArgumentException>(() => AbsorbedLeastSquares.Fit(problem with { Weights = new double[problem.Rows] }));
        Assert.Equal("negative-flow", Assert.Throws<DataUnfitException>(() => new PoissonFamily().Check([1, -2, 3], "trade", i => i + 1)).Code);
        Assert.Equal("no-positive-flow", Assert.Throws<DataUnfitException>(() => new PoissonFamily().Check([0, 0], "trade", i => i + 1)).Code);
    }

    [Fact]
    public void A_limit_of_iterations_is_reported_in_words()
    {
        AbsorbedSolution fit = PseudoMaximumLikelihood.Fit(AbsorbedSamples.Panel(ThreeWay, true), new PoissonFamily(), new AbsorptionOptions { MaxIterations = 2 });
        Assert.False(fit.Iteration.Converged);
        Assert.Contains("limit of 2", fit.Iteration.Reason.ToString(), StringComparison.Ordinal);
    }

    private static ResponseFamily Family(string key) => key switch
    {
        "poisson" => new PoissonFamily(),
        "gamma" => new GammaFamily(),
        _ => new GaussianLogFamily(),
    };

    private static double[] Sums(EffectGroups effect, double[] values)
    {
        var sums = new double[effect.Count];
        for (int i = 0; i < values.Length; i++)
            sums[effect.GroupOfRow[i]] += values[i];
        return sums;
    }
}
