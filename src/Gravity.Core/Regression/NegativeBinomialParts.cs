using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Families;

namespace Gravity.Core.Regression;

/// <summary>The observed information of a negative binomial in coefficients, effects and ln α together.</summary>
/// <remarks>
/// With share = αμ/(1 + αμ), s = ∂ℓ/∂η and W = −∂²ℓ/∂η², the cross derivative is ∂²ℓ/∂η∂ln α = −share·s. Effects are projected out of the columns at the weights W, and of ln α: with û the
/// fit of the effects to −share·s/W, its information is −Σ∂²ℓ/∂(ln α)² − Σ(−share·s)û and its scores ∂ℓ/∂ln α + ûs. Expected cross derivatives are 0 (Lawless 1987), those of a sample
/// are not, and a sandwich feels them to first order.
/// </remarks>
internal static class NegativeBinomialParts
{
    public static RegressionParts Of(RegressionParts parts, AbsorbedSolution solution, FitOptions options)
    {
        AbsorbedProblem problem = solution.Problem;
        double alpha = solution.Dispersion!.Value;
        int rows = problem.Rows, k = solution.Kept.Length;
        double[] weights = new double[rows], score = new double[rows], cross = new double[rows];
        new NegativeBinomialFamily(alpha).Evaluate(problem.Response, solution.LinearPredictor, problem.Weights ?? [], weights, score, out _);
        for (int i = 0; i < rows; i++)
        {
            double odds = alpha * solution.FittedMean[i];
            cross[i] = double.IsInfinity(odds) ? -score[i] : -odds / (1 + odds) * score[i];
        }
        var columns = new Matrix(rows, k);
        for (int j = 0; j < k; j++)
            problem.Columns.Column(solution.Kept[j]).CopyTo(columns.Column(j));
        var fit = new double[rows];
        if (problem.Effects.Count > 0)
        {
            cross.CopyTo(fit, 0);
            var projection = new EffectProjection(problem.Effects, options.Threads);
            projection.SetWeights(weights);
            projection.Project(columns, fit, cancellation: options.Cancellation);
        }
        Matrix gram = WeightedGram.Of(columns, weights, options.Threads), information = new(k + 1, k + 1), further = new(rows, 1);
        double[] link = WeightedGram.Product(columns, null, cross, options.Threads);
        double own = 0;
        for (int i = 0; i < rows; i++)
        {
            double w = problem.Weights?[i] ?? 1;
            (double first, double second) = NegativeBinomialDispersion.Row(problem.Response[i], solution.FittedMean[i], 1 / alpha);
            further[i, 0] = w * first + fit[i] * score[i];
            own -= w * second + cross[i] * fit[i];
        }
        for (int j = 0; j < k; j++)
        {
            for (int i = 0; i < k; i++)
                information[i, j] = gram[i, j];
            information[j, k] = information[k, j] = -link[j];
        }
        information[k, k] = own;
        // At the Poisson limit α has no curvature: then the coefficients stand alone.
        if (Cholesky.TryFactor(information) is not { } factor)
            return parts with { Bread = Cholesky.TryFactor(gram)?.Inverse() ?? parts.Bread, Columns = columns, Weights = weights, Residuals = score };
        return parts with { Bread = factor.Inverse(), Columns = columns, Weights = weights, Residuals = score, FurtherScores = further };
    }
}
