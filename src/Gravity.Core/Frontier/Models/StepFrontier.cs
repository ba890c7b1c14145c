using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Models;

/// <summary>A normal–half-normal frontier of a series that an earlier step estimated, on a constant: ê = c + v − s·u, with ln σ_u² and ln σ_v² as indices.</summary>
/// <param name="model">The model whose step it is.</param>
/// <param name="names">What the step's blocks are called in the model.</param>
/// <param name="rows">Rows of the design that carry the series: all, or the first of each unit.</param>
internal sealed class StepFrontier(SteppedFrontier model, StepNames names, int[] rows)
{
    private static readonly FrontierSpecification HalfNormalPooled = new() { Model = "pooled" };

    /// <summary>The parameters of the step, in the model's names.</summary>
    public IReadOnlyList<Parameter> Parameters { get; } =
    [
        new Parameter(names.Intercept, BlockNames.Intercept),
        .. Index(model.Design, names.Inefficiency),
        .. Index(model.Design, names.Noise),
    ];

    /// <summary>Estimates the step from the series in <paramref name="used"/> of its rows (positions in the step), with the covariance asked for.</summary>
    /// <remarks>
    /// With few values the likelihood is often highest at σ_v = 0, where c = max ê, σ_u² = mean (c − ê)²: that limit is then the estimate, and not the
    /// place where the climb towards it came to rest.
    /// </remarks>
    public StepFit Fit(double[] series, int[] used, FitOptions options, bool byUnit)
    {
        FrontierFit fit = Climb(DesignOf(series, used), used, options, byUnit);
        FitResult result = fit.Result;
        var step = new StepFit(result.Theta, result.Covariance.Matrix, result.ParameterCount, result)
        {
            Converged = result.Converged,
            Termination = result.Termination,
            Message = new Phrase("steps.of", ("step", new Phrase(names.Title)), ("message", result.MessagePhrase)),
            Warnings = [.. Warnings(fit)],
        };
        return result.Warnings.Any(w => w.Kind == WarningCatalog.BoundarySigmaV) && step.Theta.Length == 3
            ? WithoutNoise(step, [.. used.Select(k => series[k])]) ?? step
            : step;
    }

    /// <summary>The limit σ_v = 0; null where it is below what the climb reached.</summary>
    private StepFit? WithoutNoise(StepFit step, double[] series)
    {
        int n = series.Length;
        double best = RelativeToBest.Best(series, model.Sign);
        double variance = series.Sum(e => (best - e) * (best - e)) / n;
        double height = n * (Math.Log(2) - 0.5 * Math.Log(2 * Math.PI * variance) - 0.5);
        if (!(height >= step.Result.LogLikelihood - 1e-6 * Math.Max(1, Math.Abs(height))))
            return null;
        Matrix covariance = new(3, 3);
        covariance.Values.Fill(double.NaN);
        covariance[1, 1] = 2.0 / n;
        return step with
        {
            Theta = [best, Math.Log(variance), double.NegativeInfinity],
            Covariance = covariance,
            Converged = true,
            Termination = TerminationWords.ClosedForm,
            Message = new Phrase("steps.of", ("step", new Phrase(names.Title)), ("message", new Phrase("steps.no-noise"))),
            Warnings =
            [
                .. step.Warnings.Where(w => w.Kind != WarningCatalog.BoundarySigmaV && w.Kind != WarningCatalog.NotConverged
                    && w.Kind != WarningCatalog.NearSingularHessian && w.Kind != WarningCatalog.StartsDisagree),
                new FitWarning(WarningCatalog.BoundarySigmaV, new Phrase(
                    "steps.of", ("step", new Phrase(names.Title)), ("message", new Phrase("warning.boundary-sigma-v.step", ("count", n))))),
            ],
        };
    }

    private FrontierFit Climb(Design design, int[] used, FitOptions options, bool byUnit)
    {
        FitOptions own = options with
        {
            TestReplications = 0,
            Progress = null,
            Covariance = options.Covariance.Kind switch
            {
                CovarianceKind.Clustered => options.Covariance with { Clusters = [.. options.Covariance.Clusters.Select(c => ClustersOf(c, used, byUnit))] },
                _ => new CovarianceRequest(),
            },
        };
        return FrontierEstimator.Fit(HalfNormalPooled with { Side = model.Side }, design, own);
    }

    /// <summary>Laws of u in all rows of the step, for any series and any parameters of the step.</summary>
    public ConditionalInefficiency Conditional(double[] series, IReadOnlyList<double> theta)
    {
        int n = rows.Length;
        if (theta.Count != 3 || !double.IsNegativeInfinity(theta[2]))
            return new PooledFrontier(DesignOf(series, [.. Enumerable.Range(0, n)]), new HalfNormal(), model.Side, 1).Conditional(theta);
        // Without noise the constant is the best value, at any slopes: u is the distance from it, as in Schmidt and Sickles.
        double best = RelativeToBest.Best(series, model.Sign);
        return new ConditionalInefficiency(
            [.. series.Select(e => DegenerateLaw.At(Math.Abs(best - e)))], [.. Enumerable.Range(0, n)], [.. series.Select(_ => 1.0)],
            [.. series.Select(_ => best)], [.. series.Select(e => e - best)], new double[n]);
    }

    /// <summary>Mean of the index of ln σ_u² (inefficiency) or ln σ_v² over the rows, as a function of the step's parameters.</summary>
    public double MeanIndex(IReadOnlyList<double> theta, bool inefficiency)
    {
        DesignBlock? block = model.Design.Block(inefficiency ? names.Inefficiency : names.Noise);
        int offset = 1 + (inefficiency ? 0 : model.Design.Block(names.Inefficiency)?.Columns ?? 1);
        if (block is null)
            return theta[offset];
        double sum = 0;
        for (int j = 0; j < block.Columns; j++)
            foreach (int row in rows)
                sum += block.Values[row, j] * theta[offset + j];
        return sum / rows.Length;
    }

    /// <summary>The step's warnings, each saying which step it belongs to; what the whole model says once is left out.</summary>
    private IEnumerable<FitWarning> Warnings(FrontierFit fit) => fit.Result.Warnings
        .Where(w => w.Kind != WarningCatalog.FewClusters && w.Kind != WarningCatalog.LogOnePlus)
        .Select(w => w.MessagePhrase is { } message
            ? new FitWarning(w.Kind, new Phrase("steps.of", ("step", new Phrase(names.Title)), ("message", message)))
            : w);

    private Design DesignOf(double[] series, int[] used)
    {
        Matrix one = new(used.Length, 1);
        one.Values.Fill(1);
        List<DesignBlock> blocks = [new DesignBlock(BlockNames.Frontier, [BlockNames.Intercept], one)];
        foreach ((string from, string to) in new[] { (names.Inefficiency, BlockNames.InefficiencyVariance), (names.Noise, BlockNames.NoiseVariance) })
        {
            if (model.Design.Block(from) is { } block)
                blocks.Add(new DesignBlock(to, block.ColumnNames, Picked(block.Values, used)));
        }
        return new Design(
            model.Design.Formula, model.Design.ResponseName, Array.ConvertAll(used, k => series[k]), blocks, Array.ConvertAll(used, k => rows[k]), null,
            ResponseScale.AsGiven, null, null, [], model.Design.Sample, model.Design.DataSha256);
    }

    private Matrix Picked(Matrix values, int[] used)
    {
        Matrix picked = new(used.Length, values.Columns);
        for (int j = 0; j < values.Columns; j++)
            for (int k = 0; k < used.Length; k++)
                picked[k, j] = values[rows[used[k]], j];
        return picked;
    }

    private ClusterDimension ClustersOf(ClusterDimension clusters, int[] used, bool byUnit)
    {
        UnitIndex units = model.Units;
        for (int row = 1; byUnit && row < units.UnitOfRow.Length; row++)
        {
            if (units.UnitOfRow[row] == units.UnitOfRow[row - 1] && clusters.ClusterOfRow[row] != clusters.ClusterOfRow[row - 1])
            {
                throw new DataUnfitException(
                    "cluster-splits-unit",
                    $"'{clusters.Name}' differs within {units.Names[units.UnitOfRow[row]]}, but the persistent part is one value a unit: cluster by the unit or by something that contains it");
            }
        }
        return ClusterDimension.FromKeys(clusters.Name, Array.ConvertAll(used, k => clusters.ClusterOfRow[rows[k]]));
    }

    private static IEnumerable<Parameter> Index(Design design, string block) =>
        (design.Block(block)?.ColumnNames ?? [BlockNames.Intercept]).Select(name => new Parameter(block, name));
}

/// <summary>What a step found.</summary>
/// <param name="Theta">Constant, ln σ_u², ln σ_v², with the slopes of their indices.</param>
/// <param name="Covariance">Given the earlier steps.</param>
/// <param name="ParameterCount">Free parameters.</param>
/// <param name="Result">The climb.</param>
internal sealed record StepFit(double[] Theta, Matrix Covariance, int ParameterCount, FitResult Result)
{
    /// <summary>True at a maximum, interior or at a boundary.</summary>
    public required bool Converged { get; init; }

    /// <summary>A value of <see cref="TerminationWords"/>.</summary>
    public required string Termination { get; init; }

    /// <summary>In words, with the step's name.</summary>
    public required Phrase Message { get; init; }

    /// <summary>Each says which step it belongs to.</summary>
    public required IReadOnlyList<FitWarning> Warnings { get; init; }
}

/// <summary>What a step's blocks are called in the model.</summary>
/// <param name="Title">Key of the step's name in words.</param>
/// <param name="Intercept">Block of c.</param>
/// <param name="Inefficiency">Block of the index of ln σ_u².</param>
/// <param name="Noise">Block of the index of ln σ_v².</param>
internal sealed record StepNames(string Title, string Intercept, string Inefficiency, string Noise);
