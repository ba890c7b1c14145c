using Gravity.Core.Studies;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Likelihood-ratio tests, one a line.</summary>
public static class TestTables
{
    // More dropped terms than this are named in a note.
    private const int MostNamed = 2;

    /// <summary>Hypothesis, models, log-likelihoods, statistic, law, p and the decision at 5 %.</summary>
    /// <param name="tests">The tests in the order of the lines.</param>
    /// <param name="title">The caption.</param>
    /// <param name="labels">Words for columns; null for their names.</param>
    public static ReportTable Of(IReadOnlyList<StudyTest> tests, string title = "Likelihood-ratio tests", ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        bool bootstrap = tests.Any(t => t.BootstrapP is not null);
        List<ReportColumn> columns =
        [
            ReportColumn.Words("Test", "test"), ReportColumn.Words("Restricted", "restricted"), ReportColumn.Words("Unrestricted", "unrestricted"),
            ReportColumn.Numbers("LR", ResultFormats.Statistic, key: "statistic"), ReportColumn.Words("Reference", "reference"),
            ReportColumn.Numbers("p", NumberFormat.PValue(), key: "p"),
        ];
        if (bootstrap) columns.Add(ReportColumn.Numbers("bootstrap p", NumberFormat.PValue(), key: "bootstrap_p"));
        columns.Add(ReportColumn.Words("Restriction at 5%", "decision"));
        columns.Add(ReportColumn.Numbers("restricted", ResultFormats.Statistic, "Log-likelihood", "log_likelihood_restricted"));
        columns.Add(ReportColumn.Numbers("unrestricted", ResultFormats.Statistic, "Log-likelihood", "log_likelihood_unrestricted"));
        ReportRow Row(StudyTest test)
        {
            List<Cell> cells =
            [
                test.Name, Restricted(test, labels), test.Unrestricted, test.Statistic, test.Reference.Length == 0 ? "–" : test.Reference, test.P,
            ];
            if (bootstrap) cells.Add(Cell.Number(test.BootstrapP));
            cells.Add(double.IsNaN(test.P) ? "no test" : test.P < 0.05 ? "rejected" : "not rejected");
            cells.AddRange([test.RestrictedLogLik, test.UnrestrictedLogLik]);
            return new ReportRow(cells);
        }
        return new ReportTable("tests", title, columns, [.. tests.Select(Row)])
        {
            Notes =
            [
                "LR is twice the difference of the log-likelihoods.",
                .. tests.Any(t => t.DegreesOfFreedom.Count > 1)
                    ? (string[])["Where a variance is 0 under the restriction, the reference is a mixture of χ² laws (Coelli 1995; Kodde and Palm 1986)."] : [],
                .. tests.Where(t => Dropped(t).Length > MostNamed).Select(t =>
                    $"{t.Name}: {t.Unrestricted} without {ResultWords.List([.. Dropped(t).Select(labels.Term)])}."),
                .. tests.Where(t => !string.IsNullOrWhiteSpace(t.Note)).Select(t => $"{t.Name}: {t.Note}"),
            ],
        };
    }

    /// <summary>The terms that the restricted model lacks, where it is the unrestricted one without them.</summary>
    private static string[] Dropped(StudyTest test)
    {
        string start = test.Unrestricted + " without ";
        return test.Restricted.StartsWith(start, StringComparison.Ordinal) ? test.Restricted[start.Length..].Split(", ") : [];
    }

    private static string Restricted(StudyTest test, ReportLabels labels)
    {
        string[] dropped = Dropped(test);
        if (dropped.Length == 0) return test.Restricted;
        return dropped.Length > MostNamed ? "without " + ResultWords.Count(dropped.Length, "term") : "without " + ResultWords.List([.. dropped.Select(labels.Term)]);
    }
}
