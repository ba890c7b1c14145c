using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>
/// Some rows are fully efficient: y = x'β + v − s·u with u = 0 with probability p and else half-normal or exponential; ln σ_u² = z'γ, ln σ_v² = w'δ, ln p/(1 − p) = q'ω.
/// </summary>
/// <remarks>
/// Kumbhakar, Parmeter and Tsionas (2013), Journal of Econometrics 172: 66–76; Rho and Schmidt (2015), Journal of Productivity Analysis 43: 341–349. p = 0 is the
/// frontier of <see cref="PooledFrontier"/>; at σ_u = 0 or p = 1 it is least squares, and the other of the two leaves the likelihood.
/// </remarks>
public sealed class ZeroInefficiencyFrontier : FrontierLikelihood, ISimulates
{
    /// <summary>The logit that stands for p = 0.</summary>
    private const double NoZeros = -40;

    private readonly ConjugateLaw _law;
    private readonly IReadOnlyList<IndexTerm> _terms;
    private readonly IndexSum _sum;

    /// <summary>Binds the model to its rows.</summary>
    /// <param name="design">Frontier block and, optionally, blocks of the log variances and of the logit of p.</param>
    /// <param name="law">Half-normal or exponential.</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="threads">Threads; 0 for one per processor. The result does not depend on it.</param>
    /// <exception cref="UsageException">The law has a location or no closed form.</exception>
    public ZeroInefficiencyFrontier(Design design, InefficiencyLaw law, FrontierSide side, int threads = 0)
        : this(design, law, side, threads, design.Response)
    {
    }

    private ZeroInefficiencyFrontier(Design design, InefficiencyLaw law, FrontierSide side, int threads, double[] response)
        : base(design, law, side, response, threads)
    {
        _law = MixtureLaws.Require(law, "zero-inefficiency");
        _terms =
        [
            IndexTerm.Of(design, BlockNames.Frontier), IndexTerm.Of(design, BlockNames.InefficiencyVariance),
            IndexTerm.Of(design, BlockNames.NoiseVariance), IndexTerm.Of(design, BlockNames.ClassMembership),
        ];
        _sum = new IndexSum(response, _terms, new ZeroInefficiencyKernel(law.ClosedForm(Noise, side)!), threads);
        Parameters = [.. _terms.SelectMany(t => t.Names.Select(n => new Parameter(t.Block, n)))];
        Derived = [.. DerivedQuantities.Of(this, null, IndexAverage.Of(_terms[1], _sum.Offset(1)), IndexAverage.Of(_terms[2], _sum.Offset(2))),
            new DerivedQuantity("fullEfficiencyShare", t => MeanShare([.. t]))];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<DerivedQuantity> Derived { get; }

    /// <inheritdoc/>
    public override int UnitCount => Design.RowCount;

    /// <inheritdoc/>
    public override int InefficiencyRestrictions => InefficiencyParameters.Count + _terms[2].Count - 1;

    /// <inheritdoc/>
    public override IReadOnlyList<int> InefficiencyParameters => [.. Positions(1), .. Positions(3)];

    /// <inheritdoc/>
    internal override bool HasMixedChiSquareTest => false;

    /// <inheritdoc/>
    /// <remarks>The mean that the intercept would have to take up depends on p.</remarks>
    internal override double[]? Leap(double[] point) => null;

    /// <inheritdoc/>
    public override int UnitOf(int row) => row;

    /// <inheritdoc/>
    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) => _sum.Evaluate(point, gradient, hessian);

    /// <inheritdoc/>
    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _sum.Scores(point, scores);

    /// <inheritdoc/>
    public override (double[] Reference, Matrix Directions) ScaledCoordinates()
    {
        (double[] reference, Matrix directions) = FrontierCoordinates.Of(Dimension, Design.RowCount, Ols, Offsets, _ => 1);
        FrontierCoordinates.SetBlock(directions, _sum.Offset(3), _terms[3].Columns, 1);
        return (reference, directions);
    }

    /// <inheritdoc/>
    /// <remarks>Those of the frontier without zeros at several p, σ_u raised so that V[u] of all rows stays; ranked by likelihood, one a p first.</remarks>
    public override IReadOnlyList<double[]> Starts(int count)
    {
        var pooled = new PooledFrontier(Design.Without(BlockNames.ClassMembership), Law, Side, Threads).WithResponse(Response);
        IReadOnlyList<double[]> bases = pooled.Starts(3);
        double unitMean = Law.Mean(0, 1), unitVariance = Law.Variance(0, 1);
        int intercept = Design.Frontier.Intercept;
        var candidates = new List<(double Value, double P, double[] Point)>();
        foreach (double p in (double[])[0.5, 0.2, 0.8])
        {
            foreach (double[] start in bases)
            {
                double[] point = [.. start, .. new double[_terms[3].Count]];
                // V = (1 − p)·V₁ + p(1 − p)·E₁² for the mixture, in units of σ_u².
                double factor = unitVariance / ((1 - p) * unitVariance + p * (1 - p) * unitMean * unitMean);
                int level = _sum.Offset(1) + FrontierCoordinates.InterceptOf(_terms[1].Columns);
                double sigma = Math.Exp(0.5 * point[level]);
                point[level] += Math.Log(factor);
                if (intercept >= 0)
                    point[intercept] += Sign * unitMean * sigma * ((1 - p) * Math.Sqrt(factor) - 1);
                FrontierStarts.SetLevel(point, _sum.Offset(3), _terms[3].Columns, Math.Log(p / (1 - p)));
                double value = Evaluate(point, default, default);
                if (double.IsFinite(value))
                    candidates.Add((value, p, point));
            }
        }
        candidates.Sort((x, y) => y.Value.CompareTo(x.Value));
        double[][] first = [.. candidates.GroupBy(c => c.P).Select(g => g.First().Point)];
        return [.. first.Concat(candidates.Select(c => c.Point).Where(c => !first.Contains(c))).Take(Math.Max(1, count))];
    }

    /// <inheritdoc/>
    public override double LargestVarianceRatio(ReadOnlySpan<double> point) => Math.Exp(LargestDifference(point, 1, 2));

    /// <inheritdoc/>
    public override double LargestNoiseRatio(ReadOnlySpan<double> point) => Math.Exp(LargestDifference(point, 2, 1));

    /// <inheritdoc/>
    public override double LargestTruncationPoint(ReadOnlySpan<double> point) => double.NaN;

    /// <inheritdoc/>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> point)
    {
        double[] theta = [.. point];
        double[] frontier = _sum.IndexValues(theta, 0), logV = _sum.IndexValues(theta, 2);
        double[] residual = [.. frontier.Select((f, i) => Response[i] - f)], noise = Array.ConvertAll(logV, Math.Exp);
        if (IsBoundary(Where(point, 1)))
            return WithoutInefficiency(frontier, residual, noise);
        double[] logU = _sum.IndexValues(theta, 1), logit = Logits(theta);
        var laws = new MixtureLaw[frontier.Length];
        for (int i = 0; i < laws.Length; i++)
        {
            double b = residual[i] * Sign / noise[i];
            double log0 = -Elementary.LogOnePlusExp(-logit[i]);
            double log1 = -Elementary.LogOnePlusExp(logit[i]) + _law.Shared(1 / noise[i], b, 0, logU[i]).Value;
            double value = Elementary.LogSum(log0, log1);
            laws[i] = new MixtureLaw([Math.Exp(log0 - value), Math.Exp(log1 - value)], [DegenerateLaw.Instance, _law.Conditional(1 / noise[i], b, 0, Math.Exp(logU[i]))]);
        }
        double[] one = new double[laws.Length];
        Array.Fill(one, 1);
        return new ConditionalInefficiency(laws, [.. Enumerable.Range(0, laws.Length)], one, frontier, residual, noise)
        {
            ClassProbabilities = [.. laws.Select(l => l.Weights)],
        };
    }

    /// <inheritdoc/>
    /// <remarks>Row by row whether u = 0, then u, then v.</remarks>
    public ResponseDraw DrawResponse(IReadOnlyList<double> point, RandomSource random)
    {
        double[] theta = [.. point], response = _sum.IndexValues(theta, 0), logV = _sum.IndexValues(theta, 2), inefficiency = new double[response.Length];
        bool none = IsBoundary(Where(point, 1));
        double[] logU = none ? [] : _sum.IndexValues(theta, 1), logit = none ? [] : Logits(theta);
        for (int i = 0; i < response.Length; i++)
        {
            if (!none && random.NextUniform() > Math.Exp(-Elementary.LogOnePlusExp(-logit[i])))
                inefficiency[i] = _law.Sample(0, Math.Exp(0.5 * logU[i]), random);
            response[i] += Math.Exp(0.5 * logV[i]) * random.NextNormal() - Sign * inefficiency[i];
        }
        return new ResponseDraw(response, inefficiency);
    }

    /// <inheritdoc/>
    public override FrontierLikelihood WithResponse(double[] response) => new ZeroInefficiencyFrontier(Design, Law, Side, Threads, response);

    /// <inheritdoc/>
    internal override FrontierOutcome FindOutcome(Func<FrontierOutcome> common, FitOptions options)
    {
        FrontierOutcome outcome = common();
        if (outcome.AtBoundary)
            return outcome;
        if (_terms[3].Columns is null)
        {
            var held = new Dictionary<int, double> { [_sum.Offset(3)] = NoZeros };
            var restricted = new RestrictedLikelihood(this, held);
            var pooled = new PooledFrontier(Design.Without(BlockNames.ClassMembership), Law, Side, Threads).WithResponse(Response);
            BestClimb climb = MaximumLikelihood.Run(restricted, [.. pooled.Starts(2), restricted.Reduce(outcome.Point)], options.Silent());
            if (climb.LogLikelihood >= outcome.LogLikelihood - 1e-7 * Math.Max(1, Math.Abs(outcome.LogLikelihood)))
            {
                return PartialBoundary.Outcome(
                    this, climb, restricted.Expand(climb.Point), held, outcome.Null!.Model, climb.Summary.Converged,
                    climb.Summary.Converged ? new Phrase("message.zero-inefficiency-none") : climb.Summary.MessagePhrase,
                    [new FitWarning(WarningCatalog.ZeroInefficiencyBound, new Phrase("warning.zero-inefficiency-bound.none"))]);
            }
        }
        return outcome with { Warnings = Identification(outcome) };
    }

    internal override BlockOffsets Offsets => new()
    {
        Mean = -1,
        MeanColumns = null,
        LogU = _sum.Offset(1),
        LogUColumns = _terms[1].Columns,
        LogV = _sum.Offset(2),
        LogVColumns = _terms[2].Columns,
        Time = _sum.Offset(3),
    };

    /// <summary>Rho and Schmidt (2015): without a spread of efficiencies that tells them apart, many zeros with a large σ_u look like few with a small one.</summary>
    private List<FitWarning> Identification(FrontierOutcome outcome)
    {
        double share = MeanShare(outcome.Point);
        if (share is < 0.01 or > 0.99)
            return [new FitWarning(WarningCatalog.ZeroInefficiencyBound, new Phrase("warning.zero-inefficiency-bound.here", ("share", Text(share))))];
        Matrix covariance = Covariance.FromHessian(outcome.Hessian).Matrix;
        int logit = _sum.Offset(3) + FrontierCoordinates.InterceptOf(_terms[3].Columns), scale = _sum.Offset(1) + FrontierCoordinates.InterceptOf(_terms[1].Columns);
        double correlation = covariance[logit, scale] / Math.Sqrt(covariance[logit, logit] * covariance[scale, scale]);
        double error = DeltaMethod.Evaluate(t => MeanShare([.. t]), outcome.Point, covariance).StandardError;
        return correlation > 0.95 || !(error < 0.2)
            ? [new FitWarning(WarningCatalog.ZeroInefficiencyWeak, new Phrase(
                "warning.zero-inefficiency-weak.here", ("share", Text(share)), ("error", Text(error)), ("correlation", Text(correlation))))]
            : [];
    }

    private static string Text(double value) => value.ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Mean of p over the rows.</summary>
    private double MeanShare(double[] theta)
    {
        double sum = 0;
        double[] logit = Logits(theta);
        foreach (double c in logit)
            sum += Math.Exp(-Elementary.LogOnePlusExp(-c));
        return sum / logit.Length;
    }

    /// <summary>The logit of p by row; −∞ becomes a number at which p underflows.</summary>
    private double[] Logits(double[] theta) => Array.ConvertAll(_sum.IndexValues(theta, 3), c => Math.Max(c, -800));

    private IEnumerable<int> Positions(int term) => Enumerable.Range(_sum.Offset(term), _terms[term].Count);

    /// <summary>θ with NaN outside one index, so that −∞ elsewhere is not taken for its boundary.</summary>
    private double[] Where(IReadOnlyList<double> point, int term) =>
        [.. point.Select((value, j) => j >= _sum.Offset(term) && j < _sum.Offset(term) + _terms[term].Count ? value : double.NaN)];

    private double LargestDifference(ReadOnlySpan<double> point, int numerator, int denominator)
    {
        double[] top = _sum.IndexValues(point, numerator), bottom = _sum.IndexValues(point, denominator);
        double largest = double.NegativeInfinity;
        for (int i = 0; i < top.Length; i++)
            largest = Math.Max(largest, top[i] - bottom[i]);
        return largest;
    }
}
