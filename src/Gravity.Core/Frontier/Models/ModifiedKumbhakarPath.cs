namespace Gravity.Core.Frontier.Models;

/// <summary>h = 1 + d(t − T) + e(t − T)²: a parabola through 1 in the last period. The modification of Kumbhakar (1990) in R <c>npsf</c> (where T is
/// the unit's last period), which is Pitt and Lee (1981) on its own scale at d = e = 0.</summary>
/// <remarks>Where d and e make h ≤ 0 in a period of the data, a unit would lie above its frontier: such points are not feasible.</remarks>
/// <param name="Origin">What T is.</param>
public sealed class ModifiedKumbhakarPath(TimeOrigin Origin) : InefficiencyPath
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames { get; } = ["d", "e"];

    /// <inheritdoc/>
    public override double Argument(int period, PeriodRange panel, PeriodRange unit) =>
        period - (Origin == TimeOrigin.Panel ? panel.Last : unit.Last);

    /// <inheritdoc/>
    public override double Evaluate(double argument, ReadOnlySpan<double> tau, Span<double> gradient, Span<double> hessian)
    {
        gradient[0] = argument;
        gradient[1] = argument * argument;
        hessian.Clear();
        return 1 + argument * (tau[0] + argument * tau[1]);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(double longest) => [[0, 0], [0.3 / longest, 0], [-0.3 / longest, 0]];
}
