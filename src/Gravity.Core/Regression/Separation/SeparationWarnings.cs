using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Regression.Separation;

/// <summary>What a reader must know of rows that were left out as separated, or might have to be.</summary>
internal static class SeparationWarnings
{
    /// <summary>How many rows a reason names.</summary>
    private const int Named = 5;

    /// <summary>The notice of a design whose search ended at its limit.</summary>
    public static Phrase Undecided { get; } = new("notice.separation-undecided");

    /// <summary>Why rows are left out, by what, and the first of them by name.</summary>
    /// <param name="separated">The rows.</param>
    /// <param name="design">The design in which they stand.</param>
    /// <param name="panel">The panel of the design; null where nothing is logged.</param>
    public static Phrase Reason(SeparatedRows separated, Design design, TradePanel? panel)
    {
        string[] names = panel is null ? [] : [.. separated.Rows.Select(row => design.PanelRows[row]).Order().Select(row => Name(panel, design, row)).OfType<string>().Distinct().Take(Named + 1)];
        object which = names.Length == 0 ? ""
            : new Phrase(names.Length > Named ? "reason.separated.first" : "reason.separated.all", ("rows", string.Join(", ", names.Take(Named))));
        return separated.Columns.Count == 0
            ? new Phrase("reason.separated", ("which", which))
            : new Phrase("reason.separated-by", ("columns", (string[])[.. separated.Columns]), ("which", which));
    }

    /// <summary>One warning for each set of rows in the design's log, and one where the search was not decided; none where nothing is separated.</summary>
    public static IEnumerable<FitWarning> Of(Design design)
    {
        foreach (DroppedRows dropped in Separated(design))
        {
            yield return new FitWarning(
                WarningCatalog.SeparatedRows, new Phrase("warning.separated-rows.here", ("rows", RowList.Phrase(dropped.Rows)), ("reason", dropped.ReasonPhrase!)));
        }
        if (design.NoticePhrases.Contains(Undecided))
            yield return new FitWarning(WarningCatalog.SeparatedRows, Undecided);
    }

    /// <summary><c> that are left beside 3 separated rows</c>, for messages on samples of which too little is left; empty without any.</summary>
    public static string Beside(Design design)
    {
        int rows = Separated(design).Sum(dropped => dropped.Rows.Count);
        return rows == 0 ? "" : $" that are left beside {RowList.Count(rows, "separated row")} (zero flows whose mean is 0 at the maximum)";
    }

    private static IEnumerable<DroppedRows> Separated(Design design) =>
        design.Sample.Dropped.Where(dropped => dropped.ReasonPhrase?.Key is "reason.separated" or "reason.separated-by");

    /// <summary><c>AUS CHN 2001</c>: the unit and period of a row, or what the absorbed effects are made of, words before numbers; null without either.</summary>
    private static string? Name(TradePanel panel, Design design, int row)
    {
        IEnumerable<string> columns = panel.Index is { } index
            ? index.TimeColumn is { } time ? index.UnitColumns.Append(time) : index.UnitColumns
            : design.AbsorbedEffects.SelectMany(effect => effect.Columns).Distinct().OrderBy(name => panel[name] is NumberColumn);
        string name = string.Join(" ", columns.Select(column => panel[column].TextAt(row)));
        return name.Length == 0 ? null : name;
    }
}
