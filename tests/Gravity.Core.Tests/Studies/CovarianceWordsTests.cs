using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Studies;

/// <summary>The words of <c>--vce</c>, of effects and of pairs.</summary>
public sealed class CovarianceWordsTests
{
    [Fact]
    public void Kinds_and_arguments_are_read()
    {
        Assert.Equal(CovarianceKind.Hessian, CovarianceWords.Read("iid").Kind);
        CovarianceWords clusters = CovarianceWords.Read("cluster: exporter^year, pair(exporter, importer), odd name");
        Assert.Equal(["exporter^year", "pair(exporter, importer)", "`odd name`"], clusters.Clusters.Select(c => c.ToString()));
        Assert.Equal(["o", "d"], CovarianceWords.Read("dyadic:o, d").Columns);
        Assert.Equal((null, 0, 3), (CovarianceWords.Read("driscoll-kraay").Lag, CovarianceWords.Read("driscoll-kraay:0").Lag, CovarianceWords.Read("Driscoll-Kraay:3").Lag));
        CovarianceWords conley = CovarianceWords.Read("conley:500km:lat_d,lon_d:bartlett");
        Assert.Equal((500, SpatialKernel.Bartlett), (conley.Cutoff, conley.Kernel));
        Assert.Equal(["lat_d", "lon_d"], conley.Columns);
        Assert.Equal((250.5, SpatialKernel.Uniform), (CovarianceWords.Read("conley:250.5:uniform").Cutoff, CovarianceWords.Read("conley:250.5").Kernel));
    }

    [Theory]
    [InlineData("cluster")]
    [InlineData("cluster:")]
    [InlineData("dyadic")]
    [InlineData("dyadic:iso")]
    [InlineData("dyadic:iso,iso")]
    [InlineData("dyadic:a,b,c")]
    [InlineData("driscoll-kraay:x")]
    [InlineData("driscoll-kraay:-1")]
    [InlineData("conley")]
    [InlineData("conley:0")]
    [InlineData("conley:-5")]
    [InlineData("conley:far")]
    [InlineData("conley:100:gauss")]
    [InlineData("conley:100:lat")]
    [InlineData("robust:x")]
    public void What_is_wrong_is_a_usage_error(string vce) => Assert.Equal("vce-argument", Assert.Throws<UsageException>(() => CovarianceWords.Read(vce)).Code);

    [Fact]
    public void Coordinates_are_found_by_their_names()
    {
        Assert.Equal(("lat", "lon"), CoordinateColumns.Find(Panel("lat", "lon", "year")));
        Assert.Equal(("Latitude", "Longitude"), CoordinateColumns.Find(Panel("Longitude", "Latitude")));
        Assert.Equal(("lat_d", "lng_d"), CoordinateColumns.Find(Panel("lat_d", "lng_d", "flat", "long_o")));
        Assert.Contains("lat_o,lon_o; lat_d,lon_d", Assert.Throws<UsageException>(() => CoordinateColumns.Find(Panel("lat_o", "lon_o", "lat_d", "lon_d"))).Message, StringComparison.Ordinal);
        Assert.Equal("vce-argument", Assert.Throws<UsageException>(() => CoordinateColumns.Find(Panel("latin", "belong"))).Code);
    }

    [Fact]
    public void Pairs_and_crossed_columns_are_effects()
    {
        Formula formula = Formula.Parse("y ~ x | a^t + pair(a, b) + pair(b, a) + pair(a, b)^t + t^a");
        Assert.Equal(["a^t", "pair(a, b)", "pair(a, b)^t"], formula.AbsorbedEffects.Select(e => e.ToString()));
        Assert.Equal(formula.ToString(), Formula.Parse(formula.ToString()).ToString());
        Assert.Equal(["a", "b", "t"], formula.AbsorbedEffects[2].Columns);
        Assert.Contains("two different columns", Assert.Throws<UsageException>(() => Formula.Parse("y ~ x | pair(a, a)")).Message, StringComparison.Ordinal);
        Assert.Equal("syntax", Assert.Throws<UsageException>(() => Formula.Parse("y ~ x | pair(a b)")).Code);
    }

    [Fact]
    public void Effects_stand_in_one_place()
    {
        var request = new ModelRequest { Model = "ppml", Formula = "y ~ x | a", Absorb = "b" };
        Assert.Equal("absorb-twice", Assert.Throws<UsageException>(() => ModelRunner.Check(request)).Code);
        Assert.Equal("syntax", Assert.Throws<UsageException>(() => ModelRunner.Check(request with { Formula = "y ~ x", Absorb = "b +" })).Code);
        Assert.Equal("option-not-for-model", Assert.Throws<UsageException>(() => ModelRunner.Check(request with { Formula = "ln(y) ~ x", Model = "bc92" })).Code);
        UsageException bar = Assert.Throws<UsageException>(() => ModelRunner.Check(new ModelRequest { Model = "bc92", Formula = "ln(y) ~ x | a" }));
        Assert.Equal("absorbed-effects", bar.Code);
        Assert.Contains("ppml", bar.Message, StringComparison.Ordinal);
        Assert.Equal("log-response", Assert.Throws<UsageException>(() => ModelRunner.Check(new ModelRequest { Model = "ppml", Formula = "ln(y) ~ x" })).Code);
        Assert.Equal("vce-argument", Assert.Throws<UsageException>(() => ModelRunner.Check(new ModelRequest { Model = "ppml", Formula = "y ~ x", Vce = "driscoll-kraay" })).Code);
    }

    [Fact]
    public void A_request_without_errors_takes_the_models_own()
    {
        string Of(string model) => ModelCatalog.VceOf(new ModelRequest { Model = model, Formula = "y ~ x" });
        Assert.Equal(["robust", "robust", "robust", "hessian", "hessian", "hessian"], new[] { "ppml", "gamma-pml", "nls", "negbin", "ols", "bc92" }.Select(Of));
    }

    private static TradePanel Panel(params string[] names) => TradePanel.Create([.. names.Select(n => new NumberColumn(n, [1, 2]))]);
}
