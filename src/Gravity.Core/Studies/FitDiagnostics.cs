using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Diagnostics;
using Gravity.Core.Regression;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Diagnostics;

namespace Gravity.Core.Studies;

/// <summary>Diagnostics of a model that was fitted or restored from a saved fit.</summary>
public static class FitDiagnostics
{
    /// <summary>Whether there are diagnostics of the model: frontiers with a likelihood.</summary>
    /// <param name="fit">The fit with its data.</param>
    public static bool Exist(ModelFit fit) => fit is { Likelihood: not null, Specification: not null };

    /// <summary>Influence of units and rows by one Newton step, without fits anew; null where there is none.</summary>
    /// <param name="fit">The fit with its data.</param>
    public static InfluenceResult? Influence(ModelFit fit) =>
        fit is { Likelihood: { } likelihood, Specification: { } specification } && fit.Result.Theta.All(double.IsFinite)
            ? FrontierDiagnostics.Influence(specification, likelihood, fit.Result.Theta, new DiagnosticOptions { Refits = 0 }, fit.SourceRows())
            : null;

    /// <summary>Tests of a fit on its rows, and of a frontier the influence of units and rows.</summary>
    /// <param name="fit">The fit with its data.</param>
    /// <param name="options">Replications, refits, seed; null for the defaults.</param>
    /// <exception cref="UsageException"><c>no-diagnostics</c>: the model is neither a regression nor a frontier with a likelihood.</exception>
    public static DiagnosticResult Of(ModelFit fit, DiagnosticOptions? options = null) =>
        fit is { Likelihood: { } likelihood, Specification: { } specification }
            ? FrontierDiagnostics.Of(specification, likelihood, fit.Result.Theta, fit.Result.LogLikelihood, options, fit.SourceRows())
            : fit.Regression is not null || fit.Result.Model == "ols" ? OfRegression(fit, options ?? new DiagnosticOptions())
            : throw new UsageException("no-diagnostics", $"'{fit.Request.Model}' is neither a regression nor a frontier with a likelihood: diagnostics are for those, e.g. --model pooled");

    private static DiagnosticResult OfRegression(ModelFit fit, DiagnosticOptions options)
    {
        var sample = new AbsorbedSample(
            fit.Design, new EffectSet(fit.Design.RowCount, [.. fit.Design.AbsorbedEffects.Select(e => EffectBinding.Bind(fit.Panel, fit.Design.PanelRows, e))]));
        FitOptions own = options.Fit.Silent() with { Covariance = CovarianceRequests.Parse(fit.Request, fit.Panel, fit.Design) };
        AbsorbedSolution solution = fit.Regression?.Value ?? AbsorbedRegression.Solve(fit.Result.Model, AbsorbedProblem.Of(sample), own);
        IReadOnlyList<RegressionTest> tests = RegressionDiagnostics.Of(fit.Result.Model, sample, solution, own);
        return new DiagnosticResult([.. tests.Select(t => t.Test is { } made ? DiagnosticTest.Of(t.Code, made, t.Note) : DiagnosticTest.Missing(t.Code, t.Note!))], null, 0);
    }
}
