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

    /// <summary>Values of τ from which the best candidate is climbed, the plainest first.</summary>
    /// <param name="longest">The largest |argument| in the data, ≥ 1.</param>
    public abstract IReadOnlyList<double[]> Starts(double longest);

    /// <summary>The natural step of a parameter: with j counted from 0 it multiplies the (j + 1)-th power of the argument.</summary>
    /// <param name="parameter">Position in τ.</param>
    /// <param name="longest">The largest |argument| in the data, ≥ 1.</param>
    public virtual double StepOf(int parameter, double longest) => Math.Pow(longest, -1 - parameter);
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

    /// <inheritdoc/>
    public override IReadOnlyList<double[]> Starts(double longest) => [[]];
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

    /// <inheritdoc/>
    /// <remarks>Inefficiency that does not change, that falls and that rises.</remarks>
    public override IReadOnlyList<double[]> Starts(double longest) => [[0], [0.05], [-0.05]];

    /// <inheritdoc/>
    /// <remarks>η multiplies t − T, which runs over some ten periods: a unit step would be far outside the region of interest.</remarks>
    public override double StepOf(int parameter, double longest) => 0.1;
}
