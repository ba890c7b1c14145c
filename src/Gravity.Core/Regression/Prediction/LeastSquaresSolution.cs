using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Regression;

/// <summary>Least squares without absorbed effects, at given coefficients (which constraints may have moved), in the form of a regression with effects.</summary>
internal static class LeastSquaresSolution
{
    /// <param name="design">The rows.</param>
    /// <param name="coefficients">One for each column of the frontier.</param>
    public static AbsorbedSolution Of(Design design, double[] coefficients)
    {
        double[] fitted = design.Frontier.Values.Times(coefficients);
        double squares = 0;
        double[] residuals = [.. fitted.Select((f, i) =>
        {
            double e = design.Response[i] - f, w = design.Weights?[i] ?? 1;
            squares += w * e * e;
            return w * e;
        })];
        int count = coefficients.Length;
        return new AbsorbedSolution(AbsorbedProblem.Of(new AbsorbedSample(design, new EffectSet(design.RowCount, []))), 0)
        {
            Kept = [.. Enumerable.Range(0, count)],
            LeftOut = [],
            Coefficients = coefficients,
            Projected = design.Frontier.Values,
            WorkingWeights = design.Weights,
            ScoreResiduals = residuals,
            InverseGram = new Matrix(count, count),
            LinearPredictor = fitted,
            FittedMean = fitted,
            Deviance = squares,
            NullDeviance = double.NaN,
            LogLikelihood = double.NaN,
            NullLogLikelihood = double.NaN,
            Pearson = squares,
            Iteration = new IterationSummary(true, 1, 0, 0, 0, new Phrase("absorbed.projected", ("iterations", "0"))),
        };
    }
}
