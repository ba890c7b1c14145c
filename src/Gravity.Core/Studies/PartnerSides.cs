using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Who trades with whom: a panel of pairs, or the partners of one home economy.</summary>
internal sealed class PartnerSides(
    TradePanel panel, IReadOnlyDictionary<string, ColumnContent> contents, Dictionary<string, ColumnGuess> guesses, PanelGuessOptions options, string? time, string flow)
{
    public (IReadOnlyList<string> Unit, string? Home, string? Label) Find()
    {
        Take(options.Exporter, ColumnRole.Exporter, TradeSide.Origin);
        Take(options.Importer, ColumnRole.Importer, TradeSide.Partner);
        string[] exporters = Of(ColumnRole.Exporter, TradeSide.Origin), importers = Of(ColumnRole.Importer, TradeSide.Partner), plain = Of(ColumnRole.Importer, TradeSide.None);
        string? exporter = options.Exporter ?? Varied(exporters), importer = options.Importer ?? Varied(importers) ?? Varied(plain);
        if (exporter is not null && contents[exporter].IsConstant)
            exporter = null;
        if (importer is not null && contents[importer].IsConstant)
            importer = null;
        // 'exporter' and 'country' of one economy are one side told twice.
        if (exporter is not null && importer is not null && plain.Contains(importer) && Determines(exporter, importer))
            importer = null;
        if (exporter is not null && importer is not null)
            return ([exporter, importer], null, null);
        string unit = exporter ?? importer ?? Repeated() ?? throw GuessFailures.NoUnit(panel, contents.Values);
        string[] own = exporter is not null ? [.. exporters, .. plain] : [.. importers, .. plain];
        string? label = own.FirstOrDefault(name => name != unit && contents[name] is { IsNumeric: false, CodeLength: 0 } && Determines(unit, name));
        if (label is not null)
            guesses[label] = guesses[label] with { Side = guesses[unit].Side, Reason = new Phrase("guess.reason.label", ("column", unit)) };
        string? home = (exporter is not null ? importers : exporters).Where(name => contents[name].IsConstant)
            .Select(name => Enumerable.Range(0, panel.RowCount).Select(panel[name].TextAt).FirstOrDefault(text => text is not null))
            .OrderByDescending(text => text?.Length ?? 0).FirstOrDefault();
        return ([unit], home, label);
    }

    private void Take(string? given, ColumnRole role, TradeSide side)
    {
        if (given is not null)
            guesses[given] = new ColumnGuess(given, role, side, GuessConfidence.Certain, new Phrase("guess.reason.given"));
    }

    /// <summary>Columns of a side: three-letter codes before two-letter ones, before names, before numbers.</summary>
    private string[] Of(ColumnRole role, TradeSide side) =>
    [
        .. guesses.Values.Where(g => g.Role == role && g.Side == side && g.Name != flow && g.Name != time)
            .OrderByDescending(g => g.Confidence).ThenBy(g => contents[g.Name] switch { { CodeLength: 3 } => 0, { CodeLength: 2 } => 1, { IsNumeric: false } => 2, _ => 3 })
            .ThenBy(g => contents[g.Name].Missing).Select(g => g.Name),
    ];

    private string? Varied(string[] names) => names.FirstOrDefault(name => !contents[name].IsConstant);

    /// <summary>A column of texts that, with the period, names every row once: the unit by its place.</summary>
    private string? Repeated()
    {
        int[] rows = [.. Enumerable.Range(0, panel.RowCount)];
        foreach (ColumnContent content in contents.Values.Where(c => c is { IsNumeric: false, Missing: 0, Distinct: > 1 }))
        {
            string name = content.Column.Name;
            int named = ColumnSpreads.GroupsOf(panel, time is null ? [name] : [name, time], rows).Distinct().Count();
            if (named != panel.RowCount || (time is not null && content.Distinct == panel.RowCount))
                continue;
            guesses[name] = new ColumnGuess(name, ColumnRole.Importer, TradeSide.None, GuessConfidence.Doubtful, new Phrase("guess.reason.unit-like"));
            return name;
        }
        return null;
    }

    /// <summary>Whether each value of one column goes with one value of the other.</summary>
    private bool Determines(string key, string name)
    {
        int[] rows = [.. Enumerable.Range(0, panel.RowCount)];
        return ColumnSpreads.GroupsOf(panel, [key, name], rows).Distinct().Count() == ColumnSpreads.GroupsOf(panel, [key], rows).Distinct().Count();
    }
}
