using Gravity.Core.Numerics;
using Gravity.Core.Optimization;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>EM for latent classes (Dempster, Laird and Rubin 1977): posterior probabilities, then a few Newton steps on the weighted log-likelihoods.</summary>
/// <remarks>The M-step accepts only steps that raise its function, so ℓ never falls (generalised EM). It leads from a rough start into a valley; Newton's method finishes.</remarks>
internal static class ExpectationMaximization
{
    private static readonly OptimizationOptions InnerSteps = new() { MaxIterations = 4, PolishSteps = 0 };

    /// <summary>Raises ℓ from θ; adds ℓ before each M-step to <paramref name="heights"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="theta">Where to begin.</param>
    /// <param name="first">Responsibilities of the first M-step, groups × classes; null for the posterior probabilities at θ.</param>
    /// <param name="iterations">M-steps at most.</param>
    /// <param name="heights">Receives ℓ at each θ on the way.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static double[] Raise(
        LatentClassFrontier model, double[] theta, Matrix? first, int iterations, List<double>? heights = null, CancellationToken cancellation = default)
    {
        (double[] reference, Matrix directions) = model.ScaledCoordinates();
        Matrix responsibilities = first?.Clone() ?? new Matrix(model.Layout.GroupCount, model.Classes);
        double before = double.NegativeInfinity;
        for (int iteration = 0; iteration < iterations; iteration++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (iteration > 0 || first is null)
            {
                double height = model.Posterior(theta, responsibilities);
                heights?.Add(height);
                if (!double.IsFinite(height) || height - before < 1e-4)
                    return theta;
                before = height;
            }
            var objective = ScaledObjective.Create(new Weighted(model, responsibilities), reference, directions);
            OptimizationSummary summary = new TrustRegionNewton().Maximize(objective, objective.FromOriginal(theta), InnerSteps, cancellation);
            if (summary.Termination == Termination.InfeasibleStart)
                return theta;
            theta = objective.ToOriginal(summary.Point);
        }
        return theta;
    }

    private sealed class Weighted(LatentClassFrontier model, Matrix responsibilities) : IObjective
    {
        public int Dimension => model.Dimension;

        public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) =>
            model.EvaluateGiven(responsibilities, point, gradient, hessian);
    }
}
