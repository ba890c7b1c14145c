namespace Gravity.Reporting.Tables;

/// <summary>One cell of a worksheet: a number with the code that shows it, or a text.</summary>
/// <param name="Text">What a reader sees, for widths; the content where there is no number.</param>
/// <param name="Value">The number; null for text.</param>
/// <param name="Code">The number's format code.</param>
internal readonly record struct ExcelLine(string Text, double? Value = null, string Code = "General")
{
    /// <summary>The lines of a cell in one column; intervals of a column of their own are read by <see cref="Parts"/>.</summary>
    public static IReadOnlyList<ExcelLine> Of(Cell cell, ReportColumn column, ReportTable table)
    {
        NumberFormat format = column.Format;
        bool padded = column.Alignment is ColumnAlignment.DecimalPoint;
        int most = padded && table.Stars is { } marks ? marks.Thresholds.Count : 0;
        switch (cell)
        {
            case TextCell text:
                return [new ExcelLine(text.Value)];
            case NumberCell number:
                return [Number(number.Value, number.Format ?? format, "", CellText.Stars(table.Stars, number.Value, number.P), "", most, padded)];
            case EstimateCell { Value: double.NaN }:
                return [new ExcelLine(format.Missing)];
            case EstimateCell estimate:
                return Estimate(estimate, format, table, most, padded);
            default:
                return [];
        }
    }

    /// <summary>Estimate, lower and upper limit of a column of intervals; other cells have the first alone.</summary>
    public static ExcelLine?[] Parts(Cell cell, ReportColumn column, ReportTable table) => cell switch
    {
        IntervalCell interval =>
        [
            Number(interval.Value, column.Format, "", "", "", 0, false),
            double.IsNaN(interval.Low) && double.IsNaN(interval.High) ? null : Number(interval.Low, column.Format, "", "", "", 0, false),
            double.IsNaN(interval.Low) && double.IsNaN(interval.High) ? null : Number(interval.High, column.Format, "", "", "", 0, false),
        ],
        EmptyCell => [null, null, null],
        _ => [Of(cell, column, table)[0], null, null],
    };

    private static List<ExcelLine> Estimate(EstimateCell estimate, NumberFormat format, ReportTable table, int most, bool padded)
    {
        EstimateDisplay display = table.Estimates;
        (string open, string close) = display.SquareBrackets ? ("[", "]") : ("(", ")");
        ExcelLine Enclosed(double value, NumberFormat with) => Number(value, with, open, "", close, most, padded);
        List<ExcelLine> lines = [Number(estimate.Value, format, "", CellText.Stars(table.Stars, estimate.Value, estimate.MarkP), "", most, padded)];
        switch (CellText.SecondOf(estimate, display))
        {
            case SecondLine.StandardError:
                lines.Add(Enclosed(estimate.StandardError, format));
                break;
            case SecondLine.Statistic:
                lines.Add(Enclosed(estimate.Statistic, EstimateDisplay.Statistics));
                break;
            case SecondLine.PValue:
                lines.Add(Enclosed(estimate.P!.Value, EstimateDisplay.PValues));
                break;
            case SecondLine.Interval:
                // Two numbers cannot share a cell and stay numbers: the limits stand beneath each other.
                lines.Add(Number(estimate.Low, format, "[", "", ",", most, padded));
                lines.Add(Number(estimate.High, format, "", "", "]", most, padded));
                break;
        }

        if (display.PBeneath && display.Second is not SecondLine.PValue && estimate.P is { } p)
            lines.Add(Number(p, EstimateDisplay.PValues, "[", "", "]", most, padded));
        return lines;
    }

    /// <summary>
    /// A number stays one: brackets and stars are part of its format. <c>_x</c> leaves the width of x free, so that the last digits of a column stand
    /// under each other whatever follows them.
    /// </summary>
    private static ExcelLine Number(double value, NumberFormat format, string open, string stars, string close, int most, bool padded)
    {
        string printed = format.Format(value), text = open + printed + stars + close;
        if (!double.IsFinite(value)) return new ExcelLine(text);
        string core = format.SpreadsheetCode(value);
        string tail = Literal(stars) + (padded && stars.Length == 0 && close.Length > 0 ? Literal(close) : "")
            + string.Concat(Enumerable.Repeat("_*", most - stars.Length)) + (padded ? close.Length > 0 ? "" : "_)" : Literal(close));
        string head = Literal(open);
        // A p-value that would print as zero: "<0.001".
        string code = printed.StartsWith('<') ? Literal(open + printed) + tail
            : printed.StartsWith('-') ? $"{head}{core}{tail};{head}{Literal("−")}{core}{tail}"
            : core == "General" && head.Length + tail.Length == 0 ? core
            // "−0.000" is a rounding artefact that readers take for a sign: both signs are shown alike.
            : value < 0 ? $"{head}{core}{tail};{head}{core}{tail}"
            : $"{head}{core}{tail}";
        return new ExcelLine(text, value, code);
    }

    private static string Literal(string text) => text.Length == 0 ? "" : $"\"{text}\"";
}
