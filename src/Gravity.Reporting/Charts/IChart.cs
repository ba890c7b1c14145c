namespace Gravity.Reporting.Charts;

/// <summary>A chart with its data, ready to be drawn. Drawing it twice gives the same bytes.</summary>
public interface IChart
{
    /// <summary>Kebab-case name, the same for every chart of the kind: see <see cref="ChartCatalog"/>.</summary>
    string Key { get; }

    /// <summary>The heading.</summary>
    string Title { get; }

    /// <summary>Draws the chart.</summary>
    /// <param name="format">PNG or SVG.</param>
    /// <param name="size">Logical pixels; null for the size the chart needs.</param>
    ChartImage Draw(ChartFormat format, ChartSize? size = null);
}

/// <summary>The formats of chart files.</summary>
public enum ChartFormat
{
    /// <summary>Portable network graphics, two pixels per logical pixel.</summary>
    Png,

    /// <summary>Scalable vector graphics; text is drawn as outlines, so that it looks alike on machines without the font.</summary>
    Svg,
}

/// <summary>A drawn chart.</summary>
/// <param name="Content">The file's bytes.</param>
/// <param name="Size">The size drawn, in logical pixels.</param>
/// <param name="Warnings">What a reader of the chart should know, e.g. letters that no font on the machine has.</param>
public sealed record ChartImage(byte[] Content, ChartSize Size, IReadOnlyList<string> Warnings);

/// <summary>An area of a drawn chart that tells its value to a reader who points at it, in logical pixels from the upper left corner.</summary>
/// <param name="X">Left edge.</param>
/// <param name="Y">Upper edge.</param>
/// <param name="Width">Width.</param>
/// <param name="Height">Height.</param>
/// <param name="Says">One line, e.g. <c>Poland: 0.85 [0.80, 0.90]</c>.</param>
public readonly record struct ChartSpot(float X, float Y, float Width, float Height, string Says)
{
    /// <summary>The shape inside the rectangle as SVG path data; null where the whole rectangle tells the value.</summary>
    public string? Shape { get; init; }
}
