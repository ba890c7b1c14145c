using ScottPlot;
using SkiaSharp;

namespace Gravity.Reporting.Charts;

/// <summary>Draws marks in the coordinates of a data area; what is not finite is not drawn.</summary>
internal sealed class PanelCanvas(FigureCanvas canvas, PlotFrame frame)
{
    public PlotFrame Frame => frame;

    public FigureCanvas Page => canvas;

    /// <summary>Lines through runs of finite points.</summary>
    public void Line(IEnumerable<(double X, double Y)> points, Color color, float width, bool dashed = false)
    {
        var run = new List<(float, float)>();
        foreach ((double x, double y) in points)
        {
            if (double.IsFinite(x) && double.IsFinite(y))
            {
                run.Add((frame.X(x), frame.Y(y)));
                continue;
            }
            Close();
        }
        Close();

        void Close()
        {
            // A lone point would not be seen as a line.
            if (run.Count == 1) canvas.Dot(run[0].Item1, run[0].Item2, Math.Max(4, 2 * width), color);
            else canvas.Polyline(run, color, width, dashed);
            run = [];
        }
    }

    /// <summary>A straight line.</summary>
    public void Segment(double x1, double y1, double x2, double y2, Color color, float width, bool dashed = false)
    {
        if (double.IsFinite(x1 + y1 + x2 + y2)) canvas.Line(frame.X(x1), frame.Y(y1), frame.X(x2), frame.Y(y2), color, width, dashed);
    }

    /// <summary>A vertical line over the whole height.</summary>
    public void Vertical(double x, Color color, float width, bool dashed = false) => Segment(x, frame.Vertical.Min, x, frame.Vertical.Max, color, width, dashed);

    /// <summary>A horizontal line over the whole width.</summary>
    public void Horizontal(double y, Color color, float width, bool dashed = false) => Segment(frame.Horizontal.Min, y, frame.Horizontal.Max, y, color, width, dashed);

    /// <summary>The area between a curve and a level.</summary>
    public void Under(IReadOnlyList<(double X, double Y)> points, double level, Color color)
    {
        if (points.Count < 2) return;
        canvas.Polygon(color, [
            (frame.X(points[0].X), frame.Y(level)), .. points.Select(p => (frame.X(p.X), frame.Y(p.Y))), (frame.X(points[^1].X), frame.Y(level)),
        ]);
    }

    /// <summary>A bar from the lower axis, which tells its value.</summary>
    public void Bar(double from, double to, double height, Color color, string says)
    {
        var area = new SKRect(frame.X(from) + 0.5f, frame.Y(height), frame.X(to) - 0.5f, frame.Y(Math.Max(0, frame.Vertical.Min)));
        canvas.Rectangle(area, color);
        if (height > 0) canvas.Spot(area, says);
    }

    /// <summary>A mark that tells its value.</summary>
    public void Mark(LegendSign sign, double x, double y, float size, Color color, string? says = null)
    {
        if (!double.IsFinite(x) || !double.IsFinite(y)) return;
        (float left, float top) = (frame.X(x), frame.Y(y));
        Sign(canvas, sign, left, top, size, color);
        float reach = Math.Max(4, 0.5f * size + 1);
        if (says is not null) canvas.Spot(new SKRect(left - reach, top - reach, left + reach, top + reach), says);
    }

    /// <summary>A sign around a pixel.</summary>
    public static void Sign(FigureCanvas canvas, LegendSign sign, float x, float y, float size, Color color)
    {
        float half = 0.5f * size;
        switch (sign)
        {
            case LegendSign.Diamond:
                canvas.Polygon(color, (x, y - 1.2f * half), (x + 1.2f * half, y), (x, y + 1.2f * half), (x - 1.2f * half, y));
                break;
            case LegendSign.Square:
                canvas.Polygon(color, (x - 0.9f * half, y - 0.9f * half), (x + 0.9f * half, y - 0.9f * half), (x + 0.9f * half, y + 0.9f * half), (x - 0.9f * half, y + 0.9f * half));
                break;
            case LegendSign.Triangle:
                canvas.Polygon(color, (x, y - 1.15f * half), (x + 1.1f * half, y + 0.8f * half), (x - 1.1f * half, y + 0.8f * half));
                break;
            case LegendSign.Ring:
                canvas.Dot(x, y, size, color);
                canvas.Dot(x, y, 0.5f * size, Colors.White);
                break;
            default:
                canvas.Dot(x, y, size, color);
                break;
        }
    }
}
