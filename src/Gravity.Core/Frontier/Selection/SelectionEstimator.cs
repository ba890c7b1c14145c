using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Selection;

/// <summary>Fits the frontier with sample selection: all parameters jointly, or probit first and the frontier given α̂.</summary>
public static class SelectionEstimator
{
    /// <summary>|ρ̂| from here on is reported as the end ±1 of its range.</summary>
    private const double Boundary = 0.999;

    /// <summary>Fits the model.</summary>
    /// <param name="design">Rows with <see cref="Design.Selection"/>.</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="twoStep">True for Greene's two steps; false for joint maximum likelihood.</param>
    /// <param name="options">Starts, covariance, seed, threads.</param>
    /// <exception cref="DataUnfitException"><c>selection-separated</c>, or what other frontiers raise.</exception>
    /// <exception cref="UsageException">A covariance that the estimator does not have.</exception>
    public static FrontierFit Fit(Design design, FrontierSide side, bool twoStep, FitOptions options)
    {
        PerfectPrediction.Refuse(design.Selection!.All);
        FrontierFit fit = twoStep ? SelectionTwoStep.Fit(design, side, options) : FrontierEstimator.Fit(Specification(side), design, options);
        return fit with
        {
            Result = fit.Result with
            {
                // Least squares of the selected rows alone is no special case of the model; the regression with selection is.
                OlsLogLikelihood = fit.Result.LogLikelihood - 0.5 * fit.Result.InefficiencyTest!.Statistic,
                SelectedObservations = design.RowCount,
                Warnings = [.. fit.Result.Warnings, .. Warnings(design, fit)],
            },
        };
    }

    /// <summary>The model as <see cref="FrontierEstimator"/> takes it.</summary>
    public static FrontierSpecification Specification(FrontierSide side, double[]? heldSelection = null) => new()
    {
        Model = "selection",
        Side = side,
        Factory = (design, threads) => new SelectionFrontier(design, side, threads, heldSelection),
        FactoryStarts = 3,
    };

    private static IEnumerable<FitWarning> Warnings(Design design, FrontierFit fit)
    {
        if (!HasExclusion(design))
            yield return new FitWarning(WarningCatalog.NoExclusion, new Phrase("warning.no-exclusion.here", ("columns", design.Block(BlockNames.Selection)!.Columns)));
        double rho = fit.Result.DerivedValue("rho");
        if (Math.Abs(rho) > Boundary)
        {
            yield return new FitWarning(
                WarningCatalog.BoundaryRho, new Phrase("warning.boundary-rho.here", ("rho", rho.ToString("0.######", CultureInfo.InvariantCulture))));
        }
    }

    /// <summary>Whether some column of z is no linear combination of x in the selected rows.</summary>
    private static bool HasExclusion(Design design)
    {
        Matrix z = design.Block(BlockNames.Selection)!.Values;
        return Enumerable.Range(0, z.Columns).Any(j =>
        {
            double[] column = z.Column(j).ToArray();
            double size = column.Sum(value => value * value);
            return LeastSquares.Solve(design.Frontier.Values, column).ResidualSumOfSquares > 1e-18 * size;
        });
    }
}
