using System.Globalization;
using System.Text;
using Gravity.Core.Data;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Specification;

public class DesignScaleTests
{
    [Theory]
    [InlineData("de-DE")]
    [InlineData("ar-SA")]
    [InlineData("fa-IR")]
    public void The_culture_of_the_machine_changes_nothing(string culture)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
            TradePanel panel = CsvPanelReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(
                "iso,year,y,x\nA,2000,1.5,-1\nA,2001,2.5,0.5\nB,2000,3.25,2e-3\nB,2001,4,7\nC,2001,6,-7.5\n")), "panel.csv").WithIndex(["iso"], "year");
            Design design = DesignBuilder.Build(panel, "ln(y) ~ I(x * 0.5) + i(year, ref=2001)");
            Assert.Equal(["(Intercept)", "I(x * 0.5)", "year=2000"], design.Frontier.ColumnNames);
            Assert.Equal(-0.5, design.Frontier.Values[0, 1]);
            Assert.Equal(Math.Log(1.5), design.Response[0]);
            DataUnfitException error = Assert.Throws<DataUnfitException>(() => DesignBuilder.Build(panel, "ln(x + 0.5) ~ y"));
            Assert.Equal("'x + 0.5' has 2 values ≤ 0 (rows 1, 5); ln(x + 0.5) needs > 0: drop them with --where \"x + 0.5 > 0\"", error.Message);
            Assert.Equal("x > -1.5", Expression.Parse("x>-1.5").ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void A_million_rows_are_bound_in_order()
    {
        const int Rows = 1_000_000;
        var random = new Random(3);
        int[] order = [.. Enumerable.Range(0, Rows)];
        random.Shuffle(order);
        TradePanel panel = TradePanel.Create(
        [
            new TextColumn("o", [.. order.Select(i => $"E{i / 20 % 250}")]),
            new TextColumn("d", [.. order.Select(i => $"I{i / 5000}")]),
            new NumberColumn("year", [.. order.Select(i => 1990.0 + i % 20)]),
            new NumberColumn("flow", [.. order.Select(i => 1.0 + i)]),
            new NumberColumn("x", [.. order.Select(_ => random.NextDouble() < 0.01 ? double.NaN : random.NextDouble())]),
        ]).WithIndex(["o", "d"], "year");
        Assert.True(panel.Index!.Structure.IsBalanced);
        Design design = DesignBuilder.Build(panel.Where("year >= 1995 || x > 2"), "ln(flow) ~ x + I(x^2) + lag(x) + i(year)");
        Assert.Equal(50_000, design.Units!.Count);
        Assert.True(design.RowCount is > 680_000 and < 750_000);
        for (int i = 1; i < design.RowCount; i++)
            Assert.True(design.Units.UnitOfRow[i] > design.Units.UnitOfRow[i - 1] || design.Units.PeriodOfRow![i] > design.Units.PeriodOfRow[i - 1]);
        Assert.Equal(["(Intercept)", "x", "I(x^2)", "lag(x)", "year=1997"], design.Frontier.ColumnNames.Take(5));
    }
}
