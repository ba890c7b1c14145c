using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Tests.Tables;

public class TextTableWriterTest
{
    [Fact]
    public void Estimates_line_up_on_the_decimal_point_with_errors_beneath()
    {
        const string Expected = """
            Frontier estimates
            ───────────────────────────────────────────────────
                                                Frontier
                                         ──────────────────────
                                    OLS   Pitt–Lee         BC92
            Variable                (1)        (2)          (3)
            ───────────────────────────────────────────────────
            ln GDP, partner    0.812***    0.901**       1.046*
                              (0.041)     (0.051)       (0.061)
            ln distance       -1.212                   -10.046
                              (0.441)                   (–)
            σ²ᵤ                            0.500         –
                                          (0.250)
            ───────────────────────────────────────────────────
            Observations     208         208        12,208
            ───────────────────────────────────────────────────
            Notes: Standard errors in parentheses.
            * p < 0.10, ** p < 0.05, *** p < 0.01.

            """;
        Assert.Equal(Expected, new TextTableWriter().WriteToString(Samples.Regression()));
    }

    [Fact]
    public void Levels_intervals_groups_and_wide_characters()
    {
        const string Expected = """
            Trade potential
            ──────────────────────────────────────────────────
                                  US$ million
                        ───────────────────────────────
            Partner     Actual                Potential   Room
            ──────────────────────────────────────────────────
            Large
            Poland      12,346  23,456 [20,000, 30,000]  90.0%
            捷克           346         456 [400, 3,000]  32.0%
            Small
            A & B, "C"       –                        –      –
            ──────────────────────────────────────────────────

            """;
        Assert.Equal(Expected, new TextTableWriter().WriteToString(Samples.Potential()));
    }

    [Fact]
    public void A_table_wider_than_the_page_splits_into_panels_that_repeat_the_stub()
    {
        const string Expected = """
            Frontier estimates
            ──────────────────────────────────────
                                         Frontier
                                         ─────────
                                    OLS   Pitt–Lee
            Variable                (1)        (2)
            ──────────────────────────────────────
            ln GDP, partner    0.812***    0.901**
                              (0.041)     (0.051)
            ln distance       -1.212
                              (0.441)
            σ²ᵤ                            0.500
                                          (0.250)
            ──────────────────────────────────────
            Observations     208         208
            ──────────────────────────────────────

            ────────────────────────────
                              Frontier
                             ───────────
                                    BC92
            Variable                 (3)
            ────────────────────────────
            ln GDP, partner       1.046*
                                 (0.061)
            ln distance         -10.046
                                 (–)
            σ²ᵤ                   –
            ────────────────────────────
            Observations     12,208
            ────────────────────────────
            Notes: Standard errors in parentheses.
            * p < 0.10, ** p < 0.05, *** p < 0.01.

            """;
        Assert.Equal(Expected, new TextTableWriter(40).WriteToString(Samples.Regression()));
    }

    [Theory]
    [InlineData(38)]
    [InlineData(45)]
    [InlineData(60)]
    [InlineData(200)]
    public void No_line_is_wider_than_the_page(int width)
    {
        string[] lines = new TextTableWriter(width).WriteToString(Samples.Regression()).Split('\n');
        Assert.All(lines, line => Assert.InRange(DisplayWidth.Of(line), 0, width));
        // Every column is shown once, whatever the panels.
        foreach (string header in (string[])["(1)", "(2)", "(3)"])
            Assert.Single(lines, line => line.Contains(header, StringComparison.Ordinal));
    }

    [Fact]
    public void A_page_narrower_than_a_column_cuts_nothing()
    {
        string text = new TextTableWriter(5).WriteToString(Samples.Regression());
        Assert.Contains("ln GDP, partner", text, StringComparison.Ordinal);
        Assert.Contains("12,208", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Panels_hold_as_equal_a_number_of_columns_as_they_can()
    {
        ReportTable table = new(
            "t", "T", [ReportColumn.Words("name"), .. Enumerable.Range(1, 7).Select(j => ReportColumn.Words($"col{j}"))],
            [ReportRow.Of("x", "1", "2", "3", "4", "5", "6", "7")]);
        // Five columns beside the name would fit into 34 cells.
        string[] headers = [.. new TextTableWriter(34).WriteToString(table).Split('\n').Where(l => l.StartsWith("name", StringComparison.Ordinal))];
        Assert.Equal(["name  col1  col2  col3  col4", "name  col5  col6  col7"], headers);
    }

    [Fact]
    public void Lines_say_what_they_are()
    {
        var parts = new TextTableWriter().Lines(Samples.Regression()).Select(l => l.Part).ToList();
        Assert.Equal([TextPart.Title, TextPart.Rule, TextPart.Header, TextPart.Rule, TextPart.Header, TextPart.Header, TextPart.Rule, TextPart.Body], parts.Take(8));
        Assert.Equal(2, parts.Count(p => p == TextPart.Note));
        Assert.Equal(2, new TextTableWriter().Lines(Samples.Potential()).Count(l => l.Part == TextPart.Group));
    }

    [Fact]
    public void Several_stub_columns_are_repeated_together()
    {
        ReportTable table = new(
            "t", "T", [ReportColumn.Words("a"), ReportColumn.Words("b"), ReportColumn.Words("c"), ReportColumn.Words("d")],
            [ReportRow.Of("1", "2", "3", "4")])
        { StubColumns = 2 };
        const string Expected = "T\n───────\na  b  c\n───────\n1  2  3\n───────\n\n───────\na  b  d\n───────\n1  2  4\n───────\n";
        Assert.Equal(Expected, new TextTableWriter(8).WriteToString(table));
    }

    [Fact]
    public void A_table_without_rows_prints_its_headings() =>
        Assert.Equal("T\n─\na\n─\n─\n", new TextTableWriter().WriteToString(new ReportTable("t", "T", [ReportColumn.Words("a")], [])));

    [Fact]
    public void Without_stars_asked_for_none_are_printed()
    {
        string text = new TextTableWriter().WriteToString(Samples.Regression() with { Stars = null });
        Assert.DoesNotContain("*", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_writer_is_independent_of_the_culture()
    {
        foreach (ITableWriter writer in TableWriters.All.OfType<ITableWriter>())
        {
            foreach (ReportTable table in (ReportTable[])[Samples.Regression(), Samples.Potential()])
                Assert.Equal(writer.WriteToString(table), Samples.InGerman(() => writer.WriteToString(table)));
        }
    }
}
