using System.Text.Encodings.Web;
using System.Text.Json;
using Gravity.Core.Data;

namespace Gravity.Core.Estimation;

/// <summary>A fit as it is kept in a file: the estimates, the model in words, and how its data were read. Never the data.</summary>
/// <param name="Result">The estimates.</param>
/// <param name="Request">The model in words; null when the fit came without.</param>
/// <param name="Reading">How the text file of the data was read; null for the defaults.</param>
public sealed record SavedFit(FitResult Result, ModelRequest? Request, CsvOptions? Reading = null);

/// <summary>Saved fits: the JSON of <c>gravity fit</c>, written and read back to the same bits.</summary>
public static class FitFile
{
    /// <summary>Version of the layout; a reader refuses a later one.</summary>
    public const int Schema = 1;

    /// <summary>How JSON is written here: indented, letters as they are.</summary>
    public static JsonWriterOptions WriterOptions { get; } =
        new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the fit as one JSON object.</summary>
    /// <param name="writer">Where to; options <see cref="WriterOptions"/> for a file.</param>
    /// <param name="fit">The fit.</param>
    public static void Write(Utf8JsonWriter writer, SavedFit fit) => FitFileWriter.Write(writer, fit);

    /// <summary>The fit as the bytes of a file, with a final line break.</summary>
    public static byte[] ToUtf8(SavedFit fit)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, WriterOptions))
            Write(writer, fit);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="DataUnfitException"><c>file-not-found</c>, <c>file-unreadable</c>, <c>damaged-fit</c>.</exception>
    /// <exception cref="UsageException"><c>not-a-fit</c>, <c>newer-fit</c>.</exception>
    public static SavedFit ReadFile(string path)
    {
        if (!File.Exists(path))
            throw new DataUnfitException("file-not-found", $"there is no file '{path}': save a fit with gravity fit … --save {path}");
        try
        {
            using FileStream stream = File.OpenRead(path);
            return Read(stream, path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new DataUnfitException("file-unreadable", $"'{path}' cannot be read: {error.Message}", inner: error);
        }
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The bytes.</param>
    /// <param name="name">What messages call it.</param>
    /// <exception cref="DataUnfitException"><c>damaged-fit</c>: it is no JSON, or keys are missing or hold something else.</exception>
    /// <exception cref="UsageException"><c>not-a-fit</c>: JSON of something else; <c>newer-fit</c>: of a later version.</exception>
    public static SavedFit Read(Stream stream, string name)
    {
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(stream);
        }
        catch (JsonException error)
        {
            string where = error.LineNumber is { } line ? FormattableString.Invariant($" (line {line + 1})") : "";
            throw new DataUnfitException("damaged-fit", $"'{name}' is no saved fit: it is not JSON, or cut off{where}. Save the fit again with --save", inner: error);
        }
        using (document)
            return Read(document.RootElement, name);
    }

    /// <summary>Reads one JSON object, e.g. a model within the results of a study.</summary>
    /// <inheritdoc cref="Read(Stream, string)"/>
    /// <param name="element">The object.</param>
    /// <param name="name">What messages call it.</param>
    public static SavedFit Read(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty("schema", out JsonElement schema)
            || schema.ValueKind != JsonValueKind.Number || !element.TryGetProperty("model", out _) || !element.TryGetProperty("parameters", out _))
        {
            throw new UsageException("not-a-fit", $"'{name}' is JSON, but not of a fit: give a file written by gravity fit --save or --json");
        }
        if (!schema.TryGetInt32(out int version) || version != Schema)
        {
            throw new UsageException(
                "newer-fit", FormattableString.Invariant($"'{name}' has schema {schema.GetRawText()}; this version of gravity reads schema {Schema}: fit the model again"));
        }
        try
        {
            return FitFileReader.Read(element);
        }
        catch (Exception error) when (error is KeyNotFoundException or InvalidOperationException or FormatException or JsonException
            or ArgumentException or IndexOutOfRangeException)
        {
            throw new DataUnfitException(
                "damaged-fit", $"'{name}' is damaged: a key of the saved fit is missing or holds something else. Save the fit again with --save", inner: error);
        }
    }
}
