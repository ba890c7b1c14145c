namespace Gravity.Core.Data;

/// <summary>Which unit and period each row of a panel belongs to, and the order of the rows by unit, then period.</summary>
/// <remarks>
/// Unlike <see cref="UnitIndex"/>, which describes rows that are sorted already, this one describes the rows of a file in any order.
/// Units are numbered in the ordinal order of their names, so that the order of the file does not matter.
/// </remarks>
public sealed class PanelIndex
{
    private readonly int[] _starts;

    internal PanelIndex(
        IReadOnlyList<string> unitColumns, string? timeColumn, string[] unitNames, int[] unitOfRow, int[]? periodOfRow, int[] order)
    {
        UnitColumns = unitColumns;
        TimeColumn = timeColumn;
        UnitNames = unitNames;
        UnitOfRow = unitOfRow;
        PeriodOfRow = periodOfRow;
        Order = order;
        _starts = new int[unitNames.Length + 1];
        foreach (int unit in unitOfRow)
            _starts[unit + 1]++;
        for (int unit = 0; unit < unitNames.Length; unit++)
            _starts[unit + 1] += _starts[unit];
        Structure = Describe();
    }

    /// <summary>The columns that name the unit; none for a single series.</summary>
    public IReadOnlyList<string> UnitColumns { get; }

    /// <summary>The column of periods, or null.</summary>
    public string? TimeColumn { get; }

    /// <summary>Names of the units in ordinal order; several unit columns are joined as <c>CHN→POL</c>.</summary>
    public IReadOnlyList<string> UnitNames { get; }

    /// <summary>For each row of the panel its unit, from 0.</summary>
    public int[] UnitOfRow { get; }

    /// <summary>For each row of the panel its period; null without a time column.</summary>
    public int[]? PeriodOfRow { get; }

    /// <summary>The rows of the panel sorted by unit, then period (without periods: as in the file).</summary>
    public int[] Order { get; }

    /// <summary>Counts of units and periods, gaps, balance.</summary>
    public PanelStructure Structure { get; }

    /// <summary>The rows of a unit in the order of their periods.</summary>
    public ReadOnlySpan<int> RowsOf(int unit) => Order.AsSpan(_starts[unit], _starts[unit + 1] - _starts[unit]);

    /// <summary>The row of that unit and period, −1 when there is none or the panel has no periods.</summary>
    public int Find(int unit, int period)
    {
        if (PeriodOfRow is null)
            return -1;
        ReadOnlySpan<int> rows = RowsOf(unit);
        int low = 0, high = rows.Length - 1;
        while (low <= high)
        {
            int middle = (low + high) >> 1;
            int found = PeriodOfRow[rows[middle]];
            if (found == period)
                return rows[middle];
            if (found < period)
                low = middle + 1;
            else
                high = middle - 1;
        }
        return -1;
    }

    private PanelStructure Describe()
    {
        int units = UnitNames.Count, rows = UnitOfRow.Length;
        int fewest = int.MaxValue, most = 0;
        for (int unit = 0; unit < units; unit++)
        {
            int count = _starts[unit + 1] - _starts[unit];
            fewest = Math.Min(fewest, count);
            most = Math.Max(most, count);
        }
        double mean = units == 0 ? 0 : (double)rows / units;
        if (PeriodOfRow is null || rows == 0)
            return new PanelStructure(rows, units, 0, null, null, units == 0 ? 0 : fewest, mean, most, [], [], units == 0 || fewest == most);

        int[] periods = [.. PeriodOfRow.Distinct().Order()];
        var absent = new List<int>();
        for (int i = 1; i < periods.Length; i++)
            for (int period = periods[i - 1] + 1; period < periods[i] && absent.Count < 1000; period++)
                absent.Add(period);
        var gaps = new List<UnitGap>();
        for (int unit = 0; unit < units; unit++)
        {
            ReadOnlySpan<int> own = RowsOf(unit);
            int position = Array.BinarySearch(periods, PeriodOfRow[own[0]]);
            List<int>? lacking = null;
            foreach (int row in own)
            {
                for (; periods[position] < PeriodOfRow[row]; position++)
                    (lacking ??= []).Add(periods[position]);
                position++;
            }
            if (lacking is not null)
                gaps.Add(new UnitGap(UnitNames[unit], lacking));
        }
        return new PanelStructure(rows, units, periods.Length, periods[0], periods[^1], fewest, mean, most, gaps, absent,
            rows == (long)units * periods.Length);
    }
}
