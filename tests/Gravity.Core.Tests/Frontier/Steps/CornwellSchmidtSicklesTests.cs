using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Steps;

/// <summary>Quadratic unit effects: the regression with explicit dummies, the within estimator at order 0, invariances, short units, recovery.</summary>
public sealed class CornwellSchmidtSicklesTests
{
    private static Design Sample(long seed, int units = 40, int periods = 9, double missing = 0.2, double bend = 1)
    {
        var random = new RandomSource(seed);
        double[][] theta = [.. Enumerable.Range(0, units).Select(_ => (double[])[random.NextNormal(), bend * 0.1 * random.NextNormal(), bend * 0.01 * random.NextNormal()])];
        return StepSamples.Panel(random, units, periods, missing, (i, t) => theta[i][0] + theta[i][1] * t + theta[i][2] * t * t, () => 0.2 * random.NextNormal());
    }

    [Fact]
    public void It_is_the_regression_on_units_times_powers_of_time()
    {
        Design design = Sample(1, units: 12);
        UnitIndex units = design.Units!;
        Matrix x = new(design.RowCount, 2 + 3 * units.Count);
        for (int i = 0; i < x.Rows; i++)
        {
            (x[i, 0], x[i, 1]) = (design.Frontier.Values[i, 1], design.Frontier.Values[i, 2]);
            double t = units.PeriodOfRow![i] - 2005;
            for (int power = 0; power < 3; power++)
                x[i, 2 + 3 * units.UnitOfRow[i] + power] = Math.Pow(t, power);
        }
        LeastSquares dummies = LeastSquares.Solve(x, design.Response);
        var model = new CornwellSchmidtSickles(design, FrontierSide.Production);
        FitResult fit = model.Fit(new FitOptions());
        double variance = dummies.ResidualSumOfSquares / (x.Rows - dummies.Rank);
        for (int j = 0; j < 2; j++)
        {
            Assert.Equal(dummies.Coefficients[j], fit.Theta[j], 1e-10);
            Assert.Equal(Math.Sqrt(variance * dummies.InverseGram[j, j]), fit.Parameters[j].StandardError, 1e-10);
        }
        Assert.Equal(dummies.Rank + 1, fit.ParameterCount);
        Assert.Equal(x.Rows - dummies.Rank, fit.DegreesOfFreedom);
        Assert.Equal(FrontierEstimator.GaussianLogLikelihood(dummies.ResidualSumOfSquares, x.Rows), fit.LogLikelihood, 1e-8);

        double[] residuals = dummies.Residuals(x, design.Response);
        double[] effects = [.. residuals.Select((e, i) => design.Response[i] - e - dummies.Coefficients[0] * x[i, 0] - dummies.Coefficients[1] * x[i, 1])];
        ConditionalInefficiency at = model.Conditional(fit.Theta);
        foreach (int period in units.PeriodOfRow!.Distinct())
        {
            int[] rows = [.. Enumerable.Range(0, x.Rows).Where(i => units.PeriodOfRow![i] == period)];
            double best = rows.Max(i => effects[i]);
            foreach (int i in rows)
            {
                Assert.Equal(best - effects[i], at.Laws[at.LawOfRow[i]].Mean, 1e-9);
                Assert.Equal(design.Response[i], at.Frontier[i] + at.Residual[i], 1e-12);
            }
            Assert.Equal(0, rows.Min(i => at.Laws[at.LawOfRow[i]].Mean), 1e-12);
        }
    }

    [Fact]
    public void At_order_0_it_is_the_within_estimator()
    {
        Design design = Sample(2);
        var constant = new CornwellSchmidtSickles(design, FrontierSide.Production, order: 0);
        var within = new SchmidtSickles(design, FrontierSide.Production, fixedEffects: true);
        var clusters = new FitOptions
        {
            Covariance = new CovarianceRequest { Kind = CovarianceKind.Clustered, Clusters = [ClusterDimension.FromKeys("unit", design.Units!.UnitOfRow)] },
        };
        foreach (FitOptions options in new[] { new FitOptions(), clusters })
        {
            FitResult one = constant.Fit(options), other = within.Fit(options);
            Assert.Equal(other.LogLikelihood, one.LogLikelihood, 1e-9);
            Assert.Equal(other.ParameterCount, one.ParameterCount);
            for (int j = 0; j < 2; j++)
            {
                Assert.Equal(other.Theta[j], one.Theta[j], 1e-12);
                Assert.Equal(other.Parameters[j].StandardError, one.Parameters[j].StandardError, 1e-12);
            }
        }
        // The best of the sample is seen in every period here only if the panel is balanced.
        Design balanced = Sample(3, missing: 0);
        FitResult slopes = new SchmidtSickles(balanced, FrontierSide.Production, true).Fit(new FitOptions());
        FitResult same = new CornwellSchmidtSickles(balanced, FrontierSide.Production, 0).Fit(new FitOptions());
        Assert.Equal(slopes.MeanEfficiency!.Value, same.MeanEfficiency!.Value, 1e-12);
    }

    [Fact]
    public void Level_units_order_of_units_and_side_do_not_matter()
    {
        Design design = Sample(4, units: 25);
        FitResult fit = new CornwellSchmidtSickles(design, FrontierSide.Production).Fit(new FitOptions());
        FitResult moved = new CornwellSchmidtSickles(StepSamples.With(design, (y, _) => y + 6.9), FrontierSide.Production).Fit(new FitOptions());
        FitResult scaled = new CornwellSchmidtSickles(StepSamples.With(design, (y, _) => 1e6 * y), FrontierSide.Production).Fit(new FitOptions());
        FitResult turned = new CornwellSchmidtSickles(StepSamples.Reversed(design), FrontierSide.Production).Fit(new FitOptions());
        FitResult cost = new CornwellSchmidtSickles(StepSamples.With(design, (y, _) => -y), FrontierSide.Cost).Fit(new FitOptions());
        Assert.Equal(fit.MeanEfficiency!.Value, moved.MeanEfficiency!.Value, 1e-10);
        Assert.Equal(fit.MeanEfficiency.Value, turned.MeanEfficiency!.Value, 1e-10);
        Assert.Equal(fit.MeanEfficiency.Value, cost.MeanEfficiency!.Value, 1e-10);
        for (int j = 0; j < 2; j++)
        {
            Assert.Equal(fit.Theta[j], moved.Theta[j], 1e-10);
            Assert.Equal(fit.Theta[j], scaled.Theta[j] / 1e6, 1e-10);
            Assert.Equal(fit.Theta[j], turned.Theta[j], 1e-10);
            Assert.Equal(fit.Parameters[j].StandardError, turned.Parameters[j].StandardError, 1e-10);
        }
    }

    [Fact]
    public void What_is_a_polynomial_within_units_is_named_and_short_units_are_counted()
    {
        Design design = Sample(5, units: 60, periods: 8, missing: 0.55);
        int[] periods = design.Units!.PeriodOfRow!;
        Design more = StepSamples.WithColumns(design, ("trend", i => periods[i]), ("distance", i => design.Units.UnitOfRow[i]), ("x1 again", i => design.Frontier.Values[i, 1] + periods[i]));
        FitResult fit = new CornwellSchmidtSickles(more, FrontierSide.Production).Fit(new FitOptions());
        Assert.Equal(["x1", "x2"], fit.Parameters.Select(p => p.Name));
        Assert.Equal(3, fit.Warnings.Count(w => w.Kind == WarningCatalog.CollinearColumn));
        int exact = Enumerable.Range(0, 60).Count(u => design.Units.Starts[u + 1] - design.Units.Starts[u] <= 3);
        int reduced = Enumerable.Range(0, 60).Count(u => design.Units.Starts[u + 1] - design.Units.Starts[u] < 3);
        Assert.True(reduced > 0);
        FitWarning warning = Assert.Single(fit.Warnings, w => w.Kind == WarningCatalog.ShortUnits);
        Assert.StartsWith($"{exact} of 60 units", warning.Message, StringComparison.Ordinal);
        Assert.Contains($"({reduced} of them", warning.Message, StringComparison.Ordinal);

        // Units that the polynomial meets exactly say nothing about the slopes.
        int[] longer = [.. Enumerable.Range(0, 60).Where(u => design.Units.Starts[u + 1] - design.Units.Starts[u] > 3)];
        FitResult without = new CornwellSchmidtSickles(design.Resample(longer), FrontierSide.Production).Fit(new FitOptions());
        Assert.Equal(without.Theta[0], fit.Theta[0], 1e-10);
        Assert.Equal(without.Parameters[0].StandardError, fit.Parameters[0].StandardError, 1e-10);
    }

    [Fact]
    public void A_column_that_is_almost_a_polynomial_is_named()
    {
        Design design = Sample(8);
        int[] units = design.Units!.UnitOfRow;
        Design more = StepSamples.WithColumns(design, ("slow", i => units[i] + 0.01 * Math.Sin(5 * i)), ("fast", i => 0.1 * units[i] + Math.Sin(7 * i)));
        FitResult fit = new CornwellSchmidtSickles(more, FrontierSide.Production).Fit(new FitOptions());
        Assert.Contains("'slow'", Assert.Single(fit.Warnings, w => w.Kind == WarningCatalog.WeakWithin).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Three_periods_leave_nothing_to_estimate()
    {
        Design design = Sample(6, periods: 3, missing: 0);
        Assert.Equal("no-within-variation", Assert.Throws<DataUnfitException>(() => new CornwellSchmidtSickles(design, FrontierSide.Production)).Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public void Slopes_are_recovered_within_their_errors(double bend)
    {
        int outside = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            FitResult fit = new CornwellSchmidtSickles(Sample(200 + seed, bend: bend), FrontierSide.Production).Fit(new FitOptions());
            outside += fit.Parameters[0].Low > 0.8 || fit.Parameters[0].High < 0.8 ? 1 : 0;
            outside += fit.Parameters[1].Low > 0.5 || fit.Parameters[1].High < 0.5 ? 1 : 0;
        }
        // 80 intervals at 95 %: 4 expected outside, more than 10 in about one of three hundred samples.
        Assert.InRange(outside, 0, 10);
    }

    [Fact]
    public void The_bootstrap_over_units_is_close_to_the_clustered_errors()
    {
        Design design = Sample(7, units: 80);
        var model = new CornwellSchmidtSickles(design, FrontierSide.Production);
        FitResult clustered = model.Fit(new FitOptions
        {
            Covariance = new CovarianceRequest { Kind = CovarianceKind.Clustered, Clusters = [ClusterDimension.FromKeys("unit", design.Units!.UnitOfRow)] },
        });
        FitResult bootstrap = model.Fit(new FitOptions { Seed = 3, Covariance = new CovarianceRequest { Kind = CovarianceKind.Bootstrap, Replications = 200 } });
        for (int j = 0; j < 2; j++)
            Assert.InRange(bootstrap.Parameters[j].StandardError / clustered.Parameters[j].StandardError, 0.75, 1.3);
        Assert.Equal(3, bootstrap.Seed);
    }
}
