using SkiaSharp;

namespace Gravity.Reporting.Charts.Maps;

/// <summary>Plane geometry of lines and rings on the page.</summary>
internal static class MapLines
{
    /// <summary>Which points of a line to keep so that none left out is farther than the tolerance from what is drawn: Douglas and Peucker (1973).
    /// The ends stay; of a closed line also the point farthest from them.</summary>
    public static bool[] Kept(IReadOnlyList<SKPoint> line, float tolerance)
    {
        var kept = new bool[line.Count];
        if (line.Count == 0) return kept;
        kept[0] = kept[^1] = true;
        var open = new Stack<(int From, int To)>();
        if (line.Count > 3 && SKPoint.Distance(line[0], line[^1]) < 1e-3f)
        {
            int far = Enumerable.Range(0, line.Count).MaxBy(i => SKPoint.Distance(line[0], line[i]));
            kept[far] = true;
            open.Push((0, far));
            open.Push((far, line.Count - 1));
        }
        else
        {
            open.Push((0, line.Count - 1));
        }

        while (open.TryPop(out (int From, int To) part))
        {
            (int farthest, float distance) = (-1, tolerance);
            for (int i = part.From + 1; i < part.To; i++)
            {
                float d = Distance(line[i], line[part.From], line[part.To]);
                if (d > distance) (farthest, distance) = (i, d);
            }

            if (farthest < 0) continue;
            kept[farthest] = true;
            open.Push((part.From, farthest));
            open.Push((farthest, part.To));
        }

        return kept;
    }

    /// <summary>The part of a ring inside a rectangle: Sutherland and Hodgman (1974). Parts may stay joined along the edge, which must lie out of sight.</summary>
    public static List<SKPoint> Clipped(List<SKPoint> ring, SKRect to)
    {
        List<SKPoint> result = ring;
        result = Side(result, p => p.X - to.Left);
        result = Side(result, p => to.Right - p.X);
        result = Side(result, p => p.Y - to.Top);
        return Side(result, p => to.Bottom - p.Y);
    }

    /// <summary>The smallest rectangle about points.</summary>
    public static SKRect Bounds(IReadOnlyList<SKPoint> points)
    {
        var bounds = new SKRect(float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        foreach (SKPoint p in points)
            bounds = new SKRect(Math.Min(bounds.Left, p.X), Math.Min(bounds.Top, p.Y), Math.Max(bounds.Right, p.X), Math.Max(bounds.Bottom, p.Y));
        return bounds;
    }

    /// <summary>The area of a ring.</summary>
    public static double Area(IReadOnlyList<SKPoint> ring)
    {
        double twice = 0;
        for (int i = 0; i < ring.Count; i++)
        {
            (SKPoint a, SKPoint b) = (ring[i], ring[(i + 1) % ring.Count]);
            twice += (double)a.X * b.Y - (double)b.X * a.Y;
        }

        return Math.Abs(twice) / 2;
    }

    /// <summary>Where a horizontal line is inside rings (even-odd), from left to right.</summary>
    public static List<(float From, float To)> Inside(IEnumerable<IReadOnlyList<SKPoint>> rings, float y)
    {
        var crossings = new List<float>();
        foreach (IReadOnlyList<SKPoint> ring in rings)
        {
            for (int i = 0; i < ring.Count; i++)
            {
                (SKPoint a, SKPoint b) = (ring[i], ring[(i + 1) % ring.Count]);
                if (a.Y <= y != b.Y <= y) crossings.Add(a.X + (y - a.Y) / (b.Y - a.Y) * (b.X - a.X));
            }
        }

        crossings.Sort();
        return [.. Enumerable.Range(0, crossings.Count / 2).Select(k => (crossings[2 * k], crossings[2 * k + 1]))];
    }

    /// <summary>Whether two straight lines cross between their ends.</summary>
    public static bool Cross(SKPoint a, SKPoint b, SKPoint c, SKPoint d)
    {
        return Turn(a, b, c) * Turn(a, b, d) < 0 && Turn(c, d, a) * Turn(c, d, b) < 0;

        static float Turn(SKPoint p, SKPoint q, SKPoint r) => (q.X - p.X) * (r.Y - p.Y) - (q.Y - p.Y) * (r.X - p.X);
    }

    private static List<SKPoint> Side(List<SKPoint> ring, Func<SKPoint, float> inside)
    {
        var result = new List<SKPoint>(ring.Count);
        for (int i = 0; i < ring.Count; i++)
        {
            (SKPoint a, SKPoint b) = (ring[i], ring[(i + 1) % ring.Count]);
            (float da, float db) = (inside(a), inside(b));
            if (da >= 0) result.Add(a);
            if (da >= 0 != db >= 0) result.Add(new SKPoint(a.X + da / (da - db) * (b.X - a.X), a.Y + da / (da - db) * (b.Y - a.Y)));
        }

        return result;
    }

    private static float Distance(SKPoint p, SKPoint a, SKPoint b)
    {
        (float dx, float dy) = (b.X - a.X, b.Y - a.Y);
        float length = dx * dx + dy * dy;
        float t = length == 0 ? 0 : Math.Clamp(((p.X - a.X) * dx + (p.Y - a.Y) * dy) / length, 0, 1);
        return SKPoint.Distance(p, new SKPoint(a.X + t * dx, a.Y + t * dy));
    }
}
