using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Core.Specification;

/// <summary>Something that every row of the sample must have.</summary>
/// <param name="Name">Its name for the log, when no column of the file is to blame.</param>
/// <param name="Columns">The columns it is made from.</param>
/// <param name="IsMissing">Whether a row of the panel lacks it.</param>
internal sealed record Requirement(string Name, IReadOnlyList<string> Columns, Func<int, bool> IsMissing);

/// <summary>Finds the rows that are complete, and says of each other row why it is not.</summary>
internal static class CompleteRows
{
    /// <summary>
    /// A row counts under the first column of the file whose missing cell makes it incomplete; where none does (the first period under a
    /// lag), under the term without a value.
    /// </summary>
    public static (bool[] Complete, SampleLog Log) Find(TradePanel panel, IReadOnlyList<Requirement> requirements)
    {
        var complete = new bool[panel.RowCount];
        var open = new List<int>();
        for (int row = 0; row < complete.Length; row++)
        {
            complete[row] = true;
            foreach (Requirement requirement in requirements)
                complete[row] &= !requirement.IsMissing(row);
            if (!complete[row])
                open.Add(row);
        }

        SampleLog log = panel.SampleLog;
        foreach (PanelColumn column in panel.Columns)
        {
            Requirement[] concerned = [.. requirements.Where(r => r.Columns.Contains(column.Name))];
            log = Count(new Phrase("reason.missing", ("column", column.Name)), row => column.IsMissing(row) && concerned.Any(r => r.IsMissing(row)));
        }
        foreach (Requirement requirement in requirements)
            log = Count(new Phrase("reason.no-value", ("term", requirement.Name)), row => requirement.IsMissing(row));
        if (!complete.Contains(true))
            throw Empty(panel, log);
        return (complete, log);

        SampleLog Count(Phrase reason, Predicate<int> isCause)
        {
            List<int> fallen = open.FindAll(isCause);
            if (fallen.Count == 0)
                return log;
            open.RemoveAll(isCause);
            return log.With(reason, [.. fallen.Select(panel.SourceRow)]);
        }
    }

    private static DataUnfitException Empty(TradePanel panel, SampleLog log)
    {
        if (panel.RowCount == 0)
            return new DataUnfitException("no-rows-left", $"{panel.SourceName} has no rows left: check the filter");
        DroppedRows[] reasons = [.. log.Dropped.Skip(panel.SampleLog.Dropped.Count)];
        string before = reasons.Length == 1
            ? ""
            : $" ({string.Join("; ", reasons.Select(r => $"{r.Reason}: {RowList.Count(r.Rows.Count, "row")}"))})";
        return new DataUnfitException("no-rows-left",
            $"no row of {panel.SourceName} is complete: {reasons[^1].Reason} takes the last {RowList.Count(reasons[^1].Rows.Count, "row")}{before}: "
            + "fill the cells, leave the term out, or check the missing codes");
    }
}
