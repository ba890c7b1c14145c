using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Potential;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Efficiency;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Potential;

public class TradePotentialTests
{
    private static readonly double[] Response = [2.4, 1.8, 0.9, 2.05, 2.9, -0.5];
    private static readonly double[] Theta = [2.3, Math.Log(0.36), Math.Log(0.09)];
    private static readonly Matrix Covariance = Matrix.FromRows([0.01, 0.004, 0], [0.004, 0.09, -0.02], [0, -0.02, 0.04]);
    private static readonly Matrix Known = new(3, 3);

    [Theory]
    [InlineData(FrontierSide.Production)]
    [InlineData(FrontierSide.Cost)]
    public void Point_estimates_obey_their_identities(FrontierSide side)
    {
        PotentialResult result = Pooled(Response, Covariance, new PotentialOptions { Draws = 200, Side = side, Groupings = [Grouping.All(6)] });
        foreach (PotentialRow row in result.Rows)
        {
            Agree.Relative(Math.Exp(Response[row.Row - 1]), row.Actual, 1e-15);
            Assert.InRange(row.Te.Value, double.Epsilon, 1);
            Assert.InRange(row.Te.High, row.Te.Low, 1);
            if (side == FrontierSide.Production)
            {
                Agree.Relative(row.Actual, row.Potential.Value * row.Te.Value, 1e-13);
                Assert.True(row.Expected.Value > row.Potential.Value, "Jensen");
            }
            else
            {
                Agree.Relative(row.Potential.Value, row.Actual * row.Te.Value, 1e-13);
                Agree.Relative(row.Potential.Value, row.Expected.Value, 1e-13);
            }
            Agree.Relative(row.Potential.Value - row.Actual, row.Gap.Value, 1e-10);
            Agree.Relative(row.Potential.Value / row.Actual - 1, row.Room.Value, 1e-10);
            Agree.Relative(Math.Exp(2.3), row.Frontier.Value, 1e-14);
            Agree.Relative(Math.Exp(2.3 + 0.045), row.FrontierMean.Value, 1e-14);
            // Every quantity of h·u has the interval of the same draws.
            Agree.Relative(row.Potential.Low - row.Actual, row.Gap.Low, 1e-8);
            Agree.Relative(row.Potential.High / row.Actual - 1, row.Room.High, 1e-8);
            Assert.Equal((row.Potential.Low, row.Potential.High), (row.Expected.Low, row.Expected.High));
            Assert.True(row.Potential.Low < row.Potential.Value && row.Potential.Value < row.Potential.High);
        }
        PotentialTotal total = Assert.Single(Assert.Single(result.Totals).Groups);
        Agree.Relative(result.Rows.Sum(r => r.Potential.Value), total.Potential.Value, 1e-13);
        Agree.Relative(result.Rows.Sum(r => r.Expected.Value), total.Expected.Value, 1e-13);
        Agree.Relative(result.Rows.Sum(r => r.FrontierMean.Value), total.FrontierMean.Value, 1e-13);
        Agree.Relative(result.Rows.Sum(r => r.Frontier.Value), total.Frontier.Value, 1e-13);
        Agree.Relative(total.Potential.Value - total.Actual, total.Gap.Value, 1e-12);
        Agree.Relative(total.Potential.Value / total.Actual - 1, total.Room.Value, 1e-12);
        Assert.Equal((6, 1.0, 1.0), (total.Count, total.Rank.Value, total.FirstProbability));
    }

    [Fact]
    public void Ranks_go_by_room_in_either_orientation()
    {
        // The least trade has the most room; the highest cost has the most to save.
        Assert.Equal([3.0, 4, 2, 5, 6, 1], RanksOf([2.4, 2.3, 2.5, 2.2, 2.1, 2.6], FrontierSide.Cost));
        Assert.Equal([4.0, 3, 5, 2, 1, 6], RanksOf([2.4, 2.3, 2.5, 2.2, 2.1, 2.6], FrontierSide.Production));

        static IEnumerable<double> RanksOf(double[] response, FrontierSide side) =>
            Pooled(response, Known, new PotentialOptions { Draws = 2, Side = side }).Rows.Select(r => r.Rank.Value);
    }

    [Fact]
    public void With_known_parameters_the_interval_is_that_of_the_conditional_law()
    {
        const int Draws = 20_000;
        PotentialResult result = Pooled(Response, Known, new PotentialOptions { Draws = Draws, Level = 0.9 });
        ConditionalInefficiency model = SmallSamples.Pooled(Response, FrontierSide.Production, Theta);
        Assert.Equal([0, 1, 2], result.HeldParameters);
        for (int r = 0; r < Response.Length; r++)
        {
            // An order statistic's probability has standard error √(p(1 − p)/S).
            double error = 4 * Math.Sqrt(0.05 * 0.95 / Draws);
            PotentialRow row = result.Rows[r];
            Assert.InRange(Math.Log(row.Potential.Low / row.Actual), model.Laws[r].Quantile(0.05 - error), model.Laws[r].Quantile(0.05 + error));
            Assert.InRange(Math.Log(row.Potential.High / row.Actual), model.Laws[r].Quantile(0.95 - error), model.Laws[r].Quantile(0.95 + error));
            Agree.Relative(row.Frontier.Value, row.Frontier.Low, 1e-15);
            Agree.Relative(row.Frontier.Value, row.Frontier.High, 1e-15);
        }
    }

    [Fact]
    public void Intervals_agree_with_brute_force()
    {
        const int Draws = 20_000;
        double[] response = [2.0, 1.5, 0.9, 2.0, 1.2, 1.6];
        UnitIndex units = SmallSamples.Units(2001, 3, 2, 1);
        Func<double[], ConditionalInefficiency> model = theta => SmallSamples.Shared(response, units, theta, t => Math.Exp(0.4 * t));
        PotentialResult result = PotentialOf(
            SmallSamples.Design(response, units), Theta, Covariance, model,
            new PotentialOptions { Draws = Draws, Seed = 9, Groupings = [new Grouping("unit", ["A", "A", "A", "B", "B", "C"])] });

        // Own draws: Cholesky factor and the inverse of the distribution function.
        Matrix lower = Cholesky.TryFactor(Covariance)!.Lower;
        var random = new RandomSource(4711);
        double[][] potential = Rows(), frontierMean = Rows(), room = Rows(), ranks = Rows();
        double[] unitTotal = new double[Draws];
        int firstCount = 0;
        for (int s = 0; s < Draws; s++)
        {
            double[] theta = lower.Times([random.NextNormal(), random.NextNormal(), random.NextNormal()]);
            for (int j = 0; j < 3; j++)
                theta[j] += Theta[j];
            ConditionalInefficiency conditional = model(theta);
            double[] u = conditional.Laws.Select(law => law.Quantile(random.NextUniform())).ToArray();
            for (int r = 0; r < 6; r++)
            {
                potential[r][s] = Math.Exp(response[r] + conditional.Scale[r] * u[conditional.LawOfRow[r]]);
                room[r][s] = potential[r][s] / Math.Exp(response[r]) - 1;
                frontierMean[r][s] = Math.Exp(theta[0] + 0.5 * Math.Exp(theta[2]));
            }
            int[] firstYear = [0, 3, 5];
            foreach (int r in firstYear)
                ranks[r][s] = 1 + firstYear.Count(q => room[q][s] > room[r][s]);
            unitTotal[s] = potential[0][s] + potential[1][s] + potential[2][s];
            double RoomOf(params int[] rows) => rows.Sum(r => potential[r][s]) / rows.Sum(r => Math.Exp(response[r]));
            firstCount += RoomOf(0, 1, 2) > Math.Max(RoomOf(3, 4), RoomOf(5)) ? 1 : 0;
        }
        for (int r = 0; r < 6; r++)
        {
            WithinNoise(potential[r], result.Rows[r].Potential);
            WithinNoise(room[r], result.Rows[r].Room);
            WithinNoise(frontierMean[r], result.Rows[r].FrontierMean);
        }
        foreach (int r in (int[])[0, 3, 5])
        {
            Assert.Equal(TailQuantilesTests.TypeSeven(ranks[r], 0.025), result.Rows[r].Rank.Low);
            Assert.Equal(TailQuantilesTests.TypeSeven(ranks[r], 0.975), result.Rows[r].Rank.High);
        }
        PotentialTotal firstUnit = result.Totals[0].Groups[0];
        WithinNoise(unitTotal, firstUnit.Potential);
        double share = firstCount / (double)Draws;
        Assert.InRange(share, 0.02, 0.98);
        Agree.Absolute(share, firstUnit.FirstProbability, 6 * Math.Sqrt(share * (1 - share) / Draws));
        Assert.Equal(1, firstUnit.TopThreeProbability);

        static double[][] Rows() => Enumerable.Range(0, 6).Select(_ => new double[Draws]).ToArray();

        // Both ends are random; the brute-force quantiles at p ± 6 standard errors of a difference hold the other.
        static void WithinNoise(double[] brute, IntervalEstimate interval)
        {
            double error = 6 * Math.Sqrt(0.025 * 0.975 / Draws);
            Assert.InRange(interval.Low, TailQuantilesTests.TypeSeven(brute, 0.025 - error), TailQuantilesTests.TypeSeven(brute, 0.025 + error));
            Assert.InRange(interval.High, TailQuantilesTests.TypeSeven(brute, 0.975 - error), TailQuantilesTests.TypeSeven(brute, 0.975 + error));
        }
    }

    [Fact]
    public void Rows_of_a_unit_share_one_draw()
    {
        UnitIndex units = SmallSamples.Units(2001, 3, 3);
        string[] keys = ["B", "B", "B", "A", "A", "A"];
        PotentialResult result = PotentialOf(
            SmallSamples.Design(Response, units), Theta, Covariance, theta => SmallSamples.Shared(Response, units, theta),
            new PotentialOptions { Draws = 300, Groupings = [new Grouping("unit", keys)] });
        Assert.Equal(["A", "B"], result.Totals[0].Groups.Select(g => g.Key));
        // With h = 1 the room of the unit's total is the room of each of its rows, in each draw.
        PotentialTotal second = result.Totals[0].Groups[1];
        Agree.Relative(result.Rows[1].Room.Low, second.Room.Low, 1e-10);
        Agree.Relative(result.Rows[1].Room.High, second.Room.High, 1e-10);
        Assert.Equal(result.Rows[1].Rank, second.Rank);
        Agree.Relative(1, result.Totals[0].Groups.Sum(g => g.FirstProbability), 1e-15);
    }

    [Fact]
    public void Intervals_shrink_with_the_periods_of_the_unit()
    {
        double[] widths = Array.ConvertAll((int[])[2, 8, 32], periods =>
        {
            UnitIndex units = SmallSamples.Units(2001, periods);
            double[] response = SmallSamples.Fill(periods, 1.5);
            PotentialResult result = PotentialOf(
                SmallSamples.Design(response, units), Theta, Known, theta => SmallSamples.Shared(response, units, theta),
                new PotentialOptions { Draws = 2000 });
            return Math.Log(result.Rows[0].Potential.High / result.Rows[0].Potential.Low);
        });
        // σ* falls with 1/√T but for the prior: 0.19, 0.10, 0.05.
        Assert.InRange(widths[1] / widths[0], 0.45, 0.6);
        Assert.InRange(widths[2] / widths[1], 0.45, 0.6);
    }

    [Fact]
    public void The_same_bits_come_from_any_number_of_threads_and_blocks()
    {
        UnitIndex units = SmallSamples.Units(2001, 40, 35, 60);
        var random = new RandomSource(8);
        double[] response = Enumerable.Range(0, 135).Select(_ => 2 + random.NextNormal()).ToArray();
        var options = new PotentialOptions
        {
            Draws = 101,
            Threads = 1,
            Groupings = [Grouping.All(135), new Grouping("unit", units.UnitOfRow.Select(i => units.Names[i]).ToArray())],
        };
        PotentialResult one = Run(options);
        foreach (PotentialOptions other in (PotentialOptions[])[options with { Threads = 2 }, options with { Threads = 3, MemoryLimit = 20_000 }])
        {
            PotentialResult again = Run(other);
            Assert.Equal(one.Rows, again.Rows);
            Assert.Equal(one.Totals.SelectMany(t => t.Groups), again.Totals.SelectMany(t => t.Groups));
            Assert.Equal(one.Redrawn, again.Redrawn);
        }
        Assert.NotEqual(one.Rows[0].Potential, Run(options with { Seed = 2 }).Rows[0].Potential);

        PotentialResult Run(PotentialOptions o) => PotentialOf(
            SmallSamples.Design(response, units), Theta, Covariance, theta => SmallSamples.Shared(response, units, theta, t => Math.Exp(0.01 * t)), o);
    }

    [Fact]
    public void The_log_of_one_plus_the_flow_shifts_the_level()
    {
        double[] flow = [0, 3, 10];
        double[] response = Array.ConvertAll(flow, f => Math.Log(1 + f));
        PotentialResult result = PotentialOf(
            SmallSamples.Design(response, flow: flow, scale: ResponseScale.Log1p), Theta, Known,
            theta => SmallSamples.Pooled(response, FrontierSide.Production, theta), new PotentialOptions { Draws = 50 });
        foreach (PotentialRow row in result.Rows)
        {
            Agree.Relative(1 + row.Actual, (1 + row.Potential.Value) * row.Te.Value, 1e-14);
            Agree.Relative(Math.Exp(2.3) - 1, row.Frontier.Value, 1e-14);
            Agree.Relative(row.Potential.High - row.Actual, row.Gap.High, 1e-12);
        }
        Assert.Equal(double.PositiveInfinity, result.Rows[0].Room.Value);
        Assert.Equal([1.0, 2, 3], result.Rows.Select(r => r.Rank.Value));
    }

    [Fact]
    public void Rows_without_a_flow_are_left_out_of_totals()
    {
        PotentialResult result = Pooled(Response, Covariance, new PotentialOptions
        {
            Draws = 20,
            Actual = [1, double.NaN, 3, 4, 5, 6],
            SourceRows = [10, 20, 30, 40, 50, 60],
            Groupings = [new Grouping("half", ["b", "b", "b", "a", "a", "a"])],
        });
        PotentialTotal half = result.Totals[0].Groups[1];
        Assert.Equal(("b", 2, 1, 4.0), (half.Key, half.Count, half.Left, half.Actual));
        Agree.Relative(result.Rows[0].Potential.Value + result.Rows[2].Potential.Value, half.Potential.Value, 1e-14);
        Assert.True(half.Potential.Low < half.Potential.Value && half.Potential.Value < half.Potential.High);
        Assert.Equal(double.NaN, result.Rows[1].Potential.Low);
        Assert.Equal(20, result.Rows[1].Row);
    }

    [Fact]
    public void A_total_of_many_units_warns_that_its_interval_closes_around_the_expected_potential()
    {
        var random = new RandomSource(12);
        double[] response = Enumerable.Range(0, 2000).Select(_ => 2.3 + 0.3 * random.NextNormal() - 0.6 * Math.Abs(random.NextNormal())).ToArray();
        PotentialResult result = Pooled(response, Known, new PotentialOptions { Draws = 400, Groupings = [Grouping.All(2000)] });
        PotentialTotal total = result.Totals[0].Groups[0];
        Assert.InRange(total.Expected.Value, total.Expected.Low, total.Expected.High);
        Assert.True(total.Potential.Value < total.Potential.Low);
        Assert.Equal(["potential-outside-interval", "potential-held-parameters"], result.Warnings.Select(w => w.Code));

        Assert.Empty(Pooled(Response, Covariance, new PotentialOptions { Draws = 400, Groupings = [Grouping.All(6)] }).Warnings);
    }

    private static PotentialResult PotentialOf(
        Design design, double[] estimate, Matrix covariance, Func<double[], ConditionalInefficiency> model, PotentialOptions options) =>
        TradePotential.Of(design, estimate, covariance, model, options, TestContext.Current.CancellationToken);

    private static PotentialResult Pooled(double[] response, Matrix covariance, PotentialOptions options) => PotentialOf(
        SmallSamples.Design(response), Theta, covariance, theta => SmallSamples.Pooled(response, options.Side, theta), options);
}
