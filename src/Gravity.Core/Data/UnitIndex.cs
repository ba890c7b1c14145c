namespace Gravity.Core.Data;

/// <summary>Units (country pairs) and periods of rows that are sorted by unit, then period.</summary>
/// <remarks>Rows of unit i are <c>Starts[i] … Starts[i + 1] − 1</c>: panel likelihoods walk them without a lookup.</remarks>
public sealed class UnitIndex
{
    /// <summary>Builds the index; <paramref name="unitOfRow"/> must be sorted and without gaps in its values.</summary>
    /// <param name="names">Names of the units.</param>
    /// <param name="unitOfRow">For each row its unit, from 0, non-decreasing.</param>
    /// <param name="periodOfRow">For each row its period as in the time column (e.g. the year); null without a time column.</param>
    /// <param name="span">First and last period of the panel, where these rows are part of one that reaches further; null for their own.</param>
    public UnitIndex(IReadOnlyList<string> names, int[] unitOfRow, int[]? periodOfRow, (int First, int Last)? span = null)
    {
        Names = names;
        UnitOfRow = unitOfRow;
        PeriodOfRow = periodOfRow;
        Starts = new int[names.Count + 1];
        Starts[^1] = unitOfRow.Length;
        for (int row = unitOfRow.Length - 1; row >= 0; row--)
        {
            if (row > 0 && unitOfRow[row] < unitOfRow[row - 1])
                throw new ArgumentException("rows must be sorted by unit", nameof(unitOfRow));
            Starts[unitOfRow[row]] = row;
        }
        if (periodOfRow is { Length: > 0 })
        {
            (FirstPeriod, LastPeriod) = span ?? (periodOfRow.Min(), periodOfRow.Max());
        }
    }

    /// <summary>Names of the units, e.g. <c>POL</c> or <c>CHN→POL</c>.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Number of units.</summary>
    public int Count => Names.Count;

    /// <summary>For each row its unit, from 0.</summary>
    public int[] UnitOfRow { get; }

    /// <summary>For each row its period; null without a time column.</summary>
    public int[]? PeriodOfRow { get; }

    /// <summary>First row of each unit, and the number of rows at the end.</summary>
    public int[] Starts { get; }

    /// <summary>Rows of the unit that has most.</summary>
    internal int LongestUnit
    {
        get
        {
            int longest = 0;
            for (int unit = 0; unit < Count; unit++)
                longest = Math.Max(longest, Starts[unit + 1] - Starts[unit]);
            return longest;
        }
    }

    /// <summary>Earliest period of the sample.</summary>
    public int FirstPeriod { get; }

    /// <summary>Latest period of the sample: T of Battese and Coelli (1992).</summary>
    public int LastPeriod { get; }
}
