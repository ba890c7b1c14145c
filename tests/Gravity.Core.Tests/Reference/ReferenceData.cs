using System.Globalization;

namespace Gravity.Core.Tests.Reference;

/// <summary>The columns of a reference data set: complete, plain CSV, read without the code under test.</summary>
public sealed class ReferenceData
{
    private readonly Dictionary<string, string[]> _columns;

    private ReferenceData(Dictionary<string, string[]> columns, int rows)
    {
        _columns = columns;
        Rows = rows;
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>Names of the columns in the order of the file.</summary>
    public IEnumerable<string> Names => _columns.Keys;

    /// <summary>Reads a file of comma-separated cells without commas inside cells.</summary>
    public static ReferenceData Read(string path)
    {
        string[][] lines = [.. File.ReadLines(path).Where(line => line.Length > 0).Select(line => line.Split(',').Select(cell => cell.Trim('"')).ToArray())];
        var columns = new Dictionary<string, string[]>(StringComparer.Ordinal);
        for (int j = 0; j < lines[0].Length; j++)
            columns[lines[0][j]] = [.. lines.Skip(1).Select(cells => cells[j])];
        return new ReferenceData(columns, lines.Length - 1);
    }

    /// <summary>A column as numbers.</summary>
    public double[] Numbers(string name) => [.. _columns[name].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];

    /// <summary>A column as text.</summary>
    public IReadOnlyList<string> Texts(string name) => _columns[name];
}
