using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Counts;

/// <summary>
/// One row of the Poisson–half-normal model as a function of t = u/σ ≥ 0: exp(b·w − e^w − ½t²) with w = η − sσt, written about its one maximum.
/// </summary>
/// <remarks>
/// <para>
/// With b = y it is the likelihood of a flow y times the law of t; with b = y − sτ it carries the factor e^(τu) beside a constant. In δ = t − t₀ from the maximum
/// t₀ its logarithm is −κδ − μ₀·g(−sσδ) − ½δ², g(x) = eˣ − 1 − x, μ₀ = e^w at the maximum and κ ≥ 0 the slope there: 0 unless t₀ = 0. No large
/// number is left in it, whatever the unit of the flow. Its second derivative is at most −1.
/// </para>
/// <para>
/// Inside, the maximum solves w + σ²(e^w − b) = η, whichever the side; for b &gt; 0 in d = w − ln b, so that d keeps its digits where it is
/// 1e-9. The left side is convex and rises: Newton's method from the right comes to the root from one side. Derivation: docs/models/poisson-half-normal.md.
/// </para>
/// </remarks>
internal readonly struct PoissonIntegrand
{
    /// <summary>Fall from the maximum at which the range is cut: e^(−38) is below rounding.</summary>
    private const double Drop = 38;

    private const int MaxSteps = 200;

    private readonly double _step;

    private PoissonIntegrand(double sigma, double sign, double shift, double rate, double kappa, double level, double slack)
    {
        Sigma = sigma;
        Sign = sign;
        Shift = shift;
        Rate = rate;
        Kappa = kappa;
        Level = level;
        Slack = slack;
        _step = -sign * sigma;
    }

    /// <summary>σ.</summary>
    public double Sigma { get; }

    /// <summary>s: +1 in production, −1 in cost.</summary>
    public double Sign { get; }

    /// <summary>t₀ ≥ 0, the maximum.</summary>
    public double Shift { get; }

    /// <summary>μ₀ = e^w at the maximum.</summary>
    public double Rate { get; }

    /// <summary>κ ≥ 0.</summary>
    public double Kappa { get; }

    /// <summary>The logarithm of the integrand at its maximum, less b·ln b − b where b &gt; 0.</summary>
    public double Level { get; }

    /// <summary>b − μ₀.</summary>
    public double Slack { get; }

    /// <summary>Whether every number of it is finite.</summary>
    public bool IsFinite => double.IsFinite(Level) && double.IsFinite(Rate) && double.IsFinite(Shift) && double.IsFinite(Kappa);

    /// <summary>The integrand of a row.</summary>
    /// <param name="b">The coefficient of w: y, or y − sτ.</param>
    /// <param name="eta">η = x'β.</param>
    /// <param name="logVariance">ln σ².</param>
    /// <param name="sign">s.</param>
    public static PoissonIntegrand Of(double b, double eta, double logVariance, double sign)
    {
        double sigma = Math.Exp(0.5 * logVariance), variance = sigma * sigma;
        if (b > 0)
        {
            double gap = eta - Math.Log(b);
            if (!(sign * gap > 0))
            {
                // The likelihood falls from t = 0 on.
                double slack = -b * Elementary.ExpMinusOne(gap);
                return new PoissonIntegrand(sigma, sign, 0, b * Math.Exp(gap), sign * sigma * slack, -b * Elementary.ExpRemainder(gap), slack);
            }
            double stiffness = variance * b;
            double d = SolveDeviation(stiffness, gap), rise = Elementary.ExpMinusOne(d);
            // (gap − d)/σ and σ·b·(e^d − 1) are the same; each loses digits where the other does not.
            double t = stiffness > 1 ? sign * (gap - d) / sigma : sign * sigma * b * rise;
            return new PoissonIntegrand(sigma, sign, t, b + b * rise, 0, -b * Elementary.ExpRemainder(d) - 0.5 * t * t, -b * rise);
        }
        double rate = Math.Exp(eta);
        if (!(sign * (rate - b) > 0))
            return new PoissonIntegrand(sigma, sign, 0, rate, sign * sigma * (b - rate), b * eta - rate, b - rate);
        double w = SolveLevel(variance, eta + variance * b);
        rate = Math.Exp(w);
        double shift = sign * sigma * (rate - b);
        return new PoissonIntegrand(sigma, sign, shift, rate, 0, b * w - rate - 0.5 * shift * shift, b - rate);
    }

    /// <summary>−sσδ, the move of w from the maximum.</summary>
    public double Move(double delta) => _step * delta;

    /// <summary>The logarithm of the integrand at t₀ + δ, less that at t₀.</summary>
    public double Height(double delta) => -Kappa * delta - Rate * Elementary.ExpRemainder(_step * delta) - 0.5 * delta * delta;

    /// <summary>The derivative of <see cref="Height"/>.</summary>
    public double Slope(double delta) => -Kappa - _step * Rate * Elementary.ExpMinusOne(_step * delta) - delta;

    /// <summary>The δ to the left, at least −t₀, and to the right between which the integrand is not negligible.</summary>
    public (double Low, double High) Range() => (-Math.Min(Shift, Reach(-1, Drop)), Reach(1, Drop));

    /// <summary>How far from the maximum, in the direction given, the integrand has fallen by e^(−drop), or a little more.</summary>
    /// <remarks>From a bound beyond it, Newton's method on the concave logarithm comes nearer from outside.</remarks>
    public double Reach(int direction, double drop)
    {
        double kappa = direction * Kappa;
        // −κδ − ½δ² alone, then −μ₀g alone.
        double reach = -kappa + Math.Sqrt(kappa * kappa + 2 * drop);
        if (kappa > 0)
            reach = 2 * drop / (kappa + Math.Sqrt(kappa * kappa + 2 * drop));
        double x = direction * _step > 0 ? RiseOf(drop / Rate) : FallOf(drop / Rate);
        reach = Math.Min(reach, x / Sigma);
        for (int step = 0; step < MaxSteps; step++)
        {
            double delta = direction * reach, over = Height(delta) + drop;
            if (!(over < -0.15 * drop))
                return reach;
            double next = reach - over / (direction * Slope(delta));
            if (!(next < reach && next > 0))
                return reach;
            reach = next;
        }
        return reach;
    }

    /// <summary>An x &gt; 0 with g(x) ≥ <paramref name="target"/>: x²/2 ≤ g(x), and 0.59·eˣ ≤ g(x) from 2 on.</summary>
    private static double RiseOf(double target) => Math.Min(Math.Sqrt(2 * target), Math.Max(2, Math.Log(target / 0.59)));

    /// <summary>An x &gt; 0 with g(−x) ≥ <paramref name="target"/>: x²/3 ≤ g(−x) up to 1, and x − 1 ≤ g(−x).</summary>
    private static double FallOf(double target) => 3 * target <= 1 ? Math.Sqrt(3 * target) : 1 + target;

    /// <summary>d with d + A(e^d − 1) = D, between 0 and D.</summary>
    private static double SolveDeviation(double stiffness, double gap)
    {
        double d = gap > 0 ? Math.Min(gap, Elementary.LogOnePlus(gap / stiffness)) : 0;
        for (int step = 0; step < MaxSteps; step++)
        {
            double excess = d - gap + stiffness * Elementary.ExpMinusOne(d);
            double next = d - excess / (1 + stiffness * Math.Exp(d));
            if (Math.Abs(next - d) <= 4e-16 * Math.Abs(next))
                return next;
            d = next;
        }
        return d;
    }

    /// <summary>w with w + σ²e^w = c.</summary>
    private static double SolveLevel(double variance, double c)
    {
        // Where σ²e^w = |c| + 50 the left side is above c, as long as w > −50; and it is above c at w = c.
        double w = Math.Min(c, Math.Log((Math.Abs(c) + 50) / variance));
        for (int step = 0; step < MaxSteps; step++)
        {
            double power = variance * Math.Exp(w);
            double next = w - (w + power - c) / (1 + power);
            if (Math.Abs(next - w) <= 4e-16 * Math.Max(1, Math.Abs(next)))
                return next;
            w = next;
        }
        return w;
    }
}
