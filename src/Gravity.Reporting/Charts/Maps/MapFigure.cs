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
    private const int MostCodes = 20;

    private readonly List<(MapValue Unit, Country Country, CountryOutline[] Outlines)> shown = [];
    private readonly List<string> withoutCountry = [];
    private readonly List<string> withoutOutline = [];
    private readonly List<string> twice = [];
    private readonly MapClasses classes;
    private readonly MapRegion region;
    private readonly Func<double, string> valueText;
    private readonly string scaleTitle;
    private readonly string? classesNote;
    private readonly SortedSet<string> codes = new(StringComparer.Ordinal);
    private float inner;

    /// <summary>Creates the figure.</summary>
    /// <param name="text">The words around it.</param>
    /// <param name="units">The units, matched with countries here.</param>
    /// <param name="classes">Makes the classes of the values shown.</param>
    /// <param name="scaleTitle">What the values are, with their unit.</param>
    /// <param name="valueText">A value as told to a pointer.</param>
    /// <param name="classesNote">A sentence on the classes for the note, or null.</param>
    public MapFigure(
        ChartText text, IReadOnlyList<MapValue> units, Func<IReadOnlyList<double>, MapClasses> classes, string scaleTitle,
        Func<double, string> valueText, string? classesNote)
        : base(text)
    {
        (this.scaleTitle, this.valueText, this.classesNote) = (scaleTitle, valueText, classesNote);
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
            if (twice.Count > 0) yield return Words.Say("map.country-twice", ("units", Some(twice)));
            if (codes.Count is > 0 and <= MostCodes)
                yield return Words.Say("map.codes", ("codes", string.Join(Words["list.between"], codes.Select(code => $"{code} {Values()[WorldOutlines.Instance.Find[code][0]].Unit.Label}"))));
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
        Abbreviate(lettering);
        return new PlotMargins(0, 6, 0, 62);
    }

    /// <summary>Which names do not fit the map at its usual size: the note explains their codes.</summary>
    private void Abbreviate(ChartLettering lettering)
    {
        codes.Clear();
        var area = new SKRect(0, 0, inner, PlotHeight.Natural);
        Dictionary<CountryOutline, (MapValue Unit, Country Country)> values = Values();
        List<PageCountry> ours = [.. new MapPage(region, area, WorldOutlines.Instance).Countries.Where(country => IsMain(country, values))];
        foreach ((PageCountry country, MapLabel label) in new MapLabels(lettering, area, region.Projection.IsWorld).Place([.. ours.Select(c => (c, values[c.Outline].Unit.Label, c.Outline.Iso3))]))
        {
            if (label.Lines[0] == country.Outline.Iso3 && values[country.Outline].Unit.Label != label.Lines[0]) codes.Add(country.Outline.Iso3);
        }
    }

    private Dictionary<CountryOutline, (MapValue Unit, Country Country)> Values() => shown
        .SelectMany(one => one.Outlines.Select(outline => (outline, one.Unit, one.Country))).ToDictionary(one => one.outline, one => (one.Unit, one.Country));

    /// <summary>Whether an outline is the one that a country's label belongs to.</summary>
    private static bool IsMain(PageCountry country, Dictionary<CountryOutline, (MapValue Unit, Country Country)> values) =>
        values.ContainsKey(country.Outline) && country.Outline == WorldOutlines.Instance.Find[country.Outline.Iso3][0];

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
        Dictionary<CountryOutline, (MapValue Unit, Country Country)> values = Values();
        List<PageCountry> ours = [.. page.Countries.Where(country => values.ContainsKey(country.Outline))];
        using SKPath edge = page.Edge();
        canvas.Clipped(edge, () => Paint(canvas, page, values));
        canvas.Outline(edge, region.Projection.IsWorld ? ChartPalette.Axis : ChartPalette.MapBorder, 0.8f);
        foreach (PageCountry country in ours.Where(country => IsMain(country, values)))
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

        // One path a kind of line: an SVG of the world would otherwise be twice as long.
        foreach (IGrouping<(Color Colour, float Width), PageBorder> alike in page.Borders.GroupBy(border => Pen(border, values)))
        {
            using var path = new SKPath();
            foreach (PageBorder border in alike)
                path.AddPoly([.. border.Line], close: false);
            canvas.Outline(path, alike.Key.Colour, alike.Key.Width);
        }
    }

    private (Color Colour, float Width) Pen(PageBorder border, Dictionary<CountryOutline, (MapValue Unit, Country Country)> values)
    {
        // The outlines are cut at 180°: the seam takes the colour of the country.
        if (border.IsCut) return (values.TryGetValue(border.Sides[0], out var value) && double.IsFinite(value.Unit.Value) ? Colour(value.Unit) : ChartPalette.MapOther, 1);
        if (border.Sides.Count == 1) return (ChartPalette.MapCoast, 0.5f);
        return border.Sides.Any(values.ContainsKey) ? (Colors.White, region.Projection.IsWorld ? 0.5f : 1) : (ChartPalette.MapBorder, 0.5f);
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
        var places = new MapLabels(canvas.Lettering, area, region.Projection.IsWorld);
        IReadOnlyDictionary<PageCountry, MapLabel> labels = places.Place(
            [.. ours.Where(country => IsMain(country, values)).Select(country => (country, Text(country), Text(country)))]);

        string Text(PageCountry country) => codes.Contains(country.Outline.Iso3) ? country.Outline.Iso3 : values[country.Outline].Unit.Label;
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
            string label = classes.Labels[k];
            float half = canvas.Lettering.Width(label, TickSize) / 2;
            canvas.Text(label, Math.Max(x, frame.Area.Left + half), top + BarHeight + 7 + TickSize, TickSize, ChartPalette.Ink, TextAnchor.Middle);
        }

        // A scale that is open says how far it reaches.
        List<double> values = [.. shown.Select(one => one.Unit.Value).Where(double.IsFinite)];
        if (classes.OpenBelow) canvas.Text(ChartNumber.Fixed(values.Min(), 0), frame.Area.Left, top + BarHeight + 7 + TickSize, TickSize, ChartPalette.MutedInk);
        if (classes.OpenAbove)
            canvas.Text(ChartNumber.Fixed(values.Max(), 0), frame.Area.Left + classes.Count * step, top + BarHeight + 7 + TickSize, TickSize, ChartPalette.MutedInk, TextAnchor.Right);
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
