using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;

namespace Gravity.Core.Frontier;

/// <summary>Collects what a reader of a frontier fit must know.</summary>
internal sealed class FrontierWarnings
{
    private readonly List<FitWarning> _warnings;
    private readonly FrontierLikelihood _model;

    public FrontierWarnings(FrontierLikelihood model)
    {
        _model = model;
        _warnings = [.. DesignWarnings.Of(model.Design)];
    }

    public IReadOnlyList<FitWarning> Warnings => _warnings;

    /// <summary>True when a seeded computation took part.</summary>
    public bool UsedSeed { get; set; }

    public void AddOutcome(FrontierOutcome outcome, CovarianceEstimate covariance)
    {
        double nothing = outcome.Null.LogLikelihood;
        double[] residuals = _model.Ols.Residuals(_model.Design.Frontier.Values, _model.Response);
        double skewness = SkewnessTests.Of(residuals).Skewness;
        // Waldman's argument needs normal noise and a u skewed to the right.
        if (_model.Noise is NormalNoise && _model.Sign * skewness >= 0 && _model.Law.ThirdMoment(_model.Law.StartsOf(1)[0]) > 0)
            Add(WarningCatalog.WrongSkewness, $"least-squares residuals have skewness {Text(skewness)}; inefficiency would make it {(_model.Sign > 0 ? "negative" : "positive")}");
        if (outcome.AtBoundary)
            Add(WarningCatalog.BoundarySigmaU, "the maximum is at σ_u = 0; coefficients are those of least squares, efficiency is 1 in every row");
        else if (_model.LargestNoiseRatio(outcome.Point) < 1e-6)
            Add(WarningCatalog.BoundarySigmaV, "σ_v²/σ_u² is below 1e-6");
        if (outcome.LogLikelihood < nothing - 1e-6 * Math.Max(1, Math.Abs(nothing)) && !outcome.AtBoundary)
            Add(WarningCatalog.BelowOls, $"log-likelihood {Text(outcome.LogLikelihood)} is below {(_model.Noise is NormalNoise ? "least squares" : $"{_model.Noise.Key} regression")}, {Text(nothing)}");
        bool normalRidge = outcome.Termination == TerminationWords.Ridge && _model.LargestTruncationPoint(outcome.Point) > 0;
        if (normalRidge)
            Add(WarningCatalog.NormalRidge, $"log-likelihood {Text(outcome.LogLikelihood)} at μ/σ_u = {Text(_model.LargestTruncationPoint(outcome.Point))} and still rising");
        else if (outcome.ShapeRidge is { } ridge)
            Add(WarningCatalog.ShapeRidge, $"log-likelihood {Text(outcome.LogLikelihood)}: {ridge}");
        else if (outcome.Termination == TerminationWords.Ridge)
            Add(WarningCatalog.Ridge, $"log-likelihood {Text(outcome.LogLikelihood)} at μ/σ_u = {Text(_model.LargestTruncationPoint(outcome.Point))}, exponential limit {Text(outcome.Limit!.Result.LogLikelihood)}");
        if (outcome.Termination != TerminationWords.Ridge && outcome.Limit is { } limit)
            Add(WarningCatalog.LimitHigher, $"interior maximum {Text(outcome.LogLikelihood)}, exponential limit {Text(limit.Result.LogLikelihood)}");
        if (!outcome.Converged && outcome.Termination != TerminationWords.Ridge)
            Add(WarningCatalog.NotConverged, outcome.Message);
        if (outcome.Conditioning.NearSingular || outcome.Conditioning.Indefinite)
            AddNearSingular(outcome);
        int infinite = _model.RowsWithoutExpectedPotential(outcome.Point);
        if (infinite > 0)
            Add(WarningCatalog.NoExpectedPotential, $"E[e^u|ε] does not exist in {infinite} of {_model.ObservationCount} rows ({_model.Law.Key} with {_model.Noise.Key} noise)");
        if (outcome.Climb is { Starts: > 2, Agreeing: 1 } && !outcome.AtBoundary)
            Add(WarningCatalog.StartsDisagree, $"1 of {outcome.Climb.Starts} starts reached log-likelihood {Text(outcome.LogLikelihood)}");
        if (covariance.FewestClusters is { } clusters and < CoefficientTable.FewClusters)
            Add(WarningCatalog.FewClusters, $"{clusters} clusters; p-values and intervals use t({clusters - 1})");
        if (covariance.Repaired)
            Add(WarningCatalog.CovarianceRepaired, $"smallest eigenvalue {Text(covariance.Eigenvalues[0])} in scaled units");
    }

    public void AddBootstrapFailures(int failures, int replications)
    {
        if (failures > 0)
            Add(WarningCatalog.BootstrapFailures, $"{failures} of {replications} replications did not converge and were left out");
    }

    private void AddNearSingular(FrontierOutcome outcome)
    {
        string[] names = [.. outcome.Free.Select(j => _model.Parameters[j].ToString())];
        string directions = string.Join("; ", outcome.Conditioning.FlatDirections.Select(d => d.Describe(names)));
        Add(WarningCatalog.NearSingularHessian, directions.Length > 0 ? $"hardly identified: {directions}" : "the Hessian is not negative definite");
    }

    private void Add(WarningKind kind, string message) => _warnings.Add(new FitWarning(kind, message));

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
