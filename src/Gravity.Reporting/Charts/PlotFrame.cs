using SkiaSharp;

namespace Gravity.Reporting.Charts;

/// <summary>The space a chart needs around its data area, in logical pixels.</summary>
internal readonly record struct PlotMargins(float Left, float Top, float Right, float Bottom);

/// <summary>The data area of a figure and how values fall on it.</summary>
internal sealed record PlotFrame(SKRect Area, AxisScale Horizontal, AxisScale Vertical)
{
    /// <summary>The pixel of a horizontal coordinate.</summary>
    public float X(double value) => Area.Left + (float)((value - Horizontal.Min) / (Horizontal.Max - Horizontal.Min)) * Area.Width;

    /// <summary>The pixel of a vertical coordinate.</summary>
    public float Y(double value) => Area.Bottom - (float)((value - Vertical.Min) / (Vertical.Max - Vertical.Min)) * Area.Height;
}
