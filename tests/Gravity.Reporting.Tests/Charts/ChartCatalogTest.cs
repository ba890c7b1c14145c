using Gravity.Core;
using Gravity.Reporting.Charts;

namespace Gravity.Reporting.Tests.Charts;

public sealed class ChartCatalogTest : IDisposable
{
    private readonly string root = Directory.CreateTempSubdirectory("gravity-charts-").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    [Fact]
    public void The_catalogue_lists_every_chart_of_the_assembly()
    {
        string[] keys = ChartCatalog.All.Select(kind => kind.Key).ToArray();
        Assert.Equal(
            ["efficiency-ranking", "efficiency-over-time", "efficiency-heatmap", "actual-potential", "room", "potential-by-method", "efficiency-map", "room-map"], keys[..8]);
        Assert.Equal(["efficiency-panels", "efficiency-size", "efficiency-distribution", "coefficients", "residuals", "fitted-residuals", "influence", "posterior", "profile"], keys[8..]);
        Assert.Equal(keys[..8].Where(key => key != "potential-by-method"), SampleCharts.All().Select(chart => chart.Key));
        Assert.Equal(keys.Length, typeof(IChart).Assembly.GetTypes().Count(type => type is { IsClass: true } && typeof(IChart).IsAssignableFrom(type)));
        Assert.Equal("Room for expansion", ChartCatalog.Find("ROOM").Title);
        Assert.Contains("efficiency-heatmap", Assert.Throws<UsageException>(() => ChartCatalog.Find("pie")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_extension_says_the_format()
    {
        IChart chart = SampleCharts.All()[0];
        string png = Path.Combine(root, "a.PNG");
        string svg = Path.Combine(root, "deep", "a.svg");
        Assert.Empty(chart.Render(png));
        Assert.Empty(chart.Render(svg));
        Assert.Equal(chart.Draw(ChartFormat.Png).Content, File.ReadAllBytes(png));
        Assert.Equal(chart.Draw(ChartFormat.Svg).Content, File.ReadAllBytes(svg));
        Assert.Equal("unknown-chart-format", Assert.Throws<UsageException>(() => chart.Render(Path.Combine(root, "a.pdf"))).Code);
    }

    [Fact]
    public void A_chart_is_staged_under_its_key()
    {
        using var folder = new OutputFolder(root);
        SampleCharts.All()[4].Stage(folder, ChartFormat.Svg, "charts");
        Assert.Equal(["charts/room.svg"], folder.Commit());
        Assert.StartsWith("<?xml", File.ReadAllText(Path.Combine(root, "charts", "room.svg")), StringComparison.Ordinal);
    }
}
