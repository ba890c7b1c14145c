using System.Text;
using CsvHelper;
using Gravity.Core.Wording;

namespace Gravity.Core.Data;

/// <summary>Reads a panel from separated text: CSV, TSV, either one packed with gzip.</summary>
/// <remarks>
/// A column is numeric when every cell that is not missing is a number in the invariant culture (with
/// <see cref="CsvOptions.DecimalComma"/>: with a decimal comma); otherwise it is text. Rows are numbered from 1 after the header, blank
/// rows included, so that row 17 of a message is row 18 of the spreadsheet.
/// </remarks>
public static class CsvPanelReader
{
    /// <summary>Reads a file. A name that ends in <c>.tsv</c> or <c>.tsv.gz</c> means tabs unless the options say otherwise.</summary>
    /// <exception cref="DataUnfitException">
    /// <c>file-not-found</c>, <c>file-unreadable</c>, and those of <see cref="Read"/>.
    /// </exception>
    public static TradePanel ReadFile(string path, CsvOptions? options = null)
    {
        options ??= CsvOptions.Default;
        string name = Path.GetFileName(path);
        bool tabs = name.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tsv.gz", StringComparison.OrdinalIgnoreCase);
        if (tabs && options.Separator is null)
            options = options with { Separator = '\t' };
        return Parse(CsvInput.ReadFile(path, options), name, options);
    }

    /// <summary>Reads a stream to its end and leaves it open, e.g. standard input.</summary>
    /// <param name="stream">The bytes; gzip is recognised.</param>
    /// <param name="sourceName">What messages call it.</param>
    /// <param name="options">How to read it.</param>
    /// <exception cref="DataUnfitException">
    /// <c>empty-file</c>, <c>no-rows</c>, <c>duplicate-headers</c>, <c>ragged-rows</c>, <c>malformed-quotes</c>, <c>not-utf8</c>,
    /// <c>not-csv</c>, <c>file-too-large</c>.
    /// </exception>
    public static TradePanel Read(Stream stream, string sourceName, CsvOptions? options = null)
    {
        options ??= CsvOptions.Default;
        return Parse(CsvInput.Read(stream, sourceName, options), sourceName, options);
    }

    /// <summary>The separator that the reader would take for unpacked bytes.</summary>
    internal static char SeparatorIn(ReadOnlyMemory<byte> unpacked, string name, CsvOptions options)
    {
        CsvInput input = CsvInput.Read(new MemoryStream(unpacked.ToArray()), name, options);
        return input.Separator ?? SeparatorOf(input.Utf8.Span);
    }

    private static TradePanel Parse(CsvInput input, string name, CsvOptions options)
    {
        if (IsBlank(input.Utf8.Span))
            throw new DataUnfitException("empty-file", $"{name} is empty: a header line and rows are needed");
        char separator = options.Separator ?? input.Separator ?? SeparatorOf(input.Utf8.Span);
        var malformed = new List<CsvMalformedRecord>();
        CsvReaderOptions settings = new()
        {
            Separator = separator,
            SkipEmptyLines = false,
            TrimWhitespace = true,
            PoolStrings = true,
            OnMalformedRecord = malformed.Add,
        };

        var notices = new List<Phrase>();
        using CsvReader reader = CsvReader.Create(input.Utf8, settings);
        reader.ReadHeader();
        string[] header = Header(reader.Headers, name, notices);
        byte[][] missingCodes = [.. options.MissingCodes.Select(Encoding.UTF8.GetBytes)];
        double[] missingNumbers =
            [.. options.MissingCodes.Select(c => NumberText.TryParse(c, out double number) ? number : double.NaN).Where(double.IsFinite)];
        CsvColumnBuilder[] builders = [.. header.Select(h => new CsvColumnBuilder(h, options.DecimalComma, options.Thousands, missingCodes, missingNumbers))];

        var sourceRows = new List<int>();
        var blank = new List<int>();
        var ragged = new List<(int Row, int Fields)>();
        int field = 0, dataRow = 0;
        Func<string> text = () => reader.GetString(field);
        while (reader.Read())
        {
            dataRow++;
            if (IsBlankRecord(reader))
            {
                blank.Add(dataRow);
                continue;
            }
            if (reader.FieldCount != builders.Length)
            {
                ragged.Add((dataRow, reader.FieldCount));
                continue;
            }
            sourceRows.Add(dataRow);
            for (field = 0; field < builders.Length; field++)
                builders[field].Add(reader.GetSpan(field), text);
        }
        RefuseMalformed(malformed, name);
        RefuseRagged(ragged, builders.Length, separator, name);
        if (sourceRows.Count == 0)
            throw new DataUnfitException("no-rows", $"{name} has a header ({string.Join(", ", header.Take(10))}) and no rows");

        List<string?>[] earlier = EarlierTexts(input, settings with { OnMalformedRecord = null }, builders);
        PanelColumn[] columns = [.. builders.Select((b, i) => b.Build(earlier[i]))];
        int[] rows = [.. sourceRows];
        foreach (TextColumn column in columns.OfType<TextColumn>().Where(c => c.IsMostlyNumbers))
            notices.Add(new Phrase("notice.kept-as-text", ("why", column.NotNumbersPhrase(row => rows[row], name))));
        var sample = new SampleLog(dataRow, []);
        return TradePanel.FromFile(columns, blank.Count == 0 ? null : rows, name, input.Sha256, sample.With(new Phrase("reason.blank-row"), blank), notices);
    }

    /// <summary>Reads the cells before each text column's first text again, as text: numbers and missing cells had been stored as numbers.</summary>
    private static List<string?>[] EarlierTexts(CsvInput input, CsvReaderOptions settings, CsvColumnBuilder[] builders)
    {
        List<string?>[] texts = [.. builders.Select(_ => new List<string?>())];
        int needed = builders.Max(b => b.FirstText);
        if (needed <= 0)
            return texts;
        using CsvReader reader = CsvReader.Create(input.Utf8, settings);
        reader.ReadHeader();
        int field = 0;
        Func<string> text = () => reader.GetString(field);
        for (int row = 0; row < needed && reader.Read();)
        {
            if (IsBlankRecord(reader))
                continue;
            for (field = 0; field < builders.Length; field++)
                if (row < builders[field].FirstText)
                    texts[field].Add(builders[field].Text(reader.GetSpan(field), text));
            row++;
        }
        return texts;
    }

    private static string[] Header(IReadOnlyList<string> given, string name, List<Phrase> notices)
    {
        string[] header = [.. given.Select(h => h.Trim())];
        for (int i = 0; i < header.Length; i++)
        {
            if (header[i].Length > 0)
                continue;
            header[i] = FormattableString.Invariant($"column{i + 1}");
            notices.Add(new Phrase("notice.no-header", ("number", RowList.Whole(i + 1)), ("file", name), ("name", header[i])));
        }
        string[] repeated = [.. header.GroupBy(h => h, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key)];
        if (repeated.Length > 0)
        {
            throw new DataUnfitException("duplicate-headers",
                $"the header of {name} names {string.Join(", ", repeated.Select(r => $"'{r}'"))} more than once: rename the columns");
        }
        return header;
    }

    private static void RefuseMalformed(List<CsvMalformedRecord> malformed, string name)
    {
        // A quote inside an unquoted field is harmless; the other two shift the borders of fields.
        foreach (CsvMalformedRecord record in malformed)
        {
            if (record.Reason is not (CsvMalformedReason.UnterminatedQuote or CsvMalformedReason.TextAfterClosingQuote))
                continue;
            int row = (int)record.RecordNumber - 1;
            string what = record.Reason == CsvMalformedReason.UnterminatedQuote
                ? "a quoted field that is never closed"
                : "text after a closing quote";
            throw new DataUnfitException("malformed-quotes",
                FormattableString.Invariant($"row {row} of {name} has {what}: write a quote inside a quoted field twice, or remove it"), [row]);
        }
    }

    private static void RefuseRagged(List<(int Row, int Fields)> ragged, int expected, char separator, string name)
    {
        if (ragged.Count == 0)
            return;
        int[] rows = [.. ragged.Select(r => r.Row)];
        IEnumerable<int> fields = ragged.Select(r => r.Fields).Distinct().Order().Take(4);
        string counts = string.Join(" or ", fields.Select(f => FormattableString.Invariant($"{f}")));
        throw new DataUnfitException("ragged-rows",
            FormattableString.Invariant($"{name} has {expected} columns in its header and {counts} fields in {RowList.Text(rows)}: ")
            + $"quote fields that hold the separator '{(separator == '\t' ? "tab" : separator)}', or complete the rows", rows);
    }

    /// <summary>The candidate that occurs most often in the header line outside quotes; a comma when none occurs.</summary>
    private static char SeparatorOf(ReadOnlySpan<byte> utf8)
    {
        ReadOnlySpan<char> candidates = [',', ';', '\t', '|'];
        Span<int> counts = stackalloc int[4];
        bool quoted = false, any = false;
        foreach (byte letter in utf8)
        {
            if (letter == '"')
                quoted = !quoted;
            if (quoted)
                continue;
            if (letter is (byte)'\n' or (byte)'\r')
            {
                if (any)
                    break;
                continue;
            }
            any = true;
            int candidate = candidates.IndexOf((char)letter);
            if (candidate >= 0)
                counts[candidate]++;
        }
        int best = 0;
        for (int i = 1; i < counts.Length; i++)
            if (counts[i] > counts[best])
                best = i;
        return candidates[best];
    }

    private static bool IsBlankRecord(CsvReader reader)
    {
        for (int field = 0; field < reader.FieldCount; field++)
            if (!reader.IsEmpty(field))
                return false;
        return true;
    }

    private static bool IsBlank(ReadOnlySpan<byte> utf8) => utf8.IndexOfAnyExcept(" \t\r\n"u8) < 0;
}
