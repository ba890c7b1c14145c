using System.Globalization;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Regression.Diagnostics;

/// <summary>Tests of a constant variance of the log model: its squared residuals on regressors, N·R² against χ²(q), q the columns beside the constant.</summary>
/// <remarks>The squares are studentised in the sense of Koenker (1981): N·R² needs no normal errors. Under weights e√w takes the place of e.</remarks>
internal static class SquaredResiduals
{
    /// <summary>Columns of White's full form, at most; beyond, or with fewer than five rows a column, the fitted value and its square stand for them.</summary>
    private const int MostColumns = 200;

    /// <summary>On the regressors.</summary>
    public static RegressionTest BreuschPagan(Design design, AbsorbedSolution solution) =>
        Test(RegressionTest.BreuschPagan, Squares(solution), Regressors(design, solution), RegressorsOnly(solution));

    /// <summary>On the regressors, their squares and products; in samples too small for these on the fitted value and its square (Wooldridge 2010, section 6.3).</summary>
    public static RegressionTest White(Design design, AbsorbedSolution solution)
    {
        List<double[]> own = Regressors(design, solution);
        int products = own.Count * (own.Count + 3) / 2;
        if (products > Math.Min(MostColumns, solution.Problem.Rows / 5))
        {
            double[] z = RegressionDiagnostics.Standardised(solution.LinearPredictor);
            return Test(
                RegressionTest.White, Squares(solution), z.Length == 0 ? [] : [z, Array.ConvertAll(z, v => v * v)],
                new Phrase("diagnostics.note.white-fitted", ("columns", products.ToString(CultureInfo.InvariantCulture))));
        }
        List<double[]> columns = [.. own];
        for (int j = 0; j < own.Count; j++)
            for (int k = j; k < own.Count; k++)
                columns.Add([.. own[j].Select((value, i) => value * own[k][i])]);
        return Test(RegressionTest.White, Squares(solution), columns, RegressorsOnly(solution));
    }

    private static Phrase? RegressorsOnly(AbsorbedSolution solution) => solution.Problem.Effects.Count > 0 ? new Phrase("diagnostics.note.regressors-only") : null;

    private static double[] Squares(AbsorbedSolution solution)
    {
        double[]? weights = solution.Problem.Weights;
        var squares = new double[solution.Problem.Rows];
        for (int i = 0; i < squares.Length; i++)
        {
            double e = solution.Problem.Response[i] - solution.LinearPredictor[i];
            squares[i] = (weights?[i] ?? 1) * e * e;
        }
        return squares;
    }

    /// <summary>The kept regressors, standardised, without constants.</summary>
    private static List<double[]> Regressors(Design design, AbsorbedSolution solution) =>
        [.. solution.Kept.Select(k => RegressionDiagnostics.Standardised(design.Frontier.Values.Column(k))).Where(column => column.Length > 0)];

    private static RegressionTest Test(string code, double[] squares, List<double[]> columns, Phrase? note)
    {
        double mean = squares.Average();
        double[] y = [.. squares.Select(v => v / mean - 1)];
        double total = y.Sum(v => v * v);
        if (columns.Count == 0 || !(mean > 0) || !(total > 0))
            return new RegressionTest(code, null, new Phrase("diagnostics.note.collinear-index"));
        var x = new Matrix(y.Length, columns.Count + 1);
        x.Column(0).Fill(1);
        for (int j = 0; j < columns.Count; j++)
            columns[j].CopyTo(x.Column(j + 1));
        LeastSquares fit = LeastSquares.Solve(x, y);
        int q = fit.Rank - 1;
        double statistic = y.Length * Math.Max(0, 1 - fit.ResidualSumOfSquares / total);
        return q < 1
            ? new RegressionTest(code, null, new Phrase("diagnostics.note.collinear-index"))
            : new RegressionTest(
                code, new HypothesisTest(statistic, q, Distributions.ChiSquareSurvival(statistic, q), string.Create(CultureInfo.InvariantCulture, $"χ²({q})")), note);
    }
}
