using System.Runtime.CompilerServices;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Families;
using Gravity.Core.Wording;

namespace Gravity.Core.Regression.Absorption;

/// <summary>The state of iterated weighted least squares: η, β and the projected columns, which each step takes up where the last one left them.</summary>
/// <remarks>
/// All arrays are in the order of the layout. After each step the inner effect is set to its maximum, where the family has it in closed form: a group with few small flows would otherwise
/// come down by one unit of ln μ a step. Inner tolerances follow the measure: steps far from the maximum need no exact projection.
/// </remarks>
internal sealed class Reweighting
{
    private const int MostHalvings = 40, NewtonHalvings = 2;

    // A step must lower the objective by this share of what it promises: in groups of few rows a mean can fall to nothing while others gain a little, and no step leads back.
    private const double LeastGain = 0.1;

    // Largest move of ln μ that one row asks for in a careful step.
    private const double CarefulMove = 2;

    // Projections of a step are made to a tenth of the last step's length, between the tightest asked for and this.
    private const double Loosest = 1e-2, Forcing = 0.1;

    // Standard errors from the maximum within which observed curvature of either sign is tried, a tenth as near after each failure, and the passes it may take.
    private const double NewtonLength = 1;
    private const int MostSignedPasses = 300;

    // Root mean square of a move of η, by working weight, above which nothing has converged.
    private const double NearMove = 1e-3;

    // Moves of η below this share (root mean square by working weight), and sums of scores below that, are rounding: a fit without residuals has converged.
    private const double RoundedMove = 1e-13, RoundedScore = 1e-15;

    private readonly AbsorbedProblem _problem;
    private readonly AbsorptionOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly EffectLayout _layout;
    private readonly RowOrder _order;
    private readonly WorkingFit _fit;
    private readonly double[] _y, _weights;
    private readonly double[]? _prior;
    private double[] _eta, _trial, _score, _next, _beta = [];
    private bool _started, _converged;
    private int _iterations;
    private double _measure = double.NaN, _length = double.PositiveInfinity;
    private double _newtonLength = NewtonLength;
    private double _leastPearson = double.PositiveInfinity;
    private PassTotals _at;
    private string _reason = "absorbed.limit";

    public Reweighting(AbsorbedProblem problem, AbsorptionOptions options, CancellationToken cancellation)
    {
        (_problem, _options, _cancellation) = (problem, options, cancellation);
        int rows = problem.Rows;
        _layout = problem.Effects.Layout;
        _order = new RowOrder(_layout.Order, options.Threads);
        _y = _order.Read(problem.Response)!;
        _prior = _order.Read(problem.Weights);
        (_eta, _trial, _score, _next, _weights) = (new double[rows], new double[rows], new double[rows], new double[rows], new double[rows]);
        _fit = problem.Effects.Count > 0 ? new AbsorbedWorkingFit(problem, _layout, _order, options.Threads) : new DenseWorkingFit(problem, options.Threads);
    }

    /// <summary>The flows and means, in sorted order, for a parameter of the family.</summary>
    public (double[] Response, double[] Means, double[]? Prior) Current()
    {
        ElementaryVector.Exp(_eta, _trial);
        return (_y, _trial, _prior);
    }

    /// <summary>Iterates from where it stands.</summary>
    public void Run(ResponseFamily family)
    {
        if (!_started)
            Begin(family);
        else
            Evaluate(family);
        (_converged, _reason, _length, _leastPearson) = (false, "absorbed.limit", double.PositiveInfinity, double.PositiveInfinity);
        for (int round = 0; round < _options.MaxIterations && !_converged; round++)
        {
            _cancellation.ThrowIfCancellationRequested();
            WorkingStep step = Newton(family) ?? _fit.Fit(_score, _weights, StepOptions(), _cancellation);
            if (step.Step.Length < _fit.Kept.Length)
            {
                _reason = "absorbed.dependent";
                Evaluate(family);
                return;
            }
            double last = _length;
            _length = Length(step.Decrement);
            _measure = Remaining(last, _length);
            bool moved = Advance(family, step, NewtonHalvings) || Advance(family, Careful(family), MostHalvings);
            _iterations++;
            // Where means are far too small Pearson's χ² is huge and standard errors are no measure: the move itself must be small.
            bool near = step.Decrement <= NearMove * NearMove * _at.Weight;
            if (near && _measure <= (moved ? _options.Tolerance : Math.Sqrt(_options.Tolerance)))
            {
                (_converged, _reason) = (true, "absorbed.converged");
            }
            else if (!moved)
            {
                _reason = "absorbed.stalled";
                return;
            }
        }
    }

    /// <summary>A step by the observed curvature of either sign, near the maximum of a family that gains by it; null elsewhere, and where it is not definite.</summary>
    private WorkingStep? Newton(ResponseFamily family)
    {
        if (family is not ISignedCurvature observed || !(_length < _newtonLength))
            return null;
        var partition = new RowPartition(_y.Length);
        Workers.For(partition.Count, _options.Threads, chunk =>
        {
            (int start, int length) = partition.Range(chunk);
            // The next scores are not in use yet.
            Span<double> means = _next.AsSpan(start, length);
            ElementaryVector.Exp(_eta.AsSpan(start, length), means);
            observed.Curvature(_y.AsSpan(start, length), means, _prior is null ? default : _prior.AsSpan(start, length), _trial.AsSpan(start, length));
        }, _cancellation);
        ProjectionOptions options = StepOptions();
        WorkingStep? step = _fit.FitSigned(_score, _trial, options with { MaxIterations = Math.Min(options.MaxIterations, MostSignedPasses) }, _cancellation);
        if (step is null)
        {
            _newtonLength = 0.1 * _length;
            Evaluate(family);
        }
        return step;
    }

    private void Begin(ResponseFamily family)
    {
        _started = true;
        double mean = WeightedMean();
        if (_options.Start is { } start)
        {
            FitWhole(family, _order.Sorted(start));
            // A start that is worse than one mean for all is not followed.
            if (_at.Objective <= ObjectiveAt(family, Math.Log(mean)))
                return;
            Array.Clear(_beta);
        }
        if (_problem.Effects.Count > 0)
        {
            new Balancing(_layout, family, _y, _prior, _options.Threads).Run(mean, _eta, _weights);
            Evaluate(family);
        }
        else
        {
            FitWhole(family, [.. _y.Select(y => Math.Log(family.StartMean(y, mean)))]);
        }
    }

    /// <summary>Fits the whole of η + s/W by expected information: η need not be of the form x'β + effects.</summary>
    private void FitWhole(ResponseFamily family, double[] eta)
    {
        for (int i = 0; i < _y.Length; i++)
        {
            double fitted = Math.Exp(eta[i]);
            _weights[i] = (_prior?[i] ?? 1) * family.Information(fitted);
            _score[i] = _weights[i] * ((_y[i] - fitted) / fitted + eta[i]);
        }
        Array.Clear(_eta);
        WorkingStep step = _fit.Fit(_score, _weights, StepOptions(), _cancellation);
        _at = new PassTotals(double.PositiveInfinity, 0, 0);
        Advance(family, step, MostHalvings);
        _iterations++;
    }

    private double ObjectiveAt(ResponseFamily family, double constant)
    {
        double[] eta = [.. _eta];
        PassTotals at = _at;
        _eta.AsSpan().Fill(constant);
        Evaluate(family);
        double objective = _at.Objective;
        eta.CopyTo(_eta, 0);
        Evaluate(family);
        _at = at;
        return objective;
    }

    private ProjectionOptions StepOptions()
    {
        double tolerance = Math.Clamp(Forcing * _length, Math.Min(1e-4, _options.Projection.Tolerance), Loosest);
        return _options.Projection with
        {
            Tolerance = Math.Max(tolerance, _options.Projection.Tolerance),
            WeightedTolerance = tolerance,
            WeightedFloor = Math.Max(0.01 * _options.Tolerance * Math.Sqrt(Math.Min(_leastPearson, _at.Pearson) / _y.Length), RoundedScore * Math.Sqrt(_at.Weight)),
        };
    }

    /// <summary>Length of a step in standard errors: √(δ'Hδ/φ), φ = Pearson's χ²/n.</summary>
    private double Length(double decrement)
    {
        // Means far below their flows inflate Pearson's χ², and no step may look short for that.
        _leastPearson = Math.Min(_leastPearson, _at.Pearson);
        return decrement <= RoundedMove * RoundedMove * _at.Weight ? 0 : Math.Sqrt(decrement / (_leastPearson / _y.Length));
    }

    /// <summary>What is left after a step if the next ones contract as it did: ρ/(1 − ρ) of its length.</summary>
    private static double Remaining(double last, double length)
    {
        double contraction = length / last;
        return double.IsFinite(last) && contraction < 1 ? length * (contraction / (1 - contraction)) : length;
    }

    /// <summary>Scores and weights at η.</summary>
    private void Evaluate(ResponseFamily family)
    {
        _at = Pass(family, [], 0, false);
        (_eta, _trial) = (_trial, _eta);
        (_score, _next) = (_next, _score);
    }

    /// <summary>A step in which no row asks for a long move: flows far above their means have more weight than information gives them. It climbs too, as any positive weights do.</summary>
    private WorkingStep Careful(ResponseFamily family)
    {
        Evaluate(family);
        for (int i = 0; i < _y.Length; i++)
            _weights[i] = Math.Max(_weights[i], Math.Abs(_score[i]) / CarefulMove);
        return _fit.Fit(_score, _weights, StepOptions(), _cancellation);
    }

    /// <summary>Moves η and β by the step, halved until the objective falls by a share of what the step promises, up to rounding; false when it does not.</summary>
    private bool Advance(ResponseFamily family, WorkingStep step, int halvings)
    {
        if (_beta.Length != step.Step.Length)
            _beta = new double[step.Step.Length];
        double length = 1;
        for (int halving = 0; halving <= halvings; halving++, length /= 2)
        {
            PassTotals trial = Pass(family, step.Step, length, family.BalanceIsExact && _layout.InnerEffect >= 0);
            double enough = _at.Objective - (LeastGain * length * step.Decrement) + (1e-12 * Math.Abs(_at.Objective));
            if (!(trial.Objective <= enough || double.IsPositiveInfinity(_at.Objective)) || !double.IsFinite(trial.Pearson) || !double.IsFinite(trial.Weight))
                continue;
            _at = trial;
            (_eta, _trial) = (_trial, _eta);
            (_score, _next) = (_next, _score);
            GramKernels.AddScaled(length, step.Step, _beta);
            return true;
        }
        Evaluate(family);
        return false;
    }

    /// <summary>Sums at a trial: −ℓ up to a constant, Pearson's χ² and the working weights.</summary>
    private readonly record struct PassTotals(double Objective, double Pearson, double Weight);

    /// <summary>η + length·move, its inner effects at their maximum, and there scores, weights, objective and Pearson's χ².</summary>
    private PassTotals Pass(ResponseFamily family, double[] step, double length, bool balance)
    {
        var totals = new double[3 * _layout.RunCount];
        Workers.For(_layout.RunCount, _options.Threads, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (run) =>
        {
            double objective = 0, lost = 0, squares = 0;
            double[] buffer = [];
            int last = _layout.Runs[run + 1];
            for (int group = _layout.Runs[run]; group < last;)
            {
                int end = _layout.BlockEnd(group, last), from = _layout.Starts[group], count = _layout.Starts[end] - from;
                Span<double> eta = _trial.AsSpan(from, count), mean = _weights.AsSpan(from, count);
                ReadOnlySpan<double> y = _y.AsSpan(from, count), prior = _prior is null ? default : _prior.AsSpan(from, count);
                _eta.AsSpan(from, count).CopyTo(eta);
                for (int k = 0; k < step.Length; k++)
                    GramKernels.AddScaled(length * step[k], _fit.Columns.Column(k).Slice(from, count), eta);
                if (length > 0)
                    GramKernels.AddScaled(length, _score.AsSpan(from, count), eta);
                ElementaryVector.Exp(eta, mean);
                if (balance)
                {
                    if (buffer.Length < 2 * count)
                        buffer = new double[2 * Math.Max(count, RowPartition.BlockRows)];
                    Span<double> observed = buffer.AsSpan(0, count), fitted = buffer.AsSpan(count, count);
                    family.Balance(y, mean, prior, observed, fitted);
                    for (int g = group; g < end; g++)
                    {
                        int start = _layout.Starts[g] - from, rows = _layout.Starts[g + 1] - _layout.Starts[g];
                        Balance(observed.Slice(start, rows), fitted.Slice(start, rows), eta.Slice(start, rows), mean.Slice(start, rows));
                    }
                }
                CompensatedSum.Add(family.Evaluate(y, eta, prior, mean, _next.AsSpan(from, count), out double pearson), ref objective, ref lost);
                squares += pearson;
                group = end;
            }
            (int first, int behind) = _layout.RowsOfRun(run);
            totals[3 * run] = CompensatedSum.Close(objective, lost);
            totals[3 * run + 1] = squares;
            totals[3 * run + 2] = ElementaryVector.Sum(_weights.AsSpan(first..behind));
        }, _cancellation);
        PassTotals total = default;
        for (int run = 0; run < _layout.RunCount; run++)
            total = new PassTotals(total.Objective + totals[3 * run], total.Pearson + totals[3 * run + 1], total.Weight + totals[3 * run + 2]);
        return total;
    }

    /// <summary>Multiplies the means of a group by observed over fitted.</summary>
    private static void Balance(ReadOnlySpan<double> observed, ReadOnlySpan<double> fitted, Span<double> eta, Span<double> mean)
    {
        double up = ElementaryVector.Sum(observed), down = ElementaryVector.Sum(fitted);
        if (!(up > 0 && down > 0 && double.IsFinite(down)))
            return;
        double factor = up / down, shift = Math.Log(factor);
        for (int i = 0; i < eta.Length; i++)
        {
            mean[i] *= factor;
            eta[i] += shift;
        }
    }

    private double WeightedMean()
    {
        double sum = 0, total = 0;
        for (int i = 0; i < _y.Length; i++)
        {
            double w = _prior?[i] ?? 1;
            sum += w * _y[i];
            total += w;
        }
        return sum / total;
    }

    /// <summary>The result at η.</summary>
    public AbsorbedSolution Solution(ResponseFamily family)
    {
        _at = Pass(family, [], 0, false);
        double[] means = _weights, weights = _score, scores = _next;
        ElementaryVector.Exp(_eta, means);
        if (family.InformationIsMean && _prior is null)
            weights = means;
        else
            Information(family, means, weights);
        bool projected = _fit.Close(weights, _options.Projection, _cancellation);
        PseudoTotals totals = Totals(family, means);
        Matrix columns = _fit.Columns;
        _order.Restore(columns, _trial);
        _order.Restore(_eta, _trial);
        _order.Restore(means, _trial);
        _order.Restore(scores, _trial);
        if (!ReferenceEquals(weights, means))
            _order.Restore(weights, _trial);
        return new AbsorbedSolution(_problem, _options.Threads)
        {
            Kept = _fit.Kept,
            LeftOut = _fit.LeftOut,
            Coefficients = _beta,
            Projected = columns,
            WorkingWeights = weights,
            ScoreResiduals = scores,
            InverseGram = _fit.InverseGram,
            LinearPredictor = _eta,
            FittedMean = means,
            Deviance = totals.Deviance,
            NullDeviance = totals.NullDeviance,
            LogLikelihood = totals.LogLikelihood,
            NullLogLikelihood = totals.NullLogLikelihood,
            Dispersion = (family as NegativeBinomialFamily)?.Alpha,
            Pearson = _at.Pearson,
            Iteration = new IterationSummary(
                _converged && projected, _iterations, _fit.Passes, _measure, _options.Tolerance,
                new Phrase(projected ? _reason : "absorbed.projection-limit", ("iterations", Data.RowList.Whole(_iterations)))),
        };
    }

    private PseudoTotals Totals(ResponseFamily family, double[] means)
    {
        double mean = WeightedMean();
        return family.Totals(new RowPartition(means.Length).Sum(5, _options.Threads, (start, length, sums) => family.AddTotals(
            _y.AsSpan(start, length), _eta.AsSpan(start, length), means.AsSpan(start, length), _prior is null ? default : _prior.AsSpan(start, length), mean, sums)));
    }

    private void Information(ResponseFamily family, double[] means, double[] weights)
    {
        var partition = new RowPartition(means.Length);
        Workers.For(partition.Count, _options.Threads, chunk =>
        {
            (int start, int length) = partition.Range(chunk);
            for (int i = start; i < start + length; i++)
                weights[i] = (_prior?[i] ?? 1) * family.Information(means[i]);
        });
    }
}
