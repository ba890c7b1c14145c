namespace Gravity.Reporting.Tables;

/// <summary>Splits the columns of a table wider than its page into panels that fit.</summary>
internal static class TablePanels
{
    /// <summary>
    /// As few panels as the page allows, with the columns spread evenly: 7 columns of which 5 fit are 4 and 3, not 5 and 2. Each panel begins with
    /// the columns that name the rows. A column wider than the page is a panel of its own.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="page">The page in the unit of <paramref name="width"/>; null for no limit.</param>
    /// <param name="width">The width of a panel with these columns.</param>
    public static List<int[]> Of(ReportTable table, int? page, Func<int[], int> width)
    {
        int stub = Math.Clamp(table.StubColumns, 0, table.Columns.Count);
        int rest = table.Columns.Count - stub;
        if (rest == 0) return [Range(stub, 0, 0)];
        for (int count = 1; count < rest; count++)
        {
            List<int[]> even = [.. Even(rest, count).Select(part => Range(stub, stub + part.First, part.Count))];
            if (page is not { } limit || even.All(panel => panel.Length == stub + 1 || width(panel) <= limit))
                return even;
        }

        return [.. Enumerable.Range(stub, rest).Select(j => Range(stub, j, 1))];
    }

    private static int[] Range(int stub, int first, int count) => [.. Enumerable.Range(0, stub), .. Enumerable.Range(first, count)];

    private static IEnumerable<(int First, int Count)> Even(int columns, int parts)
    {
        int first = 0;
        for (int k = 0; k < parts; k++)
        {
            int count = (columns - first + parts - k - 1) / (parts - k);
            yield return (first, count);
            first += count;
        }
    }
}
