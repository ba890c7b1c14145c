using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Draws;
using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Models;

/// <summary>Unit effects that are quadratic in time: α_it = θ_i0 + θ_i1·t + θ_i2·t², and u_it = max_j α_jt − α_it (cost: α_it − min_j α_jt).</summary>
/// <remarks>
/// Cornwell, Schmidt and Sickles (1990), Journal of Econometrics 46: 185–200, the within estimator. The best of a period is the best of the units
/// observed in it. A unit with T ≤ 2 rows has a polynomial of order T − 1. Derivation: docs/models/unit-effects.md.
/// </remarks>
public sealed class CornwellSchmidtSickles : SteppedFrontier
{
    private readonly UnitBasis _basis;
    private readonly int[] _columns;

    /// <summary>Binds the estimator to its rows.</summary>
    /// <exception cref="UsageException">The design has no units or no periods.</exception>
    /// <exception cref="DataUnfitException">One unit, one period, or no column varies within units beyond their polynomials.</exception>
    public CornwellSchmidtSickles(Design design, FrontierSide side)
        : this(design, side, 2)
    {
    }

    /// <summary>Polynomials of another order: 0 is Schmidt and Sickles (1984).</summary>
    internal CornwellSchmidtSickles(Design design, FrontierSide side, int order)
        : base(design, side, "css", overTime: true)
    {
        _basis = new UnitBasis(Units, order);
        _columns = UnitRegression.VaryingColumns(design, _basis);
        Parameters = [.. Slopes(_columns)];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>u_it = max_j α_jt − α_it at the slopes given, as laws without spread.</summary>
    /// <param name="theta">The slopes.</param>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> theta)
    {
        double[] index = UnitRegression.Index(Design, _columns, theta);
        double[] effects = _basis.Fitted([.. Design.Response.Zip(index, (y, f) => y - f)]);
        Dictionary<int, double> best = effects.Select((a, i) => (Effect: a, Period: Units.PeriodOfRow![i]))
            .GroupBy(e => e.Period).ToDictionary(g => g.Key, g => RelativeToBest.Best(g.Select(e => e.Effect), Sign));
        return RelativeToBest.OfRows(this, index, effects, best);
    }

    internal override Steps Solve(FitOptions options, double[]? near)
    {
        UnitRegression fit = UnitRegression.Within(Design, _basis, _columns, options.Threads);
        List<FitWarning> warnings = [.. TakenUp(_columns, "warning.collinear-column.polynomial"), .. WeakWithin(fit)];
        if (_basis.ExactUnits > 0)
        {
            warnings.Add(new FitWarning(WarningCatalog.ShortUnits, new Phrase(
                "warning.short-units.here", ("exact", _basis.ExactUnits), ("units", Units.Count), ("reduced", _basis.ReducedUnits))));
        }
        return new Steps
        {
            Theta = fit.Fit.Coefficients,
            Covariance = options.Covariance.Kind == CovarianceKind.Bootstrap ? null : fit.Covariance(options),
            DegreesOfFreedom = fit.DegreesOfFreedom,
            LogLikelihood = FrontierEstimator.GaussianLogLikelihood(fit.Fit.ResidualSumOfSquares, Design.RowCount),
            ParameterCount = fit.Fit.Rank + _basis.Count + 1,
            Message = new Phrase("message.within"),
            Method = "within",
            Scales = [new DerivedEstimate("sigmaV", Math.Sqrt(fit.Noise), double.NaN)],
            Warnings = warnings,
        };
    }

    /// <inheritdoc/>
    internal override (int Fewest, int Most) UnitEffects => (1, _basis.Order + 1);

    /// <inheritdoc/>
    /// <remarks>θ_i0, θ_i1 and θ_i2 with t = 0 in the panel's first period.</remarks>
    internal override ISimulates Draws(double[][] effects)
    {
        int[] periods = Units.PeriodOfRow!;
        int first = periods.Min();
        double[] alpha = [.. periods.Select((period, i) => effects.Select((effect, power) => effect[i] * Math.Pow(period - first, power)).Sum())];
        Dictionary<int, double> best = alpha.Select((a, i) => (Effect: a, Period: periods[i]))
            .GroupBy(e => e.Period).ToDictionary(g => g.Key, g => RelativeToBest.Best(g.Select(e => e.Effect), Sign));
        return new EffectDraw(this, _columns, _ => alpha, (_, _) => Array.ConvertAll(periods, period => best[period]));
    }

    private protected override SteppedFrontier On(Design design) => new CornwellSchmidtSickles(design, Side, _basis.Order);
}
