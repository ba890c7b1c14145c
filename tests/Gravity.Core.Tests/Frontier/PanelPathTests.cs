using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>h and its derivatives, model by model.</summary>
public sealed class PanelPathTests
{
    private const string Example = "quadratic-decay";

    public static TheoryData<string> Models => [.. PanelPaths.Models, Example];

    [Theory]
    [MemberData(nameof(Models))]
    public void Derivatives_are_those_of_differences(string model)
    {
        InefficiencyPath path = PanelPaths.Of(model) ?? new QuadraticDecay();
        int d = path.ParameterNames.Count;
        double[] tau = [.. new[] { 0.11, -0.012 }.Take(d)];
        foreach (double argument in new double[] { -7, -1, 0, 1, 4, 12 })
        {
            (_, double[] gradient, double[] hessian) = At(path, argument, tau);
            for (int j = 0; j < d; j++)
            {
                const double Step = 1e-5;
                double[] up = [.. tau], down = [.. tau];
                up[j] += Step;
                down[j] -= Step;
                (double above, double[] gradientAbove, _) = At(path, argument, up);
                (double below, double[] gradientBelow, _) = At(path, argument, down);
                Near((above - below) / (2 * Step), gradient[j]);
                for (int k = 0; k < d; k++)
                    Near((gradientAbove[k] - gradientBelow[k]) / (2 * Step), hessian[j * d + k]);
            }
        }
    }

    [Fact]
    public void The_example_of_the_documentation_is_battese_and_coelli_where_its_square_is_zero()
    {
        (FrontierLikelihood own, FrontierLikelihood bc92) = Pair(new RandomSource(11));
        double[] theta = [0.4, 0.8, -0.5, -0.2, -1.1, 0.07];
        Assert.Equal(bc92.Evaluate(theta, default, default), own.Evaluate([.. theta, 0], default, default), 1e-10);
    }

    [Fact]
    public void The_example_of_the_documentation_finds_the_parameters_of_its_sample()
    {
        var random = new RandomSource(12);
        (FrontierLikelihood shape, _) = Pair(random);
        double[] truth = [0.4, 0.8, -0.5, 0.2, -2, 0.2, -0.03];
        var specification = new FrontierSpecification
        {
            Model = Example,
            Factory = (rows, threads) => new SharedInefficiencyFrontier(rows, new HalfNormal(), FrontierSide.Production, new QuadraticDecay(), threads),
            FactoryStarts = 3,
        };
        Design design = FrontierSamples.With(shape.Design, FrontierSamples.Draw(shape, truth, random));

        FrontierFit fit = FrontierEstimator.Fit(specification, design, new FitOptions());

        Assert.True(fit.Result.Converged, fit.Result.Message);
        for (int j = 0; j < truth.Length; j++)
        {
            ParameterEstimate estimate = fit.Result.Parameters[j];
            Assert.True(Math.Abs(estimate.Estimate - truth[j]) < 4 * estimate.StandardError, $"{estimate}: drawn at {truth[j]}");
        }
        Assert.All(fit.Result.Parameters, p => Assert.True(p.StandardError < 0.5, p.ToString()));
    }

    [Fact]
    public void Kumbhakar_counts_from_the_first_period_and_stays_between_0_and_1()
    {
        var path = new KumbhakarPath();
        Assert.Equal(1, path.Argument(2007, new PeriodRange(2007, 2019), new PeriodRange(2009, 2012)));
        foreach (double b in new[] { -1e3, -1, 0, 1, 1e3 })
        {
            (double h, double[] gradient, double[] hessian) = At(path, 13, [b, 0]);
            Assert.InRange(h, 0, 1);
            Assert.All(gradient.Concat(hessian), value => Assert.True(double.IsFinite(value)));
        }
        Assert.Equal(0.5, At(path, 5, [0, 0]).Value);
    }

    [Fact]
    public void The_modified_path_is_1_in_the_last_period_of_panel_or_unit()
    {
        var (panel, unit) = (new PeriodRange(2000, 2010), new PeriodRange(2001, 2008));
        foreach ((TimeOrigin origin, int last) in new[] { (TimeOrigin.Panel, 2010), (TimeOrigin.Unit, 2008) })
        {
            var path = new ModifiedKumbhakarPath(origin);
            Assert.Equal(1, At(path, path.Argument(last, panel, unit), [0.3, 0.02]).Value);
            Assert.Equal(-3, path.Argument(last - 3, panel, unit));
        }
    }

    private static (FrontierLikelihood Own, FrontierLikelihood Bc92) Pair(RandomSource random)
    {
        UnitIndex units = FrontierSamples.Units(150, 10, random);
        Design design = FrontierSamples.Design(units.UnitOfRow.Length, units, FrontierSamples.Indices.None, random);
        return (
            new SharedInefficiencyFrontier(design, new HalfNormal(), FrontierSide.Production, new QuadraticDecay()),
            new SharedInefficiencyFrontier(design, new HalfNormal(), FrontierSide.Production, new ExponentialDecay(TimeOrigin.Panel)));
    }

    private static (double Value, double[] Gradient, double[] Hessian) At(InefficiencyPath path, double argument, double[] tau)
    {
        var gradient = new double[tau.Length];
        var hessian = new double[tau.Length * tau.Length];
        return (path.Evaluate(argument, tau, gradient, hessian), gradient, hessian);
    }

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-6 * Math.Max(1, Math.Abs(actual)));
}
