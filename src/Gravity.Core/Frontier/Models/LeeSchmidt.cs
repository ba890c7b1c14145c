using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Draws;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Models;

/// <summary>Unit effects on one common path: α_it = λ_t·δ_i with λ = 1 in the first period, and u_it = max_j λ_t·δ_j − λ_t·δ_i (cost: less the smallest).</summary>
/// <remarks>
/// Lee and Schmidt (1993), in Fried, Lovell and Schmidt, The Measurement of Productive Efficiency: 237–255. Least squares over slopes, λ and δ; δ is
/// concentrated out and the rest climbed with exact derivatives, so unbalanced panels and gaps need nothing special. The intercept and every column that is
/// constant within units are part of δ. Derivation: docs/models/unit-effects.md.
/// </remarks>
public sealed class LeeSchmidt : SteppedFrontier
{
    /// <summary>Climbs where the caller gives no number.</summary>
    private const int DefaultStarts = 5;

    /// <summary>|λ_1| over the largest |λ| below which no path can be divided by it.</summary>
    private const double SmallestFirst = 1e-6;

    private readonly int[] _labels;
    private readonly int[] _periodOfRow;
    private readonly int[] _columns;
    private readonly int[] _tied;

    /// <summary>Binds the estimator to its rows.</summary>
    /// <exception cref="UsageException">The design has no units or no periods.</exception>
    /// <exception cref="DataUnfitException">One unit, one period, periods without a common unit, or no column varies within units.</exception>
    public LeeSchmidt(Design design, FrontierSide side)
        : base(design, side, "lee-schmidt", overTime: true)
    {
        _labels = [.. Units.PeriodOfRow!.Distinct().Order()];
        _periodOfRow = Array.ConvertAll(Units.PeriodOfRow!, period => Array.BinarySearch(_labels, period));
        RequireLinkedPeriods();
        int[] varying = UnitRegression.VaryingColumns(design, new UnitBasis(Units, 0));
        // Of period effects and a path one level is free; it shows at any path that is not special.
        var any = new LeeSchmidtStarts(design, varying, _periodOfRow, _labels.Length);
        double[] path = [.. _labels.Select((_, t) => 1 + (t * 0.6180339887498949) % 1)];
        Matrix projected = any.Projected(UnitRegression.Pick(design.Frontier.Values, varying), path);
        int[] dependent = [.. LeastSquares.Solve(projected, new double[projected.Rows]).Dependent.Select(d => varying[d.Column])];
        _columns = [.. varying.Except(dependent)];
        _tied = dependent;
        Parameters = LeeSchmidtSum.ParametersOf(design, _columns, _labels, 0);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>u_it at the slopes and the path given, as laws without spread; the best of a period is the best of all units of the sample.</summary>
    /// <param name="theta">Slopes, then λ from the second period on.</param>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> theta)
    {
        LeeSchmidtSum sum = Sum(0, 1);
        double[] path = sum.Path([.. theta]);
        double[] slopes = [.. theta.Take(_columns.Length)];
        double[] index = UnitRegression.Index(Design, _columns, slopes);
        double[] effects = sum.Effects(UnitRegression.Remainder(Design, _columns, slopes), path);
        Dictionary<int, double> best = _labels.Select((label, t) => (label, Best: RelativeToBest.Best(effects.Select(d => path[t] * d), Sign)))
            .ToDictionary(p => p.label, p => p.Best);
        return RelativeToBest.OfRows(this, index, [.. _periodOfRow.Select((t, i) => path[t] * effects[Units.UnitOfRow[i]])], best);
    }

    internal override Steps Solve(FitOptions options, double[]? near)
    {
        int n = Design.RowCount, df = n - Units.Count - Parameters.Count;
        if (df < 1)
        {
            throw new DataUnfitException(
                "too-few-rows", $"lee-schmidt needs more rows than effects and parameters: {n} rows, {Units.Count} units, {Parameters.Count} slopes and λ");
        }
        BestClimb climb = Climb(options, near, out double[] slopes, out double[] path);
        double rss = Squares(slopes, path);
        LeeSchmidtSum sum = Sum(0, rss / df);
        double[] theta = sum.Join(slopes, path);
        Matrix hessian = new(theta.Length, theta.Length);
        sum.Evaluate(theta, new double[theta.Length], hessian.Values);
        double logLikelihood = FrontierEstimator.GaussianLogLikelihood(rss, n);
        return new Steps
        {
            Theta = theta,
            Covariance = options.Covariance.Kind == CovarianceKind.Bootstrap ? null : CovarianceOf(options, sum, theta, hessian),
            DegreesOfFreedom = df,
            LogLikelihood = logLikelihood,
            ParameterCount = theta.Length + Units.Count + 1,
            Converged = climb.Summary.Converged,
            Termination = FrontierOutcome.Word(climb.Summary.Termination),
            Message = climb.Summary.MessagePhrase,
            Method = climb.Summary.Method,
            Iterations = climb.Summary.Iterations,
            GradientNorm = climb.Summary.GradientMeasure,
            Starts = climb.Starts,
            AgreeingStarts = climb.Agreeing,
            Scales = [new DerivedEstimate("sigmaV", Math.Sqrt(rss / df), double.NaN)],
            Warnings = [.. WarningsOf(climb, logLikelihood)],
        };
    }

    /// <inheritdoc/>
    /// <remarks>δ_i is given, λ is part of θ.</remarks>
    internal override ISimulates Draws(double[][] effects)
    {
        double[] Lambda(IReadOnlyList<double> theta) => [1, .. theta.Skip(_columns.Length).Take(_labels.Length - 1)];
        return new EffectDraw(
            this, _columns,
            theta => [.. _periodOfRow.Select((t, i) => Lambda(theta)[t] * effects[0][i])],
            (theta, _) =>
            {
                double[] best = [.. Lambda(theta).Select(lambda => RelativeToBest.Best(effects[0].Select(delta => lambda * delta), Sign))];
                return Array.ConvertAll(_periodOfRow, t => best[t]);
            });
    }

    private protected override SteppedFrontier On(Design design) => new LeeSchmidt(design, Side);

    private LeeSchmidtSum Sum(int reference, double variance, double[]? sizes = null) =>
        new(Design, _columns, _periodOfRow, _labels, reference, variance, sizes);

    /// <summary>The best of the climbs, each with the largest λ of its start held at 1; the path is divided by its first value afterwards.</summary>
    private BestClimb Climb(FitOptions options, double[]? near, out double[] slopes, out double[] path)
    {
        var starts = new LeeSchmidtStarts(Design, _columns, _periodOfRow, _labels.Length);
        IReadOnlyList<(double[] Slopes, double[] Path)> from = near is null
            ? starts.Take(options.Starts > 0 ? options.Starts : DefaultStarts)
            : [([.. near.Take(_columns.Length)], Sum(0, 1).Path(near))];
        double variance = from.Min(s => Squares(s.Slopes, s.Path)) / Design.RowCount;
        if (!(variance > 0))
            throw new DataUnfitException("exact-fit", $"the unit effects and the columns of the formula reproduce {Design.ResponseName} exactly: nothing is left to estimate");
        var climbs = new List<(BestClimb Climb, LeeSchmidtSum Sum)>();
        foreach ((double[] startSlopes, double[] startPath) in from)
        {
            int reference = Array.IndexOf(startPath, startPath.MaxBy(Math.Abs));
            double[] start = Sum(reference, variance).Join(startSlopes, startPath);
            LeeSchmidtSum sum = Sum(reference, variance, Sizes(Sum(reference, variance), start));
            climbs.Add((MaximumLikelihood.Run(sum, [start], options), sum));
        }
        (BestClimb best, LeeSchmidtSum at) = climbs.Aggregate((one, other) => Better(other.Climb, one.Climb) ? other : one);
        slopes = best.Point[.._columns.Length];
        path = at.Path(best.Point);
        if (!(Math.Abs(path[0]) > SmallestFirst * path.Max(Math.Abs)))
        {
            throw new DataUnfitException("first-period-zero", string.Create(CultureInfo.InvariantCulture,
                $"the path of lee-schmidt is 0 in the first period ({_labels[0]}), so it cannot be divided by it: leave that period out with --where, or use css"));
        }
        int agreeing = climbs.Count(c => Math.Abs(c.Climb.LogLikelihood - best.LogLikelihood) <= 1e-6 * Math.Max(1, Math.Abs(best.LogLikelihood)));
        return best with { Starts = climbs.Count, Agreeing = agreeing };
    }

    private static bool Better(BestClimb candidate, BestClimb best)
    {
        double margin = 1e-9 * Math.Max(1, Math.Abs(best.LogLikelihood));
        return candidate.LogLikelihood > best.LogLikelihood + margin
            || (candidate.LogLikelihood > best.LogLikelihood - margin && candidate.Summary.Converged && !best.Summary.Converged);
    }

    /// <summary>Steps that change the fit of a row by about a standard deviation of its noise.</summary>
    private double[] Sizes(LeeSchmidtSum sum, double[] start)
    {
        Matrix hessian = new(start.Length, start.Length);
        sum.Evaluate(start, new double[start.Length], hessian.Values);
        return [.. start.Select((_, j) => Math.Abs(hessian[j, j]) is > 0 and var curvature ? Math.Sqrt(Design.RowCount / curvature) : 1)];
    }

    private double Squares(double[] slopes, double[] path)
    {
        double[] remainder = UnitRegression.Remainder(Design, _columns, slopes);
        double[] effects = Sum(0, 1).Effects(remainder, path);
        double sum = 0;
        for (int i = 0; i < remainder.Length; i++)
            sum += Math.Pow(remainder[i] - effects[Units.UnitOfRow[i]] * path[_periodOfRow[i]], 2);
        return sum;
    }

    private static CovarianceEstimate CovarianceOf(FitOptions options, LeeSchmidtSum sum, double[] theta, Matrix hessian)
    {
        CovarianceEstimate bread = Covariance.FromHessian(hessian);
        return options.Covariance.Kind == CovarianceKind.Hessian
            ? bread
            : Covariance.Clustered(bread.Matrix, sum.RowScores(theta), options.Covariance.Clusters, options.Covariance.SmallSample ?? SmallSample.StataRegress);
    }

    private IEnumerable<FitWarning> WarningsOf(BestClimb climb, double logLikelihood)
    {
        foreach (FitWarning warning in TakenUp([.. _columns, .. _tied], "warning.collinear-column.constant"))
            yield return warning;
        foreach (int column in _tied)
            yield return new FitWarning(WarningCatalog.CollinearColumn, new Phrase("warning.collinear-column.path", ("name", Design.Frontier.ColumnNames[column])));
        if (!HasPeriodEffects())
            yield return new FitWarning(WarningCatalog.LevelDependent, new Phrase("warning.level-dependent.here", ("response", Design.ResponseName)));
        int single = Enumerable.Range(0, Units.Count).Count(u => UnitRegression.Rows(Units, u) == 1);
        if (single > 0)
            yield return new FitWarning(WarningCatalog.ShortUnits, new Phrase("warning.short-units.single", ("exact", single), ("units", Units.Count)));
        if (!climb.Summary.Converged)
            yield return new FitWarning(WarningCatalog.NotConverged, climb.Summary.MessagePhrase);
        if (climb is { Starts: > 2, Agreeing: 1 })
        {
            yield return new FitWarning(WarningCatalog.StartsDisagree, new Phrase(
                "warning.starts-disagree.here", ("starts", climb.Starts), ("reached", logLikelihood.ToString("0.###", CultureInfo.InvariantCulture))));
        }
    }

    /// <summary>True when the formula's columns reproduce any function of the period, so that a change of the response's level moves nothing else.</summary>
    private bool HasPeriodEffects()
    {
        double[] any = Array.ConvertAll(_periodOfRow, t => (t + 1) * 0.6180339887498949 % 1);
        LeastSquares fit = LeastSquares.Solve(Design.Frontier.Values, any);
        return fit.ResidualSumOfSquares <= 1e-16 * any.Length;
    }

    /// <summary>λ_s/λ_t is known only where a unit, or a chain of units, has both periods.</summary>
    private void RequireLinkedPeriods()
    {
        int[] group = [.. Enumerable.Range(0, _labels.Length)];
        for (int i = 1; i < _periodOfRow.Length; i++)
        {
            if (Units.UnitOfRow[i] != Units.UnitOfRow[i - 1])
                continue;
            (int one, int other) = (group[_periodOfRow[i]], group[_periodOfRow[i - 1]]);
            if (one != other)
                group = Array.ConvertAll(group, g => g == one ? other : g);
        }
        int apart = Array.FindIndex(group, g => g != group[0]);
        if (apart >= 0)
        {
            throw new DataUnfitException("unlinked-periods", string.Create(CultureInfo.InvariantCulture,
                $"no chain of units links period {_labels[apart]} with {_labels[0]}, so the path between them is not identified: leave it out with --where"));
        }
    }
}
