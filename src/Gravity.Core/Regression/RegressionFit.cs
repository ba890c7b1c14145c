using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Families;
using Gravity.Core.Specification;

namespace Gravity.Core.Regression;

/// <summary>How well a regression with absorbed effects fits, in the measures its literature uses.</summary>
/// <remarks>
/// Least squares: R² = 1 − RSS/TSS about the mean; R² within = 1 − RSS/Σwỹ², ỹ the response less its projection on the effects. Pseudo-likelihoods: McFadden's 1 − ℓ/ℓ₀ with ℓ₀ of a
/// constant mean, and the squared correlation of flow and fitted flow, which papers on gravity print as the R² of PPML.
/// </remarks>
internal static class RegressionFit
{
    public static IEnumerable<DerivedEstimate> Of(string model, Design design, AbsorbedSolution solution, int observations, int residualDegrees)
    {
        static DerivedEstimate Value(string name, double value) => new(name, value, double.NaN);
        if (PseudoLikelihoods.Find(model) is null)
        {
            double squares = solution.Deviance, r2 = 1 - squares / solution.NullDeviance;
            yield return Value("sigma", Math.Sqrt(squares * (observations / design.TotalWeight) / residualDegrees));
            yield return Value("rSquared", r2);
            yield return Value("adjustedRSquared", 1 - (1 - r2) * (observations - 1) / residualDegrees);
            if (solution.Problem.Effects.Count > 0)
                yield return Value("withinRSquared", 1 - squares / Within(solution));
            yield break;
        }
        yield return Value("deviance", solution.Deviance);
        yield return Value("pseudoRSquared", 1 - solution.LogLikelihood / solution.NullLogLikelihood);
        yield return Value("squaredCorrelation", SquaredCorrelation(solution.Problem.Response, solution.FittedMean, solution.Problem.Weights));
        if (solution.Dispersion is { } alpha)
        {
            (_, double curvature) = NegativeBinomialDispersion.Derivatives(solution.Problem.Response, solution.FittedMean, solution.Problem.Weights, alpha);
            // α and β are orthogonal in expected information (Lawless 1987).
            yield return new DerivedEstimate("alpha", alpha, curvature < 0 ? alpha / Math.Sqrt(-curvature) : double.NaN);
        }
    }

    /// <summary>Σwỹ², ỹ = X̃β + e.</summary>
    private static double Within(AbsorbedSolution solution)
    {
        double[]? weights = solution.Problem.Weights;
        double[] within = [.. solution.ScoreResiduals.Select((r, i) => r / (weights?[i] ?? 1))];
        for (int j = 0; j < solution.Coefficients.Length; j++)
            GramKernels.AddScaled(solution.Coefficients[j], solution.Projected.Column(j), within);
        double sum = 0;
        for (int i = 0; i < within.Length; i++)
            sum += (weights?[i] ?? 1) * within[i] * within[i];
        return sum;
    }

    private static double SquaredCorrelation(double[] y, double[] fitted, double[]? weights)
    {
        double total = 0, meanY = 0, meanF = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double w = weights?[i] ?? 1;
            total += w;
            meanY += w * (y[i] - meanY) / total;
            meanF += w * (fitted[i] - meanF) / total;
        }
        double yy = 0, ff = 0, yf = 0;
        for (int i = 0; i < y.Length; i++)
        {
            double w = weights?[i] ?? 1, dy = y[i] - meanY, df = fitted[i] - meanF;
            yy += w * dy * dy;
            ff += w * df * df;
            yf += w * dy * df;
        }
        return yf / yy * (yf / ff);
    }
}
