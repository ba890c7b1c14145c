using System.Globalization;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
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
        var tables = new List<ReportTable> { Variation(identification, labels), Skewness(identification, labels.Words) };
        if (identification.Sensitivity.Any(v => v.Estimates.Count > 0)) tables.Add(Sensitivity(identification, labels));
        if (identification.Mundlak is { } mundlak) tables.Add(Mundlak(mundlak, labels));
        if (identification.Hessian is { } hessian) tables.Add(Curvature(identification.Model, hessian, labels.Words));
        return tables;
    }

    private static ReportTable Variation(StudyIdentification identification, ReportLabels labels)
    {
        Words words = labels.Words;
        ColumnIdentification[] columns = [.. identification.Columns.Where(c => c.Name != BlockNames.Intercept)];
        return new ReportTable(
            "variation", words["variation.title"],
            [
                ReportColumn.Words(words["table.term"], "term"),
                ReportColumn.Numbers(words["table.overall"], NumberFormat.Fixed(3), words["table.deviation"], "sd"),
                ReportColumn.Numbers(words["table.between"], NumberFormat.Fixed(3), words["table.deviation"], "sd_between"),
                ReportColumn.Numbers(words["table.within"], NumberFormat.Fixed(3), words["table.deviation"], "sd_within"),
                ReportColumn.Numbers(words["variation.within-units"], Share, words["variation.share"], "within_share"),
                ReportColumn.Numbers(words["variation.between-periods"], Share, words["variation.share"], "time_share"),
                ReportColumn.Words(words["variation.changing"], "changing_units"),
                ReportColumn.Numbers(words["variation.time"], NumberFormat.Fixed(2), key: "time_correlation"),
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
                        c.Units == 0 ? "–" : words.Say("words.of", ("part", c.ChangingUnits), ("whole", c.Units)), c.TimeCorrelation, c.VarianceInflation)
                        with { Group = words[c.Block == BlockNames.Frontier ? "block.frontier" : "section.determinants"] };
                }),
            ])
        {
            Words = words,
            Notes = [words["variation.note"], words["variation.vif"]],
        };
    }

    private static ReportTable Skewness(StudyIdentification identification, Words words)
    {
        ReportRow Row(string name, ResidualSkewness skewness) => ReportRow.Of(
            name, skewness.Tests.Skewness, words[skewness.ExpectedSign < 0 ? "side.negative" : "side.positive"], (skewness.Tests.DAgostino ?? skewness.Tests.Coelli).Statistic,
            skewness.P, words[skewness.WrongSign ? "skewness.wrong" : skewness.P < 0.05 ? "skewness.right" : "skewness.insignificant"]);
        List<ReportRow> rows = [Row(words["table.least-squares"], identification.OlsSkewness)];
        if (identification.WithinSkewness is { } within) rows.Add(Row(words["skewness.within"], within));
        return new ReportTable(
            "skewness", words["skewness.title"],
            [
                ReportColumn.Words(words["skewness.residuals"], "residuals"), ReportColumn.Numbers(words["skewness.skewness"], NumberFormat.Fixed(3), key: "skewness"),
                ReportColumn.Words(words["skewness.expected"], "expected"), ReportColumn.Numbers("z", NumberFormat.Fixed(2), key: "z"),
                ReportColumn.Numbers(words["skewness.p"], NumberFormat.PValue(), key: "p"), ReportColumn.Words(words["skewness.reading"], "reading"),
            ],
            rows)
        {
            Words = words,
            Notes = [words["skewness.note"], words["skewness.within-note"]],
        };
    }

    private static ReportTable Sensitivity(StudyIdentification identification, ReportLabels labels)
    {
        Words words = labels.Words;
        IReadOnlyList<SensitivityVariant> variants = identification.Sensitivity;
        (string Block, string Name)[] watched = [.. variants.SelectMany(v => v.Estimates.Select(e => (e.Block, e.Name))).Distinct()];
        Cell Estimate(SensitivityVariant variant, (string Block, string Name) of) =>
            variant.Estimates.FirstOrDefault(e => e.Block == of.Block && e.Name == of.Name) is { } e ? Cell.Estimate(e.Estimate, e.StandardError) : Cell.Empty;
        return new ReportTable(
            "sensitivity", words.Say("sensitivity.title", ("model", identification.Model)),
            [
                ReportColumn.Words("", "parameter"),
                .. variants.Select(v => ReportColumn.Estimates(string.Join('\n', DisplayWidth.Wrap(VariantName(v, labels), 16)), NumberFormat.Fixed(4), key: v.Name)),
            ],
            [
                .. watched.Select(w => new ReportRow([
                    w.Block == BlockNames.Time ? ResultWords.Derived(w.Name, words) : labels.Term(w.Name), .. variants.Select(v => Estimate(v, w))])),
                new ReportRow([words["table.log-likelihood"], .. variants.Select(v => Cell.Number(v.LogLikelihood, ResultFormats.Statistic))]) { RuleBefore = true },
                new ReportRow([words["table.converged"], .. variants.Select(v => (Cell)ResultWords.YesNo(v.Converged, words))]),
            ])
        {
            Words = words,
            Notes = [words["sensitivity.note"]],
        };
    }

    private static string VariantName(SensitivityVariant variant, ReportLabels labels)
    {
        const string Without = "without ";
        return variant.Kind switch
        {
            SensitivityKind.AsEstimated => labels.Words["sensitivity.as-estimated"],
            SensitivityKind.YearEffects => labels.Words["sensitivity.year-effects"],
            _ when variant.Name.StartsWith(Without, StringComparison.Ordinal) => labels.Words.Say(
                "test-name.without", ("term", string.Join(labels.Words["list.between"], variant.Name[Without.Length..].Split(", ").Select(labels.Term)))),
            _ => variant.Name,
        };
    }

    private static ReportTable Mundlak(MundlakComparison mundlak, ReportLabels labels)
    {
        Words words = labels.Words;
        string test = mundlak.Test is { } t
            ? words.Paragraph(
                [
                    words.Say(
                        "mundlak.test", ("terms", (string[])[.. mundlak.Means.Select(labels.Term)]),
                        ("statistic", t.Statistic.ToString("F2", CultureInfo.InvariantCulture)), ("reference", t.Reference), ("p", NumberFormat.PValue().Format(t.P))),
                    .. t.NotePhrase is { } note ? (string[])[note.In(words)] : [],
                ])
            : words["mundlak.none"];
        return new ReportTable(
            "mundlak", words["mundlak.title"],
            [
                ReportColumn.Words(words["table.term"], "term"), ReportColumn.Estimates(words["mundlak.within"], NumberFormat.Fixed(4), key: "within"),
                ReportColumn.Estimates("Pitt–Lee", NumberFormat.Fixed(4), key: "pitt_lee"), ReportColumn.Numbers(words["mundlak.difference"], NumberFormat.Fixed(4), key: "difference"),
            ],
            [.. mundlak.Slopes.Select(s => ReportRow.Of(labels.Term(s.Name), Cell.Estimate(s.Within, s.WithinError), Cell.Estimate(s.Random, s.RandomError), s.Within - s.Random))])
        {
            Words = words,
            Notes = [words["mundlak.note"], test],
        };
    }

    private static ReportTable Curvature(string model, HessianIdentification hessian, Words words) => new(
        "curvature", words.Say("curvature.title", ("model", model)),
        [
            ReportColumn.Words(words["curvature.eigenvalue"], "eigenvalue"), ReportColumn.Numbers(words["table.value"], NumberFormat.Significant(3), key: "value"),
        ],
        [
            .. hessian.Eigenvalues.Select((value, j) => ReportRow.Of(string.Create(CultureInfo.InvariantCulture, $"({j + 1})"), value)),
            ReportRow.Of(words["curvature.condition"], Cell.Number(hessian.ConditionNumber, NumberFormat.Whole())) with { RuleBefore = true },
        ])
    {
        Words = words,
        Notes = [words["curvature.note"], words.Say("curvature.weakest", ("direction", hessian.WeakestDirection))],
    };
}
