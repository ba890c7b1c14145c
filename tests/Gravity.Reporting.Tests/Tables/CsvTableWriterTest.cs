using CsCheck;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Tests.Tables;

public class CsvTableWriterTest
{
    private const string Letters = ",\"\n\r éx捷";

    [Fact]
    public void Every_part_of_an_estimate_has_its_column()
    {
        const string Expected = """"
            variable,ols,ols_se,ols_p,pl,pl_se,pl_p,bc92,bc92_se,bc92_p
            "ln GDP, partner",0.8123,0.0412,0.001,0.9012,0.0512,0.03,1.0456,0.0612,0.07
            ln distance,-1.2123,0.4412,0.2,,,,-10.0456,,
            σ²ᵤ,,,,0.5,0.25,,,0.1,
            Observations,208,,,208,,,12208,,

            """";
        Assert.Equal(Expected.Replace("\n", "\r\n", StringComparison.Ordinal), new CsvTableWriter().WriteToString(Samples.Regression()));
    }

    [Fact]
    public void Intervals_groups_and_quotes()
    {
        const string Expected = """"
            group,partner,actual,potential,potential_low,potential_high,room
            Large,Poland,12345.6,23456,20000,30000,0.9
            Large,捷克,345.6,456,400,3000,0.3199
            Small,"A & B, ""C""",,,,,

            """";
        Assert.Equal(Expected.Replace("\n", "\r\n", StringComparison.Ordinal), new CsvTableWriter().WriteToString(Samples.Potential()));
    }

    [Fact]
    public void Numbers_and_text_survive_the_round_trip()
    {
        Check.Sample(
            Gen.Select(Gen.Double, Gen.Int[0, Letters.Length - 1].Array[0, 12].Select(places => string.Concat(places.Select(place => Letters[place])))),
            pair =>
            {
                (double number, string words) = pair;
                var table = new ReportTable("t", "T", [ReportColumn.Words("w"), ReportColumn.Numbers("n", NumberFormat.Fixed(0))], [ReportRow.Of(words, number)]);
                string[] fields = Parse(new CsvTableWriter().WriteToString(table))[1];
                Assert.Equal(words, fields[0]);
                double read = fields[1].Length == 0 ? double.NaN : double.Parse(fields[1], System.Globalization.CultureInfo.InvariantCulture);
                Assert.Equal(BitConverter.DoubleToInt64Bits(double.IsNaN(number) ? double.NaN : number), BitConverter.DoubleToInt64Bits(read));
            },
            iter: 2000);
    }

    /// <summary>A reader of RFC 4180, written from its grammar.</summary>
    private static List<string[]> Parse(string text)
    {
        var records = new List<string[]>();
        var record = new List<string>();
        int i = 0;
        while (i < text.Length)
        {
            var field = new System.Text.StringBuilder();
            if (text[i] == '"')
            {
                for (i++; text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"'); i++)
                {
                    if (text[i] == '"') i++;
                    field.Append(text[i]);
                }

                i++;
            }
            else
            {
                while (text[i] is not (',' or '\r')) field.Append(text[i++]);
            }

            record.Add(field.ToString());
            if (text[i] == ',')
            {
                i++;
                if (text[i] != '\r') continue;
                record.Add("");
            }

            Assert.Equal("\r\n", text.Substring(i, 2));
            i += 2;
            records.Add([.. record]);
            record.Clear();
        }

        return records;
    }
}
