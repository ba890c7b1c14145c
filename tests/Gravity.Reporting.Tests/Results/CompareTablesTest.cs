using Gravity.Core.Specification;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;
using Gravity.Reporting.Tests.Tables;

namespace Gravity.Reporting.Tests.Results;

public class CompareTablesTest
{
    private static readonly ReportLabels Labels = new() { Columns = new Dictionary<string, string> { ["gdp"] = "GDP", ["exports"] = "Exports", ["year"] = "Year" } };

    private static ReportTable Table() => CompareTables.Of(
        [new ModelColumn("ols", SampleFits.Ols()), new ModelColumn("time-varying", SampleFits.Frontier()), new ModelColumn("no u", SampleFits.AtBoundary())], Labels);

    [Fact]
    public void Models_stand_side_by_side_with_scales_and_fit_beneath()
    {
        const string Expected = """
            Estimates
            ─────────────────────────────────────────────────────────────────
                                               (1)           (2)          (3)
                                                    time-varying         no u
                                               ols          bc92         bc92
            ─────────────────────────────────────────────────────────────────
            Frontier
            Intercept                    1.500***       2.000***     2.000***
                                        (0.500)        (0.500)      (0.500)
            ln GDP                       0.900***       0.800**      0.800**
                                        (0.100)        (0.400)      (0.400)
            ─────────────────────────────────────────────────────────────────
            Scales and path of inefficiency
            σᵤ                                          0.780        0.000
                                                       (0.100)      (–)
            """;
        string text = new TextTableWriter().WriteToString(Table());
        string[] expected = Expected.Split('\n'), actual = text.Split('\n');
        // Widths follow from other rows; the words and their order are what this test holds.
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(Words(expected[i]), Words(actual[i]));
        Assert.Contains("Residual standard error", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        static string Words(string line) => string.Join(' ', line.Replace('─', ' ').Split(' ', StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Notes_name_columns_by_number()
    {
        IReadOnlyList<string> notes = Table().Notes;
        Assert.Contains("Left side: ln Exports.", notes);
        Assert.Contains("Law of u: none in (1); half-normal in (2) and (3).", notes);
        Assert.Contains("Standard errors in parentheses: clustered by iso (16 clusters), G/(G − 1) = 1.0667, t(15) in (1); inverse Hessian in (2) and (3).", notes);
        Assert.Contains(notes, n => n.Contains("σᵤ = 0: the frontier is the least-squares line", StringComparison.Ordinal));
    }

    [Fact]
    public void Rows_are_the_union_in_the_order_of_the_formulas() =>
        Assert.Equal(["a", "x", "b", "c", "d"], CompareTables.Union([["a", "b", "d"], ["a", "x", "b"], ["c", "d"]]));

    [Fact]
    public void Many_indicators_are_one_line_and_few_are_listed()
    {
        var many = SampleFits.Ols() with { Parameters = [.. Enumerable.Range(2010, 5).Select(y => SampleFits.Parameter(BlockNames.Frontier, $"year={y}", 1, 0.1))] };
        var few = SampleFits.Ols() with { Parameters = [SampleFits.Parameter(BlockNames.Frontier, "eu=1", 1, 0.1)] };
        ReportTable table = CompareTables.Of([new ModelColumn("a", many), new ModelColumn("b", few)], Labels);
        string csv = new CsvTableWriter().WriteToString(table);
        Assert.Contains("Frontier,Indicators of Year,5,,,", csv, StringComparison.Ordinal);
        Assert.Contains("Frontier,eu=1,", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("year=2012", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void Models_of_one_name_get_different_keys()
    {
        ReportTable table = CompareTables.Of([new ModelColumn("bc92", SampleFits.Frontier()), new ModelColumn("bc92", SampleFits.OnRidge())]);
        Assert.Equal(["parameter", "bc92 (1)", "bc92 (2)"], table.Columns.Select(c => c.Key));
    }

    [Fact]
    public void Latex_is_balanced_and_has_a_cell_for_every_column()
    {
        string latex = new LatexTableWriter().WriteToString(Table());
        Assert.Equal(latex.Count(c => c == '{'), latex.Count(c => c == '}'));
        string[] rows = [.. latex.Split('\n').Where(l => l.EndsWith(@"\\", StringComparison.Ordinal) && !l.StartsWith(@"\label", StringComparison.Ordinal) && !l.StartsWith(@"\multicolumn{4}", StringComparison.Ordinal))];
        Assert.All(rows, row => Assert.Equal(3, row.Count(c => c == '&')));
        Assert.DoesNotContain("σ", latex, StringComparison.Ordinal);
        Assert.DoesNotContain("χ", latex, StringComparison.Ordinal);
    }

    [Fact]
    public void The_culture_plays_no_part() =>
        Assert.Equal(new TextTableWriter(80).WriteToString(Table()), Samples.InGerman(() => new TextTableWriter(80).WriteToString(Table())));
}
