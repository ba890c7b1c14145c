using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;

namespace Gravity.Core.Data;

/// <summary>The bytes of a file, unpacked and as UTF-8, with the hash of the bytes as they were.</summary>
/// <param name="Utf8">Text without byte order mark and without an Excel <c>sep=</c> line.</param>
/// <param name="Sha256">Hash of the raw bytes.</param>
/// <param name="Separator">The separator that a <c>sep=</c> line asked for.</param>
internal sealed record CsvInput(ReadOnlyMemory<byte> Utf8, string Sha256, char? Separator)
{
    /// <summary>The bytes unpacked, in the file's own encoding.</summary>
    public ReadOnlyMemory<byte> Unpacked { get; private init; }

    /// <summary>Whether a byte order mark tells the encoding.</summary>
    public bool Marked { get; private init; }

    /// <summary>Reads a file.</summary>
    public static CsvInput ReadFile(string path, CsvOptions options)
    {
        if (Directory.Exists(path))
            throw new DataUnfitException("file-not-found", $"'{path}' is a folder, not a file: name the file in it");
        if (!File.Exists(path))
            throw new DataUnfitException("file-not-found", $"there is no file '{path}'{NearFiles(path)}");
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream, Path.GetFileName(path), options);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataUnfitException("file-unreadable", $"'{path}' cannot be read: {error.Message}", inner: error);
        }
    }

    /// <summary>Reads a stream to its end; gzip is recognised by its first bytes.</summary>
    public static CsvInput Read(Stream stream, string name, CsvOptions options)
    {
        ReadOnlyMemory<byte> raw = ReadAll(stream, name);
        string sha256 = Convert.ToHexStringLower(SHA256.HashData(raw.Span));
        ReadOnlyMemory<byte> bytes = raw;
        if (raw.Length > 2 && raw.Span[0] == 0x1F && raw.Span[1] == 0x8B)
            bytes = Unpack(raw, name);
        if (bytes.Span.StartsWith("PK\x03\x04"u8) || bytes.Span.StartsWith("PAR1"u8))
            throw new DataUnfitException("not-csv", $"{name} is a spreadsheet, an archive or a Parquet file, not text: save the table as CSV");
        ReadOnlyMemory<byte> unpacked = bytes;
        bytes = ToUtf8(bytes, name, options.Encoding);
        (bytes, char? separator) = WithoutSeparatorLine(bytes);
        // Blank lines above the header are no rows.
        int start = bytes.Span.IndexOfAnyExcept((byte)'\r', (byte)'\n');
        bytes = start > 0 ? bytes[start..] : bytes;
        return new CsvInput(bytes, sha256, separator) { Unpacked = unpacked, Marked = IsMarked(unpacked.Span) };
    }

    private static bool IsMarked(ReadOnlySpan<byte> bytes) =>
        bytes.StartsWith(Encoding.UTF8.Preamble) || bytes.StartsWith(Encoding.Unicode.Preamble) || bytes.StartsWith(Encoding.BigEndianUnicode.Preamble);

    private static ReadOnlyMemory<byte> ReadAll(Stream stream, string name)
    {
        if (stream.CanSeek && stream.Length - stream.Position > Array.MaxLength)
            throw TooLarge(name);
        using var memory = new MemoryStream(stream.CanSeek ? (int)(stream.Length - stream.Position) : 0);
        try
        {
            stream.CopyTo(memory);
        }
        catch (IOException error) when (memory.Length > 1_000_000_000)
        {
            throw TooLarge(name, error);
        }
        return memory.GetBuffer().AsMemory(0, (int)memory.Length);
    }

    private static DataUnfitException TooLarge(string name, Exception? inner = null) =>
        new("file-too-large", $"{name} has more than 2 GB of text: keep the columns and years that are needed", inner: inner);

    private static ReadOnlyMemory<byte> Unpack(ReadOnlyMemory<byte> packed, string name)
    {
        try
        {
            using var gzip = new GZipStream(new MemoryStream(packed.ToArray()), CompressionMode.Decompress);
            ReadOnlyMemory<byte> unpacked = ReadAll(gzip, name);
            if (IsCutOff(packed.Span, unpacked.Length))
                throw new InvalidDataException("it ends before its last block");
            return unpacked;
        }
        catch (InvalidDataException error)
        {
            throw new DataUnfitException("file-unreadable", $"{name} is not a whole gzip file: {error.Message}", inner: error);
        }
    }

    /// <summary>The decoder ends in silence when a file is cut off; the length in the trailer (RFC 1952, ISIZE) tells.</summary>
    private static bool IsCutOff(ReadOnlySpan<byte> packed, int length)
    {
        uint size = packed.Length < 18 ? uint.MaxValue : BinaryPrimitives.ReadUInt32LittleEndian(packed[^4..]);
        // A file of several members gives the length of its last one.
        bool several = packed[3..].IndexOf([(byte)0x1F, (byte)0x8B, (byte)0x08]) >= 0;
        return several ? size > (uint)length : size != (uint)length;
    }

    private static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> bytes, string name, Encoding? given)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.StartsWith(Encoding.UTF8.Preamble))
            return CheckUtf8(bytes[3..], name);
        if (span.Length >= 2 && ((span[0] == 0xFF && span[1] == 0xFE) || (span[0] == 0xFE && span[1] == 0xFF)))
        {
            Encoding utf16 = span[0] == 0xFF ? Encoding.Unicode : Encoding.BigEndianUnicode;
            return Encoding.Convert(utf16, Encoding.UTF8, bytes[2..].ToArray());
        }
        return given is null or UTF8Encoding ? CheckUtf8(bytes, name) : Encoding.Convert(given, Encoding.UTF8, bytes.ToArray());
    }

    private static ReadOnlyMemory<byte> CheckUtf8(ReadOnlyMemory<byte> bytes, string name)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        bool zero = span.Contains((byte)0);
        if (System.Text.Unicode.Utf8.IsValid(span) && !zero)
            return bytes;
        int at = 0;
        if (zero)
        {
            at = span.IndexOf((byte)0);
        }
        else
        {
            while (at < span.Length && Rune.DecodeFromUtf8(span[at..], out _, out int used) == System.Buffers.OperationStatus.Done)
                at += used;
        }
        int line = 1 + span[..at].Count((byte)'\n');
        throw new DataUnfitException("not-utf8", FormattableString.Invariant(
            $"{name} is not UTF-8 text (line {line}, byte {at + 1}): save it as UTF-8, or name its encoding (--encoding latin1, say)"));
    }

    /// <summary>Excel writes and obeys a first line such as <c>sep=;</c>.</summary>
    private static (ReadOnlyMemory<byte> Text, char? Separator) WithoutSeparatorLine(ReadOnlyMemory<byte> bytes)
    {
        ReadOnlySpan<byte> span = bytes.Span;
        if (span.Length < 6 || !(span.StartsWith("sep="u8) || span.StartsWith("SEP="u8)) || span[5] is not ((byte)'\r' or (byte)'\n'))
            return (bytes, null);
        int skip = span[5] == '\r' && span.Length > 6 && span[6] == '\n' ? 7 : 6;
        return (bytes[skip..], (char)span[4]);
    }

    private static string NearFiles(string path)
    {
        string folder = Path.GetDirectoryName(path) is { Length: > 0 } given ? given : ".";
        if (!Directory.Exists(folder))
            return $": there is no folder '{folder}' either";
        IEnumerable<string> files = Directory.EnumerateFiles(folder).Take(1000).Select(f => Path.GetFileName(f)!);
        return NearestNames.Hint(Path.GetFileName(path), files.Order(StringComparer.Ordinal));
    }
}
