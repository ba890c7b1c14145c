using System.Globalization;

namespace Gravity.Core.Data;

/// <summary>Builds a <see cref="PanelIndex"/> from unit and time columns and refuses what cannot be one.</summary>
internal static class PanelIndexBuilder
{
    /// <summary>The name of the only unit of a panel that has a time column and no unit column.</summary>
    private const string SingleSeries = "(all)";

    public static PanelIndex Build(TradePanel panel, IReadOnlyList<string> unitColumns, string? timeColumn)
    {
        int[]? periods = timeColumn is null ? null : Periods(panel, timeColumn);
        (string[] names, int[] unitOfRow) = Units(panel, unitColumns);
        int[] order = Sort(unitOfRow, periods);
        if (periods is not null)
            RefuseDuplicates(panel, unitColumns, timeColumn!, names, unitOfRow, periods, order);
        return new PanelIndex(unitColumns, timeColumn, names, unitOfRow, periods, order);
    }

    private static int[] Periods(TradePanel panel, string timeColumn)
    {
        double[] values = panel.Numbers(timeColumn).Values;
        var periods = new int[values.Length];
        var missing = new List<int>();
        var odd = new List<int>();
        for (int row = 0; row < values.Length; row++)
        {
            double value = values[row];
            if (double.IsNaN(value))
                missing.Add(panel.SourceRow(row));
            else if (value != Math.Floor(value) || Math.Abs(value) > 1e9)
                odd.Add(panel.SourceRow(row));
            else
                periods[row] = (int)value;
        }
        if (missing.Count > 0)
        {
            throw new DataUnfitException("missing-period",
                $"column '{timeColumn}' of {panel.SourceName} has no period in {RowList.Text(missing)}: fill the cells or drop the rows "
                + $"with --where \"!missing({timeColumn})\"", missing);
        }
        if (odd.Count > 0)
        {
            throw new DataUnfitException("period-not-whole",
                $"column '{timeColumn}' of {panel.SourceName} has periods that are not whole numbers in {RowList.Text(odd)} "
                + $"({RowList.Examples(odd.Take(20).Select(r => panel[timeColumn].TextAt(panel.RowOfSource(r))!))}): "
                + "number the periods, e.g. by year", odd);
        }
        return periods;
    }

    private static (string[] Names, int[] UnitOfRow) Units(TradePanel panel, IReadOnlyList<string> unitColumns)
    {
        int rows = panel.RowCount;
        var unitOfRow = new int[rows];
        if (unitColumns.Count == 0)
            return (rows == 0 ? [] : [SingleSeries], unitOfRow);

        var codes = new int[rows];
        List<string> names = [""];
        for (int part = 0; part < unitColumns.Count; part++)
        {
            (List<string> levels, int[] levelOfRow) = Levels(panel, unitColumns[part]);
            var seen = new Dictionary<long, int>();
            var joined = new List<string>();
            for (int row = 0; row < rows; row++)
            {
                long key = (long)codes[row] * levels.Count + levelOfRow[row];
                if (!seen.TryGetValue(key, out int code))
                {
                    code = joined.Count;
                    seen.Add(key, code);
                    joined.Add(part == 0 ? levels[levelOfRow[row]] : names[codes[row]] + "→" + levels[levelOfRow[row]]);
                }
                codes[row] = code;
            }
            names = joined;
        }

        string[] sorted = [.. names];
        int[] old = [.. Enumerable.Range(0, names.Count)];
        Array.Sort(sorted, old, StringComparer.Ordinal);
        var rank = new int[names.Count];
        for (int i = 0; i < old.Length; i++)
            rank[old[i]] = i;
        for (int row = 0; row < rows; row++)
            unitOfRow[row] = rank[codes[row]];
        return (sorted, unitOfRow);
    }

    /// <summary>Distinct values of a column in order of appearance, and each row's.</summary>
    private static (List<string> Levels, int[] LevelOfRow) Levels(TradePanel panel, string name)
    {
        PanelColumn column = panel[name];
        var levels = new List<string>();
        var levelOfRow = new int[column.Count];
        var missing = new List<int>();
        if (column is NumberColumn numbers)
        {
            var seen = new Dictionary<double, int>();
            for (int row = 0; row < levelOfRow.Length; row++)
            {
                double value = numbers.Values[row];
                if (double.IsNaN(value))
                    missing.Add(panel.SourceRow(row));
                else if (!seen.TryGetValue(value, out levelOfRow[row]))
                {
                    seen.Add(value, levelOfRow[row] = levels.Count);
                    levels.Add(NumberText.Of(value));
                }
            }
        }
        else
        {
            string?[] texts = ((TextColumn)column).Values;
            var seen = new Dictionary<string, int>(StringComparer.Ordinal);
            for (int row = 0; row < levelOfRow.Length; row++)
            {
                if (texts[row] is not { } text)
                    missing.Add(panel.SourceRow(row));
                else if (!seen.TryGetValue(text, out levelOfRow[row]))
                {
                    seen.Add(text, levelOfRow[row] = levels.Count);
                    levels.Add(text);
                }
            }
        }
        if (missing.Count > 0)
        {
            throw new DataUnfitException("missing-unit",
                $"column '{name}' of {panel.SourceName} names no unit in {RowList.Text(missing)}: fill the cells or drop the rows with "
                + $"--where \"!missing({name})\" (the text NA, Namibia's two-letter code, is read as missing: use three-letter codes)", missing);
        }
        return (levels, levelOfRow);
    }

    private static int[] Sort(int[] unitOfRow, int[]? periods)
    {
        int rows = unitOfRow.Length;
        var keys = new long[rows];
        var order = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            // Without periods the row itself breaks ties, because Array.Sort is not stable.
            keys[row] = ((long)unitOfRow[row] << 32) + (periods is null ? row : (long)periods[row] - int.MinValue);
            order[row] = row;
        }
        Array.Sort(keys, order);
        return order;
    }

    private static void RefuseDuplicates(
        TradePanel panel, IReadOnlyList<string> unitColumns, string timeColumn, string[] names, int[] unitOfRow, int[] periods, int[] order)
    {
        var rows = new List<int>();
        var examples = new List<string>();
        for (int i = 1; i < order.Length; i++)
        {
            int row = order[i], before = order[i - 1];
            if (unitOfRow[row] != unitOfRow[before] || periods[row] != periods[before])
                continue;
            int first = i - 1;
            while (i + 1 < order.Length && unitOfRow[order[i + 1]] == unitOfRow[row] && periods[order[i + 1]] == periods[row])
                i++;
            int[] same = [.. order[first..(i + 1)].Select(panel.SourceRow).Order()];
            rows.AddRange(same);
            if (examples.Count < 5)
            {
                string unit = unitColumns.Count == 0 ? "" : names[unitOfRow[row]] + " ";
                examples.Add(string.Create(CultureInfo.InvariantCulture, $"{unit}{periods[row]}: {RowList.Text(same)}"));
            }
        }
        if (rows.Count == 0)
            return;
        rows.Sort();
        string remedy = unitColumns.Count switch
        {
            0 => "name the column of the unit (--unit)",
            1 => "keep one row each, or name two unit columns (--unit exporter,importer) when the rows are pairs",
            _ => "keep one row each, or aggregate them",
        };
        string what = unitColumns.Count == 0
            ? $"column '{timeColumn}'"
            : $"columns {string.Join(", ", unitColumns.Append(timeColumn).Select(c => $"'{c}'"))}";
        throw new DataUnfitException("duplicate-rows",
            $"{panel.SourceName} has several rows with the same values of {what} ({string.Join("; ", examples)}"
            + $"{(rows.Count > examples.Count * 2 ? "; …" : "")}): {remedy}", rows);
    }
}
