using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>The law of the sum of two independent truncated normal parts: overall inefficiency of a persistent and a transient part estimated apart.</summary>
/// <remarks>
/// With z_k = μ_k/σ_k, L(z) = ln Φ(z) + z²/2, A = 1/σ_1² + 1/σ_2², B = s/σ_1² − z_1/σ_1 + z_2/σ_2, β = B/√A and w = s√A the density at s is
/// exp[(s/σ_1)(z_1 − s/2σ_1) − L(z_1) − L(z_2) + L(β)]·P(X ≤ w)/(σ_1σ_2√(2πA)), X ~ N(β, 1) truncated at 0: own derivation,
/// docs/models/four-components-steps.md. It is log-concave. The parts change places where β &gt; w/2, so that P(X ≤ w) is never the difference of two ones.
/// Mean, variance and moments are exact sums; quantiles integrate the density and are good to about 1e-11.
/// </remarks>
public sealed class TruncatedNormalSum : IConditionalLaw
{
    private const int Iterations = 100;

    private readonly TruncatedNormalLaw _first;
    private readonly TruncatedNormalLaw _second;
    private readonly double _spread;
    private readonly double _constant;
    private DensityPanels? _panels;

    /// <summary>Binds the parts; their order does not matter.</summary>
    public TruncatedNormalSum(TruncatedNormalLaw first, TruncatedNormalLaw second)
    {
        _first = first;
        _second = second;
        _spread = 1 / (first.Scale * first.Scale) + 1 / (second.Scale * second.Scale);
        _constant = -NormalTail.LogCdfScaled(first.Location / first.Scale) - NormalTail.LogCdfScaled(second.Location / second.Scale)
            - Math.Log(first.Scale) - Math.Log(second.Scale) - 0.5 * Math.Log(_spread) - NormalTail.LogRootTwoPi;
    }

    /// <summary>The law of the sum of any two independent parts of which each is truncated normal or known.</summary>
    /// <exception cref="ArgumentException">Neither of the two kinds.</exception>
    public static IConditionalLaw Of(IConditionalLaw first, IConditionalLaw second) => (first, second) switch
    {
        (DegenerateLaw a, DegenerateLaw b) => DegenerateLaw.At(a.Mean + b.Mean),
        (DegenerateLaw a, _) => a.Mean == 0 ? second : new ShiftedLaw(a.Mean, second),
        (_, DegenerateLaw b) => b.Mean == 0 ? first : new ShiftedLaw(b.Mean, first),
        (TruncatedNormalLaw a, TruncatedNormalLaw b) => new TruncatedNormalSum(a, b),
        _ => throw new ArgumentException($"no law of the sum of {first.GetType().Name} and {second.GetType().Name}"),
    };

    /// <inheritdoc/>
    public double Mean => _first.Mean + _second.Mean;

    /// <inheritdoc/>
    public double Variance => _first.Variance + _second.Variance;

    /// <summary>Where the slope of the log-density, which falls from ∞, is 0; within √3 standard deviations of the mean.</summary>
    public double Mode
    {
        get
        {
            double low = 0, high = Mean + 2 * Math.Sqrt(Variance);
            if (!double.IsFinite(high))
                return double.NaN;
            for (int k = 0; k < Iterations; k++)
            {
                double middle = 0.5 * (low + high);
                if (middle == low || middle == high)
                    break;
                if (Slope(middle) > 0)
                    low = middle;
                else
                    high = middle;
            }
            return 0.5 * (low + high);
        }
    }

    /// <inheritdoc/>
    public double LogMomentGenerating(double t) => _first.LogMomentGenerating(t) + _second.LogMomentGenerating(t);

    /// <inheritdoc/>
    public double LogDensity(double u)
    {
        if (!(u > 0))
            return double.IsNaN(u) ? double.NaN : double.NegativeInfinity;
        (TruncatedNormalLaw one, double beta, double width) = Oriented(u);
        double x = u / one.Scale;
        return _constant + x * (one.Location / one.Scale - 0.5 * x) + NormalTail.LogCdfScaled(beta) + Math.Log(Below(beta, width));
    }

    /// <inheritdoc/>
    public double Quantile(double probability) => double.IsFinite(Mean)
        ? (_panels ??= new DensityPanels(LogDensity, Mean, Math.Sqrt(Variance), Mode)).Quantile(probability) : double.NaN;

    /// <inheritdoc/>
    public double Sample(RandomSource random) => _first.Sample(random) + _second.Sample(random);

    /// <summary>∂ ln f/∂s.</summary>
    private double Slope(double s)
    {
        (TruncatedNormalLaw one, double beta, double width) = Oriented(s);
        double share = 1 / (_spread * one.Scale * one.Scale), root = Math.Sqrt(_spread);
        double end = Math.Exp(width * (beta - 0.5 * width));
        double integral = Math.Exp(NormalTail.LogCdfScaled(beta) + NormalTail.LogRootTwoPi) / root * Below(beta, width);
        return (one.Location / one.Scale - s / one.Scale) / one.Scale + (end + share * (1 - end)) / integral + beta * root * share;
    }

    /// <summary>The part that is written as a function of s, with β and w.</summary>
    private (TruncatedNormalLaw One, double Beta, double Width) Oriented(double s)
    {
        double root = Math.Sqrt(_spread), width = s * root;
        double beta = Beta(_first, _second, s) / root;
        return beta <= 0.5 * width ? (_first, beta, width) : (_second, Beta(_second, _first, s) / root, width);
    }

    private static double Beta(TruncatedNormalLaw one, TruncatedNormalLaw other, double s) =>
        (s - one.Location) / (one.Scale * one.Scale) + other.Location / (other.Scale * other.Scale);

    /// <summary>P(X ≤ w) for X ~ N(β, 1) truncated to X ≥ 0.</summary>
    private static double Below(double beta, double width) => -Elementary.ExpMinusOne(TruncatedNormalLaw.LogSurvival(beta, width));
}
