using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>Tests of restrictions, one a line: likelihood ratios, and Wald and Hausman statistics where there is no likelihood to compare.</summary>
public static class TestTables
{
    // More dropped terms than this are named in a note.
    private const int MostNamed = 2;

    /// <summary>Hypothesis, models, log-likelihoods, statistic, law, p and the decision at 5 %.</summary>
    /// <param name="tests">The tests in the order of the lines.</param>
    /// <param name="title">The caption; null for the usual one.</param>
    /// <param name="labels">Words for columns; null for their names.</param>
    public static ReportTable Of(IReadOnlyList<StudyTest> tests, string? title = null, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        bool bootstrap = tests.Any(t => t.BootstrapP is not null);
        StudyTestKind[] kinds = [.. tests.Select(t => t.Kind).Distinct().Order()];
        bool ratios = kinds.All(kind => kind == StudyTestKind.LikelihoodRatio);
        List<ReportColumn> columns =
        [
            ReportColumn.Words(words["tests.test"], "test"), ReportColumn.Words(words["tests.restricted"], "restricted"),
            ReportColumn.Words(words["tests.unrestricted"], "unrestricted"),
            ReportColumn.Numbers(kinds.Length > 1 ? words["tests.statistic"] : ratios ? "LR" : words[Symbol(kinds[0])], ResultFormats.Statistic, key: "statistic"), ReportColumn.Words(words["tests.reference"], "reference"),
            ReportColumn.Numbers("p", NumberFormat.PValue(), key: "p"),
        ];
        if (bootstrap) columns.Add(ReportColumn.Numbers(words["tests.bootstrap-p"], NumberFormat.PValue(), key: "bootstrap_p"));
        columns.Add(ReportColumn.Words(words["tests.decision"], "decision"));
        columns.Add(ReportColumn.Numbers(words["tests.of-restricted"], ResultFormats.Statistic, words["table.log-likelihood"], "log_likelihood_restricted"));
        columns.Add(ReportColumn.Numbers(words["tests.of-unrestricted"], ResultFormats.Statistic, words["table.log-likelihood"], "log_likelihood_unrestricted"));
        ReportRow Row(StudyTest test)
        {
            List<Cell> cells =
            [
                test.NameIn(words), Restricted(test, labels), test.UnrestrictedIn(words), test.Statistic, test.Reference.Length == 0 ? "–" : test.Reference, test.P,
            ];
            if (bootstrap) cells.Add(Cell.Number(test.BootstrapP));
            cells.Add(words[double.IsNaN(test.P) ? "tests.none" : test.P < 0.05 ? "tests.rejected" : "tests.not-rejected"]);
            cells.AddRange([test.RestrictedLogLik, test.UnrestrictedLogLik]);
            return new ReportRow(cells);
        }
        return new ReportTable("tests", title ?? words[ratios ? "tests.title" : "tests.title-mixed"], columns, [.. tests.Select(Row)])
        {
            Words = words,
            Notes =
            [
                .. tests.Count == 0 || kinds.Contains(StudyTestKind.LikelihoodRatio) ? (string[])[words["tests.note"]] : [],
                .. kinds.Contains(StudyTestKind.Wald) ? (string[])[words.Say("tests.wald-note", ("tests", Names(tests, StudyTestKind.Wald, words)))] : [],
                .. kinds.Contains(StudyTestKind.Hausman) ? (string[])[words.Say("tests.hausman-note", ("tests", Names(tests, StudyTestKind.Hausman, words)))] : [],
                .. tests.Any(t => t.Kind == StudyTestKind.LikelihoodRatio && t.DegreesOfFreedom.Count > 1)
                    ? (string[])[words["tests.mixture-note"]] : [],
                .. tests.Where(t => Dropped(t).Length > MostNamed).Select(t =>
                    words.Say("tests.dropped-note", ("test", t.NameIn(words)), ("model", t.UnrestrictedIn(words)), ("terms", (string[])[.. Dropped(t).Select(labels.Term)]))),
                .. tests.Where(t => !string.IsNullOrWhiteSpace(t.Note)).Select(t => words.Say("words.colon", ("what", t.NameIn(words)), ("text", t.NoteIn(words)!))),
            ],
        };
    }

    private static string Symbol(StudyTestKind kind) => kind == StudyTestKind.Wald ? "tests.wald" : "tests.hausman";

    private static string[] Names(IReadOnlyList<StudyTest> tests, StudyTestKind kind, Words words) => [.. tests.Where(t => t.Kind == kind).Select(t => t.NameIn(words))];

    /// <summary>The terms that the restricted model lacks, where it is the unrestricted one without them.</summary>
    private static string[] Dropped(StudyTest test)
    {
        string start = test.Unrestricted + " without ";
        return test.Restricted.StartsWith(start, StringComparison.Ordinal) ? test.Restricted[start.Length..].Split(", ") : [];
    }

    private static string Restricted(StudyTest test, ReportLabels labels)
    {
        string[] dropped = Dropped(test);
        Words words = labels.Words;
        if (dropped.Length == 0) return test.Restricted switch
        {
            NestedTest.LeastSquares => words["tests.least-squares"],
            NestedTest.PoissonRegression => words["tests.poisson-regression"],
            _ => test.Restricted,
        };
        return dropped.Length > MostNamed
            ? words.Say("tests.without-count", ("count", dropped.Length))
            : words.Say("tests.without", ("terms", (string[])[.. dropped.Select(labels.Term)]));
    }
}
