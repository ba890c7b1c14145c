using ScottPlot;
using ScottPlot.TickGenerators;

namespace Gravity.Reporting.Charts;

/// <summary>Sets up a ScottPlot figure in the style of all charts: fixed data area, vertical grid, no frame, no text (which the figure writes itself).</summary>
internal static class ScottPlotPage
{
    /// <summary>Creates a plot whose data area is the frame's.</summary>
    public static Plot Create(PlotFrame frame, int width, int height)
    {
        // Should the library ever write text of its own, it must be in our font.
        _ = ChartFont.Regular;
        var plot = new Plot();
        plot.Font.Set(ChartFont.Name);
        plot.FigureBackground.Color = Colors.White;
        plot.DataBackground.Color = Colors.White;
        plot.Layout.Fixed(new PixelPadding(frame.Area.Left, width - frame.Area.Right, height - frame.Area.Bottom, frame.Area.Top));
        plot.Axes.SetLimits(frame.Horizontal.Min, frame.Horizontal.Max, frame.Vertical.Min, frame.Vertical.Max);
        Style(plot.Axes.Bottom, frame.Horizontal);
        Style(plot.Axes.Left, frame.Vertical);
        plot.Axes.Right.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Grid.MajorLineColor = ChartPalette.Grid;
        plot.Grid.MajorLineWidth = 1;
        plot.Grid.MinorLineWidth = 0;
        plot.HideLegend();
        return plot;
    }

    /// <summary>Removes an axis line with its tick marks.</summary>
    public static void Hide(IAxis axis)
    {
        axis.FrameLineStyle.IsVisible = false;
        axis.MajorTickStyle.Length = 0;
        axis.MinorTickStyle.Length = 0;
    }

    private static void Style(IAxis axis, AxisScale scale)
    {
        var ticks = new NumericManual();
        foreach (AxisTick tick in scale.Ticks)
            ticks.AddMajor(tick.Position, "");
        foreach (double at in scale.MinorTicks)
            ticks.AddMinor(at);
        axis.TickGenerator = ticks;
        axis.TickLabelStyle.IsVisible = false;
        axis.FrameLineStyle.Color = ChartPalette.Axis;
        axis.FrameLineStyle.Width = 1;
        axis.MajorTickStyle.Color = ChartPalette.Axis;
        axis.MajorTickStyle.Length = 5;
        axis.MinorTickStyle.Color = ChartPalette.Axis;
        axis.MinorTickStyle.Length = 3;
    }
}
