using System.Globalization;
using CsCheck;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Where there is no interior maximum, or hardly any data: what is said must be true, and nothing may break.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class FrontierBoundaryTests
{
    private static readonly FitOptions Options = new() { Threads = 1 };

    public static TheoryData<string, string> Members()
    {
        var data = new TheoryData<string, string>();
        foreach (string model in new[] { "pooled", "pitt-lee", "bc92" })
            foreach (ConjugateLaw law in ConjugateLaw.Members)
                data.Add(model, law.Key);
        return data;
    }

    public static TheoryData<string, string> WithoutPath()
    {
        var data = new TheoryData<string, string>();
        foreach (string model in new[] { "pooled", "pitt-lee" })
            foreach (ConjugateLaw law in ConjugateLaw.Members)
                data.Add(model, law.Key);
        return data;
    }

    [Fact]
    public void A_path_that_turns_between_two_periods_has_no_maximum_and_is_named()
    {
        var random = new RandomSource(35);
        var specification = new FrontierSpecification { Model = "kumbhakar90" };
        Design design = FrontierSamples.Design(480, FrontierSamples.Units(80, 6, random, missing: 0), 0, random);
        var truth = new SharedInefficiencyFrontier(design, new HalfNormal(), FrontierSide.Production, new BrokenPath(), 1);
        double[] response = FrontierSamples.Draw(truth, FrontierPoint.Draw(truth, random, 0.95, 0, 0).Theta, random);
        FitResult result = FrontierEstimator.Fit(specification, specification.Build(design, 1).WithResponse(response), Options).Result;
        Assert.Equal(TerminationWords.PathRidge, result.Termination);
        Assert.False(result.Converged);
        Assert.Contains(result.Warnings, w => w.Code == "ridge-step-path");
    }

    [Theory]
    [MemberData(nameof(WithoutPath))]
    public void Without_inefficiency_in_the_data_the_estimate_is_least_squares(string model, string law)
    {
        Design design = NoInefficiency(model);
        FrontierFit fit = Fit(model, law, design);
        FitResult result = fit.Result;
        Assert.Equal(TerminationWords.Boundary, result.Termination);
        Assert.True(result.Converged);
        LeastSquares ols = fit.Likelihood.Ols;
        int k = design.Frontier.Columns, n = design.RowCount;
        for (int j = 0; j < k; j++)
        {
            Assert.Equal(ols.Coefficients[j], result.Parameters[j].Estimate);
            // Errors of maximum likelihood: σ̂² = RSS/n.
            Agree.Relative(Math.Sqrt(ols.ResidualSumOfSquares / n * ols.InverseGram[j, j]), result.Parameters[j].StandardError, 1e-9);
        }
        Agree.Relative(result.OlsLogLikelihood!.Value, result.LogLikelihood, 1e-13);
        foreach (string name in new[] { "sigmaU", "gamma", "lambda", "uVarianceShare" })
        {
            DerivedEstimate derived = result.Derived.Single(d => d.Name == name);
            Assert.Equal(0, derived.Value);
            Assert.True(double.IsNaN(derived.StandardError));
        }
        Agree.Relative(Math.Sqrt(ols.ResidualSumOfSquares / n), result.DerivedValue("sigmaV"), 1e-12);
        Assert.Equal(double.NegativeInfinity, result.Parameter(BlockNames.InefficiencyVariance, BlockNames.Intercept).Estimate);
        Assert.True(double.IsNaN(result.Parameter(BlockNames.InefficiencyVariance, BlockNames.Intercept).StandardError));
        Assert.All(result.Parameters.Where(p => p.Block is BlockNames.Time or BlockNames.InefficiencyMean), p => Assert.True(double.IsNaN(p.Estimate)));
        Assert.Contains(result.Warnings, w => w.Kind == WarningCatalog.BoundarySigmaU);
        if (model == "pooled")
            Assert.Contains(result.Warnings, w => w.Kind == WarningCatalog.WrongSkewness);
        Assert.Equal(0, result.InefficiencyTest!.Statistic);
        Assert.Equal(1, result.MeanEfficiency);
        ConditionalInefficiency at = fit.Conditional();
        Assert.All(Enumerable.Range(0, n), i => Assert.Equal(1, Math.Exp(at.Laws[at.LawOfRow[i]].LogMomentGenerating(-at.Scale[i]))));
    }

    [Fact]
    public void With_a_noise_index_the_boundary_is_the_heteroskedastic_regression()
    {
        var random = new RandomSource(14);
        Design design = FrontierSamples.Design(200, null, FrontierSamples.Indices.LogV, random);
        Matrix w = design.Block(BlockNames.NoiseVariance)!.Values;
        // Skewed the other way, with variance exp(0.5·w).
        double[] y = [.. Enumerable.Range(0, 200).Select(i =>
            1 + design.Frontier.Values[i, 1] + Math.Exp(0.25 * w[i, 1]) * (random.NextNormal() + 0.8 * random.NextExponential()))];
        FrontierFit fit = Fit("pooled", "half-normal", FrontierSamples.With(design, y));
        Assert.Equal(TerminationWords.Boundary, fit.Result.Termination);
        // The scores of weighted normal regression vanish: Σxe/σ² = 0 and Σw(e²/σ² − 1) = 0.
        ConditionalInefficiency at = fit.Conditional();
        for (int j = 0; j < 3; j++)
            Agree.Absolute(0, Enumerable.Range(0, 200).Sum(i => design.Frontier.Values[i, j] * at.Residual[i] / at.NoiseVariance[i]), 1e-6);
        for (int j = 0; j < 2; j++)
            Agree.Absolute(0, Enumerable.Range(0, 200).Sum(i => w[i, j] * (at.Residual[i] * at.Residual[i] / at.NoiseVariance[i] - 1)), 1e-6);
        Assert.InRange(fit.Result.LogLikelihood, fit.Result.OlsLogLikelihood!.Value, double.PositiveInfinity);
    }

    public static TheoryData<string> Variants => FrontierVariant.Names;

    [Theory]
    [MemberData(nameof(Variants))]
    public void Maximum_likelihood_is_never_below_least_squares(string name)
    {
        FrontierVariant variant = FrontierVariant.Find(name);
        Gen.Int[0, 1_000_000].Sample(
            seed =>
            {
                var random = new RandomSource(seed);
                // Pure noise: half of the samples have the wrong skew, many are near a boundary.
                FrontierLikelihood model = variant.Model(random, rows: 30 + random.NextIndex(40));
                FitResult result = FrontierEstimator.Fit(variant.Specification, model, Options).Result;
                if (!(result.LogLikelihood >= result.OlsLogLikelihood - 1e-8))
                    Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {result.LogLikelihood:R} below {result.OlsLogLikelihood:R}, {result.Termination}"));
                Assert.All(result.Parameters, p => Assert.False(p.StandardError <= 0));
                Assert.True(result.MeanEfficiency is >= 0 and <= 1, $"mean efficiency {result.MeanEfficiency}");
            },
            iter: 3, threads: 1);
    }

    [Theory]
    [InlineData("half-normal")]
    [InlineData("exponential")]
    public void A_deterministic_frontier_is_reported_as_such(string law)
    {
        var random = new RandomSource(2);
        Design design = FrontierSamples.Design(80, null, FrontierSamples.Indices.None, random);
        ConjugateLaw u = ConjugateLaw.Members.Single(l => l.Key == law);
        double[] y = [.. Enumerable.Range(0, 80).Select(i => 2 + 0.5 * design.Frontier.Values[i, 1] - u.Sample(0, 0.7, random))];
        FitResult result = Fit("pooled", law, FrontierSamples.With(design, y)).Result;
        Assert.True(double.IsFinite(result.LogLikelihood));
        Assert.Contains(result.Warnings, w => w.Kind == WarningCatalog.BoundarySigmaV || w.Kind == WarningCatalog.NotConverged);
        Assert.InRange(result.DerivedValue("gamma"), 0.98, 1);
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Tiny_samples_give_a_result_or_a_reason(string model, string law)
    {
        foreach (int rows in new[] { 4, 5, 7 })
        {
            var random = new RandomSource(rows);
            UnitIndex? units = model == "pooled" ? null : new UnitIndex(["a", "b"], [.. Enumerable.Range(0, rows).Select(i => i / 3 > 0 ? 1 : 0)], [.. Enumerable.Range(0, rows).Select(i => i < 3 ? i : i - 3)]);
            Design design = FrontierSamples.Design(rows, units, FrontierSamples.Indices.None, random);
            FitResult result = Fit(model, law, design).Result;
            Assert.True(result.Converged || result.Warnings.Count > 0);
            Assert.Equal(rows, result.Observations);
            Assert.False(double.IsNaN(result.LogLikelihood));
        }
    }

    [Theory]
    [InlineData("pitt-lee")]
    [InlineData("bc92")]
    public void One_unit_is_refused(string model)
    {
        var random = new RandomSource(6);
        var units = new UnitIndex(["only"], new int[12], [.. Enumerable.Range(2001, 12)]);
        Design design = FrontierSamples.Design(12, units, FrontierSamples.Indices.None, random);
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => Fit(model, "half-normal", design));
        Assert.Equal("one-unit", error.Code);
        Assert.Contains("only", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1e300)]
    [InlineData(1e-300)]
    [InlineData(1e150)]
    [InlineData(1e-150)]
    public void Responses_of_absurd_size_are_fitted_or_refused(double factor)
    {
        var random = new RandomSource(9);
        Design design = FrontierSamples.Design(60, null, FrontierSamples.Indices.None, random);
        double[] y = [.. Enumerable.Range(0, 60).Select(i => 1 + design.Frontier.Values[i, 1] + 0.2 * random.NextNormal() - Math.Abs(random.NextNormal()))];
        FitResult plain = Fit("pooled", "half-normal", FrontierSamples.With(design, y)).Result;
        Design scaled = FrontierSamples.With(design, [.. y.Select(v => v * factor)]);
        try
        {
            FitResult result = Fit("pooled", "half-normal", scaled).Result;
            Assert.True(result.Converged, result.Message);
            for (int j = 0; j < 3; j++)
                Agree.Absolute(plain.Parameters[j].Estimate, result.Parameters[j].Estimate / factor, 1e-6 * Math.Abs(plain.Parameters[j].StandardError));
        }
        catch (DataUnfitException error)
        {
            Assert.Contains("scale", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_path_needs_periods_and_a_panel_model_units()
    {
        var random = new RandomSource(1);
        Design plain = FrontierSamples.Design(20, null, FrontierSamples.Indices.None, random);
        Assert.Equal("no-units", Assert.Throws<UsageException>(() => Fit("pitt-lee", "half-normal", plain)).Code);
        var units = new UnitIndex(["a", "b"], [.. Enumerable.Range(0, 20).Select(i => i / 10)], null);
        Design untimed = FrontierSamples.Design(20, units, FrontierSamples.Indices.None, random);
        Assert.Equal("no-time", Assert.Throws<UsageException>(() => Fit("bc92", "half-normal", untimed)).Code);
        Design mean = FrontierSamples.Design(20, null, FrontierSamples.Indices.Mean, random);
        Assert.Equal("law-without-mean", Assert.Throws<UsageException>(() => Fit("pooled", "exponential", mean)).Code);
        Assert.Equal("no-determinants", Assert.Throws<UsageException>(() => Fit("bc95", "truncated-normal", plain)).Code);
        // A determinant of u that varies within a unit contradicts a shared u.
        Design varying = FrontierSamples.With(FrontierSamples.Design(20, null, FrontierSamples.Indices.LogU, random), new double[20], null,
            new UnitIndex(["a", "b"], [.. Enumerable.Range(0, 20).Select(i => i / 10)], [.. Enumerable.Range(0, 20).Select(i => i % 10)]));
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => Fit("pitt-lee", "half-normal", varying));
        Assert.Equal("varies-within-unit", error.Code);
        Assert.Contains("g1", error.Message, StringComparison.Ordinal);
    }

    private static FrontierFit Fit(string model, string law, Design design) => FrontierEstimator.Fit(
        new FrontierSpecification { Model = model, Law = ConjugateLaw.Members.Single(l => l.Key == law), TimeOrigin = TimeOrigin.Panel }, design, Options);

    /// <summary>Residuals skewed to the right (pooled), or with means of units nearer to each other than chance has them (panel).</summary>
    private static Design NoInefficiency(string model)
    {
        var random = new RandomSource(40);
        int rows = 120;
        UnitIndex? units = model == "pooled" ? null
            : new UnitIndex([.. Enumerable.Range(0, 20).Select(i => $"u{i:00}")], [.. Enumerable.Range(0, rows).Select(i => i / 6)], [.. Enumerable.Range(0, rows).Select(i => 2001 + i % 6)]);
        Design design = FrontierSamples.Design(rows, units, FrontierSamples.Indices.None, random);
        double[] noise = [.. Enumerable.Range(0, rows).Select(_ => units is null ? random.NextNormal() + random.NextExponential() : random.NextNormal())];
        if (units is not null)
        {
            for (int unit = 0; unit < units.Count; unit++)
            {
                double mean = noise.AsSpan(6 * unit, 6).ToArray().Average();
                for (int i = 6 * unit; i < 6 * unit + 6; i++)
                    noise[i] -= mean;
            }
        }
        return FrontierSamples.With(design, [.. noise.Select((v, i) => 1 + 0.5 * design.Frontier.Values[i, 1] + v)]);
    }

    /// <summary>Inefficiency that rises a little and falls at once in the last period: no b and c turn so fast.</summary>
    private sealed class BrokenPath : InefficiencyPath
    {
        public override IReadOnlyList<string> ParameterNames => [];

        public override double Argument(int period, PeriodRange panel, PeriodRange unit) => panel.Last - period;

        public override double Evaluate(double argument, ReadOnlySpan<double> tau, Span<double> gradient, Span<double> hessian) =>
            argument == 0 ? 0.5 : argument == 1 ? 1.1 : 1;

        public override IReadOnlyList<double[]> Starts(double longest) => [[]];
    }
}
