using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Gravity.Core.Estimation;

/// <summary>Numbers in JSON: the shortest digits that read back as the same bits, and null where JSON has no word for a value.</summary>
/// <remarks>
/// NaN is null. An infinity is null with a further key <c>nameLimit</c> = <c>infinity</c> or <c>-infinity</c> in the same object, so that
/// a file read back has the same value: a log variance at its boundary is −∞ and not unknown.
/// </remarks>
public static class JsonNumbers
{
    private const string LimitSuffix = "Limit";

    /// <summary>Writes a number under a key.</summary>
    public static void WriteDouble(this Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumber(name, value);
            return;
        }
        writer.WriteNull(name);
        if (double.IsInfinity(value))
            writer.WriteString(name + LimitSuffix, value > 0 ? "infinity" : "-infinity");
    }

    /// <summary>Writes a number, or null where there is none.</summary>
    public static void WriteDouble(this Utf8JsonWriter writer, string name, double? value)
    {
        if (value is { } number)
            writer.WriteDouble(name, number);
        else
            writer.WriteNull(name);
    }

    /// <summary>Writes a whole number, or null where there is none.</summary>
    public static void WriteWhole(this Utf8JsonWriter writer, string name, long? value)
    {
        if (value is { } number)
            writer.WriteNumber(name, number);
        else
            writer.WriteNull(name);
    }

    /// <summary>Writes an array of numbers on one line; NaN and infinities are null.</summary>
    public static void WriteDoubles(this Utf8JsonWriter writer, string name, IEnumerable<double> values)
    {
        writer.WritePropertyName(name);
        writer.WriteRawValue(Line(values), skipInputValidation: true);
    }

    /// <summary>Writes an array of arrays of numbers, one line each; NaN and infinities are null.</summary>
    public static void WriteTable(this Utf8JsonWriter writer, string name, IEnumerable<IEnumerable<double>> rows)
    {
        string margin = "\n" + new string(' ', 2 * writer.CurrentDepth);
        writer.WritePropertyName(name);
        string lines = string.Join("," + margin + "  ", rows.Select(Line));
        writer.WriteRawValue(lines.Length == 0 ? "[]" : $"[{margin}  {lines}{margin}]", skipInputValidation: true);
    }

    /// <summary>Writes an array of strings.</summary>
    public static void WriteStrings(this Utf8JsonWriter writer, string name, IEnumerable<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
            writer.WriteStringValue(value);
        writer.WriteEndArray();
    }

    /// <summary>Reads what <see cref="WriteDouble(Utf8JsonWriter, string, double)"/> wrote.</summary>
    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    /// <exception cref="InvalidOperationException">It holds no number.</exception>
    internal static double ReadDouble(this JsonElement element, string name)
    {
        JsonElement value = element.GetProperty(name);
        if (value.ValueKind != JsonValueKind.Null)
            return value.GetDouble();
        if (!element.TryGetProperty(name + LimitSuffix, out JsonElement limit))
            return double.NaN;
        return limit.GetString() == "infinity" ? double.PositiveInfinity : double.NegativeInfinity;
    }

    /// <summary>The number of that key, or null where it is null or absent.</summary>
    internal static double? ReadOptionalDouble(this JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value.GetDouble() : null;

    /// <summary>An array of numbers; null is NaN.</summary>
    internal static double[] ReadDoubles(this JsonElement array) =>
        [.. array.EnumerateArray().Select(v => v.ValueKind == JsonValueKind.Null ? double.NaN : v.GetDouble())];

    private static string Line(IEnumerable<double> values)
    {
        var text = new StringBuilder("[");
        foreach (double value in values)
        {
            if (text.Length > 1)
                text.Append(", ");
            text.Append(double.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "null");
        }
        return text.Append(']').ToString();
    }
}
