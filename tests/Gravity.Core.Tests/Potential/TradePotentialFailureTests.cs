using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Potential;
using Gravity.Core.Tests.Efficiency;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Potential;

public class TradePotentialFailureTests
{
    private static readonly double[] Response = [1.2, 0.4];
    private static readonly double[] Theta = [1.0, -1, -2];
    private static readonly Matrix Covariance = Matrix.FromRows([0.01, 0, 0], [0, 0.04, 0], [0, 0, 0.04]);

    [Fact]
    public void Undefined_parameter_draws_are_drawn_again_and_counted()
    {
        PotentialResult result = Run(theta => theta[1] > -1 ? With(theta, double.NaN) : With(theta), new PotentialOptions { Draws = 400 });
        // Half of the parameter draws are thrown away: geometric with mean 1 and variance 2.
        Assert.InRange(result.Redrawn, 400 - 4 * 28.3, 400 + 4 * 28.3);
        Assert.All(result.Rows, row => Assert.True(double.IsFinite(row.Potential.High)));
        Assert.Contains($"{result.Redrawn} of {400 + result.Redrawn} ", Assert.Single(result.Warnings).Message);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_model_defined_nowhere_near_the_estimates_is_an_error(int threads)
    {
        DataUnfitException error = Assert.Throws<DataUnfitException>(
            () => Run(theta => theta[0] != 1 ? With(theta, double.NaN) : With(theta), new PotentialOptions { Threads = threads }));
        Assert.Equal("potential-draws", error.Code);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_error_of_the_model_comes_through_as_it_was_thrown(int threads)
    {
        UsageException error = Assert.Throws<UsageException>(() => Run(
            theta => theta[0] != 1 ? throw new UsageException("marker", "from the model") : With(theta), new PotentialOptions { Threads = threads }));
        Assert.Equal("marker", error.Code);
    }

    [Fact]
    public void An_expectation_that_does_not_exist_is_missing()
    {
        PotentialResult result = Run(
            theta => With(theta, law: new HeavyLaw()), new PotentialOptions { Draws = 40, Groupings = [Grouping.All(2)] });
        Assert.Equal(double.NaN, result.Rows[0].Expected.Value);
        Assert.Equal(double.NaN, result.Rows[0].Expected.High);
        Assert.True(double.IsFinite(result.Rows[0].Potential.Value));
        Assert.Equal(double.NaN, result.Totals[0].Groups[0].Expected.Value);
    }

    [Fact]
    public void On_the_boundary_potential_is_actual_trade_and_all_ranks_are_tied()
    {
        PotentialResult result = Run(theta => With(theta, law: DegenerateLaw.Instance), new PotentialOptions { Draws = 10 });
        Assert.All(result.Rows, row =>
        {
            Agree.Relative(row.Actual, row.Potential.Low, 1e-15);
            Agree.Relative(row.Actual, row.Potential.High, 1e-15);
            Assert.Equal(new IntervalEstimate(1.5, 1.5, 1.5), row.Rank);
        });
    }

    [Fact]
    public void Work_stops_when_cancelled_and_tells_how_far_it_is()
    {
        using var source = new CancellationTokenSource();
        List<(int, int)> calls = [];
        Assert.ThrowsAny<OperationCanceledException>(() => TradePotential.Of(
            SmallSamples.Design(Response), Theta, Covariance, theta => With(theta),
            new PotentialOptions
            {
                Threads = 1,
                Draws = 100,
                Progress = (done, all) =>
                {
                    calls.Add((done, all));
                    if (done >= 40)
                        source.Cancel();
                },
            }, source.Token));
        Assert.Equal((40, 100), calls[^1]);

        calls.Clear();
        Run(theta => With(theta), new PotentialOptions { Draws = 100, Progress = (done, all) => calls.Add((done, all)) });
        Assert.Equal((100, 100), calls[^1]);
    }

    [Fact]
    public void Requests_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Run(t => With(t), new PotentialOptions { Level = 95 }));
        Assert.Throws<ArgumentException>(() => Run(t => With(t), new PotentialOptions { Draws = 1 }));
        Assert.Throws<ArgumentException>(() => Run(t => With(t), new PotentialOptions { Actual = [1.0] }));
        Assert.Throws<ArgumentException>(() => Run(t => With(t), new PotentialOptions { Groupings = [new Grouping("x", ["a"])] }));
    }

    private static PotentialResult Run(Func<double[], ConditionalInefficiency> model, PotentialOptions options) =>
        TradePotential.Of(SmallSamples.Design(Response), Theta, Covariance, model, options, TestContext.Current.CancellationToken);

    private static ConditionalInefficiency With(double[] theta, double scale = 1, IConditionalLaw? law = null)
    {
        ConditionalInefficiency model = SmallSamples.Pooled(Response, FrontierSide.Production, theta);
        if (double.IsNaN(scale))
            law = new TruncatedNormalLaw(0, double.NaN);
        return law is null
            ? model
            : new ConditionalInefficiency([law, law], model.LawOfRow, model.Scale, model.Frontier, model.Residual, model.NoiseVariance);
    }

    /// <summary>u = −ln of a uniform squared: exponential with mean 2, so E[exp(u)] does not exist.</summary>
    private sealed class HeavyLaw : IConditionalLaw
    {
        public double Mean => 2;

        public double Variance => 4;

        public double Mode => 0;

        public double LogMomentGenerating(double t) => t < 0.5 ? -Math.Log(1 - 2 * t) : double.NaN;

        public double Quantile(double probability) => -2 * Math.Log(1 - probability);

        public double Sample(RandomSource random) => 2 * random.NextExponential();
    }
}
