using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Steps;

/// <summary>Unit effects on one path: derivatives, the eigenvector, the within estimator as λ = 1, invariances, recovery.</summary>
public sealed class LeeSchmidtTests
{
    private static readonly double[] TruePath = [1, 1.15, 1.3, 1.2, 0.9, 0.7];

    private static Design Sample(long seed, int units = 60, double missing = 0.25, double sigma = 0.2)
    {
        var random = new RandomSource(seed);
        double[] delta = [.. Enumerable.Range(0, units).Select(_ => 2 + random.NextNormal())];
        return StepSamples.Panel(random, units, TruePath.Length, missing, (i, t) => TruePath[t] * delta[i] - 1, () => sigma * random.NextNormal());
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 3)]
    public void Derivatives_agree_with_differences(long seed, int reference)
    {
        Design design = Sample(seed, units: 12);
        int[] labels = [.. design.Units!.PeriodOfRow!.Distinct().Order()];
        var sum = new LeeSchmidtSum(design, [1, 2], [.. design.Units.PeriodOfRow!.Select(p => Array.IndexOf(labels, p))], labels, reference, 0.3);
        double[] point = [0.6, 0.4, 1.2, 0.7, -0.4, 1.1, 0.9];
        Assert.True(GradientChecker.Probe(sum, point).Worst < 1e-7);
        var gradient = new double[point.Length];
        sum.Evaluate(point, gradient, []);
        Matrix scores = new(sum.UnitCount, point.Length);
        sum.Scores(point, scores);
        for (int j = 0; j < point.Length; j++)
            Assert.Equal(gradient[j], TestSums.Column(scores, j), 1e-9 * Math.Abs(gradient[j]) + 1e-12);
    }

    [Fact]
    public void On_a_balanced_panel_the_path_is_the_leading_eigenvector()
    {
        Design design = Sample(3, missing: 0);
        FitResult fit = new LeeSchmidt(design, FrontierSide.Production).Fit(new FitOptions());
        Assert.True(fit.Converged, fit.Message);
        double[] remainder = UnitRegression.Remainder(design, [1, 2], fit.Theta[..2]);
        int periods = TruePath.Length, units = remainder.Length / periods;
        Matrix second = new(periods, periods);
        double total = 0;
        for (int i = 0; i < units; i++)
            for (int t = 0; t < periods; t++)
                for (int s = 0; s < periods; s++)
                    second[t, s] += remainder[i * periods + t] * remainder[i * periods + s];
        for (int t = 0; t < periods; t++)
            total += second[t, t];
        var eigen = new SymmetricEigen(second);
        for (int t = 1; t < periods; t++)
            Assert.Equal(eigen.Vectors[t, periods - 1] / eigen.Vectors[0, periods - 1], fit.Theta[1 + t], 1e-8);
        double rss = Math.Pow(fit.DerivedValue("sigmaV"), 2) * (remainder.Length - units - fit.Parameters.Count);
        Assert.Equal(total - eigen.Values[^1], rss, 1e-9 * rss);
        Assert.Equal(FrontierEstimator.GaussianLogLikelihood(rss, remainder.Length), fit.LogLikelihood, 1e-9);
        Assert.Equal([.. Enumerable.Range(2002, 5).Select(y => $"lambda.{y}")], fit.Parameters.Skip(2).Select(p => p.Name));
    }

    [Fact]
    public void Unbalanced_the_sum_of_squares_is_the_least_that_alternation_finds()
    {
        Design design = Sample(4, units: 25);
        FitResult fit = new LeeSchmidt(design, FrontierSide.Production).Fit(new FitOptions { Starts = 7 });
        Assert.True(fit.Converged, fit.Message);
        Assert.True(fit.AgreeingStarts > 1);
        int[] labels = [.. design.Units!.PeriodOfRow!.Distinct().Order()];
        int[] period = [.. design.Units.PeriodOfRow!.Select(p => Array.IndexOf(labels, p))];
        double[] path = [.. labels.Select(_ => 1.0)];
        var delta = new double[design.Units.Count];
        double[] slopes = [0, 0];
        for (int round = 0; round < 20_000; round++)
        {
            double[] r = UnitRegression.Remainder(design, [1, 2], slopes);
            delta = Ratio(design.Units.UnitOfRow, delta.Length, i => path[period[i]] * r[i], i => path[period[i]] * path[period[i]]);
            path = Ratio(period, path.Length, i => delta[design.Units.UnitOfRow[i]] * r[i], i => delta[design.Units.UnitOfRow[i]] * delta[design.Units.UnitOfRow[i]]);
            double[] rest = [.. design.Response.Select((y, i) => y - path[period[i]] * delta[design.Units.UnitOfRow[i]])];
            slopes = LeastSquares.Solve(UnitRegression.Pick(design.Frontier.Values, [1, 2]), rest).Coefficients;
        }
        for (int j = 0; j < 2; j++)
            Assert.Equal(slopes[j], fit.Theta[j], 1e-7);
        for (int t = 1; t < path.Length; t++)
            Assert.Equal(path[t] / path[0], fit.Theta[1 + t], 1e-6);
    }

    [Fact]
    public void With_a_constant_path_it_is_the_within_estimator()
    {
        Design design = Sample(5, units: 20);
        var fixedEffects = new SchmidtSickles(design, FrontierSide.Production, fixedEffects: true);
        double[] slopes = fixedEffects.Fit(new FitOptions()).Theta;
        ConditionalInefficiency expected = fixedEffects.Conditional(slopes);
        ConditionalInefficiency found = new LeeSchmidt(design, FrontierSide.Production).Conditional([.. slopes, 1, 1, 1, 1, 1]);
        for (int i = 0; i < design.RowCount; i++)
        {
            Assert.Equal(expected.Laws[expected.LawOfRow[i]].Mean, found.Laws[found.LawOfRow[i]].Mean, 1e-12);
            Assert.Equal(expected.Frontier[i], found.Frontier[i], 1e-12);
        }
        // At λ = 1 the gradient in the slopes vanishes at the within estimates, and only there.
        var sum = new LeeSchmidtSum(design, [1, 2], [.. design.Units!.PeriodOfRow!.Select(p => p - 2001)], [2001, 2002, 2003, 2004, 2005, 2006], 0, 1);
        var gradient = new double[7];
        sum.Evaluate([.. slopes, 1, 1, 1, 1, 1], gradient, []);
        Assert.InRange(Math.Abs(gradient[0]) + Math.Abs(gradient[1]), 0, 1e-9);
        Assert.True(Math.Abs(gradient[2]) > 1e-3);
    }

    [Theory]
    [InlineData(1e6)]
    [InlineData(1e-6)]
    public void Units_of_y_and_the_order_of_units_do_not_matter(double factor)
    {
        Design design = Sample(6, units: 30);
        FitResult fit = new LeeSchmidt(design, FrontierSide.Production).Fit(new FitOptions());
        FitResult scaled = new LeeSchmidt(StepSamples.With(design, (y, _) => factor * y), FrontierSide.Production).Fit(new FitOptions());
        FitResult turned = new LeeSchmidt(StepSamples.Reversed(design), FrontierSide.Production).Fit(new FitOptions());
        for (int j = 0; j < fit.Theta.Length; j++)
        {
            double unit = j < 2 ? factor : 1;
            Assert.Equal(fit.Theta[j], scaled.Theta[j] / unit, 1e-8);
            Assert.Equal(fit.Parameters[j].StandardError, scaled.Parameters[j].StandardError / unit, 1e-7 * fit.Parameters[j].StandardError);
            Assert.Equal(fit.Theta[j], turned.Theta[j], 1e-9);
        }
        Assert.Equal(fit.MeanEfficiency!.Value, turned.MeanEfficiency!.Value, 1e-9);
    }

    [Fact]
    public void Cost_is_production_of_the_negative()
    {
        Design design = Sample(7, units: 20);
        var production = new LeeSchmidt(design, FrontierSide.Production);
        var cost = new LeeSchmidt(StepSamples.With(design, (y, _) => -y), FrontierSide.Cost);
        FitResult fit = production.Fit(new FitOptions()), mirrored = cost.Fit(new FitOptions());
        Assert.Equal(fit.MeanEfficiency!.Value, mirrored.MeanEfficiency!.Value, 1e-9);
        ConditionalInefficiency at = cost.Conditional(mirrored.Theta);
        for (int i = 0; i < design.RowCount; i++)
        {
            Assert.Equal(-design.Response[i], at.Frontier[i] + at.Residual[i], 1e-12);
            Assert.True(at.Laws[at.LawOfRow[i]].Mean >= 0);
        }
    }

    [Fact]
    public void With_period_effects_a_shift_of_y_moves_nothing_and_without_it_warns()
    {
        Design plain = Sample(8, units: 40), design = StepSamples.WithPeriodEffects(plain);
        FitResult fit = new LeeSchmidt(design, FrontierSide.Production).Fit(new FitOptions());
        FitResult shifted = new LeeSchmidt(StepSamples.With(design, (y, _) => y + 6.9), FrontierSide.Production).Fit(new FitOptions());
        Assert.DoesNotContain(fit.Warnings, w => w.Kind == WarningCatalog.LevelDependent);
        Assert.Equal(fit.LogLikelihood, shifted.LogLikelihood, 1e-6);
        foreach (ParameterEstimate parameter in fit.Parameters.Where(p => !p.Name.StartsWith("year=", StringComparison.Ordinal)))
            Assert.Equal(parameter.Estimate, shifted.Parameter(parameter.Block, parameter.Name).Estimate, 1e-6);
        Assert.Equal(fit.MeanEfficiency!.Value, shifted.MeanEfficiency!.Value, 1e-6);

        FitResult literal = new LeeSchmidt(plain, FrontierSide.Production).Fit(new FitOptions());
        FitResult moved = new LeeSchmidt(StepSamples.With(plain, (y, _) => y + 6.9), FrontierSide.Production).Fit(new FitOptions());
        Assert.Contains(literal.Warnings, w => w.Kind == WarningCatalog.LevelDependent);
        Assert.True(Math.Abs(literal.Theta[^1] - moved.Theta[^1]) > 0.01);
    }

    [Fact]
    public void The_covariance_is_the_block_of_the_full_least_squares_problem()
    {
        Design design = Sample(9, units: 10);
        FitResult fit = new LeeSchmidt(design, FrontierSide.Production).Fit(new FitOptions());
        int n = design.Units!.Count, p = fit.Theta.Length;
        double[] remainder = UnitRegression.Remainder(design, [1, 2], fit.Theta[..2]);
        double[] path = [1, .. fit.Theta[2..]];
        double[] delta = Ratio(
            design.Units.UnitOfRow, n, i => path[design.Units.PeriodOfRow![i] - 2001] * remainder[i], i => Math.Pow(path[design.Units.PeriodOfRow![i] - 2001], 2));
        double[] full = [.. fit.Theta, .. delta];
        double Half(ReadOnlySpan<double> at)
        {
            double sum = 0;
            double[] r = UnitRegression.Remainder(design, [1, 2], at[..2].ToArray());
            for (int i = 0; i < r.Length; i++)
            {
                int t = design.Units.PeriodOfRow![i] - 2001;
                sum += Math.Pow(r[i] - (t == 0 ? 1 : at[1 + t]) * at[p + design.Units.UnitOfRow[i]], 2);
            }
            return 0.5 * sum;
        }

        Matrix hessian = Derivatives.HessianFromGradient((at, g) => Derivatives.Gradient(Half, at).CopyTo(g), full);
        Matrix inverse = new LinearSystem(hessian).Inverse();
        double variance = Math.Pow(fit.DerivedValue("sigmaV"), 2);
        for (int j = 0; j < p; j++)
            Assert.Equal(Math.Sqrt(variance * inverse[j, j]), fit.Parameters[j].StandardError, 1e-4 * fit.Parameters[j].StandardError);
    }

    [Fact]
    public void Slopes_and_path_are_recovered_within_their_errors()
    {
        int outside = 0, all = 0;
        for (int seed = 0; seed < 20; seed++)
        {
            FitResult fit = new LeeSchmidt(Sample(100 + seed, units: 80), FrontierSide.Production).Fit(new FitOptions());
            Assert.True(fit.Converged, fit.Message);
            double[] truth = [0.8, 0.5, .. TruePath[1..]];
            for (int j = 0; j < truth.Length; j++, all++)
                outside += truth[j] < fit.Parameters[j].Low || truth[j] > fit.Parameters[j].High ? 1 : 0;
        }
        // 140 intervals at 95 %: 7 expected outside, more than 16 in one of a thousand samples.
        Assert.InRange(outside, 0, 16);
        Assert.Equal(140, all);
    }

    [Fact]
    public void Bootstrap_and_clusters_agree_roughly_with_the_plain_errors()
    {
        Design design = Sample(11, units: 80, missing: 0.1);
        var model = new LeeSchmidt(design, FrontierSide.Production);
        FitResult plain = model.Fit(new FitOptions());
        var clusters = ClusterDimension.FromKeys("unit", design.Units!.UnitOfRow);
        FitResult clustered = model.Fit(new FitOptions { Covariance = new CovarianceRequest { Kind = CovarianceKind.Clustered, Clusters = [clusters] } });
        FitOptions resample = new() { Seed = 5, Covariance = new CovarianceRequest { Kind = CovarianceKind.Bootstrap, Replications = 80 } };
        FitResult bootstrap = model.Fit(resample), again = model.Fit(resample with { Threads = 1 });
        for (int j = 0; j < plain.Parameters.Count; j++)
        {
            Assert.InRange(clustered.Parameters[j].StandardError / plain.Parameters[j].StandardError, 0.6, 1.6);
            Assert.InRange(bootstrap.Parameters[j].StandardError / plain.Parameters[j].StandardError, 0.6, 1.6);
            Assert.Equal(bootstrap.Parameters[j].StandardError, again.Parameters[j].StandardError);
        }
    }

    [Fact]
    public void Periods_without_a_common_unit_and_single_rows_are_told()
    {
        UnitIndex units = new(["a", "b", "c", "d"], [0, 0, 1, 1, 2, 2, 3, 3], [1, 2, 1, 2, 3, 4, 3, 4]);
        Matrix x = new(8, 2);
        for (int i = 0; i < 8; i++)
            (x[i, 0], x[i, 1]) = (1, Math.Sin(3 * i));
        Design apart = StepSamples.Of(units, x, ["x"], [1, 2, 3, 2, 1, 4, 2, 1]);
        Assert.Equal("unlinked-periods", Assert.Throws<DataUnfitException>(() => new LeeSchmidt(apart, FrontierSide.Production)).Code);
        FitResult fit = new LeeSchmidt(Sample(12, units: 60, missing: 0.7), FrontierSide.Production).Fit(new FitOptions());
        Assert.Contains(fit.Warnings, w => w.Kind == WarningCatalog.ShortUnits);
    }

    private static double[] Ratio(int[] group, int groups, Func<int, double> top, Func<int, double> bottom)
    {
        double[] a = new double[groups], b = new double[groups];
        for (int i = 0; i < group.Length; i++)
        {
            a[group[i]] += top(i);
            b[group[i]] += bottom(i);
        }
        return [.. a.Select((v, g) => v / b[g])];
    }
}

internal static class TestSums
{
    public static double Column(Matrix matrix, int column)
    {
        double sum = 0;
        foreach (double value in matrix.Column(column))
            sum += value;
        return sum;
    }
}
