using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>u | ε when the row may come from several regimes: Σⱼ πⱼ·(law of u | ε, j), with π the posterior probabilities.</summary>
/// <remarks>
/// A component may be the certainty u = 0 (full efficiency, Kumbhakar, Parmeter and Tsionas 2013): an atom, at which the distribution function jumps. Quantiles below its
/// weight are 0, the mode is 0, and there is no density.
/// </remarks>
public sealed class MixtureLaw : IConditionalLaw
{
    private readonly double[] _weights;
    private readonly IConditionalLaw[] _components;

    /// <summary>Binds the law.</summary>
    /// <param name="weights">Posterior probabilities, ≥ 0; they are scaled to the sum 1.</param>
    /// <param name="components">The law of u | ε in each regime.</param>
    public MixtureLaw(IReadOnlyList<double> weights, IReadOnlyList<IConditionalLaw> components)
    {
        if (weights.Count != components.Count || weights.Count == 0)
            throw new ArgumentException($"{weights.Count} weights for {components.Count} laws", nameof(weights));
        double sum = weights.Sum();
        _weights = [.. weights.Select(w => w / sum)];
        _components = [.. components];
    }

    /// <summary>Posterior probabilities.</summary>
    public IReadOnlyList<double> Weights => _weights;

    /// <summary>Laws of u | ε by regime.</summary>
    public IReadOnlyList<IConditionalLaw> Components => _components;

    /// <summary>The weight of u = 0.</summary>
    public double Atom => Sum(c => IsAtom(c) ? 1 : 0);

    /// <inheritdoc/>
    public double Mean => Sum(c => c.Mean);

    /// <inheritdoc/>
    /// <remarks>Within components and between their means.</remarks>
    public double Variance
    {
        get
        {
            double mean = Mean;
            return Sum(c => c.Variance + (c.Mean - mean) * (c.Mean - mean));
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// 0 where u = 0 is likelier than not. Else the highest point of the density of u &gt; 0, searched from the components' modes; the mode of the likeliest component where
    /// one has no density.
    /// </remarks>
    public double Mode
    {
        get
        {
            if (Atom >= 0.5)
                return 0;
            double best = double.NaN, height = double.NegativeInfinity;
            foreach (IConditionalLaw component in _components)
            {
                if (IsAtom(component))
                    continue;
                double value = LogContinuous(component.Mode);
                if (double.IsNaN(value))
                    return _components[Likeliest].Mode;
                if (value > height)
                    (best, height) = (component.Mode, value);
            }
            return Refined(best);
        }
    }

    /// <summary>The component with the largest posterior probability; the first of equals.</summary>
    public int Likeliest => Array.IndexOf(_weights, _weights.Max());

    /// <inheritdoc/>
    public double LogMomentGenerating(double t)
    {
        double highest = double.NegativeInfinity;
        Span<double> terms = stackalloc double[_weights.Length];
        for (int j = 0; j < terms.Length; j++)
        {
            terms[j] = _weights[j] == 0 ? double.NegativeInfinity : Math.Log(_weights[j]) + _components[j].LogMomentGenerating(t);
            if (double.IsNaN(terms[j]))
                return double.NaN;
            highest = Math.Max(highest, terms[j]);
        }
        double sum = 0;
        foreach (double term in terms)
            sum += Math.Exp(term - highest);
        double value = highest + Math.Log(sum);
        // u ≥ 0, so e^(tu) ≤ 1 for t ≤ 0: an efficiency of 1 + 1e-16 would be rounding of the weights.
        return t <= 0 ? Math.Min(0, value) : value;
    }

    /// <inheritdoc/>
    public double LogDensity(double u) => Atom > 0 ? double.NaN : LogContinuous(u);

    private static bool IsAtom(IConditionalLaw component) => component is DegenerateLaw { Mean: 0 };

    /// <summary>ln of the density of the components that have one, with their weights.</summary>
    private double LogContinuous(double u)
    {
        double sum = 0, highest = double.NegativeInfinity;
        Span<double> terms = stackalloc double[_weights.Length];
        for (int j = 0; j < terms.Length; j++)
        {
            terms[j] = _weights[j] == 0 || IsAtom(_components[j]) ? double.NegativeInfinity : Math.Log(_weights[j]) + _components[j].LogDensity(u);
            highest = Math.Max(highest, terms[j]);
        }
        foreach (double term in terms)
            sum += Math.Exp(term - highest);
        return double.IsInfinity(highest) ? highest : highest + Math.Log(sum);
    }

    /// <summary>P(U ≤ u | ε).</summary>
    /// <param name="u">A value.</param>
    public double Cdf(double u) => u < 0 ? 0 : Sum(c => Below(c, u));

    /// <inheritdoc/>
    /// <remarks>
    /// The components' own quantiles bracket it; between them bisection on Σ πⱼFⱼ, and F of a component is its quantile function solved the other way, to 1e-14.
    /// </remarks>
    public double Quantile(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
            return double.NaN;
        if (probability <= Atom)
            return 0;
        double low = double.PositiveInfinity, high = 0;
        for (int j = 0; j < _weights.Length; j++)
        {
            if (_weights[j] == 0)
                continue;
            double quantile = _components[j].Quantile(probability);
            if (double.IsNaN(quantile))
                return double.NaN;
            low = Math.Min(low, quantile);
            high = Math.Max(high, quantile);
        }
        if (high == low)
            return low;
        if (double.IsInfinity(high))
            return high;
        for (int iteration = 0; iteration < 200 && high - low > 4e-16 * high; iteration++)
        {
            double middle = 0.5 * (low + high);
            if (middle <= low || middle >= high)
                break;
            if (Cdf(middle) < probability)
                low = middle;
            else
                high = middle;
        }
        return high;
    }

    /// <inheritdoc/>
    public double Sample(RandomSource random) => _components[Draw(random)].Sample(random);

    /// <summary>A component drawn by its probability.</summary>
    internal int Draw(RandomSource random)
    {
        double uniform = random.NextUniform();
        for (int j = 0; j < _weights.Length - 1; j++)
        {
            uniform -= _weights[j];
            if (uniform < 0)
                return j;
        }
        return Array.FindLastIndex(_weights, w => w > 0);
    }

    private double Sum(Func<IConditionalLaw, double> of)
    {
        double sum = 0;
        for (int j = 0; j < _weights.Length; j++)
            if (_weights[j] > 0)
                sum += _weights[j] * of(_components[j]);
        return sum;
    }

    /// <summary>F of a component.</summary>
    private static double Below(IConditionalLaw law, double u) => law switch
    {
        DegenerateLaw => law.Mean <= u ? 1 : 0,
        TruncatedNormalLaw truncated => truncated.Cdf(u),
        _ => Inverted(law, u),
    };

    private static double Inverted(IConditionalLaw law, double u)
    {
        double low = 0, high = 1;
        for (int iteration = 0; iteration < 60; iteration++)
        {
            double middle = 0.5 * (low + high);
            if (law.Quantile(middle) <= u)
                low = middle;
            else
                high = middle;
        }
        return 0.5 * (low + high);
    }

    /// <summary>Golden-section search around the best component's mode, between the modes beside it.</summary>
    private double Refined(double best)
    {
        double spread = 0;
        foreach (IConditionalLaw component in _components.Where(c => !IsAtom(c)))
            spread = Math.Max(spread, Math.Abs(component.Mode - best));
        double low = Math.Max(0, best - spread), high = best + spread;
        const double ratio = 0.6180339887498949;
        double left = high - ratio * (high - low), right = low + ratio * (high - low);
        for (int iteration = 0; iteration < 100 && high - low > 1e-10 * Math.Max(1e-300, high); iteration++)
        {
            if (LogContinuous(left) >= LogContinuous(right))
                (high, right, left) = (right, left, right - ratio * (right - low));
            else
                (low, left, right) = (left, right, left + ratio * (high - left));
        }
        double at = 0.5 * (low + high);
        return LogContinuous(at) > LogContinuous(best) ? at : best;
    }
}
