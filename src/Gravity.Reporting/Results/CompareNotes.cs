using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>What stands under a regression table: left sides, laws, errors, samples, reading of the scales.</summary>
internal sealed class CompareNotes(IReadOnlyList<ModelColumn> models, ReportLabels labels, RegressionTableStyle style, CompareWords names)
{
    private readonly Words words = names.Words;

    private readonly FitResult[] fits = [.. models.Select(m => m.Fit)];

    /// <summary>The notes, those that apply.</summary>
    /// <param name="collapsed">Whether indicators were summed up.</param>
    /// <param name="scalesHaveErrors">Whether scales print standard errors whatever coefficients print.</param>
    public IEnumerable<string> All(bool collapsed, bool scalesHaveErrors)
    {
        yield return ByColumn("compare.note.left-side", fit => labels.Term(fit.Response));
        if (fits.Any(f => f.Law is not null))
            yield return ByColumn("compare.note.law", fit => fit.Law is { } law ? names.Law(law) : words["compare.note.none"]);
        if (fits.Any(f => f.Noise is not (null or "normal")))
            yield return ByColumn("fit.law-of-v", fit => fit.Noise is { } noise ? ResultWords.Law(noise, words) : words["compare.note.none"]);
        if (fits.Any(f => f.Sample.Dropped.Count > 0))
            yield return ByColumn("compare.note.left-out", fit => words.Count(fit.Sample.Dropped.Sum(d => d.Rows.Count), "row"));
        foreach (string note in Beneath(scalesHaveErrors))
            yield return note;
        if (fits.Any(f => f.Derived.Any(d => d.Name == "mu") && f.Parameters.Any(p => p.Block == BlockNames.InefficiencyMean && p.Name != BlockNames.Intercept)) && Has("mu"))
            yield return words["compare.note.mu-index"];
        if (fits.Any(f => f.Side == "cost"))
            yield return ByColumn("compare.note.side", fit => words[fit.Side == "cost" ? "compare.note.cost" : fit.Side is null ? "compare.note.none" : "compare.note.production"]);
        if (fits.Any(f => f.Derived.Any(d => d.Name == "gamma")))
        {
            if (Has("gamma"))
                yield return words[fits.All(HasClassicalScales) ? "compare.note.gamma" : "compare.note.gamma-scales"];
            if (style.Significance is not SignificanceMarks.None && (Has("sigma-u") || Has("sigma-squared") || Has("gamma")))
                yield return words["compare.note.scales"];
        }
        if (style.MarkMean && fits.Any(f => f.Derived.Any(d => d.Name == "mu")))
            yield return words["compare.note.mean-marked"];
        if (Has("log-likelihood") || Has("aic") || Has("bic"))
        {
            if (fits.Select(f => f.Observations).Distinct().Count() > 1)
                yield return words["compare.note.other-samples"];
            else if (fits.Select(f => f.Response).Distinct().Count() > 1)
                yield return words["compare.note.other-sides"];
        }
        if (collapsed)
            yield return words["compare.note.indicators"];
        if (fits.Any(f => f.Absorbed.Count > 0) && Has("effects"))
            yield return words["compare.note.effects"];
        if (fits.Any(f => f.Termination == TerminationWords.Boundary))
            yield return words["compare.note.boundary"];
        else if (fits.Any(f => f.Parameters.Any(p => !double.IsFinite(p.StandardError))))
            yield return words["compare.note.undefined"];
        if (fits.Any(f => f.Termination == TerminationWords.Ridge && !f.HasShapeRidge))
            yield return words["compare.note.ridge"];
        if (fits.Any(f => f.HasShapeRidge))
            yield return words["compare.note.shape-ridge"];
        if (fits.Any(f => !f.Converged && f.Termination != TerminationWords.Ridge))
            yield return words["compare.note.not-converged"];
    }

    /// <summary>Whether σ_u² and σ_v² are variances, of u before truncation where it is truncated.</summary>
    private static bool HasClassicalScales(FitResult fit) =>
        (fit.Noise is null or "normal") && (fit.Law is null or "half-normal" or "truncated-normal" or "exponential");

    /// <summary>What stands beneath the estimates, and which standard errors it rests on.</summary>
    private IEnumerable<string> Beneath(bool scalesHaveErrors)
    {
        string brackets = words[style.SquareBrackets || style.Second is SecondLine.Interval ? "compare.note.square" : "compare.note.round"];
        if (style.Second is SecondLine.StandardError)
        {
            yield return Listed(words.Say("compare.note.errors", ("brackets", brackets)), fit => CompareWords.Errors(fit) + Tail(fit));
        }
        else
        {
            if (style.Second is not SecondLine.None)
            {
                string what = style.Second switch
                {
                    SecondLine.Statistic => words["compare.note.statistics"],
                    SecondLine.PValue => words["compare.note.p-values"],
                    _ => words.Say("compare.note.intervals", ("level", fits.Select(f => f.Level).Distinct().Count() == 1 ? ResultWords.Percent(fits[0].Level) : "")),
                };
                yield return words.Say("compare.note.beneath", ("what", what), ("brackets", brackets));
            }
            yield return ByColumn("compare.note.covariance", fit => CompareWords.Errors(fit) + Tail(fit));
            if (scalesHaveErrors && style.Second is not SecondLine.None)
                yield return words["compare.note.scale-errors"];
        }
        if (style.Significance is SignificanceMarks.PValues && style.Second is not SecondLine.PValue)
            yield return words["compare.note.p-beneath"];
    }

    private bool Has(string row) => style.Rows is null || style.Rows.Contains(row);

    private static string Tail(FitResult fit) =>
        double.IsPositiveInfinity(fit.DegreesOfFreedom) ? "" : string.Create(CultureInfo.InvariantCulture, $", t({fit.DegreesOfFreedom:0.##})");

    /// <summary>"What: a" where all columns agree, else "What: a in (1), (3); b in (2)".</summary>
    private string ByColumn(string key, Func<FitResult, string> value) => Listed(words[key], value);

    private string Listed(string what, Func<FitResult, string> value)
    {
        var groups = models
            .Select((m, j) => (Value: value(m.Fit), Column: string.Create(CultureInfo.InvariantCulture, $"({j + 1})")))
            .GroupBy(m => m.Value, m => m.Column).ToList();
        string values = groups.Count == 1
            ? groups[0].Key
            : string.Join(words["compare.note.between"], groups.Select(g => words.Say("compare.note.in-columns", ("value", g.Key), ("columns", words.List([.. g])))));
        return words.Say("compare.note.by-column", ("what", what), ("values", values));
    }
}
