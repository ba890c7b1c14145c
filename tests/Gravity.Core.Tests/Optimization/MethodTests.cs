using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Optimization;

public class MethodTests
{
    private static readonly OptimizationOptions Defaults = new();

    public static readonly TheoryData<string> Smooth = ["newton", "bfgs"];

    public static readonly TheoryData<string> AllWithoutScores = ["newton", "bfgs", "simplex"];

    public static readonly TheoryData<string> All = ["newton", "bfgs", "bhhh", "simplex"];

    [Theory]
    [MemberData(nameof(AllWithoutScores))]
    public void Rosenbrock_from_the_classical_start(string method) => AssertFound(Climb(method, Formula.Rosenbrock, [-1.2, 1]), [1, 1], 0);

    [Theory]
    [MemberData(nameof(AllWithoutScores))]
    public void Beale_from_the_classical_start(string method) => AssertFound(Climb(method, Formula.Beale, [1, 1]), [3, 0.5], 0);

    [Theory]
    [MemberData(nameof(AllWithoutScores))]
    public void Steps_into_a_region_of_NaN_are_rejected(string method) => AssertFound(Climb(method, Formula.LogBarrier, [40, 0.01]), [1, 1], -2);

    [Theory]
    [MemberData(nameof(Smooth))]
    public void A_maximum_of_fourth_order_is_flat_and_not_converged(string method)
    {
        OptimizationSummary summary = Climb(method, Formula.PowellSingular, [3, -1, 0, 1]);
        Assert.Equal(Termination.Flat, summary.Termination);
        Assert.False(summary.Converged);
        Assert.All(summary.Point, x => Assert.Equal(0, x, 1e-3));
    }

    [Fact]
    public void A_saddle_is_left_along_its_upward_curvature()
    {
        // At the origin the gradient is exactly 0: the hard case of the subproblem.
        OptimizationSummary summary = Climb("newton", Formula.TwoHills, [0, 0]);
        AssertFound(summary, [Math.Sign(summary.Point[0]), 0], 1);
        AssertFound(Climb("newton", Formula.TwoHills, [0, 3]), [Math.Sign(summary.Point[0]), 0], 1);
    }

    [Fact]
    public void A_coordinate_that_runs_to_minus_infinity_is_flat_and_not_converged()
    {
        // Like a variance that wants to be 0, in logs: convex in t far out, so that −H is indefinite all the way.
        Formula vanishing = new(2, (x, g, h) =>
        {
            double power = Math.Exp(x[0]);
            (g[0], g[1]) = (power * (-1 + 0.1 * power), -2 * x[1]);
            (h[0], h[3]) = (power * (-1 + 0.2 * power), -2);
            return 1e4 - power + 0.05 * power * power - x[1] * x[1];
        });
        Formula rising = new(2, (x, g, h) =>
        {
            double power = Math.Exp(x[0]);
            (g[0], g[1]) = (power / ((1 + power) * (1 + power)) * -1, -2 * x[1]);
            (h[0], h[3]) = (-power * (1 - power) / Math.Pow(1 + power, 3), -2);
            return 1e4 + 1 / (1 + power) - x[1] * x[1];
        });
        foreach (Formula formula in new[] { vanishing, rising })
        {
            OptimizationSummary summary = Climb("newton", formula, [1, 1]);
            Assert.Equal(Termination.Flat, summary.Termination);
            Assert.True(summary.Iterations < 100, summary.Message);
            Assert.True(summary.Point[0] < -10);
        }
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void A_flat_direction_is_reported(string method)
    {
        Formula ridge = new(2, (x, g, h) =>
        {
            double sum = x[0] + x[1] - 3;
            g[0] = g[1] = -2 * sum;
            h.Fill(-2);
            return -sum * sum;
        });
        OptimizationSummary summary = Climb(method, ridge, [0.5, 0.25]);
        Assert.Equal(Termination.Flat, summary.Termination);
        Assert.Contains("singular", summary.Message, StringComparison.Ordinal);
        Assert.Equal(3, summary.Point[0] + summary.Point[1], 1e-7);
        Assert.Equal(0.25, summary.Point[0] - summary.Point[1], 1e-6); // no wandering along the ridge
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Logistic_regression_is_the_same_by_all_methods(string method)
    {
        (Matrix x, double[] y) = LogisticSample(separated: false);
        Logistic objective = new(x, y);
        OptimizationSummary newton = Climb("newton", objective, new double[3]);
        OptimizationSummary summary = Climb(method, objective, new double[3]);
        Assert.Equal(Termination.Gradient, summary.Termination);
        Assert.True(summary.GradientMeasure <= 1e-7, summary.Message);
        Assert.Equal(y.Length * Math.Log(0.5), summary.InitialValue, 1e-9);
        for (int j = 0; j < 3; j++)
            Assert.Equal(newton.Point[j], summary.Point[j], 1e-9);
    }

    [Theory]
    [InlineData("newton")]
    [InlineData("bfgs")]
    public void A_long_sum_at_a_high_level_still_converges(string method)
    {
        (Matrix sample, double[] y) = LogisticSample(separated: false);
        const int Copies = 100;
        Matrix x = new(sample.Rows * Copies, 3);
        double[] many = new double[x.Rows];
        for (int i = 0; i < x.Rows; i++)
        {
            int from = i % sample.Rows;
            (x[i, 0], x[i, 1], x[i, 2], many[i]) = (1, sample[from, 1], 1000 + sample[from, 2], y[from]);
        }
        double[] one = Climb("newton", new Logistic(sample, y), new double[3]).Point;
        OptimizationSummary summary = Climb(method, new Logistic(x, many), new double[3]);
        Assert.True(summary.Converged, summary.Message);
        Assert.Equal(one[1], summary.Point[1], 1e-8);
        Assert.Equal(one[2], summary.Point[2], 1e-8);
        Assert.Equal(one[0] - 1000 * one[2], summary.Point[0], 1e-5);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Separation_is_not_called_a_maximum(string method)
    {
        (Matrix x, double[] y) = LogisticSample(separated: true);
        OptimizationSummary summary = Climb(method, new Logistic(x, y), new double[3]);
        Assert.NotEqual(Termination.Gradient, summary.Termination);
        Assert.True(Math.Abs(summary.Point[1]) > 10);
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void Scaled_coordinates_make_ill_scaled_units_harmless(string method)
    {
        double[] centre = [1e9, -2e-6, 3];
        double[] units = [1e8, 1e-9, 1];
        Formula raw = Formula.Quadratic(centre, units);
        ScaledObjective scaled = ScaledObjective.Create(raw, [2e9, 0, 0], units);
        OptimizationSummary inner = Climb(method, scaled, [0, 0, 0], new TrustRegionNewton { InitialRadius = 1e4 });
        OptimizationSummary summary = scaled.ToOriginal(inner);
        Assert.Equal(Termination.Gradient, summary.Termination);
        for (int j = 0; j < 3; j++)
            Assert.Equal(centre[j], summary.Point[j], 1e-7 * units[j] + 1e-12 * Math.Abs(centre[j]));
        Assert.Equal(inner.Point, scaled.FromOriginal(summary.Point), (a, b) => Math.Abs(a - b) <= 1e-6);
        double[] gradient = new double[3];
        raw.Evaluate(summary.Point, gradient, []);
        for (int j = 0; j < 3; j++)
            Assert.Equal(gradient[j] * units[j], summary.Gradient[j] * units[j], 1e-6);
    }

    [Fact]
    public void Scaled_objective_transforms_all_derivatives_and_scores()
    {
        (Matrix x, double[] y) = LogisticSample(separated: false);
        Matrix directions = Matrix.FromRows([2, 1, 0], [0, 0.5, 3], [1, 0, 1]);
        ScaledObjective scaled = ScaledObjective.Create(new Logistic(x, y), [0.1, 0.2, 0.3], directions);
        DerivativeCheck check = GradientChecker.Probe(scaled, [0.1, -0.2, 0.05]);
        Assert.True(check.Worst < 1e-8, $"{check}");
        AssertFound(Climb("bhhh", scaled, [0, 0, 0]), scaled.FromOriginal(Climb("newton", new Logistic(x, y), new double[3]).Point), double.NaN);
        Assert.Throws<ArgumentException>(() => ScaledObjective.Create(Formula.Rosenbrock, [0, 0], new Matrix(2, 2)));
    }

    [Theory]
    [MemberData(nameof(AllWithoutScores))]
    public void An_infeasible_start_is_said(string method)
    {
        OptimizationSummary summary = Climb(method, Formula.LogBarrier, [-1, 1]);
        Assert.Equal(Termination.InfeasibleStart, summary.Termination);
        Assert.Equal([-1, 1], summary.Point);
        Assert.Equal(0, summary.Iterations);
    }

    [Theory]
    [MemberData(nameof(AllWithoutScores))]
    public void The_iteration_limit_is_said_with_the_measure(string method)
    {
        OptimizationOptions options = new() { MaxIterations = 2, PolishSteps = 0 };
        OptimizationSummary summary = Method(method, null).Maximize(
            Formula.Rosenbrock, [-1.2, 1], options, TestContext.Current.CancellationToken);
        Assert.Equal(Termination.IterationLimit, summary.Termination);
        Assert.Equal(2, summary.Iterations);
        Assert.Contains(" > 1e-07 ", summary.Message, StringComparison.Ordinal);
        Assert.Contains("after 2 iterations", summary.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_message_gives_each_measure_against_its_tolerance()
    {
        int last = 0;
        OptimizationOptions options = new() { Progress = (iteration, _, _) => last = iteration };
        OptimizationSummary summary = new TrustRegionNewton().Maximize(Formula.Rosenbrock, [-1.2, 1], options, TestContext.Current.CancellationToken);
        Assert.Matches(@"^gradient \d\.\de[+-]\d\d ≤ 1e-07 in standard-error units after \d+ iterations; −H is positive definite", summary.Message);
        Assert.Equal(last, summary.Iterations);
        Assert.True(summary.Evaluations > summary.Iterations);
    }

    [Fact]
    public void The_gradient_measure_is_the_distance_to_the_optimum_in_standard_errors()
    {
        Formula quadratic = Formula.Quadratic([0, 0], [1, 1]);
        double[] gradient = new double[2];
        Matrix hessian = new(2, 2);
        quadratic.Evaluate([0.3, -0.1], gradient, hessian.Values);
        LocalMeasure local = ConvergenceTest.Assess(gradient, hessian);
        // √(d'Ad) for A = [1 .5; .5 1].
        Assert.Equal(Math.Sqrt(0.09 + 0.01 - 0.03), local.Measure, 1e-15);
        Assert.Equal(LocalShape.Concave, local.Shape);
        Agree.Relative(1.0 / 3, local.ReciprocalCondition, 1e-12);
    }

    [Fact]
    public void Requests_that_cannot_be_met_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Climb("bhhh", Formula.Rosenbrock, [0, 0]));
        Assert.Throws<ArgumentException>(() => Climb("newton", Formula.Rosenbrock, [0, 0, 0]));
        using CancellationTokenSource source = new();
        source.Cancel();
        Assert.Throws<OperationCanceledException>(() => new Bfgs().Maximize(Formula.Rosenbrock, [0, 0], Defaults, source.Token));
    }

    [Fact]
    public void Wrong_derivatives_are_caught_and_right_ones_pass()
    {
        Assert.True(GradientChecker.Probe(Formula.Rosenbrock, [-1.2, 1]).Worst < 1e-9);
        Assert.True(GradientChecker.Probe(Formula.PowellSingular, [3, -1, 0.5, 1]).Worst < 1e-9);
        Assert.True(GradientChecker.Probe(DifferencedHessian.Create(Formula.Rosenbrock, [1, 1]), [-1.2, 1]).Worst < 1e-5);
        Formula wrong = new(1, (x, g, h) =>
        {
            g[0] = -2 * x[0] * 1.001;
            h[0] = -2;
            return -x[0] * x[0];
        });
        DerivativeCheck check = GradientChecker.Probe(wrong, [3]);
        Assert.Equal(1e-3, check.Gradient, 1e-5);
        Assert.Equal(1e-3, check.Hessian, 1e-5);
    }

    private static OptimizationMethod Method(string name, TrustRegionNewton? newton) => name switch
    {
        "newton" => newton ?? new TrustRegionNewton(),
        "bfgs" => new Bfgs(),
        "bhhh" => new Bhhh(),
        _ => new NelderMead(),
    };

    private static OptimizationSummary Climb(string method, IObjective objective, double[] start, TrustRegionNewton? newton = null) =>
        Method(method, newton).Maximize(objective, start, Defaults, TestContext.Current.CancellationToken);

    private static void AssertFound(OptimizationSummary summary, double[] point, double value)
    {
        Assert.True(summary.Termination == Termination.Gradient, summary.Termination + ": " + summary.Message);
        for (int j = 0; j < point.Length; j++)
            Assert.Equal(point[j], summary.Point[j], 1e-7);
        if (!double.IsNaN(value))
            Assert.Equal(value, summary.Value, 1e-12);
    }

    private static (Matrix X, double[] Y) LogisticSample(bool separated)
    {
        RandomSource random = new(7);
        Matrix x = new(400, 3);
        double[] y = new double[400];
        for (int i = 0; i < 400; i++)
        {
            (x[i, 0], x[i, 1], x[i, 2]) = (1, random.NextNormal(), random.NextNormal());
            double index = 0.3 + x[i, 1] - 0.5 * x[i, 2];
            y[i] = separated ? (x[i, 1] > 0 ? 1 : 0) : random.NextUniform() < 1 / (1 + Math.Exp(-index)) ? 1 : 0;
        }
        return (x, y);
    }
}
