using System.Text;
using Gravity.Core.Data;
using Gravity.Core.Studies;
using Gravity.Core.Wording;

namespace Gravity.Core.Tests.Studies;

public sealed class PanelGuessTests
{
    [Theory]
    [InlineData("gdp_o", ColumnRole.Gdp, TradeSide.Origin, false)]
    [InlineData("gdp_destination", ColumnRole.Gdp, TradeSide.Partner, false)]
    [InlineData("lgdp", ColumnRole.Gdp, TradeSide.None, true)]
    [InlineData("lnGDP_j", ColumnRole.Gdp, TradeSide.Partner, true)]
    [InlineData("BIP Ziel", ColumnRole.Gdp, TradeSide.Partner, false)]
    [InlineData("PIB_origine", ColumnRole.Gdp, TradeSide.Origin, false)]
    [InlineData("进口国生产总值", ColumnRole.Gdp, TradeSide.Partner, false)]
    [InlineData("人均GDP", ColumnRole.GdpPerCapita, TradeSide.None, false)]
    [InlineData("gdpcap_d", ColumnRole.GdpPerCapita, TradeSide.Partner, false)]
    [InlineData("pop_o", ColumnRole.Population, TradeSide.Origin, false)]
    [InlineData("Bevölkerung", ColumnRole.Population, TradeSide.None, false)]
    [InlineData("distw", ColumnRole.Distance, TradeSide.None, false)]
    [InlineData("ln_dist", ColumnRole.Distance, TradeSide.None, true)]
    [InlineData("Distancia", ColumnRole.Distance, TradeSide.None, false)]
    [InlineData("fta_wto", ColumnRole.Agreement, TradeSide.None, false)]
    [InlineData("wto_d", ColumnRole.Wto, TradeSide.Partner, false)]
    [InlineData("efw_trade_freedom", ColumnRole.Governance, TradeSide.None, false)]
    [InlineData("logistics", ColumnRole.Logistics, TradeSide.None, false)]
    [InlineData("landlocked", ColumnRole.Landlocked, TradeSide.None, false)]
    [InlineData("tradeflow_comtrade_o", ColumnRole.Trade, TradeSide.None, false)]
    [InlineData("trade_value_usd", ColumnRole.Trade, TradeSide.None, false)]
    [InlineData("primaryValue", ColumnRole.Trade, TradeSide.None, false)]
    [InlineData("Exportwert (Mio. €)", ColumnRole.Exports, TradeSide.None, false)]
    [InlineData("exportations", ColumnRole.Exports, TradeSide.None, false)]
    [InlineData("出口额（万美元）", ColumnRole.Exports, TradeSide.None, false)]
    [InlineData("进出口总额", ColumnRole.Trade, TradeSide.None, false)]
    [InlineData("年份", ColumnRole.Time, TradeSide.None, false)]
    [InlineData("Jahr", ColumnRole.Time, TradeSide.None, false)]
    [InlineData("año", ColumnRole.Time, TradeSide.None, false)]
    [InlineData("iso3num_o", ColumnRole.Exporter, TradeSide.Origin, false)]
    [InlineData("residual", ColumnRole.Other, TradeSide.None, false)]
    public void Names_of_number_columns_tell_role_side_and_logarithm(string name, ColumnRole role, TradeSide side, bool logged)
    {
        ColumnNames.Meaning meaning = ColumnNames.OfNumbers(name);
        Assert.Equal((role, side, logged), (meaning.Role, meaning.Side, meaning.Logged));
    }

    [Theory]
    [InlineData("Exporting country", ColumnRole.Exporter)]
    [InlineData("reporterISO", ColumnRole.Exporter)]
    [InlineData("iso_o", ColumnRole.Exporter)]
    [InlineData("出口省份", ColumnRole.Exporter)]
    [InlineData("partner", ColumnRole.Importer)]
    [InlineData("Zielland", ColumnRole.Importer)]
    [InlineData("pays_destination", ColumnRole.Importer)]
    [InlineData("国家", ColumnRole.Importer)]
    [InlineData("exports_source", ColumnRole.Other)]
    public void Names_of_text_columns_tell_economies(string name, ColumnRole role) => Assert.Equal(role, ColumnNames.OfTexts(name).Role);

    [Fact]
    public void Encodings_are_told_by_bytes()
    {
        const string Text = "partner,année,exports\nÖsterreich,2001,5\n";
        byte[] Bytes(string encoding, string text) => TextEncodings.Find(encoding)!.GetBytes(text);
        Assert.Null(CsvFormatGuess.Of(Encoding.UTF8.GetBytes(Text), "a").Encoding);
        Assert.Equal("latin1", CsvFormatGuess.Of(Bytes("latin1", Text), "a").Encoding);
        Assert.Equal("windows-1252", CsvFormatGuess.Of(Bytes("windows-1252", Text.Replace("exports", "€")), "a").Encoding);
        Assert.Equal("iso-8859-15", CsvFormatGuess.Of(Bytes("iso-8859-15", Text.Replace("exports", "€")), "a").Encoding);
        Assert.Equal("gb18030", CsvFormatGuess.Of(Bytes("gb18030", "国家,年份,出口额\n波兰,2001,5\n"), "a").Encoding);
        Assert.Equal("utf-16", CsvFormatGuess.Of(Encoding.Unicode.GetBytes(Text), "a").Encoding);
        CsvFormatGuess marked = CsvFormatGuess.Of([.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes(Text)], "a");
        Assert.Equal((null, true), (marked.Encoding, marked.ByteOrderMark));
    }

    [Theory]
    [InlineData("a;b\nx;1.234,5\ny;2,5\n", ';', true, '.', 1234.5)]
    [InlineData("a;b\nx;1 234 567,5\ny;2,5\n", ';', true, ' ', 1234567.5)]
    [InlineData("a\tb\nx\t1'234.5\ny\t2.5\n", '\t', false, '\'', 1234.5)]
    [InlineData("a,b\nx,\"1,234,567\"\ny,\"2,345\"\n", ',', false, ',', 1234567)]
    [InlineData("a|b\nx|1.5\ny|2.5\n", '|', false, null, 1.5)]
    public void Marks_of_numbers_are_told_by_cells_and_read(string text, char separator, bool decimalComma, char? thousands, double first)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        CsvFormatGuess guess = CsvFormatGuess.Of(bytes, "a.csv");
        Assert.Equal((separator, decimalComma, thousands), (guess.Separator, guess.Options.DecimalComma, guess.Options.Thousands));
        Assert.Equal(first, CsvPanelReader.Read(new MemoryStream(bytes), "a.csv", guess.Options).Numbers("b").Values[0]);
    }

    [Fact]
    public void A_number_is_a_missing_code_only_where_nothing_else_is_negative()
    {
        CsvFormatGuess guess = CsvFormatGuess.Of(Encoding.UTF8.GetBytes("a,b,c\n1,-9,n/a\n2,-3,4\n-99,5,6\n3,-9,7\n"), "a.csv");
        Assert.Equal(["n/a"], guess.MissingWords);
        Assert.Equal([("-99", "a")], guess.MissingNumbers.Select(n => (n.Code, string.Join(' ', n.Columns))));
    }

    [Fact]
    public void Contents_tell_what_names_do_not()
    {
        PanelGuess guess = Guess(writer =>
        {
            writer.Append("q1,q2,flow,q3,q4,q5\n");
            foreach ((string code, int k) in new[] { "POL", "HUN", "ROU", "BGR" }.Select((c, k) => (c, k)))
                for (int t = 0; t < 4; t++)
                    writer.Append(FormattableString.Invariant($"{code},{2001 + t},{10 + 3 * k + t},{7000 + 500 * k},{Math.Exp(8 + 2 * k + 0.1 * t):F2},{t % 2}\n"));
        });
        Assert.Equal(["q1"], guess.Unit);
        Assert.Equal("q2", guess.Time);
        Assert.Equal((ColumnRole.Distance, ColumnSpread.BetweenUnits, GuessConfidence.Doubtful), (guess["q3"].Role, guess["q3"].Spread, guess["q3"].Confidence));
        Assert.Equal((ColumnRole.Gdp, TradeSide.Partner), (guess["q4"].Role, guess["q4"].Side));
        Assert.Equal((ColumnRole.Other, ColumnSpread.OverTime), (guess["q5"].Role, guess["q5"].Spread));
        StudyDraft draft = StudyDraft.Of(guess, "a.csv");
        Assert.Equal("ln(flow) ~ ln(q4) + ln(q3)", draft.Formula);
        Assert.Contains("# check: ln(q3): Distance, constant within each unit", draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_level_of_logarithmic_size_is_used_as_it_is_and_marked()
    {
        PanelGuess guess = Guess(writer =>
        {
            writer.Append("partner,year,exports,gdp_partner,dist\n");
            for (int k = 0; k < 4; k++)
                for (int t = 0; t < 4; t++)
                    writer.Append(FormattableString.Invariant($"U{k},{2001 + t},{10 + 3 * k + t},{8 + 0.7 * k + 0.1 * t},{7000 + 500 * k}\n"));
        });
        Assert.True(guess["gdp_partner"].Logged);
        StudyDraft draft = StudyDraft.Of(guess, "a.csv");
        Assert.Equal("ln(exports) ~ gdp_partner + ln(dist)", draft.Formula);
        Assert.Contains("look like logarithms", draft.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Comments_speak_the_language_asked_for_and_the_study_reads_in_both()
    {
        PanelGuess guess = Guess(writer =>
        {
            writer.Append("reporter,partner,year,exports,gdp_o,gdp_d,dist,rta\n");
            for (int k = 0; k < 5; k++)
                for (int t = 0; t < 4; t++)
                    writer.Append(FormattableString.Invariant($"CHN,U{k},{2001 + t},{(k == 2 && t == 1 ? -1 : 10 + 3 * k + t)},{5000 + 100 * t},{800 + 77 * k + 10 * t},{7000 + 500 * k},{(t > k ? 1 : 0)}\n"));
            writer.Append("CHN,World,2001,500,5000,,,\n");
        });
        Assert.Equal(("CHN", 1), (guess.Home, guess.NegativeRows.Count));
        Assert.Equal(["World"], guess.Aggregates);
        foreach (Words words in new[] { Words.English, Words.Chinese })
        {
            StudyDraft draft = StudyDraft.Of(guess, "a.csv", words: words);
            Study study = StudyFile.Parse(Encoding.UTF8.GetBytes(draft.Text), Path.GetFullPath("study.yaml"));
            Assert.Equal(words.Language, study.Language);
            Assert.Equal("exports > 0 && partner != \"World\"", study.Data.Where!.Value);
            Assert.Equal(draft.Models, study.Models.Select(m => m.Name));
            Assert.Equal(draft.Checks, draft.Text.Split("# check:").Length - 1);
        }
    }

    private static PanelGuess Guess(Action<StringBuilder> write)
    {
        var text = new StringBuilder();
        write(text);
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        CsvFormatGuess format = CsvFormatGuess.Of(bytes, "a.csv");
        return PanelGuess.Of(CsvPanelReader.Read(new MemoryStream(bytes), "a.csv", format.Options), format);
    }
}
