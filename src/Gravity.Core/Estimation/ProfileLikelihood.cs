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
    private const int MostSteps = 40;

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
        var search = new Search(model, parameter, theta, critical, error, options);
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

    private sealed class Search
    {
        private readonly LikelihoodModel _model;
        private readonly int _position;
        private readonly double _critical;
        private readonly double _error;
        private readonly FitOptions _options;
        private readonly Place _top;
        private readonly IReadOnlyList<double[]> _elsewhere;

        public Search(LikelihoodModel model, int position, double[] theta, double critical, double error, FitOptions options)
        {
            (_model, _position, _critical, _error, _options) = (model, position, critical, error, options);
            Maximum = model.Evaluate(theta, default, default);
            _top = new Place(theta[position], theta, Maximum, 0, true);
            // With a parameter held away from its estimate a surface can have several maxima (near σ_u = 0, say): that beside the estimate need not stay the highest.
            _elsewhere = [theta, .. model.Starts(4)];
        }

        public double Maximum { get; }

        /// <summary>The end of the interval in a direction.</summary>
        public double End(int direction)
        {
            double root = Math.Sqrt(_critical);
            Place before = _top, inside = _top;
            double step = direction * root * _error;
            for (int k = 0; k < MostSteps; k++, step *= 1.5)
            {
                Place outside = Climb(inside.X + step, inside, before);
                if (!double.IsFinite(outside.Value))
                    return double.NaN;
                if (Distance(outside) >= root)
                    return Root(inside, outside, root);
                // A profile that no longer falls over ever longer steps never will: the end is open.
                if (k >= 5 && Math.Abs(outside.Value - inside.Value) < 1e-7)
                    return direction * double.PositiveInfinity;
                (before, inside) = (inside, outside);
            }
            return direction * double.PositiveInfinity;
        }

        /// <summary>So many points from the estimate (left out) to a value.</summary>
        public IEnumerable<ProfilePoint> Outward(double end, int count)
        {
            Place before = _top, last = _top;
            for (int k = 1; k <= count; k++)
            {
                Place next = Climb(_top.X + (end - _top.X) * k / count, last, before);
                yield return new ProfilePoint(next.X, next.Value, next.Converged);
                if (double.IsFinite(next.Value))
                    (before, last) = (last, next);
            }
        }

        private double Distance(Place place) => Math.Sqrt(Math.Max(0, 2 * (Maximum - place.Value)));

        private double Root(Place inside, Place outside, double root)
        {
            Place last = outside, before = inside;
            double a = inside.X, b = outside.X;
            for (int iteration = 0; iteration < 80; iteration++)
            {
                double distance = Distance(last);
                // d√(2Δℓ)/dx = −ℓ_p′/√(2Δℓ).
                double next = last.X + (distance - root) * distance / last.Slope;
                if (!(next > Math.Min(a, b) && next < Math.Max(a, b)))
                    next = 0.5 * (a + b);
                if (Math.Abs(next - last.X) <= 1e-10 * Math.Max(_error, 1e-3 * Math.Abs(next)) || next == a || next == b)
                    return next;
                Place found = Climb(next, last, before);
                if (!double.IsFinite(found.Value))
                    return double.NaN;
                if (Distance(found) < root)
                    a = next;
                else
                    b = next;
                (before, last) = (last, found);
            }
            return last.X;
        }

        private Place Climb(double x, Place last, Place before)
        {
            var restricted = new RestrictedLikelihood(_model, new Dictionary<int, double> { [_position] = x });
            var starts = new List<double[]>();
            if (last.X != before.X)
            {
                double share = (x - last.X) / (last.X - before.X);
                double[] ahead = [.. last.Theta.Select((t, j) => t + share * (t - before.Theta[j]))];
                ahead[_position] = x;
                // An extrapolation that is worse than staying is not used: along a curved ridge it leaves the valley.
                double[] staying = [.. last.Theta];
                staying[_position] = x;
                double gained = _model.Evaluate(ahead, default, default) - _model.Evaluate(staying, default, default);
                starts.Add(restricted.Reduce(gained > 0 ? ahead : staying));
            }
            else
                starts.Add(restricted.Reduce(last.Theta));
            starts.AddRange(_elsewhere.Select(s => restricted.Reduce(s)));
            BestClimb climb = MaximumLikelihood.Run(restricted, starts, _options);
            double[] theta = restricted.Expand(climb.Point);
            var gradient = new double[_model.Dimension];
            double value = _model.Evaluate(theta, gradient, default);
            return new Place(x, theta, value, gradient[_position], climb.Summary.Converged);
        }

        private sealed record Place(double X, double[] Theta, double Value, double Slope, bool Converged);
    }
}
