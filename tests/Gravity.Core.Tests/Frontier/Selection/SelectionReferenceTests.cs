using System.Text.Json;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Selection;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Frontier.Selection;

/// <summary>R sfaR 1.0.1's two-step fits of its simulated example (true values β = (0, 1, 1), σ_u = σ_v = 1, ρ = 0.7071).</summary>
/// <remarks>
/// sfaR reports the log-likelihood of the selected rows alone; Gauss–Hermite with 100 nodes is 0.003 off at its own estimates, Gauss–Kronrod 2.5e-8. Its efficiencies are
/// not E[·|ε, d = 1] of this model (first row: u = 2.18, the integral is 1.699) and are not compared.
/// </remarks>
public sealed class SelectionReferenceTests
{
    [Theory]
    [InlineData("kronrod", 5e-8)]
    [InlineData("ghermite", 4e-3)]
    [InlineData("msl", 0.4)]
    public void At_the_peers_estimates_the_selected_rows_have_its_log_likelihood(string kind, double tolerance)
    {
        (Design design, double[] theta, double expected) = Peer(kind);
        var model = new SelectionFrontier(design, FrontierSide.Production);
        double others = design.Selection!.UnselectedRows.Sum(row =>
            NormalTail.LogCdf(-Enumerable.Range(0, 3).Sum(j => theta[6 + j] * design.Selection.All.Frontier.Values[row, j])));
        Assert.Equal(987, design.RowCount);
        Assert.Equal(2000, model.ObservationCount);
        Assert.Equal(expected, model.Evaluate(theta, default, default) - others, tolerance);
        // By the midpoint rule with 2,000 nodes in u, computed outside this project.
        if (kind == "kronrod")
        {
            Assert.Equal(1.6990152338576097, model.Conditional(theta).Laws[0].Mean, 1e-6);
            Assert.Equal(0.22576284086408263, Math.Exp(model.Conditional(theta).Laws[0].LogMomentGenerating(-1)), 1e-6);
        }
    }

    [Fact]
    public void Two_steps_end_at_the_peers_estimates_and_joint_likelihood_higher()
    {
        (_, double[] theta, _) = Peer("kronrod");
        FitResult two = Fit("two-step", "hessian"), full = Fit(null, "hessian");
        Assert.True(two.Converged && full.Converged, two.Message + full.Message);
        for (int j = 0; j < theta.Length; j++)
            Assert.Equal(theta[j], two.Parameters[j].Estimate, j < 6 ? 2e-4 : 1e-6);
        Assert.True(full.LogLikelihood > two.LogLikelihood);
        Assert.Equal(0.630314867539, two.DerivedValue("rho"), 1e-4);
        // The joint estimate is efficient; both are within three of their errors of the truth.
        double[] truth = [0, 1, 1, 0, 0, Math.Atanh(0.70710678)];
        for (int j = 0; j < truth.Length; j++)
        {
            Assert.InRange(full.Parameters[j].StandardError / two.Parameters[j].StandardError, 0.8, 1.05);
            Assert.True(Math.Abs(full.Parameters[j].Estimate - truth[j]) < 3 * full.Parameters[j].StandardError);
        }
        FitResult robust = Fit("two-step", "robust");
        for (int j = 0; j < 9; j++)
            Assert.InRange(robust.Parameters[j].StandardError / two.Parameters[j].StandardError, 0.85, 1.15);
    }

    private static FitResult Fit(string? method, string vce) => ModelRunner.Fit(
        new ModelRequest { Formula = "y ~ x1 + x2", Model = "selection", Selection = "d ~ z1 + z2", Method = method, Vce = vce }, Panel(), new FitOptions()).Result;

    private static TradePanel Panel() =>
        CsvPanelReader.ReadFile(Path.Combine(ReferenceFolder.RequireExternal(), "sfa", "data", "prepared", "selection_sim.csv"));

    private static (Design Design, double[] Theta, double LogLikelihood) Peer(string kind)
    {
        string path = Path.Combine(ReferenceFolder.RequireExternal(), "sfa", "results", $"sfaR_selection_{kind}_sim.json");
        using JsonDocument file = JsonDocument.Parse(File.ReadAllText(path));
        JsonElement json = file.RootElement;
        Design design = SelectionDesign.Build(Panel(), ModelFormulas.Parse("y ~ x1 + x2"), SelectionFormula.Parse("d ~ z1 + z2"));
        double[] p = [.. json.GetProperty("param_values").EnumerateArray().Select(e => e.GetDouble())];
        double[] alpha = [.. json.GetProperty("probit").EnumerateObject().Select(e => e.Value.GetDouble())];
        return (design, [.. p[..5], Math.Atanh(p[5]), .. alpha], json.GetProperty("loglik").GetDouble());
    }
}
