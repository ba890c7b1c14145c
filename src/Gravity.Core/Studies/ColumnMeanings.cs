using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Completes the guesses of columns once units and periods are known: sides, spreads, logarithms, and columns whose names say nothing.</summary>
internal sealed class ColumnMeanings(TradePanel panel, IReadOnlyList<string> unit, string? time, int[] used, bool unitIsExporter, PanelGuessOptions options)
{
    public ColumnGuess[] Complete(ColumnGuess[] columns)
    {
        var spreads = new ColumnSpreads(panel, unit, time, used);
        for (int k = 0; k < columns.Length; k++)
        {
            if (panel[columns[k].Name] is not NumberColumn numbers)
                continue;
            double[] values = [.. used.Select(row => numbers.Values[row]).Where(v => !double.IsNaN(v))];
            columns[k] = columns[k] with
            {
                Spread = spreads.Of(numbers),
                Missing = used.Length - values.Length,
                Min = values.Length == 0 ? double.NaN : values.Min(),
                Max = values.Length == 0 ? double.NaN : values.Max(),
            };
            columns[k] = Sided(Logarithm(columns[k]));
        }
        Given(columns, options.Distance, ColumnRole.Distance, TradeSide.None);
        Given(columns, options.GdpOrigin, ColumnRole.Gdp, TradeSide.Origin);
        Given(columns, options.GdpPartner, ColumnRole.Gdp, TradeSide.Partner);
        ByContent(columns);
        return columns;
    }

    /// <summary>A level whose values are few and small is a logarithm that its name does not tell.</summary>
    private static ColumnGuess Logarithm(ColumnGuess column)
    {
        bool level = column.Role is ColumnRole.Gdp or ColumnRole.GdpPerCapita or ColumnRole.Population or ColumnRole.Distance or ColumnRole.Area;
        bool small = column.Max < 40 && (column.Min <= 0 || column.Max / column.Min < 4) && column.Spread != ColumnSpread.Constant;
        return level && !column.Logged && small
            ? column with
            {
                Logged = true,
                Confidence = GuessConfidence.Doubtful,
                Reason = new Phrase("guess.reason.small", ("min", Text(column.Min)), ("max", Text(column.Max))),
            }
            : column;
    }

    /// <summary>The side that the values tell, where the name tells none; a contradiction of both is doubtful.</summary>
    private ColumnGuess Sided(ColumnGuess column)
    {
        if (column.Role is ColumnRole.Other or ColumnRole.Time or ColumnRole.Exporter or ColumnRole.Importer or ColumnRole.Exports or ColumnRole.Trade or ColumnRole.Imports
            or ColumnRole.Distance or ColumnRole.Contiguity or ColumnRole.CommonLanguage or ColumnRole.Colony or ColumnRole.Agreement or ColumnRole.CommonCurrency)
            return column with { Side = TradeSide.None };
        TradeSide seen = column.Spread switch
        {
            ColumnSpread.BetweenExporters or ColumnSpread.ByExporterAndTime => TradeSide.Origin,
            ColumnSpread.BetweenImporters or ColumnSpread.ByImporterAndTime => TradeSide.Partner,
            ColumnSpread.OverTime when unit.Count == 1 => unitIsExporter ? TradeSide.Partner : TradeSide.Origin,
            ColumnSpread.BetweenUnits or ColumnSpread.Everywhere when unit.Count == 1 => unitIsExporter ? TradeSide.Origin : TradeSide.Partner,
            _ => TradeSide.None,
        };
        if (column.Side == TradeSide.None || seen == TradeSide.None)
            return column with { Side = column.Side == TradeSide.None ? seen : column.Side };
        if (seen == column.Side)
            return column with { Confidence = column.Confidence == GuessConfidence.Likely ? GuessConfidence.Certain : column.Confidence };
        return column.Role is ColumnRole.Gdp or ColumnRole.GdpPerCapita or ColumnRole.Population && unit.Count == 2
            ? column with { Side = seen, Confidence = GuessConfidence.Doubtful, Reason = new Phrase("guess.reason.side-differs") }
            : column;
    }

    private void Given(ColumnGuess[] columns, string? name, ColumnRole role, TradeSide side)
    {
        if (name is null)
            return;
        _ = panel.Numbers(name);
        for (int k = 0; k < columns.Length; k++)
        {
            if (columns[k].Name == name)
                columns[k] = columns[k] with { Role = role, Side = side, Confidence = GuessConfidence.Certain, Reason = new Phrase("guess.reason.given") };
            else if (columns[k].Role == role && columns[k].Side == side)
                columns[k] = columns[k] with { Role = ColumnRole.Other, Reason = new Phrase("guess.reason.other-given", ("column", name)) };
        }
    }

    /// <summary>Distance and GDP by what they look like, where no name tells and one column only could be it.</summary>
    private void ByContent(ColumnGuess[] columns)
    {
        Only(columns, ColumnRole.Distance, TradeSide.None, "guess.reason.distance-like",
            c => c.Spread == ColumnSpread.BetweenUnits && c.Min >= 10 && c.Max is > 100 and < 21000 && c.Max > 1.2 * c.Min);
        Only(columns, ColumnRole.Gdp, TradeSide.Partner, "guess.reason.gdp-like",
            c => c.Spread == (unit.Count == 2 ? ColumnSpread.ByImporterAndTime : ColumnSpread.Everywhere) && c.Min > 0 && c.Max > 1000 && c.Max > 5 * c.Min);
    }

    private static void Only(ColumnGuess[] columns, ColumnRole role, TradeSide side, string reason, Func<ColumnGuess, bool> like)
    {
        if (columns.Any(c => c.Role == role && (side == TradeSide.None || c.Side == side)))
            return;
        int[] found = [.. Enumerable.Range(0, columns.Length).Where(k => columns[k].Role == ColumnRole.Other && like(columns[k]))];
        if (found.Length == 1)
            columns[found[0]] = columns[found[0]] with { Role = role, Side = side, Confidence = GuessConfidence.Doubtful, Reason = new Phrase(reason) };
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
