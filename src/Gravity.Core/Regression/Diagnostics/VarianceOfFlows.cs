using System.Globalization;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Regression.Diagnostics;

/// <summary>Which power of the mean the variance of flows is: V[y|x] = λ₀μ^λ, λ = 1 for PPML's variance, 2 for that of gamma PML and of the log model.</summary>
/// <remarks>
/// Park (1966) and Manning and Mullahy (2001): ln(y − μ̂)² = ln λ₀ + λ ln μ̂ + ξ, with errors robust to heteroskedasticity. Its λ̂ is consistent only where the law of (y − μ)/μ^(λ/2) does not depend on
/// x, so it can tell λ = 2 from others and λ = 1 as a guide (Santos Silva and Tenreyro 2006, section III.C). Their Gauss–Newton regression needs no such assumption:
/// (y − μ̂)²/√μ̂ = λ₀√μ̂ + λ₀(λ − 1)·ln μ̂·√μ̂ + ξ, and λ = 1 where the second coefficient is 0. ln(μ̂/m), m the mean of μ̂, takes the place of ln μ̂ there, so that the unit of trade does not matter.
/// </remarks>
internal static class VarianceOfFlows
{
    public static IReadOnlyList<RegressionTest> Missing(Phrase why) =>
        [.. new[] { RegressionTest.ParkPoisson, RegressionTest.ParkSquare, RegressionTest.GaussNewton }.Select(code => new RegressionTest(code, null, why))];

    /// <param name="flows">y ≥ 0.</param>
    /// <param name="means">μ̂ &gt; 0.</param>
    public static IReadOnlyList<RegressionTest> Of(double[] flows, double[] means)
    {
        double scale = means.Average();
        int[] used = [.. Enumerable.Range(0, flows.Length).Where(i => means[i] > 0 && flows[i] != means[i])];
        if (used.Length < 3 || RegressionDiagnostics.Standardised([.. used.Select(i => Math.Log(means[i]))]).Length == 0)
            return Missing(new Phrase("diagnostics.note.collinear-index"));
        double[] log = [.. used.Select(i => Math.Log(means[i] / scale))];
        double[] squares = [.. used.Select(i => 2 * Math.Log(Math.Abs(flows[i] - means[i]) / scale))];
        (double power, double error) = Coefficient(log, null, squares);
        var found = new Phrase(
            "diagnostics.note.power", ("power", power.ToString("0.00", CultureInfo.InvariantCulture)), ("error", error.ToString("0.00", CultureInfo.InvariantCulture)));
        // (y − μ)²/√μ over its scale: all in units of the mean flow.
        double[] root = [.. used.Select(i => Math.Sqrt(means[i] / scale))];
        double[] left = [.. used.Select((i, k) => (flows[i] - means[i]) / scale * ((flows[i] - means[i]) / scale) / root[k])];
        (double slope, double slopeError) = Coefficient([.. log.Select((value, k) => value * root[k])], root, left);
        return
        [
            new RegressionTest(RegressionTest.ParkPoisson, Wald((power - 1) / error), found),
            new RegressionTest(RegressionTest.ParkSquare, Wald((power - 2) / error), found),
            new RegressionTest(RegressionTest.GaussNewton, Wald(slope / slopeError)),
        ];
    }

    private static HypothesisTest Wald(double z) => new(z * z, 1, Distributions.ChiSquareSurvival(z * z, 1), "χ²(1)");

    /// <summary>The coefficient of x and its HC1 error, beside a constant or <paramref name="other"/>.</summary>
    private static (double Estimate, double Error) Coefficient(double[] x, double[]? other, double[] y)
    {
        var columns = new Matrix(x.Length, 2);
        x.CopyTo(columns.Column(0));
        if (other is null)
            columns.Column(1).Fill(1);
        else
            other.CopyTo(columns.Column(1));
        LeastSquares fit = LeastSquares.Solve(columns, y);
        CovarianceEstimate covariance = Covariance.LeastSquares(fit.InverseGram, columns, fit.Residuals(columns, y), [], CovarianceKind.HC1);
        return (fit.Coefficients[0], Math.Sqrt(covariance.Matrix[0, 0]));
    }
}
