using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>Where one climb of a latent class likelihood ended, and whether that is an estimate.</summary>
/// <param name="Point">θ, finite.</param>
/// <param name="Value">ℓ(θ).</param>
/// <param name="Summary">The climb.</param>
/// <param name="Efficient">Classes with σ_u = 0 (from 0).</param>
/// <param name="Refusal">Why it is none; <see cref="Refusal.None"/> for an interior maximum.</param>
internal sealed record ClassOptimum(double[] Point, double Value, OptimizationSummary Summary, IReadOnlyList<int> Efficient, Refusal Refusal)
{
    public bool IsEstimate => Refusal == Refusal.None && Summary.Converged;
}

/// <summary>Why an optimum of a mixture is no estimate.</summary>
internal enum Refusal
{
    None,

    /// <summary>A class holds fewer rows than it needs, or its variance vanishes: the likelihood is unbounded there.</summary>
    Collapsed,

    /// <summary>σ_v → 0 in a class: its frontier is an envelope, and the likelihood is not smooth.</summary>
    Deterministic,
}

/// <summary>Climbs a latent class likelihood from its starts and sorts the ends: estimates, classes without inefficiency, collapsed classes.</summary>
internal sealed class LatentClassClimb
{
    /// <summary>A class whose total variance is below this share of the least-squares variance has collapsed.</summary>
    private const double CollapsedVariance = 1e-6;

    /// <summary>ln σ_u²/σ_v² above which a class has no noise left.</summary>
    private static readonly double NoNoise = Math.Log(1e6);

    /// <summary>ln σ_u²/σ_v² below which a class is tried without inefficiency.</summary>
    private static readonly double NearlyEfficient = Math.Log(0.01), PerhapsEfficient = Math.Log(0.1);

    private readonly LatentClassFrontier _model;
    private readonly FitOptions _options;
    private readonly ScaledObjective _objective;

    public LatentClassClimb(LatentClassFrontier model, FitOptions options)
    {
        _model = model;
        _options = options;
        (double[] reference, Matrix directions) = model.ScaledCoordinates();
        _objective = ScaledObjective.Create(model, reference, directions);
    }

    /// <summary>All ends, highest first.</summary>
    public IReadOnlyList<ClassOptimum> Run(IReadOnlyList<double[]> starts)
    {
        var ends = new List<ClassOptimum>();
        foreach (double[] start in starts)
        {
            _options.Cancellation.ThrowIfCancellationRequested();
            ends.Add(From(start));
            _options.Progress?.Invoke("starts", ends.Count, starts.Count);
        }
        ends.Sort((a, b) => b.Value.CompareTo(a.Value));
        return ends;
    }

    /// <summary>Climbs from one start; a class in which inefficiency vanishes is then held there.</summary>
    public ClassOptimum From(double[] start)
    {
        OptimizationSummary summary = _options.Method.Maximize(_objective, _objective.FromOriginal(start), _options.Optimization, _options.Cancellation);
        double[] point = _objective.ToOriginal(summary.Point);
        double bar = summary.Converged ? NearlyEfficient : PerhapsEfficient;
        int[] efficient = [.. Enumerable.Range(0, _model.Classes).Where(j => _model.LogRatios(point, j).Highest < bar)];
        if (efficient.Length > 0)
        {
            ClassOptimum held = Held(point, efficient);
            // A class with a little inefficiency is an estimate of its own if it is higher.
            if (held.Value >= summary.Value - 1e-7 * Math.Max(1, Math.Abs(summary.Value)))
                return held with { Summary = held.Summary with { Iterations = held.Summary.Iterations + summary.Iterations } };
        }
        return new ClassOptimum(point, summary.Value, summary, [], Judge(point, []));
    }

    /// <summary>The same with moderate inefficiency put back into its classes without any: the slope of ℓ in σ_u is 0 there, so a climb may have stopped short.</summary>
    public ClassOptimum Stirred(ClassOptimum end)
    {
        double[] point = [.. end.Point];
        int intercept = _model.Design.Frontier.Intercept;
        foreach (int j in end.Efficient)
        {
            double logV = point[_model.LogV(j) + Models.FrontierCoordinates.InterceptOf(_model.Layout.Terms[2].Columns)];
            point[_model.LogU(j) + Models.FrontierCoordinates.InterceptOf(_model.Layout.Terms[1].Columns)] = logV;
            if (intercept >= 0)
                point[_model.Layout.ClassOffset(j) + intercept] += _model.Sign * _model.Law.Mean(0, Math.Exp(0.5 * logV));
        }
        return From(point);
    }

    /// <summary>Positions held and their values when classes have no inefficiency.</summary>
    public Dictionary<int, double> HeldParameters(IReadOnlyList<double> point, IReadOnlyList<int> efficient)
    {
        var held = new Dictionary<int, double>();
        foreach (int j in efficient)
        {
            for (int c = 0; c < _model.Layout.Terms[1].Count; c++)
                held[_model.LogU(j) + c] = 0;
            double logV = point[_model.LogV(j) + Models.FrontierCoordinates.InterceptOf(_model.Layout.Terms[2].Columns)];
            held[_model.LogU(j) + Models.FrontierCoordinates.InterceptOf(_model.Layout.Terms[1].Columns)] = logV + MixtureOutcome.BoundaryDepth;
        }
        return held;
    }

    private ClassOptimum Held(double[] point, int[] efficient)
    {
        var restricted = new RestrictedLikelihood(_model, HeldParameters(point, efficient));
        BestClimb climb = MaximumLikelihood.Run(restricted, [restricted.Reduce(point)], _options.Silent());
        double[] full = restricted.Expand(climb.Point);
        return new ClassOptimum(full, climb.LogLikelihood, climb.Summary, efficient, Judge(full, efficient));
    }

    private Refusal Judge(double[] point, IReadOnlyList<int> efficient)
    {
        double all = _model.Ols.ResidualSumOfSquares / _model.Design.RowCount;
        Matrix posterior = new(_model.Layout.GroupCount, _model.Classes);
        _model.Posterior(point, posterior);
        bool deterministic = false;
        for (int j = 0; j < _model.Classes; j++)
        {
            double rows = 0, groups = 0, smallest = double.PositiveInfinity;
            double[] logU = _model.Index(point, j, 1), logV = _model.Index(point, j, 2);
            for (int i = 0; i < posterior.Rows; i++)
            {
                groups += posterior[i, j];
                rows += posterior[i, j] * (_model.Layout.FirstRow(i + 1) - _model.Layout.FirstRow(i));
            }
            for (int row = 0; row < logU.Length; row++)
                smallest = Math.Min(smallest, Math.Exp(logU[row]) + Math.Exp(logV[row]));
            if (!(rows >= 2 * _model.Layout.PerClass && groups >= 2 && smallest >= CollapsedVariance * all))
                return Refusal.Collapsed;
            deterministic |= !efficient.Contains(j) && _model.LogRatios(point, j).Highest > NoNoise;
        }
        return deterministic ? Refusal.Deterministic : Refusal.None;
    }
}
