namespace Gravity.Core.Estimation;

/// <summary>The profile of a linear function of the parameters, x = a'θ, on an affine subspace: its ends and its points.</summary>
/// <remarks>
/// One parameter is the case a = eⱼ. By the envelope theorem ℓ_p′(x) is the multiplier of a'θ = x at the restricted maximum: with n = N'a and g the gradient
/// in the subspace's own coordinates, g = ℓ_p′·n there, so that ℓ_p′ = n'g/n'n.
/// </remarks>
internal sealed class ProfileSearch
{
    private const int MostSteps = 40;

    private readonly LikelihoodModel _model;
    private readonly AffineRestriction _restriction;
    private readonly double[] _form;
    private readonly double[] _slopeForm;
    private readonly double _critical;
    private readonly double _error;
    private readonly FitOptions _options;
    private readonly Place _top;
    private readonly IReadOnlyList<double[]> _elsewhere;

    /// <param name="model">The likelihood.</param>
    /// <param name="restriction">The subspace; a'θ must move on it.</param>
    /// <param name="form">a.</param>
    /// <param name="theta">The maximum on the subspace, finite.</param>
    /// <param name="critical">The quantile of χ²(1).</param>
    /// <param name="error">A guess of the standard error of a'θ, &gt; 0: the first step.</param>
    /// <param name="options">Method and tolerances.</param>
    public ProfileSearch(LikelihoodModel model, AffineRestriction restriction, double[] form, double[] theta, double critical, double error, FitOptions options)
    {
        (_model, _restriction, _form, _critical, _error, _options) = (model, restriction, form, critical, error, options);
        _slopeForm = restriction.ReduceGradient(form);
        Maximum = Highest = model.Evaluate(theta, default, default);
        _top = new Place(Value(theta), theta, Maximum, 0, true);
        // With a parameter held away from its estimate a surface can have several maxima (near σ_u = 0, say): that beside the estimate need not stay the highest.
        _elsewhere = [theta, .. model.Starts(4)];
    }

    public double Maximum { get; }

    /// <summary>The highest value met.</summary>
    public double Highest { get; private set; }

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

    private double Value(double[] theta)
    {
        double sum = 0;
        for (int j = 0; j < theta.Length; j++)
            if (_form[j] != 0)
                sum += _form[j] * theta[j];
        return sum;
    }

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
        var restricted = new RestrictedLikelihood(_model, _restriction.And(new LinearRestriction(_form, x)));
        double[] Onto(double[] theta) => restricted.Restriction.OnlyFixes ? restricted.Reduce(theta) : restricted.Project(theta);
        var starts = new List<double[]>();
        if (last.X != before.X)
        {
            double share = (x - last.X) / (last.X - before.X);
            double[] ahead = Onto([.. last.Theta.Select((t, j) => t + share * (t - before.Theta[j]))]);
            // An extrapolation that is worse than staying is not used: along a curved ridge it leaves the valley.
            double[] staying = Onto(last.Theta);
            double gained = restricted.Evaluate(ahead, default, default) - restricted.Evaluate(staying, default, default);
            starts.Add(gained > 0 ? ahead : staying);
        }
        else
            starts.Add(Onto(last.Theta));
        starts.AddRange(_elsewhere.Select(Onto));
        BestClimb climb = MaximumLikelihood.Run(restricted, starts, _options);
        double[] theta = restricted.Expand(climb.Point);
        var gradient = new double[_model.Dimension];
        double value = _model.Evaluate(theta, gradient, default);
        if (value > Highest)
            Highest = value;
        double[] within = _restriction.ReduceGradient(gradient);
        double slope = 0, length = 0;
        for (int k = 0; k < within.Length; k++)
        {
            slope += _slopeForm[k] * within[k];
            length += _slopeForm[k] * _slopeForm[k];
        }
        return new Place(x, theta, value, slope / length, climb.Summary.Converged);
    }

    private sealed record Place(double X, double[] Theta, double Value, double Slope, bool Converged);
}
