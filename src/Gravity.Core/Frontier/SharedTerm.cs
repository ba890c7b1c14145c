using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>
/// The part of a unit's log-likelihood that integrates out its shared u: f(A, B, μ, a) with A = Σh²/σ_v², B = Σhe/σ_v², a = ln σ_u²,
/// and its first and second derivatives. The unit's log-likelihood is −½n ln 2π − ½Σln σ_v² − ½Σe²/σ_v² + f.
/// </summary>
/// <remarks>
/// Own derivation, docs/models/shared-inefficiency.md; for h = 1 it is Pitt and Lee (1981), for h = exp(−η(t − T)) Battese and Coelli (1992), eq. (A.8).
/// Everything goes through Λ(z) = ln Φ(z) + z²/2, whose derivatives are the truncated mean and variance: no term underflows or cancels
/// as μ → −∞ or σ_u → 0.
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

    /// <summary>u_i exponential with mean σ_u: f = ½ln 2π − ½a − ½ln A + Λ(−(B + 1/σ_u)/√A).</summary>
    public static SharedTerm Exponential(double a, double b, double logU)
    {
        double rate = Math.Exp(-0.5 * logU);
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
