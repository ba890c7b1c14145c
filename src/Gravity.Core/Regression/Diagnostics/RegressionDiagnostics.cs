using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Regression.Diagnostics;

/// <summary>Is the mean right, and which variance do the flows have: RESET and tests of variance after least squares and pseudo-likelihoods.</summary>
/// <remarks>Formulas and sources: docs/models/diagnostics.md.</remarks>
internal static class RegressionDiagnostics
{
    /// <summary>Makes them all, in the order of the table.</summary>
    /// <param name="model">Model key.</param>
    /// <param name="sample">The rows fitted.</param>
    /// <param name="solution">Their fit.</param>
    /// <param name="options">Covariance over the rows, threads.</param>
    public static IReadOnlyList<RegressionTest> Of(string model, AbsorbedSample sample, AbsorbedSolution solution, FitOptions options)
    {
        var tests = new List<RegressionTest> { Reset(model, sample, solution, options) };
        if (model == "ols")
        {
            tests.Add(SquaredResiduals.BreuschPagan(sample.Design, solution));
            tests.Add(SquaredResiduals.White(sample.Design, solution));
        }
        (double[] flows, double[] means)? levels = Levels(model, sample.Design, solution);
        tests.AddRange(levels is { } found ? VarianceOfFlows.Of(found.flows, found.means) : VarianceOfFlows.Missing(new Phrase("diagnostics.note.no-flow")));
        return tests;
    }

    /// <summary>The square of the standardised fitted index as one more regressor; its coefficient by the fit's own covariance.</summary>
    /// <remarks>η² itself would overflow or lose its digits; beside the intercept or effects, η and z² = (η − m)²/s² span the same. The index holds the effects.</remarks>
    private static RegressionTest Reset(string model, AbsorbedSample sample, AbsorbedSolution solution, FitOptions options)
    {
        double[] z = Standardised(solution.LinearPredictor);
        RegressionTest Missing(string key) => new(RegressionTest.Reset, null, new Phrase(key));
        if (z.Length == 0)
            return Missing("diagnostics.note.collinear-index");
        const string Name = "(fitted)²";
        DesignBlock old = sample.Design.Frontier;
        var values = new Matrix(z.Length, old.Columns + 1);
        old.Values.Values.CopyTo(values.Values);
        for (int i = 0; i < z.Length; i++)
            values[i, old.Columns] = z[i] * z[i];
        Design wider = sample.Design.With([.. sample.Design.Blocks.Select(b => b.Name == BlockNames.Frontier ? new DesignBlock(b.Name, [.. b.ColumnNames, Name], values) : b)]);
        CovarianceRequest covariance = options.Covariance.Kind == CovarianceKind.Bootstrap
            ? new CovarianceRequest { Kind = CovarianceKind.Robust, SmallSample = options.Covariance.SmallSample } : options.Covariance;
        FitResult fit = AbsorbedRegression.Fit(model, sample with { Design = wider }, options.Silent() with { Covariance = covariance }).Result;
        if (!fit.Converged)
            return Missing("diagnostics.note.no-refit-regression");
        int position = fit.Parameters.Select((p, j) => (p, j)).Where(x => x.p.Name == Name).Select(x => x.j).DefaultIfEmpty(-1).First();
        return position < 0
            ? Missing("diagnostics.note.collinear-index")
            : new RegressionTest(
                RegressionTest.Reset, WaldTest.Zero(fit.Theta, fit.Covariance.Matrix, [position], fit.DegreesOfFreedom),
                options.Covariance.Kind == CovarianceKind.Bootstrap ? new Phrase("diagnostics.note.robust-in-place") : null);
    }

    /// <summary>Flows and their fitted means: of the log model exp(η) times the mean of exp(e), Duan's (1983) smearing; null where the flow is not known.</summary>
    private static (double[] Flows, double[] Means)? Levels(string model, Design design, AbsorbedSolution solution)
    {
        if (model != "ols")
            return (design.Response, solution.FittedMean);
        if (design.ResponseScale != ResponseScale.Log || design.Flow is not { } flow)
            return null;
        double smearing = 0;
        for (int i = 0; i < flow.Length; i++)
            smearing += (Math.Exp(design.Response[i] - solution.LinearPredictor[i]) - smearing) / (i + 1);
        return (flow, [.. solution.LinearPredictor.Select(eta => Math.Exp(eta) * smearing)]);
    }

    /// <summary>(x − mean)/standard deviation; empty for a constant.</summary>
    internal static double[] Standardised(ReadOnlySpan<double> column)
    {
        double mean = 0, size = 0;
        for (int i = 0; i < column.Length; i++)
        {
            mean += (column[i] - mean) / (i + 1);
            size = Math.Max(size, Math.Abs(column[i]));
        }
        double squares = 0;
        foreach (double value in column)
            squares += (value - mean) / size * ((value - mean) / size);
        double spread = size * Math.Sqrt(squares / column.Length);
        if (!(spread > 1e-12 * size))
            return [];
        var standard = new double[column.Length];
        for (int i = 0; i < standard.Length; i++)
            standard[i] = (column[i] - mean) / spread;
        return standard;
    }
}
