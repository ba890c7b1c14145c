using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class MixedChiSquareTests
{
    /// <summary>Kodde and Palm (1986), table 1, by degrees of freedom q: levels 5 % and 1 %.</summary>
    [Theory]
    [InlineData(1, 2.706, 5.412)]
    [InlineData(2, 5.138, 8.273)]
    [InlineData(3, 7.045, 10.501)]
    [InlineData(4, 8.761, 12.483)]
    [InlineData(5, 10.371, 14.325)]
    public void Critical_values_are_kodde_and_palms(int q, double five, double one)
    {
        var law = MixedChiSquare.ForOneBoundary(q);
        Assert.Equal(five, law.CriticalValue(0.05), 6e-4);
        Assert.Equal(one, law.CriticalValue(0.01), 6e-4);
        Near(0.05, law.Survival(law.CriticalValue(0.05)), 1e-12);
    }

    [Fact]
    public void The_likelihood_ratio_of_frontiers_first_example_rejects_only_under_the_mixture()
    {
        HypothesisTest mixed = LikelihoodRatioTest.Compute(2.8392402 / 2, 0, MixedChiSquare.ForOneBoundary(1));
        Assert.Equal(0.04599, mixed.P, 5e-6);
        Assert.Equal("½χ²(0) + ½χ²(1)", mixed.Reference);
        Assert.Equal(1, mixed.DegreesOfFreedom);
        Near(2 * mixed.P, LikelihoodRatioTest.Compute(2.8392402 / 2, 0, 1).P, 1e-12);
    }

    [Fact]
    public void A_half_mass_at_zero_makes_large_levels_critical_at_zero()
    {
        var law = MixedChiSquare.ForOneBoundary(1);
        Assert.Equal(0, law.CriticalValue(0.5));
        Assert.Equal(0, law.CriticalValue(0.7));
        Assert.True(law.CriticalValue(0.499) > 0);
        Assert.Equal(1, law.Survival(0));
        Near(0.5, law.Survival(1e-30), 1e-12);
    }

    [Fact]
    public void One_law_alone_is_itself()
    {
        Near(-2 * Math.Log(0.05), MixedChiSquare.ForInterior(2).CriticalValue(0.05), 1e-13);
        Assert.Equal("χ²(2)", MixedChiSquare.ForInterior(2).ToString());
    }

    [Theory]
    [InlineData(0, 0.25)]
    [InlineData(0.5, 1 / 3.0)]
    [InlineData(-0.5, 1 / 6.0)]
    [InlineData(1, 0.5)]
    [InlineData(-1, 0)]
    public void Two_boundaries_have_the_angle_of_the_cone(double correlation, double both)
    {
        var law = MixedChiSquare.ForTwoBoundaries(correlation);
        Assert.Equal(both, law.Weights[2], 1e-15);
        Assert.Equal(0.5, law.Weights[1]);
        Assert.Equal(0.5 - both, law.Weights[0], 1e-15);
    }

    [Fact]
    public void Two_boundaries_agree_with_simulated_projections()
    {
        const double Correlation = 0.6;
        const int Draws = 40_000;
        var law = MixedChiSquare.ForTwoBoundaries(Correlation);
        double critical = law.CriticalValue(0.1);
        var random = new RandomSource(7);
        int exceeding = 0;
        for (int draw = 0; draw < Draws; draw++)
        {
            double a = random.NextNormal();
            double b = Correlation * a + Math.Sqrt(1 - Correlation * Correlation) * random.NextNormal();
            double whole = (a * a + b * b - 2 * Correlation * a * b) / (1 - Correlation * Correlation);
            // Distance to the cone ≥ 0 in the metric V⁻¹: inside 0; to an axis the other coordinate squared if its foot is positive; else to 0.
            double distance = a >= 0 && b >= 0 ? 0 : whole;
            if (a - Correlation * b >= 0)
                distance = Math.Min(distance, b * b);
            if (b - Correlation * a >= 0)
                distance = Math.Min(distance, a * a);
            if (whole - distance >= critical)
                exceeding++;
        }
        Assert.Equal(0.1, (double)exceeding / Draws, 4 * Math.Sqrt(0.1 * 0.9 / Draws));
    }

    [Fact]
    public void Independent_boundaries_have_binomial_weights_on_top_of_the_interior_ones()
    {
        Assert.Equal([0, 0, 0, 0.25, 0.5, 0.25], MixedChiSquare.ForIndependentBoundaries(2, 3).Weights);
        Assert.Equal([0.125, 0.375, 0.375, 0.125], MixedChiSquare.ForIndependentBoundaries(3).Weights);
        Assert.Equal(MixedChiSquare.ForOneBoundary(4).Weights, MixedChiSquare.ForIndependentBoundaries(1, 3).Weights);
        Assert.Equal([1.0], MixedChiSquare.ForIndependentBoundaries(0).Weights);
    }

    [Fact]
    public void Boundaries_of_a_covariance_are_those_of_its_correlations()
    {
        // Variances do not matter; the interior restrictions shift the degrees.
        Matrix two = Matrix.FromRows([4, 0.6 * 2 * 3], [0.6 * 2 * 3, 9]);
        Assert.Equal([0.0, .. MixedChiSquare.ForTwoBoundaries(0.6).Weights], MixedChiSquare.ForBoundaries(two, 1).Weights.Select(w => Math.Round(w, 15)), (a, b) => Math.Abs(a - b) < 1e-14);
        Assert.Equal([0.5, 0.5], MixedChiSquare.ForBoundaries(Matrix.FromRows([7.0])).Weights);
        MixedChiSquare none = MixedChiSquare.ForBoundaries(Matrix.FromRows([2.0, 0, 0], [0, 3, 0], [0, 0, 5]));
        for (int j = 0; j < 4; j++)
            Assert.Equal(MixedChiSquare.ForIndependentBoundaries(3).Weights[j], none.Weights[j], 1e-14);
        Assert.Throws<ArgumentException>(() => MixedChiSquare.ForBoundaries(Matrix.FromRows([1.0, 2], [2, 1])));
    }

    [Fact]
    public void Three_boundaries_agree_with_simulated_projections()
    {
        const int Draws = 60_000;
        Matrix v = Matrix.FromRows([1, 0.5, -0.3], [0.5, 1, 0.2], [-0.3, 0.2, 1]);
        var law = MixedChiSquare.ForBoundaries(v);
        Matrix root = Cholesky.TryFactor(v)!.Lower, precision = Cholesky.TryFactor(v)!.Inverse();
        var random = new RandomSource(17);
        var counts = new int[4];
        for (int draw = 0; draw < Draws; draw++)
        {
            double[] x = root.Times([random.NextNormal(), random.NextNormal(), random.NextNormal()]);
            counts[Positive(x, v, precision)]++;
        }
        for (int j = 0; j < 4; j++)
            Assert.Equal(law.Weights[j], (double)counts[j] / Draws, 4 * Math.Sqrt(0.25 / Draws));
    }

    /// <summary>Positive coordinates of the projection on the orthant in the metric V⁻¹, by trying every face: the nearest feasible foot.</summary>
    private static int Positive(double[] x, Matrix v, Matrix precision)
    {
        double least = double.PositiveInfinity;
        int best = 0;
        for (int face = 0; face < 8; face++)
        {
            int[] zero = [.. Enumerable.Range(0, 3).Where(i => (face >> i & 1) == 0)];
            // The foot with θ_zero = 0 is x − V_·zero V_zero,zero⁻¹ x_zero.
            double[] foot = [.. x];
            if (zero.Length > 0)
            {
                double[] multiplier = Cholesky.TryFactor(v.Submatrix(zero))!.Solve([.. zero.Select(i => x[i])]);
                for (int i = 0; i < 3; i++)
                    for (int k = 0; k < zero.Length; k++)
                        foot[i] -= v[i, zero[k]] * multiplier[k];
            }
            if (Enumerable.Range(0, 3).Any(i => !zero.Contains(i) && foot[i] <= 0))
                continue;
            double[] gap = [.. x.Zip(foot, (a, b) => a - b)];
            double distance = precision.Quadratic(gap, gap);
            if (distance < least)
                (least, best) = (distance, 3 - zero.Length);
        }
        return best;
    }

    [Fact]
    public void Weights_must_be_probabilities()
    {
        Assert.Throws<ArgumentException>(() => new MixedChiSquare(0.5, 0.6));
        Assert.Throws<ArgumentException>(() => new MixedChiSquare(-0.1, 1.1));
        Assert.Throws<ArgumentOutOfRangeException>(() => MixedChiSquare.ForOneBoundary(0));
    }
}
