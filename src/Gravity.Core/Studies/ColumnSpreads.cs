using Gravity.Core.Data;

namespace Gravity.Core.Studies;

/// <summary>Over what columns vary in the rows that count, given who trades with whom and when.</summary>
internal sealed class ColumnSpreads
{
    private const double Tolerance = 1e-9;

    private readonly (ColumnSpread Spread, int[] Group)[] _groupings;
    private readonly int[] _rows;

    /// <param name="panel">The panel.</param>
    /// <param name="unit">The unit columns.</param>
    /// <param name="time">The column of periods, or null.</param>
    /// <param name="rows">The rows that count.</param>
    public ColumnSpreads(TradePanel panel, IReadOnlyList<string> unit, string? time, int[] rows)
    {
        _rows = rows;
        int[] Of(params string[] columns) => GroupsOf(panel, columns, rows);
        var groupings = new List<(ColumnSpread, int[])> { (ColumnSpread.Constant, new int[rows.Length]) };
        if (time is not null)
            groupings.Add((ColumnSpread.OverTime, Of(time)));
        if (unit.Count == 2)
        {
            groupings.Add((ColumnSpread.BetweenExporters, Of(unit[0])));
            groupings.Add((ColumnSpread.BetweenImporters, Of(unit[1])));
        }
        groupings.Add((ColumnSpread.BetweenUnits, Of([.. unit])));
        if (unit.Count == 2 && time is not null)
        {
            groupings.Add((ColumnSpread.ByExporterAndTime, Of(unit[0], time)));
            groupings.Add((ColumnSpread.ByImporterAndTime, Of(unit[1], time)));
        }
        _groupings = [.. groupings];
    }

    /// <summary>The narrowest grouping within which the column does not vary.</summary>
    public ColumnSpread Of(NumberColumn column)
    {
        foreach ((ColumnSpread spread, int[] group) in _groupings)
            if (IsConstantWithin(column.Values, group))
                return spread;
        return ColumnSpread.Everywhere;
    }

    /// <summary>A number for each row: the same for the same texts.</summary>
    public static int[] GroupsOf(TradePanel panel, IReadOnlyList<string> columns, int[] rows)
    {
        var groups = new int[rows.Length];
        foreach (string name in columns)
        {
            PanelColumn column = panel[name];
            var known = new Dictionary<(int, string), int>();
            for (int i = 0; i < rows.Length; i++)
            {
                (int, string) key = (groups[i], column.TextAt(rows[i]) ?? "");
                if (!known.TryGetValue(key, out int number))
                    known[key] = number = known.Count;
                groups[i] = number;
            }
        }
        return groups;
    }

    private bool IsConstantWithin(double[] values, int[] group)
    {
        var first = new Dictionary<int, double>();
        for (int i = 0; i < _rows.Length; i++)
        {
            double value = values[_rows[i]];
            if (double.IsNaN(value))
                continue;
            if (!first.TryGetValue(group[i], out double known))
                first[group[i]] = value;
            else if (Math.Abs(value - known) > Tolerance * Math.Max(Math.Abs(value), Math.Abs(known)))
                return false;
        }
        return true;
    }
}
