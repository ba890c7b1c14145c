using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Frontier.Selection;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Selection;

/// <summary>The likelihood of the frontier with selection: against its definition, against differences, and against the models it contains.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class SelectionLikelihoodTests
{
    private static readonly double[] Theta = [1.1, 0.7, -0.4, -0.3, -1.2, 0.8, 0.2, 0.9, 0.5];

    [Theory]
    [InlineData(FrontierSide.Production)]
    [InlineData(FrontierSide.Cost)]
    public void A_row_is_the_integral_over_u_of_its_definition(FrontierSide side)
    {
        Design design = SelectionSamples.Design(SelectionSamples.Panel(60, 0.5, 1));
        var model = new SelectionFrontier(design, side);
        double s = side == FrontierSide.Production ? 1 : -1, rho = Math.Tanh(Theta[5]), sigmaU = Math.Exp(0.5 * Theta[3]), sigmaV = Math.Exp(0.5 * Theta[4]);
        double expected = 0;
        DesignBlock z = design.Block(BlockNames.Selection)!;
        for (int i = 0; i < design.RowCount; i++)
        {
            double e = design.Response[i], c = 0;
            for (int j = 0; j < 3; j++)
            {
                e -= Theta[j] * design.Frontier.Values[i, j];
                c += Theta[6 + j] * z.Values[i, j];
            }
            // Given v the error w of the equation is N(ρv/σ_v, 1 − ρ²).
            double Integrand(double u)
            {
                double v = (e + s * u) / sigmaV;
                return NormalTail.Density(v) / sigmaV * NormalTail.Cdf((c + rho * v) / Math.Sqrt(1 - rho * rho)) * 2 * NormalTail.Density(u / sigmaU) / sigmaU;
            }
            expected += Math.Log(Quadrature.Integrate(Integrand, 0, double.PositiveInfinity, 0, 1e-12, [Math.Max(0, -s * e), 1, 3]).Value);
        }
        foreach (int row in design.Selection!.UnselectedRows)
            expected += NormalTail.LogCdf(-Enumerable.Range(0, 3).Sum(j => Theta[6 + j] * design.Selection.All.Frontier.Values[row, j]));
        Assert.Equal(expected, model.Evaluate(Theta, default, default), 1e-9);
    }

    [Theory]
    [InlineData(FrontierSide.Production, 0.8, -0.3, -1.2)]
    [InlineData(FrontierSide.Cost, -1.4, 0.5, -2)]
    [InlineData(FrontierSide.Production, 3, -4, 0)]
    [InlineData(FrontierSide.Cost, -3, 1, -5)]
    public void Gradient_and_Hessian_agree_with_differences(FrontierSide side, double tau, double logU, double logV)
    {
        Design design = SelectionSamples.Design(SelectionSamples.Panel(300, 0.5, 2), "x2", "z1");
        var model = new SelectionFrontier(design, side);
        double[] theta = [1.1, 0.7, -0.4, logU, 0.2, logV, -0.1, tau, 0.2, 0.9, 0.5];
        double[] scales = [.. theta.Select(_ => 0.3)];
        Assert.True(GradientChecker.Probe(model, theta, scales).Worst < 1e-7);
        var gradient = new double[model.Dimension];
        model.Evaluate(theta, gradient, default);
        Matrix scores = new(model.UnitCount, model.Dimension);
        model.Scores(theta, scores);
        for (int j = 0; j < gradient.Length; j++)
            Assert.Equal(gradient[j], Enumerable.Range(0, scores.Rows).Sum(i => scores[i, j]), 1e-9 * Math.Max(1, Math.Abs(gradient[j])));
        // With α held the derivatives are those of the other parameters.
        var second = new SelectionFrontier(design, side, 1, theta[8..]);
        Assert.Equal(model.Evaluate(theta, default, default), second.Evaluate(theta.AsSpan(..8), default, default));
        Assert.True(GradientChecker.Probe(second, theta.AsSpan(..8), scales.AsSpan(..8)).Worst < 1e-7);
    }

    [Fact]
    public void Without_correlation_it_is_the_probit_and_the_pooled_frontier()
    {
        Design design = SelectionSamples.Design(SelectionSamples.Panel(400, 0.5, 3));
        var model = new SelectionFrontier(design, FrontierSide.Production);
        double[] theta = [.. Theta];
        theta[5] = 0;
        var pooled = new PooledFrontier(design, new HalfNormal(), FrontierSide.Production);
        var probit = new ProbitLikelihood(design.Selection!.All, 1);
        double[] own = new double[9], frontier = new double[5], equation = new double[3];
        Matrix whole = new(9, 9), part = new(5, 5);
        double value = model.Evaluate(theta, own, whole.Values);
        double separate = pooled.Evaluate(theta.AsSpan(..5), frontier, part.Values) + probit.Evaluate(theta.AsSpan(6..), equation, default);
        Assert.Equal(separate, value, 1e-10);
        for (int j = 0; j < 5; j++)
        {
            Assert.Equal(frontier[j], own[j], 1e-9);
            for (int k = 0; k < 5; k++)
                Assert.Equal(part[j, k], whole[j, k], 1e-8);
        }
        for (int j = 0; j < 3; j++)
            Assert.Equal(equation[j], own[6 + j], 1e-10);
    }

    [Fact]
    public void As_inefficiency_vanishes_it_is_the_regression_with_selection()
    {
        Design design = SelectionSamples.Design(SelectionSamples.Panel(300, -0.4, 5));
        double[] theta = [.. Theta];
        theta[3] = -60;
        var model = new SelectionFrontier(design, FrontierSide.Production);
        var regression = new SelectedRegression(design, design.Response, 1);
        double[] without = [.. theta[..3], .. theta[4..]];
        Assert.Equal(regression.Evaluate(without, default, default), model.Evaluate(theta, default, default), 1e-8);
        Assert.True(GradientChecker.Probe(regression, without, [.. without.Select(_ => 0.3)]).Worst < 1e-7);
    }

    [Fact]
    public void Starts_are_the_same_for_any_number_of_threads_and_feasible()
    {
        Design design = SelectionSamples.Design(SelectionSamples.Panel(1500, 0.6, 6));
        var one = new SelectionFrontier(design, FrontierSide.Production, 1);
        var two = new SelectionFrontier(design, FrontierSide.Production, 2);
        IReadOnlyList<double[]> left = one.Starts(3), right = two.Starts(3);
        Assert.Equal(3, left.Count);
        for (int k = 0; k < 3; k++)
        {
            Assert.Equal(left[k], right[k]);
            Assert.Equal(one.Evaluate(left[k], default, default), two.Evaluate(left[k], default, default));
        }
    }
}
