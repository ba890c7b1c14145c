using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>
/// The part of a unit's log-likelihood that integrates out its shared u: f(A, B, μ, a) with A = Σh²/σ_v², B = Σhe/σ_v², a = ln σ_u²,
/// and its first and second derivatives. The unit's log-likelihood is −½n ln 2π − ½Σln σ_v² − ½Σe²/σ_v² + f.
/// </summary>
/// <remarks>
/// Own derivation, docs/models/shared-inefficiency.md; for h = 1 it is Pitt and Lee (1981), for h = exp(−η(t − T)) Battese and Coelli (1992), eq. (A.8).
/// Everything goes through Λ(z) = ln Φ(z) + z²/2, whose derivatives are the truncated mean and variance: no term underflows or cancels
/// as μ → −∞ or σ_u → 0. As μ/σ_u → +∞ the two Λ would cancel; there ln Φ and the difference of the squares, in which nothing cancels, take their place.
/// </remarks>
internal struct SharedTerm
{
    public double Value;
    public double A, B, Mu, LogU;
    public double AA, AB, BB, AMu, BMu, ALogU, BLogU, MuMu, MuLogU, LogULogU;

    /// <summary>u_i = N(μ, σ_u²) truncated to u ≥ 0: f = −½a − ½ln Q + Λ(M/√Q) − Λ(μ/σ_u), Q = 1/σ_u² + A, M = μ/σ_u² − B.</summary>
    public static SharedTerm TruncatedNormal(double a, double b, double mu, double logU)
    {
        double precision = Math.Exp(-logU);
        double root = Math.Exp(-0.5 * logU);
        double q = precision + a;
        double m = mu * precision - b;
        Core core = new(m, q);
        double z0 = mu * root;
        if (z0 > 0 && m > 0)
            return NearNormal(a, b, mu, precision, q);
        double x0 = NormalTail.Excess(z0);
        double v0 = NormalTail.TruncatedVariance(z0);
        double muP = mu * precision;
        return new SharedTerm
        {
            Value = core.Value - 0.5 * logU - NormalTail.LogCdfScaled(z0),
            A = core.Q,
            B = -core.M,
            Mu = precision * core.M - x0 * root,
            LogU = -0.5 - muP * core.M - precision * core.Q + 0.5 * x0 * z0,
            AA = core.QQ,
            AB = -core.MQ,
            BB = core.MM,
            AMu = precision * core.MQ,
            BMu = -precision * core.MM,
            ALogU = -muP * core.MQ - precision * core.QQ,
            BLogU = muP * core.MM + precision * core.MQ,
            MuMu = precision * precision * core.MM - v0 * precision,
            MuLogU = -precision * (core.M + muP * core.MM + precision * core.MQ) + 0.5 * root * (x0 + v0 * z0),
            LogULogU = muP * core.M + precision * core.Q + muP * muP * core.MM + 2 * muP * precision * core.MQ
                + precision * precision * core.QQ - 0.25 * z0 * (x0 + v0 * z0),
        };
    }

    /// <summary>The truncated normal where most of its mass, before and after the rows, lies above 0: f = −½ln(1 + Aσ_u²) + ½(B²/Q − 2μrB − μ²rA) + ln Φ(z) − ln Φ(z₀).</summary>
    /// <remarks>r = P/Q, s = 1 − r. With m = μr − B/Q, the mean of u given the rows, and w = B + μA the derivatives of the quadratic are short; docs/models/shared-inefficiency.md.</remarks>
    private static SharedTerm NearNormal(double a, double b, double mu, double precision, double q)
    {
        double d = 1 / q, r = precision * d, s = a * d, root = Math.Sqrt(precision), scale = Math.Sqrt(d);
        double m = mu * r - b * d, w = b + mu * a, rd = r * d;
        double z = (mu * precision - b) * scale, z0 = mu * root;
        double f = NormalTail.InverseMills(z), f0 = NormalTail.InverseMills(z0);
        double c = -NormalTail.Curvature(z), c0 = -NormalTail.Curvature(z0);
        double zA = -0.5 * z * d, zB = -scale, zMu = precision * scale, zU = 0.5 * z * r - mu * zMu;
        double zAU = -0.5 * d * (zU + z * r), zUU = mu * zMu * (1 - 0.5 * r) + 0.5 * r * (zU - z * s);
        return new SharedTerm
        {
            Value = -0.5 * Elementary.LogOnePlus(a / precision) + 0.5 * (b * b * d - 2 * mu * r * b - mu * mu * r * a) + NormalTail.LogCdf(z) - NormalTail.LogCdf(z0),
            A = -0.5 * (d + m * m) + f * zA,
            B = -m + f * zB,
            Mu = -r * w + f * zMu - f0 * root,
            LogU = 0.5 * (rd * w * w - s) + f * zU + 0.5 * f0 * z0,
            AA = d * (0.5 * d + m * m) + c * zA * zA + 0.75 * f * z * d * d,
            AB = d * m + c * zA * zB + 0.5 * f * d * scale,
            BB = d + c * zB * zB,
            AMu = -m * r + c * zA * zMu - 0.5 * f * zMu * d,
            BMu = -r + c * zB * zMu,
            ALogU = rd * (m * w - 0.5) + c * zA * zU + f * zAU,
            BLogU = rd * w + c * zB * zU - 0.5 * f * r * scale,
            MuMu = -r * a + c * zMu * zMu - c0 * precision,
            MuLogU = r * s * w + c * zMu * zU + f * zMu * (0.5 * r - 1) + 0.5 * root * (c0 * z0 + f0),
            LogULogU = 0.5 * (rd * (r - s) * w * w - r * s) + c * zU * zU + f * zUU - 0.25 * z0 * (c0 * z0 + f0),
        };
    }

    /// <summary>u_i exponential with mean σ_u: f = ½ln 2π − ½a − ½ln A + Λ(−(B + 1/σ_u)/√A).</summary>
    public static SharedTerm Exponential(double a, double b, double logU)
    {
        double rate = Math.Exp(-0.5 * logU);
        if (a <= 1e-10 * rate * rate && Math.Abs(b) <= 1e-4 * rate)
            return ShallowExponential(a, b, 1 / rate);
        Core core = new(-(b + rate), a);
        return new SharedTerm
        {
            Value = core.Value - 0.5 * logU + 0.5 * Math.Log(2 * Math.PI),
            A = core.Q,
            B = -core.M,
            LogU = -0.5 + 0.5 * rate * core.M,
            AA = core.QQ,
            AB = -core.MQ,
            BB = core.MM,
            ALogU = 0.5 * rate * core.MQ,
            BLogU = -0.5 * rate * core.MM,
            LogULogU = -0.25 * rate * core.M + 0.25 * rate * rate * core.MM,
        };
    }

    /// <summary>Rows that say next to nothing about u, such as those of a unit whose h does not vary: f = −m₁B − ½m₂A + ½V[Bu + ½Au²] + …</summary>
    /// <remarks>mₖ = E[u^k] = k!·σ_u^k. Left out are terms of the third order in Bσ_u and Aσ_u², below 1e-12.</remarks>
    private static SharedTerm ShallowExponential(double a, double b, double sigma)
    {
        double square = sigma * sigma, cube = square * sigma, fourth = square * square;
        return new SharedTerm
        {
            Value = -b * sigma - a * square + 0.5 * b * b * square + 2 * a * b * cube + 2.5 * a * a * fourth,
            A = -square + 2 * b * cube + 5 * a * fourth,
            B = -sigma + b * square + 2 * a * cube,
            AA = 5 * fourth,
            AB = 2 * cube,
            BB = square,
            LogU = -0.5 * b * sigma - a * square + 0.5 * b * b * square + 3 * a * b * cube + 5 * a * a * fourth,
            ALogU = -square + 3 * b * cube + 10 * a * fourth,
            BLogU = -0.5 * sigma + b * square + 3 * a * cube,
            LogULogU = -0.25 * b * sigma - a * square + 0.5 * b * b * square + 4.5 * a * b * cube + 10 * a * a * fourth,
        };
    }
    /// <summary>The value and all derivatives, <paramref name="weight"/> times.</summary>
    public readonly SharedTerm Times(double weight) => new()
    {
        Value = weight * Value,
        A = weight * A,
        B = weight * B,
        Mu = weight * Mu,
        LogU = weight * LogU,
        AA = weight * AA,
        AB = weight * AB,
        BB = weight * BB,
        AMu = weight * AMu,
        BMu = weight * BMu,
        ALogU = weight * ALogU,
        BLogU = weight * BLogU,
        MuMu = weight * MuMu,
        MuLogU = weight * MuLogU,
        LogULogU = weight * LogULogU,
    };

    /// <summary>g(M, Q) = −½ln Q + Λ(M/√Q), shared by both laws.</summary>
    private readonly struct Core
    {
        public readonly double Value, M, Q, MM, MQ, QQ;

        public Core(double m, double q)
        {
            double root = Math.Sqrt(q);
            double z = m / root;
            double x = NormalTail.Excess(z);
            double v = NormalTail.TruncatedVariance(z);
            Value = -0.5 * Math.Log(q) + NormalTail.LogCdfScaled(z);
            double zQ = -0.5 * z / q;
            M = x / root;
            Q = -0.5 / q + x * zQ;
            MM = v / q;
            MQ = (-0.5 * x / q + v * zQ) / root;
            QQ = (0.5 + 0.75 * x * z) / (q * q) + v * zQ * zQ;
        }
    }
}
