using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Draws;
using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Models;

/// <summary>Persistent and transient inefficiency in steps: u_i0 = max α − α_i from unit effects, then u_it half-normal in the residuals y − x'β − α_i.</summary>
/// <remarks>
/// Kumbhakar and Heshmati (1995), American Journal of Agricultural Economics 77: 660–674. Slopes by the within estimator, or by GLS (Swamy and Arora 1972);
/// α_i is the unit mean of y − x'β. Units with one row leave a residual of 0 and take no part in the second step. Derivation: docs/models/unit-effects.md.
/// </remarks>
public sealed class KumbhakarHeshmati : SteppedFrontier
{
    private readonly bool _gls;
    private readonly UnitBasis _means;
    private readonly int[] _varying;
    private readonly int[] _columns;
    private readonly StepFrontier _transient;

    /// <summary>Binds the estimator to its rows.</summary>
    /// <param name="design">Frontier and, optionally, indices of ln σ_u² and ln σ_v² of the second step.</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="gls">True for GLS slopes, false for the within estimator.</param>
    /// <exception cref="UsageException">The design has no units.</exception>
    /// <exception cref="DataUnfitException">One unit, or no column varies within units.</exception>
    public KumbhakarHeshmati(Design design, FrontierSide side, bool gls = false)
        : base(design, side, "kumbhakar-heshmati", overTime: false)
    {
        _gls = gls;
        _means = new UnitBasis(Units, 0);
        _varying = UnitRegression.VaryingColumns(design, _means);
        _columns = gls ? [.. Enumerable.Range(0, design.Frontier.Columns)] : _varying;
        _transient = new StepFrontier(this, TransientNames, [.. Enumerable.Range(0, design.RowCount)]);
        Parameters = [.. Slopes(_columns), .. _transient.Parameters];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    internal static StepNames TransientNames { get; } =
        new("steps.transient", BlockNames.TransientFrontier, BlockNames.InefficiencyVariance, BlockNames.NoiseVariance);

    /// <summary>u_i0 without spread and u_it given its residual, at any θ.</summary>
    /// <param name="theta">Slopes, then constant, ln σ_u² and ln σ_v² of the second step.</param>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> theta)
    {
        (double[] effects, double[] residuals) = Split(theta);
        double best = RelativeToBest.Best(effects, Sign);
        double[] distance = Array.ConvertAll(effects, a => Math.Abs(best - a));
        ConditionalInefficiency transient = _transient.Conditional(residuals, [.. theta.Skip(_columns.Length)]);
        return new TwoPartInefficiency(
            Units, [.. distance.Select(DegenerateLaw.At)], [.. transient.LawOfRow.Select(l => transient.Laws[l])],
            [.. Design.Response.Select((y, i) => y - transient.Residual[i] + Sign * distance[Units.UnitOfRow[i]])],
            [.. transient.Residual.Select((e, i) => e - Sign * distance[Units.UnitOfRow[i]])],
            transient.NoiseVariance);
    }

    internal override Steps Solve(FitOptions options, double[]? near)
    {
        UnitRegression slopes = _gls
            ? UnitRegression.Gls(Design, _means, _varying, options.Threads)
            : UnitRegression.Within(Design, _means, _varying, options.Threads);
        double[] first = slopes.Fit.Coefficients;
        (_, double[] residuals) = Split(first);
        int[] used = [.. Enumerable.Range(0, Design.RowCount).Where(i => UnitRegression.Rows(Units, Units.UnitOfRow[i]) > 1)];
        StepFit step = _transient.Fit(residuals, used, options, byUnit: false);
        double[] theta = [.. first, .. step.Theta];
        int k = first.Length;
        bool bootstrap = options.Covariance.Kind == CovarianceKind.Bootstrap;
        List<FitWarning> warnings = [.. TakenUp(_columns, "warning.collinear-column.constant"), .. _gls ? [] : WeakWithin(slopes), .. step.Warnings];
        if (used.Length < Design.RowCount)
        {
            warnings.Add(new FitWarning(WarningCatalog.ShortUnits, new Phrase(
                "warning.short-units.residual", ("exact", Design.RowCount - used.Length), ("units", Units.Count))));
        }
        if (!bootstrap)
            warnings.Add(StepErrors());
        double Scale(IReadOnlyList<double> t, bool inefficiency) => Math.Exp(0.5 * _transient.MeanIndex([.. t.Skip(k)], inefficiency));
        return new Steps
        {
            Theta = theta,
            Covariance = bootstrap ? null : Stepwise(slopes.Covariance(options), step.Covariance),
            ParameterCount = k + Units.Count + step.ParameterCount,
            Law = "half-normal",
            Converged = step.Converged,
            Termination = step.Termination,
            Message = step.Message,
            Method = _gls ? "GLS (Swamy–Arora), ML" : "within, ML",
            Iterations = step.Result.Iterations,
            GradientNorm = step.Result.GradientNorm,
            Starts = step.Result.Starts,
            AgreeingStarts = step.Result.AgreeingStarts,
            Derived =
            [
                new DerivedQuantity("sigmaU", t => Scale(t, true)),
                new DerivedQuantity("sigmaV", t => Scale(t, false)),
                new DerivedQuantity("lambda", t => Scale(t, true) / Scale(t, false)),
                new DerivedQuantity("intercept", t => RelativeToBest.Best(Split(t).Effects, Sign) + (_gls ? Level(t) : 0) + t[k]),
            ],
            Warnings = warnings,
        };
    }

    /// <inheritdoc/>
    internal override ISimulates Draws(double[][] effects) => new StepDraw(this, _columns, effects[0]);

    private protected override SteppedFrontier On(Design design) => new KumbhakarHeshmati(design, Side, _gls);

    /// <summary>α_i and y − x'β − α_i at the slopes that θ begins with.</summary>
    private (double[] Effects, double[] Residuals) Split(IReadOnlyList<double> theta)
    {
        double[] remainder = UnitRegression.Remainder(Design, _columns, [.. theta.Take(_columns.Length)]);
        double[] effects = UnitRegression.UnitMeans(Units, remainder);
        return (effects, [.. remainder.Select((r, i) => r - effects[Units.UnitOfRow[i]])]);
    }

    /// <summary>The intercept that GLS estimates itself.</summary>
    private double Level(IReadOnlyList<double> theta) => Design.Frontier.Intercept is >= 0 and var j ? theta[j] : 0;
}
