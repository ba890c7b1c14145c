using SkiaSharp;

namespace Gravity.Reporting.Charts;

/// <summary>A label's place beside its point; a line leads to it where it stands apart.</summary>
internal readonly record struct PlacedLabel(int Point, SKRect Box, bool Leader);

/// <summary>Finds places for labels of points such that no label covers a point, another label or the edge.</summary>
/// <remarks>Greedy and deterministic: the first points, as many as there are sizes, in the order given, each at the nearest free of eight directions and growing distances; one without a free place has no label.</remarks>
internal static class LabelPlacement
{
    private static readonly (float X, float Y)[] Directions = [(1, 0), (-1, 0), (0, -1), (0, 1), (0.8f, -0.8f), (0.8f, 0.8f), (-0.8f, -0.8f), (-0.8f, 0.8f)];
    private static readonly float[] Distances = [7, 14, 24, 36, 50];

    public static List<PlacedLabel> Place(IReadOnlyList<(float X, float Y)> points, IReadOnlyList<(float Width, float Height)> sizes, SKRect area, float radius, IReadOnlyList<SKRect> taken,
        IReadOnlyList<SKRect> avoided)
    {
        List<SKRect> occupied = [.. taken, .. points.Select(p => new SKRect(p.X - radius, p.Y - radius, p.X + radius, p.Y + radius))];
        var placed = new List<PlacedLabel>();
        for (int i = 0; i < sizes.Count; i++)
        {
            // Lines are crossed only where there is no other place.
            if ((Free(points[i], sizes[i], area, [.. occupied, .. avoided]) ?? Free(points[i], sizes[i], area, occupied)) is not { } found) continue;
            occupied.Add(found.Box);
            placed.Add(new PlacedLabel(i, found.Box, found.Leader));
        }
        return placed;
    }

    private static (SKRect Box, bool Leader)? Free((float X, float Y) point, (float Width, float Height) size, SKRect area, List<SKRect> occupied)
    {
        foreach (float distance in Distances)
        {
            foreach ((float dx, float dy) in Directions)
            {
                float x = point.X + dx * distance + (dx > 0 ? 0 : dx < 0 ? -size.Width : -0.5f * size.Width);
                float y = point.Y + dy * distance + (dy > 0 ? 0 : dy < 0 ? -size.Height : -0.5f * size.Height);
                var box = new SKRect(x, y, x + size.Width, y + size.Height);
                if (box.Left < area.Left || box.Right > area.Right || box.Top < area.Top || box.Bottom > area.Bottom) continue;
                if (!occupied.Any(o => o.IntersectsWith(box))) return (box, distance > Distances[0]);
            }
        }
        return null;
    }
}
