using Gravity.Core.Frontier.Models;

namespace Gravity.Core.Tests.Frontier;

/// <summary>h = exp(η₁(T − t) + η₂(T − t)²) with T the panel's last period. The example of docs/models/adding-a-panel-model.md.</summary>
public sealed class QuadraticDecay : InefficiencyPath
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames { get; } = ["eta1", "eta2"];

    /// <inheritdoc/>
    public override double Argument(int period, PeriodRange panel, PeriodRange unit) => panel.Last - period;

    /// <inheritdoc/>
    public override double Evaluate(double argument, ReadOnlySpan<double> tau, Span<double> gradient, Span<double> hessian)
    {
        double square = argument * argument, h = Math.Exp(tau[0] * argument + tau[1] * square);
        gradient[0] = argument * h;
        gradient[1] = square * h;
        hessian[0] = square * h;
        hessian[1] = hessian[2] = square * argument * h;
        hessian[3] = square * square * h;
        return h;
    }

    /// <inheritdoc/>
    /// <remarks>Inefficiency that does not change, that falls and that rises.</remarks>
    public override IReadOnlyList<double[]> Starts(double longest) => [[0, 0], [0.05, 0], [-0.05, 0]];
}
