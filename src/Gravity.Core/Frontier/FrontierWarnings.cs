using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Wording;

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

    public void AddOutcome(FrontierOutcome outcome, double olsLogLikelihood, CovarianceEstimate covariance)
    {
        double[] residuals = _model.Ols.Residuals(_model.Design.Frontier.Values, _model.Response);
        double skewness = SkewnessTests.Of(residuals).Skewness;
        if (_model.Sign * skewness >= 0)
            Add(WarningCatalog.WrongSkewness, new Phrase(
                "warning.wrong-skewness.here", ("skewness", Text(skewness)), ("side", new Phrase(_model.Sign > 0 ? "side.negative" : "side.positive"))));
        if (outcome.AtBoundary)
            Add(WarningCatalog.BoundarySigmaU, new Phrase("warning.boundary-sigma-u.here"));
        else if (_model.LargestNoiseRatio(outcome.Point) < 1e-6)
            Add(WarningCatalog.BoundarySigmaV, new Phrase("warning.boundary-sigma-v.here"));
        if (outcome.LogLikelihood < olsLogLikelihood - 1e-6 * Math.Max(1, Math.Abs(olsLogLikelihood)) && !outcome.AtBoundary)
            Add(WarningCatalog.BelowOls, new Phrase("warning.ml-below-ols.here", ("reached", Text(outcome.LogLikelihood)), ("ols", Text(olsLogLikelihood))));
        bool normalRidge = outcome.Termination == TerminationWords.Ridge && _model.LargestTruncationPoint(outcome.Point) > 0;
        if (outcome.Termination == TerminationWords.Ridge)
            AddRidge(outcome, normalRidge);
        else if (outcome.Limit is { } limit)
            Add(WarningCatalog.LimitHigher, new Phrase(
                "warning.exponential-limit-higher.here", ("reached", Text(outcome.LogLikelihood)), ("limit", Text(limit.Result.LogLikelihood))));
        if (outcome.Termination == TerminationWords.PathRidge)
            Add(WarningCatalog.PathRidge, new Phrase("warning.ridge-step-path.here", ("reached", Text(outcome.LogLikelihood))));
        if (!outcome.Converged && outcome.Termination is not (TerminationWords.Ridge or TerminationWords.PathRidge))
            Add(WarningCatalog.NotConverged, outcome.Message);
        if (outcome.Conditioning.NearSingular || outcome.Conditioning.Indefinite)
            AddNearSingular(outcome);
        if (outcome.Climb is { Starts: > 2, Agreeing: 1 } && !outcome.AtBoundary)
            Add(WarningCatalog.StartsDisagree, new Phrase("warning.starts-disagree.here", ("starts", outcome.Climb.Starts), ("reached", Text(outcome.LogLikelihood))));
        if (covariance.FewestClusters is { } clusters and < CoefficientTable.FewClusters)
            _warnings.Add(FitWarning.FewClusters(clusters));
        if (covariance.Repaired)
            Add(WarningCatalog.CovarianceRepaired, new Phrase("warning.covariance-repaired.here", ("eigenvalue", Text(covariance.Eigenvalues[0]))));
    }

    public void AddBootstrapFailures(int failures, int replications)
    {
        if (failures > 0)
            Add(WarningCatalog.BootstrapFailures, new Phrase("warning.bootstrap-failures.here", ("failures", Text(failures)), ("replications", Text(replications))));
    }

    private void AddRidge(FrontierOutcome outcome, bool normal)
    {
        (string, object) reached = ("reached", Text(outcome.LogLikelihood)), point = ("point", Text(_model.LargestTruncationPoint(outcome.Point)));
        if (normal)
            Add(WarningCatalog.NormalRidge, new Phrase("warning.ridge-normal-limit.here", reached, point));
        else
            Add(WarningCatalog.Ridge, new Phrase("warning.ridge-exponential-limit.here", reached, point, ("limit", Text(outcome.Limit!.Result.LogLikelihood))));
    }

    private void AddNearSingular(FrontierOutcome outcome)
    {
        string[] names = [.. outcome.Free.Select(j => _model.Parameters[j].ToString())];
        string directions = string.Join("; ", outcome.Conditioning.FlatDirections.Select(d => d.Describe(names)));
        Add(WarningCatalog.NearSingularHessian, directions.Length > 0
            ? new Phrase("warning.near-singular-hessian.here", ("directions", directions)) : new Phrase("warning.near-singular-hessian.indefinite"));
    }

    private void Add(WarningKind kind, Phrase message) => _warnings.Add(new FitWarning(kind, message));

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
