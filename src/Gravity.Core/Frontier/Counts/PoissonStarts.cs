using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Counts;

/// <summary>Starts of the Poisson frontier: Poisson regression with the intercept moved by E[e^(∓u)], and least squares of ln y raised over the flows.</summary>
/// <remarks>
/// Where flows are small the likelihood is near that of a Poisson regression with overdispersion; where they are large its noise is nothing beside u, and the
/// frontier is nearly an envelope of ln y, above (in cost below) which a point must lie to be worth climbing from. Candidates of both kinds over a grid of σ_u are ranked by their likelihood.
/// </remarks>
internal sealed class PoissonStarts(PoissonFrontier model, double[] regression)
{
    private static readonly double[] Sigmas = [0.15, 0.4, 0.8, 1.5, 3];

    private static readonly double[] Heights = [0.5, 0.8, 0.95, 1];

    public IReadOnlyList<double[]> Take(int count)
    {
        var candidates = new List<(double Value, double Group, double[] Point)>();
        void Add(double group, double[] beta, double rise, double sigma)
        {
            double[] point = Candidate(beta, rise, sigma);
            double value = model.Evaluate(point, default, default);
            if (double.IsFinite(value))
                candidates.Add((value, group, point));
        }
        foreach (double sigma in Sigmas)
            Add(sigma, regression, -LogMeanEfficiency(sigma, model.Sign), sigma);
        (double[] beta, double[] residual) = Logarithms();
        double[] sorted = [.. residual.Order()];
        foreach (double height in Heights)
        {
            // The line lies over the share `height` of the flows (in cost under it); σ_u is the root mean square below it.
            double rise = model.Sign * Quantile(sorted, height);
            double square = residual.Average(e => Math.Pow(Math.Max(0, model.Sign * rise - e), 2));
            Add(-height, beta, rise, Math.Sqrt(Math.Max(square, 1e-4)));
        }
        candidates.Sort((x, y) => y.Value.CompareTo(x.Value));
        if (candidates.Count == 0)
            return [Candidate(regression, 0, 0.1)];
        return [.. candidates.Take(Math.Max(1, count)).Select(c => c.Point)];
    }

    /// <summary>ln E[e^(−su)] of a half-normal u: ln 2 + σ²/2 + ln Φ(−sσ).</summary>
    internal static double LogMeanEfficiency(double sigma, double sign) => Math.Log(2) + 0.5 * sigma * sigma + NormalTail.LogCdf(-sign * sigma);

    /// <summary>Least squares of ln y over the positive flows, and s times its residuals.</summary>
    private (double[] Beta, double[] Residual) Logarithms()
    {
        Matrix x = model.Design.Frontier.Values;
        int[] positive = [.. Enumerable.Range(0, x.Rows).Where(i => model.Response[i] > 0)];
        double[] logs = Array.ConvertAll(positive, i => Math.Log(model.Response[i]));
        LeastSquares fit = LeastSquares.Solve(Selection.SelectionSum.Pick(x, positive), logs);
        double[] beta = fit.Dependent.Count == 0 ? [.. fit.Coefficients] : regression;
        double[] fitted = x.Times(beta);
        return (beta, [.. positive.Select((row, k) => model.Sign * (logs[k] - fitted[row]))]);
    }

    private static double Quantile(double[] sorted, double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];

    private double[] Candidate(double[] beta, double rise, double sigma)
    {
        var point = new double[model.Dimension];
        beta.CopyTo(point, 0);
        int intercept = model.Design.Frontier.Intercept;
        if (intercept >= 0)
            point[intercept] += rise;
        FrontierStarts.SetLevel(point, model.Offsets.LogU, model.Offsets.LogUColumns, 2 * Math.Log(sigma));
        return point;
    }
}
