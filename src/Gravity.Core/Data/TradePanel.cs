using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gravity.Core.Wording;

namespace Gravity.Core.Data;

/// <summary>A file whose rows are in a panel.</summary>
/// <param name="Name">File name.</param>
/// <param name="Sha256">SHA-256 of its bytes, lower-case hex.</param>
public sealed record PanelSource(string Name, string Sha256);

/// <summary>Named columns of one length, with their origin and, once told, their unit and time index. Immutable.</summary>
/// <remarks>Every change (rows kept, a column added, a table joined) gives a new panel that shares the unchanged columns.</remarks>
public sealed class TradePanel
{
    private readonly Dictionary<string, PanelColumn> _byName;
    private readonly int[]? _sourceRows;
    private string? _sha256;

    private TradePanel(
        IReadOnlyList<PanelColumn> columns, int rows, int[]? sourceRows, string sourceName, IReadOnlyList<PanelSource> sources,
        SampleLog sample, IReadOnlyList<Phrase> notices, PanelIndex? index, string? sha256)
    {
        Columns = columns;
        RowCount = rows;
        _sourceRows = sourceRows;
        SourceName = sourceName;
        Sources = sources;
        SampleLog = sample;
        NoticePhrases = notices;
        Index = index;
        _sha256 = sha256;
        _byName = columns.ToDictionary(c => c.Name, StringComparer.Ordinal);
    }

    /// <summary>A panel built in memory; its hash is that of the contents.</summary>
    /// <param name="columns">At least one column; equal lengths and different names.</param>
    /// <param name="sourceName">What messages call it.</param>
    /// <exception cref="UsageException">Code <c>duplicate-column</c>.</exception>
    public static TradePanel Create(IReadOnlyList<PanelColumn> columns, string sourceName = "the panel")
    {
        int rows = columns.Count == 0 ? 0 : columns[0].Count;
        return FromFile(columns, null, sourceName, null, new SampleLog(rows, []), []);
    }

    /// <summary>A panel as a reader made it.</summary>
    internal static TradePanel FromFile(
        IReadOnlyList<PanelColumn> columns, int[]? sourceRows, string sourceName, string? sha256, SampleLog sample, IReadOnlyList<Phrase> notices)
    {
        int rows = columns.Count == 0 ? 0 : columns[0].Count;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (PanelColumn column in columns)
        {
            if (column.Count != rows)
                throw new ArgumentException($"column '{column.Name}' has {column.Count} rows, column '{columns[0].Name}' {rows}", nameof(columns));
            if (!names.Add(column.Name))
                throw new UsageException("duplicate-column", $"there are two columns '{column.Name}'");
        }
        IReadOnlyList<PanelSource> sources = sha256 is null ? [] : [new PanelSource(sourceName, sha256)];
        return new TradePanel(columns, rows, sourceRows, sourceName, sources, sample, notices, null, sha256);
    }

    /// <summary>Number of rows.</summary>
    public int RowCount { get; }

    /// <summary>The columns in the order of the file, derived ones last.</summary>
    public IReadOnlyList<PanelColumn> Columns { get; }

    /// <summary>The file's name, for messages.</summary>
    public string SourceName { get; }

    /// <summary>Every file whose data are here, the joined ones after the first; none for a panel built in memory.</summary>
    public IReadOnlyList<PanelSource> Sources { get; }

    /// <summary>Rows read, and rows left out so far by reason.</summary>
    public SampleLog SampleLog { get; }

    /// <summary>What a reader of results should know of the data: columns kept as text, unmatched rows of a join.</summary>
    public IReadOnlyList<string> Notices => [.. NoticePhrases.Select(notice => notice.ToString())];

    /// <summary>The notices in every language.</summary>
    public IReadOnlyList<Phrase> NoticePhrases { get; }

    /// <summary>Units and periods; null before <see cref="WithIndex"/>.</summary>
    public PanelIndex? Index { get; }

    /// <summary>
    /// SHA-256 in lower-case hex: of the file's bytes; after a join, of the hashes of both sides; for a panel built in memory, of its contents.
    /// </summary>
    public string Sha256 => _sha256 ??= HashOfContents();

    /// <summary>The column of that name.</summary>
    /// <exception cref="UsageException">Code <c>unknown-column</c>, with the nearest names.</exception>
    public PanelColumn this[string name] => Find(name) ?? throw UnknownColumn(name);

    /// <summary>The column of that name, or null.</summary>
    public PanelColumn? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>The column of that name as numbers.</summary>
    /// <exception cref="UsageException">Code <c>unknown-column</c>.</exception>
    /// <exception cref="DataUnfitException">
    /// The column holds text: <c>text-in-numbers</c>, <c>text-column</c>, <c>decimal-comma</c> or <c>thousands-separators</c>; or infinite
    /// values: <c>infinite-value</c>.
    /// </exception>
    public NumberColumn Numbers(string name)
    {
        if (this[name] is not NumberColumn numbers)
            throw ((TextColumn)this[name]).NotNumbers(SourceRow, SourceName);
        List<int>? infinite = null;
        for (int row = 0; row < numbers.Values.Length; row++)
            if (double.IsInfinity(numbers.Values[row]))
                (infinite ??= []).Add(SourceRow(row));
        if (infinite is not null)
        {
            throw new DataUnfitException("infinite-value",
                $"column '{name}' of {SourceName} has {RowList.Count(infinite.Count, "infinite value")} ({RowList.Text(infinite)}): "
                + "declare these as missing codes (--missing) or correct them", infinite);
        }
        return numbers;
    }

    /// <summary>The 1-based data row of the input file (header not counted, blank rows counted) that row <paramref name="row"/> came from.</summary>
    public int SourceRow(int row) => _sourceRows is null ? row + 1 : _sourceRows[row];

    /// <summary>The row (from 0) that came from that 1-based data row, −1 when it is not here.</summary>
    public int RowOfSource(int sourceRow)
    {
        if (_sourceRows is null)
            return sourceRow >= 1 && sourceRow <= RowCount ? sourceRow - 1 : -1;
        // Source rows ascend: readers and filters keep the order of the file.
        int found = Array.BinarySearch(_sourceRows, sourceRow);
        return found < 0 ? -1 : found;
    }

    /// <summary>Tells which columns name the unit and the period.</summary>
    /// <param name="unitColumns">One column, two for pairs (joined as <c>CHN→POL</c>), or none for a single series.</param>
    /// <param name="timeColumn">A column of whole numbers, or null.</param>
    /// <returns>The indexed panel; without any column, the panel without an index.</returns>
    /// <exception cref="DataUnfitException">
    /// <c>missing-unit</c>, <c>missing-period</c>, <c>period-not-whole</c>, <c>duplicate-rows</c> (both rows named).
    /// </exception>
    public TradePanel WithIndex(IReadOnlyList<string> unitColumns, string? timeColumn)
    {
        if (unitColumns.Count == 0 && timeColumn is null)
            return With(index: null);
        if (unitColumns.Distinct(StringComparer.Ordinal).Count() < unitColumns.Count)
            throw new UsageException("repeated-unit-column", $"a unit column is named twice: {string.Join(", ", unitColumns)}");
        return With(index: PanelIndexBuilder.Build(this, unitColumns, timeColumn));
    }

    /// <summary>The rows for which <paramref name="keep"/> is true; the others are counted under <paramref name="reason"/>.</summary>
    public TradePanel Keep(ReadOnlySpan<bool> keep, Phrase reason)
    {
        if (keep.Length != RowCount)
            throw new ArgumentException($"{keep.Length} flags for {RowCount} rows", nameof(keep));
        var kept = new List<int>();
        var dropped = new List<int>();
        for (int row = 0; row < keep.Length; row++)
        {
            if (keep[row])
                kept.Add(row);
            else
                dropped.Add(SourceRow(row));
        }
        if (dropped.Count == 0)
            return this;
        int[] rows = [.. kept];
        var panel = new TradePanel(
            [.. Columns.Select(c => c.Select(rows))], rows.Length, Array.ConvertAll(rows, SourceRow), SourceName, Sources,
            SampleLog.With(reason, dropped), NoticePhrases, null, Sha256);
        return Index is null ? panel : panel.WithIndex(Index.UnitColumns, Index.TimeColumn);
    }

    /// <summary>The panel with one more column.</summary>
    /// <exception cref="UsageException">Code <c>duplicate-column</c>: there is one of that name.</exception>
    public TradePanel WithColumn(PanelColumn column)
    {
        if (column.Count != RowCount)
            throw new ArgumentException($"column '{column.Name}' has {column.Count} rows, the panel {RowCount}", nameof(column));
        if (_byName.ContainsKey(column.Name))
            throw new UsageException("duplicate-column", $"{SourceName} has a column '{column.Name}' already: give the new one another name");
        return With(columns: [.. Columns, column], index: Index);
    }

    /// <summary>The panel with one more notice.</summary>
    public TradePanel WithNotice(Phrase notice) => With(index: Index, notices: [.. NoticePhrases, notice]);

    /// <summary>A left join: every row stays, the other columns of <paramref name="right"/> are added where the keys agree.</summary>
    /// <inheritdoc cref="PanelJoin.Left" path="/param|/exception"/>
    public JoinResult Join(TradePanel right, IReadOnlyList<string> on) => PanelJoin.Left(this, right, on);

    /// <summary>Joined columns and a new origin.</summary>
    internal TradePanel WithJoined(IReadOnlyList<PanelColumn> added, TradePanel right, Phrase notice)
    {
        byte[] both = SHA256.HashData(Encoding.ASCII.GetBytes(Sha256 + right.Sha256));
        return new TradePanel([.. Columns, .. added], RowCount, _sourceRows, SourceName, [.. Sources, .. right.Sources], SampleLog,
            [.. NoticePhrases, .. right.NoticePhrases, notice], Index, Convert.ToHexStringLower(both));
    }

    /// <summary>The error for a name that is no column.</summary>
    internal UsageException UnknownColumn(string name) => new("unknown-column",
        $"{SourceName} has no column '{name}'{NearestNames.Hint(name, Columns.Select(c => c.Name))}"
        + (NearestNames.Of(name, Columns.Select(c => c.Name)).Count > 0
            ? ""
            : $"; its columns are {string.Join(", ", Columns.Take(20).Select(c => c.Name))}{(Columns.Count > 20 ? ", …" : "")}"));

    private TradePanel With(PanelIndex? index, IReadOnlyList<PanelColumn>? columns = null, IReadOnlyList<Phrase>? notices = null) =>
        new(columns ?? Columns, RowCount, _sourceRows, SourceName, Sources, SampleLog, notices ?? NoticePhrases, index, _sha256);

    private string HashOfContents()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> eight = stackalloc byte[8];
        foreach (PanelColumn column in Columns)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(column.Name + (column is NumberColumn ? "\0n" : "\0t")));
            for (int row = 0; row < RowCount; row++)
            {
                if (column is NumberColumn numbers)
                {
                    // One pattern for NaN: its payload carries no meaning.
                    double value = double.IsNaN(numbers.Values[row]) ? double.NaN : numbers.Values[row];
                    BinaryPrimitives.WriteDoubleLittleEndian(eight, value);
                    hash.AppendData(eight);
                }
                else
                {
                    hash.AppendData(Encoding.UTF8.GetBytes((((TextColumn)column).Values[row] ?? "\u0001") + "\0"));
                }
            }
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
