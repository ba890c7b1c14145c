using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Regression.Absorption;

/// <summary>How an iteration ended.</summary>
/// <param name="Converged">Whether the measure met the tolerance, in a column that was projected to its own.</param>
/// <param name="Iterations">Steps of reweighting; 1 for least squares.</param>
/// <param name="Passes">Iterations of all projections together, each one pass over the rows.</param>
/// <param name="Measure">The last measure: √(δ'Hδ/φ), the last Newton step in standard errors, over coefficients and effects together.</param>
/// <param name="Tolerance">Its tolerance.</param>
/// <param name="Reason">Why it ended, in words.</param>
internal sealed record IterationSummary(bool Converged, int Iterations, int Passes, double Measure, double Tolerance, Phrase Reason);

/// <summary>A fitted regression with absorbed effects: all that covariances, tests and predictions are made from.</summary>
/// <remarks>Row-wise arrays are in the order of the problem's rows; columns are those kept.</remarks>
internal sealed class AbsorbedSolution
{
    private readonly Lazy<EffectCoefficients> _effects;

    internal AbsorbedSolution(AbsorbedProblem problem, int threads)
    {
        Problem = problem;
        _effects = new Lazy<EffectCoefficients>(() =>
        {
            // Σ_q a_q[g_q(i)] = ηᵢ − xᵢ'β.
            double[] sum = [.. LinearPredictor!];
            for (int k = 0; k < Kept!.Length; k++)
                GramKernels.AddScaled(-Coefficients![k], problem.Columns.Column(Kept[k]), sum);
            return EffectCoefficients.Of(problem.Effects, sum, threads);
        });
    }

    /// <summary>What was fitted.</summary>
    public AbsorbedProblem Problem { get; }

    /// <summary>Positions of the kept columns among those given.</summary>
    public required int[] Kept { get; init; }

    /// <summary>Names of the kept columns.</summary>
    public IReadOnlyList<string> Names => [.. Kept.Select(k => Problem.Names[k])];

    /// <summary>Columns without a coefficient, and what spans them.</summary>
    public required IReadOnlyList<LeftOutColumn> LeftOut { get; init; }

    /// <summary>β of the kept columns.</summary>
    public required double[] Coefficients { get; init; }

    /// <summary>X̃: kept columns less their weighted projection on the effects, at the final weights.</summary>
    public required Matrix Projected { get; init; }

    /// <summary>Working weights W: the row weights for least squares (null for 1), wᵢ·(dμ/dη)²/V(μ) for pseudo-likelihoods: expected information.</summary>
    public required double[]? WorkingWeights { get; init; }

    /// <summary>rᵢ, with scores x̃ᵢ·rᵢ: wᵢ(yᵢ − ηᵢ) for least squares (the score of −½Σwe²), wᵢ(yᵢ − μᵢ)·(dμ/dη)/V(μ) otherwise.</summary>
    public required double[] ScoreResiduals { get; init; }

    /// <summary>(X̃'WX̃)⁻¹ of the kept columns.</summary>
    public required Matrix InverseGram { get; init; }

    /// <summary>ηᵢ = xᵢ'β + Σ effects.</summary>
    public required double[] LinearPredictor { get; init; }

    /// <summary>μᵢ; the same array as <see cref="LinearPredictor"/> for least squares.</summary>
    public required double[] FittedMean { get; init; }

    /// <summary>The deviance; the weighted residual sum of squares for least squares. NaN where the family has none (gamma with zeros).</summary>
    public required double Deviance { get; init; }

    /// <summary>Deviance of a constant mean.</summary>
    public required double NullDeviance { get; init; }

    /// <summary>Pseudo-log-likelihood Σ wᵢℓᵢ, at the maximum over the family's scale where it has one.</summary>
    public required double LogLikelihood { get; init; }

    /// <summary>The same of a constant mean.</summary>
    public required double NullLogLikelihood { get; init; }

    /// <summary>The family's own parameter: α of the negative binomial; null otherwise.</summary>
    public double? Dispersion { get; init; }

    /// <summary>Pearson's χ²: Σ wᵢ(yᵢ − μᵢ)²/V(μᵢ).</summary>
    public required double Pearson { get; init; }

    /// <summary>How the iteration ended.</summary>
    public required IterationSummary Iteration { get; init; }

    /// <summary>Redundant and spanned coefficients of the effects.</summary>
    public EffectRank EffectRank => Problem.Effects.Rank;

    /// <summary>Kept columns and degrees of freedom of the effects together.</summary>
    public int ParameterCount => Kept.Length + EffectRank.DegreesOfFreedom;

    /// <summary>The effects' coefficients; recovered when first asked for.</summary>
    public EffectCoefficients Effects => _effects.Value;
}
