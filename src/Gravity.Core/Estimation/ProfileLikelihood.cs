using Gravity.Core.Numerics;

namespace Gravity.Core.Estimation;

/// <summary>The highest log-likelihood with one parameter held at a value.</summary>
/// <param name="Value">The parameter.</param>
/// <param name="LogLikelihood">max over the others of ℓ; NaN where no climb is feasible.</param>
/// <param name="Converged">Whether the climb over the others met its tolerance.</param>
public readonly record struct ProfilePoint(double Value, double LogLikelihood, bool Converged);

/// <summary>The profile likelihood of one parameter and the interval where it is within χ²/2 of the maximum.</summary>
/// <remarks>
/// ℓ_p(x) = max ℓ over all other parameters at θⱼ = x. The interval {x: 2(ℓ(θ̂) − ℓ_p(x)) ≤ χ²₁(level)} does not change with the scale of the parameter, unlike the
/// Wald interval, and need not be symmetric (Venzon and Moolgavkar 1988, Applied Statistics 37: 87–94). By the envelope theorem ℓ_p′(x) = ∂ℓ/∂θⱼ at the restricted
/// maximum, which makes √(2Δℓ), nearly linear in x, cheap to solve by a safeguarded Newton search. Each climb starts from the neighbouring
/// restricted maximum, extrapolated, from the maximum and from the model's own starts; the highest counts.
/// </remarks>
public sealed record ProfileLikelihood
{
    /// <summary>The parameter.</summary>
    public required Parameter Parameter { get; init; }

    /// <summary>θ̂ⱼ.</summary>
    public required double Estimate { get; init; }

    /// <summary>ℓ(θ̂).</summary>
    public required double Maximum { get; init; }

    /// <summary>Confidence level in percent.</summary>
    public required double Level { get; init; }

    /// <summary>The quantile of χ²(1) at the level.</summary>
    public required double Critical { get; init; }

    /// <summary>Lower end; −∞ where the profile does not fall by χ²/2 (an open end), NaN where it could not be found.</summary>
    public required double Low { get; init; }

    /// <summary>Upper end; ∞ where the profile does not fall by χ²/2, NaN where it could not be found.</summary>
    public required double High { get; init; }

    /// <summary>Lower end of the fit's own (Wald) interval.</summary>
    public required double WaldLow { get; init; }

    /// <summary>Upper end of the fit's own (Wald) interval.</summary>
    public required double WaldHigh { get; init; }

    /// <summary>The profile on a grid, rising in the parameter, the estimate among the points.</summary>
    public required IReadOnlyList<ProfilePoint> Points { get; init; }

    /// <summary>True when a restricted climb ended above ℓ(θ̂): the fit is not the global maximum.</summary>
    public bool HigherFound => Points.Any(p => p.LogLikelihood > Maximum + 1e-6 * Math.Max(1, Math.Abs(Maximum)));

    /// <summary>Profiles a parameter of a fit.</summary>
    /// <param name="model">The likelihood bound to its rows.</param>
    /// <param name="fit">Its maximum.</param>
    /// <param name="parameter">Position of the parameter.</param>
    /// <param name="points">Values of the grid beside the estimate; at least 2. They reach a quarter of the interval beyond its ends.</param>
    /// <param name="options">Method and tolerances of the climbs, and the level; null for the defaults and the fit's level.</param>
    /// <exception cref="DataUnfitException">An estimate of the fit is not finite: it lies at a boundary.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static ProfileLikelihood Of(LikelihoodModel model, FitResult fit, int parameter, int points = 40, FitOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        double[] theta = fit.Theta;
        if (!theta.All(double.IsFinite))
        {
            throw new DataUnfitException(
                "profile-at-boundary", "the maximum lies at a boundary (an estimate is not finite), so there is no interior maximum to profile around: profile a fit with an interior maximum");
        }
        options = (options ?? new FitOptions { Level = fit.Level }) with { Progress = null };
        double critical = Distributions.ChiSquareQuantile(options.Level / 100, 1);
        double error = fit.Parameters[parameter].StandardError;
        if (!(error > 0 && double.IsFinite(error)))
            error = 0.1 * Math.Max(1, Math.Abs(theta[parameter]));
        AffineRestriction free = AffineRestriction.None(model.Dimension);
        var search = new ProfileSearch(model, free, LinearRestriction.Fix(model.Dimension, parameter, 0).Coefficients, theta, critical, error, options);
        double low = search.End(-1), high = search.End(1);
        double half = Math.Sqrt(critical) * error;
        double left = theta[parameter] - (double.IsFinite(low) ? 1.25 * (theta[parameter] - low) : 2 * half);
        double right = theta[parameter] + (double.IsFinite(high) ? 1.25 * (high - theta[parameter]) : 2 * half);
        ParameterEstimate own = fit.Parameters[parameter];
        return new ProfileLikelihood
        {
            Parameter = model.Parameters[parameter],
            Estimate = theta[parameter],
            Maximum = search.Maximum,
            Level = options.Level,
            Critical = critical,
            Low = low,
            High = high,
            WaldLow = own.Low,
            WaldHigh = own.High,
            Points =
            [
                .. search.Outward(left, points / 2).Reverse(), new ProfilePoint(theta[parameter], search.Maximum, true),
                .. search.Outward(right, points - points / 2),
            ],
        };
    }
}
