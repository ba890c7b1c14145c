using Gravity.Core.Wording;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Tests.Charts;

/// <summary>One chart of each kind with invented numbers, and awkward ones.</summary>
internal static class SampleCharts
{
    public static readonly string[] Countries =
    [
        "Albania", "Bosnia and Herzegovina", "Bulgaria", "Croatia", "Czechia", "Estonia", "Hungary", "Latvia", "Lithuania", "Montenegro",
        "North Macedonia", "Poland", "Romania", "Serbia", "Slovakia", "Slovenia",
    ];

    public static readonly int[] Years = Enumerable.Range(2007, 13).ToArray();

    public static readonly ChartText Text = new("Trade efficiency, 2007–2019", "Sixteen partners; time-varying frontier")
    {
        Source = "Invented numbers.",
        Note = "Lines are 95% intervals.",
    };

    public static IReadOnlyList<UnitValue> Units(int count) => Enumerable.Range(0, count)
        .Select(i => (Label: i < Countries.Length ? Countries[i] : $"Country {i}", Value: 0.2 + 0.7 * (i * 37 % count) / count))
        .Select(unit => new UnitValue(unit.Label, unit.Value, 0.9 * unit.Value, 1.1 * unit.Value)).ToList();

    public static IReadOnlyList<UnitSeries> Series(int count, bool missing = false) => Units(count)
        .Select((unit, i) => new UnitSeries(
            unit.Label, Years.Select((_, t) => missing && (7 * i + 3 * t) % 11 == 0 ? double.NaN : unit.Value + 0.005 * t).ToArray())).ToList();

    public static IReadOnlyList<UnitPotential> Potentials(int count) => Enumerable.Range(0, count)
        .Select(i => (Unit: Units(count)[i], Actual: 20 * Math.Pow(1.5, i % 16)))
        .Select(pair => new UnitPotential(pair.Unit.Label, pair.Actual, pair.Actual / pair.Unit.Value, 0.8 * pair.Actual / pair.Unit.Value, 1.3 * pair.Actual / pair.Unit.Value))
        .ToList();

    public static IReadOnlyList<PeriodValue> Periods() => Years.Select((year, t) => new PeriodValue(year, 0.5 + 0.01 * t, 0.45 + 0.01 * t, 0.55 + 0.01 * t)).ToList();

    /// <summary>The text in a language, with a title in it.</summary>
    public static ChartText In(string language) => language == "en" ? Text : new ChartText("2007–2019 年贸易效率", "十六个贸易伙伴；时变前沿")
    {
        Words = Words.Chinese,
        Source = "虚构数据。",
        Note = "横线为 95% 区间。",
    };

    /// <summary>The first so many countries of the world, or the sample's sixteen.</summary>
    public static IReadOnlyList<MapValue> OnMap(int count, string language = "en") =>
    [
        .. (count == 16 ? Countries.Select(name => Core.Data.Countries.Find(name)!) : Core.Data.Countries.All.Take(count))
            .Select((country, i) => (country, Value: 0.2 + 0.7 * (i * 37 % count) / count))
            .Select(one => new MapValue(one.country, one.country.Name(language), one.Value, 0.9 * one.Value, 1.1 * one.Value)),
    ];

    public static IReadOnlyList<IChart> All() =>
    [
        new EfficiencyRankingChart(Text, Units(16), 0.55),
        new EfficiencyOverTimeChart(Text, Periods(), Series(16)),
        new EfficiencyHeatmapChart(Text, Years, Series(16, missing: true)),
        new ActualPotentialChart(Text, Potentials(16)),
        new RoomChart(Text, Units(16), 0.6),
        new EfficiencyMapChart(Text, OnMap(16)),
        new RoomMapChart(Text, OnMap(16)),
    ];

    public static IReadOnlyList<IChart> Awkward() =>
    [
        new EfficiencyRankingChart(Text, []),
        new EfficiencyRankingChart(Text, [new UnitValue("One", 1, 1, 1)], 1),
        new EfficiencyRankingChart(Text, [new UnitValue("One", 0.5), new UnitValue("None", double.NaN)], double.NaN),
        new RoomChart(Text, []),
        new RoomChart(Text, [new UnitValue("A", 0, 0, double.PositiveInfinity), new UnitValue("B", 0)]),
        new RoomChart(Text, [new UnitValue("A", -0.5, -0.9, 40), new UnitValue("B", 0.1, -0.1, 0.2)]),
        new EfficiencyOverTimeChart(Text, [new PeriodValue(2019, 0.5)]),
        new EfficiencyOverTimeChart(Text, [new PeriodValue(2019, double.NaN), new PeriodValue(2015, 0.5, 0.4, 0.6)]),
        new EfficiencyHeatmapChart(Text, [2019], [new UnitSeries("A", [0.5])]),
        new EfficiencyHeatmapChart(Text, [2018, 2019], [new UnitSeries("A", [double.NaN, double.NaN])]),
        new ActualPotentialChart(Text, []),
        new ActualPotentialChart(Text, [new UnitPotential("A", 5, 5), new UnitPotential("B", 0, 5), new UnitPotential("C", 1e-9, 1e9, -1, 1e10)]),
        new EfficiencyMapChart(Text, []),
        new EfficiencyMapChart(Text, [new MapValue(null, "Nowhere", 0.5)]),
        new EfficiencyMapChart(Text, [OnMap(16)[11] with { Value = double.NaN }]),
        new RoomMapChart(Text, []),
        new RoomMapChart(Text, [.. OnMap(16).Select((unit, i) => unit with { Value = i switch { 0 => -0.2, 1 => 0, 2 => 1e-9, 3 => 1e7, _ => unit.Value }, High = double.PositiveInfinity })]),
        new EfficiencyHeatmapChart(Text, Enumerable.Range(1900, 120).ToArray(), [new UnitSeries("A", Enumerable.Repeat(0.5, 120).ToArray())]),
    ];
}
