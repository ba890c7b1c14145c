using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Selection;

/// <summary>Starts of the frontier with selection: probit, Heckman's two-step regression, and a grid of ρ and of the share of V[u].</summary>
/// <remarks>
/// The regression of y on x and λ(z'α̂) has ρσ_v as the coefficient of λ (Heckman 1979). The share of V[u] in the variance of the composed error moves the
/// intercept by E[u] and splits the variance. Candidates are ranked by their likelihood, one for each ρ first.
/// </remarks>
internal sealed class SelectionStarts(SelectionFrontier model, double[]? held)
{
    private static readonly double[] Shares = [0.1, 0.35, 0.65, 0.9];

    public IReadOnlyList<double[]> Take(int count)
    {
        double[] alpha = held ?? ProbitLikelihood.Fit(model.Design.Selection!.All, new FitOptions { Threads = model.Threads }).Point;
        (double[] beta, double slope, double variance) = Heckman(alpha);
        double own = Math.Clamp(slope / Math.Sqrt(variance), -0.9, 0.9);
        var candidates = new List<(double Value, double Rho, double[] Point)>();
        foreach (double rho in new[] { own, 0, -0.6, 0.6 }.Distinct())
        {
            foreach (double share in Shares)
            {
                double[] point = Candidate(alpha, beta, variance, rho, share);
                double value = model.Evaluate(point, default, default);
                if (double.IsFinite(value))
                    candidates.Add((value, rho, point));
            }
        }
        candidates.Sort((x, y) => y.Value.CompareTo(x.Value));
        if (candidates.Count == 0)
            return [Candidate(alpha, beta, variance, 0, 0.5)];
        var seen = new HashSet<double>();
        List<double[]> chosen = [.. candidates.Where(c => seen.Add(c.Rho)).Select(c => c.Point)];
        chosen.AddRange(candidates.Select(c => c.Point).Where(p => !chosen.Contains(p)));
        return [.. chosen.Take(Math.Max(1, count))];
    }

    /// <summary>β, ρσ_v and V[ε] by least squares on x and λ; ρσ_v = 0 where λ is a linear combination of x.</summary>
    private (double[] Beta, double Slope, double Variance) Heckman(double[] alpha)
    {
        Matrix x = model.Design.Frontier.Values, z = model.Terms[^1].Columns!;
        double[] c = z.Times(alpha), lambda = Array.ConvertAll(c, NormalTail.InverseMills);
        Matrix joined = new(x.Rows, x.Columns + 1);
        x.Values.CopyTo(joined.Values);
        lambda.CopyTo(joined.Column(x.Columns));
        LeastSquares fit = LeastSquares.Solve(joined, model.Response, threads: model.Threads);
        if (fit.Dependent.Count > 0)
            fit = model.Ols;
        double slope = fit.Coefficients.Length > x.Columns ? fit.Coefficients[^1] : 0;
        // V[v | d = 1] is short of σ_v² by (ρσ_v)²·λ(c + λ).
        double variance = fit.ResidualSumOfSquares / x.Rows + slope * slope * c.Average(NormalTail.Curvature);
        return (fit.Coefficients[..x.Columns], slope, variance > 0 ? variance : 1);
    }

    private double[] Candidate(double[] alpha, double[] beta, double variance, double rho, double share)
    {
        var point = new double[model.Dimension];
        BlockOffsets offsets = model.Offsets;
        beta.CopyTo(point, 0);
        double logU = Math.Log(share * variance / (1 - 2 / Math.PI));
        int intercept = model.Design.Frontier.Intercept;
        if (intercept >= 0)
            point[intercept] += model.Sign * Math.Sqrt(2 / Math.PI) * Math.Exp(0.5 * logU);
        FrontierStarts.SetLevel(point, offsets.LogU, offsets.LogUColumns, logU);
        FrontierStarts.SetLevel(point, offsets.LogV, offsets.LogVColumns, Math.Log((1 - share) * variance));
        point[model.TauPosition] = Math.Atanh(rho);
        if (held is null)
            alpha.CopyTo(point, model.EquationOffset);
        return point;
    }
}
