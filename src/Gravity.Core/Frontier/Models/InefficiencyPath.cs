namespace Gravity.Core.Frontier.Models;

/// <summary>How shared inefficiency moves within a unit: u_it = h(τ)·u_i. A panel model is this and nothing more.</summary>
public abstract class InefficiencyPath
{
    /// <summary>Names of τ, as in the <c>time</c> block.</summary>
    public abstract IReadOnlyList<string> ParameterNames { get; }

    /// <summary>The number on which h depends in one row, from the row's period and the first and last periods of panel and unit.</summary>
    public abstract double Argument(int period, PeriodRange panel, PeriodRange unit);

    /// <summary>h &gt; 0 with its gradient and Hessian in τ.</summary>
    /// <param name="argument">Of <see cref="Argument"/>.</param>
    /// <param name="tau">Parameters.</param>
    /// <param name="gradient">∂h/∂τ.</param>
    /// <param name="hessian">∂²h/∂τ², full storage.</param>
    public abstract double Evaluate(double argument, ReadOnlySpan<double> tau, Span<double> gradient, Span<double> hessian);
}

/// <summary>First and last period.</summary>
public readonly record struct PeriodRange(int First, int Last);

/// <summary>h = 1: inefficiency does not change. Pitt and Lee (1981), Journal of Development Economics 9: 43–64.</summary>
public sealed class ConstantPath : InefficiencyPath
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames => [];

    /// <inheritdoc/>
    public override double Argument(int period, PeriodRange panel, PeriodRange unit) => 0;

    /// <inheritdoc/>
    public override double Evaluate(double argument, ReadOnlySpan<double> tau, Span<double> gradient, Span<double> hessian) => 1;
}

/// <summary>Which last period T is in h = exp(−η(t − T)).</summary>
public enum TimeOrigin
{
    /// <summary>The panel's last period, as Battese and Coelli (1992) and FRONTIER.</summary>
    Panel,

    /// <summary>Each unit's own last period, as Stata's <c>xtfrontier</c>.</summary>
    Unit,
}

/// <summary>h = exp(−η(t − T)): inefficiency falls over time where η &gt; 0. Battese and Coelli (1992), Journal of Productivity Analysis 3: 153–169.</summary>
/// <param name="Origin">What T is.</param>
public sealed class ExponentialDecay(TimeOrigin Origin) : InefficiencyPath
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames { get; } = ["eta"];

    /// <inheritdoc/>
    public override double Argument(int period, PeriodRange panel, PeriodRange unit) =>
        (Origin == TimeOrigin.Panel ? panel.Last : unit.Last) - period;

    /// <inheritdoc/>
    public override double Evaluate(double argument, ReadOnlySpan<double> tau, Span<double> gradient, Span<double> hessian)
    {
        double h = Math.Exp(tau[0] * argument);
        gradient[0] = argument * h;
        hessian[0] = argument * argument * h;
        return h;
    }
}
