using System.Globalization;

namespace Gravity.Reporting.Tables;

/// <summary>Comma-separated values for machines (RFC 4180): round-trip numbers, a column for every part of a cell, no notes or stars.</summary>
/// <remarks>A column of estimates gets <c>key_se</c> and, where any cell has one, <c>key_p</c>; where the table prints t or intervals beneath, also
/// <c>key_t</c>, or <c>key_low</c> and <c>key_high</c>; a column of intervals gets <c>key_low</c> and <c>key_high</c>. Row groups become a first column <c>group</c>. Missing numbers are empty fields; infinities are written Infinity and -Infinity.</remarks>
public sealed class CsvTableWriter : ITableWriter
{
    private static readonly char[] MustQuote = [',', '"', '\r', '\n'];

    /// <inheritdoc/>
    public string Key => "csv";

    /// <inheritdoc/>
    public string Extension => ".csv";

    /// <inheritdoc/>
    public IReadOnlyList<string> Aliases => [];

    private enum Part
    {
        Value,
        StandardError,
        P,
        Statistic,
        Low,
        High,
    }

    /// <inheritdoc/>
    public void Write(ReportTable table, TextWriter output)
    {
        bool groups = table.Rows.Any(row => !string.IsNullOrEmpty(row.Group));
        var fields = new List<(int Column, Part Part, string Name)>();
        for (int j = 0; j < table.Columns.Count; j++)
        {
            string key = table.Columns[j].Key;
            int column = j;
            var cells = table.Rows.Select(row => row.Cells[column]).ToList();
            fields.Add((j, Part.Value, key));
            if (cells.Any(cell => cell is EstimateCell)) fields.Add((j, Part.StandardError, key + "_se"));
            if (cells.Any(cell => cell is EstimateCell { P: not null } or NumberCell { P: not null })) fields.Add((j, Part.P, key + "_p"));
            if (table.Estimates.Second is SecondLine.Statistic && cells.Any(cell => cell is EstimateCell)) fields.Add((j, Part.Statistic, key + "_t"));
            if (cells.Any(cell => cell is IntervalCell) || (table.Estimates.Second is SecondLine.Interval && cells.Any(cell => cell is EstimateCell)))
            {
                fields.Add((j, Part.Low, key + "_low"));
                fields.Add((j, Part.High, key + "_high"));
            }
        }

        WriteRecord(output, fields.Select(field => field.Name), groups ? "group" : null);
        foreach (ReportRow row in table.Rows)
            WriteRecord(output, fields.Select(field => Field(row.Cells[field.Column], field.Part)), groups ? row.Group ?? "" : null);
    }

    private static void WriteRecord(TextWriter output, IEnumerable<string> fields, string? group)
    {
        if (group is not null) fields = fields.Prepend(group);
        output.Write(string.Join(',', fields.Select(Quote)));
        output.Write("\r\n");
    }

    private static string Field(Cell cell, Part part) => (cell, part) switch
    {
        (TextCell text, Part.Value) => text.Value,
        (NumberCell number, Part.Value) => Number(number.Value),
        (NumberCell { P: { } p }, Part.P) => Number(p),
        (EstimateCell estimate, Part.Value) => Number(estimate.Value),
        (EstimateCell estimate, Part.StandardError) => Number(estimate.StandardError),
        (EstimateCell { P: { } p }, Part.P) => Number(p),
        (EstimateCell estimate, Part.Statistic) => Number(estimate.Statistic),
        (EstimateCell estimate, Part.Low) => Number(estimate.Low),
        (EstimateCell estimate, Part.High) => Number(estimate.High),
        (IntervalCell interval, Part.Value) => Number(interval.Value),
        (IntervalCell interval, Part.Low) => Number(interval.Low),
        (IntervalCell interval, Part.High) => Number(interval.High),
        _ => "",
    };

    private static string Number(double value) => double.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Quote(string field) =>
        field.IndexOfAny(MustQuote) < 0 ? field : "\"" + field.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
