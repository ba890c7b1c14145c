using System.Globalization;
using System.Text.Json;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Frontier.Steps;

/// <summary>The three steps against R plm 2.6-2 and R sfa 1.1.0 (its models GTRE_SEQ1 and GTRE_SEQ2), and why the second step differs.</summary>
/// <remarks>
/// Both sequences of sfa have plm's random effects as step 1 and α̂_i, the predictor of random effects, in step 3. In step 2 they take the quasi-demeaned
/// residuals r_it − θ·r̄_i of the GLS regression in place of r_it − α̂_i, which is the definition of Kumbhakar, Lien and Hardaker (2014).
/// SEQ1 fits by maximum likelihood, SEQ2 by moments.
/// </remarks>
public sealed class StepReferenceTests
{
    public static TheoryData<string, string> Sets => new() { { "rice", "lprod ~ larea + llabor + lnpk" }, { "dairyspain", "yit ~ x1 + x2 + x3 + x4" } };

    [Theory]
    [MemberData(nameof(Sets))]
    public void Slopes_and_effects_are_those_of_plm(string set, string formula)
    {
        JsonElement plm = Result($"plm_{set}");
        FitResult steps = Fit(set, formula, new ModelRequest { Formula = formula, Model = "gtre", Method = "three-step" }).Result;
        Agrees(plm.GetProperty("random_swar"), steps, 1e-9);
        FitResult persistent = Fit(set, formula, new ModelRequest { Formula = formula, Model = "kumbhakar-heshmati" }).Result;
        Agrees(plm.GetProperty("within"), persistent, 1e-9);
        Agrees(plm.GetProperty("random_swar"), Fit(set, formula, new ModelRequest { Formula = formula, Model = "kumbhakar-heshmati", Method = "gls" }).Result, 1e-9);

        ModelFit fit = Fit(set, formula, new ModelRequest { Formula = formula, Model = "kumbhakar-heshmati" });
        double[] expected = [.. plm.GetProperty("within").GetProperty("schmidt_sickles_te_production").EnumerateArray().Select(e => e.GetDouble())];
        ConditionalInefficiency at = fit.Conditional();
        for (int unit = 0; unit < expected.Length; unit++)
            Assert.Equal(expected[int.Parse(fit.Design.Units!.Names[unit], CultureInfo.InvariantCulture) - 1], Math.Exp(-at.Parts[0].Laws[unit].Mean), 1e-9);
    }

    [Theory]
    [MemberData(nameof(Sets))]
    public void The_third_step_is_that_of_sfa_and_its_second_step_has_another_series(string set, string formula)
    {
        JsonElement sequence = Result($"sfa_GTRE_SEQ1_{set}");
        double[] peer = [.. sequence.GetProperty("param_values").EnumerateArray().Select(e => e.GetDouble())];
        ModelFit fit = Fit(set, formula, new ModelRequest { Formula = formula, Model = "gtre", Method = "three-step" });
        FitResult result = fit.Result;
        (double u0, double w) = (result.DerivedValue("sigmaU0"), result.DerivedValue("sigmaW"));
        Relative(peer[2], u0 * u0 / (u0 * u0 + w * w), 1e-5);
        Relative(peer[3], u0 * u0 + w * w, 2e-5);
        for (int j = 4; j < peer.Length; j++)
            Relative(peer[j], result.Theta[j - 3], 1e-9);

        // Its second step, with its series.
        Design design = fit.Design;
        UnitBasis means = new(design.Units!, 0);
        UnitRegression gls = UnitRegression.Gls(design, means, UnitRegression.VaryingColumns(design, means), 1);
        double[] quasi = gls.Fit.Residuals(gls.X, gls.Y);
        FitResult second = Pooled(quasi);
        Relative(peer[0], second.DerivedValue("gamma"), 5e-5);
        Relative(peer[1], second.DerivedValue("sigmaSquared"), 1e-4);
        double level = sequence.GetProperty("other_parms").EnumerateArray().Last().GetDouble();
        Assert.Equal(level, result.Theta[0] + second.Theta[0] + result.Parameter(BlockNames.PersistentFrontier, BlockNames.Intercept).Estimate, 5e-5);

        // The moments of the same series are its other sequence.
        double[] moments = [.. Result($"sfa_GTRE_SEQ2_{set}").GetProperty("param_values").EnumerateArray().Select(e => e.GetDouble())];
        (double squared, double gamma) = Moments(quasi);
        Relative(moments[1], squared, 1e-8);
        Relative(moments[0], Math.Min(1, gamma), 1e-8);
    }

    /// <summary>σ_u² + σ_v² and γ from the second and third moments; a negative σ_v² is γ above 1, which the peer prints as 1.</summary>
    private static (double Squared, double Gamma) Moments(double[] series)
    {
        double mean = series.Average();
        double second = series.Average(e => Math.Pow(e - mean, 2)), third = series.Average(e => Math.Pow(e - mean, 3));
        double varianceU = Math.Pow(-third / (Math.Sqrt(2 / Math.PI) * (4 / Math.PI - 1)), 2.0 / 3);
        double total = second + 2 / Math.PI * varianceU;
        return (total, varianceU / total);
    }

    private static FitResult Pooled(double[] series)
    {
        Matrix one = new(series.Length, 1);
        one.Values.Fill(1);
        var design = new Design(
            "e ~ 1", "e", series, [new DesignBlock(BlockNames.Frontier, [BlockNames.Intercept], one)], [.. Enumerable.Range(0, series.Length)], null,
            ResponseScale.AsGiven, null, null, [], new SampleLog(series.Length, []), "00");
        return FrontierEstimator.Fit(new FrontierSpecification { Model = "pooled" }, design, new FitOptions()).Result;
    }

    private static void Agrees(JsonElement plm, FitResult fit, double tolerance)
    {
        foreach (JsonProperty parameter in plm.GetProperty("params").EnumerateObject())
        {
            ParameterEstimate ours = fit.Parameter(BlockNames.Frontier, parameter.Name);
            Relative(parameter.Value.GetDouble(), ours.Estimate, tolerance);
            Relative(plm.GetProperty("se").GetProperty(parameter.Name).GetDouble(), ours.StandardError, tolerance);
        }
    }

    private static ModelFit Fit(string set, string formula, ModelRequest request)
    {
        TradePanel panel = CsvPanelReader.ReadFile(Path.Combine(ReferenceFolder.RequireExternal(), "sfa", "data", "prepared", set + ".csv"));
        return ModelRunner.Fit(request with { Formula = formula, Unit = ["id"], Time = "time" }, panel, new FitOptions());
    }

    private static JsonElement Result(string id) => JsonDocument.Parse(
        File.ReadAllText(Path.Combine(ReferenceFolder.RequireExternal(), "sfa", "results", id + ".json"))).RootElement;

    private static void Relative(double expected, double actual, double tolerance) => Assert.Equal(expected, actual, tolerance * Math.Max(1e-3, Math.Abs(expected)));
}
