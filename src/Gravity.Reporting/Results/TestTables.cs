using Gravity.Core.Inference;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>A test as a line of a table.</summary>
/// <param name="Name">The hypothesis tested, e.g. no inefficiency.</param>
/// <param name="Restricted">The model under it.</param>
/// <param name="Unrestricted">The model without it.</param>
/// <param name="Test">Statistic, law and p-value.</param>
public sealed record NamedTest(string Name, string Restricted, string Unrestricted, HypothesisTest Test)
{
    /// <summary>Log-likelihood of the restricted model, where the test is of a likelihood ratio.</summary>
    public double? RestrictedLogLikelihood { get; init; }

    /// <summary>Log-likelihood of the unrestricted model.</summary>
    public double? UnrestrictedLogLikelihood { get; init; }
}

/// <summary>Tests, one a line.</summary>
public static class TestTables
{
    /// <summary>Hypothesis, models, log-likelihoods, statistic, law, p and the decision at 5 %.</summary>
    /// <param name="tests">The tests in the order of the lines.</param>
    /// <param name="title">The caption.</param>
    public static ReportTable Of(IReadOnlyList<NamedTest> tests, string title = "Likelihood-ratio tests")
    {
        bool likelihoods = tests.Any(t => t.RestrictedLogLikelihood is not null);
        List<ReportColumn> columns =
        [
            ReportColumn.Words("Hypothesis", "hypothesis"), ReportColumn.Words("Restricted", "restricted"), ReportColumn.Words("Unrestricted", "unrestricted"),
        ];
        if (likelihoods)
        {
            columns.Add(ReportColumn.Numbers("restricted", ResultFormats.Statistic, "Log-likelihood", "log_likelihood_restricted"));
            columns.Add(ReportColumn.Numbers("unrestricted", ResultFormats.Statistic, "Log-likelihood", "log_likelihood_unrestricted"));
        }
        columns.AddRange(
        [
            ReportColumn.Numbers("Statistic", ResultFormats.Statistic, key: "statistic"), ReportColumn.Words("Reference", "reference"),
            ReportColumn.Numbers("p", NumberFormat.PValue(), key: "p"), ReportColumn.Words("At 5%", "decision"),
        ]);
        ReportRow Row(NamedTest named)
        {
            List<Cell> cells = [named.Name, named.Restricted, named.Unrestricted];
            if (likelihoods) cells.AddRange([Cell.Number(named.RestrictedLogLikelihood), Cell.Number(named.UnrestrictedLogLikelihood)]);
            HypothesisTest test = named.Test;
            cells.AddRange([test.Statistic, test.Reference, test.P, double.IsNaN(test.P) ? "–" : test.P < 0.05 ? "rejected" : "not rejected"]);
            return new ReportRow(cells);
        }
        return new ReportTable("tests", title, columns, [.. tests.Select(Row)])
        {
            Notes =
            [
                .. tests.Any(t => t.Test.Reference.Contains('+', StringComparison.Ordinal))
                    ? (string[])["Where a variance is 0 under the hypothesis, the reference is a mixture of χ² laws (Coelli 1995)."] : [],
                .. tests.Where(t => t.Test.Note is not null).Select(t => $"{t.Name}: {ResultWords.Sentence(t.Test.Note!)}"),
            ],
        };
    }
}
