using System.Globalization;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>What the data can tell apart: what a referee asks before reading estimates.</summary>
public static class IdentificationTables
{
    private static readonly NumberFormat Share = NumberFormat.Percent(1, sign: false);

    /// <summary>All tables in reading order; those that do not apply are left out.</summary>
    /// <param name="identification">The numbers.</param>
    /// <param name="labels">Words for columns; null for their names.</param>
    public static IReadOnlyList<ReportTable> Of(StudyIdentification identification, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        var tables = new List<ReportTable> { Variation(identification, labels), Skewness(identification) };
        if (identification.Sensitivity.Any(v => v.Estimates.Count > 0)) tables.Add(Sensitivity(identification, labels));
        if (identification.Mundlak is { } mundlak) tables.Add(Mundlak(mundlak, labels));
        if (identification.Hessian is { } hessian) tables.Add(Curvature(identification.Model, hessian));
        return tables;
    }

    private static ReportTable Variation(StudyIdentification identification, ReportLabels labels)
    {
        ColumnIdentification[] columns = [.. identification.Columns.Where(c => c.Name != BlockNames.Intercept)];
        return new ReportTable(
            "variation", "Where regressors and determinants vary",
            [
                ReportColumn.Words("Term", "term"),
                ReportColumn.Numbers("overall", NumberFormat.Fixed(3), "Standard deviation", "sd"),
                ReportColumn.Numbers("between", NumberFormat.Fixed(3), "Standard deviation", "sd_between"),
                ReportColumn.Numbers("within", NumberFormat.Fixed(3), "Standard deviation", "sd_within"),
                ReportColumn.Numbers("within\nunits", Share, "% of variance", "within_share"),
                ReportColumn.Numbers("between\nperiods", Share, "% of variance", "time_share"),
                ReportColumn.Words("Units in which\nit changes", "changing_units"),
                ReportColumn.Numbers("Correlation\nwith time", NumberFormat.Fixed(2), key: "time_correlation"),
                ReportColumn.Numbers("VIF", NumberFormat.Fixed(1, thousands: true), key: "vif"),
            ],
            [
                .. columns.Select(c =>
                {
                    // A standard deviation of 0.0006 must not print as 0.001.
                    NumberFormat format = NumberFormat.Fixed(c.StandardDeviation is > 0 and < 0.01 ? 6 : 3, thousands: true);
                    Cell In(double value) => Cell.Number(value, format);
                    return ReportRow.Of(
                        labels.Term(c.Name), In(c.StandardDeviation), In(c.BetweenDeviation), In(c.WithinDeviation), c.WithinShare, c.TimeShare,
                        c.Units == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{c.ChangingUnits} of {c.Units}"), c.TimeCorrelation, c.VarianceInflation)
                        with { Group = c.Block == BlockNames.Frontier ? "Frontier" : "Determinants of inefficiency" };
                }),
            ])
        {
            Notes =
            [
                "A term that changes in no unit tells units apart only; one whose variance is all between periods cannot be told from year effects.",
                "VIF = 1/(1 − R²) of a term on the others of its block, ∞ where they reproduce it.",
            ],
        };
    }

    private static ReportTable Skewness(StudyIdentification identification)
    {
        ReportRow Row(string name, ResidualSkewness skewness) => ReportRow.Of(
            name, skewness.Tests.Skewness, skewness.ExpectedSign < 0 ? "negative" : "positive", (skewness.Tests.DAgostino ?? skewness.Tests.Coelli).Statistic,
            skewness.P, skewness.WrongSign ? "wrong sign" : skewness.P < 0.05 ? "as inefficiency makes it" : "right sign, not significant");
        List<ReportRow> rows = [Row("Least squares", identification.OlsSkewness)];
        if (identification.WithinSkewness is { } within) rows.Add(Row("Within units (fixed effects)", within));
        return new ReportTable(
            "skewness", "Skewness of residuals before a frontier is fitted",
            [
                ReportColumn.Words("Residuals", "residuals"), ReportColumn.Numbers("Skewness", NumberFormat.Fixed(3), key: "skewness"),
                ReportColumn.Words("Expected", "expected"), ReportColumn.Numbers("z", NumberFormat.Fixed(2), key: "z"),
                ReportColumn.Numbers("one-sided p", NumberFormat.PValue(), key: "p"), ReportColumn.Words("Reading", "reading"),
            ],
            rows)
        {
            Notes =
            [
                "z and p of D'Agostino (1970), as Schmidt and Lin (1984) propose; for fewer than 8 rows of Coelli (1995).",
                "Within residuals are free of what is constant in a unit: with the wrong sign they show no inefficiency that varies within units.",
            ],
        };
    }

    private static ReportTable Sensitivity(StudyIdentification identification, ReportLabels labels)
    {
        IReadOnlyList<SensitivityVariant> variants = identification.Sensitivity;
        (string Block, string Name)[] watched = [.. variants.SelectMany(v => v.Estimates.Select(e => (e.Block, e.Name))).Distinct()];
        Cell Estimate(SensitivityVariant variant, (string Block, string Name) of) =>
            variant.Estimates.FirstOrDefault(e => e.Block == of.Block && e.Name == of.Name) is { } e ? Cell.Estimate(e.Estimate, e.StandardError) : Cell.Empty;
        return new ReportTable(
            "sensitivity", $"Sensitivity of {identification.Model} to the controls for time",
            [
                ReportColumn.Words("", "parameter"),
                .. variants.Select(v => ReportColumn.Estimates(string.Join('\n', DisplayWidth.Wrap(VariantName(v, labels), 16)), NumberFormat.Fixed(4), key: v.Name)),
            ],
            [
                .. watched.Select(w => new ReportRow([
                    w.Block == BlockNames.Time ? ResultWords.Derived(w.Name) : labels.Term(w.Name), .. variants.Select(v => Estimate(v, w))])),
                new ReportRow(["Log-likelihood", .. variants.Select(v => Cell.Number(v.LogLikelihood, ResultFormats.Statistic))]) { RuleBefore = true },
                new ReportRow(["Converged", .. variants.Select(v => (Cell)(v.Converged ? "yes" : "no"))]),
            ])
        {
            Notes = ["Standard errors in parentheses. Shown are the path over time and the regressors that are constant within units."],
        };
    }

    private static string VariantName(SensitivityVariant variant, ReportLabels labels)
    {
        const string Without = "without ";
        return variant.Name.StartsWith(Without, StringComparison.Ordinal)
            ? Without + string.Join(", ", variant.Name[Without.Length..].Split(", ").Select(labels.Term))
            : variant.Name;
    }

    private static ReportTable Mundlak(MundlakComparison mundlak, ReportLabels labels)
    {
        string test = mundlak.Test is { } t
            ? string.Create(CultureInfo.InvariantCulture, $"Unit means of {ResultWords.List([.. mundlak.Means.Select(labels.Term)])} added to least squares (Mundlak 1978), errors clustered by unit: statistic {t.Statistic:F2}, {t.Reference}, p = {NumberFormat.PValue().Format(t.P)}.")
                + (t.Note is null ? "" : " " + ResultWords.Sentence(t.Note))
            : "No unit mean could be added, so there is no Mundlak test.";
        return new ReportTable(
            "mundlak", "Slopes within units and of the frontier with time-invariant inefficiency",
            [
                ReportColumn.Words("Term", "term"), ReportColumn.Estimates("Within", NumberFormat.Fixed(4), key: "within"),
                ReportColumn.Estimates("Pitt–Lee", NumberFormat.Fixed(4), key: "pitt_lee"), ReportColumn.Numbers("Difference", NumberFormat.Fixed(4), key: "difference"),
            ],
            [.. mundlak.Slopes.Select(s => ReportRow.Of(labels.Term(s.Name), Cell.Estimate(s.Within, s.WithinError), Cell.Estimate(s.Random, s.RandomError), s.Within - s.Random))])
        {
            Notes = ["Standard errors in parentheses; terms that are constant within units have no within slope.", test],
        };
    }

    private static ReportTable Curvature(string model, HessianIdentification hessian) => new(
        "curvature", $"Curvature of the log-likelihood of {model} at its maximum",
        [
            ReportColumn.Words("Eigenvalue of −H", "eigenvalue"), ReportColumn.Numbers("Value", NumberFormat.Significant(3), key: "value"),
        ],
        [
            .. hessian.Eigenvalues.Select((value, j) => ReportRow.Of(string.Create(CultureInfo.InvariantCulture, $"({j + 1})"), value)),
            ReportRow.Of("Largest over smallest", Cell.Number(hessian.ConditionNumber, NumberFormat.Whole())) with { RuleBefore = true },
        ])
    {
        Notes =
        [
            "−H is scaled to a unit diagonal, so that its eigenvalues do not depend on units; they sum to the number of parameters.",
            $"Weakest direction: {hessian.WeakestDirection}.",
        ],
    };
}
