using Gravity.Core.Wording;

namespace Gravity.Core.Data;

/// <summary>A named column of a panel: <see cref="NumberColumn"/> or <see cref="TextColumn"/>.</summary>
public abstract class PanelColumn
{
    private protected PanelColumn(string name) => Name = name;

    /// <summary>The name, as in the header.</summary>
    public string Name { get; }

    /// <summary>Number of rows.</summary>
    public abstract int Count { get; }

    /// <summary>Whether the cell of <paramref name="row"/> (from 0) is missing.</summary>
    public abstract bool IsMissing(int row);

    /// <summary>The cell as text, numbers in the invariant culture and whole numbers without decimals; null when missing.</summary>
    public abstract string? TextAt(int row);

    /// <summary>The same values under another name.</summary>
    public abstract PanelColumn Named(string name);

    /// <summary>The rows at those positions; a negative position gives a missing cell.</summary>
    internal abstract PanelColumn Select(ReadOnlySpan<int> rows);
}

/// <summary>A column of numbers; a missing cell is NaN.</summary>
public sealed class NumberColumn : PanelColumn
{
    /// <summary>Wraps the values, which must not be changed afterwards.</summary>
    public NumberColumn(string name, double[] values)
        : base(name) => Values = values;

    /// <summary>The values, NaN where missing; not to be changed.</summary>
    public double[] Values { get; }

    /// <inheritdoc/>
    public override int Count => Values.Length;

    /// <inheritdoc/>
    public override bool IsMissing(int row) => double.IsNaN(Values[row]);

    /// <inheritdoc/>
    public override string? TextAt(int row) => IsMissing(row) ? null : NumberText.Of(Values[row]);

    /// <inheritdoc/>
    public override PanelColumn Named(string name) => new NumberColumn(name, Values);

    internal override PanelColumn Select(ReadOnlySpan<int> rows)
    {
        var selected = new double[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            selected[i] = rows[i] < 0 ? double.NaN : Values[rows[i]];
        return new NumberColumn(Name, selected);
    }
}

/// <summary>A column of text; a missing cell is null.</summary>
public sealed class TextColumn : PanelColumn
{
    private int _numberCells = -1;
    private int _textCells;

    /// <summary>Wraps the values, which must not be changed afterwards.</summary>
    public TextColumn(string name, string?[] values)
        : base(name) => Values = values;

    /// <summary>The values, null where missing; not to be changed.</summary>
    public string?[] Values { get; }

    /// <inheritdoc/>
    public override int Count => Values.Length;

    /// <summary>
    /// Whether more than half of the cells are numbers, or are written as numbers with a decimal comma or thousands separators. Such a
    /// column was meant as a number: it never becomes a factor unasked.
    /// </summary>
    public bool IsMostlyNumbers
    {
        get
        {
            if (_numberCells < 0)
                CountCells();
            return _numberCells > _textCells;
        }
    }

    /// <summary>Whether the file was read with a decimal comma, so that a point separates thousands.</summary>
    internal bool DecimalComma { get; init; }

    /// <summary>What separated thousands when the file was read.</summary>
    internal char? Thousands { get; init; }

    /// <inheritdoc/>
    public override bool IsMissing(int row) => Values[row] is null;

    /// <inheritdoc/>
    public override string? TextAt(int row) => Values[row];

    /// <inheritdoc/>
    public override PanelColumn Named(string name) => new TextColumn(name, Values) { DecimalComma = DecimalComma, Thousands = Thousands };

    internal override PanelColumn Select(ReadOnlySpan<int> rows)
    {
        var selected = new string?[rows.Length];
        for (int i = 0; i < rows.Length; i++)
            selected[i] = rows[i] < 0 ? null : Values[rows[i]];
        return new TextColumn(Name, selected) { DecimalComma = DecimalComma, Thousands = Thousands };
    }

    /// <summary>The error for the use of this column as a number.</summary>
    /// <param name="sourceRow">Leads from a row of the column to the 1-based data row of the file.</param>
    /// <param name="sourceName">The file's name.</param>
    internal DataUnfitException NotNumbers(Func<int, int> sourceRow, string sourceName)
    {
        (string code, Phrase sentence, List<int> rows) = Misread(sourceRow, sourceName);
        return new DataUnfitException(code, sentence.ToString(), rows);
    }

    /// <summary>What stands in the way of numbers, in every language.</summary>
    internal Phrase NotNumbersPhrase(Func<int, int> sourceRow, string sourceName) => Misread(sourceRow, sourceName).Sentence;

    private (string Code, Phrase Sentence, List<int> Rows) Misread(Func<int, int> sourceRow, string sourceName)
    {
        var rows = new List<int>();
        var cells = new List<string>();
        bool separated = true, allThousands = true;
        for (int row = 0; row < Values.Length; row++)
        {
            if (Values[row] is not { } cell || IsNumber(cell))
                continue;
            rows.Add(sourceRow(row));
            cells.Add(cell);
            bool thousands = NumberText.HasThousandsSeparators(cell);
            allThousands &= thousands;
            separated &= thousands || NumberText.HasDecimalComma(cell);
        }
        (string code, string key) = rows.Count > 0 && separated
            ? allThousands ? ("thousands-separators", "notice.thousands-separators") : ("decimal-comma", "notice.decimal-comma")
            : IsMostlyNumbers ? ("text-in-numbers", "notice.text-in-numbers") : ("text-column", "notice.text-column");
        var sentence = new Phrase(
            key, ("column", Name), ("file", sourceName), ("rows", RowList.Phrase(rows)), ("examples", RowList.Examples(cells)));
        return (code, sentence, rows);
    }

    private bool IsNumber(string cell) =>
        (Thousands is { } mark && NumberText.TryParseGrouped(cell, mark, DecimalComma, out _))
        || (DecimalComma
            ? !cell.Contains('.', StringComparison.Ordinal) && NumberText.TryParse(cell.Replace(',', '.'), out _)
            : NumberText.TryParse(cell, out _));

    private void CountCells()
    {
        int numbers = 0, texts = 0;
        foreach (string? cell in Values)
        {
            if (cell is null)
                continue;
            if (IsNumber(cell) || NumberText.HasDecimalComma(cell) || NumberText.HasThousandsSeparators(cell))
                numbers++;
            else
                texts++;
        }
        _textCells = texts;
        _numberCells = numbers;
    }
}
