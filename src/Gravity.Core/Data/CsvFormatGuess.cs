using System.Globalization;

namespace Gravity.Core.Data;

/// <summary>How a text file seems to be written: what <see cref="CsvPanelReader"/> has to be told to read it, found from its bytes and cells.</summary>
/// <remarks>A guess, so every part of it is stated; nothing else in this library reads a file by guessing more than its separator.</remarks>
public sealed record CsvFormatGuess
{
    /// <summary>Options with which the file reads.</summary>
    public required CsvOptions Options { get; init; }

    /// <summary>Name of the encoding where it is not UTF-8; null for UTF-8, and for UTF-16 with a byte order mark.</summary>
    public string? Encoding { get; init; }

    /// <summary>Whether the file begins with a byte order mark.</summary>
    public bool ByteOrderMark { get; init; }

    /// <summary>The separator found.</summary>
    public char Separator { get; init; } = ',';

    /// <summary>Codes of missing cells that are words or signs, as <c>n/a</c>.</summary>
    public IReadOnlyList<string> MissingWords { get; init; } = [];

    /// <summary>Codes of missing cells that are numbers, as <c>-9</c>, with the columns they were seen in: less certain than words.</summary>
    public IReadOnlyList<(string Code, IReadOnlyList<string> Columns)> MissingNumbers { get; init; } = [];

    /// <summary>Looks at a file.</summary>
    /// <exception cref="DataUnfitException">The file cannot be read as text.</exception>
    public static CsvFormatGuess OfFile(string path)
    {
        CsvInput raw = CsvInput.ReadFile(path, new CsvOptions { Encoding = System.Text.Encoding.Latin1 });
        return Of(raw, Path.GetFileName(path), options => CsvPanelReader.ReadFile(path, options));
    }

    /// <summary>Looks at the bytes of a file.</summary>
    /// <param name="bytes">The bytes, packed with gzip or not.</param>
    /// <param name="sourceName">What messages call it.</param>
    /// <inheritdoc cref="OfFile" path="/exception"/>
    public static CsvFormatGuess Of(byte[] bytes, string sourceName)
    {
        CsvInput raw = CsvInput.Read(new MemoryStream(bytes), sourceName, new CsvOptions { Encoding = System.Text.Encoding.Latin1 });
        return Of(raw, sourceName, options => CsvPanelReader.Read(new MemoryStream(bytes), sourceName, options));
    }

    private static CsvFormatGuess Of(CsvInput raw, string name, Func<CsvOptions, TradePanel> read)
    {
        (string? encoding, bool mark) = raw.Marked ? (null, true) : (EncodingGuess.Of(raw.Unpacked.Span), false);
        var options = new CsvOptions { Encoding = encoding is null ? null : TextEncodings.Find(encoding) };
        char separator = CsvPanelReader.SeparatorIn(raw.Unpacked, name, options);
        // Tabs in a .tsv are known by its name, and a comma is what everybody expects: no option for either.
        if (separator is not ',')
            options = options with { Separator = separator };
        TradePanel panel = read(options);
        TextColumn[] texts = [.. panel.Columns.OfType<TextColumn>()];
        NumberMarks marks = NumberMarks.Of(texts);
        if (marks.DecimalComma || marks.Thousands is not null)
        {
            options = options with { DecimalComma = marks.DecimalComma, Thousands = marks.Thousands };
            panel = read(options);
        }
        string[] words = [.. MissingCodes.Words(panel)];
        if (words.Length > 0)
        {
            options = options with { MissingCodes = words };
            panel = read(options);
        }
        (string Code, IReadOnlyList<string> Columns)[] numbers = [.. MissingCodes.Numbers(panel)];
        return new CsvFormatGuess
        {
            Options = options with { MissingCodes = [.. words, .. numbers.Select(n => n.Code)] },
            Encoding = encoding,
            ByteOrderMark = mark,
            Separator = separator,
            MissingWords = words,
            MissingNumbers = numbers,
        };
    }

    /// <summary>Decimal mark and thousands separator of the text cells that are numbers otherwise.</summary>
    private sealed record NumberMarks(bool DecimalComma, char? Thousands)
    {
        public static NumberMarks Of(IEnumerable<TextColumn> columns)
        {
            int commas = 0, points = 0;
            var groups = new Dictionary<char, int>();
            foreach (TextColumn column in columns.Where(c => c.IsMostlyNumbers))
            {
                foreach (string cell in column.Values.OfType<string>())
                {
                    bool grouped = NumberText.HasThousandsSeparators(cell);
                    bool comma = NumberText.HasDecimalComma(cell);
                    if (grouped)
                    {
                        char mark = cell.First(letter => !char.IsAsciiDigit(letter) && letter is not ('-' or '+'));
                        mark = mark is '\u00A0' or '\u202F' ? ' ' : mark is '’' ? '\'' : mark;
                        groups[mark] = groups.GetValueOrDefault(mark) + 1;
                        // 1.234,5 and 1,234.5 show both marks.
                        commas += mark != ',' && cell.Contains(',', StringComparison.Ordinal) ? 1 : 0;
                        points += mark != '.' && cell.Contains('.', StringComparison.Ordinal) ? 1 : 0;
                    }
                    else if (comma)
                    {
                        commas++;
                    }
                    else if (cell.Contains('.', StringComparison.Ordinal) && NumberText.TryParse(cell, out _))
                    {
                        points++;
                    }
                }
            }
            bool decimalComma = commas > points;
            char? thousands = groups.Where(g => g.Key != (decimalComma ? ',' : '.')).OrderByDescending(g => g.Value).Select(g => (char?)g.Key).FirstOrDefault();
            return new NumberMarks(decimalComma, thousands);
        }
    }

    /// <summary>Texts and numbers that stand for missing cells.</summary>
    private static class MissingCodes
    {
        private static readonly string[] Known =
        [
            "n/a", "na", "nan", "n.a.", "n.a", "#n/a", "null", "none", "missing", "nd", "n.d.", "k.a.", "k. a.", "s.d.", "c", ":", "-", "--", "–", "—", "..", "...", "…",
            "*", "x", "#div/0!", "#value!", "无", "缺失", "暂无", "－", "—", "／", "/",
        ];

        private static readonly double[] Codes = [-9, -99, -999, -9999, -99999, -88, -888];

        public static IEnumerable<string> Words(TradePanel panel) => panel.Columns.OfType<TextColumn>()
            .Where(c => c.Values.Count(cell => cell is not null && IsNumber(c, cell)) * 2 > c.Values.Count(cell => cell is not null))
            .SelectMany(c => c.Values.OfType<string>().Where(cell => Known.Contains(cell.Trim().ToLowerInvariant())))
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

        /// <summary>A negative code in columns that are otherwise never negative.</summary>
        public static IEnumerable<(string Code, IReadOnlyList<string> Columns)> Numbers(TradePanel panel)
        {
            foreach (double code in Codes)
            {
                NumberColumn[] holders = [.. panel.Columns.OfType<NumberColumn>().Where(c => c.Values.Contains(code))];
                bool otherwisePositive = holders.All(c => c.Values.All(v => double.IsNaN(v) || v >= 0 || Codes.Contains(v)) && c.Values.Any(v => v >= 0));
                if (holders.Length > 0 && otherwisePositive)
                    yield return (code.ToString(CultureInfo.InvariantCulture), [.. holders.Select(c => c.Name)]);
            }
        }

        private static bool IsNumber(TextColumn column, string cell) =>
            (column.Thousands is { } mark && NumberText.TryParseGrouped(cell, mark, column.DecimalComma, out _))
            || NumberText.TryParse(column.DecimalComma ? cell.Replace(',', '.') : cell, out _);
    }
}
