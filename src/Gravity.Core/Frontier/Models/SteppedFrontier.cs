using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Models;

/// <summary>A panel frontier without one likelihood: by least squares beside unit effects, or in steps.</summary>
/// <remarks>θ holds what is estimated; unit effects are functions of θ and of the rows, so that <see cref="Conditional"/> is defined at every θ.</remarks>
public abstract class SteppedFrontier
{
    /// <summary>Share of a column's variance beyond unit effects below which its slope rests on next to nothing.</summary>
    private const double WeakShare = 0.001;

    private protected SteppedFrontier(Design design, FrontierSide side, string model, bool overTime)
    {
        Design = design.RequireUnweighted();
        Side = side;
        Model = model;
        Units = design.Units ?? throw new UsageException("no-units", "unit effects need units: name their column, e.g. --unit iso3");
        if (overTime && Units.PeriodOfRow is null)
            throw new UsageException("no-time", $"{model} has unit effects that vary over time: name the column of periods, e.g. --time year");
        SeveralUnits.Require(design, model, overTime);
    }

    /// <summary>Model key.</summary>
    public string Model { get; }

    /// <summary>The rows.</summary>
    public Design Design { get; }

    /// <summary>Production or cost.</summary>
    public FrontierSide Side { get; }

    /// <summary>The parameters in the order of θ.</summary>
    public abstract IReadOnlyList<Parameter> Parameters { get; }

    internal UnitIndex Units { get; }

    /// <summary>+1 in production, −1 in cost.</summary>
    internal double Sign => Side == FrontierSide.Production ? 1 : -1;

    /// <summary>The slopes' parameters, of the columns given.</summary>
    private protected IEnumerable<Parameter> Slopes(IEnumerable<int> columns) =>
        columns.Select(j => new Parameter(BlockNames.Frontier, Design.Frontier.ColumnNames[j]));

    /// <summary>Estimates θ and what follows from it.</summary>
    /// <exception cref="UsageException">The covariance asked for does not exist for the model.</exception>
    /// <exception cref="DataUnfitException">The data cannot carry the model.</exception>
    public FitResult Fit(FitOptions options)
    {
        if (options.Covariance.Kind is not (CovarianceKind.Hessian or CovarianceKind.Clustered or CovarianceKind.Bootstrap))
            throw new UsageException("covariance-not-for-model", $"{Model} takes --vce hessian, cluster:COL or bootstrap:N");
        ResidualSize.Check(Design, Design.Response, LeastSquares.Solve(Design.Frontier.Values, Design.Response, threads: options.Threads));
        Steps steps = Solve(options, null);
        List<FitWarning> warnings = [.. DesignWarnings.Of(Design), .. steps.Warnings];
        bool resampled = options.Covariance.Kind == CovarianceKind.Bootstrap;
        CovarianceEstimate covariance = resampled ? Resampled(steps.Theta, options, warnings) : steps.Covariance!;
        if (covariance.FewestClusters is { } clusters and < CoefficientTable.FewClusters)
            warnings.Add(FitWarning.FewClusters(clusters));
        double df = CoefficientTable.DegreesOfFreedomFor(covariance, resampled ? double.PositiveInfinity : steps.DegreesOfFreedom);
        CoefficientTable table = CoefficientTable.Build(steps.Theta, covariance.StandardErrors(), df, options.Level / 100);
        return new FitResult
        {
            Model = Model,
            Law = steps.Law,
            Noise = steps.Law is null ? null : new NormalNoise().Key,
            Side = Side == FrontierSide.Production ? "production" : "cost",
            Formula = Design.Formula,
            Response = Design.ResponseName,
            Observations = Design.RowCount,
            Units = Units.Count,
            Periods = Units.PeriodOfRow?.Distinct().Count(),
            Sample = Design.Sample,
            LogLikelihood = steps.LogLikelihood,
            ParameterCount = steps.ParameterCount,
            Converged = steps.Converged,
            Termination = steps.Termination,
            MessagePhrase = steps.Message,
            Method = steps.Method,
            Iterations = steps.Iterations,
            GradientNorm = steps.GradientNorm,
            Starts = steps.Starts,
            AgreeingStarts = steps.AgreeingStarts,
            Parameters = [.. Parameters.Select((p, j) =>
            {
                CoefficientRow row = table.Rows[j];
                return new ParameterEstimate(p.Block, p.Name, row.Estimate, row.StandardError, row.Statistic, row.P, row.Lower, row.Upper);
            })],
            Derived = [.. steps.Scales, .. steps.Derived.Select(d => Delta(d, steps.Theta, covariance.Matrix))],
            MeanEfficiency = FrontierEstimator.MeanEfficiency(Conditional(steps.Theta)),
            Covariance = covariance,
            Level = options.Level,
            DegreesOfFreedom = df,
            Warnings = warnings,
            DataSha256 = Design.DataSha256,
            Seed = resampled ? options.Seed : null,
        };
    }

    /// <summary>u of every row at θ.</summary>
    /// <param name="theta">As many values as <see cref="Parameters"/>.</param>
    public abstract ConditionalInefficiency Conditional(IReadOnlyList<double> theta);

    /// <summary>How many numbers a unit needs before a sample can be drawn: its effect, or the terms of its polynomial in time; 0 where all is drawn.</summary>
    internal virtual (int Fewest, int Most) UnitEffects => (1, 1);

    /// <summary>The model that samples are drawn from.</summary>
    /// <param name="effects">As many arrays as <see cref="UnitEffects"/> allows, a value a row that is the same in all rows of a unit.</param>
    internal abstract ISimulates Draws(double[][] effects);

    /// <summary>Estimates θ; from <paramref name="near"/>, where given, without a search.</summary>
    internal abstract Steps Solve(FitOptions options, double[]? near);

    /// <summary>The same model on other rows.</summary>
    private protected abstract SteppedFrontier On(Design design);

    /// <summary>The warning of columns that unit effects take up.</summary>
    private protected IEnumerable<FitWarning> TakenUp(int[] columns, string key) => Enumerable.Range(0, Design.Frontier.Columns)
        .Where(j => !columns.Contains(j) && j != Design.Frontier.Intercept)
        .Select(j => new FitWarning(WarningCatalog.CollinearColumn, new Phrase(key, ("name", Design.Frontier.ColumnNames[j]))));

    /// <summary>The warning of columns of which unit effects leave next to nothing: slopes and effects then rest on very little.</summary>
    private protected IEnumerable<FitWarning> WeakWithin(UnitRegression fit)
    {
        for (int j = 0; j < fit.Columns.Length; j++)
        {
            ReadOnlySpan<double> all = Design.Frontier.Values.Column(fit.Columns[j]);
            double mean = 0, total = 0, left = 0;
            foreach (double value in all)
                mean += value / all.Length;
            for (int i = 0; i < all.Length; i++)
            {
                total += (all[i] - mean) * (all[i] - mean);
                left += fit.X[i, j] * fit.X[i, j];
            }
            if (left < WeakShare * total)
            {
                yield return new FitWarning(WarningCatalog.WeakWithin, new Phrase(
                    "warning.weak-within.here", ("name", Design.Frontier.ColumnNames[fit.Columns[j]]),
                    ("share", (100 * left / total).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture))));
            }
        }
    }

    /// <summary>All steps again on units drawn with replacement.</summary>
    private CovarianceEstimate Resampled(double[] theta, FitOptions options, List<FitWarning> warnings)
    {
        FitOptions plain = options.Silent() with { Threads = 1, Covariance = new CovarianceRequest() };
        int[] free = [.. Enumerable.Range(0, theta.Length).Where(j => double.IsFinite(theta[j]))];
        BootstrapResult draws = Bootstrap.Run(
            Units.Count,
            [.. free.Select(j => theta[j])],
            (units, _) =>
            {
                try
                {
                    SteppedFrontier sample = On(Design.Resample(units));
                    // A draw without, say, any period of a parameter does not identify it: it is counted as failed.
                    if (!sample.Parameters.SequenceEqual(Parameters))
                        return null;
                    Steps steps = sample.Solve(plain, theta);
                    return steps.Converged ? [.. free.Select(j => steps.Theta[j])] : null;
                }
                catch (DataUnfitException)
                {
                    return null;
                }
            },
            new ReplicationOptions
            {
                Replications = options.Covariance.Replications,
                Seed = options.Seed,
                Threads = options.Threads,
                Progress = (done, total) => options.Progress?.Invoke("bootstrap", done, total),
            },
            options.Cancellation);
        if (draws.Failures > 0)
            warnings.Add(new FitWarning(WarningCatalog.BootstrapFailures, new Phrase(
                "warning.bootstrap-failures.here", ("failures", draws.Failures), ("replications", options.Covariance.Replications))));
        CovarianceEstimate covariance = draws.Covariance();
        return covariance with { Matrix = Embed(covariance.Matrix, free, theta.Length) };
    }

    /// <summary>The covariance of all steps where each takes the earlier ones as known: blocks on the diagonal.</summary>
    private protected static CovarianceEstimate Stepwise(CovarianceEstimate first, params Matrix[] later)
    {
        int order = first.Matrix.Rows + later.Sum(m => m.Rows), start = 0;
        Matrix full = new(order, order);
        foreach (Matrix block in (Matrix[])[first.Matrix, .. later])
        {
            for (int j = 0; j < block.Rows; j++)
                for (int i = 0; i < block.Rows; i++)
                    full[start + i, start + j] = block[i, j];
            start += block.Rows;
        }
        // A parameter without a variance has no covariances either.
        for (int j = 0; j < order; j++)
        {
            for (int i = 0; i < order && double.IsNaN(full[j, j]); i++)
                full[i, j] = full[j, i] = double.NaN;
        }
        return first with { Matrix = full, TextPhrase = CovariancePhrases.Stepwise(first.TextPhrase) };
    }

    /// <summary>The warning that comes with <see cref="Stepwise"/>.</summary>
    private protected static FitWarning StepErrors() => new(WarningCatalog.StepErrors, new Phrase("warning.step-errors.here"));

    private static Matrix Embed(Matrix block, int[] positions, int order)
    {
        Matrix full = new(order, order);
        full.Values.Fill(double.NaN);
        for (int l = 0; l < positions.Length; l++)
            for (int k = 0; k < positions.Length; k++)
                full[positions[k], positions[l]] = block[k, l];
        return full;
    }

    private static DerivedEstimate Delta(DerivedQuantity quantity, double[] theta, Matrix covariance)
    {
        double value = quantity.Value(theta);
        int[] free = [.. Enumerable.Range(0, theta.Length).Where(j => double.IsFinite(theta[j]) && double.IsFinite(covariance[j, j]))];
        // At a boundary σ is 0 and has no error.
        if (free.Length == 0 || !double.IsFinite(value) || value == 0)
            return new DerivedEstimate(quantity.Name, value, double.NaN);
        DeltaEstimate estimate = DeltaMethod.Evaluate(
            reduced =>
            {
                double[] full = [.. theta];
                for (int k = 0; k < free.Length; k++)
                    full[free[k]] = reduced[k];
                return quantity.Value(full);
            },
            [.. free.Select(j => theta[j])], covariance.Submatrix(free));
        return new DerivedEstimate(quantity.Name, value, estimate.StandardError > 0 ? estimate.StandardError : double.NaN);
    }

    /// <summary>What the steps found.</summary>
    internal sealed record Steps
    {
        /// <summary>θ̂; −∞ for a log variance at its boundary.</summary>
        public required double[] Theta { get; init; }

        /// <summary>The analytic covariance; null where it was not asked for.</summary>
        public CovarianceEstimate? Covariance { get; init; }

        /// <summary>Of t; ∞ for z.</summary>
        public double DegreesOfFreedom { get; init; } = double.PositiveInfinity;

        /// <summary>ℓ where the steps are one regression; else NaN.</summary>
        public double LogLikelihood { get; init; } = double.NaN;

        /// <summary>Free parameters, unit effects and variances included.</summary>
        public required int ParameterCount { get; init; }

        /// <summary>Law of the part of u that has one.</summary>
        public string? Law { get; init; }

        /// <summary>True when every step is at its optimum.</summary>
        public bool Converged { get; init; } = true;

        /// <summary>A value of <see cref="TerminationWords"/>.</summary>
        public string Termination { get; init; } = TerminationWords.ClosedForm;

        /// <summary>In words.</summary>
        public required Phrase Message { get; init; }

        /// <summary>Name of the method.</summary>
        public required string Method { get; init; }

        /// <summary>Of the climbs.</summary>
        public int Iterations { get; init; }

        /// <summary>In standard errors.</summary>
        public double GradientNorm { get; init; }

        /// <summary>Climbs.</summary>
        public int Starts { get; init; } = 1;

        /// <summary>Climbs that ended at the same height.</summary>
        public int AgreeingStarts { get; init; } = 1;

        /// <summary>Quantities that are no function of θ.</summary>
        public IReadOnlyList<DerivedEstimate> Scales { get; init; } = [];

        /// <summary>Functions of θ.</summary>
        public IReadOnlyList<DerivedQuantity> Derived { get; init; } = [];

        /// <summary>What a reader must know.</summary>
        public IReadOnlyList<FitWarning> Warnings { get; init; } = [];
    }
}
