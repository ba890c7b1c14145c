using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary>Determinants come with their effects on inefficiency.</summary>
public sealed class MarginalEffectTests(BuiltCli cli)
{
    private static readonly string[] OneStep = [.. ReferenceStudy.Fit("bc95"), "--inefficiency", "eu + bri_mou"];

    [Fact]
    public void Fit_prints_them()
    {
        CliRun run = cli.Warm(OneStep);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("Average marginal effects on inefficiency", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Efficiency_gives_one_a_determinant_with_the_sign_of_its_coefficient()
    {
        JsonElement fit = cli.Warm([.. OneStep, "--json"]).Json;
        JsonElement efficiency = cli.Warm(["efficiency", .. OneStep.Skip(1), "--json"]).Json;

        JsonElement[] effects = [.. efficiency.GetProperty("marginalEffects").EnumerateArray()];
        Assert.Equal(["eu", "bri_mou"], effects.Select(e => e.GetProperty("name").GetString()));
        foreach (JsonElement effect in effects)
        {
            double coefficient = fit.GetProperty("parameters").EnumerateArray()
                .Single(p => p.GetProperty("block").GetString() == "inefficiency-mean" && p.GetProperty("name").GetString() == effect.GetProperty("name").GetString())
                .GetProperty("estimate").GetDouble();
            // ∂E[u]/∂z = δ·V, V in (0, 1): the sign of δ, and smaller.
            double onMean = effect.GetProperty("onMean").GetDouble();
            Assert.Equal(Math.Sign(coefficient), Math.Sign(onMean));
            Assert.True(Math.Abs(onMean) < Math.Abs(coefficient));
            Assert.True(effect.GetProperty("onMeanStandardError").GetDouble() > 0);
        }
    }

    [Fact]
    public void A_model_without_determinants_has_none()
    {
        JsonElement efficiency = cli.Warm(["efficiency", .. ReferenceStudy.Fit("pitt-lee").Skip(1), "--json"]).Json;

        Assert.Empty(efficiency.GetProperty("marginalEffects").EnumerateArray());
    }
}
