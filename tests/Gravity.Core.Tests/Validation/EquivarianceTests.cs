using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Tests.Numerics;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Validation;

/// <summary>Whole fits, from columns to efficiencies: units of measurement, row order, names and threads must not matter.</summary>
public sealed class EquivarianceTests
{
    private const double Eight = 1e-8;

    private static readonly Dictionary<string, string> Cases = new()
    {
        ["half-normal"] = "frontier_als_sim_bc92",
        ["exponential"] = "sfaR_exponential_sim_cross",
        ["truncated-normal"] = "frontier_stevenson_tn_muInf_sim_bc95",
        ["indices"] = "sfaR_hn_uhet_vhet_sim_bc95",
        ["bc95"] = "frontier_bc95_sim_bc95",
        ["bc95 without z-intercept"] = "frontier_bc95_noint_sim_bc95",
        ["mean and variance index"] = "sfaR_tn_muhet_uhet_sim_bc95",
        ["pitt-lee"] = "frontier_pl81_sim_bc92",
        ["pitt-lee, truncated normal"] = "frontier_pl81tn_muInf_sim_bc92",
        ["bc92"] = "frontier_bc92_sim_bc92",
        ["bc92, truncated normal"] = "frontier_bc92tn_muInf_sim_bc92",
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string, double> Scaled()
    {
        var data = new TheoryData<string, double>();
        foreach (string name in Cases.Keys)
            foreach (double factor in new[] { 1e6, 1e-6 })
                data.Add(name, factor);
        return data;
    }

    [Theory]
    [MemberData(nameof(Scaled))]
    public void A_response_in_other_units_gives_the_same_estimates(string name, double factor)
    {
        (ModelRequest request, TradePanel panel) = Base(name);
        ModelFit original = Fit(request, panel);
        ModelFit scaled = Fit(request, Times(panel, original.Design.ResponseName, factor));
        double log = 2 * Math.Log(factor);
        AssertSame(original, scaled, parameter => parameter.Block switch
        {
            BlockNames.Frontier or BlockNames.InefficiencyMean => (factor, 0),
            BlockNames.InefficiencyVariance or BlockNames.NoiseVariance => (1, parameter.Name == BlockNames.Intercept ? log : 0),
            _ => (1, 0),
        });
        Agree.Absolute(
            original.Result.LogLikelihood - original.Result.Observations * Math.Log(factor), scaled.Result.LogLikelihood,
            1e-11 * original.Result.Observations * Math.Abs(Math.Log(factor)));
        // u is in the units of the response.
        foreach ((EfficiencyRow one, EfficiencyRow other) in Rows(original).Zip(Rows(scaled)))
            Agree.Relative(one.U * factor, other.U, Eight);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_flow_in_other_units_moves_only_the_intercept(string name)
    {
        (ModelRequest request, TradePanel panel) = Base(name);
        ModelFit original = Fit(request, panel);
        double shift = Math.Log(1e6);
        ModelFit scaled = Fit(request, Map(panel, original.Design.ResponseName, y => y + shift));
        AssertSame(original, scaled, p => p.Block == BlockNames.Frontier && p.Name == BlockNames.Intercept ? (1, shift) : (1, 0));
        AssertSameEfficiencies(original, scaled);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Regressors_and_determinants_in_levels_of_1e11_are_no_trouble(string name)
    {
        (ModelRequest request, TradePanel panel) = Base(name);
        // A raw column of the size of GDP in dollars in every index of the model.
        NumberColumn gdp = panel.Numbers("ln_gdp");
        double[] level = [.. gdp.Values.Select(v => Math.Exp(v))];
        double[] dollars = [.. level.Select(v => 1e11 * v)];
        TradePanel small = panel.WithColumn(new NumberColumn("gdp", level)), large = panel.WithColumn(new NumberColumn("gdp", dollars));
        ModelRequest wider = request with
        {
            Formula = request.Formula + " + gdp",
            SigmaV = request.SigmaV is null ? null : request.SigmaV + " + gdp",
        };
        ModelFit original = Fit(wider, small), scaled = Fit(wider, large);
        AssertSame(original, scaled, p => p.Name == "gdp" ? (1e-11, 0) : (1, 0));
        AssertSameEfficiencies(original, scaled);
        Agree.Relative(original.Result.LogLikelihood, scaled.Result.LogLikelihood, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_order_of_rows_does_not_matter(string name)
    {
        (ModelRequest request, TradePanel panel) = Base(name);
        int[] order = [.. Enumerable.Range(0, panel.RowCount)];
        var random = new RandomSource(3);
        for (int i = order.Length - 1; i > 0; i--)
        {
            int k = random.NextIndex(i + 1);
            (order[i], order[k]) = (order[k], order[i]);
        }
        ModelFit original = Fit(request, panel), shuffled = Fit(request, Reorder(panel, order));
        AssertSame(original, shuffled, _ => (1, 0));
        EfficiencyRow[] one = Rows(original), other = Rows(shuffled);
        for (int i = 0; i < order.Length; i++)
            Agree.Relative(one[order[i]].Te, other[i].Te, Eight);
        // With units the design is sorted, so the sums and every bit are the same.
        if (request.Unit.Count > 0)
            Assert.Equal(original.Result.Theta.Select(BitConverter.DoubleToInt64Bits), shuffled.Result.Theta.Select(BitConverter.DoubleToInt64Bits));
    }

    [Theory]
    [InlineData("pitt-lee")]
    [InlineData("bc92, truncated normal")]
    public void Names_of_units_do_not_matter(string name)
    {
        (ModelRequest request, TradePanel panel) = Base(name);
        double[] ids = panel.Numbers("id").Values;
        // Another order of the units altogether.
        TradePanel renamed = Without(panel, "id").WithColumn(new TextColumn("id", [.. ids.Select(id => FormattableString.Invariant($"{(id * 37) % 61:00}→X"))]));
        ModelFit original = Fit(request, panel), other = Fit(request, renamed);
        Assert.NotEqual(original.Design.Response, other.Design.Response);
        AssertSame(original, other, _ => (1, 0));
        AssertSameEfficiencies(original, other);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Threads_do_not_change_a_bit(string name)
    {
        (ModelRequest request, TradePanel panel) = Base(name);
        ModelFit one = ModelRunner.Fit(request, panel, new FitOptions { Threads = 1 }), four = ModelRunner.Fit(request, panel, new FitOptions { Threads = 4 });
        double[] All(ModelFit fit) => [fit.Result.LogLikelihood, .. fit.Result.Parameters.SelectMany(p => new[] { p.Estimate, p.StandardError, p.P }), .. Rows(fit).Select(r => r.Te)];
        Assert.Equal(All(one).Select(BitConverter.DoubleToInt64Bits), All(four).Select(BitConverter.DoubleToInt64Bits));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_duplicated_column_is_left_out_and_named(string name)
    {
        (ModelRequest request, TradePanel panel) = Base(name);
        double[] gdp = panel.Numbers("ln_gdp").Values, distance = panel.Numbers("ln_dist").Values;
        TradePanel wider = panel.WithColumn(new NumberColumn("twice", [.. gdp.Zip(distance, (g, d) => 2 * g - 0.5 * d + 3)]));
        ModelFit original = Fit(request, panel), other = Fit(request with { Formula = request.Formula + " + twice" }, wider);
        AssertSame(original, other, _ => (1, 0));
        FitWarning warning = Assert.Single(other.Result.Warnings, w => w.Kind == WarningCatalog.CollinearColumn);
        Assert.Contains("'twice'", warning.Message, StringComparison.Ordinal);
        Assert.Contains("ln_gdp", warning.Message, StringComparison.Ordinal);
    }

    private static (ModelRequest Request, TradePanel Panel) Base(string name)
    {
        ReferenceCase reference = ReferenceFolder.Find(Cases[name]);
        return (ReferenceFit.Request(reference), ReferenceFit.Panel(reference));
    }

    private static ModelFit Fit(ModelRequest request, TradePanel panel)
    {
        ModelFit fit = ModelRunner.Fit(request, panel, new FitOptions { Threads = 1 });
        Assert.True(fit.Result.Converged, fit.Result.Message);
        return fit;
    }

    private static EfficiencyRow[] Rows(ModelFit fit) =>
        [.. Core.Efficiency.Efficiencies.Of(fit.Design, fit.Conditional(), 0.95, fit.SourceRows()).Rows.OrderBy(r => r.Row)];

    private static TradePanel Times(TradePanel panel, string column, double factor) => Map(panel, column, v => factor * v);

    private static TradePanel Map(TradePanel panel, string column, Func<double, double> map) => TradePanel.Create(
        [.. panel.Columns.Select(c => c.Name == column ? new NumberColumn(column, [.. ((NumberColumn)c).Values.Select(map)]) : c)]);

    private static TradePanel Without(TradePanel panel, string column) => TradePanel.Create([.. panel.Columns.Where(c => c.Name != column)]);

    private static TradePanel Reorder(TradePanel panel, int[] order) => TradePanel.Create(
        [.. panel.Columns.Select(PanelColumn (c) => new NumberColumn(c.Name, [.. order.Select(i => ((NumberColumn)c).Values[i])]))]);

    /// <summary>Estimates to eight digits of themselves or of their errors, errors to eight digits.</summary>
    private static void AssertSame(ModelFit original, ModelFit other, Func<ParameterEstimate, (double Factor, double Shift)> map)
    {
        Assert.Equal(original.Result.Parameters.Select(p => (p.Block, p.Name)), other.Result.Parameters.Select(p => (p.Block, p.Name)));
        foreach ((ParameterEstimate one, ParameterEstimate two) in original.Result.Parameters.Zip(other.Result.Parameters))
        {
            (double factor, double shift) = map(one);
            Agree.Absolute(one.Estimate * factor + shift, two.Estimate, Eight * Math.Max(Math.Abs(one.Estimate), one.StandardError) * factor);
            Agree.Relative(one.StandardError * factor, two.StandardError, Eight);
        }
    }

    private static void AssertSameEfficiencies(ModelFit original, ModelFit other)
    {
        foreach ((EfficiencyRow one, EfficiencyRow two) in Rows(original).Zip(Rows(other)))
        {
            Agree.Relative(one.Te, two.Te, Eight);
            Agree.Relative(one.TeLow, two.TeLow, Eight);
            Agree.Relative(one.TeHigh, two.TeHigh, Eight);
        }
    }
}
