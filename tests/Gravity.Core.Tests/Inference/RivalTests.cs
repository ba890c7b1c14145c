using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Inference;

/// <summary>Omnibus normality, uniformity, weighted χ², Vuong's and Clarke's tests.</summary>
public sealed class RivalTests
{
    [Fact]
    public void Omnibus_test_gives_the_published_example()
    {
        // D'Agostino, Belanger and D'Agostino (1990), 62 cholesterol levels of the Framingham study: √b₁ = 1.02, b₂ = 4.58.
        OmnibusTest test = OmnibusTest.FromMoments(1.02, 4.58, 62);
        Agree.Absolute(3.14, test.SkewnessZ, 0.01);
        Agree.Absolute(2.21, test.KurtosisZ, 0.01);
        Agree.Absolute(14.75, test.Test.Statistic, 0.06);
        Agree.Absolute(0.0006, test.Test.P, 0.0001);
    }

    [Fact]
    public void Omnibus_test_has_its_size_and_finds_heavy_tails()
    {
        var random = new RandomSource(3);
        int rejected = 0, found = 0;
        for (int r = 0; r < 2000; r++)
        {
            double[] x = [.. Enumerable.Range(0, 80).Select(_ => random.NextNormal())];
            rejected += OmnibusTest.Of(x)!.Test.P < 0.05 ? 1 : 0;
            double[] heavy = [.. x.Select(v => v / Math.Sqrt(random.NextGamma(1.5)))];
            found += OmnibusTest.Of(heavy)!.Test.P < 0.05 ? 1 : 0;
        }
        Assert.InRange(rejected, 70, 150);
        Assert.True(found > 1600);
        Assert.Null(OmnibusTest.Of(new double[19]));
    }

    [Fact]
    public void Uniformity_by_hand()
    {
        UniformityTests tests = UniformityTests.Of([0.9, 0.1, 0.35, 0.2], 2);
        // F_n − x: after 0.35 it is ¾ − 0.35.
        Agree.Relative(0.4, tests.Distance, 1e-14);
        Agree.Relative(1, tests.Pearson, 1e-14);
        Assert.Equal(32, UniformityTests.CellsFor(1000));
        Assert.True(double.IsNaN(UniformityTests.Of([0.2, double.NaN]).Distance));
        (double low, double high) = UniformityTests.Of([.. Enumerable.Range(0, 100).Select(i => (i + 0.5) / 100)], 10).PearsonBounds(3);
        Agree.Relative(1, low, 1e-12);
        Agree.Relative(1, high, 1e-12);
    }

    [Fact]
    public void Kolmogorov_distance_of_uniform_numbers_has_its_law()
    {
        var random = new RandomSource(8);
        int above = 0;
        for (int r = 0; r < 2000; r++)
            above += UniformityTests.Of([.. Enumerable.Range(0, 400).Select(_ => random.NextUniform())]).Distance * 20 > 1.358 ? 1 : 0;
        // 5 % of the Kolmogorov law lies above 1.358.
        Assert.InRange(above, 65, 130);
    }

    [Theory]
    [InlineData(2.7, 1.0, 0.3)]
    [InlineData(0.4, 1.0, 0.999)]
    [InlineData(5.0, 2.0, 1.0, 0.5, 0.1)]
    [InlineData(1.2, 1.0, 0.7, 0.4)]
    [InlineData(9.0, 1.0, 1e-4, 1e-7, 3.0, 0.2, 0.2)]
    public void Weighted_chi_square_agrees_with_simulation(double value, params double[] weights)
    {
        var random = new RandomSource(17);
        const int Draws = 400_000;
        int above = 0;
        for (int r = 0; r < Draws; r++)
            above += weights.Sum(w => w * Math.Pow(random.NextNormal(), 2)) > value ? 1 : 0;
        double p = (double)above / Draws;
        Agree.Absolute(p, WeightedChiSquare.Survival(value, weights), 5 * Math.Sqrt(p * (1 - p) / Draws) + 1e-6);
    }

    [Fact]
    public void Weighted_chi_square_with_equal_weights_is_a_chi_square_and_nearly_equal_ones_nearly()
    {
        Agree.Relative(Distributions.ChiSquareSurvival(3.5, 5), WeightedChiSquare.Survival(7, [2, 2, 2, 2, 2, 0]), 1e-12);
        Agree.Relative(Distributions.ChiSquareSurvival(3.5, 5), WeightedChiSquare.Survival(7, [2, 2, 2, 2, 2.000001]), 1e-5);
        Assert.Equal(1, WeightedChiSquare.Survival(0, [1]));
        Assert.Equal(0, WeightedChiSquare.Survival(1, [0, 0]));
    }

    [Fact]
    public void A_model_against_itself_is_indistinguishable()
    {
        UnitContributions one = Normal(new RandomSource(5), 200, 0.3);
        NonNestedTests tests = NonNestedTests.Of(one, one);
        Assert.Equal(0, tests.Variance);
        Assert.Equal(1, tests.VarianceP);
        Assert.False(tests.AreDistinguishable());
        Assert.True(double.IsNaN(tests.Plain.Statistic));
        Assert.Equal(0, tests.Compared);
        Assert.Equal(1, tests.ClarkeP);
    }

    [Fact]
    public void Exchanging_the_models_changes_the_sign_and_nothing_else()
    {
        var random = new RandomSource(12);
        double[] y = [.. Enumerable.Range(0, 150).Select(_ => random.NextNormal())];
        UnitContributions normal = Fit(y, laplace: false), laplace = Fit(y, laplace: true);
        NonNestedTests one = NonNestedTests.Of(normal, laplace), other = NonNestedTests.Of(laplace, normal);
        Agree.Relative(-one.Plain.Statistic, other.Plain.Statistic, 1e-12);
        Agree.Relative(one.VarianceP, other.VarianceP, 1e-9);
        Agree.Relative(one.ClarkeP, other.ClarkeP, 1e-12);
        Assert.Equal(150, one.Positive + other.Positive);
    }

    [Fact]
    public void Normal_and_Laplace_are_told_apart_on_samples_of_either()
    {
        var random = new RandomSource(2);
        int normalFound = 0, laplaceFound = 0;
        for (int r = 0; r < 100; r++)
        {
            double[] normal = [.. Enumerable.Range(0, 400).Select(_ => random.NextNormal())];
            double[] laplace = [.. Enumerable.Range(0, 400).Select(_ => random.NextSign() * random.NextExponential())];
            normalFound += NonNestedTests.Of(Fit(normal, false), Fit(normal, true)) is { Plain: { Statistic: > 1.96 } } a && a.AreDistinguishable() ? 1 : 0;
            laplaceFound += NonNestedTests.Of(Fit(laplace, false), Fit(laplace, true)) is { Plain: { Statistic: < -1.96 } } b && b.AreDistinguishable() ? 1 : 0;
        }
        Assert.True(normalFound > 85, $"{normalFound}");
        Assert.True(laplaceFound > 85, $"{laplaceFound}");
    }

    [Fact]
    public void The_variance_stage_has_its_size_where_both_models_hold()
    {
        // A: mean of x free; B: mean of w free; both 0 in truth, σ free in both: the closest members are the same law.
        var random = new RandomSource(31);
        int rejected = 0;
        const int Samples = 600, Rows = 200;
        for (int s = 0; s < Samples; s++)
        {
            double[] y = new double[Rows], x = new double[Rows], w = new double[Rows];
            for (int i = 0; i < Rows; i++)
                (y[i], x[i], w[i]) = (random.NextNormal(), random.NextNormal(), random.NextNormal());
            rejected += NonNestedTests.Of(Regression(y, x), Regression(y, w)).AreDistinguishable() ? 1 : 0;
        }
        Assert.InRange(rejected, 12, 55);
    }

    private static UnitContributions Regression(double[] y, double[] x)
    {
        int n = y.Length;
        double b = y.Zip(x, (a, c) => a * c).Sum() / x.Sum(c => c * c), v = y.Zip(x, (a, c) => (a - b * c) * (a - b * c)).Sum() / n;
        Matrix scores = new(n, 2), inverse = new(2, 2);
        var values = new double[n];
        for (int i = 0; i < n; i++)
        {
            double e = y[i] - b * x[i];
            values[i] = NormalTail.LogDensity(e / Math.Sqrt(v)) - 0.5 * Math.Log(v);
            scores[i, 0] = e * x[i] / v;
            scores[i, 1] = -0.5 + 0.5 * e * e / v;
        }
        inverse[0, 0] = v / x.Sum(c => c * c);
        inverse[1, 1] = 2.0 / n;
        return new UnitContributions(values, scores, inverse);
    }

    private static UnitContributions Normal(RandomSource random, int rows, double slope)
    {
        double[] x = [.. Enumerable.Range(0, rows).Select(_ => random.NextNormal())];
        return Regression([.. x.Select(v => slope * v + random.NextNormal())], x);
    }

    /// <summary>Scale only: one parameter in either model.</summary>
    private static UnitContributions Fit(double[] y, bool laplace)
    {
        int n = y.Length;
        double scale = laplace ? y.Average(Math.Abs) : Math.Sqrt(y.Average(v => v * v));
        Matrix scores = new(n, 1), inverse = new(1, 1);
        var values = new double[n];
        for (int i = 0; i < n; i++)
        {
            double z = Math.Abs(y[i]) / scale;
            values[i] = laplace ? -Math.Log(2 * scale) - z : NormalTail.LogDensity(z) - Math.Log(scale);
            scores[i, 0] = laplace ? z - 1 : z * z - 1;
        }
        inverse[0, 0] = laplace ? 1.0 / n : 0.5 / n;
        return new UnitContributions(values, scores, inverse);
    }
}
