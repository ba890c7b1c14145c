namespace Gravity.Core.Potential;

/// <summary>A number with its interval.</summary>
/// <param name="Value">The point estimate, at the estimated parameters.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct IntervalEstimate(double Value, double Low, double High)
{
    /// <summary>NaN throughout: the quantity does not exist.</summary>
    public static IntervalEstimate Missing { get; } = new(double.NaN, double.NaN, double.NaN);
}
