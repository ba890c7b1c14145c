using System.IO.Compression;

namespace Gravity.Reporting.Tables;

/// <summary>Makes an office file whose bytes depend on its content alone.</summary>
internal static class OfficePackage
{
    // The first moment that the zip format can hold.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Builds the package in memory and writes its parts in the order of their names, all dated alike.</summary>
    /// <param name="build">Fills an empty, seekable stream with the package.</param>
    /// <param name="output">Where to; stays open.</param>
    public static void Write(Action<Stream> build, Stream output)
    {
        using var draft = new MemoryStream();
        build(draft);
        draft.Position = 0;
        using var source = new ZipArchive(draft, ZipArchiveMode.Read);
        using var target = new ZipArchive(output, ZipArchiveMode.Create, leaveOpen: true);
        // Readers that look at the first entry only expect the content types there, and '[' sorts before letters.
        foreach (ZipArchiveEntry part in source.Entries.OrderBy(e => e.FullName, StringComparer.Ordinal))
        {
            ZipArchiveEntry copy = target.CreateEntry(part.FullName, CompressionLevel.Optimal);
            copy.LastWriteTime = Epoch;
            using Stream from = part.Open(), to = copy.Open();
            from.CopyTo(to);
        }
    }

    /// <summary>The text without characters that XML cannot hold, which become U+FFFD.</summary>
    public static string Clean(string text)
    {
        if (text.All(c => c >= ' ' && c < '\uD800')) return text;
        var result = new System.Text.StringBuilder(text.Length);
        foreach (System.Text.Rune rune in text.EnumerateRunes())
            result.Append(rune.Value is '\n' or '\t' || (rune.Value >= ' ' && rune.Value is not (0xFFFE or 0xFFFF)) ? rune.ToString() : "\uFFFD");
        return result.ToString();
    }
}
