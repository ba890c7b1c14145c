using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Tests.Numerics;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Regression;

/// <summary>Tables 1 to 3 of chapter 1 of the Advanced Guide to Trade Policy Analysis, and the pair identifier that goes wrong.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class AdvancedGuideTests
{
    private static readonly string[] Conventions = ["fixest", "fixest-full", "stata-ppmlhdfe", "none"];

    public static TheoryData<string> Tables() => [.. AdvancedGuide.Tables];

    [Theory]
    [MemberData(nameof(Tables))]
    public void The_tables_are_met_in_all_digits_under_four_conventions(string table)
    {
        ReferenceFolder.RequireExternal();
        foreach (GuideCoefficient expected in AdvancedGuide.Coefficients(table))
        {
            foreach (string convention in Conventions)
            {
                FitResult fit = AdvancedGuide.Fit(table, convention).Result;
                Assert.Equal(expected.Observations, fit.Observations);
                ParameterEstimate ours = fit.Parameter(BlockNames.Frontier, expected.Term);
                Agree.Absolute(expected.Coefficient, ours.Estimate, Math.Max(1e-8 * Math.Abs(expected.Coefficient), 1e-6 * ours.StandardError));
                Agree.Relative(expected.Errors[convention], ours.StandardError, 1e-6);
            }
            if (expected.Printed is not { } printed)
                continue;
            // The published pages use ppmlhdfe's factor throughout.
            ParameterEstimate shown = AdvancedGuide.Fit(table, "stata-ppmlhdfe").Result.Parameter(BlockNames.Frontier, expected.Term);
            Agree.Absolute(printed.Coefficient, shown.Estimate, 5.1e-5);
            Agree.Absolute(printed.Error, shown.StandardError, 1.1e-4);
        }
    }

    [Fact]
    public void The_published_pair_identifier_is_the_symmetric_pair()
    {
        ReferenceFolder.RequireExternal();
        ModelFit named = ModelRunner.Fit(AdvancedGuide.Request("T1c4_PPML_FE", "fixest") with { Vce = "cluster:pair_id" }, AdvancedGuide.Panel, new FitOptions { Threads = 1 });
        ModelFit pairs = AdvancedGuide.Fit("T1c4_PPML_FE", "fixest");
        Assert.Equal(2346, pairs.Result.Covariance.Clusters[0].Count);
        Assert.Equal(pairs.Result.Covariance.Matrix.Values.ToArray(), named.Result.Covariance.Matrix.Values.ToArray());
    }

    [Fact]
    public void Distance_as_identifier_splits_pairs_and_is_told()
    {
        ReferenceFolder.RequireExternal();
        ModelRequest request = AdvancedGuide.Request("T3c4_PPML_pairFE", "stata-ppmlhdfe") with { Unit = ["exporter", "importer"], Time = "year" };
        FitResult pairs = ModelRunner.Fit(request, AdvancedGuide.Panel, new FitOptions { Threads = 1 }).Result;
        FitResult split = ModelRunner.Fit(request with { Vce = "cluster:dist" }, AdvancedGuide.Panel, new FitOptions { Threads = 1 }).Result;
        Assert.DoesNotContain(pairs.Warnings, w => w.Kind == WarningCatalog.FractionalGroups || w.Kind == WarningCatalog.SplitPairs);
        FitWarning decimals = Assert.Single(split.Warnings, w => w.Kind == WarningCatalog.FractionalGroups);
        Assert.Contains("'dist'", decimals.Message, StringComparison.Ordinal);
        Assert.True(split.Covariance.Clusters[0].Count > 1.5 * pairs.Covariance.Clusters[0].Count);
        Assert.Equal(pairs.Parameters[0].Estimate, split.Parameters[0].Estimate);
        Assert.InRange(split.Parameters[0].StandardError / pairs.Parameters[0].StandardError, 0.6, 0.95);
    }
}
