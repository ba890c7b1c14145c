using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using static Gravity.Core.Tests.Inference.Samples;

namespace Gravity.Core.Tests.Inference;

public class LikelihoodTestsTests
{
    [Fact]
    public void Wald_likelihood_ratio_and_score_agree_on_a_quadratic()
    {
        // ℓ(θ) = −½(θ − t)'A(θ − t): its three tests of θ₁ = θ₂ = 0 are one number.
        Matrix a = PositiveDefinite(4, 41);
        double[] t = [0.7, -0.4, 0.3, 1.1];
        Matrix v = Cholesky.TryFactor(a)!.Inverse();
        // The restricted maximum over θ₀ and θ₃ solves its own normal equations.
        int[] free = [0, 3];
        double[] right = [.. free.Select(i => Enumerable.Range(0, 4).Sum(j => a[i, j] * t[j]))];
        double[] solved = Cholesky.TryFactor(a.Submatrix(free))!.Solve(right);
        double[] gap = [t[0] - solved[0], t[1], t[2], t[3] - solved[1]];
        double restricted = -0.5 * a.Quadratic(gap, gap);
        double[] score = a.Times(gap);
        Matrix restrictions = Matrix.FromRows([0.0, 1, 0, 0], [0.0, 0, 1, 0]);

        HypothesisTest ratio = LikelihoodRatioTest.Compute(0, restricted, 2);
        HypothesisTest wald = WaldTest.Zero(t, v, [1, 2]);
        Near(ratio.Statistic, wald.Statistic, 1e-11);
        Near(ratio.Statistic, WaldTest.Compute(t, v, restrictions, []).Statistic, 1e-11);
        Near(ratio.Statistic, ScoreTest.Compute(score, v, 2).Statistic, 1e-11);
        Near(ratio.Statistic, ScoreTest.Robust(score, v, v, restrictions).Statistic, 1e-11);
        Near(Math.Exp(-0.5 * ratio.Statistic), wald.P, 1e-11);
        Assert.Equal("χ²(2)", wald.Reference);
    }

    [Fact]
    public void One_restriction_is_the_square_of_t_against_a_value()
    {
        Matrix v = Matrix.FromRows([0.04, 0.01], [0.01, 0.09]);
        HypothesisTest test = WaldTest.Compute([1.5, 0.2], v, Matrix.FromRows([1.0, -1]), [1.0], 15);
        double t = (1.5 - 0.2 - 1) / Math.Sqrt(0.04 + 0.09 - 0.02);
        Near(t * t, test.Statistic);
        Near(CriticalValues.TwoSidedP(t, 15), test.P);
        Assert.Equal("F(1, 15)", test.Reference);
        Assert.Equal(15, test.DenominatorDegreesOfFreedom);
        // F divides by the number of restrictions.
        Near(
            WaldTest.Zero([1.5, 0.2], v, [0, 1]).Statistic / 2,
            WaldTest.Zero([1.5, 0.2], v, [0, 1], 15).Statistic);
    }

    [Fact]
    public void Redundant_restrictions_give_nan_and_say_why()
    {
        HypothesisTest test = WaldTest.Compute([1, 2], Matrix.Identity(2), Matrix.FromRows([1.0, 0], [2.0, 0]), []);
        Assert.True(double.IsNaN(test.Statistic));
        Assert.True(double.IsNaN(test.P));
        Assert.Contains("redundant", test.Note, StringComparison.Ordinal);
        Assert.True(double.IsNaN(WaldTest.Zero([1, 2], Matrix.FromRows([1.0, 0], [0.0, double.NaN]), [1]).P));
    }

    [Fact]
    public void A_restricted_value_above_the_unrestricted_is_noted()
    {
        HypothesisTest worse = LikelihoodRatioTest.Compute(-100, -99, 1);
        Assert.Equal(-2, worse.Statistic);
        Assert.Equal(1, worse.P);
        Assert.NotNull(worse.Note);
        HypothesisTest rounding = LikelihoodRatioTest.Compute(-100, -100 + 1e-11, MixedChiSquare.ForOneBoundary(1));
        Assert.Equal(0, rounding.Statistic);
        Assert.Equal(1, rounding.P);
        Assert.Null(rounding.Note);
    }

    [Fact]
    public void Hausman_is_the_quadratic_form_where_it_exists()
    {
        Matrix efficient = PositiveDefinite(3, 43);
        Matrix extra = PositiveDefinite(3, 44);
        Matrix consistent = efficient.Clone();
        for (int i = 0; i < 9; i++)
            consistent.Values[i] += extra.Values[i];
        double[] bc = [1, 2, 3];
        double[] be = [0.5, 2.5, 1];
        double[] d = [0.5, -0.5, 2];
        HypothesisTest test = HausmanTest.Compute(bc, consistent, be, efficient);
        Near(Cholesky.TryFactor(extra)!.Inverse().Quadratic(d, d), test.Statistic, 1e-10);
        Assert.Equal(3, test.DegreesOfFreedom);
        Assert.Null(test.Note);
    }

    [Fact]
    public void Hausman_counts_rank_and_negative_directions()
    {
        double[] b = [1, 2];
        double[] zero = [0, 0];
        HypothesisTest deficient = HausmanTest.Compute(b, Matrix.FromRows([2.0, 0], [0.0, 1]), zero, Matrix.FromRows([1.0, 0], [0.0, 1]));
        Near(1, deficient.Statistic);
        Assert.Equal(1, deficient.DegreesOfFreedom);
        Assert.Contains("rank 1 of 2", deficient.Note, StringComparison.Ordinal);
        HypothesisTest indefinite = HausmanTest.Compute(b, Matrix.FromRows([2.0, 0], [0.0, 1]), zero, Matrix.FromRows([1.0, 0], [0.0, 3]));
        Near(1, indefinite.Statistic);
        Assert.Contains("1 of 2 directions", indefinite.Note, StringComparison.Ordinal);
    }

    [Fact]
    public void Information_criteria_of_a_known_fit()
    {
        InformationCriteria criteria = InformationCriteria.Of(-50, 3, 100);
        Near(106, criteria.Aic);
        Near(100 + 3 * 4.605170185988092, criteria.Bic);
        Near(100 + 6 * 1.5271796258079011, criteria.Hqic);
    }
}
