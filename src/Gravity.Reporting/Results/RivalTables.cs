using System.Globalization;
using Gravity.Core.Inference;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Comparisons of models of which neither is a special case of the other, one a line.</summary>
public static class RivalTables
{
    private const double Size = 0.05;

    /// <summary>Log-likelihoods apart, first stage, Vuong's statistic with its penalties, Clarke's count, and the verdict.</summary>
    /// <param name="tests">The comparisons.</param>
    /// <param name="labels">Words; null for English.</param>
    public static ReportTable Of(IReadOnlyList<NonNestedTest> tests, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        string vuong = words["rivals.of-vuong"];
        ReportRow Row(NonNestedTest test)
        {
            Cell[] names = [test.Name, test.First, test.Second];
            return test.Tests is not { } t
                ? new ReportRow([.. names, Cell.Number(null), Cell.Number(null), Cell.Number(null), "–", "–", "–", "–", words["rivals.no-test"]])
                : new ReportRow(
                [
                    .. names, Cell.Number(t.Units), t.LogLikelihoodRatio, t.VarianceP, Statistic(t.Plain), Statistic(t.Aic), Statistic(t.Bic),
                    string.Create(CultureInfo.InvariantCulture, $"{t.Positive}/{t.Compared} [{P(t.ClarkeP)}]"), Verdict(test, t, words),
                ]);
        }
        return new ReportTable(
            "rival-tests", words["rivals.title"],
            [
                ReportColumn.Words(words["rivals.test"], "test"), ReportColumn.Words(words["rivals.first"], "first"), ReportColumn.Words(words["rivals.second"], "second"),
                ReportColumn.Numbers(words["rivals.units"], ResultFormats.Count, key: "units"), ReportColumn.Numbers(words["rivals.ratio"], ResultFormats.Statistic, key: "log_likelihood_ratio"),
                ReportColumn.Numbers(words["rivals.variance"], NumberFormat.PValue(), key: "variance_p"),
                ReportColumn.Words(words["rivals.plain"], "vuong") with { Group = vuong }, ReportColumn.Words("AIC", "vuong_aic") with { Group = vuong },
                ReportColumn.Words("BIC", "vuong_bic") with { Group = vuong },
                ReportColumn.Words(words["rivals.clarke"], "clarke"), ReportColumn.Words(words["rivals.nearer"], "nearer"),
            ],
            [.. tests.Select(Row)])
        {
            Words = words,
            Notes =
            [
                words["rivals.note"],
                .. tests.Where(t => t.Notes.Count > 0).Select(t => words.Say("words.colon", ("what", t.Name), ("text", t.NoteIn(words)!))),
            ],
        };
    }

    private static string Verdict(NonNestedTest test, NonNestedTests t, Words words) =>
        double.IsNaN(t.VarianceP) || t.AreDistinguishable(Size)
            ? t.Bic.TwoSidedP < Size ? t.Bic.Statistic > 0 ? test.First : test.Second : words["rivals.neither"]
            : words["rivals.indistinguishable"];

    private static string Statistic(SymmetryTest test) => double.IsNaN(test.Statistic)
        ? "–" : string.Create(CultureInfo.InvariantCulture, $"{test.Statistic:0.000} [{P(test.TwoSidedP)}]").Replace('-', '−');

    private static string P(double p) => p < 0.001 ? "<0.001" : p.ToString("0.000", CultureInfo.InvariantCulture);
}
