using System.Text;

namespace Gravity.Core.Data;

/// <summary>Collects the cells of one column: numbers as long as every cell is one, then text.</summary>
internal sealed class CsvColumnBuilder(string name, bool decimalComma, char? thousands, byte[][] missingCodes, double[] missingNumbers)
{
    private readonly List<double> _numbers = [];
    private readonly List<string?> _texts = [];

    public string Name { get; } = name;

    /// <summary>The row (from 0) of the first cell that is text; −1 while the column is numeric. Earlier cells are read again as text.</summary>
    public int FirstText { get; private set; } = -1;

    /// <summary>Number of cells so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds a cell; <paramref name="text"/> is called only when the cell is to be kept as text.</summary>
    public void Add(ReadOnlySpan<byte> cell, Func<string> text)
    {
        bool missing = IsMissing(cell);
        if (FirstText < 0)
        {
            double value = double.NaN;
            if (missing || TryNumber(cell, out value))
            {
                _numbers.Add(missing || missingNumbers.AsSpan().Contains(value) ? double.NaN : value);
                Count++;
                return;
            }
            FirstText = Count;
        }
        _texts.Add(missing ? null : text());
        Count++;
    }

    /// <summary>The cell as text, null when missing: for the second reading of the cells before the first text.</summary>
    public string? Text(ReadOnlySpan<byte> cell, Func<string> text) => IsMissing(cell) ? null : text();

    /// <summary>The finished column.</summary>
    /// <param name="before">The cells before the first text, as text.</param>
    public PanelColumn Build(IEnumerable<string?> before) =>
        FirstText < 0 ? new NumberColumn(Name, [.. _numbers]) : new TextColumn(Name, [.. before, .. _texts]) { DecimalComma = decimalComma, Thousands = thousands };

    private bool IsMissing(ReadOnlySpan<byte> cell)
    {
        if (cell.Length == 0)
            return true;
        if (cell.Length == 1 && cell[0] == '.')
            return true;
        if (cell.Length == 2 && cell[0] == 'N' && cell[1] == 'A')
            return true;
        if (cell.Length == 3 && Ascii.EqualsIgnoreCase(cell, "nan"u8))
            return true;
        foreach (byte[] code in missingCodes)
            if (cell.SequenceEqual(code))
                return true;
        return false;
    }

    private bool TryNumber(ReadOnlySpan<byte> cell, out double value)
    {
        if (thousands is { } mark && cell.Length <= 64 && TryGrouped(cell, mark, out value))
            return true;
        if (!decimalComma)
            return NumberText.TryParse(cell, out value);
        value = 0;
        // A point where the comma is the decimal mark separates thousands, or the file is mixed: either way the cell is no number.
        if (cell.Contains((byte)'.') || cell.Length > 64)
            return false;
        Span<byte> copy = stackalloc byte[cell.Length];
        cell.CopyTo(copy);
        int comma = copy.IndexOf((byte)',');
        if (comma >= 0)
            copy[comma] = (byte)'.';
        return NumberText.TryParse(copy, out value);
    }

    private bool TryGrouped(ReadOnlySpan<byte> cell, char mark, out double value)
    {
        Span<char> letters = stackalloc char[64];
        int length = Encoding.UTF8.GetChars(cell, letters);
        return NumberText.TryParseGrouped(letters[..length], mark, decimalComma, out value);
    }
}
