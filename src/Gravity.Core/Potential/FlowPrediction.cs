using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Counts;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Potential;

/// <summary>The flow that a regression without inefficiency predicts for each row: the base of the classes of actual over predicted trade.</summary>
public static class FlowPrediction
{
    /// <summary>Predictions of the regression on the frontier's columns of <paramref name="design"/>.</summary>
    /// <remarks>
    /// exp(x'b) of least squares where the response is a logarithm, less 1 under ln(1 + flow); exp(x'b) of Poisson regression (PPML) where it is the flow itself.
    /// </remarks>
    /// <param name="design">The sample.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    public static double[] Of(Design design, int threads = 0)
    {
        double[] coefficients = design.ResponseScale == ResponseScale.Level
            ? PoissonRegression.Fit(design, design.Response, new FitOptions { Threads = threads }).Point
            : [.. LeastSquares.Solve(design.Frontier.Values, design.Response, threads: threads).Coefficients];
        double shift = design.ResponseScale == ResponseScale.Log1p ? 1 : 0;
        return Array.ConvertAll(design.Frontier.Values.Times(coefficients), index => Math.Exp(index) - shift);
    }
}
