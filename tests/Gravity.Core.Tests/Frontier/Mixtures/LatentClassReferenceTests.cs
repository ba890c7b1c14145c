using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Mixtures;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Frontier.Mixtures;

/// <summary>R sfaR's latent classes: its likelihood, probabilities and efficiencies at its own parameters, and heights that ours must reach.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class LatentClassReferenceTests
{
    [Theory]
    [InlineData("rice", "lprod ~ larea + llabor + lnpk")]
    [InlineData("dairyspain", "yit ~ x1 + x2 + x3 + x4")]
    public void At_the_peers_parameters_everything_agrees(string dataset, string formula)
    {
        (LatentClassFrontier model, double[] theta, System.Text.Json.JsonElement peer) = Peer(dataset, formula);
        Assert.Equal(peer.GetProperty("loglik").GetDouble(), model.Evaluate(theta, default, default), 1e-6);
        ConditionalInefficiency at = model.Conditional(theta);
        System.Text.Json.JsonElement efficiencies = peer.GetProperty("efficiencies");
        double[] probability = Column(efficiencies, "PosteriorProb_c1"), first = Column(efficiencies, "teBC_c1"), second = Column(efficiencies, "teBC_c2"), likeliest = Column(efficiencies, "teBC_c");
        EfficiencyResult ours = Efficiencies.Of(model.Design, at);
        for (int i = 0; i < probability.Length; i++)
        {
            Assert.Equal(probability[i], at.ClassProbabilities[i][0], 1e-6);
            var law = (MixtureLaw)at.Laws[i];
            Assert.Equal(first[i], Math.Exp(law.Components[0].LogMomentGenerating(-1)), 1e-6);
            // With σ_v² = e^−37 a row above the frontier has u = 0 to all digits; the peer's quotient of two vanishing numbers is none.
            if (double.IsFinite(second[i]) && !(dataset == "rice" && model.Response[i] > model.Index(theta, 1, 0)[i] - 1e-6))
                Assert.Equal(second[i], Math.Exp(law.Components[1].LogMomentGenerating(-1)), 1e-6);
            if (double.IsFinite(likeliest[i]) && dataset == "dairyspain")
                Assert.Equal(likeliest[i], ours.Rows[i].Parts.Single(p => p.Name == "mostLikelyClass").Te, 1e-6);
            Assert.Equal(
                at.ClassProbabilities[i][0] * Math.Exp(law.Components[0].LogMomentGenerating(-1)) + at.ClassProbabilities[i][1] * Math.Exp(law.Components[1].LogMomentGenerating(-1)),
                ours.Rows[i].Te, 1e-12);
        }
    }

    [Fact]
    public void On_dairyspain_the_peer_is_exceeded_by_six_and_many_starts_agree()
    {
        (LatentClassFrontier model, _, System.Text.Json.JsonElement peer) = Peer("dairyspain", "yit ~ x1 + x2 + x3 + x4");
        FitResult result = FrontierEstimator.Fit(Specification(), model, new FitOptions()).Result;
        Assert.True(result.Converged, result.Message);
        Assert.True(result.LogLikelihood > peer.GetProperty("loglik").GetDouble() + 6);
        Assert.Equal(857.78606, result.LogLikelihood, 1e-4);
        Assert.True(result.AgreeingStarts >= 3);
        Assert.Contains(result.Warnings, w => w.Code == "class-efficient");
    }

    [Fact]
    public void On_rice_the_peers_height_is_reached_without_noise_and_refused()
    {
        (LatentClassFrontier model, _, System.Text.Json.JsonElement peer) = Peer("rice", "lprod ~ larea + llabor + lnpk");
        IReadOnlyList<ClassOptimum> ends = new LatentClassClimb(model, new FitOptions()).Run(LatentClassStarts.Of(model, 20));
        Assert.True(ends[0].Value >= peer.GetProperty("loglik").GetDouble() - 1e-4, ends[0].Value.ToString(CultureInfo.InvariantCulture));
        Assert.NotEqual(Refusal.None, ends[0].Refusal);
        FitResult result = FrontierEstimator.Fit(Specification(), model, new FitOptions()).Result;
        Assert.True(result.Converged, result.Message);
        Assert.Contains(result.Warnings, w => w.Code == "class-collapsed");
        Assert.True(result.LogLikelihood >= -71.5543 - 1e-3, result.LogLikelihood.ToString(CultureInfo.InvariantCulture));
    }

    private static FrontierSpecification Specification() => new()
    {
        Model = "latent-class",
        Factory = (d, threads) => new LatentClassFrontier(d, new HalfNormal(), FrontierSide.Production, 2, false, threads),
    };

    private static (LatentClassFrontier Model, double[] Theta, System.Text.Json.JsonElement Peer) Peer(string dataset, string formula)
    {
        string root = ReferenceFolder.RequireExternal();
        using var json = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(root, "sfa", "results", $"sfaR_lcm2_{dataset}.json")));
        System.Text.Json.JsonElement peer = json.RootElement.Clone();
        Design design = DesignBuilder.Build(CsvPanelReader.ReadFile(Path.Combine(root, "sfa", "data", "prepared", dataset + ".csv")), formula);
        // β, ln σ_u², ln σ_v² of each class, then the logit of class 1: the peer's order is ours.
        double[] theta = Column(peer, "param_values");
        return (new LatentClassFrontier(design, new HalfNormal(), FrontierSide.Production, 2, false), theta, peer);
    }

    private static double[] Column(System.Text.Json.JsonElement json, string name) =>
        [.. json.GetProperty(name).EnumerateArray().Select(v => v.ValueKind == System.Text.Json.JsonValueKind.Number ? v.GetDouble() : double.NaN)];
}
