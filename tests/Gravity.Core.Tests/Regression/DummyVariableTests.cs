using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Families;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Regression;

/// <summary>Absorbed effects against a dummy variable for every group, which goes another way: orthogonal reduction of all columns.</summary>
public sealed class DummyVariableTests
{
    /// <summary>Effects, share of rows kept, weights, blocs without trade between them.</summary>
    public static TheoryData<string, double, bool, int> Shapes() => new()
    {
        { "od", 0.8, false, 1 },
        { "o", 1, true, 1 },
        { "ot dt", 1, false, 1 },
        { "ot dt", 0.6, true, 1 },
        { "ot dt", 0.9, false, 3 },
        { "o d t", 0.7, true, 1 },
        { "ot dt od", 1, false, 1 },
        { "ot dt od", 0.75, false, 1 },
        { "ot dt od", 0.75, true, 1 },
        { "ot dt od", 0.9, true, 2 },
        { "o t ot dt od", 0.9, false, 1 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Least_squares_agrees(string effects, double keep, bool weighted, int islands)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(effects.Split(' '), false, keep: keep, weighted: weighted, islands: islands);
        Compare(AbsorbedLeastSquares.Fit(problem), AbsorbedLeastSquares.Fit(AbsorbedSamples.Dummies(problem)), problem);
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Poisson_agrees(string effects, double keep, bool weighted, int islands) =>
        ComparePseudo(effects, keep, weighted, islands, new PoissonFamily());

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Gamma_agrees(string effects, double keep, bool weighted, int islands) =>
        // Zeros in groups this small often leave no finite estimate: −Σ(y/μ + ln μ) has no bound as the means of zeros vanish.
        ComparePseudo(effects, keep, weighted, islands, new GammaFamily(), zeros: 0);

    [Fact]
    public void Gamma_with_zeros_agrees_where_groups_are_long() => ComparePseudo("o d t", 1, false, 1, new GammaFamily(), zeros: 0.1);

    [Theory]
    [InlineData("od", 0.9, false, 1)]
    [InlineData("ot dt", 0.8, true, 1)]
    [InlineData("ot dt od", 0.9, false, 1)]
    public void Nonlinear_least_squares_agrees(string effects, double keep, bool weighted, int islands)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(effects.Split(' '), true, keep: keep, weighted: weighted, islands: islands);
        // Gauss and Newton's steps contract linearly: what is left after the last one is not much less than the tolerance.
        AbsorbedSolution absorbed = PseudoMaximumLikelihood.Fit(problem, new GaussianLogFamily(), new AbsorptionOptions { Tolerance = 1e-11 });
        // From the same start: least squares of levels may have several minima.
        AbsorbedSolution dummies = PseudoMaximumLikelihood.Fit(
            AbsorbedSamples.Dummies(problem), new GaussianLogFamily(), new AbsorptionOptions { Start = absorbed.LinearPredictor, Tolerance = 1e-11 });
        Compare(absorbed, dummies, problem);
    }

    [Theory]
    [InlineData("od", 0.9, false, 1)]
    [InlineData("ot dt", 0.8, true, 1)]
    [InlineData("ot dt od", 0.9, false, 1)]
    public void Negative_binomial_agrees(string effects, double keep, bool weighted, int islands)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(effects.Split(' '), true, keep: keep, weighted: weighted, islands: islands);
        problem = AbsorbedSamples.Without(problem with { Response = [.. problem.Response.Select(y => Math.Round(y))] }, new AbsorbedRowRules(ZeroGroups: true));
        AbsorbedSolution absorbed = PseudoMaximumLikelihood.FitNegativeBinomial(problem);
        AbsorbedSolution dummies = PseudoMaximumLikelihood.FitNegativeBinomial(AbsorbedSamples.Dummies(problem));
        Compare(absorbed, dummies, problem);
        Agree.Relative(dummies.Dispersion!.Value, absorbed.Dispersion!.Value, 1e-9);
    }

    private static void ComparePseudo(string effects, double keep, bool weighted, int islands, ResponseFamily family, double zeros = 0.2)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(effects.Split(' '), true, keep: keep, weighted: weighted, islands: islands, zeros: zeros);
        Compare(PseudoMaximumLikelihood.Fit(problem, family), PseudoMaximumLikelihood.Fit(AbsorbedSamples.Dummies(problem), family), problem);
    }

    private static void Compare(AbsorbedSolution absorbed, AbsorbedSolution dummies, AbsorbedProblem problem)
    {
        Assert.True(absorbed.Iteration.Converged, absorbed.Iteration.Reason.ToString());
        Assert.True(dummies.Iteration.Converged, dummies.Iteration.Reason.ToString());
        int own = problem.Columns.Columns;
        Assert.Equal(own, absorbed.Kept.Length);
        for (int k = 0; k < own; k++)
        {
            Agree.Relative(dummies.Coefficients[k], absorbed.Coefficients[k], 1e-10);
            for (int l = 0; l < own; l++)
                Agree.Absolute(dummies.InverseGram[k, l], absorbed.InverseGram[k, l], 1e-9 * dummies.InverseGram[k, k]);
        }
        for (int i = 0; i < problem.Rows; i++)
        {
            // Means, as the least squares of levels hardly determine ln μ where μ is small.
            Agree.Absolute(dummies.FittedMean[i], absorbed.FittedMean[i], 1e-7 * (1 + Math.Abs(absorbed.FittedMean[i])));
            Agree.Absolute(dummies.ScoreResiduals[i], absorbed.ScoreResiduals[i], 1e-7 * (1 + Math.Abs(absorbed.ScoreResiduals[i])));
        }
        Agree.Relative(dummies.LogLikelihood, absorbed.LogLikelihood, 1e-10);
        Agree.Absolute(dummies.NullLogLikelihood, absorbed.NullLogLikelihood, 1e-9 * Math.Abs(absorbed.NullLogLikelihood));
        if (!double.IsNaN(dummies.Deviance) || !double.IsNaN(absorbed.Deviance))
            Agree.Relative(dummies.Deviance, absorbed.Deviance, 1e-9);
        // Fewer dummies than the bound only with three effects and more.
        int rank = dummies.Kept.Length - own;
        if (absorbed.EffectRank.IsExact)
            Assert.Equal(rank, absorbed.EffectRank.DegreesOfFreedom);
        else
            Assert.InRange(absorbed.EffectRank.DegreesOfFreedom, rank, absorbed.EffectRank.OneEach);
    }
}
