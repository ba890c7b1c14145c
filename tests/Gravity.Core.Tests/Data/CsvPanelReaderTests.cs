using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Gravity.Core.Data;

namespace Gravity.Core.Tests.Data;

public class CsvPanelReaderTests
{
    internal static TradePanel Read(string text, CsvOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options);

    internal static TradePanel Read(byte[] bytes, CsvOptions? options = null) =>
        CsvPanelReader.Read(new MemoryStream(bytes), "panel.csv", options);

    private static DataUnfitException Refused(string text, CsvOptions? options = null) =>
        Assert.Throws<DataUnfitException>(() => Read(text, options));

    [Fact]
    public void Columns_are_numbers_when_every_cell_is_one()
    {
        TradePanel panel = Read("iso3,gdp,code\nPOL,1.5,7\nHUN,-2e3,NA\nCZE,.,x1\n");
        Assert.Equal(3, panel.RowCount);
        Assert.Equal([1.5, -2000, double.NaN], Assert.IsType<NumberColumn>(panel["gdp"]).Values);
        Assert.Equal(["POL", "HUN", "CZE"], Assert.IsType<TextColumn>(panel["iso3"]).Values);
        Assert.Equal(["7", null, "x1"], Assert.IsType<TextColumn>(panel["code"]).Values);
    }

    [Fact]
    public void Text_that_appears_late_keeps_the_earlier_cells_as_written()
    {
        TradePanel panel = Read("a,b,c\n007,1,1.50\n\n010,NA,2\n011,q,3\n012,4,z\n");
        Assert.Equal(["1", null, "q", "4"], ((TextColumn)panel["b"]).Values);
        Assert.Equal(["1.50", "2", "3", "z"], ((TextColumn)panel["c"]).Values);
    }

    [Fact]
    public void The_hash_is_that_of_the_bytes()
    {
        byte[] bytes = Encoding.UTF8.GetBytes("\uFEFFa\n1\n");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), Read(bytes).Sha256);
        Assert.Equal("a", Read(bytes).Columns[0].Name);
    }

    public static TheoryData<string, string> Encodings => new() { { "utf-16", "" }, { "utf-16BE", "" }, { "utf-8", "" } };

    [Theory]
    [MemberData(nameof(Encodings))]
    public void Byte_order_marks_tell_the_encoding(string encoding, string _)
    {
        Encoding chosen = Encoding.GetEncoding(encoding);
        byte[] bytes = [.. chosen.GetPreamble(), .. chosen.GetBytes("país;x\nCôte d'Ivoire;1\n中国;2\n")];
        TradePanel panel = Read(bytes);
        Assert.Equal(["Côte d'Ivoire", "中国"], ((TextColumn)panel["país"]).Values);
        Assert.Equal([1.0, 2.0], panel.Numbers("x").Values);
    }

    [Fact]
    public void Bytes_that_are_not_utf8_are_refused_with_the_line_and_read_with_the_encoding_named()
    {
        byte[] latin = Encoding.Latin1.GetBytes("country,x\nPoland,1\nCôte,2\n");
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => Read(latin));
        Assert.Equal("not-utf8", error.Code);
        Assert.Contains("line 3, byte 21", error.Message, StringComparison.Ordinal);
        Assert.Equal("Côte", Read(latin, new CsvOptions { Encoding = Encoding.Latin1 })["country"].TextAt(1));
    }

    [Theory]
    [InlineData("a;b\n1;2\n", null)]
    [InlineData("a\tb\n1\t2\n", null)]
    [InlineData("a|b\n1|2\n", null)]
    [InlineData("sep=;\r\na;b\r\n1;2\r\n", null)]
    [InlineData("a,x;b\n1;2\n", ';')]
    [InlineData("\n\na;b\n1;2\n", null)]
    public void Separators_are_detected_or_given(string text, char? separator)
    {
        TradePanel panel = Read(text, new CsvOptions { Separator = separator });
        Assert.Equal(2, panel.Columns.Count);
        Assert.Equal([2.0], panel.Numbers("b").Values);
        Assert.Equal(1, panel.SourceRow(0));
    }

    [Fact]
    public void Quoted_separators_quotes_and_line_breaks_belong_to_the_cell()
    {
        TradePanel panel = Read("\"a,1\",b\r\n\"x\r\ny\",\"say \"\"hi\"\"\"\r\n\" p \", q \r\n");
        Assert.Equal(["x\r\ny", " p "], ((TextColumn)panel["a,1"]).Values);
        Assert.Equal(["say \"hi\"", "q"], ((TextColumn)panel["b"]).Values);
    }

    [Fact]
    public void Blank_rows_are_counted_and_keep_their_number()
    {
        TradePanel panel = Read("a,b\n1,2\n\n,\n  \n3,4\n\n");
        Assert.Equal(2, panel.RowCount);
        Assert.Equal([1, 5], new[] { panel.SourceRow(0), panel.SourceRow(1) });
        Assert.Equal(6, panel.SampleLog.RowsRead);
        DroppedRows dropped = Assert.Single(panel.SampleLog.Dropped);
        Assert.Equal("blank row", dropped.Reason);
        Assert.Equal([2, 3, 4, 6], dropped.Rows);
        Assert.Equal(1, panel.RowOfSource(5));
        Assert.Equal(-1, panel.RowOfSource(4));
    }

    [Fact]
    public void Missing_codes_are_the_usual_ones_and_those_given()
    {
        TradePanel panel = Read("a,t\nNA,x\n.,-\n,y\nNaN,NA\nnan,.\n-9,\n-9.0,z\n5,w\n", new CsvOptions { MissingCodes = ["-9", "-"] });
        Assert.Equal([true, true, true, true, true, true, true, false], Enumerable.Range(0, 8).Select(panel["a"].IsMissing));
        Assert.Equal(["x", null, "y", null, null, null, "z", "w"], ((TextColumn)panel["t"]).Values);
    }

    [Fact]
    public void Text_among_numbers_is_named_when_the_column_is_used()
    {
        TradePanel panel = Read("gdp,x\n1,1\n2,1\nn/a,1\n4,1\n5,1\n6,1\n7,1\n8,1\n-,1\n");
        Assert.True(((TextColumn)panel["gdp"]).IsMostlyNumbers);
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => panel.Numbers("gdp"));
        Assert.Equal("text-in-numbers", error.Code);
        Assert.Equal("column 'gdp' has text in rows 3, 9 ('n/a', '-'): declare these as missing codes (--missing) or correct them", error.Message);
        Assert.Equal([3, 9], error.Rows);
        Assert.Contains("kept as text", Assert.Single(panel.Notices), StringComparison.Ordinal);
        Assert.Equal(7, Read("gdp,x\n1,1\n2,1\nn/a,1\n4,1\n5,1\n6,1\n7,1\n8,1\n-,1\n", new CsvOptions { MissingCodes = ["n/a", "-"] })
            .Numbers("gdp").Values.Count(v => !double.IsNaN(v)));
    }

    [Fact]
    public void A_text_column_used_as_a_number_is_refused()
    {
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => Read("iso3\nPOL\nHUN\n").Numbers("iso3"));
        Assert.Equal("text-column", error.Code);
        Assert.Contains("'POL', 'HUN'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_decimal_comma_is_read_on_request_and_otherwise_named()
    {
        const string Text = "iso3;gdp\nPOL;1,5\nHUN;2\nCZE;-0,25\n";
        Assert.Equal([1.5, 2, -0.25], Read(Text, new CsvOptions { DecimalComma = true }).Numbers("gdp").Values);
        TradePanel panel = Read(Text);
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => panel.Numbers("gdp"));
        Assert.Equal("decimal-comma", error.Code);
        Assert.Equal([1, 3], error.Rows);
        Assert.Contains("--decimal-comma", error.Message, StringComparison.Ordinal);
        Assert.Contains("'1,5'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("x,y\n\"1,234\",1\n5,1\n\"12,345.6\",2\n", false)]
    [InlineData("x;y\n1 234;1\n5;1\n12 345;2\n", false)]
    [InlineData("x;y\n1'234;1\n5;1\n12'345'678;2\n", false)]
    [InlineData("x;y\n1.234;1\n5;1\n12.345,6;2\n", true)]
    public void Thousands_separators_are_refused_with_their_rows(string text, bool decimalComma)
    {
        TradePanel panel = Read(text, new CsvOptions { DecimalComma = decimalComma });
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => panel.Numbers("x"));
        Assert.Equal("thousands-separators", error.Code);
        Assert.Equal([1, 3], error.Rows);
    }

    [Theory]
    [InlineData("Inf")]
    [InlineData("-inf")]
    [InlineData("1e400")]
    [InlineData("Infinity")]
    public void Infinite_values_are_refused_when_used(string cell)
    {
        TradePanel panel = Read($"x\n1\n{cell}\n");
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => panel.Numbers("x"));
        Assert.Equal("infinite-value", error.Code);
        Assert.Equal([2], error.Rows);
    }

    [Fact]
    public void Duplicate_headers_are_refused_by_name()
    {
        DataUnfitException error = Refused("gdp,pop,gdp\n1,2,3\n");
        Assert.Equal("duplicate-headers", error.Code);
        Assert.Contains("'gdp'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ragged_rows_are_refused_by_row()
    {
        DataUnfitException error = Refused("a,b,c\n1,2,3\n1,2\n\n1,2,3,4\n");
        Assert.Equal("ragged-rows", error.Code);
        Assert.Equal([2, 4], error.Rows);
        Assert.Contains("3 columns in its header and 2 or 4 fields in rows 2, 4", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,2\n\"open,2\n3,4\n", 2)]
    [InlineData("a,b\n1,2\n1,\"x\"y\n3,4\n", 2)]
    public void Broken_quotes_are_refused_by_row(string text, int row)
    {
        DataUnfitException error = Refused(text);
        Assert.Equal("malformed-quotes", error.Code);
        Assert.Equal([row], error.Rows);
    }

    [Theory]
    [InlineData("", "empty-file")]
    [InlineData(" \n\n", "empty-file")]
    [InlineData("a,b\n", "no-rows")]
    [InlineData("a,b\n\n,\n", "no-rows")]
    [InlineData("PK\u0003\u0004xx", "not-csv")]
    [InlineData("a,b\n1,\0\n", "not-utf8")]
    public void Files_without_a_table_are_refused(string text, string code) => Assert.Equal(code, Refused(text).Code);

    [Fact]
    public void A_column_without_a_name_gets_one()
    {
        TradePanel panel = Read(",gdp\n1,5\n2,6\n");
        Assert.Equal([1.0, 2.0], panel.Numbers("column1").Values);
        Assert.Single(panel.Notices);
    }

    [Fact]
    public void Files_are_found_unpacked_and_named()
    {
        string folder = Directory.CreateTempSubdirectory("gravity-csv").FullName;
        try
        {
            string packed = Path.Combine(folder, "panel.tsv.gz");
            using (var gzip = new GZipStream(File.Create(packed), CompressionLevel.Fastest))
                gzip.Write("a,b\tc\n1\t2\n1\t3\n1\t4\n"u8);
            TradePanel panel = CsvPanelReader.ReadFile(packed);
            Assert.Equal([1.0, 1.0, 1.0], panel.Numbers("a,b").Values);
            Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(packed))), panel.Sha256);
            Assert.Equal("panel.tsv.gz", panel.SourceName);

            DataUnfitException error = Assert.Throws<DataUnfitException>(() => CsvPanelReader.ReadFile(Path.Combine(folder, "panel.tvs.gz")));
            Assert.Equal("file-not-found", error.Code);
            Assert.Contains("did you mean 'panel.tsv.gz'?", error.Message, StringComparison.Ordinal);
            Assert.Equal("file-not-found", Assert.Throws<DataUnfitException>(() => CsvPanelReader.ReadFile(folder)).Code);

            byte[] whole = File.ReadAllBytes(packed);
            File.WriteAllBytes(packed, whole[..^6]);
            Assert.Equal("file-unreadable", Assert.Throws<DataUnfitException>(() => CsvPanelReader.ReadFile(packed)).Code);
            File.WriteAllBytes(packed, [.. whole, .. whole]);
            Assert.Equal("text-in-numbers", Assert.Throws<DataUnfitException>(() => CsvPanelReader.ReadFile(packed).Numbers("c")).Code);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_million_rows_of_ten_columns_are_read()
    {
        var text = new StringBuilder("exporter,importer,year,a,b,c,d,e,f,g\n");
        for (int row = 0; row < 1_000_000; row++)
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"E{row % 200},I{row % 199},{1990 + row % 30},{row * 1.25},{row},0.{row},1e{row % 30},NA,{row * 7},{row & 1}\n");
        TradePanel panel = Read(text.ToString());
        Assert.Equal(1_000_000, panel.RowCount);
        Assert.Equal(999_999 * 1.25, panel.Numbers("a").Values[^1]);
        Assert.Same(((TextColumn)panel["exporter"]).Values[3], ((TextColumn)panel["exporter"]).Values[203]);
    }
}
