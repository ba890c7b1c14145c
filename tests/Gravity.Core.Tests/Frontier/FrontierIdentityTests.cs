using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Frontier;

/// <summary>What must hold between members of the family, whatever the data.</summary>
public sealed class FrontierIdentityTests
{
    private const FrontierSamples.Indices Variances = FrontierSamples.Indices.LogU | FrontierSamples.Indices.LogV;

    public static TheoryData<string> Variants => FrontierVariant.Names;

    public static TheoryData<string> Models => ["pooled", "pitt-lee", "bc92"];

    public static TheoryData<string> Laws => [.. ConjugateLaw.Members.Select(l => l.Key)];

    [Theory]
    [MemberData(nameof(Models))]
    public void Truncated_normal_at_mu_0_is_half_normal(string model)
    {
        (Design design, RandomSource random) = Sample(model, Variances);
        FrontierLikelihood half = Build(model, new HalfNormal(), design), truncated = Build(model, new TruncatedNormal(), design);
        double[] theta = FrontierPoint.Inside(half, random).Theta;
        double[] extended = [.. theta[..3], 0, .. theta[3..]];
        var gradient = new double[theta.Length];
        var larger = new double[extended.Length];
        Agree.Relative(half.Evaluate(theta, gradient, default), truncated.Evaluate(extended, larger, default), 1e-13);
        AssertNear(gradient, [.. larger[..3], .. larger[4..]], 1e-11);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Battese_and_Coelli_1992_at_eta_0_is_Pitt_and_Lee(string law)
    {
        (Design design, RandomSource random) = Sample("bc92", FrontierSamples.Indices.LogV);
        FrontierLikelihood constant = Build("pitt-lee", Law(law), design), moving = Build("bc92", Law(law), design);
        double[] theta = FrontierPoint.Inside(constant, random).Theta;
        var gradient = new double[theta.Length];
        var larger = new double[theta.Length + 1];
        Agree.Relative(constant.Evaluate(theta, gradient, default), moving.Evaluate([.. theta, 0], larger, default), 1e-14);
        AssertNear(gradient, larger.AsSpan(0, gradient.Length), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void Kumbhakar_1990_at_0_is_Pitt_and_Lee_with_u_on_twice_the_scale(string law)
    {
        (Design design, RandomSource random) = Sample("kumbhakar90", FrontierSamples.Indices.LogV);
        FrontierLikelihood constant = Build("pitt-lee", Law(law), design), moving = Build("kumbhakar90", Law(law), design);
        double[] theta = FrontierPoint.Inside(constant, random).Theta;
        double[] doubled = [.. theta, 0, 0];
        for (int j = 0; j < theta.Length; j++)
        {
            if (moving.Parameters[j].Block == BlockNames.InefficiencyVariance) doubled[j] += 2 * Math.Log(2);
            if (moving.Parameters[j].Block == BlockNames.InefficiencyMean) doubled[j] *= 2;
        }
        Agree.Relative(constant.Evaluate(theta, default, default), moving.Evaluate(doubled, default, default), 1e-13);
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void The_modified_path_at_0_is_Pitt_and_Lee_and_above_its_frontier_is_not_feasible(string law)
    {
        (Design design, RandomSource random) = Sample("modified-kumbhakar90", FrontierSamples.Indices.LogV);
        FrontierLikelihood constant = Build("pitt-lee", Law(law), design), moving = Build("modified-kumbhakar90", Law(law), design);
        double[] theta = FrontierPoint.Inside(constant, random).Theta;
        Agree.Relative(constant.Evaluate(theta, default, default), moving.Evaluate([.. theta, 0, 0], default, default), 1e-14);
        Assert.Equal(double.NegativeInfinity, moving.Evaluate([.. theta, 2, 0], default, default));
    }

    [Theory]
    [MemberData(nameof(Laws))]
    public void A_panel_of_one_row_a_unit_is_pooled(string law)
    {
        var random = new RandomSource(8);
        int rows = 60;
        var units = new UnitIndex([.. Enumerable.Range(0, rows).Select(i => $"{i:00}")], [.. Enumerable.Range(0, rows)], [.. Enumerable.Repeat(2000, rows)]);
        Design panel = FrontierSamples.Design(rows, units, Law(law).HasMean ? FrontierSamples.Indices.All : Variances, random);
        FrontierLikelihood shared = Build("pitt-lee", Law(law), panel), pooled = Build("pooled", Law(law), FrontierSamples.WithoutUnits(panel));
        double[] theta = FrontierPoint.Inside(pooled, random).Theta;
        int p = theta.Length;
        double[] left = new double[p], right = new double[p], leftHessian = new double[p * p], rightHessian = new double[p * p];
        Agree.Relative(pooled.Evaluate(theta, left, leftHessian), shared.Evaluate(theta, right, rightHessian), 1e-12);
        AssertNear(left, right, 1e-10);
        AssertNear(leftHessian, rightHessian, 1e-10);
        // And so are the laws of u | ε.
        ConditionalInefficiency one = pooled.Conditional(theta), other = shared.Conditional(theta);
        for (int i = 0; i < rows; i++)
            Agree.Relative(one.Laws[one.LawOfRow[i]].Mean, other.Laws[other.LawOfRow[i]].Mean, 1e-11);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Without_inefficiency_every_frontier_is_least_squares(string name)
    {
        FrontierVariant variant = FrontierVariant.Find(name);
        var random = new RandomSource(4);
        FrontierLikelihood model = variant.Model(random);
        double variance = model.Ols.ResidualSumOfSquares / model.ObservationCount;
        var theta = new double[model.Dimension];
        model.Ols.Coefficients.CopyTo(theta, 0);
        for (int j = 0; j < theta.Length; j++)
        {
            if (model.Parameters[j].Name != BlockNames.Intercept || model.Parameters[j].Block == BlockNames.Frontier)
                continue;
            theta[j] = model.Parameters[j].Block switch
            {
                BlockNames.InefficiencyVariance => Math.Log(variance) - 60,
                BlockNames.NoiseVariance => Math.Log(variance),
                _ => 0,
            };
        }
        Agree.Relative(
            FrontierEstimator.GaussianLogLikelihood(model.Ols.ResidualSumOfSquares, model.ObservationCount), model.Evaluate(theta, default, default), 1e-12);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_exponential_is_the_limit_of_the_truncated_normal(string model)
    {
        const double kappa = -1e4;
        (Design design, RandomSource random) = Sample(model, FrontierSamples.Indices.LogV);
        FrontierLikelihood exponential = Build(model, new Exponential(), design), truncated = Build(model, new TruncatedNormal(), design);
        double[] theta = FrontierPoint.Inside(exponential, random).Theta;
        // The mean of the limit is σ²/|μ| = σ/|κ|.
        double sigma = Math.Exp(0.5 * theta[3]) * -kappa;
        double[] far = [.. theta[..3], kappa * sigma, 2 * Math.Log(sigma), .. theta[4..]];
        double limit = exponential.Evaluate(theta, default, default);
        // The laws differ by O(κ⁻²) a row.
        Agree.Absolute(limit, truncated.Evaluate(far, default, default), 1e-6 * design.RowCount);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Cost_is_production_with_y_and_X_negated(string name)
    {
        FrontierVariant variant = FrontierVariant.Find(name);
        var random = new RandomSource(12);
        FrontierLikelihood model = variant.Model(random);
        double[] theta = FrontierPoint.Inside(model, random).Theta;
        Design design = model.Design;
        Matrix negated = design.Frontier.Values.Clone();
        foreach (ref double value in negated.Values)
            value = -value;
        Design mirrored = FrontierSamples.With(
            design, [.. design.Response.Select(y => -y)], [design.Frontier with { Values = negated }, .. design.Blocks.Skip(1)]);
        FrontierSide other = model.Side == FrontierSide.Cost ? FrontierSide.Production : FrontierSide.Cost;
        FrontierLikelihood mirror = (variant.Specification with { Side = other }).Build(mirrored, 1);
        double[] left = new double[theta.Length], right = new double[theta.Length];
        Agree.Relative(model.Evaluate(theta, left, default), mirror.Evaluate(theta, right, default), 1e-14);
        AssertNear(left, right, 1e-12);
    }

    [Theory]
    [MemberData(nameof(Variants))]
    public void Fitted_and_residual_add_up_and_efficiency_is_at_most_1(string name)
    {
        var random = new RandomSource(21);
        FrontierLikelihood model = FrontierVariant.Find(name).Model(random);
        FrontierPoint point = FrontierPoint.Inside(model, random);
        model = model.WithResponse(FrontierSamples.Draw(model, point.Theta, random));
        ConditionalInefficiency at = model.Conditional(point.Theta);
        double[] expected = FrontierSamples.Index(model, point.Theta, BlockNames.Frontier);
        for (int i = 0; i < at.RowCount; i++)
        {
            Agree.Absolute(expected[i], at.Frontier[i], 1e-13);
            Agree.Absolute(model.Response[i], at.Frontier[i] + at.Residual[i], 1e-13);
            double te = Math.Exp(at.Laws[at.LawOfRow[i]].LogMomentGenerating(-at.Scale[i]));
            Assert.InRange(te, double.Epsilon, 1);
        }
    }

    [Theory]
    [InlineData("pooled")]
    [InlineData("bc95")]
    [InlineData("pitt-lee")]
    [InlineData("bc92")]
    public void Bits_do_not_depend_on_threads(string name)
    {
        FrontierVariant variant = FrontierVariant.All.First(v => v.Specification.Model == name && v.Specification.Law.HasMean && v.Indices != 0);
        double[]? first = null;
        foreach (int threads in new[] { 1, 2, 5 })
        {
            var random = new RandomSource(77);
            FrontierLikelihood model = variant.Model(random, rows: 40_000, threads: threads);
            FrontierPoint point = FrontierPoint.Inside(model, random);
            int p = model.Dimension;
            double[] all = new double[1 + p + p * p];
            all[0] = model.Evaluate(point.Theta, all.AsSpan(1, p), all.AsSpan(1 + p));
            Matrix scores = new(model.UnitCount, p);
            model.Scores(point.Theta, scores);
            all = [.. all, .. scores.Values];
            first ??= all;
            Assert.Equal(first.Select(BitConverter.DoubleToInt64Bits), all.Select(BitConverter.DoubleToInt64Bits));
        }
    }

    private static ConjugateLaw Law(string key) => ConjugateLaw.Members.Single(l => l.Key == key);

    private static FrontierLikelihood Build(string model, InefficiencyLaw law, Design design) =>
        new FrontierSpecification { Model = model, Law = law }.Build(design, 1);

    private static (Design Design, RandomSource Random) Sample(string model, FrontierSamples.Indices indices)
    {
        var random = new RandomSource(6);
        UnitIndex? units = model == "pooled" ? null : FrontierSamples.Units(25, 6, random);
        return (FrontierSamples.Design(units?.UnitOfRow.Length ?? 100, units, indices, random), random);
    }

    private static void AssertNear(ReadOnlySpan<double> expected, ReadOnlySpan<double> actual, double share)
    {
        double size = 0;
        foreach (double value in expected)
            size = Math.Max(size, Math.Abs(value));
        for (int j = 0; j < expected.Length; j++)
            Agree.Absolute(expected[j], actual[j], share * size);
    }
}
