using Gravity.Core.Wording;

namespace Gravity.Reporting.Charts;

/// <summary>The words around a chart. All are wrapped to the width of the figure.</summary>
/// <param name="Title">What the chart shows.</param>
/// <param name="Subtitle">Sample and model in one sentence, or null.</param>
public sealed record ChartText(string Title, string? Subtitle = null)
{
    /// <summary>The language of what the chart itself says: legends, axes and notes.</summary>
    public Words Words { get; init; } = Words.English;

    /// <summary>Where the data come from, printed as "Source: …" at the bottom, or null.</summary>
    public string? Source { get; init; }

    /// <summary>What highlighted units are called in legends and notes, or null.</summary>
    public string? Highlight { get; init; }

    /// <summary>A sentence for the bottom, printed as "Note: …", or null. The chart adds sentences of its own, e.g. on units it leaves out.</summary>
    public string? Note { get; init; }
}

/// <summary>The size of a figure in logical pixels: the size of the SVG; a PNG has <see cref="PixelsPerUnit"/> times as many.</summary>
/// <param name="Width">At least 400.</param>
/// <param name="Height">A wish: a chart whose rows would overlap grows beyond it.</param>
public readonly record struct ChartSize(int Width, int Height)
{
    /// <summary>The scale factor of PNG files.</summary>
    public const int PixelsPerUnit = 2;
}

/// <summary>A unit's estimate with its interval.</summary>
/// <param name="Label">The unit's name.</param>
/// <param name="Value">The estimate; NaN leaves the unit out, with a note.</param>
/// <param name="Low">Lower end; NaN where there is none.</param>
/// <param name="High">Upper end; NaN where there is none.</param>
public sealed record UnitValue(string Label, double Value, double Low = double.NaN, double High = double.NaN)
{
    /// <summary>Whether the unit is to be told from the others.</summary>
    public bool Highlighted { get; init; }
}

/// <summary>A period's mean with its interval.</summary>
/// <param name="Period">The year.</param>
/// <param name="Mean">The mean; NaN breaks the line.</param>
/// <param name="Low">Lower end; NaN where there is none.</param>
/// <param name="High">Upper end; NaN where there is none.</param>
public sealed record PeriodValue(int Period, double Mean, double Low = double.NaN, double High = double.NaN);

/// <summary>A unit's values over the periods of a chart.</summary>
/// <param name="Label">The unit's name.</param>
/// <param name="Values">One value per period, NaN where missing.</param>
public sealed record UnitSeries(string Label, IReadOnlyList<double> Values)
{
    /// <summary>Whether the unit is to be told from the others.</summary>
    public bool Highlighted { get; init; }
}

/// <summary>A unit's actual and potential trade, in the same unit of value.</summary>
/// <param name="Label">The unit's name.</param>
/// <param name="Actual">Actual trade, &gt; 0; otherwise the unit is left out, with a note.</param>
/// <param name="Potential">Potential trade, &gt; 0.</param>
/// <param name="Low">Lower end of the interval of the potential; NaN where there is none.</param>
/// <param name="High">Upper end.</param>
public sealed record UnitPotential(string Label, double Actual, double Potential, double Low = double.NaN, double High = double.NaN)
{
    /// <summary>Whether the unit is to be told from the others.</summary>
    public bool Highlighted { get; init; }
}
