using Gravity.Core.Frontier.Models;

namespace Gravity.Core.Tests.Frontier;

/// <summary>h and its derivatives, model by model.</summary>
public sealed class PanelPathTests
{
    public static TheoryData<string> Models => [.. PanelPaths.Models];

    [Theory]
    [MemberData(nameof(Models))]
    public void Derivatives_are_those_of_differences(string model)
    {
        InefficiencyPath path = PanelPaths.Of(model)!;
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

    private static (double Value, double[] Gradient, double[] Hessian) At(InefficiencyPath path, double argument, double[] tau)
    {
        var gradient = new double[tau.Length];
        var hessian = new double[tau.Length * tau.Length];
        return (path.Evaluate(argument, tau, gradient, hessian), gradient, hessian);
    }

    private static void Near(double expected, double actual) => Assert.Equal(expected, actual, 1e-6 * Math.Max(1, Math.Abs(actual)));
}
