using SkiaSharp;

namespace Gravity.Reporting.Charts.Maps;

/// <summary>A label of a map.</summary>
/// <param name="Lines">Its lines.</param>
/// <param name="Middle">Its middle.</param>
/// <param name="Size">The size of the letters.</param>
/// <param name="Foot">Where a leader line ends in the country; null for a label inside it.</param>
internal sealed record MapLabel(IReadOnlyList<string> Lines, SKPoint Middle, float Size, SKPoint? Foot);

/// <summary>Places labels so that none overlaps another: the name inside the country where it fits, in two lines where it does not, then the code;
/// a code beside a country that is too small, with a line, where only a few are.</summary>
internal sealed class MapLabels(ChartLettering lettering, SKRect frame, bool world)
{
    private const float NameSize = 11.5f;
    private const float CodeSize = 10.5f;
    private const float LineFactor = 1.15f;
    private const int MostLeaders = 14;

    private readonly List<SKRect> taken = [];
    private IReadOnlyList<PageCountry> shaded = [];
    private readonly List<(SKPoint From, SKPoint To)> leaders = [];

    /// <summary>Places the labels of countries, the largest first.</summary>
    /// <param name="countries">Each with its name, its code and its rings on the page.</param>
    public IReadOnlyDictionary<PageCountry, MapLabel> Place(IReadOnlyList<(PageCountry Country, string Name, string Code)> countries)
    {
        shaded = [.. countries.Select(c => c.Country)];
        var labels = new Dictionary<PageCountry, MapLabel>();
        var outside = new List<(PageCountry Country, string Code, SKPoint Foot)>();
        foreach ((PageCountry country, string name, string code) in countries.OrderByDescending(c => Largest(c.Country).Area))
        {
            IReadOnlyList<IReadOnlyList<SKPoint>> polygon = Largest(country).Polygon;
            if (Inside(polygon, name, code) is { } label)
            {
                labels[country] = label;
                taken.Add(Box(label));
            }
            else
            {
                outside.Add((country, code, Foot(polygon)));
            }
        }

        // On a map of the world lines to a few of many small countries would look like a choice.
        if (world && outside.Count > MostLeaders) return labels;
        foreach ((PageCountry country, string code, SKPoint foot) in outside.Take(MostLeaders))
        {
            if (Beside(code, foot) is not { } label) continue;
            labels[country] = label;
            taken.Add(Box(label));
            leaders.Add((label.Middle, foot));
        }

        return labels;
    }

    /// <summary>The rectangle of a label.</summary>
    public SKRect Box(MapLabel label)
    {
        float width = label.Lines.Max(line => lettering.Width(line, label.Size)) + 3;
        float height = label.Lines.Count * LineFactor * label.Size + 1;
        return new SKRect(label.Middle.X - width / 2, label.Middle.Y - height / 2, label.Middle.X + width / 2, label.Middle.Y + height / 2);
    }

    private static (IReadOnlyList<IReadOnlyList<SKPoint>> Polygon, double Area) Largest(PageCountry country) =>
        country.Polygons.Select(polygon => (polygon, MapLines.Area(polygon[0]))).MaxBy(pair => pair.Item2);

    private MapLabel? Inside(IReadOnlyList<IReadOnlyList<SKPoint>> polygon, string name, string code)
    {
        foreach ((IReadOnlyList<string> lines, float size) in Forms(name, code))
        {
            float width = lines.Max(line => lettering.Width(line, size));
            float height = lines.Count * LineFactor * size;
            if (Room(polygon, width + 5, height) is { } middle) return new MapLabel(lines, middle, size, null);
        }

        return null;
    }

    private static IEnumerable<(IReadOnlyList<string> Lines, float Size)> Forms(string name, string code)
    {
        yield return ([name], NameSize);
        yield return ([name], CodeSize);
        int[] spaces = [.. Enumerable.Range(0, name.Length).Where(i => name[i] == ' ')];
        if (spaces.Length > 0)
        {
            int at = spaces.MinBy(i => Math.Abs(2 * i - name.Length));
            yield return ([name[..at], name[(at + 1)..]], CodeSize);
        }
        else if (name.Length >= 4 && LineBreaks.Pieces(name).Count() == name.Length)
        {
            // Chinese names break anywhere.
            yield return ([name[..(name.Length / 2)], name[(name.Length / 2)..]], CodeSize);
        }

        if (name != code) yield return ([code], CodeSize);
    }

    /// <summary>The middle of the roomiest place for a box of this size inside a polygon, or null: of rows of the polygon, the one whose interior is
    /// widest at the box's upper edge, middle and lower edge, with a preference for the middle of the polygon.</summary>
    private SKPoint? Room(IReadOnlyList<IReadOnlyList<SKPoint>> polygon, float width, float height)
    {
        SKRect bounds = SKRect.Intersect(MapLines.Bounds(polygon[0]), frame);
        const int Rows = 40;
        (SKPoint? best, float score) = (null, float.MinValue);
        for (int k = 1; k < Rows; k++)
        {
            float y = bounds.Top + bounds.Height * k / Rows;
            if (y - height / 2 < bounds.Top || y + height / 2 > bounds.Bottom) continue;
            IEnumerable<(float From, float To)> free = MapLines.Inside(polygon, y);
            foreach (float at in (float[])[y - height / 2, y - height / 4, y + height / 4, y + height / 2])
                free = Common(free, MapLines.Inside(polygon, at));
            foreach ((float from, float to) in free)
            {
                (float left, float right) = (Math.Max(from, frame.Left + 2), Math.Min(to, frame.Right - 2));
                if (right - left < width) continue;
                var middle = new SKPoint((left + right) / 2, y);
                // Room beyond twice the need is no merit; being in the middle is.
                float merit = Math.Min(right - left, 2 * width) - 1.2f * Math.Abs(y - bounds.MidY);
                if (merit > score && Free(Around(middle, width, height))) (best, score) = (middle, merit);
            }
        }

        return best;
    }

    private static IEnumerable<(float From, float To)> Common(IEnumerable<(float From, float To)> some, List<(float From, float To)> others) =>
        from a in some from b in others where Math.Min(a.To, b.To) > Math.Max(a.From, b.From) select (Math.Max(a.From, b.From), Math.Min(a.To, b.To));

    /// <summary>A code beside a place: the nearest free position, on the sea or on countries without data rather than on others' shades.</summary>
    private MapLabel? Beside(string code, SKPoint foot)
    {
        float width = lettering.Width(code, CodeSize) + 6;
        float height = LineFactor * CodeSize + 3;
        SKRect inner = SKRect.Inflate(frame, -3, -3);
        (SKPoint? best, float cost) = (null, float.MaxValue);
        foreach (float distance in (float[])[20, 28, 38, 50, 64, 80])
        {
            // To the right first, where a reader looks for the name of a dot.
            foreach (int degrees in (int[])[0, 25, -25, 180, 155, -155, 50, -50, 130, -130, 75, -75, 105, -105])
            {
                (double sin, double cos) = Math.SinCos(degrees * Math.PI / 180);
                var middle = new SKPoint(foot.X + (float)cos * (distance + width / 4), foot.Y - (float)sin * distance);
                SKRect box = Around(middle, width, height);
                bool free = inner.Left <= box.Left && box.Right <= inner.Right && inner.Top <= box.Top && box.Bottom <= inner.Bottom
                    && Free(box) && !taken.Exists(other => Crosses(middle, foot, other)) && !leaders.Exists(other => Crosses(other.From, other.To, box) || MapLines.Cross(middle, foot, other.From, other.To));
                if (!free) continue;
                float price = distance + 14 * Covered(box);
                if (price < cost) (best, cost) = (middle, price);
            }
        }

        return best is { } at ? new MapLabel([code], at, CodeSize, foot) : null;
    }

    /// <summary>How many of nine points of a box lie on shaded countries.</summary>
    private int Covered(SKRect box)
    {
        int covered = 0;
        foreach (float y in (float[])[box.Top, box.MidY, box.Bottom])
        {
            List<(float From, float To)> land =
            [
                .. shaded.SelectMany(country => country.Polygons).Where(polygon => MapLines.Bounds(polygon[0]).IntersectsWith(box)).SelectMany(polygon => MapLines.Inside(polygon, y)),
            ];
            covered += ((float[])[box.Left, box.MidX, box.Right]).Count(x => land.Exists(part => part.From <= x && x <= part.To));
        }

        return covered;
    }

    private bool Free(SKRect box) => !taken.Exists(other => SKRect.Inflate(other, 1.5f, 1).IntersectsWith(box));

    private static bool Crosses(SKPoint from, SKPoint to, SKRect box)
    {
        for (int k = 0; k <= 24; k++)
        {
            if (box.Contains(from.X + (to.X - from.X) * k / 24, from.Y + (to.Y - from.Y) * k / 24)) return true;
        }

        return false;
    }

    private static SKRect Around(SKPoint middle, float width, float height) =>
        new(middle.X - width / 2, middle.Y - height / 2, middle.X + width / 2, middle.Y + height / 2);

    /// <summary>A point inside a polygon: the middle of its widest stretch at half height, or of its bounds where it has none.</summary>
    public static SKPoint Foot(IReadOnlyList<IReadOnlyList<SKPoint>> polygon)
    {
        SKRect bounds = MapLines.Bounds(polygon[0]);
        List<(float From, float To)> inside = MapLines.Inside(polygon, bounds.MidY);
        if (inside.Count == 0) return new SKPoint(bounds.MidX, bounds.MidY);
        (float from, float to) = inside.MaxBy(part => part.To - part.From);
        return new SKPoint((from + to) / 2, bounds.MidY);
    }
}
