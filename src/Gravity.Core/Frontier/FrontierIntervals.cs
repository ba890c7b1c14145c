using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>Profile-likelihood intervals of the parameters of a frontier, and of natural-scale quantities that rise with one linear function of them.</summary>
/// <remarks>
/// γ and λ depend on ln σ_u² − ln σ_v², σ_u and σ_v on a log variance each (at the mean of its index where it has one): the profile is that of the linear function, and its ends
/// are carried through. At σ_u = 0 the profile goes over the whole model, so that an upper end of σ_u is what the data do not exclude.
/// </remarks>
internal sealed class FrontierIntervals
{
    private const double BoundaryStep = 10;

    private readonly FrontierLikelihood _model;
    private readonly FrontierOutcome _outcome;
    private readonly FitOptions _options;
    private readonly double _critical;
    private readonly Matrix _covariance;
    private readonly Dictionary<int, (double Low, double High)> _parameters = [];
    private readonly int _work;
    private int _done;

    private FrontierIntervals(FrontierLikelihood model, FrontierOutcome outcome, Matrix covariance, FitOptions options)
    {
        (_model, _outcome, _options, _covariance) = (model, outcome, options, covariance);
        _critical = Distributions.ChiSquareQuantile(options.Level / 100, 1);
        _work = Profiled().Count() + model.Derived.Count(d => d.Monotone is { } form && Single(form.Coefficients) < 0);
    }

    /// <summary>Whether a restricted climb ended above the maximum.</summary>
    public bool HigherFound { get; private set; }

    /// <summary>Profiles every free parameter.</summary>
    /// <param name="model">The likelihood.</param>
    /// <param name="outcome">Its maximum.</param>
    /// <param name="covariance">Covariance of θ̂: its errors are the first steps.</param>
    /// <param name="options">Level, method, progress, cancellation.</param>
    public static FrontierIntervals Of(FrontierLikelihood model, FrontierOutcome outcome, Matrix covariance, FitOptions options)
    {
        var intervals = new FrontierIntervals(model, outcome, covariance, options);
        foreach (int position in intervals.Profiled())
            intervals._parameters[position] = intervals.Ends(LinearRestriction.Fix(model.Dimension, position, 0).Coefficients, position);
        return intervals;
    }

    /// <summary>The interval of a parameter; NaN where it is held or not identified.</summary>
    public (double Low, double High) Parameter(int position) => _parameters.GetValueOrDefault(position, (double.NaN, double.NaN));

    /// <summary>The interval of a natural-scale quantity; NaN where it is no rising function of one linear function of the parameters.</summary>
    public (double Low, double High) Derived(DerivedQuantity quantity)
    {
        if (quantity.Monotone is not { } form)
            return (double.NaN, double.NaN);
        int single = Single(form.Coefficients);
        (double low, double high) = single >= 0 ? Parameter(single) : Ends(form.Coefficients, -1);
        if (single >= 0)
            (low, high) = (low * form.Coefficients[single], high * form.Coefficients[single]);
        return (form.Map(low), form.Map(high));
    }

    private IEnumerable<int> Profiled() =>
        Enumerable.Range(0, _model.Dimension).Where(j => _outcome.Restriction.Space.Moves(j) && (double.IsFinite(_outcome.Point[j]) || double.IsNegativeInfinity(_outcome.Point[j])));

    private (double Low, double High) Ends(double[] form, int position)
    {
        _options.Cancellation.ThrowIfCancellationRequested();
        AffineRestriction space = _outcome.Restriction.Space;
        bool vanishing = Enumerable.Range(0, form.Length).Any(j => form[j] != 0 && !double.IsFinite(_outcome.Point[j]));
        (double, double) ends = (double.NaN, double.NaN);
        // Of what is not identified at the boundary nothing can be profiled.
        if (!Enumerable.Range(0, form.Length).Any(j => form[j] != 0 && double.IsNaN(_outcome.Point[j])) && space.ReduceGradient(form).Any(a => a != 0))
        {
            double variance = vanishing ? double.NaN : _covariance.Quadratic(form, form);
            double error = vanishing ? BoundaryStep / Math.Sqrt(_critical)
                : variance > 0 && double.IsFinite(variance) ? Math.Sqrt(variance)
                : 0.1 * Math.Max(1, position < 0 ? 1 : Math.Abs(_outcome.BoundaryPoint[position]));
            var search = new ProfileSearch(_model, space, form, _outcome.BoundaryPoint, _critical, error, _options.Silent());
            ends = (vanishing ? double.NegativeInfinity : search.End(-1), search.End(1));
            HigherFound |= search.Highest > search.Maximum + 1e-6 * Math.Max(1, Math.Abs(search.Maximum));
        }
        _options.Progress?.Invoke("profile", ++_done, _work);
        return ends;
    }

    /// <summary>The position of the only parameter of a form that moves, when its coefficient is positive; −1 otherwise.</summary>
    private static int Single(double[] form)
    {
        int[] used = [.. Enumerable.Range(0, form.Length).Where(j => form[j] != 0)];
        return used.Length == 1 && form[used[0]] > 0 ? used[0] : -1;
    }
}
