using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier;

/// <summary>The log-likelihood of a stochastic frontier: y = x'β + v − s·u with s = +1 (production) or −1 (cost).</summary>
public abstract class FrontierLikelihood : LikelihoodModel
{
    private readonly Lazy<LeastSquares> _ols;

    /// <summary>Binds design, law and side; <paramref name="response"/> stands for the design's own response.</summary>
    protected FrontierLikelihood(Design design, InefficiencyLaw law, FrontierSide side, double[] response, int threads)
    {
        Design = design;
        Law = law;
        Side = side;
        Response = response;
        Threads = threads;
        _ols = new Lazy<LeastSquares>(() => LeastSquares.Solve(design.Frontier.Values, response, threads: threads));
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
    public override int ObservationCount => Design.RowCount;

    /// <summary>
    /// Number of restrictions that lead to least squares: σ_u = 0, everything that then drops out, and the slopes of ln σ_v², since least squares has
    /// one variance.
    /// </summary>
    public abstract int InefficiencyRestrictions { get; }

    /// <summary>Positions of the parameters that leave the likelihood when σ_u = 0.</summary>
    public abstract IReadOnlyList<int> InefficiencyParameters { get; }

    /// <summary>The largest h²σ_u²/σ_v² over the rows at θ: → 0 when inefficiency vanishes.</summary>
    public abstract double LargestVarianceRatio(ReadOnlySpan<double> point);

    /// <summary>The largest σ_v²/h²σ_u² over the rows at θ: → 0 when the frontier turns deterministic.</summary>
    public abstract double LargestNoiseRatio(ReadOnlySpan<double> point);

    /// <summary>The largest μ/σ_u over the rows at θ: → −∞ on the ridge towards the exponential. NaN for laws without μ.</summary>
    public abstract double LargestTruncationPoint(ReadOnlySpan<double> point);

    /// <summary>Laws of u | ε, frontier and residuals of all rows at θ.</summary>
    public abstract ConditionalInefficiency Conditional(IReadOnlyList<double> point);

    /// <summary>
    /// The marginal law of the composed error of every row at θ; null for models without one. Rows that share u are dependent, but each alone has this law.
    /// </summary>
    public virtual IReadOnlyList<ComposedError>? ErrorLaws(IReadOnlyList<double> point) => null;

    /// <summary>Rows in which the expected potential, actual·E[e^u|ε], is infinite at θ; none under normal noise.</summary>
    public virtual int RowsWithoutExpectedPotential(IReadOnlyList<double> point) => 0;

    /// <summary>Mean over rows of E[exp(−u)|ε] at θ.</summary>
    internal virtual double MeanEfficiency(double[] point) => FrontierEstimator.MeanEfficiency(Conditional(point), Threads);

    /// <summary>The same model with other rows' responses, for parametric bootstraps and simulation.</summary>
    public abstract FrontierLikelihood WithResponse(double[] response);

    /// <summary>Where the blocks of θ begin.</summary>
    internal abstract BlockOffsets Offsets { get; }

    /// <summary>True when the columns of every index are linearly independent in these rows.</summary>
    internal bool IsIdentified => Ols.Dependent.Count == 0
        && new[] { Offsets.ScalingColumns, Offsets.MeanColumns, Offsets.LogUColumns, Offsets.LogVColumns }
            .All(columns => columns is null || LeastSquares.Solve(columns, new double[columns.Rows]).Dependent.Count == 0);

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
