using Gravity.Core.Estimation;

namespace Gravity.Core.Frontier.Diagnostics;

/// <summary>What leaving out a unit, or a row, does to the estimates.</summary>
/// <param name="Name">The unit; the data row's number for rows.</param>
/// <param name="Rows">Rows left out.</param>
/// <param name="Displacement">
/// D = s'(−H)⁻¹s ≈ 2(ℓ(θ̂) − ℓ(θ̂₍₋ᵢ₎)), s the score of what is left out: Cook's (1986) likelihood displacement to first order.
/// </param>
/// <param name="Change">θ̂ − θ̂₍₋ᵢ₎ ≈ (−H)⁻¹s, one Newton step, in the order of θ; NaN for parameters at a boundary.</param>
/// <param name="Standardised">The same over the standard errors (−H)⁻¹: dfbetas.</param>
public sealed record InfluenceCase(string Name, int Rows, double Displacement, IReadOnlyList<double> Change, IReadOnlyList<double> Standardised)
{
    /// <summary>The 1-based data row of the file; null for units.</summary>
    public int? Row { get; init; }

    /// <summary>Position of the parameter that moves most in standard errors.</summary>
    public int MostMoved => Enumerable.Range(0, Standardised.Count).Where(j => double.IsFinite(Standardised[j])).DefaultIfEmpty(0).MaxBy(j => Math.Abs(Standardised[j]));

    /// <summary>The fit without it; null where none was made.</summary>
    public InfluenceRefit? Refit { get; init; }
}

/// <summary>A fit without a unit or row, against the whole fit, both on the rows that remain.</summary>
/// <param name="Converged">Whether the climb ended at a maximum, or at the boundary σ_u = 0.</param>
/// <param name="Displacement">2(ℓ(θ̂) − ℓ(θ̂₍₋ᵢ₎)), ℓ of all rows: the exact likelihood displacement.</param>
/// <param name="Estimates">θ̂₍₋ᵢ₎.</param>
/// <param name="MeanEfficiency">Mean of E[exp(−u)|ε] of the remaining rows at θ̂₍₋ᵢ₎.</param>
/// <param name="WholeMeanEfficiency">The same at θ̂.</param>
/// <param name="Potential">Σ actual/TE of the remaining rows at θ̂₍₋ᵢ₎ (actual·TE for a cost frontier); NaN where the left side is no logarithm of a flow.</param>
/// <param name="WholePotential">The same at θ̂.</param>
public sealed record InfluenceRefit(
    bool Converged, double Displacement, IReadOnlyList<double> Estimates, double MeanEfficiency, double WholeMeanEfficiency, double Potential, double WholePotential);

/// <summary>Influence of units and rows on a fit, the most influential first.</summary>
/// <param name="Parameters">Names of the parameters, in the order of the changes.</param>
/// <param name="Units">One a unit of the panel; empty without units.</param>
/// <param name="Rows">One a row; empty where rows of a unit share inefficiency, since a row has no likelihood of its own there.</param>
public sealed record InfluenceResult(IReadOnlyList<Parameter> Parameters, IReadOnlyList<InfluenceCase> Units, IReadOnlyList<InfluenceCase> Rows);
