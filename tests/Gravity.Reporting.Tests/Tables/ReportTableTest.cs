using Gravity.Core;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Tests.Tables;

public class ReportTableTest
{
    [Fact]
    public void A_row_of_another_length_is_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new ReportTable("t", "T", [ReportColumn.Words("a")], [ReportRow.Of("1"), ReportRow.Of("1", "2")]));
        Assert.StartsWith("table 't': row 2 has 2 cells, the table 1 columns", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_columns_of_one_key_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => new ReportTable("t", "T", [ReportColumn.Words("a"), ReportColumn.Words("a")], []));
        Assert.Contains("two columns of the key 'a'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("md", "markdown")]
    [InlineData("LaTeX", "latex")]
    [InlineData("tex", "latex")]
    [InlineData("txt", "text")]
    [InlineData("csv", "csv")]
    [InlineData("excel", "xlsx")]
    [InlineData("Word", "docx")]
    public void Formats_are_found_by_key_and_alias(string name, string key) => Assert.Equal(key, TableWriters.Find(name).Key);

    [Fact]
    public void A_format_that_is_no_text_is_not_taken_for_one()
    {
        Assert.Equal("latex", TableWriters.FindText("latex").Key);
        Assert.Contains("text, markdown, latex, html, csv", Assert.Throws<UsageException>(() => TableWriters.FindText("xlsx")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_format_names_the_known_ones()
    {
        var error = Assert.Throws<UsageException>(() => TableWriters.Find("pdf"));
        Assert.StartsWith("'pdf' is not a table format; the formats are text, markdown, latex, html, csv, xlsx, docx", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Poland", 6)]
    [InlineData("捷克", 4)]
    [InlineData("한국", 4)]
    [InlineData("e\u0301", 1)]
    [InlineData("Türkiye – σ²", 12)]
    [InlineData("ＡＢ", 4)]
    [InlineData("😀", 2)]
    [InlineData("a\u200Bb", 2)]
    [InlineData("", 0)]
    public void Widths_are_those_of_terminals(string text, int width) => Assert.Equal(width, DisplayWidth.Of(text));

    [Fact]
    public void Text_wraps_by_width_and_keeps_long_words()
    {
        Assert.Equal(["捷克 ab", "捷克", "incomprehensible", "x"], DisplayWidth.Wrap("捷克 ab 捷克 incomprehensible x", 7));
        // Between East Asian characters, but no line begins with a closing mark.
        Assert.Equal(["贸易效", "率，贸", "易潜力"], DisplayWidth.Wrap("贸易效率，贸易潜力", 7));
        Assert.Equal(["贸易效", "率，贸", "易潜力"], DisplayWidth.Wrap("贸易效率，贸易潜力", 6));
        Assert.Equal(["贸易（Jensen）"], DisplayWidth.Wrap("贸易（Jensen）", 14));
    }

    [Fact]
    public void Chinese_wraps_between_characters_and_no_line_begins_with_a_closing_mark()
    {
        Assert.Equal(["尺度参数", "不标显著", "性。"], DisplayWidth.Wrap("尺度参数不标显著性。", 8));
        Assert.Equal(["零点位", "于边", "界）。"], DisplayWidth.Wrap("零点位于边界）。", 6));
    }
}
