using Gravity.Core.Data;

namespace Gravity.Core.Studies;

/// <summary>What the cells of a column look like, whatever it is called.</summary>
internal sealed record ColumnContent
{
    /// <summary>Cells of economies in a column of codes or names, at least.</summary>
    private const double MostlyCountries = 0.7;

    public required PanelColumn Column { get; init; }

    public bool IsNumeric => Column is NumberColumn;

    public int Missing { get; init; }

    /// <summary>Different values.</summary>
    public int Distinct { get; init; }

    public double Min { get; init; } = double.NaN;

    public double Max { get; init; } = double.NaN;

    public double Mean { get; init; } = double.NaN;

    public double Median { get; init; } = double.NaN;

    public bool Whole { get; init; }

    /// <summary>Share of the different values that are countries, by code or name.</summary>
    public double Countries { get; init; }

    /// <summary>Length of the codes where all texts have the same, two or three letters; 0 otherwise.</summary>
    public int CodeLength { get; init; }

    public bool IsConstant => Distinct <= 1;

    public bool IsDummy => IsNumeric && Distinct <= 2 && (Min is 0 or 1) && (Max is 0 or 1);

    public bool IsYears => IsNumeric && Whole && Min >= 1800 && Max <= 2100 && Missing == 0;

    public bool IsPositive => IsNumeric && Min > 0;

    /// <summary>Long tail to the right, as flows, GDP and populations have.</summary>
    public bool IsSkewed => IsNumeric && Min >= 0 && Mean > 1.3 * Median && Max > 20 * Math.Max(Median, 1e-300) / 4;

    public bool IsCountries => Distinct > 0 && Countries >= MostlyCountries && (!IsNumeric || (Whole && Min > 0 && Max < 1000 && Distinct > 2));

    public static ColumnContent Of(PanelColumn column) => column is NumberColumn numbers ? OfNumbers(numbers) : OfTexts((TextColumn)column);

    private static ColumnContent OfNumbers(NumberColumn column)
    {
        double[] values = [.. column.Values.Where(v => !double.IsNaN(v))];
        Array.Sort(values);
        double[] distinct = [.. values.Distinct().Take(5000)];
        bool whole = values.Length > 0 && Array.TrueForAll(values, v => v == Math.Floor(v));
        int codes = whole && distinct.Length is > 1 and <= 400 && values[0] > 0 && values[^1] < 1000
            ? distinct.Count(v => Data.Countries.Find(NumberText.Of(v)) is not null)
            : 0;
        return new ColumnContent
        {
            Column = column,
            Missing = column.Count - values.Length,
            Distinct = distinct.Length,
            Min = values.Length == 0 ? double.NaN : values[0],
            Max = values.Length == 0 ? double.NaN : values[^1],
            Mean = values.Length == 0 ? double.NaN : values.Average(),
            Median = values.Length == 0 ? double.NaN : values[values.Length / 2],
            Whole = whole,
            Countries = distinct.Length == 0 ? 0 : (double)codes / distinct.Length,
        };
    }

    private static ColumnContent OfTexts(TextColumn column)
    {
        string[] distinct = [.. column.Values.OfType<string>().Distinct(StringComparer.Ordinal)];
        string[] sample = [.. distinct.Take(1000)];
        int length = sample.Length > 0 && Array.TrueForAll(sample, s => s.Length == sample[0].Length && s.All(char.IsAsciiLetterUpper)) ? sample[0].Length : 0;
        return new ColumnContent
        {
            Column = column,
            Missing = column.Values.Count(v => v is null),
            Distinct = distinct.Length,
            Countries = sample.Length == 0 ? 0 : (double)sample.Count(s => Data.Countries.Find(s) is not null) / sample.Length,
            CodeLength = length is 2 or 3 ? length : 0,
        };
    }
}
