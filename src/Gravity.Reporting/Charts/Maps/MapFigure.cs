using Gravity.Core.Data;
using ScottPlot;
using SkiaSharp;

namespace Gravity.Reporting.Charts.Maps;

/// <summary>The drawing of both maps: countries shaded by class, the others grey, names where there is room, a bar of classes below.</summary>
internal sealed class MapFigure : Figure
{
    private const float BarHeight = 13;
    private const float WidestClass = 74;
    private const float SmallestSymbol = 9;

    private readonly List<(MapValue Unit, Country Country, CountryOutline[] Outlines)> shown = [];
    private readonly List<string> withoutCountry = [];
    private readonly List<string> withoutOutline = [];
    private readonly HashSet<string> twice = new(StringComparer.Ordinal);
    private readonly MapClasses classes;
    private readonly MapRegion region;
    private readonly Func<double, string> limitText;
    private readonly Func<double, string> valueText;
    private readonly string scaleTitle;
    private readonly string? classesNote;
    private float inner;

    /// <summary>Creates the figure.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="units">The units, matched with countries here.</param>
    /// <param name="classes">Makes the classes of the values shown.</param>
    /// <param name="scaleTitle">What the values are, with their unit.</param>
    /// <param name="limitText">A limit of a class as printed.</param>
    /// <param name="valueText">A value as told to a pointer.</param>
    /// <param name="classesNote">A sentence on the classes for the note, or null.</param>
    public MapFigure(
        ChartText text, IReadOnlyList<MapValue> units, Func<IReadOnlyList<double>, MapClasses> classes, string scaleTitle,
        Func<double, string> limitText, Func<double, string> valueText, string? classesNote)
        : base(text)
    {
        (this.scaleTitle, this.limitText, this.valueText, this.classesNote) = (scaleTitle, limitText, valueText, classesNote);
        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (MapValue unit in units)
        {
            if (unit.Country is not { } country) withoutCountry.Add(unit.Label);
            else if (!WorldOutlines.Instance.Find.TryGetValue(country.Iso3, out CountryOutline[]? outlines)) withoutOutline.Add(unit.Label);
            else if (!seen.TryAdd(country.Iso3, unit.Label)) twice.Add(unit.Label);
            else shown.Add((unit, country, outlines));
        }

        this.classes = classes([.. shown.Select(one => one.Unit.Value).Where(double.IsFinite)]);
        region = MapRegion.Of([.. shown.Select(one => one.Outlines[0])], WorldOutlines.Instance);
    }

    protected override IEnumerable<string> OwnNotes
    {
        get
        {
            if (classesNote is not null) yield return classesNote;
            if (withoutCountry.Count > 0) yield return Words.Say("map.no-country", ("units", Some(withoutCountry)));
            if (withoutOutline.Count > 0) yield return Words.Say("map.no-outline", ("units", Some(withoutOutline)));
            if (twice.Count > 0) yield return Words.Say("map.country-twice", ("units", Some([.. twice])));
            yield return Words["map.boundaries"];
        }
    }

    protected override (float Natural, float Smallest) PlotHeight
    {
        get
        {
            float ratio = (float)(region.Height / region.Width);
            return (Math.Clamp(ratio, 0.42f, 0.86f) * inner, Math.Min(220, 0.42f * inner));
        }
    }

    protected override PlotMargins Margins(ChartLettering lettering, float width)
    {
        inner = width;
        return new PlotMargins(0, 6, 0, 62);
    }

    // The map has no axes; its own projection says where things lie.
    protected override (AxisScale Horizontal, AxisScale Vertical) Scales(float width, float height) => (new AxisScale(0, 1, []), new AxisScale(0, 1, []));

    protected override void Compose(Plot plot, PlotFrame frame)
    {
        plot.HideGrid();
        ScottPlotPage.Hide(plot.Axes.Left);
        ScottPlotPage.Hide(plot.Axes.Bottom);
    }

    protected override void Annotate(FigureCanvas canvas, PlotFrame frame)
    {
        var page = new MapPage(region, frame.Area, WorldOutlines.Instance);
        Dictionary<CountryOutline, (MapValue Unit, Country Country)> values = shown
            .SelectMany(one => one.Outlines.Select(outline => (outline, one.Unit, one.Country))).ToDictionary(one => one.outline, one => (one.Unit, one.Country));
        List<PageCountry> ours = [.. page.Countries.Where(country => values.ContainsKey(country.Outline))];
        using SKPath edge = page.Edge();
        canvas.Clipped(edge, () => Paint(canvas, page, values));
        canvas.Outline(edge, region.Projection.IsWorld ? ChartPalette.Axis : ChartPalette.Connector, 0.8f);
        foreach (PageCountry country in ours)
            Symbol(canvas, country, values[country.Outline].Unit);
        Labels(canvas, frame.Area, ours, values);
        // Small countries last: their spots lie over those of the countries about them.
        foreach (PageCountry country in ours.OrderByDescending(c => c.Polygons.Sum(polygon => MapLines.Area(polygon[0]))))
            Spot(canvas, country, values[country.Outline].Unit);
        Legend(canvas, frame);
    }

    private void Paint(FigureCanvas canvas, MapPage page, Dictionary<CountryOutline, (MapValue Unit, Country Country)> values)
    {
        foreach (PageCountry country in page.Countries)
        {
            using SKPath path = Path(country.Polygons);
            if (!values.TryGetValue(country.Outline, out (MapValue Unit, Country Country) value)) canvas.Area(path, ChartPalette.MapOther);
            else if (double.IsFinite(value.Unit.Value)) canvas.Area(path, Colour(value.Unit));
            else canvas.Hatched(path);
        }

        foreach (PageBorder border in page.Borders)
        {
            using var path = new SKPath();
            path.AddPoly([.. border.Line], close: false);
            bool land = border.Sides.Count > 1;
            bool data = border.Sides.Any(values.ContainsKey);
            // The outlines are cut at 180°: the seam takes the colour of the country.
            if (border.IsCut) canvas.Outline(path, values.TryGetValue(border.Sides[0], out var value) && double.IsFinite(value.Unit.Value) ? Colour(value.Unit) : ChartPalette.MapOther, 1);
            else if (!land) canvas.Outline(path, ChartPalette.MapCoast, 0.5f);
            else canvas.Outline(path, data ? Colors.White : ChartPalette.Connector, data ? 1 : 0.5f);
        }
    }

    private Color Colour(MapValue unit) => classes.Colour(classes.Of(unit.Value));

    /// <summary>A country that would not be seen is a dot of its colour.</summary>
    private void Symbol(FigureCanvas canvas, PageCountry country, MapValue unit)
    {
        if (country.Polygons.Sum(polygon => MapLines.Area(polygon[0])) >= SmallestSymbol) return;
        SKPoint at = MapLabels.Foot(country.Polygons[0]);
        canvas.Dot(at.X, at.Y, 5.6f, ChartPalette.MutedInk);
        canvas.Dot(at.X, at.Y, 4.4f, double.IsFinite(unit.Value) ? Colour(unit) : ChartPalette.MissingFill);
    }

    private void Labels(FigureCanvas canvas, SKRect area, List<PageCountry> ours, Dictionary<CountryOutline, (MapValue Unit, Country Country)> values)
    {
        var places = new MapLabels(canvas.Lettering, area);
        IReadOnlyDictionary<PageCountry, MapLabel> labels = places.Place(
            [.. ours.Where(country => country.Outline == WorldOutlines.Instance.Find[country.Outline.Iso3][0]).Select(country => (country, values[country.Outline].Unit.Label, country.Outline.Iso3))]);
        foreach ((PageCountry country, MapLabel label) in labels)
        {
            if (label.Foot is not { } foot) continue;
            canvas.Line(label.Middle.X, label.Middle.Y, foot.X, foot.Y, ChartPalette.MutedInk, 0.8f);
            canvas.Dot(foot.X, foot.Y, 2.4f, ChartPalette.MutedInk);
        }

        foreach ((PageCountry country, MapLabel label) in labels)
        {
            MapValue unit = values[country.Outline].Unit;
            if (label.Foot is not null) canvas.Rectangle(places.Box(label), Colors.White);
            Color ink = label.Foot is not null || !double.IsFinite(unit.Value) ? ChartPalette.Ink : ChartPalette.TextOn(Colour(unit));
            float step = 1.15f * label.Size;
            float y = label.Middle.Y - step * (label.Lines.Count - 1) / 2;
            foreach (string line in label.Lines)
            {
                canvas.TextAround(line, label.Middle.X, y, label.Size, ink, TextAnchor.Middle);
                y += step;
            }
        }
    }

    private void Spot(FigureCanvas canvas, PageCountry country, MapValue unit)
    {
        string says = double.IsFinite(unit.Value)
            ? ChartNumber.Says(Words, unit.Label, unit.Value, unit.Low, unit.High, valueText)
            : Words.Say("chart.says", ("name", unit.Label), ("value", Words["chart.missing-value"]));
        SKRect bounds = country.Polygons.Select(polygon => MapLines.Bounds(polygon[0])).Aggregate(SKRect.Union);
        if (bounds.Width < 12 || bounds.Height < 12) bounds = SKRect.Inflate(bounds, Math.Max(0, 6 - bounds.Width / 2), Math.Max(0, 6 - bounds.Height / 2));
        if (bounds.Width * bounds.Height < 400)
        {
            canvas.Spot(bounds, says);
            return;
        }

        // A pointer need not follow every bay.
        using SKPath path = Path([.. country.Polygons.Select(polygon => polygon.Select(Coarse).Where(ring => ring.Count > 2).ToArray()).Where(polygon => polygon.Length > 0)]);
        canvas.Spot(bounds, says, path);
    }

    private static IReadOnlyList<SKPoint> Coarse(IReadOnlyList<SKPoint> ring)
    {
        SKPoint[] closed = [.. ring, ring[0]];
        bool[] kept = MapLines.Kept(closed, 1.5f);
        return [.. closed.Where((_, i) => kept[i]).SkipLast(1)];
    }

    private static SKPath Path(IEnumerable<IReadOnlyList<IReadOnlyList<SKPoint>>> polygons)
    {
        var path = new SKPath { FillType = SKPathFillType.EvenOdd };
        foreach (IReadOnlyList<SKPoint> ring in polygons.SelectMany(polygon => polygon))
            path.AddPoly([.. ring], close: true);
        return path;
    }

    /// <summary>The bar of classes at the left below the map, signs for countries without a value at the right of it.</summary>
    private void Legend(FigureCanvas canvas, PlotFrame frame)
    {
        float top = frame.Area.Bottom + 30;
        canvas.Text(scaleTitle, frame.Area.Left, frame.Area.Bottom + 21, AxisTitleSize, ChartPalette.Ink);
        (string Text, bool Hatched)[] signs = [.. shown.Exists(one => !double.IsFinite(one.Unit.Value)) ? [(Words["chart.missing"], true)] : Array.Empty<(string, bool)>(), (Words["map.other"], false)];
        float need = signs.Sum(sign => 26 + canvas.Lettering.Width(sign.Text, TickSize) + 18);
        float step = Math.Min(WidestClass, (frame.Area.Width - need - 20) / classes.Count);
        for (int k = 0; k < classes.Count; k++)
        {
            var box = new SKRect(frame.Area.Left + k * step, top, frame.Area.Left + (k + 1) * step, top + BarHeight);
            canvas.Rectangle(box, classes.Colour(k));
        }

        for (int k = 0; k < classes.Limits.Count; k++)
        {
            float x = frame.Area.Left + (k + (classes.OpenBelow ? 1 : 0)) * step;
            canvas.Line(x, top + BarHeight, x, top + BarHeight + 4, ChartPalette.Axis, 1);
            string label = limitText(classes.Limits[k]);
            float half = canvas.Lettering.Width(label, TickSize) / 2;
            canvas.Text(label, Math.Max(x, frame.Area.Left + half), top + BarHeight + 7 + TickSize, TickSize, ChartPalette.Ink, TextAnchor.Middle);
        }

        float left = frame.Area.Right - need + 18;
        foreach ((string text, bool hatched) in signs)
        {
            var box = new SKRect(left, top, left + 20, top + BarHeight);
            if (hatched) canvas.Hatched(box);
            else canvas.Rectangle(box, ChartPalette.MapOther);
            canvas.TextAround(text, left + 26, top + BarHeight / 2, TickSize, ChartPalette.Ink);
            left += 26 + canvas.Lettering.Width(text, TickSize) + 18;
        }
    }

    /// <summary>A list for a note; of many the first with the number of the others.</summary>
    private string Some(List<string> units) =>
        units.Count <= 12 ? Words.List(units) : Words.Say("map.some", ("units", string.Join(Words["list.between"], units.Take(10))), ("count", units.Count - 10));
}
