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
        _warnings = [.. DesignWarnings.Of(model.Design), .. WeightedErrors.Warnings(model.Design), .. model.Notes];
    }

    public IReadOnlyList<FitWarning> Warnings => _warnings;

    /// <summary>True when a seeded computation took part.</summary>
    public bool UsedSeed { get; set; }

    public void AddOutcome(FrontierOutcome outcome, CovarianceEstimate covariance)
    {
        double nothing = outcome.NullLogLikelihood;
        _warnings.AddRange(outcome.Warnings);
        double[] residuals = _model.Ols.Residuals(_model.Design.Frontier.Values, _model.Response);
        double skewness = SkewnessTests.Of(residuals, _model.Design.Weights).Skewness;
        // Waldman's argument needs normal noise and a u skewed to the right.
        if (_model.SkewnessMatters && _model.Noise is NormalNoise && _model.Sign * skewness >= 0 && _model.Law.ThirdMoment(_model.Law.StartsOf(1)[0]) > 0)
            Add(WarningCatalog.WrongSkewness, new Phrase(
                "warning.wrong-skewness.here", ("skewness", Text(skewness)), ("side", new Phrase(_model.Sign > 0 ? "side.negative" : "side.positive"))));
        if (outcome.AtBoundary)
            Add(WarningCatalog.BoundarySigmaU, new Phrase("warning.boundary-sigma-u.here"));
        else if (!outcome.Climb.AtEdge && _model.LargestNoiseRatio(outcome.BoundaryPoint) < 1e-6)
            Add(WarningCatalog.BoundarySigmaV, new Phrase("warning.boundary-sigma-v.here"));
        if (outcome.LogLikelihood < nothing - 1e-6 * Math.Max(1, Math.Abs(nothing)) && !outcome.AtBoundary)
            AddBelow(outcome, nothing);
        if (outcome.Termination == TerminationWords.Ridge)
            AddRidge(outcome);
        else if (outcome.Limit is { } limit)
            Add(WarningCatalog.LimitHigher, new Phrase(
                "warning.exponential-limit-higher.here", ("reached", Text(outcome.LogLikelihood)), ("limit", Text(limit.Result.LogLikelihood))));
        if (outcome.Termination == TerminationWords.PathRidge)
            Add(WarningCatalog.PathRidge, new Phrase("warning.ridge-step-path.here", ("reached", Text(outcome.LogLikelihood))));
        if (outcome.Climb.AtEdge)
            Add(WarningCatalog.Degenerate, new Phrase("warning.degenerate-maximum.here", ("reached", Text(outcome.LogLikelihood))));
        else if (outcome.Climb.EdgeLogLikelihood is { } edge && edge > outcome.LogLikelihood)
            Add(WarningCatalog.Degenerate, new Phrase("warning.degenerate-maximum.local", ("reached", Text(outcome.LogLikelihood)), ("edge", Text(edge))));
        if (!outcome.Converged && outcome.Termination is not (TerminationWords.Ridge or TerminationWords.PathRidge or TerminationWords.Degenerate))
            Add(WarningCatalog.NotConverged, outcome.Message);
        if (!outcome.Climb.AtEdge && (outcome.Conditioning.NearSingular || outcome.Conditioning.Indefinite))
            AddNearSingular(outcome);
        int infinite = _model.RowsWithoutExpectedPotential(outcome.Point);
        if (infinite > 0)
            Add(WarningCatalog.NoExpectedPotential, new Phrase(
                "warning.no-expected-potential.here", ("rows", infinite), ("all", _model.ObservationCount), ("law", _model.Law.Key), ("noise", _model.Noise.Key)));
        if (outcome.Climb.Unended is { } higher && outcome.Converged)
            Add(WarningCatalog.StartsDisagree, new Phrase("warning.starts-disagree.ridge", ("reached", Text(outcome.LogLikelihood)), ("higher", Text(higher))));
        else if (outcome.Climb is { Starts: > 2, Agreeing: 1, AtEdge: false } && !outcome.AtBoundary)
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

    /// <summary>Scales of inefficiency whose error is larger than themselves: an interval of ln σ_u² then spans more than a factor of 50 in σ_u.</summary>
    /// <remarks>Not where the law has a location: σ_u is then not the size of u.</remarks>
    public void AddWeakScales(IEnumerable<DerivedEstimate> derived)
    {
        if (_model.Law.HasMean && !_model.Law.HasLogarithmicScale)
            return;
        foreach (DerivedEstimate scale in derived.Where(d => d.Name.StartsWith("sigmaU", StringComparison.Ordinal) && d.StandardError > d.Value))
            Add(WarningCatalog.WeakSigmaU, new Phrase("warning.weak-sigma-u.here", ("scale", scale.Name), ("value", Text(scale.Value)), ("error", Text(scale.StandardError))));
    }

    public void AddProfileHigher(FrontierIntervals intervals)
    {
        if (intervals.HigherFound)
            Add(WarningCatalog.ProfileHigher, new Phrase("warning.profile-found-higher.here"));
    }

    private void AddBelow(FrontierOutcome outcome, double nothing)
    {
        (string, object) reached = ("reached", Text(outcome.LogLikelihood)), other = ("ols", Text(nothing));
        Add(WarningCatalog.BelowOls, _model.Noise is NormalNoise
            ? new Phrase("warning.ml-below-ols.here", reached, other)
            : new Phrase("warning.ml-below-ols.noise", reached, other, ("noise", _model.Noise.Key)));
    }

    private void AddRidge(FrontierOutcome outcome)
    {
        (string, object) reached = ("reached", Text(outcome.LogLikelihood)), point = ("point", Text(_model.LargestTruncationPoint(outcome.Point)));
        if (outcome.ShapeRidge is { } where)
            Add(WarningCatalog.ShapeRidge, new Phrase("warning.ridge-shape-limit.here", reached, ("where", where)));
        else if (_model.LargestTruncationPoint(outcome.Point) > 0)
            Add(WarningCatalog.NormalRidge, new Phrase("warning.ridge-normal-limit.here", reached, point));
        else
            Add(WarningCatalog.Ridge, new Phrase("warning.ridge-exponential-limit.here", reached, point, ("limit", Text(outcome.Limit!.Result.LogLikelihood))));
    }

    private void AddNearSingular(FrontierOutcome outcome)
    {
        string[] names = [.. outcome.Space.Free.Select(j => _model.Parameters[j].ToString())];
        string directions = string.Join("; ", outcome.Conditioning.FlatDirections.Select(d => d.Describe(names)));
        Add(WarningCatalog.NearSingularHessian, directions.Length > 0
            ? new Phrase("warning.near-singular-hessian.here", ("directions", directions)) : new Phrase("warning.near-singular-hessian.indefinite"));
    }

    private void Add(WarningKind kind, Phrase message) => _warnings.Add(new FitWarning(kind, message));

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
