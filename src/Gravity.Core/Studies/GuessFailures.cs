using Gravity.Core.Data;

namespace Gravity.Core.Studies;

/// <summary>Files from which no study can be drafted, with what was looked for and how to name it.</summary>
internal static class GuessFailures
{
    /// <exception cref="DataUnfitException">Code <c>wide-file</c>.</exception>
    public static void RefuseWide(TradePanel panel)
    {
        (string Name, int Period)[] periods = [.. panel.Columns.Select(c => (c.Name, Period: ColumnNames.Period(c.Name))).Where(c => c.Period is not null).Select(c => (c.Name, c.Period!.Value))];
        if (periods.Select(p => p.Period).Distinct().Count() < 3)
            return;
        string first = periods[0].Name, last = periods[^1].Name;
        throw new DataUnfitException("wide-file",
            $"{panel.SourceName} has a column for each of {periods.Select(p => p.Period).Distinct().Count()} periods ('{first}' … '{last}') and no column of periods: it is wide. "
            + "One row a partner and year is needed, with the year in a column of its own. Reshape it: "
            + "in Stata 'reshape long exports_, i(partner) j(year)'; in R tidyr 'pivot_longer(cols, names_to = \"year\", values_to = \"exports\")'; "
            + "in Python pandas 'df.melt(id_vars=[\"partner\"], var_name=\"year\", value_name=\"exports\")'; in Excel Power Query 'Unpivot Columns'. "
            + "Keep the digits of the year only");
    }

    public static DataUnfitException NoFlow(TradePanel panel, IEnumerable<ColumnContent> contents)
    {
        TextColumn? damaged = panel.Columns.OfType<TextColumn>().FirstOrDefault(c => c.IsMostlyNumbers
            && ColumnNames.OfNumbers(c.Name).Role is ColumnRole.Exports or ColumnRole.Trade or ColumnRole.Imports);
        if (damaged is not null)
        {
            DataUnfitException why = damaged.NotNumbers(panel.SourceRow, panel.SourceName);
            return new DataUnfitException("flow-not-numbers", $"'{damaged.Name}' is named like the flow, but it is no column of numbers: {why.Message}", why.Rows, why);
        }
        string[] like = [.. contents.Where(c => c.IsSkewed && !c.IsYears && !c.IsDummy).Select(c => c.Column.Name).Take(5)];
        return new DataUnfitException("no-flow-column",
            $"no column of {panel.SourceName} is named like a trade flow (exports, imports, trade, flow, value, fob, trade_value_usd, Exportwert, exportations, exportaciones, 出口额, 贸易额 …): "
            + $"name it with --flow COL{(like.Length == 0 ? "" : $"; skewed and not negative, as flows are, {(like.Length == 1 ? "is" : "are")} {Quoted(like)}")}. {Columns(panel)}");
    }

    public static DataUnfitException NoUnit(TradePanel panel, IEnumerable<ColumnContent> contents)
    {
        string[] like = [.. contents.Where(c => c is { IsNumeric: false, Distinct: > 1 } || (c is { Whole: true, Distinct: > 1 } && !c.IsDummy && !c.IsYears)).Select(c => c.Column.Name).Take(5)];
        return new DataUnfitException("no-unit-column",
            $"no column of {panel.SourceName} names the partners (importer, partner, destination, iso_d, country, Zielland, 进口国, 国家 …) and none holds country codes or names: "
            + $"name it with --importer COL, and --exporter COL in a panel of pairs{(like.Length == 0 ? "" : $"; it could be {Quoted(like)}")}. {Columns(panel)}");
    }

    private static string Quoted(IEnumerable<string> names) => string.Join(", ", names.Select(n => $"'{n}'"));

    private static string Columns(TradePanel panel) =>
        $"Its columns are {string.Join(", ", panel.Columns.Take(30).Select(c => c.Name))}{(panel.Columns.Count > 30 ? ", …" : "")}";
}
