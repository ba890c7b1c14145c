using Gravity.Core;
using Gravity.Reporting.Studies;

namespace Gravity.Reporting.Charts;

/// <summary>One kind of chart.</summary>
/// <param name="Key">Kebab-case name.</param>
/// <param name="Title">A heading.</param>
/// <param name="Description">What it shows, in one sentence.</param>
public sealed record ChartKind(string Key, string Title, string Description);

/// <summary>The kinds of charts, and how charts become files.</summary>
public static class ChartCatalog
{
    /// <summary>Every kind, in the order shown in help.</summary>
    public static IReadOnlyList<ChartKind> All { get; } = [.. PlotKinds.Kinds.Select(k => k.Kind)];

    /// <summary>The kind of a name.</summary>
    /// <param name="key">The key, in any case.</param>
    /// <exception cref="UsageException">No kind has that name; the message lists those that exist.</exception>
    public static ChartKind Find(string key) =>
        All.FirstOrDefault(kind => string.Equals(kind.Key, key, StringComparison.OrdinalIgnoreCase))
        ?? throw new UsageException("unknown-chart", $"'{key}' is not a chart; the charts are {string.Join(", ", All.Select(kind => kind.Key))}");

    /// <summary>The format of a name: <c>png</c> or <c>svg</c>, with or without the dot.</summary>
    /// <param name="name">The name or extension, in any case.</param>
    /// <exception cref="UsageException">Another format.</exception>
    public static ChartFormat Format(string name) => name.TrimStart('.').ToUpperInvariant() switch
    {
        "PNG" => ChartFormat.Png,
        "SVG" => ChartFormat.Svg,
        _ => throw new UsageException("unknown-chart-format", $"'{name}' is not a format of charts; the formats are png and svg"),
    };

    /// <summary>Draws a chart into a file; the extension says the format.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="path">A file ending in .png or .svg; replaced if it exists.</param>
    /// <param name="size">Logical pixels; null for the size the chart needs.</param>
    /// <returns>The chart's warnings.</returns>
    /// <exception cref="UsageException">Another extension, or the file cannot be written.</exception>
    public static IReadOnlyList<string> Render(this IChart chart, string path, ChartSize? size = null)
    {
        ChartImage image = chart.Draw(Format(Path.GetExtension(path)), size);
        AtomicFile.Write(path, stream => stream.Write(image.Content));
        return image.Warnings;
    }

    /// <summary>Stages a chart in an output folder under the name <c>key.png</c> or <c>key.svg</c>.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="folder">The folder, which is written when it is committed.</param>
    /// <param name="format">PNG or SVG.</param>
    /// <param name="subfolder">A folder inside it, e.g. <c>charts</c>, or null.</param>
    /// <param name="name">A file name without extension in place of the key.</param>
    /// <returns>The chart's warnings.</returns>
    public static IReadOnlyList<string> Stage(
        this IChart chart, OutputFolder folder, ChartFormat format, string? subfolder = null, string? name = null)
    {
        ChartImage image = chart.Draw(format);
        string extension = format is ChartFormat.Png ? ".png" : ".svg";
        folder.Stage((subfolder is null ? "" : subfolder + "/") + (name ?? chart.Key) + extension, stream => stream.Write(image.Content));
        return image.Warnings;
    }
}
