using System.Text.Json;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Families;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Numerics;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Regression;

/// <summary>Agreement with R fixest 0.14.2: coefficients, rows, likelihoods, deviances, counts of effects.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class AbsorbedReferenceTests
{
    public static TheoryData<string> Simulated() => [.. RegressionCase.Simulated().Select(c => c.Id)];

    [Theory]
    [MemberData(nameof(Simulated))]
    public void The_simulated_panel_agrees(string id)
    {
        RegressionCase expected = RegressionCase.Simulated().Single(c => c.Id == id);
        TradePanel panel = CsvPanelReader.ReadFile(Path.Combine(ReferenceFolder.SimulatedPath, "gravity_panel.csv"));
        bool flows = id.StartsWith("ppml", StringComparison.Ordinal);
        panel = WithPair(flows ? panel : Keep(panel, "trade", t => t > 0));
        (AbsorbedSample sample, AbsorbedSolution fit) = Fit(panel, expected.Formula, expected.Absorbed, flows ? new PoissonFamily() : null, true);
        Compare(expected, sample, fit, 1e-9);
    }

    public static TheoryData<string> External() => ReferenceFolder.ExternalPath is null ? ["every model"] : [.. Models().Select(m => m.Id)];

    [Theory]
    [MemberData(nameof(External))]
    public void Gravity_data_agree(string id)
    {
        string root = Path.Combine(ReferenceFolder.RequireExternal(), "gravity");
        (RegressionCase expected, JsonElement model) = Read(id);
        string call = model.GetProperty("r_call").GetString()!, filter = model.GetProperty("filter").GetString()!, absorbed = expected.Absorbed, formula = expected.Formula;
        TradePanel panel = CsvPanelReader.ReadFile(Path.Combine(root, "data", model.GetProperty("data").GetString()!));
        if (filter.StartsWith("year in", StringComparison.Ordinal))
        {
            panel = Keep(panel, "year", y => (y - 1986) % 4 == 0);
            if (filter.Contains("exporter!=importer", StringComparison.Ordinal))
                panel = panel.Keep([.. Enumerable.Range(0, panel.RowCount).Select(r => panel["exporter"].TextAt(r) != panel["importer"].TextAt(r))], Wording.Phrase.Verbatim("at home"));
            absorbed = string.Join(" + ", absorbed.Split(" + ").Select(e => e switch
            {
                "et" => "exporter^year",
                "it" => "importer^year",
                "dirpair" => "exporter^importer",
                _ => e,
            }));
        }
        if (filter.Contains("trade>0", StringComparison.Ordinal))
            panel = Keep(panel, "trade", t => t > 0);
        if (filter == "flow>0")
            panel = Keep(panel, "flow", t => t > 0);
        if (filter == "Year==2010")
            panel = Keep(panel, "Year", y => y == 2010);
        if (formula.StartsWith("I(round(", StringComparison.Ordinal))
        {
            panel = panel.WithColumn(new NumberColumn("millions", [.. panel.Numbers("Euros").Values.Select(e => Math.Round(e / 1e6))]));
            formula = formula.Replace("I(round(Euros/1e+06))", "millions", StringComparison.Ordinal);
        }
        ResponseFamily? family = call.StartsWith("feols", StringComparison.Ordinal) ? null
            : call.Contains("fenegbin", StringComparison.Ordinal) ? new NegativeBinomialFamily(1)
            : call.Contains("Gamma", StringComparison.Ordinal) ? new GammaFamily()
            : call.Contains("gaussian", StringComparison.Ordinal) ? new GaussianLogFamily() : new PoissonFamily();
        bool removal = !call.Contains("fixef.rm = \"none\"", StringComparison.Ordinal);
        (AbsorbedSample sample, AbsorbedSolution fit) = Fit(panel, formula, absorbed, family, removal);
        // The packages' iteration ends where the deviance moves by less than 1e-11, and gamma and nonlinear least squares converge slowly there:
        // ours is the lower deviance (the higher likelihood), by less than that. The plain year beside an intercept costs their normal equations digits.
        bool loose = family is GammaFamily or GaussianLogFamily or NegativeBinomialFamily;
        Compare(expected, sample, fit, loose ? 1e-3 : id is "A01_ols_nofe" or "A11_pois_nofe" ? 5e-8 : 1e-8);
        if (family is GammaFamily or GaussianLogFamily)
            Assert.InRange(fit.Deviance / expected.Deviance!.Value - 1, -1e-9, 1e-14);
        int parameters = model.GetProperty("nparams").GetInt32();
        Assert.Equal(parameters, fit.Kept.Length + fit.EffectRank.OneEach);
        Assert.True(fit.ParameterCount <= parameters);
        if (model.GetProperty("fixef_sizes") is { ValueKind: JsonValueKind.Object } sizes)
            Assert.Equal(sizes.EnumerateObject().Select(s => s.Value.GetInt32()), sample.Effects.Effects.Select(e => e.Count));
    }

    private static void Compare(RegressionCase expected, AbsorbedSample sample, AbsorbedSolution fit, double tolerance)
    {
        Assert.True(fit.Iteration.Converged, fit.Iteration.Reason.ToString());
        Assert.Equal(expected.Observations, sample.Design.RowCount);
        Assert.Equal(expected.Coefficients.Keys.Where(k => k != ".theta").Order(), fit.Names.Order());
        for (int k = 0; k < fit.Kept.Length; k++)
            Agree.Relative(expected.Coefficients[fit.Names[k]], fit.Coefficients[k], tolerance);
        if (expected.Coefficients.TryGetValue(".theta", out double theta))
            Agree.Relative(theta, 1 / fit.Dispersion!.Value, 1e-6);
        // fixest's log-likelihood of the gamma family is that of no density; ours is at shape 1.
        if (tolerance < 1e-4)
            Agree.Relative(expected.LogLikelihood!.Value, fit.LogLikelihood, 1e-9);
        Agree.Relative(expected.Deviance!.Value, fit.Deviance, 1e-8);
    }

    private static (AbsorbedSample Sample, AbsorbedSolution Fit) Fit(TradePanel panel, string formula, string absorbed, ResponseFamily? family, bool removal)
    {
        Design design = DesignBuilder.Build(panel, formula + (absorbed.Length > 0 ? " | " + absorbed : ""));
        AbsorbedSample sample = AbsorbedSample.Of(design, panel, new AbsorbedRowRules(removal, removal && family is not null), new FitOptions());
        AbsorbedProblem problem = AbsorbedProblem.Of(sample);
        return (sample, family switch
        {
            null => AbsorbedLeastSquares.Fit(problem),
            NegativeBinomialFamily => PseudoMaximumLikelihood.FitNegativeBinomial(problem),
            _ => PseudoMaximumLikelihood.Fit(problem, family),
        });
    }

    private static IReadOnlyList<RegressionCase> Models() => RegressionCase.Read(Path.Combine(ReferenceFolder.ExternalPath!, "gravity", "fixest.json"));

    private static (RegressionCase Case, JsonElement Model) Read(string id)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(ReferenceFolder.ExternalPath!, "gravity", "fixest.json")));
        return (Models().Single(m => m.Id == id), document.RootElement.GetProperty("models").GetProperty(id).Clone());
    }

    private static TradePanel Keep(TradePanel panel, string column, Func<double, bool> condition) =>
        panel.Keep([.. panel.Numbers(column).Values.Select(condition)], Wording.Phrase.Verbatim(column));

    private static TradePanel WithPair(TradePanel panel) => panel.WithColumn(new TextColumn("pair", [.. Enumerable.Range(0, panel.RowCount).Select(row =>
    {
        string a = panel["exporter"].TextAt(row)!, b = panel["importer"].TextAt(row)!;
        return string.CompareOrdinal(a, b) < 0 ? a + b : b + a;
    })]));
}
