using Gravity.Core.Efficiency;
using Gravity.Core.Frontier;
using Gravity.Core.Specification;

namespace Gravity.Core.Potential;

/// <summary>What does not change from draw to draw: flows, sides, periods and groups, and potential as a function of x = h·u.</summary>
/// <remarks>
/// Under ln(1 + flow) it is 1 + flow that has efficiency exp(−u), so a shift c = 1 is added before and taken off after:
/// potential = (actual + c)·exp(±x) − c. In a model of flows in levels a zero flow has an efficiency and nothing that could be divided by it: its potential is
/// the frontier exp(x'β), the mean flow without inefficiency.
/// </remarks>
internal sealed class PotentialFrame
{
    private readonly double _sign;
    private readonly double _shift;

    public PotentialFrame(Design design, PotentialOptions options)
    {
        _sign = options.Side == FrontierSide.Production ? 1 : -1;
        _shift = design.ResponseScale == ResponseScale.Log1p ? 1 : 0;
        Actual = options.Actual?.ToArray() ?? design.Flow ?? Array.ConvertAll(design.Response, Math.Exp);
        if (Actual.Length != design.RowCount)
            throw new ArgumentException($"{Actual.Length} flows for {design.RowCount} rows", nameof(options));
        bool levels = design.ResponseScale == ResponseScale.Level;
        IsZero = Array.ConvertAll(Actual, flow => levels && flow == 0);
        Periods = Efficiencies.RowsByPeriod(design.RowCount, design.Units?.PeriodOfRow);
        Groups = options.Groupings.Select(grouping => new GroupIndex(grouping, Actual)).ToArray();
    }

    /// <summary>The flow of each row; NaN where it is missing.</summary>
    public double[] Actual { get; }

    /// <summary>The zero flows of a model in levels, whose potential is the frontier.</summary>
    public bool[] IsZero { get; }

    /// <summary>Rows by period.</summary>
    public int[][] Periods { get; }

    /// <summary>Groups of each grouping.</summary>
    public GroupIndex[] Groups { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => Actual.Length;

    /// <summary>The flow with inefficiency x taken away.</summary>
    public double Potential(int row, double x) => (Actual[row] + _shift) * Math.Exp(_sign * x) - _shift;

    /// <summary>The same, the frontier for a zero flow.</summary>
    public double Potential(int row, double x, double logFrontier) => IsZero[row] ? Level(logFrontier) : Potential(row, x);

    /// <summary>Potential less actual flow; the frontier for a zero flow.</summary>
    public double Gap(int row, double x, double logFrontier) => IsZero[row] ? Level(logFrontier) : Gap(row, x);

    /// <summary>Potential less actual flow.</summary>
    public double Gap(int row, double x) => (Actual[row] + _shift) * Numerics.Elementary.ExpMinusOne(_sign * x);

    /// <summary>Potential over actual flow, less 1; does not depend on the flow unless the response is ln(1 + flow).</summary>
    public double Room(int row, double x) => _shift == 0 ? Numerics.Elementary.ExpMinusOne(_sign * x) : Gap(row, x) / Actual[row];

    /// <summary>The flow at a value of the response.</summary>
    public double Level(double response) => Math.Exp(response) - _shift;

    /// <summary>ln E[exp(±x)] as the x that makes <see cref="Potential(int, double)"/> the expected potential.</summary>
    public double ExpectedExponent(IConditionalLaw law, double scale) => _sign * law.LogMomentGenerating(_sign * scale);

    /// <summary>A number that falls as the room widens, for ranking: the room itself would overflow in the tail of u.</summary>
    public double RankKey(int row, double x) => _shift == 0 ? -x : -_sign * Room(row, x);

    /// <summary>The room of a total.</summary>
    public static double TotalRoom(double potential, double actual) => (potential - actual) / actual;

    /// <summary>A number that falls as the room of a total widens.</summary>
    public double TotalRankKey(double potential, double actual) => -_sign * TotalRoom(potential, actual);

    /// <summary>Writes the ranks of rows within their periods.</summary>
    /// <param name="x">h·u of each row.</param>
    /// <param name="ranks">Receives the ranks.</param>
    /// <param name="keys">Scratch as long as the longest period.</param>
    /// <param name="items">Scratch as long as the longest period.</param>
    public void RankRows(double[] x, double[] ranks, double[] keys, int[] items)
    {
        foreach (int[] rows in Periods)
        {
            for (int i = 0; i < rows.Length; i++)
            {
                keys[i] = RankKey(rows[i], x[rows[i]]);
                items[i] = rows[i];
            }
            Ranks.Ascending(keys.AsSpan(0, rows.Length), items.AsSpan(0, rows.Length), ranks);
        }
    }

    /// <summary>Writes the ranks of the groups of a grouping; the scratch is as long as there are groups.</summary>
    public void RankGroups(GroupIndex groups, double[] potential, double[] ranks, double[] keys, int[] items)
    {
        for (int g = 0; g < groups.Count; g++)
        {
            keys[g] = TotalRankKey(potential[g], groups.Actual[g]);
            items[g] = g;
        }
        Ranks.Ascending(keys.AsSpan(0, groups.Count), items.AsSpan(0, groups.Count), ranks);
    }
}

/// <summary>The groups of one grouping, in ordinal order of their keys, with what is known of them before any draw.</summary>
internal sealed class GroupIndex
{
    public GroupIndex(Grouping grouping, double[] actual)
    {
        if (grouping.Keys.Count != actual.Length)
            throw new ArgumentException($"grouping '{grouping.Name}' has {grouping.Keys.Count} keys for {actual.Length} rows", nameof(grouping));
        Name = grouping.Name;
        Keys = grouping.Keys.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray();
        var position = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int g = 0; g < Keys.Length; g++)
            position.Add(Keys[g], g);
        GroupOfRow = new int[actual.Length];
        Rows = new int[Keys.Length];
        Left = new int[Keys.Length];
        Actual = new double[Keys.Length];
        for (int r = 0; r < actual.Length; r++)
        {
            int g = position[grouping.Keys[r]];
            bool missing = double.IsNaN(actual[r]);
            GroupOfRow[r] = missing ? -1 : g;
            Rows[g] += missing ? 0 : 1;
            Left[g] += missing ? 1 : 0;
            Actual[g] += missing ? 0 : actual[r];
        }
    }

    public string Name { get; }

    public string[] Keys { get; }

    public int Count => Keys.Length;

    /// <summary>The group of each row; −1 where the flow is missing.</summary>
    public int[] GroupOfRow { get; }

    /// <summary>Rows summed in each group.</summary>
    public int[] Rows { get; }

    /// <summary>Rows without a flow.</summary>
    public int[] Left { get; }

    /// <summary>Σ actual.</summary>
    public double[] Actual { get; }

    /// <summary>Adds up one value a row.</summary>
    public void Sum(Func<int, double> value, double[] sums)
    {
        Array.Clear(sums);
        for (int r = 0; r < GroupOfRow.Length; r++)
            if (GroupOfRow[r] >= 0)
                sums[GroupOfRow[r]] += value(r);
    }
}
