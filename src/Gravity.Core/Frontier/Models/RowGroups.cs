using Gravity.Core.Data;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Models;

/// <summary>Neighbouring rows whose mean is taken out: whole units, or the runs of consecutive periods of a unit.</summary>
internal sealed class RowGroups
{
    private readonly int[] _starts;

    private RowGroups(int[] starts) => _starts = starts;

    /// <summary>Number of groups.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>First row of each group, and the number of rows at the end.</summary>
    public ReadOnlySpan<int> Starts => _starts;

    /// <summary>One group a unit.</summary>
    public static RowGroups OfUnits(UnitIndex units) => new(units.Starts);

    /// <summary>One group a run of consecutive periods: differences of neighbours in time span the deviations from its mean.</summary>
    /// <exception cref="UsageException">The units have no periods.</exception>
    public static RowGroups OfConsecutivePeriods(UnitIndex units)
    {
        int[] periods = units.PeriodOfRow
            ?? throw new UsageException("no-time", "first differences need periods: name their column, e.g. --time year");
        var starts = new List<int>();
        for (int row = 0; row < periods.Length; row++)
            if (row == 0 || units.UnitOfRow[row] != units.UnitOfRow[row - 1] || periods[row] != periods[row - 1] + 1)
                starts.Add(row);
        starts.Add(periods.Length);
        return new RowGroups([.. starts]);
    }

    /// <summary>Number of rows of a group.</summary>
    public int Length(int group) => _starts[group + 1] - _starts[group];

    /// <summary>Rows that are alone in their group: nothing is left of them.</summary>
    public int[] Single() => [.. Enumerable.Range(0, Count).Where(g => Length(g) == 1).Select(g => _starts[g])];

    /// <summary>Values less the mean of their group.</summary>
    public double[] Demean(ReadOnlySpan<double> values)
    {
        double[] result = values.ToArray();
        for (int group = 0; group < Count; group++)
        {
            Span<double> own = result.AsSpan(_starts[group].._starts[group + 1]);
            // A second pass takes out what the first leaves by rounding when the mean is large beside the deviations.
            for (int pass = 0; pass < 2; pass++)
            {
                double sum = 0;
                foreach (double value in own)
                    sum += value;
                double mean = sum / own.Length;
                foreach (ref double value in own)
                    value -= mean;
            }
        }
        return result;
    }

    /// <summary>The same for every column.</summary>
    public Matrix Demean(Matrix x)
    {
        Matrix result = new(x.Rows, x.Columns);
        for (int j = 0; j < x.Columns; j++)
            Demean(x.Column(j)).CopyTo(result.Column(j));
        return result;
    }
}
