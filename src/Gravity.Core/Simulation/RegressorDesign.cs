namespace Gravity.Core.Simulation;

/// <summary>The marginal law of a simulated regressor.</summary>
public enum RegressorLaw
{
    /// <summary>N(mean, sd²).</summary>
    Normal,

    /// <summary>Uniform on (low, high).</summary>
    Uniform,

    /// <summary>1 with probability <see cref="RegressorDesign.Share"/>, else 0.</summary>
    Binary,

    /// <summary>1 … <see cref="RegressorDesign.Groups"/>, each as often: for groups and indicators.</summary>
    Groups,
}

/// <summary>How one regressor is drawn.</summary>
/// <remarks>
/// Each value is a function of a standard normal score z_it = √b·a_i + √(1−b)·w_it, with a_i of the unit, w_it = ρw_i,t−1 + √(1−ρ²)e_it stationary over time,
/// so that its marginal law is exactly the one asked for: mean + sd·z, low + (high − low)Φ(z), 1{Φ(z) &gt; 1 − share}, 1 + ⌊Φ(z)·groups⌋.
/// </remarks>
/// <param name="Name">Its column.</param>
/// <param name="Law">Its marginal law.</param>
public sealed record RegressorDesign(string Name, RegressorLaw Law)
{
    /// <summary>Mean of the normal. Default 0.</summary>
    public double Mean { get; init; }

    /// <summary>Standard deviation of the normal, &gt; 0. Default 1.</summary>
    public double Deviation { get; init; } = 1;

    /// <summary>Lower end of the uniform. Default 0.</summary>
    public double Low { get; init; }

    /// <summary>Upper end of the uniform. Default 1.</summary>
    public double High { get; init; } = 1;

    /// <summary>Probability of 1, in (0, 1). Default 0.5.</summary>
    public double Share { get; init; } = 0.5;

    /// <summary>Number of groups, ≥ 2. Default 2.</summary>
    public int Groups { get; init; } = 2;

    /// <summary>b: share of the variance of the score between units, in [0, 1]; 1 is constant within units. Default 0.</summary>
    public double Between { get; init; }

    /// <summary>ρ: correlation of the score's within part from one period to the next, in (−1, 1). Default 0.</summary>
    public double Persistence { get; init; }
}

/// <summary>The correlation of two regressors' scores, within the between part and within the within part.</summary>
/// <remarks>The scores themselves correlate by value·(√(b₁b₂) + √((1−b₁)(1−b₂))): by the value itself where both have the same share between units.</remarks>
/// <param name="First">A regressor.</param>
/// <param name="Second">Another.</param>
/// <param name="Value">In (−1, 1).</param>
public sealed record RegressorCorrelation(string First, string Second, double Value);

/// <summary>The rows of a simulated sample.</summary>
/// <param name="Units">Units; of a cross-section its rows.</param>
/// <param name="Periods">Periods, numbered from 1; 0 for a cross-section.</param>
/// <param name="Missing">Probability that a row is missing, in [0, 1); one row of every unit is always there. Default 0.</param>
public sealed record PanelDesign(int Units, int Periods, double Missing = 0)
{
    /// <summary>Column of the units.</summary>
    public const string UnitColumn = "unit";

    /// <summary>Column of the periods.</summary>
    public const string TimeColumn = "time";

    /// <summary>False for a cross-section.</summary>
    public bool IsPanel => Periods > 0;
}
