using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Regression;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>The frontier with absorbed effects in two steps, for comparison: least squares with the effects, then maximum likelihood of its residuals, ê = c + v − s·u.</summary>
/// <remarks>
/// Slopes are those of least squares, consistent but less efficient than maximum likelihood. Residuals have the effects' own errors taken out with them, so that their variance is
/// too small by about the share of the effects in the rows, and their skewness too. Each step takes the earlier one as known. docs/models/absorbed-frontier.md.
/// </remarks>
internal sealed class AbsorbedTwoStep
{
    private readonly AbsorbedSample _sample;
    private readonly FrontierSpecification _specification;
    private readonly WithinEffects _within;

    /// <summary>Binds the estimator to its rows.</summary>
    /// <param name="sample">The rows with their effects.</param>
    /// <param name="specification">Law and side.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    public AbsorbedTwoStep(AbsorbedSample sample, FrontierSpecification specification, int threads = 0)
    {
        _sample = sample;
        _specification = specification with { Factory = null, ExponentialFactory = null };
        _within = WithinEffects.Of(sample, threads);
        Parameters =
        [
            .. _within.Design.Frontier.ColumnNames.Select(name => new Parameter(BlockNames.Frontier, name)),
            .. Second(_within.Design.Response, 1).Parameters.Select(InSecondStep),
        ];
    }

    /// <summary>Slopes, then the constant and the scales of the second step.</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    private int Slopes => _within.Design.Frontier.Columns;

    /// <summary>Estimates both steps.</summary>
    /// <exception cref="UsageException">The covariance asked for does not exist for both steps.</exception>
    /// <exception cref="DataUnfitException">The data cannot carry the model.</exception>
    public FitResult Fit(FitOptions options)
    {
        if (options.Covariance.Kind is not (CovarianceKind.Hessian or CovarianceKind.Robust or CovarianceKind.Clustered))
            throw new UsageException("covariance-not-for-model", "--method two-step takes --vce hessian, robust or cluster:COL");
        (FitResult first, AbsorbedSolution solution) = AbsorbedRegression.Fit("ols", _sample, options);
        double[] residuals = [.. solution.Problem.Response.Select((y, i) => y - solution.LinearPredictor[i])];
        FitResult second = FrontierEstimator.Fit(_specification, Second(residuals, options.Threads), options).Result;
        Matrix covariance = new(Parameters.Count, Parameters.Count);
        Place(first.Covariance.Matrix, covariance, 0);
        Place(second.Covariance.Matrix, covariance, Slopes);
        FitResult result = second with
        {
            Observations = first.Observations,
            ParameterCount = second.ParameterCount + first.ParameterCount - 1,
            OlsLogLikelihood = first.LogLikelihood,
            Converged = first.Converged && second.Converged,
            MessagePhrase = new Phrase("steps.of", ("step", new Phrase("steps.residuals")), ("message", second.MessagePhrase)),
            Method = "absorbed least squares, ML",
            Parameters = [.. first.Parameters, .. second.Parameters.Select(p => p with { Block = InSecondStep(new Parameter(p.Block, p.Name)).Block })],
            Covariance = second.Covariance with { Matrix = covariance, TextPhrase = CovariancePhrases.Stepwise(second.Covariance.TextPhrase) },
            Warnings =
            [
                .. first.Warnings, .. second.Warnings.Where(w => first.Warnings.All(f => f.Kind != w.Kind || f.Message != w.Message)),
                new FitWarning(WarningCatalog.StepErrors, new Phrase("warning.step-errors.here")),
            ],
            Certificate = null,
        };
        return AbsorbedNotes.Describe(result, _sample.Effects, _within.LeftOut, _within.Design, options);
    }

    /// <summary>Laws of u | ε, frontier and residuals at θ.</summary>
    public ConditionalInefficiency Conditional(IReadOnlyList<double> theta)
    {
        double[] index = _within.Design.Frontier.Values.Times([.. theta.Take(Slopes)]);
        double[] residuals = [.. _within.Design.Response.Select((y, i) => y - index[i])];
        ConditionalInefficiency at = Second(residuals, 1).Conditional([.. theta.Skip(Slopes)]);
        double[] frontier = [.. at.Residual.Select((e, i) => _sample.Design.Response[i] - e)];
        return new ConditionalInefficiency(at.Laws, at.LawOfRow, at.Scale, frontier, at.Residual, at.NoiseVariance, at.LogNoiseMean);
    }

    private PooledFrontier Second(double[] residuals, int threads)
    {
        Design design = _within.Design;
        var one = new Matrix(residuals.Length, 1);
        one.Values.Fill(1);
        Design second = new(
            design.Formula, design.ResponseName, residuals,
            [new DesignBlock(BlockNames.Frontier, [BlockNames.Intercept], one), .. design.Blocks.Where(b => b.Name != BlockNames.Frontier)],
            design.PanelRows, design.Units, design.ResponseScale, design.FlowColumn, design.Flow, [], design.Sample, design.DataSha256, design.Weights)
        {
            Weighting = design.Weighting,
        };
        return new PooledFrontier(second, _specification.Law, _specification.Side, threads);
    }

    private static Parameter InSecondStep(Parameter parameter) =>
        parameter.Block == BlockNames.Frontier ? new Parameter(BlockNames.TransientFrontier, parameter.Name) : parameter;

    private static void Place(Matrix block, Matrix full, int start)
    {
        for (int j = 0; j < block.Columns; j++)
            for (int i = 0; i < block.Rows; i++)
                full[start + i, start + j] = block[i, j];
    }
}
