using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Frontier.Distributions;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Efficiency;

public class EfficienciesTests
{
    private static readonly double[] Response = [0.4, -0.2, -1.1, 0.05, 0.9, -2.5];
    private static readonly double[] Theta = [0.3, Math.Log(0.36), Math.Log(0.09)];

    [Theory]
    [InlineData(FrontierSide.Production)]
    [InlineData(FrontierSide.Cost)]
    public void Rows_agree_with_quadrature_of_the_conditional_density(FrontierSide side)
    {
        EfficiencyResult result = Efficiencies.Of(
            SmallSamples.Design(Response), SmallSamples.Pooled(Response, side, Theta), 0.9);
        double sigma = Math.Sqrt(0.36 * 0.09 / 0.45);
        for (int r = 0; r < Response.Length; r++)
        {
            EfficiencyRow row = result.Rows[r];
            double epsilon = Response[r] - 0.3;
            double z = (side == FrontierSide.Production ? -1 : 1) * epsilon * 0.36 / 0.45 / sigma;
            var oracle = new TruncatedNormalOracle(z);
            Agree.Relative(oracle.Expectation(x => Math.Exp(-sigma * x)), row.Te, 1e-12);
            Agree.Relative(sigma * oracle.Mean, row.U, 1e-12);
            Agree.Relative(Math.Exp(-sigma * oracle.Mean), row.Jlms, 1e-12);
            Agree.Relative(Math.Exp(-sigma * Math.Max(0, z)), row.ModeTe, 1e-14);
            Agree.Relative(0.05, oracle.Survival(-Math.Log(row.TeLow) / sigma), 1e-9);
            Agree.Relative(0.95, oracle.Survival(-Math.Log(row.TeHigh) / sigma), 1e-9);
            Agree.Absolute(Response[r], row.Fitted + row.Residual, 1e-15);
            Assert.InRange(row.Te, double.Epsilon, 1);
            Assert.True(row.TeLow < row.Te && row.Te < row.TeHigh && row.TeHigh <= 1);
            Assert.True(row.Jlms < row.Te, "Jensen");
        }
    }

    [Fact]
    public void Scale_multiplies_inefficiency()
    {
        var units = SmallSamples.Units(2010, 3);
        double[] response = [0.1, -0.4, -0.2];
        ConditionalInefficiency conditional = SmallSamples.Shared(response, units, Theta, t => Math.Exp(0.3 * t));
        EfficiencyResult result = Efficiencies.Of(SmallSamples.Design(response, units), conditional);
        var law = (TruncatedNormalLaw)conditional.Laws[0];
        for (int t = 0; t < 3; t++)
        {
            var scaled = new TruncatedNormalLaw(law.Location * Math.Exp(0.3 * t), law.Scale * Math.Exp(0.3 * t));
            Agree.Relative(Math.Exp(scaled.LogMomentGenerating(-1)), result.Rows[t].Te, 1e-13);
            Agree.Relative(Math.Exp(-scaled.Quantile(0.975)), result.Rows[t].TeLow, 1e-13);
            Agree.Relative(scaled.Mean, result.Rows[t].U, 1e-13);
            Agree.Relative(Math.Exp(-scaled.Mode), result.Rows[t].ModeTe, 1e-13);
        }
    }

    [Fact]
    public void Means_ranks_and_grid_of_an_unbalanced_panel()
    {
        var units = new UnitIndex(["A", "B", "C"], [0, 0, 1, 2, 2], [2001, 2003, 2003, 2001, 2002]);
        double[] te = [0.5, 0.7, 0.9, 0.5, 0.1];
        EfficiencyResult result = Efficiencies.Of(
            SmallSamples.Design(new double[5], units, panelRows: [4, 3, 2, 1, 0]), Certain(te), sourceRows: [11, 12, 13, 14, 15]);

        Assert.Equal([15, 14, 13, 12, 11], result.Rows.Select(r => r.Row));
        Assert.Equal(["A", "A", "B", "C", "C"], result.Rows.Select(r => r.Unit));
        Assert.Equal([2001, 2003, 2003, 2001, 2002], result.Rows.Select(r => r.Time!.Value));
        Agree.Relative(0.54, result.Mean, 1e-14);
        Assert.Equal([3.5, 2, 1, 3.5, 5], result.Rows.Select(r => r.Rank));
        Assert.Equal([1.5, 2, 1, 1.5, 1], result.Rows.Select(r => r.RankInPeriod));
        Assert.Equal([2, 1, 2], result.Units.Select(u => u.Count));
        Agree.Relative(0.6, result.Units[0].Mean, 1e-14);
        Agree.Relative(0.3, result.Units[2].Mean, 1e-14);
        Assert.Equal([2.0, 1, 3], result.Units.Select(u => u.Rank));
        Assert.Equal([(2001, 2), (2002, 1), (2003, 2)], result.Periods.Select(p => (p.Period, p.Count)));
        Agree.Relative(0.8, result.Periods[2].Mean, 1e-14);
        Assert.Equal([2001, 2002, 2003], result.Grid!.Periods);
        Agree.Relative(0.7, result.Grid.Values[0, 2], 1e-14);
        Agree.Relative(0.1, result.Grid.Values[2, 1], 1e-14);
        Assert.Equal(double.NaN, result.Grid.Values[0, 1]);
        Assert.Equal(double.NaN, result.Grid.Values[1, 0]);
    }

    [Fact]
    public void A_cross_section_has_neither_units_nor_periods()
    {
        EfficiencyResult result = Efficiencies.Of(SmallSamples.Design(new double[2]), Certain([0.4, 0.6]));
        Assert.Null(result.Rows[0].Unit);
        Assert.Null(result.Rows[0].Time);
        Assert.Empty(result.Units);
        Assert.Empty(result.Periods);
        Assert.Null(result.Grid);
        Assert.Equal([1, 2], result.Rows.Select(r => r.Row));
        Assert.Equal([2.0, 1], result.Rows.Select(r => r.RankInPeriod));
    }

    [Fact]
    public void On_the_boundary_everyone_is_efficient()
    {
        double[] zero = new double[2];
        var conditional = new ConditionalInefficiency([DegenerateLaw.Instance], [0, 0], [1, 1], zero, zero, [1, 1]);
        EfficiencyResult result = Efficiencies.Of(SmallSamples.Design(zero), conditional);
        Assert.All(result.Rows, row => Assert.Equal((1.0, 1.0, 1.0, 1.0, 1.5), (row.Te, row.TeLow, row.TeHigh, row.Jlms, row.Rank)));
    }

    [Fact]
    public void Requests_that_make_no_sense_are_refused()
    {
        Design design = SmallSamples.Design(new double[2]);
        Assert.Throws<ArgumentException>(() => Efficiencies.Of(design, Certain([0.5])));
        Assert.Throws<ArgumentOutOfRangeException>(() => Efficiencies.Of(design, Certain([0.5, 0.5]), 95));
    }

    /// <summary>Laws concentrated at the inefficiency that gives each row its te.</summary>
    private static ConditionalInefficiency Certain(double[] te)
    {
        double[] zero = new double[te.Length];
        return new ConditionalInefficiency(
            Array.ConvertAll(te, IConditionalLaw (e) => new CertainLaw(-Math.Log(e))), Enumerable.Range(0, te.Length).ToArray(),
            SmallSamples.Fill(te.Length, 1), zero, zero, zero);
    }

    private sealed class CertainLaw(double u) : IConditionalLaw
    {
        public double Mean => u;

        public double Variance => 0;

        public double Mode => u;

        public double LogMomentGenerating(double t) => t * u;

        public double Quantile(double probability) => u;

        public double Sample(RandomSource random) => u;
    }
}
