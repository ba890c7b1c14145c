using Gravity.Core.Data;
using Gravity.Core.Specification;

namespace Gravity.Core.Regression.Absorption;

/// <summary>From columns of a panel to groups of rows.</summary>
internal static class EffectBinding
{
    /// <summary>The groups of rows that share the values of the effect's columns.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="panelRows">Rows of the panel, in the order of the sample.</param>
    /// <param name="effect">The columns, e.g. <c>iso_o^year</c>.</param>
    /// <exception cref="UsageException"><c>unknown-column</c>.</exception>
    /// <exception cref="DataUnfitException"><c>missing-effect</c>: a cell of the columns is missing in one of the rows.</exception>
    public static EffectGroups Bind(TradePanel panel, int[] panelRows, AbsorbedEffect effect)
    {
        PanelColumn[] columns = [.. effect.Columns.Select(name => panel[name])];
        int[] codes = [];
        int count = 0;
        for (int k = 0; k < columns.Length; k++)
        {
            bool pair = effect.Pairs.Contains(k), first = k == 0;
            int[] part = pair ? Pairs(panel, columns[k], columns[++k], panelRows, out int next) : Codes(panel, columns[k], panelRows, out next);
            (codes, count) = first ? (part, next) : (Joined(codes, count, part, next, out int joined), joined);
        }
        var firstRow = new int[count];
        for (int i = panelRows.Length - 1; i >= 0; i--)
            firstRow[codes[i]] = panelRows[i];
        return new EffectGroups(effect.ToString(), codes, count, group => string.Join("^", columns.Select(c => c.TextAt(firstRow[group]))));
    }

    /// <summary>Numbers the unordered pairs of the values of two columns in the order of the rows.</summary>
    private static int[] Pairs(TradePanel panel, PanelColumn left, PanelColumn right, int[] rows, out int count)
    {
        foreach (PanelColumn column in new[] { left, right })
        {
            if (Array.Exists(rows, column.IsMissing))
                throw Missing(panel, column, rows);
        }
        // By their texts: a country is the same whether one column holds it as a number and the other as a word.
        var both = new int[2 * rows.Length];
        int values = Number(both.Length, i => (i < rows.Length ? left : right).TextAt(rows[i % rows.Length])!, both);
        var pairs = new int[rows.Length];
        count = Number(rows.Length, i => (long)Math.Min(both[i], both[rows.Length + i]) * values + Math.Max(both[i], both[rows.Length + i]), pairs);
        return pairs;
    }

    /// <summary>Numbers the values of a column in the order of the rows.</summary>
    private static int[] Codes(TradePanel panel, PanelColumn column, int[] rows, out int count)
    {
        var codes = new int[rows.Length];
        if (column is NumberColumn numbers)
            count = Number(rows.Length, i => numbers.Values[rows[i]], codes);
        else
            count = Number(rows.Length, i => ((TextColumn)column).Values[rows[i]] ?? throw Missing(panel, column, rows), codes);
        if (column is NumberColumn && Array.Exists(rows, column.IsMissing))
            throw Missing(panel, column, rows);
        return codes;
    }

    private static int Number<T>(int rows, Func<int, T> value, int[] codes)
        where T : notnull
    {
        var known = new Dictionary<T, int>();
        T last = default!;
        for (int i = 0; i < rows; i++)
        {
            T now = value(i);
            // Runs of one value are common: samples are sorted by unit.
            if (i > 0 && EqualityComparer<T>.Default.Equals(now, last))
            {
                codes[i] = codes[i - 1];
                continue;
            }
            if (!known.TryGetValue(now, out int code))
                known.Add(now, code = known.Count);
            (codes[i], last) = (code, now);
        }
        return known.Count;
    }

    private static int[] Joined(int[] left, int leftCount, int[] right, int rightCount, out int count)
    {
        var joined = new int[left.Length];
        long cells = (long)leftCount * rightCount;
        if (cells <= 4L * left.Length + 1024)
        {
            var table = new int[cells];
            count = 0;
            for (int i = 0; i < left.Length; i++)
            {
                ref int code = ref table[(long)left[i] * rightCount + right[i]];
                if (code == 0)
                    code = ++count;
                joined[i] = code - 1;
            }
            return joined;
        }
        count = Number(left.Length, i => (long)left[i] * rightCount + right[i], joined);
        return joined;
    }

    private static DataUnfitException Missing(TradePanel panel, PanelColumn column, int[] rows)
    {
        int[] sources = [.. rows.Where(column.IsMissing).Select(panel.SourceRow).Order()];
        return new DataUnfitException("missing-effect",
            $"the column '{column.Name}' of the absorbed effects is empty in {RowList.Text(sources)}: fill the cells or leave the rows out", sources);
    }
}
