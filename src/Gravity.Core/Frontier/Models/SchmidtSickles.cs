using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Draws;
using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Models;

/// <summary>Unit effects without a law: α_i by the within estimator or by GLS, and u_i = max α − α_i (cost: α_i − min α).</summary>
/// <remarks>
/// Schmidt and Sickles (1984), Journal of Business and Economic Statistics 2: 367–374. GLS has the variance components of Swamy and Arora (1972) as
/// R plm computes them; α_i is then the unit mean of y − x'β. The best unit has efficiency 1 by construction, so efficiencies are relative, and
/// everything constant within units (distance, say) is inside α_i in the within estimator.
/// </remarks>
public sealed class SchmidtSickles : SteppedFrontier
{
    private readonly bool _fixedEffects;
    private readonly UnitBasis _means;
    private readonly int[] _varying;
    private readonly int[] _columns;

    /// <summary>Binds the estimator to its rows.</summary>
    /// <exception cref="UsageException">The design has no units.</exception>
    /// <exception cref="DataUnfitException">No column varies within units.</exception>
    public SchmidtSickles(Design design, FrontierSide side, bool fixedEffects)
        : base(design, side, fixedEffects ? "schmidt-sickles-fe" : "schmidt-sickles-re", overTime: false)
    {
        _fixedEffects = fixedEffects;
        _means = new UnitBasis(Units, 0);
        _varying = UnitRegression.VaryingColumns(design, _means);
        _columns = fixedEffects ? _varying : [.. Enumerable.Range(0, design.Frontier.Columns)];
        Parameters = [.. Slopes(_columns)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>u_i = max α − α_i at the slopes given, as laws without spread.</summary>
    /// <param name="theta">The slopes.</param>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> theta) =>
        RelativeToBest.OfUnits(this, UnitRegression.Index(Design, _columns, theta));

    internal override Steps Solve(FitOptions options, double[]? near)
    {
        UnitRegression fit = _fixedEffects
            ? UnitRegression.Within(Design, _means, _varying, options.Threads)
            : UnitRegression.Gls(Design, _means, _varying, options.Threads);
        int n = Design.RowCount;
        return new Steps
        {
            Theta = fit.Fit.Coefficients,
            Covariance = options.Covariance.Kind == CovarianceKind.Bootstrap ? null : fit.Covariance(options),
            DegreesOfFreedom = _fixedEffects ? fit.DegreesOfFreedom : double.PositiveInfinity,
            LogLikelihood = _fixedEffects ? FrontierEstimator.GaussianLogLikelihood(fit.Fit.ResidualSumOfSquares, n) : double.NaN,
            ParameterCount = fit.Fit.Rank + (_fixedEffects ? Units.Count + 1 : 2),
            Message = _fixedEffects ? new Phrase("message.within") : new Phrase("message.gls"),
            Method = _fixedEffects ? "within" : "GLS (Swamy–Arora)",
            Scales =
            [
                new DerivedEstimate("sigmaV", Math.Sqrt(fit.Noise), double.NaN),
                .. _fixedEffects ? Array.Empty<DerivedEstimate>() : [new DerivedEstimate("sigmaEffect", Math.Sqrt(fit.Between), double.NaN)],
            ],
            Warnings = [.. TakenUp(_columns, "warning.collinear-column.constant")],
        };
    }

    /// <inheritdoc/>
    /// <remarks>Random effects are deviations from the intercept: their mean belongs into it.</remarks>
    internal override ISimulates Draws(double[][] effects)
    {
        double[] ofUnits = UnitRegression.UnitMeans(Units, effects[0]);
        double mean = ofUnits.Average(), deviation = Math.Sqrt(ofUnits.Sum(a => (a - mean) * (a - mean)) / Math.Max(1, ofUnits.Length - 1));
        return new EffectDraw(this, _columns, _ => effects[0], (_, alpha) => [.. alpha.Select(_ => RelativeToBest.Best(alpha, Sign))])
        {
            Truths = _fixedEffects ? [] : [("sigmaEffect", deviation)],
        };
    }

    private protected override SteppedFrontier On(Design design) => new SchmidtSickles(design, Side, _fixedEffects);
}
