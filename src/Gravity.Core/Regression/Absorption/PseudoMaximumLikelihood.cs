using Gravity.Core.Regression.Families;

namespace Gravity.Core.Regression.Absorption;

/// <summary>Pseudo-maximum likelihood of flows with mean exp(x'β + effects), by iterated weighted least squares.</summary>
/// <remarks>
/// Each step solves X̃'WX̃·δ = X̃'s with X̃ projected at the weights W of the step (Correia, Guimarães and Zylkin 2020, for PPML), and moves η by the fit of s/W on columns and
/// effects. Scores are kept apart from weights, so that rows of weight 0 are no exception. A step that does not lower the objective is halved.
/// </remarks>
internal static class PseudoMaximumLikelihood
{
    private const int MostTurns = 200;

    /// <summary>Fits a family.</summary>
    /// <param name="problem">Flows, columns, effects, weights. Groups without a flow should have been left out: their effect is −∞.</param>
    /// <param name="family">The family.</param>
    /// <param name="options">Tolerances, start, threads.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    /// <exception cref="ArgumentException">The arrays do not belong together or hold values that are not finite.</exception>
    public static AbsorbedSolution Fit(
        AbsorbedProblem problem, ResponseFamily family, AbsorptionOptions? options = null, CancellationToken cancellation = default)
    {
        problem.Check();
        var iteration = new Reweighting(problem, options ?? AbsorptionOptions.Default, cancellation);
        // Least squares of levels has several minima: begin at the Poisson fit.
        if (family is GaussianLogFamily && options?.Start is null)
            iteration.Run(new PoissonFamily());
        iteration.Run(family);
        return iteration.Solution(family);
    }

    /// <summary>Fits the negative binomial with α by maximum likelihood: steps in β and effects for given α, and in α for given means, in turn.</summary>
    /// <remarks>β and α are orthogonal in expected information (Lawless 1987), so the turns converge fast. Where the flows show no more than Poisson dispersion α ends at <see cref="NegativeBinomialDispersion.Least"/>.</remarks>
    /// <inheritdoc cref="Fit" path="/param|/exception"/>
    public static AbsorbedSolution FitNegativeBinomial(AbsorbedProblem problem, AbsorptionOptions? options = null, CancellationToken cancellation = default)
    {
        problem.Check();
        var iteration = new Reweighting(problem, options ?? AbsorptionOptions.Default, cancellation);
        iteration.Run(new PoissonFamily());
        double alpha = Dispersion(iteration, 1);
        for (int turn = 0; turn < MostTurns; turn++)
        {
            iteration.Run(new NegativeBinomialFamily(alpha));
            double next = Dispersion(iteration, alpha);
            bool still = Math.Abs(Math.Log(next / alpha)) <= (options ?? AbsorptionOptions.Default).Tolerance;
            alpha = next;
            if (still)
                break;
        }
        return iteration.Solution(new NegativeBinomialFamily(alpha));
    }

    private static double Dispersion(Reweighting iteration, double start)
    {
        (double[] y, double[] means, double[]? prior) = iteration.Current();
        return NegativeBinomialDispersion.Maximise(y, means, prior, start);
    }
}
