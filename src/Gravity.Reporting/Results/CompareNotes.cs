using Gravity.Core.Wording;
using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;

namespace Gravity.Reporting.Results;

/// <summary>What stands under a regression table: left sides, laws, errors, samples, reading of the scales.</summary>
internal static class CompareNotes
{
    public static IEnumerable<string> Of(IReadOnlyList<ModelColumn> models, ReportLabels labels, bool collapsed)
    {
        FitResult[] fits = [.. models.Select(m => m.Fit)];
        yield return ByColumn(models, "Left side", fit => labels.Term(fit.Response));
        if (fits.Any(f => f.Law is not null))
            yield return ByColumn(models, "Law of u", fit => fit.Law is { } law ? ResultWords.Law(law) : "none");
        yield return ByColumn(models, "Standard errors in parentheses", fit => ResultWords.Errors(fit) + Tail(fit));
        if (fits.Any(f => f.Derived.Any(d => d.Name == "mu") && f.Parameters.Any(p => p.Block == BlockNames.InefficiencyMean && p.Name != BlockNames.Intercept)))
            yield return "Where μ has determinants, the row μ is their index at its mean.";
        if (fits.Any(f => f.Side == "cost"))
            yield return ByColumn(models, "Side", fit => fit.Side ?? "none");
        if (fits.Any(f => f.Derived.Any(d => d.Name == "gamma")))
        {
            yield return "γ takes σᵤ² before truncation and is not the share of inefficiency in the variance; that is V[u]/(V[u] + σᵥ²), the variance share of u."
                + " Scales carry no stars: their zero is on the boundary, and the LR test against least squares, with ½χ²(q − 1) + ½χ²(q) for q restrictions, is the test.";
        }
        if (fits.Select(f => f.Observations).Distinct().Count() > 1)
            yield return "Log-likelihoods, AIC and BIC of different samples cannot be compared.";
        else if (fits.Select(f => f.Response).Distinct().Count() > 1)
            yield return "Log-likelihoods, AIC and BIC of different left sides cannot be compared.";
        if (collapsed)
            yield return "Of sets of indicators the number is given.";
        if (fits.Any(f => f.Termination == TerminationWords.Boundary))
            yield return "boundary σᵤ = 0: the frontier is the least-squares line; – marks parameters that are not identified there.";
        else if (fits.Any(f => f.Parameters.Any(p => !double.IsFinite(p.StandardError))))
            yield return "–: not defined.";
        if (fits.Any(f => f.Termination == TerminationWords.Ridge))
            yield return "ridge μ → −∞: no finite maximum, so that σᵤ, σ², γ and μ have no estimate (–); the exponential law is the limit of the rest.";
        if (fits.Any(f => !f.Converged && f.Termination != TerminationWords.Ridge))
            yield return "Columns that did not converge are where the climb stopped: do not report them.";
    }

    private static string Tail(FitResult fit) =>
        double.IsPositiveInfinity(fit.DegreesOfFreedom) ? "" : string.Create(CultureInfo.InvariantCulture, $", t({fit.DegreesOfFreedom:0.##})");

    /// <summary>"What: a" where all columns agree, else "What: a in (1), (3); b in (2)".</summary>
    private static string ByColumn(IReadOnlyList<ModelColumn> models, string what, Func<FitResult, string> value)
    {
        var groups = models
            .Select((m, j) => (Value: value(m.Fit), Column: string.Create(CultureInfo.InvariantCulture, $"({j + 1})")))
            .GroupBy(m => m.Value, m => m.Column).ToList();
        return groups.Count == 1
            ? $"{what}: {groups[0].Key}."
            : $"{what}: {string.Join("; ", groups.Select(g => $"{g.Key} in {Words.English.List([.. g])}"))}.";
    }
}
