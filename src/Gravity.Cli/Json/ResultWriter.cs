using System.Text;
using System.Text.Json;
using Gravity.Core.Estimation;

namespace Gravity.Cli.Json;

/// <summary>JSON on standard output.</summary>
internal static class ResultWriter
{
    /// <summary>Writes one object with the schema first.</summary>
    public static void Write(TextWriter output, Action<Utf8JsonWriter> body)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, FitFile.WriterOptions))
        {
            writer.WriteStartObject();
            writer.WriteNumber("schema", FitFile.Schema);
            body(writer);
            writer.WriteEndObject();
        }
        Write(output, stream.GetBuffer().AsSpan(0, (int)stream.Length));
        output.Write('\n');
    }

    /// <summary>Writes finished JSON.</summary>
    public static void Write(TextWriter output, ReadOnlySpan<byte> utf8) => output.Write(Encoding.UTF8.GetString(utf8));

    /// <summary>A number; NaN and infinities are null.</summary>
    public static void Number(this Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
            writer.WriteNumber(name, value);
        else
            writer.WriteNull(name);
    }

    /// <summary>Warnings as in a fit.</summary>
    public static void Warnings(this Utf8JsonWriter writer, IEnumerable<FitWarning> warnings)
    {
        writer.WriteStartArray("warnings");
        foreach (FitWarning warning in warnings)
        {
            writer.WriteStartObject();
            writer.WriteString("code", warning.Code);
            writer.WriteString("message", warning.Message);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
