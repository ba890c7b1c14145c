using ScottPlot;
using SkiaSharp;

namespace Gravity.Reporting.Charts;

/// <summary>Where text stands relative to its point.</summary>
internal enum TextAnchor
{
    Left,
    Middle,
    Right,
}

/// <summary>Draws text and the few shapes that belong to no plot area (legends, colour bars) on a figure, and remembers the words.</summary>
internal sealed class FigureCanvas(SKCanvas canvas, ChartLettering lettering)
{
    // Half the height of a capital letter of Inter, as a share of the size: centres text on a line.
    private const float HalfCapHeight = 0.364f;
    private readonly List<string> words = [];
    private readonly List<ChartSpot> spots = [];
    private readonly List<(string Text, SKRect Box)> boxes = [];

    /// <summary>Everything written so far, for the description of an SVG, whose outlines cannot be searched.</summary>
    public IReadOnlyList<string> Words => words;

    /// <summary>Where each text stands.</summary>
    public IReadOnlyList<(string Text, SKRect Box)> Boxes => boxes;

    /// <summary>The areas that tell their value to a reader who points at them.</summary>
    public IReadOnlyList<ChartSpot> Spots => spots;

    /// <summary>Measures text.</summary>
    public ChartLettering Lettering => lettering;

    /// <summary>Writes a line with its baseline at y.</summary>
    public void Text(string text, float x, float y, float size, Color color, TextAnchor anchor = TextAnchor.Left, bool bold = false, float rotation = 0)
    {
        if (text.Length == 0) return;
        words.Add(text);
        IReadOnlyList<(SKPath Outline, float X, float Y)> glyphs = lettering.Lay(text, size, bold, out float width);
        float shift = anchor switch { TextAnchor.Middle => -width / 2, TextAnchor.Right => -width, _ => 0 };
        boxes.Add((text, rotation == 0
            ? new SKRect(x + shift, y - 2 * HalfCapHeight * size, x + shift + width, y + 0.2f * size)
            : new SKRect(x - 2 * HalfCapHeight * size, y - shift - width, x + 0.2f * size, y - shift)));
        using var paint = new SKPaint { Color = Sk(color), IsAntialias = true, Style = SKPaintStyle.Fill };
        canvas.Save();
        canvas.Translate(x, y);
        canvas.RotateDegrees(rotation);
        // Glyph by glyph, so that an SVG can hold each outline once.
        foreach ((SKPath outline, float glyphX, float glyphY) in glyphs)
        {
            canvas.Save();
            canvas.Translate(shift + glyphX, glyphY);
            canvas.DrawPath(outline, paint);
            canvas.Restore();
        }

        canvas.Restore();
    }

    /// <summary>Writes a line whose capitals are centred on y.</summary>
    public void TextAround(string text, float x, float y, float size, Color color, TextAnchor anchor = TextAnchor.Left, bool bold = false) =>
        Text(text, x, y + HalfCapHeight * size, size, color, anchor, bold);

    /// <summary>Lets an area tell its value when a reader points at it; nothing is drawn.</summary>
    public void Spot(SKRect area, string says) => spots.Add(new ChartSpot(area.Left, area.Top, area.Width, area.Height, says));

    /// <summary>Lets an area of any shape tell its value; nothing is drawn.</summary>
    public void Spot(SKRect area, string says, SKPath shape) =>
        spots.Add(new ChartSpot(area.Left, area.Top, area.Width, area.Height, says) { Shape = shape.ToSvgPathData() });

    /// <summary>Draws inside a shape only.</summary>
    public void Clipped(SKPath shape, Action draw)
    {
        canvas.Save();
        canvas.ClipPath(shape, antialias: true);
        draw();
        canvas.Restore();
    }

    /// <summary>Fills a shape.</summary>
    public void Area(SKPath shape, Color color)
    {
        using var paint = new SKPaint { Color = Sk(color), IsAntialias = true, Style = SKPaintStyle.Fill };
        canvas.DrawPath(shape, paint);
    }

    /// <summary>Draws the line of a shape.</summary>
    public void Outline(SKPath shape, Color color, float width)
    {
        using var paint = new SKPaint
        {
            Color = Sk(color),
            IsAntialias = true,
            Style = SKPaintStyle.Stroke,
            StrokeWidth = width,
            StrokeJoin = SKStrokeJoin.Round,
            StrokeCap = SKStrokeCap.Round,
        };
        canvas.DrawPath(shape, paint);
    }

    /// <summary>Fills a shape with grey diagonal lines.</summary>
    public void Hatched(SKPath shape) => Clipped(shape, () => Hatched(shape.Bounds));

    /// <summary>Draws a straight line.</summary>
    public void Line(float x1, float y1, float x2, float y2, Color color, float width, bool dashed = false)
    {
        using var paint = new SKPaint { Color = Sk(color), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width };
        if (dashed) paint.PathEffect = SKPathEffect.CreateDash([5, 3], 0);
        canvas.DrawLine(x1, y1, x2, y2, paint);
        paint.PathEffect?.Dispose();
    }

    /// <summary>Draws a line through points.</summary>
    public void Polyline(IReadOnlyList<(float X, float Y)> points, Color color, float width, bool dashed = false)
    {
        if (points.Count < 2) return;
        using var path = new SKPath();
        path.MoveTo(points[0].X, points[0].Y);
        foreach ((float x, float y) in points.Skip(1))
            path.LineTo(x, y);
        using var paint = new SKPaint { Color = Sk(color), IsAntialias = true, Style = SKPaintStyle.Stroke, StrokeWidth = width, StrokeJoin = SKStrokeJoin.Round };
        if (dashed) paint.PathEffect = SKPathEffect.CreateDash([5, 3], 0);
        canvas.DrawPath(path, paint);
        paint.PathEffect?.Dispose();
    }

    /// <summary>Draws inside an area only.</summary>
    public void Within(SKRect area, Action draw)
    {
        canvas.Save();
        canvas.ClipRect(area);
        draw();
        canvas.Restore();
    }

    /// <summary>Draws a dot.</summary>
    public void Dot(float x, float y, float diameter, Color color)
    {
        using var paint = new SKPaint { Color = Sk(color), IsAntialias = true, Style = SKPaintStyle.Fill };
        canvas.DrawCircle(x, y, diameter / 2, paint);
    }

    /// <summary>Fills a polygon.</summary>
    public void Polygon(Color color, params (float X, float Y)[] points)
    {
        using var path = new SKPath();
        path.MoveTo(points[0].X, points[0].Y);
        foreach ((float x, float y) in points.Skip(1))
            path.LineTo(x, y);
        path.Close();
        using var paint = new SKPaint { Color = Sk(color), IsAntialias = true, Style = SKPaintStyle.Fill };
        canvas.DrawPath(path, paint);
    }

    /// <summary>Fills a rectangle; without antialiasing, so that neighbours leave no seam.</summary>
    public void Rectangle(SKRect area, Color color)
    {
        using var paint = new SKPaint { Color = Sk(color), IsAntialias = false, Style = SKPaintStyle.Fill };
        canvas.DrawRect(area, paint);
    }

    /// <summary>Fills a rectangle with grey diagonal lines: the sign of a missing value.</summary>
    public void Hatched(SKRect area)
    {
        Rectangle(area, ChartPalette.MissingFill);
        canvas.Save();
        canvas.ClipRect(area);
        // The lines of all cells belong to one pattern, so that neighbours join.
        float first = MathF.Floor((area.Left + area.Top) / 6) * 6;
        for (float c = first; c <= area.Right + area.Bottom; c += 6)
            Line(c - area.Top, area.Top, c - area.Bottom, area.Bottom, ChartPalette.MissingHatch, 1);
        canvas.Restore();
    }

    private static SKColor Sk(Color color) => new(color.R, color.G, color.B, color.A);
}
