using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Draws;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Models;

/// <summary>
/// The four-component frontier y_it = x'β + w_i − u_i0 + v_it − u_it in three steps: GLS slopes; a half-normal frontier of ε̂_it for u_it; another one of α̂_i
/// for u_i0.
/// </summary>
/// <remarks>
/// Kumbhakar, Lien and Hardaker (2014), Journal of Productivity Analysis 41: 321–337. α̂_i = ψ_i·(unit mean of y − x'β̂), ψ_i = T_iσ_α²/(T_iσ_α² + σ_v²), is
/// the predictor of random effects; ε̂_it = y − x'β̂ − α̂_i. Each part has its own constant, which takes up its mean inefficiency.
/// Derivation: docs/models/four-components-steps.md.
/// </remarks>
public sealed class FourComponentSteps : SteppedFrontier
{
    private readonly UnitBasis _means;
    private readonly int[] _varying;
    private readonly int[] _columns;
    private readonly StepFrontier _transient;
    private readonly StepFrontier _persistent;
    private readonly Lazy<UnitRegression> _gls;

    /// <summary>Binds the estimator to its rows.</summary>
    /// <param name="design">Frontier and, optionally, indices of ln σ_u² and ln σ_v² (step 2) and, constant within units, of ln σ_u0² and ln σ_w² (step 3).</param>
    /// <param name="side">Production or cost.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    /// <exception cref="UsageException">The design has no units.</exception>
    /// <exception cref="DataUnfitException">One unit, no column varies within units, or an index of step 3 does.</exception>
    public FourComponentSteps(Design design, FrontierSide side, int threads = 0)
        : base(design, side, "gtre", overTime: false)
    {
        _means = new UnitBasis(Units, 0);
        _varying = UnitRegression.VaryingColumns(design, _means);
        _columns = [.. Enumerable.Range(0, design.Frontier.Columns)];
        RequireConstant(BlockNames.PersistentVariance);
        RequireConstant(BlockNames.InterceptVariance);
        _transient = new StepFrontier(this, KumbhakarHeshmati.TransientNames, [.. Enumerable.Range(0, design.RowCount)]);
        _persistent = new StepFrontier(this, PersistentNames, Units.Starts[..^1]);
        _gls = new Lazy<UnitRegression>(() => UnitRegression.Gls(Design, _means, _varying, threads));
        Parameters = [.. Slopes(_columns), .. _transient.Parameters, .. _persistent.Parameters];
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters { get; }

    private static StepNames PersistentNames { get; } =
        new("steps.persistent", BlockNames.PersistentFrontier, BlockNames.PersistentVariance, BlockNames.InterceptVariance);

    /// <summary>The two parts at any θ; their sum is the overall inefficiency. The weights ψ stay those of the estimates.</summary>
    /// <param name="theta">Slopes; constant, ln σ_u², ln σ_v² of step 2; constant, ln σ_u0², ln σ_w² of step 3.</param>
    public override ConditionalInefficiency Conditional(IReadOnlyList<double> theta)
    {
        (double[] effects, double[] residuals) = Split(theta);
        (double[] second, double[] third) = StepsOf(theta);
        ConditionalInefficiency transient = _transient.Conditional(residuals, second);
        bool none = NoEffects(third);
        ConditionalInefficiency? persistent = none ? null : _persistent.Conditional(effects, third);
        double[] effect = persistent?.Residual ?? new double[Units.Count];
        int[] unit = Units.UnitOfRow;
        double[] residual = [.. transient.Residual.Select((e, i) => e + effect[unit[i]])];
        return new TwoPartInefficiency(
            Units,
            persistent is null ? [.. effects.Select(_ => DegenerateLaw.Instance)] : [.. persistent.LawOfRow.Select(l => persistent.Laws[l])],
            [.. transient.LawOfRow.Select(l => transient.Laws[l])],
            [.. Design.Response.Select((y, i) => y - residual[i])],
            residual,
            [.. transient.NoiseVariance.Select((v, i) => v + (persistent?.NoiseVariance[unit[i]] ?? 0))]);
    }

    internal override Steps Solve(FitOptions options, double[]? near)
    {
        UnitRegression gls = _gls.Value;
        double[] first = gls.Fit.Coefficients;
        (double[] effects, double[] residuals) = Split(first);
        StepFit second = _transient.Fit(residuals, [.. Enumerable.Range(0, residuals.Length)], options, byUnit: false);
        // Without a variance of unit effects there is no third step: α̂ is 0 in every unit.
        StepFit? third = gls.Between > 0 ? _persistent.Fit(effects, [.. Enumerable.Range(0, effects.Length)], options, byUnit: true) : null;
        double[] last = third?.Theta ?? [.. _persistent.Parameters.Select(Nothing)];
        bool bootstrap = options.Covariance.Kind == CovarianceKind.Bootstrap;
        StepFit shown = third is { Converged: false } || (third is { Termination: TerminationWords.Boundary } && second.Converged) ? third : second;
        return new Steps
        {
            Theta = [.. first, .. second.Theta, .. last],
            Covariance = bootstrap ? null : Stepwise(
                gls.Covariance(options), second.Covariance, third?.Covariance ?? Undefined(last.Length)),
            ParameterCount = first.Length + second.ParameterCount + (third?.ParameterCount ?? 0),
            Law = "half-normal",
            Converged = second.Converged && third is null or { Converged: true },
            Termination = shown.Termination,
            Message = shown.Message,
            Method = "GLS (Swamy–Arora), ML, ML",
            Iterations = second.Result.Iterations + (third?.Result.Iterations ?? 0),
            GradientNorm = Math.Max(second.Result.GradientNorm, third?.Result.GradientNorm ?? 0),
            Starts = second.Result.Starts,
            AgreeingStarts = second.Result.AgreeingStarts,
            Derived = Quantities(),
            Warnings =
            [
                .. second.Warnings,
                .. third is null ? [NoPersistentPart()] : third.Warnings,
                .. bootstrap ? Array.Empty<FitWarning>() : [StepErrors()],
            ],
        };
    }

    /// <inheritdoc/>
    internal override (int Fewest, int Most) UnitEffects => (0, 0);

    /// <inheritdoc/>
    internal override ISimulates Draws(double[][] effects) => new StepDraw(this, _columns, null);

    private protected override SteppedFrontier On(Design design) => new FourComponentSteps(design, Side, 1);

    private List<DerivedQuantity> Quantities()
    {
        double Scale(IReadOnlyList<double> theta, bool persistent, bool inefficiency)
        {
            (double[] second, double[] third) = StepsOf(theta);
            return persistent
                ? Math.Exp(0.5 * _persistent.MeanIndex(third, inefficiency))
                : Math.Exp(0.5 * _transient.MeanIndex(second, inefficiency));
        }

        int intercept = Design.Frontier.Intercept;
        return
        [
            new DerivedQuantity("sigmaU", t => Scale(t, false, true)),
            new DerivedQuantity("sigmaV", t => Scale(t, false, false)),
            new DerivedQuantity("sigmaU0", t => Scale(t, true, true)),
            new DerivedQuantity("sigmaW", t => Scale(t, true, false)),
            new DerivedQuantity("lambda", t => Scale(t, false, true) / Scale(t, false, false)),
            new DerivedQuantity("intercept", t => (intercept >= 0 ? t[intercept] : 0) + StepsOf(t).Second[0] + StepsOf(t).Third[0]),
        ];
    }

    /// <summary>α̂_i and ε̂_it at the slopes that θ begins with.</summary>
    private (double[] Effects, double[] Residuals) Split(IReadOnlyList<double> theta)
    {
        UnitRegression gls = _gls.Value;
        double[] remainder = UnitRegression.Remainder(Design, _columns, [.. theta.Take(_columns.Length)]);
        double[] effects = UnitRegression.UnitMeans(Units, remainder);
        for (int unit = 0; unit < effects.Length; unit++)
        {
            double signal = UnitRegression.Rows(Units, unit) * gls.Between;
            effects[unit] *= signal / (signal + gls.Noise);
        }
        return (effects, [.. remainder.Select((r, i) => r - effects[Units.UnitOfRow[i]])]);
    }

    private (double[] Second, double[] Third) StepsOf(IReadOnlyList<double> theta)
    {
        int second = _columns.Length, third = second + _transient.Parameters.Count;
        return ([.. theta.Skip(second).Take(third - second)], [.. theta.Skip(third)]);
    }

    /// <summary>θ of a third step that does not exist: constant 0, variances 0, slopes of their indices undefined.</summary>
    private static double Nothing(Parameter parameter) => parameter.Name != BlockNames.Intercept ? double.NaN
        : parameter.Block == BlockNames.PersistentFrontier ? 0 : double.NegativeInfinity;

    /// <summary>Both variances of step 3 are 0.</summary>
    private bool NoEffects(double[] third) => _persistent.Parameters.Where((p, j) => p.Name == BlockNames.Intercept && double.IsNegativeInfinity(third[j])).Count() == 2;

    private static FitWarning NoPersistentPart() => new(WarningCatalog.BoundarySigmaU, new Phrase("warning.boundary-sigma-u.effects"));

    private static Matrix Undefined(int order)
    {
        Matrix matrix = new(order, order);
        matrix.Values.Fill(double.NaN);
        return matrix;
    }

    private void RequireConstant(string name)
    {
        if (Design.Block(name) is not { } block)
            return;
        for (int j = 0; j < block.Columns; j++)
        {
            for (int row = 1; row < Design.RowCount; row++)
            {
                int unit = Units.UnitOfRow[row];
                if (unit == Units.UnitOfRow[row - 1] && block.Values[row, j] != block.Values[row - 1, j])
                {
                    throw new DataUnfitException(
                        "varies-within-unit",
                        $"'{block.ColumnNames[j]}' of {name} varies within {Units.Names[unit]}, but the persistent part is one value a unit: use columns that are constant within units");
                }
            }
        }
    }
}
