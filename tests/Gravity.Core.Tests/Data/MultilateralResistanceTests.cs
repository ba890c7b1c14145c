using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Core.Tests.Data;

public class MultilateralResistanceTests
{
    private static readonly PairColumns Columns = new("o", "d", "gdp_o", "gdp_d", "year");

    /// <summary>Every ordered pair of four countries in two years, in no order; some pairs left out on request.</summary>
    private static TradePanel Pairs(bool domestic, Func<int, int, int, bool>? keep = null)
    {
        var rows = (from year in new[] { 2001, 2000 }
                    from j in Enumerable.Range(0, 4)
                    from i in new[] { 2, 0, 3, 1 }
                    where (domestic || i != j) && (keep?.Invoke(i, j, year) ?? true)
                    select (i, j, year)).ToArray();
        return TradePanel.Create(
        [
            new TextColumn("o", [.. rows.Select(r => $"C{r.i}")]),
            new TextColumn("d", [.. rows.Select(r => $"C{r.j}")]),
            new NumberColumn("year", [.. rows.Select(r => (double)r.year)]),
            new NumberColumn("gdp_o", [.. rows.Select(r => Mass(r.i, r.year))]),
            new NumberColumn("gdp_d", [.. rows.Select(r => Mass(r.j, r.year))]),
            new NumberColumn("x", [.. rows.Select(r => X(r.i, r.j))]),
        ], "pairs.csv");
    }

    private static double Mass(int country, int year) => (1 + country) * (year == 2000 ? 10 : 10 + country);

    private static double X(int i, int j) => i == j ? 0.3 + i : Math.Abs(Math.Sin(1 + 3 * i + 7 * j)) * 5;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void First_order_resistance_is_the_sum_written_out(bool domestic)
    {
        TradePanel panel = Pairs(domestic);
        (NumberColumn resistance, NumberColumn adjusted) = MultilateralResistance.FirstOrder(panel, Columns, "x");
        for (int row = 0; row < panel.RowCount; row++)
        {
            int i = panel["o"].TextAt(row)![1] - '0', j = panel["d"].TextAt(row)![1] - '0', year = (int)panel.Numbers("year").Values[row];
            double total = 0, expected = 0;
            for (int k = 0; k < 4; k++)
                total += Mass(k, year);
            double Value(int a, int b) => a == b && !domestic ? 0 : X(a, b);
            for (int k = 0; k < 4; k++)
            {
                expected += Mass(k, year) / total * (Value(i, k) + Value(k, j));
                for (int m = 0; m < 4; m++)
                    expected -= Mass(k, year) / total * Mass(m, year) / total * Value(k, m);
            }
            Assert.Equal(expected, resistance.Values[row], 1e-13);
            Assert.Equal(X(i, j) - expected, adjusted.Values[row], 1e-13);
        }
    }

    [Fact]
    public void A_constant_variable_has_the_constant_as_its_resistance()
    {
        TradePanel panel = Pairs(domestic: true);
        panel = panel.WithColumn(new NumberColumn("c", [.. Enumerable.Repeat(2.5, panel.RowCount)]));
        Assert.All(MultilateralResistance.FirstOrder(panel, Columns, "c").Adjusted.Values, v => Assert.Equal(0, v, 1e-14));
    }

    [Fact]
    public void Lacking_pairs_are_named()
    {
        DataUnfitException error = Assert.Throws<DataUnfitException>(
            () => MultilateralResistance.FirstOrder(Pairs(false, (i, j, year) => !(i == 1 && j == 2 && year == 2001)), Columns, "x"));
        Assert.Equal("incomplete-pairs", error.Code);
        Assert.Contains("lacks 1 pair of 4 countries in 2001 ('C1→C2')", error.Message, StringComparison.Ordinal);
        Assert.Equal("incomplete-pairs", Assert.Throws<DataUnfitException>(
            () => MultilateralResistance.FirstOrder(Pairs(true, (i, j, _) => !(i == 1 && j == 1)), Columns, "x")).Code);
    }

    [Fact]
    public void Masses_must_agree_and_pairs_be_single()
    {
        TradePanel panel = Pairs(domestic: false);
        double[] other = [.. panel.Numbers("gdp_d").Values];
        other[5] *= 2;
        TradePanel changed = panel.WithColumn(new NumberColumn("other", other));
        Assert.Equal("mass-differs", Assert.Throws<DataUnfitException>(
            () => MultilateralResistance.FirstOrder(changed, Columns with { ImporterMass = "other" }, "x")).Code);
        other[5] = 0;
        DataUnfitException zero = Assert.Throws<DataUnfitException>(
            () => MultilateralResistance.FirstOrder(changed, Columns with { ImporterMass = "other" }, "x"));
        Assert.Equal("mass-not-positive", zero.Code);
        Assert.Equal([6], zero.Rows);
        // Without the year the pairs of two years meet.
        DataUnfitException twice = Assert.Throws<DataUnfitException>(() => MultilateralResistance.FirstOrder(panel, Columns with { Time = null }, "x"));
        Assert.Contains(twice.Code, new[] { "duplicate-rows", "mass-differs" });
    }

    [Fact]
    public void Pair_remoteness_weighs_distances_with_the_partners_masses()
    {
        TradePanel panel = Pairs(true, (i, j, _) => !(i == 1 && j == 2));
        (NumberColumn exporter, NumberColumn importer) = MultilateralResistance.PairRemoteness(panel, Columns, "x");
        for (int row = 0; row < panel.RowCount; row++)
        {
            int i = panel["o"].TextAt(row)![1] - '0', j = panel["d"].TextAt(row)![1] - '0', year = (int)panel.Numbers("year").Values[row];
            int[] importers = [.. Enumerable.Range(0, 4).Where(k => k != i && !(i == 1 && k == 2))];
            int[] exporters = [.. Enumerable.Range(0, 4).Where(k => k != j && !(k == 1 && j == 2))];
            Assert.Equal(importers.Sum(k => Mass(k, year) * X(i, k)) / importers.Sum(k => Mass(k, year)), exporter.Values[row], 1e-13);
            Assert.Equal(exporters.Sum(k => Mass(k, year) * X(k, j)) / exporters.Sum(k => Mass(k, year)), importer.Values[row], 1e-13);
        }
    }

    [Theory]
    // Known distances: a quarter of a meridian, an antipode, Beijing to Warsaw (about 6,940 km).
    [InlineData(0, 0, 90, 0, 10007.557, 0.01)]
    [InlineData(0, 0, 0, 180, 20015.115, 0.01)]
    [InlineData(39.9042, 116.4074, 52.2297, 21.0122, 6947, 15)]
    [InlineData(10, 20, 10, 20, 0, 1e-9)]
    public void Great_circles_have_the_known_lengths(double lat1, double lon1, double lat2, double lon2, double expected, double within)
    {
        Assert.Equal(expected, GreatCircle.Distance(lat1, lon1, lat2, lon2), within);
        // The spherical law of cosines, a second way that is accurate away from 0.
        double radian = Math.PI / 180;
        double cosine = Math.Sin(lat1 * radian) * Math.Sin(lat2 * radian) + Math.Cos(lat1 * radian) * Math.Cos(lat2 * radian) * Math.Cos((lon2 - lon1) * radian);
        Assert.Equal(6371.0088 * Math.Acos(Math.Min(1, cosine)), GreatCircle.Distance(lat1, lon1, lat2, lon2), 1e-3);
    }

    private static TradePanel Partners(double[]? gdp = null) => TradePanel.Create(
    [
        new TextColumn("iso3", ["POL", "HUN", "CZE", "POL", "HUN"]),
        new NumberColumn("year", [2000, 2000, 2000, 2001, 2001]),
        new NumberColumn("gdp", gdp ?? [5, 2, 3, 6, 2]),
        new NumberColumn("lat", [52, 47, 50, 52, 47]),
        new NumberColumn("lon", [21, 19, 14, 21, 19]),
        new NumberColumn("gdp_home", [50, 50, 50, 60, 60]),
    ], "panel.csv").WithIndex(["iso3"], "year");

    [Fact]
    public void Remoteness_averages_distances_to_the_other_partners_of_the_period()
    {
        double ph = GreatCircle.Distance(52, 21, 47, 19), pc = GreatCircle.Distance(52, 21, 50, 14);
        double[] values = MultilateralResistance.Remoteness(Partners(), "lat", "lon", "gdp").Values;
        Assert.Equal((2 * ph + 3 * pc) / 5, values[0], 1e-9);
        Assert.Equal(ph, values[3], 1e-9);
        double home = GreatCircle.Distance(52, 21, 40, 116);
        double[] withHome = MultilateralResistance.Remoteness(Partners(), "lat", "lon", "gdp", new HomeEconomy(40, 116, "gdp_home")).Values;
        Assert.Equal((2 * ph + 3 * pc + 50 * home) / 55, withHome[0], 1e-9);
    }

    [Fact]
    public void Remoteness_says_what_it_lacks()
    {
        DataUnfitException mass = Assert.Throws<DataUnfitException>(
            () => MultilateralResistance.Remoteness(Partners([5, double.NaN, 3, 6, 0]), "lat", "lon", "gdp"));
        Assert.Equal("mass-not-positive", mass.Code);
        Assert.Equal([2, 5], mass.Rows);
        Assert.Equal("missing-coordinates", Assert.Throws<DataUnfitException>(
            () => MultilateralResistance.Remoteness(Partners(), "year", "lon", "gdp")).Code);
        DataUnfitException differs = Assert.Throws<DataUnfitException>(
            () => MultilateralResistance.Remoteness(Partners(), "lat", "lon", "gdp", new HomeEconomy(40, 116, "gdp")));
        Assert.Equal("mass-differs", differs.Code);
        Assert.Equal("needs-index", Assert.Throws<UsageException>(
            () => MultilateralResistance.Remoteness(TradePanel.Create(Partners().Columns), "lat", "lon", "gdp")).Code);
        TradePanel lonely = Partners().Keep([true, true, true, true, false], Phrase.Verbatim("test"));
        DataUnfitException few = Assert.Throws<DataUnfitException>(() => MultilateralResistance.Remoteness(lonely, "lat", "lon", "gdp"));
        Assert.Equal("too-few-partners", few.Code);
        Assert.Equal([4], few.Rows);
    }
}
