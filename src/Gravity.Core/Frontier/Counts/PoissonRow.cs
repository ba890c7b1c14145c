using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Counts;

/// <summary>ln P(y) of one row of the Poisson–half-normal model with its derivatives in η = x'β and a = ln σ².</summary>
/// <remarks>
/// <para>
/// Every derivative has two forms, and the one whose terms cancel less is taken. Differentiated at fixed t = u/σ (Louis 1982), ∂η is E[y − μ], whose terms are of the
/// size of the flow: exact where the flow says little of u. Differentiated at fixed w = η − su, so that η moves the law of u instead, ∂η is s(f(0) − E[u]/σ²) with f(0) the
/// density of u at 0 given y: exact where the flow says nearly all, as trade in dollars does. Likewise ∂a is −½s·E[u(y − μ)] or ½(E[u²]/σ² − 1).
/// </para>
/// <para>Fé and Hofler (2013), eq. 6, with the simulated integral replaced by an exact one. Derivation: docs/models/poisson-half-normal.md.</para>
/// </remarks>
internal static class PoissonRow
{
    /// <summary>ln 2 − ½ ln 2π: of the density of t at 0.</summary>
    private static readonly double LogDensityAtZero = Math.Log(2) - NormalTail.LogRootTwoPi;

    /// <summary>ℓ of the row; derivatives up to <paramref name="order"/> in <paramref name="slopes"/>.</summary>
    public static double Evaluate(double y, double eta, double logVariance, double sign, int order, ref PoissonSlopes slopes)
    {
        PoissonNodes nodes = PoissonNodes.Own;
        if (!nodes.Fill(PoissonIntegrand.Of(y, eta, logVariance, sign)))
        {
            slopes = PoissonSlopes.Undefined;
            return double.NaN;
        }
        if (order > 0)
            Differentiate(nodes, y, eta, order, ref slopes);
        return LogScale(y) + LogDensityAtZero + nodes.Integrand.Level + nodes.LogArea;
    }

    /// <summary>y ln y − y − ln Γ(y + 1), the Poisson density at its own mean; 0 at y = 0.</summary>
    public static double LogScale(double y) =>
        y > 0 ? -0.5 * Math.Log(y) - NormalTail.LogRootTwoPi - IncompleteFunctions.StirlingRemainder(y) : 0;

    private static void Differentiate(PoissonNodes nodes, double y, double eta, int order, ref PoissonSlopes slopes)
    {
        PoissonIntegrand at = nodes.Integrand;
        double sigma = at.Sigma, sign = at.Sign, t0 = at.Shift, step = at.Move(1), rate = at.Rate, slack = at.Slack;
        ReadOnlySpan<double> p = nodes.P, delta = nodes.Delta, rest = nodes.Remainder;
        double meanD = 0, meanV = 0, sizeV = 0, meanTr = 0, sizeTr = 0;
        for (int k = 0; k < p.Length; k++)
        {
            // y − μ = (y − μ₀) + v, v = −μ₀(eˣ − 1).
            double v = -rate * (rest[k] + step * delta[k]), tr = (t0 + delta[k]) * (slack + v);
            meanD += p[k] * delta[k];
            meanV += p[k] * v;
            sizeV += p[k] * Math.Abs(v);
            meanTr += p[k] * tr;
            sizeTr += p[k] * Math.Abs(tr);
        }
        double varianceD = 0, varianceV = 0, meanM = 0;
        for (int k = 0; k < p.Length; k++)
        {
            double v = -rate * (rest[k] + step * delta[k]), d = delta[k] - meanD;
            varianceD += p[k] * d * d;
            varianceV += p[k] * (v - meanV) * (v - meanV);
            meanM += p[k] * delta[k] * (2 * t0 + delta[k]);
        }
        double meanT = t0 + meanD, secondT = meanT * meanT + varianceD;
        // The density of t at 0 given y.
        double atZero = Math.Exp(at.Height(-t0) - nodes.LogArea);
        slopes.Eta = Math.Abs(slack) + sizeV <= (atZero + meanT) / sigma ? slack + meanV : sign * (atZero - meanT) / sigma;
        slopes.A = sigma * sizeTr <= secondT + 1 ? -0.5 * sign * sigma * meanTr : 0.5 * (secondT - 1);
        if (order < 2)
            return;

        double direct = varianceV - (rate - meanV), directSize = varianceV + rate + Math.Abs(meanV);
        double density = atZero / sigma, boundary = density == 0 ? 0 : sign * density * (y - Math.Exp(eta));
        double cross = 2 * density * meanT / sigma, spread = (varianceD - 1) / (sigma * sigma);
        double moved = boundary - density * density + cross + spread;
        double movedSize = Math.Abs(boundary) + density * density + cross + Math.Abs(spread) + varianceD / (sigma * sigma);
        slopes.EtaEta = directSize <= movedSize || !double.IsFinite(moved) ? direct : moved;

        double mixed = 0, fixedT = 0, varianceM = 0, varianceTr = 0, sizeFixed = 0;
        for (int k = 0; k < p.Length; k++)
        {
            double v = -rate * (rest[k] + step * delta[k]), t = t0 + delta[k], tr = t * (slack + v);
            double m = delta[k] * (2 * t0 + delta[k]) - meanM;
            mixed += p[k] * (v - meanV) * m;
            varianceM += p[k] * m * m;
            varianceTr += p[k] * (tr - meanTr) * (tr - meanTr);
            double own = sign * sigma * tr + sigma * sigma * t * t * (rate - v);
            fixedT -= 0.25 * p[k] * own;
            sizeFixed += 0.25 * p[k] * (sigma * Math.Abs(tr) + sigma * sigma * t * t * (rate - v));
        }
        slopes.EtaA = 0.5 * mixed;
        double spreadTr = 0.25 * sigma * sigma * varianceTr;
        slopes.AA = sizeFixed + spreadTr <= 0.5 * secondT + 0.25 * varianceM ? fixedT + spreadTr : 0.25 * varianceM - 0.5 * secondT;
    }
}

/// <summary>Derivatives of a row in η and a = ln σ².</summary>
internal struct PoissonSlopes
{
    public double Eta, A, EtaEta, EtaA, AA;

    public static PoissonSlopes Undefined =>
        new() { Eta = double.NaN, A = double.NaN, EtaEta = double.NaN, EtaA = double.NaN, AA = double.NaN };
}
