using Gravity.Core.Wording;
using ScottPlot;
using SkiaSharp;

namespace Gravity.Reporting.Charts;

/// <summary>The common page of all charts: title and subtitle above, data area in the middle, note and source below. A chart says which space it
/// needs around its data area, its scales, its marks and its labels.</summary>
internal abstract class Figure(ChartText text)
{
    public const float TickSize = 12;
    public const float AxisTitleSize = 12.5f;

    private const float TitleSize = 17;
    private const float SubtitleSize = 12.5f;
    private const float NoteSize = 10.5f;
    private const float Border = 18;
    private const float LineFactor = 1.36f;
    private const int NaturalWidth = 800;
    private const int SmallestWidth = 400;

    /// <summary>The language of the figure.</summary>
    protected Words Words => text.Words;

    /// <summary>What highlighted units are called; null where none are.</summary>
    protected string? Highlight => text.Highlight;

    /// <summary>Where each text stood in the last drawing.</summary>
    public IReadOnlyList<(string Text, SKRect Box)> Boxes { get; private set; } = [];

    /// <summary>Sentences of the chart's own for the note; asked for after <see cref="Margins"/>.</summary>
    protected abstract IEnumerable<string> OwnNotes { get; }

    /// <summary>The space around the data area of a figure this wide.</summary>
    protected abstract PlotMargins Margins(ChartLettering lettering, float width);

    /// <summary>The height of the data area the chart would choose, and the least at which nothing overlaps.</summary>
    protected abstract (float Natural, float Smallest) PlotHeight { get; }

    /// <summary>The scales of a data area of this size.</summary>
    protected abstract (AxisScale Horizontal, AxisScale Vertical) Scales(float width, float height);

    /// <summary>Adds the marks.</summary>
    protected abstract void Compose(Plot plot, PlotFrame frame);

    /// <summary>Writes what stands around and over the data area.</summary>
    protected abstract void Annotate(FigureCanvas canvas, PlotFrame frame);

    /// <summary>Draws the figure.</summary>
    public ChartImage Draw(ChartFormat format, ChartSize? size)
    {
        using var lettering = new ChartLettering();
        int width = Math.Max(SmallestWidth, size?.Width ?? NaturalWidth);
        float inner = width - 2 * Border;
        List<string> title = lettering.Wrap(text.Title, TitleSize, bold: true, inner);
        List<string> subtitle = lettering.Wrap(text.Subtitle ?? "", SubtitleSize, bold: false, inner);
        PlotMargins margins = Margins(lettering, inner);
        List<string> foot = Foot().SelectMany(line => lettering.Wrap(line, NoteSize, bold: false, inner)).ToList();

        float head = Border + LineFactor * (title.Count * TitleSize + subtitle.Count * SubtitleSize) + 8;
        float tail = (foot.Count > 0 ? 10 + LineFactor * foot.Count * NoteSize : 0) + Border - 4;
        float around = head + margins.Top + margins.Bottom + tail;
        (float natural, float smallest) = PlotHeight;
        int height = size is { } wish ? Math.Max(wish.Height, (int)MathF.Ceiling(around + smallest)) : (int)MathF.Ceiling(around + natural);

        var area = new SKRect(Border + margins.Left, head + margins.Top, width - Border - margins.Right, height - tail - margins.Bottom);
        (AxisScale horizontal, AxisScale vertical) = Scales(area.Width, area.Height);
        var frame = new PlotFrame(area, horizontal, vertical);
        using Plot plot = ScottPlotPage.Create(frame, width, height);
        Compose(plot, frame);

        IReadOnlyList<string> words = [];
        IReadOnlyList<ChartSpot> spots = [];
        void Paint(SKCanvas canvas)
        {
            plot.Render(canvas, new PixelRect(0, width, height, 0));
            var page = new FigureCanvas(canvas, lettering);
            float y = Border - 0.3f * TitleSize;
            foreach (string line in title)
                page.Text(line, Border, y += LineFactor * TitleSize, TitleSize, ChartPalette.Ink, bold: true);
            y += 2;
            foreach (string line in subtitle)
                page.Text(line, Border, y += LineFactor * SubtitleSize, SubtitleSize, ChartPalette.MutedInk);
            y = height - tail + 10 - 0.3f * NoteSize;
            foreach (string line in foot)
                page.Text(line, Border, y += LineFactor * NoteSize, NoteSize, ChartPalette.MutedInk);
            Annotate(page, frame);
            words = page.Words;
            spots = page.Spots;
            Boxes = page.Boxes;
        }

        byte[] content = format is ChartFormat.Png ? FigureFile.Png(width, height, Paint) : FigureFile.Svg(width, height, Paint, text.Title, () => words, () => spots);
        return new ChartImage(content, new ChartSize(width, height), Warnings(lettering));
    }

    /// <summary>The horizontal axis's labels and title.</summary>
    protected static void HorizontalAxis(FigureCanvas canvas, PlotFrame frame, string title)
    {
        float y = frame.Area.Bottom + 8 + TickSize;
        foreach (AxisTick tick in frame.Horizontal.Ticks)
            canvas.Text(tick.Label, frame.X(tick.Position), y, TickSize, ChartPalette.Ink, TextAnchor.Middle);
        canvas.Text(title, frame.Area.MidX, y + 8 + AxisTitleSize, AxisTitleSize, ChartPalette.Ink, TextAnchor.Middle);
    }

    private IEnumerable<string> Foot()
    {
        var notes = new List<string>();
        if (!string.IsNullOrWhiteSpace(text.Note)) notes.Add(text.Note.Trim());
        notes.AddRange(OwnNotes);
        if (notes.Count > 0)
            yield return Words.Say("chart.note", ("text", notes.Aggregate((first, second) => Words.Say("chart.two-sentences", ("first", first), ("second", second)))));
        if (!string.IsNullOrWhiteSpace(text.Source)) yield return Words.Say("chart.source", ("text", text.Source.Trim()));
    }

    private List<string> Warnings(ChartLettering lettering) => lettering.Lacking.Count == 0
        ? []
        : [Words.Say("chart.lacking-letters", ("letters", string.Join(' ', lettering.Lacking)))];
}
