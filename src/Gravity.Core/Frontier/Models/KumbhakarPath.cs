namespace Gravity.Core.Frontier.Models;

/// <summary>h = 1/(1 + exp(bt + ct²)), t = 1 in the panel's first period: h stays in (0, 1) and may rise, fall or turn once.
/// Kumbhakar (1990), Journal of Econometrics 46: 201–211.</summary>
/// <remarks>h = ½ throughout at b = c = 0: u_i is then measured on twice the scale of Pitt and Lee (1981), at the same likelihood.</remarks>
public sealed class KumbhakarPath : InefficiencyPath
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames { get; } = ["b", "c"];

    /// <inheritdoc/>
    public override double Argument(int period, PeriodRange panel, PeriodRange unit) => period - panel.First + 1;

    /// <inheritdoc/>
    public override double Evaluate(double argument, ReadOnlySpan<double> tau, Span<double> gradient, Span<double> hessian)
    {
        double t = argument, z = t * (tau[0] + t * tau[1]);
        // Of the two logistic forms the one whose exponential cannot overflow.
        double e = Math.Exp(-Math.Abs(z));
        double h = z > 0 ? e / (1 + e) : 1 / (1 + e);
        double first = -e / ((1 + e) * (1 + e)), second = first * (2 * h - 1);
        gradient[0] = first * t;
        gradient[1] = first * t * t;
        hessian[0] = second * t * t;
        hessian[1] = hessian[2] = second * t * t * t;
        hessian[3] = second * t * t * t * t;
        return h;
    }

    /// <inheritdoc/>
    /// <remarks>A late and an early turn: the surface has maxima where h is nearly a step.</remarks>
    public override IReadOnlyList<double[]> Starts(double longest) =>
        [[0, 0], [2 / longest, 0], [-2 / longest, 0], [-12 / longest, 12 / (longest * longest)], [12 / longest, -12 / (longest * longest)]];
}
