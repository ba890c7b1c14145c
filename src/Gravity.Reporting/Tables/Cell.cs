namespace Gravity.Reporting.Tables;

/// <summary>One cell of a <see cref="ReportTable"/>: numbers stay numbers until a writer prints them.</summary>
public abstract record Cell
{
    private protected Cell()
    {
    }

    /// <summary>A cell with nothing in it, as opposed to a missing number, which prints as the column's missing sign.</summary>
    public static Cell Empty { get; } = new EmptyCell();

    /// <summary>Words.</summary>
    /// <param name="text">The text, unescaped; each writer escapes for its own format.</param>
    public static Cell Text(string text) => new TextCell(text);

    /// <summary>A number printed with the column's format.</summary>
    /// <param name="value">The number; NaN or null is missing.</param>
    /// <param name="p">A p-value for significance stars, which are printed only where the table asks for them.</param>
    public static Cell Number(double? value, double? p = null) => new NumberCell(value ?? double.NaN) { P = p };

    /// <summary>A number printed with a format of its own, e.g. the row "Observations" below a column of coefficients.</summary>
    /// <param name="value">The number; NaN or null is missing.</param>
    /// <param name="format">The format that replaces the column's.</param>
    public static Cell Number(double? value, NumberFormat format) => new NumberCell(value ?? double.NaN) { Format = format };

    /// <summary>An estimate, with its standard error in parentheses on the line beneath.</summary>
    /// <param name="value">The estimate; NaN is missing.</param>
    /// <param name="standardError">Its standard error; NaN prints as "(–)": a parameter without one must show that it has none.</param>
    /// <param name="p">A p-value for significance stars.</param>
    public static Cell Estimate(double value, double standardError, double? p = null) => new EstimateCell(value, standardError) { P = p };

    /// <summary>An estimate with all that a regression table may print beneath it; the table's <see cref="EstimateDisplay"/> chooses.</summary>
    /// <param name="value">The estimate; NaN is missing.</param>
    /// <param name="standardError">Its standard error.</param>
    /// <param name="p">The p-value; null for none.</param>
    /// <param name="statistic">The ratio of both, t or z; NaN for none.</param>
    /// <param name="low">Lower confidence limit; NaN for none.</param>
    /// <param name="high">Upper confidence limit; NaN for none.</param>
    /// <param name="marked">Whether stars may follow it; the p-value stays in machine formats either way.</param>
    public static Cell Estimate(double value, double standardError, double? p, double statistic, double low, double high, bool marked = true) =>
        new EstimateCell(value, standardError) { P = p, Statistic = statistic, Low = low, High = high, Marked = marked };

    /// <summary>An estimate with its interval in brackets on the same line: 0.85 [0.80, 0.90].</summary>
    /// <param name="value">The estimate; NaN is missing.</param>
    /// <param name="low">Lower end; NaN with a NaN <paramref name="high"/> prints no brackets.</param>
    /// <param name="high">Upper end.</param>
    public static Cell Interval(double value, double low, double high) => new IntervalCell(value, low, high);

    /// <summary>Text becomes a text cell, so that rows can be written as plain collections.</summary>
    /// <param name="text">The text.</param>
    public static implicit operator Cell(string text) => Text(text);

    /// <summary>A number becomes a number cell, so that rows can be written as plain collections.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator Cell(double value) => Number(value);

    /// <summary>The same as the conversion from text, for languages without operators.</summary>
    /// <param name="text">The text.</param>
    public static Cell FromString(string text) => Text(text);

    /// <summary>The same as the conversion from a number, for languages without operators.</summary>
    /// <param name="value">The number.</param>
    public static Cell FromDouble(double value) => Number(value);
}

internal sealed record EmptyCell : Cell;

internal sealed record TextCell(string Value) : Cell;

internal sealed record NumberCell(double Value) : Cell
{
    public double? P { get; init; }

    public NumberFormat? Format { get; init; }
}

internal sealed record EstimateCell(double Value, double StandardError) : Cell
{
    public double? P { get; init; }

    public double Statistic { get; init; } = double.NaN;

    public double Low { get; init; } = double.NaN;

    public double High { get; init; } = double.NaN;

    public bool Marked { get; init; } = true;

    /// <summary>The p-value of the stars.</summary>
    public double? MarkP => Marked ? P : null;

    public bool HasInterval => !double.IsNaN(Low) || !double.IsNaN(High);
}

internal sealed record IntervalCell(double Value, double Low, double High) : Cell;
