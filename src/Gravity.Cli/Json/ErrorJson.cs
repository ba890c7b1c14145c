using Gravity.Core.Estimation;

namespace Gravity.Cli.Json;

/// <summary>An error for programs: the sentence itself is on standard error too.</summary>
internal static class ErrorJson
{
    public static void Write(TextWriter output, string code, string message, IReadOnlyList<int> rows) => ResultWriter.Write(output, writer =>
    {
        writer.WriteStartObject("error");
        writer.WriteString("code", code);
        writer.WriteString("message", message);
        writer.WriteDoubles("rows", rows.Select(row => (double)row));
        writer.WriteEndObject();
    });
}
