using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Metafrontiers;

/// <summary>Fits a metafrontier: each group's frontier, the frontier over them, one common frontier for the test, and the covariance of all parameters.</summary>
public static class MetafrontierEstimator
{
    /// <summary>ln(σ_u²/σ_v²) that stands for σ_u = 0.</summary>
    private const double BoundaryDepth = -60;

    /// <summary>Fits the model.</summary>
    /// <param name="model">The model bound to its rows.</param>
    /// <param name="options">Starts, covariance, seed, threads.</param>
    /// <exception cref="DataUnfitException">A group cannot carry its frontier; the message names it.</exception>
    /// <exception cref="UsageException">A covariance that the model does not have.</exception>
    public static FitResult Fit(Metafrontier model, FitOptions options)
    {
        FitOptions plain = options.Silent() with { Covariance = new CovarianceRequest(), TestReplications = 0 };
        FitResult[] groups = [.. model.Groups.Select((group, k) =>
        {
            options.Progress?.Invoke("groups", k, model.Groups.Length);
            return InGroup(group.Name, () => FrontierEstimator.Fit(model.GroupSpecification, group.Likelihood, plain).Result);
        })];
        double[] ownParameters = [.. groups.SelectMany(g => g.Theta)];
        double[] frontiers = model.GroupFrontiers([.. new double[model.MetaDimension], .. ownParameters]);
        FitResult? gap = null;
        double[] meta = model.EnvelopeOver(frontiers) ?? [];
        if (model.Method == MetafrontierMethod.Stochastic)
        {
            RequireSpread(model, frontiers);
            gap = FrontierEstimator.Fit(model.GapSpecification, model.GapEquation(frontiers), plain).Result;
            meta = gap.Theta;
        }
        double[] theta = [.. meta, .. ownParameters];
        FitResult pooled = FrontierEstimator.Fit(model.GroupSpecification, model.Design.Rows([.. Enumerable.Range(0, model.Design.RowCount)]), plain).Result;
        return Assemble(model, options, groups, gap, pooled, theta);
    }

    private static FitResult Assemble(Metafrontier model, FitOptions options, FitResult[] groups, FitResult? gap, FitResult pooled, double[] theta)
    {
        (CovarianceEstimate covariance, int failures) = CovarianceOf(model, options, theta);
        double df = CoefficientTable.DegreesOfFreedomFor(covariance);
        CoefficientTable table = CoefficientTable.Build(theta, covariance.StandardErrors(), df, options.Level / 100);
        ConditionalInefficiency conditional = model.Conditional(theta);
        Design design = model.Design;
        FitResult[] all = gap is null ? groups : [gap, .. groups];
        FitResult slowest = all.FirstOrDefault(f => !f.Converged) ?? all.MaxBy(f => f.GradientNorm)!;
        double separate = groups.Sum(g => g.LogLikelihood);
        return new FitResult
        {
            Model = "metafrontier",
            Law = model.GroupSpecification.Law.Key,
            Noise = "normal",
            Side = model.Side == FrontierSide.Production ? "production" : "cost",
            Formula = design.Formula,
            Response = design.ResponseName,
            Observations = design.RowCount,
            Units = design.Units?.Count,
            Periods = design.Units?.PeriodOfRow?.Distinct().Count(),
            Sample = design.Sample,
            LogLikelihood = separate,
            OlsLogLikelihood = groups.Sum(g => g.OlsLogLikelihood!.Value),
            ParameterCount = groups.Sum(g => g.ParameterCount),
            Converged = all.All(f => f.Converged),
            Termination = slowest.Converged ? TerminationWords.Gradient : slowest.Termination,
            MessagePhrase = new Phrase(
                gap is null ? "message.metafrontier-envelope" : "message.metafrontier", ("groups", groups.Length), ("message", slowest.MessagePhrase)),
            Method = slowest.Method,
            Iterations = all.Sum(f => f.Iterations),
            GradientNorm = all.Max(f => f.GradientNorm),
            Starts = slowest.Starts,
            AgreeingStarts = slowest.AgreeingStarts,
            Parameters = [.. model.Parameters.Select((p, j) =>
            {
                CoefficientRow row = table.Rows[j];
                return new ParameterEstimate(p.Block, p.Name, row.Estimate, row.StandardError, row.Statistic, row.P, row.Lower, row.Upper);
            })],
            Derived =
            [
                .. gap is null ? [] : Scales(model, gap, theta, covariance),
                .. conditional.Parts.Select(part => new DerivedEstimate(part.Name == "gap" ? "meanGapRatio" : "meanGroupEfficiency", Mean(part), double.NaN)),
            ],
            CommonFrontierTest = LikelihoodRatioTest.Compute(separate, pooled.LogLikelihood, groups.Sum(g => g.ParameterCount) - pooled.ParameterCount),
            MeanEfficiency = FrontierEstimator.MeanEfficiency(conditional),
            Covariance = covariance,
            Level = options.Level,
            DegreesOfFreedom = df,
            Warnings = [.. Warnings(model, groups, gap, covariance, options, failures)],
            DataSha256 = design.DataSha256,
            Seed = options.Covariance.Kind == CovarianceKind.Bootstrap ? options.Seed : null,
        };
    }

    private static (CovarianceEstimate Estimate, int Failures) CovarianceOf(Metafrontier model, FitOptions options, double[] theta)
    {
        if (options.Covariance.Kind == CovarianceKind.Bootstrap)
            return MetafrontierBootstrap.Run(model, theta, options);
        int[] free = [.. Enumerable.Range(0, theta.Length).Where(j => double.IsFinite(theta[j]) && (model.Method == MetafrontierMethod.Stochastic || j >= model.MetaDimension))];
        return (new MetafrontierCovariance(model, Finite(model, theta), free).Of(options.Covariance), 0);
    }

    /// <summary>θ̂ with u as small as nothing where a variance of inefficiency is at its boundary.</summary>
    private static double[] Finite(Metafrontier model, double[] theta)
    {
        double[] finite = Array.ConvertAll(theta, value => double.IsFinite(value) ? value : 0);
        void Deepen(FrontierLikelihood likelihood, int offset)
        {
            BlockOffsets offsets = likelihood.Offsets;
            int logU = offset + offsets.LogU + FrontierCoordinates.InterceptOf(offsets.LogUColumns);
            if (!double.IsFinite(theta[logU]))
                finite[logU] = finite[offset + offsets.LogV + FrontierCoordinates.InterceptOf(offsets.LogVColumns)] + BoundaryDepth;
        }
        for (int k = 0; k < model.Groups.Length; k++)
            Deepen(model.Groups[k].Likelihood, model.Offset(k));
        if (model.Method == MetafrontierMethod.Stochastic)
            Deepen(model.GapEquation(model.GroupFrontiers(finite)), 0);
        return finite;
    }

    /// <summary>Scales of the gap equation with errors from the corrected covariance.</summary>
    private static IEnumerable<DerivedEstimate> Scales(Metafrontier model, FitResult gap, double[] theta, CovarianceEstimate covariance)
    {
        FrontierLikelihood equation = model.GapEquation(model.GroupFrontiers(theta));
        bool boundary = equation.IsBoundary(gap.Theta);
        return gap.Derived.Select(d => boundary || !double.IsFinite(d.Value) ? d with { StandardError = double.NaN }
            : FrontierEstimator.Delta(equation.Derived.First(q => q.Name == d.Name), theta, covariance.Matrix, [.. Enumerable.Range(0, model.MetaDimension)]));
    }

    private static double Mean(InefficiencyPart part) =>
        part.LawOfRow.Average(law => Math.Exp(part.Laws[law].LogMomentGenerating(-1)));

    private static IEnumerable<FitWarning> Warnings(
        Metafrontier model, FitResult[] groups, FitResult? gap, CovarianceEstimate covariance, FitOptions options, int failures)
    {
        FitWarning[] common = [.. DesignWarnings.Of(model.Design)];
        foreach (FitWarning warning in common)
            yield return warning;
        IEnumerable<(Phrase Where, FitResult Fit)> parts = groups.Select((g, k) => (new Phrase("warning.where-group", ("group", model.Groups[k].Name)), g));
        if (gap is not null)
            parts = parts.Prepend((new Phrase("warning.where-gap"), gap));
        foreach ((Phrase where, FitResult fit) in parts)
        {
            foreach (FitWarning warning in fit.Warnings.Where(w => common.All(c => c.Kind != w.Kind)))
                yield return new FitWarning(warning.Kind, new Phrase("words.colon", ("what", where), ("text", (object?)warning.MessagePhrase ?? warning.Message)));
        }
        if (gap is null && options.Covariance.Kind != CovarianceKind.Bootstrap)
            yield return new FitWarning(WarningCatalog.NoEnvelopeErrors, new Phrase("warning.no-envelope-errors.here"));
        if (covariance.FewestClusters is { } clusters and < CoefficientTable.FewClusters)
            yield return FitWarning.FewClusters(clusters);
        if (failures > 0)
        {
            yield return new FitWarning(WarningCatalog.BootstrapFailures, new Phrase(
                "warning.bootstrap-failures.here", ("failures", failures), ("replications", options.Covariance.Replications)));
        }
    }

    /// <summary>Frontiers that are one hyperplane leave the gap equation nothing to explain.</summary>
    private static void RequireSpread(Metafrontier model, double[] frontiers)
    {
        double size = frontiers.Max(Math.Abs), rest = Numerics.LeastSquares.Solve(model.Design.Frontier.Values, frontiers).ResidualSumOfSquares;
        if (Math.Sqrt(rest / frontiers.Length) <= 1e-10 * size)
        {
            throw new DataUnfitException(
                "same-frontiers", "the group frontiers are the same to rounding, so that there is no gap to estimate: fit one frontier, e.g. --model pooled");
        }
    }

    private static T InGroup<T>(string name, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (DataUnfitException error)
        {
            throw new DataUnfitException(error.Code, $"group '{name}': {error.Message}", [.. error.Rows]);
        }
    }
}
