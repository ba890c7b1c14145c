using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Diagnostics;
using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Strict exogeneity (Wooldridge 2010, section 10.7.1; Baier and Bergstrand 2007): what an agreement will be in k periods must not explain trade today.</summary>
/// <remarks>The model is fitted again with <c>lead(x, k)</c> beside its regressors; rows without that lead drop out. Its coefficient is tested by the fit's own covariance. Meant for models with pair effects.</remarks>
public static class LeadTest
{
    /// <summary>Makes the test.</summary>
    /// <param name="fit">The fit with its data; its model names units and periods.</param>
    /// <param name="variable">A column or expression, e.g. <c>rta</c>.</param>
    /// <param name="periods">k ≥ 1.</param>
    /// <param name="options">Threads, seed, progress, cancellation.</param>
    /// <exception cref="UsageException"><c>lead-needs-panel</c>: the fit names no units or no periods; the variable is none.</exception>
    public static DiagnosticTest Of(ModelFit fit, string variable, int periods, FitOptions options)
    {
        if (fit.Request.Unit.Count == 0 || fit.Request.Time is null)
        {
            throw new UsageException(
                "lead-needs-panel", "the lead of a variable is that of the same pair in a later period: fit the model with --unit and --time, e.g. --unit exporter,importer --time year");
        }
        string lead = string.Create(CultureInfo.InvariantCulture, $"lead({variable}, {periods})");
        Formula formula = Formula.Parse(fit.Request.Formula);
        string effects = formula.AbsorbedEffects.Count == 0 ? "" : " | " + string.Join(" + ", formula.AbsorbedEffects);
        ModelRequest request = fit.Request with { Formula = $"{formula.Response} ~ {formula.Index} + {lead}{effects}" };
        ModelFit wider;
        try
        {
            wider = ModelRunner.Fit(request, fit.Panel, options);
        }
        catch (DataUnfitException error)
        {
            return DiagnosticTest.Missing(DiagnosticCodes.StrictExogeneity, new Phrase("test-note.cannot-be-fitted", ("why", error.Message)));
        }
        FitResult result = wider.Result;
        HashSet<string> known = [.. fit.Result.Parameters.Where(p => p.Block == BlockNames.Frontier).Select(p => p.Name)];
        int[] added = [.. Enumerable.Range(0, result.Parameters.Count).Where(j => result.Parameters[j].Block == BlockNames.Frontier && !known.Contains(result.Parameters[j].Name)
            && result.Parameters[j].Name.StartsWith("lead(", StringComparison.Ordinal))];
        if (added.Length == 0 || !result.Converged)
            return DiagnosticTest.Missing(DiagnosticCodes.StrictExogeneity, new Phrase(added.Length == 0 ? "diagnostics.note.lead-absorbed" : "diagnostics.note.no-refit-regression", ("lead", lead)));
        ParameterEstimate estimate = result.Parameters[added[0]];
        return DiagnosticTest.Of(
            DiagnosticCodes.StrictExogeneity, WaldTest.Zero(result.Theta, result.Covariance.Matrix, added, result.DegreesOfFreedom),
            new Phrase("diagnostics.note.lead", ("lead", estimate.Name), ("estimate", NumberText(estimate.Estimate)), ("error", NumberText(estimate.StandardError)), ("rows", RowList.Whole(result.Observations))));
    }

    private static string NumberText(double value) => value.ToString("0.0000", CultureInfo.InvariantCulture);
}
