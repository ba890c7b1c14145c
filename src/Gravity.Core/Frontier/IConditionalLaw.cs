using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>The law of the inefficiency of one unit given its residuals, u | ε: what efficiencies, intervals and draws need.</summary>
/// <remarks>
/// All functionals are of c·u for a scale c &gt; 0, since a panel model has u_it = h_it·u_i with one law a unit and one scale a row.
/// u ≥ 0 always; in a cost frontier too.
/// </remarks>
public interface IConditionalLaw
{
    /// <summary>E[u | ε] ≥ 0.</summary>
    double Mean { get; }

    /// <summary>V[u | ε] ≥ 0.</summary>
    double Variance { get; }

    /// <summary>The mode of u | ε, ≥ 0.</summary>
    double Mode { get; }

    /// <summary>ln E[exp(t·u) | ε]; NaN where the expectation does not exist (only possible for t &gt; 0).</summary>
    double LogMomentGenerating(double t);

    /// <summary>The quantile of u | ε: P(u ≤ q) = <paramref name="probability"/>, in (0, 1).</summary>
    double Quantile(double probability);

    /// <summary>ln of the density of u | ε; NaN for laws that have none or none in closed form.</summary>
    double LogDensity(double u) => double.NaN;

    /// <summary>One draw of u | ε.</summary>
    double Sample(RandomSource random);
}
