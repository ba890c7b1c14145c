using Gravity.Core.Regression.Absorption;

namespace Gravity.Core.Studies;

/// <summary>Residuals of a regression in units of its own variance function, row by row of the design.</summary>
/// <param name="LinearPredictor">η_i = x_i'β + effects: the logarithm of the fitted flow, or of a regression in levels the fitted flow itself.</param>
/// <param name="Standardised">
/// e_i = √w_i·(y_i − μ_i)/√V(μ_i), divided by √(Σe²/N): Pearson residuals (McCullagh and Nelder 1989, section 2.4.1). Least squares has V = 1.
/// Where V is right the mean of e² is 1 at every η; where it is not, estimates stay consistent, but other weights would be more precise.
/// </param>
public sealed record RegressionResiduals(IReadOnlyList<double> LinearPredictor, IReadOnlyList<double> Standardised)
{
    /// <summary>The residuals of a regression.</summary>
    /// <param name="fit">The fit.</param>
    /// <exception cref="UsageException"><c>no-prediction</c>: the model is no regression.</exception>
    public static RegressionResiduals Of(ModelFit fit)
    {
        AbsorbedSolution solution = FlowRegressions.Of(fit).Solution;
        double[] residual = [.. solution.ScoreResiduals];
        // wᵢ(yᵢ − μᵢ)μ'ᵢ/V over √(wᵢμ'ᵢ²/V); least squares without weights has working weights 1.
        if (solution.WorkingWeights is { } weights)
            for (int i = 0; i < residual.Length; i++)
                residual[i] = weights[i] > 0 ? residual[i] / Math.Sqrt(weights[i]) : 0;
        double scale = Math.Sqrt(residual.Sum(e => e * e) / residual.Length);
        return new RegressionResiduals(solution.LinearPredictor, scale > 0 ? Array.ConvertAll(residual, e => e / scale) : residual);
    }
}
