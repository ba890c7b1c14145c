using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier;

/// <summary>The log-likelihood of a stochastic frontier: y = x'β + v − s·u with s = +1 (production) or −1 (cost).</summary>
public abstract class FrontierLikelihood : LikelihoodModel
{
    /// <summary>How far ln σ_u² falls in a leap.</summary>
    private protected const double LeapDepth = 25;

    /// <summary>σ_u²/σ_v² at which a climb towards the boundary may end.</summary>
    private const double Vanished = 0.01 * FrontierOutcome.BoundaryRatio;

    private readonly Lazy<LeastSquares> _ols;

    /// <summary>Binds design, law and side; <paramref name="response"/> stands for the design's own response.</summary>
    protected FrontierLikelihood(Design design, InefficiencyLaw law, FrontierSide side, double[] response, int threads)
    {
        Design = design;
        Law = law;
        Side = side;
        Response = response;
        Threads = threads;
        _ols = new Lazy<LeastSquares>(() => LeastSquares.Solve(design.Frontier.Values, response, design.Weights, threads));
    }

    /// <summary>The rows.</summary>
    public Design Design { get; }

    /// <summary>The law of u.</summary>
    public InefficiencyLaw Law { get; }

    /// <summary>The law of v.</summary>
    public virtual NoiseLaw Noise { get; } = new NormalNoise();

    /// <summary>Production or cost.</summary>
    public FrontierSide Side { get; }

    /// <summary>Least squares of the response on the frontier's columns: the model without inefficiency.</summary>
    public LeastSquares Ols => _ols.Value;

    /// <summary>Left side, one value a row.</summary>
    internal double[] Response { get; }

    /// <summary>Threads; 0 for one per processor.</summary>
    internal int Threads { get; }

    /// <inheritdoc/>
    public override int ObservationCount => Design.ObservationCount;

    /// <summary>Whether the sums of the model count rows by the design's weights; a model that does not say so refuses weights.</summary>
    internal virtual bool TakesWeights => false;

    /// <summary>
    /// Number of restrictions that lead to least squares: σ_u = 0, everything that then drops out, and the slopes of ln σ_v², since least squares has
    /// one variance.
    /// </summary>
    public abstract int InefficiencyRestrictions { get; }

    /// <summary>Positions of the parameters that leave the likelihood when σ_u = 0.</summary>
    public abstract IReadOnlyList<int> InefficiencyParameters { get; }

    /// <summary>Positions of the levels of log variances of inefficiency: −∞ when σ_u = 0.</summary>
    internal virtual IReadOnlyList<int> InefficiencyLevels => [Offsets.LogU + FrontierCoordinates.InterceptOf(Offsets.LogUColumns)];

    /// <summary>The largest h²σ_u²/σ_v² over the rows at θ: → 0 when inefficiency vanishes.</summary>
    public abstract double LargestVarianceRatio(ReadOnlySpan<double> point);

    /// <summary>The largest σ_v²/h²σ_u² over the rows at θ: → 0 when the frontier turns deterministic.</summary>
    public abstract double LargestNoiseRatio(ReadOnlySpan<double> point);

    /// <summary>The largest μ/σ_u over the rows at θ: → −∞ on the ridge towards the exponential. NaN for laws without μ.</summary>
    public abstract double LargestTruncationPoint(ReadOnlySpan<double> point);

    /// <summary>Laws of u | ε, frontier and residuals of all rows at θ.</summary>
    public abstract ConditionalInefficiency Conditional(IReadOnlyList<double> point);

    /// <summary>The laws of u and v of every row at θ; null at the boundary σ_u = 0, and for models whose rows have no such laws.</summary>
    public virtual RowLaws? RowLaws(IReadOnlyList<double> point) => null;

    /// <summary>The law of v of every row at θ, at the boundary too; empty for models whose rows have none.</summary>
    protected virtual LawPoint[] NoiseLaws(IReadOnlyList<double> point) => RowLaws(point)?.Noise ?? [];

    /// <summary>
    /// The marginal law of the composed error of every row at θ; null for models without one. Rows that share u are dependent, but each alone has this law.
    /// </summary>
    public virtual IReadOnlyList<ComposedError>? ErrorLaws(IReadOnlyList<double> point)
    {
        if (IsBoundary(point))
            return NoiseLaws(point) is { Length: > 0 } noise ? [.. noise.Select(at => new ComposedError(Law, null, Noise, at, Side))] : null;
        return RowLaws(point) is { } rows
            ? [.. rows.Inefficiency.Select((law, i) => new ComposedError(Law, law, Noise, rows.Noise[i], Side))]
            : null;
    }

    /// <summary>A response drawn from the model at θ: u is drawn once where rows share it. Null for models that cannot be drawn from.</summary>
    /// <param name="point">θ.</param>
    /// <param name="random">The random stream.</param>
    public virtual double[]? Simulate(IReadOnlyList<double> point, RandomSource random)
    {
        double[] frontier = Design.Frontier.Values.Times([.. point.Take(Design.Frontier.Columns)]);
        if (IsBoundary(point))
            return NoiseLaws(point) is { Length: > 0 } noise ? [.. noise.Select((at, i) => frontier[i] + Noise.Sample(at, random))] : null;
        return UnitCount == Design.RowCount ? RowLaws(point)?.Draw(frontier, Law, Noise, Sign, random) : null;
    }

    /// <summary>Rows in which the expected potential, actual·E[e^u|ε], is infinite at θ; none under normal noise.</summary>
    public virtual int RowsWithoutExpectedPotential(IReadOnlyList<double> point) => 0;

    /// <summary>Mean over rows, weighted where they have weights, of E[exp(−u)|ε] at θ.</summary>
    internal virtual double MeanEfficiency(double[] point) => FrontierEstimator.MeanEfficiency(Conditional(point), Threads, Design.Weights);

    /// <summary>The model without inefficiency at its maximum. By default the regression on the frontier's columns under the model's noise with one scale.</summary>
    /// <param name="options">Tolerances, where it has to be climbed.</param>
    public virtual NullModel Null(FitOptions options) => NoiseRegression.Fit(this, options).Of(this);

    /// <summary>How many variances of inefficiency are zero without it. Default 1.</summary>
    public virtual int InefficiencyComponents => 1;

    /// <summary>Constants that the likelihood concentrates out or transforms away: parameters that AIC and BIC count beside θ.</summary>
    internal virtual int ConcentratedConstants => 0;

    /// <summary>ℓ of least squares on the same rows, on the scale of this likelihood; null where the two cannot be compared.</summary>
    internal virtual double? LeastSquaresHeight => FrontierEstimator.GaussianLogLikelihood(Ols.ResidualSumOfSquares, Design.TotalWeight);

    /// <summary>What a reader must know of the model on these rows whatever the estimates are.</summary>
    internal virtual IEnumerable<FitWarning> Notes => [];

    /// <summary>Climbs from the starts. By default the best end; models with suprema that are no estimates choose otherwise.</summary>
    internal virtual BestClimb Climb(IReadOnlyList<double[]> starts, FitOptions options) =>
        MaximumLikelihood.Run(this, starts, options, preferConverged: Offsets is { MeanColumns: not null, HasLogarithmicScale: false });

    /// <summary>The unit constants at θ̂ with their errors; empty for models without.</summary>
    internal virtual IReadOnlyList<UnitEffect> UnitEffects(IReadOnlyList<double> point, Matrix covariance) => [];

    /// <summary>
    /// The laws of u | ε at a draw of θ from its law around the estimate, for models that draw concentrated constants too, given θ; null where <see cref="Conditional"/> serves.
    /// </summary>
    /// <param name="estimate">θ̂.</param>
    internal virtual Func<IReadOnlyList<double>, RandomSource, ConditionalInefficiency>? Draws(IReadOnlyList<double> estimate) => null;

    /// <summary>Adds to a result what only the model knows.</summary>
    internal virtual FitResult Describe(FitResult result, FitOptions options) => result;

    /// <summary>The same model with other rows' responses, for parametric bootstraps and simulation.</summary>
    public abstract FrontierLikelihood WithResponse(double[] response);

    /// <summary>Reads where the climbs ended; mixtures, whose likelihood has ends of its own, do it themselves.</summary>
    /// <param name="common">What all other frontiers do.</param>
    /// <param name="options">How to climb.</param>
    internal virtual FrontierOutcome FindOutcome(Func<FrontierOutcome> common, FitOptions options) => common();

    /// <summary>False where parameters beside σ_u leave the model under no inefficiency in a way that no mixed χ² describes.</summary>
    internal virtual bool HasMixedChiSquareTest => true;

    /// <summary>True where the skewness of least-squares residuals tells whether inefficiency can be found.</summary>
    internal virtual bool SkewnessMatters => true;

    /// <summary>What results call the law of the noise. Default the key of <see cref="Noise"/>.</summary>
    internal virtual string NoiseName => Noise.Key;

    /// <summary>Where the blocks of θ begin.</summary>
    internal abstract BlockOffsets Offsets { get; }

    /// <summary>True when the columns of every index are linearly independent in these rows.</summary>
    internal bool IsIdentified => Ols.Dependent.Count == 0
        && new[] { Offsets.ScalingColumns, Offsets.MeanColumns, Offsets.LogUColumns, Offsets.LogVColumns }
            .All(columns => columns is null || LeastSquares.Solve(columns, new double[columns.Rows]).Dependent.Count == 0);

    /// <summary>Rows that share one u, the most of any unit: together they find a σ_u that is small in each.</summary>
    private protected virtual int RowsOfOneU => 1;

    /// <inheritdoc/>
    /// <remarks>Not for laws with a location: with μ &gt; 0 and σ_u → 0 inefficiency has lost its spread and not vanished.</remarks>
    internal override bool IsVanishing(double[] point) => !Law.HasMean && RowsOfOneU * LargestVarianceRatio(point) < Vanished;

    /// <inheritdoc/>
    internal override double[]? Leap(double[] point)
    {
        if (Law.HasMean || Offsets.Scaling >= 0 || !IsSmall(RowsOfOneU * LargestVarianceRatio(point)))
            return null;
        double[] far = [.. point];
        RemoveInefficiency(far);
        return far;
    }

    /// <inheritdoc/>
    /// <remarks>With little skewness of the right sign the maximum is inside, at a small σ_u and a hair above least squares; other software reports it, and so must a climb that leapt.</remarks>
    internal override IEnumerable<double[]> Near(double[] point) => Near(point, RowsOfOneU * LargestVarianceRatio(point));

    private protected IEnumerable<double[]> Near(double[] point, double ratio)
    {
        if (Law.HasMean || Offsets.Scaling >= 0 || !(ratio is > 0 and < Vanished))
            yield break;
        foreach (double share in NearShares)
        {
            double[] near = [.. point];
            MoveInefficiency(near, Math.Log(share / ratio));
            yield return near;
        }
    }

    /// <summary>Variances of u, in those of the noise, with which a climb that leapt looks back.</summary>
    private protected static readonly double[] NearShares = [1e-2, 1e-3, 1e-4];

    /// <summary>So small that a climb asks whether it is there at all, and not so small that it has asked already.</summary>
    private protected static bool IsSmall(double ratio) => ratio is > Vanished and < 0.01;

    /// <summary>Lowers σ_u to nothing; intercept and σ_v take up its mean and its variance.</summary>
    private protected void RemoveInefficiency(double[] point) => MoveInefficiency(point, -LeapDepth);

    /// <summary>Adds <paramref name="rise"/> to the level of ln σ_u²; intercept and σ_v keep mean and variance of the response, as far as there is variance to take.</summary>
    private void MoveInefficiency(double[] point, double rise)
    {
        (double meanBefore, double varianceBefore) = Moments();
        point[InefficiencyLevels[0]] += rise;
        (double mean, double variance) = Moments();
        if (Design.Frontier.Intercept is >= 0 and var intercept)
            point[intercept] += Sign * (mean - meanBefore);
        int logV = Offsets.LogV + FrontierCoordinates.InterceptOf(Offsets.LogVColumns);
        point[logV] += Math.Log(Math.Max(0.1, 1 + ((varianceBefore - variance) * Math.Exp(-point[logV]))));

        (double Mean, double Variance) Moments()
        {
            double[] logU = Offsets.LogUColumns is { } columns ? columns.Times(point.AsSpan(Offsets.LogU, columns.Columns)) : [point[Offsets.LogU]];
            double shape = Offsets.LawShape < 0 ? double.NaN : Math.Exp(point[Offsets.LawShape]);
            LawPoint[] laws = Array.ConvertAll(logU, value => Law.At(0, value, shape));
            return (laws.Average(law => Law.Mean(law)), laws.Average(law => Law.Variance(law)));
        }
    }

    /// <summary>True at the boundary σ_u = 0: the estimates then hold −∞ for ln σ_u², and NaN for what drops out with it.</summary>
    internal bool IsBoundary(IReadOnlyList<double> point) => InefficiencyParameters.Any(j => double.IsNegativeInfinity(point[j]));

    /// <summary>u = 0 in every row.</summary>
    internal static ConditionalInefficiency WithoutInefficiency(double[] frontier, double[] residual, double[] noise, double[]? logNoiseMean = null)
    {
        var one = new double[frontier.Length];
        Array.Fill(one, 1);
        return new ConditionalInefficiency([DegenerateLaw.Instance], new int[frontier.Length], one, frontier, residual, noise, logNoiseMean);
    }

    /// <summary>s: +1 in production, −1 in cost.</summary>
    internal double Sign => Side == FrontierSide.Production ? 1 : -1;
}
