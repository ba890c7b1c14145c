using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Absorbed;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Frontier.Absorbed;

/// <summary>Seeded recovery: scales under exporter-year and importer-year effects, and the bias that pair effects over ten years bring.</summary>
public sealed class AbsorbedRecoveryTests
{
    private const string Country = "exporter^year+importer^year", Three = "exporter^year+importer^year+pair";

    /// <summary>An independent prototype found (0.796, 0.383) with country-year effects and (0.851, 0.299) with pair effects over ten years, true (0.8, 0.4).</summary>
    [Fact]
    public void Scales_are_recovered_with_country_years_and_biased_with_pairs_over_ten_years()
    {
        foreach ((string effects, bool pairs, double sigmaU, double sigmaV) in new[] { (Country, false, 0.796, 0.383), (Three, true, 0.851, 0.299) })
        {
            AbsorbedPanel panel = AbsorbedPanel.Draw(
                60, 59, 10, new HalfNormal(), FrontierSide.Production, new RandomSource(60, pairs ? 2 : 1), 0.8, 0.4, missing: 0, pairEffects: pairs);
            Assert.Equal(35_400, panel.Design.RowCount);
            FitResult result = FrontierEstimator.Fit(
                new FrontierSpecification { Model = "pooled" }, new AbsorbedFrontier(panel.With(effects), new HalfNormal(), FrontierSide.Production), new FitOptions()).Result;
            Assert.Equal(TerminationWords.Gradient, result.Termination);
            Assert.Equal(sigmaU, result.DerivedValue("sigmaU"), 0.02);
            Assert.Equal(sigmaV, result.DerivedValue("sigmaV"), 0.015);
            ParameterEstimate slope = result.Parameters[0];
            Assert.True(Math.Abs(slope.Estimate - 0.5) < 4 * slope.StandardError, string.Create(CultureInfo.InvariantCulture, $"{slope.Estimate} ± {slope.StandardError}"));
            // Short groups are told, long ones are not.
            Assert.Equal(pairs ? 1 : 0, result.Warnings.Count(w => w.Kind == WarningCatalog.IncidentalParameters));
        }
    }
}
