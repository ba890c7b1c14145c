using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Studies;

/// <summary>Resampling on the shipped panel, where one of sixteen partners may carry a regressor alone.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class ShippedPanelCovarianceTests
{
    private static readonly ModelRequest Request = new()
    {
        Formula = "ln(exports_usd_mn) ~ ln(gdp_origin_usd_mn) + ln(gdp_partner_usd_mn) + ln(pop_partner) + ln(dist_beijing_km) + landlocked",
        Model = "pitt-lee",
        Unit = ["iso3"],
        Time = "year",
        Where = "year >= 2007 && iso3 != \"GRC\"",
    };

    [Fact]
    public void A_draw_that_does_not_identify_a_coefficient_counts_as_failed()
    {
        TradePanel panel = CsvPanelReader.ReadFile(StudyBench.Shipped("panel.csv"));

        // Seed 4 draws samples without a landlocked partner, or with nothing else.
        FitResult fit = ModelRunner.Fit(Request with { Vce = "bootstrap:199" }, panel, new FitOptions { Seed = 4 }).Result;

        Assert.All(fit.Parameters, p => Assert.True(p.StandardError > 0));
        Assert.Contains(fit.Warnings, w => w.Kind == WarningCatalog.BootstrapFailures);
        Assert.InRange(fit.Covariance.Replications, 150, 198);
    }

    [Fact]
    public void The_bootstrap_of_the_test_of_no_inefficiency_never_sees_a_false_height()
    {
        TradePanel panel = CsvPanelReader.ReadFile(StudyBench.Shipped("panel.csv"));
        ModelRequest request = Request with { Model = "bc95", Inefficiency = "eu + wgi_government_effectiveness", TestReplications = 19 };

        InefficiencyTest test = ModelRunner.Fit(request, panel, new FitOptions { Seed = 3 }).Result.InefficiencyTest!;

        // LR is 123 where its draws under the null lie below 20: p is the least that 19 draws can give.
        Assert.Equal(1 / 20.0, test.BootstrapP!.Value, 12);
    }
}
