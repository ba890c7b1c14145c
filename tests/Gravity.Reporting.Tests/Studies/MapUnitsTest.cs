using Gravity.Core;
using Gravity.Core.Data;
using Gravity.Core.Wording;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;
using Gravity.Reporting.Studies.Plots;

namespace Gravity.Reporting.Tests.Studies;

/// <summary>Which country a unit of a study is on a map.</summary>
public class MapUnitsTest
{
    private static readonly ReportLabels Labels = new() { Units = new Dictionary<string, string> { ["POL"] = "Republic of Poland", ["x1"] = "Czechia" } };

    [Fact]
    public void Units_are_found_by_key_or_label_and_keep_their_labels()
    {
        MapUnits units = MapUnits.Of(["POL", "x1", "DEU", "Zhejiang"], Labels)!;
        Assert.Equal(("POL", "Republic of Poland"), Of(units, "POL"));
        Assert.Equal(("CZE", "Czechia"), Of(units, "x1"));
        Assert.Equal(("DEU", "Germany"), Of(units, "DEU"));
        Assert.Equal((null, "Zhejiang"), Of(units, "Zhejiang"));
        MapUnits chinese = MapUnits.Of(["POL", "x1", "DEU"], Labels with { Words = Words.Chinese })!;
        Assert.Equal([("POL", "波兰"), ("CZE", "捷克"), ("DEU", "德国")], ((string[])["POL", "x1", "DEU"]).Select(unit => Of(chinese, unit)));
    }

    [Fact]
    public void Of_pairs_the_side_that_varies_is_drawn()
    {
        MapUnits partners = MapUnits.Of(["CHN→POL", "CHN→DEU"], ReportLabels.None)!;
        Assert.Equal(("DEU", "Germany"), Of(partners, "CHN→DEU"));
        MapUnits origins = MapUnits.Of(["POL→CHN", "DEU→CHN"], ReportLabels.None)!;
        Assert.Equal(("DEU", "Germany"), Of(origins, "DEU→CHN"));
        Assert.Null(MapUnits.Of(["CHN→POL", "DEU→CHN"], ReportLabels.None));
        Assert.Null(MapUnits.Of(["CHN→POL", "DEU"], ReportLabels.None));
        Assert.Null(MapUnits.Of(["Alpha", "Beta"], ReportLabels.None));
    }

    [Fact]
    public void Without_a_map_the_reason_is_said()
    {
        UsageException both = Assert.Throws<UsageException>(() => MapUnits.OrRefuse("room-map", ["CHN→POL", "DEU→CHN"], ReportLabels.None));
        Assert.Contains("both sides of the pairs vary", both.Message, StringComparison.Ordinal);
        UsageException none = Assert.Throws<UsageException>(() => MapUnits.OrRefuse("room-map", ["Alpha", "Beta"], ReportLabels.None));
        Assert.Contains("Alpha, Beta", none.Message, StringComparison.Ordinal);
        Assert.Equal(("no-countries", "no-countries"), (both.Code, none.Code));
    }

    [Fact]
    public void Only_names_in_another_language_are_translated()
    {
        Assert.Equal("Poland", UnitNames.In("POL", "Poland", "en"));
        Assert.Equal("波兰", UnitNames.In("POL", "Poland", "zh"));
        Assert.Equal("波兰共和国", UnitNames.In("POL", "波兰共和国", "zh"));
        Assert.Equal("POL", UnitNames.In("POL", "POL", "zh"));
        Assert.Equal("Zhejiang", UnitNames.In("z", "Zhejiang", "zh"));
    }

    private static (string? Iso3, string Label) Of(MapUnits units, string unit)
    {
        MapValue value = units.Value(unit, 0.5);
        return (value.Country?.Iso3, value.Label);
    }
}
