using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Finds the roles of the columns: what is called so first, then what looks so.</summary>
internal sealed class PanelGuesser
{
    private static readonly string[] Worlds = ["World", "WLD", "W00", "Total", "All countries", "世界", "全球", "合计", "总计", "Welt", "Monde", "Mundo", "EU27", "EU28"];

    private readonly TradePanel _panel;
    private readonly CsvFormatGuess _format;
    private readonly PanelGuessOptions _options;
    private readonly Dictionary<string, ColumnContent> _contents;
    private readonly Dictionary<string, ColumnGuess> _guesses;

    public PanelGuesser(TradePanel panel, CsvFormatGuess format, PanelGuessOptions options)
    {
        (_panel, _format, _options) = (panel, format, options);
        foreach (string? given in new[] { options.Flow, options.Exporter, options.Importer, options.Time, options.Distance, options.GdpOrigin, options.GdpPartner })
            _ = given is null ? null : panel[given];
        _contents = panel.Columns.ToDictionary(c => c.Name, ColumnContent.Of, StringComparer.Ordinal);
        _guesses = panel.Columns.ToDictionary(c => c.Name, c => First(_contents[c.Name]), StringComparer.Ordinal);
    }

    public PanelGuess Guess()
    {
        string? time = TimeColumn();
        if (time is null)
            GuessFailures.RefuseWide(_panel);
        ColumnGuess flow = FlowColumn();
        (IReadOnlyList<string> unit, string? home, string? label) = new PartnerSides(_panel, _contents, _guesses, _options, time, flow.Name).Find();
        double[] flows = _panel.Numbers(flow.Name).Values;
        bool loggedFlow = flow.Logged || (_contents[flow.Name] is { Min: < 0, Max: < 40, Whole: false } content && flows.Count(v => v < 0) * 100 > content.Column.Count);
        flow = flow with { Logged = loggedFlow };
        int[] used = [.. Enumerable.Range(0, flows.Length).Where(row => loggedFlow ? !double.IsNaN(flows[row]) : flows[row] > 0)];
        bool unitIsExporter = unit.Count == 1 && _guesses[unit[0]].Role == ColumnRole.Exporter;
        var meanings = new ColumnMeanings(_panel, unit, time, used, unitIsExporter, _options);
        ColumnGuess[] columns = meanings.Complete([.. _panel.Columns.Select(c => c.Name == flow.Name ? flow : _guesses[c.Name])]);
        int[] all = [.. Enumerable.Range(0, _panel.RowCount)];
        return new PanelGuess
        {
            Format = _format,
            Panel = _panel,
            Columns = columns,
            Unit = unit,
            Label = label,
            Home = home,
            Time = time,
            Periods = time is null ? 1 : _contents[time].Distinct,
            Span = SpanOf(time),
            Units = ColumnSpreads.GroupsOf(_panel, unit, all).Distinct().Count(),
            Flow = columns.First(c => c.Name == flow.Name),
            ZeroRows = loggedFlow ? [] : [.. all.Where(row => flows[row] == 0).Select(_panel.SourceRow)],
            NegativeRows = loggedFlow ? [] : [.. all.Where(row => flows[row] < 0).Select(_panel.SourceRow)],
            MissingFlows = flows.Count(double.IsNaN),
            DuplicateRows = Duplicates(unit, time, all),
            Aggregates = [.. unit.SelectMany(u => _panel[u] is TextColumn texts ? texts.Values.OfType<string>().Where(v => Worlds.Contains(v)).Distinct() : []).Distinct()],
            SelfRows = unit.Count == 2 ? all.Count(row => _panel[unit[0]].TextAt(row) is { } from && from == _panel[unit[1]].TextAt(row)) : 0,
        };
    }

    /// <summary>What name and content of a column say by themselves.</summary>
    private static ColumnGuess First(ColumnContent content)
    {
        string name = content.Column.Name;
        ColumnNames.Meaning meaning = content.IsNumeric ? ColumnNames.OfNumbers(name) : ColumnNames.OfTexts(name);
        ColumnGuess Is(ColumnRole role, TradeSide side, GuessConfidence confidence, Phrase reason) =>
            new(name, role, side, confidence, reason) { Logged = meaning.Logged };

        if (meaning.Role is ColumnRole.Exporter or ColumnRole.Importer)
        {
            if (content.IsCountries)
                return Is(meaning.Role, meaning.Side, GuessConfidence.Certain, new Phrase("guess.reason.countries", ("share", (int)Math.Floor(100 * content.Countries))));
            return !content.IsNumeric || (content.Whole && content.Min > 0 && !content.IsDummy)
                ? Is(meaning.Role, meaning.Side, GuessConfidence.Likely, new Phrase("guess.reason.name"))
                : new ColumnGuess(name, ColumnRole.Other, TradeSide.None, GuessConfidence.Doubtful, new Phrase("guess.reason.none"));
        }
        if (meaning.Role == ColumnRole.Time)
        {
            return content.IsYears
                ? Is(ColumnRole.Time, TradeSide.None, GuessConfidence.Certain, new Phrase("guess.reason.years", ("from", NumberText.Of(content.Min)), ("to", NumberText.Of(content.Max))))
                : content is { Whole: true, Missing: 0 }
                    ? Is(ColumnRole.Time, TradeSide.None, GuessConfidence.Likely, new Phrase("guess.reason.name"))
                    : new ColumnGuess(name, ColumnRole.Other, TradeSide.None, GuessConfidence.Doubtful, new Phrase("guess.reason.none"));
        }
        if (meaning.Known)
            return Is(meaning.Role, meaning.Side, GuessConfidence.Likely, new Phrase("guess.reason.name"));
        if (!content.IsNumeric && content.IsCountries && content.Distinct > 1)
            return Is(ColumnRole.Importer, TradeSide.None, GuessConfidence.Doubtful, new Phrase("guess.reason.countries", ("share", (int)Math.Floor(100 * content.Countries))));
        return new ColumnGuess(name, ColumnRole.Other, TradeSide.None, GuessConfidence.Doubtful, new Phrase("guess.reason.none"));
    }

    private string? TimeColumn()
    {
        if (_options.Time is { } given)
        {
            _ = _panel.Numbers(given);
            _guesses[given] = new ColumnGuess(given, ColumnRole.Time, TradeSide.None, GuessConfidence.Certain, new Phrase("guess.reason.given"));
            return given;
        }
        ColumnGuess? named = _guesses.Values.Where(g => g.Role == ColumnRole.Time).OrderByDescending(g => g.Confidence).FirstOrDefault();
        if (named is null)
        {
            ColumnContent? years = _contents.Values.FirstOrDefault(c => c.IsYears && c.Min >= 1900 && _guesses[c.Column.Name].Role == ColumnRole.Other);
            if (years is null)
                return null;
            named = new ColumnGuess(years.Column.Name, ColumnRole.Time, TradeSide.None, GuessConfidence.Doubtful,
                new Phrase("guess.reason.years", ("from", NumberText.Of(years.Min)), ("to", NumberText.Of(years.Max))));
            _guesses[named.Name] = named;
        }
        foreach (ColumnGuess other in _guesses.Values.Where(g => g.Role == ColumnRole.Time && g.Name != named.Name).ToArray())
            _guesses[other.Name] = other with { Role = ColumnRole.Other };
        return named.Name;
    }

    private ColumnGuess FlowColumn()
    {
        if (_options.Flow is { } given)
        {
            _ = _panel.Numbers(given);
            ColumnRole named = _guesses[given].Role is ColumnRole.Exports or ColumnRole.Imports ? _guesses[given].Role : ColumnRole.Trade;
            return _guesses[given] = _guesses[given] with { Role = named, Side = TradeSide.None, Confidence = GuessConfidence.Certain, Reason = new Phrase("guess.reason.given") };
        }
        int usual = _panel.RowCount;
        ColumnGuess[] candidates =
        [
            .. _guesses.Values.Where(g => g.Role is ColumnRole.Exports or ColumnRole.Trade or ColumnRole.Imports && _contents[g.Name] is { IsNumeric: true, IsDummy: false, IsConstant: false })
                .OrderBy(g => _contents[g.Name].Missing * 10 / usual > 7).ThenBy(g => g.Role).ThenBy(g => g.Name.Length).ThenBy(g => _contents[g.Name].Missing),
        ];
        return candidates.Length > 0 ? candidates[0] : throw GuessFailures.NoFlow(_panel, _contents.Values);
    }

    private (int First, int Last, IReadOnlyList<int> Absent)? SpanOf(string? time)
    {
        if (time is null || _contents[time] is not { Whole: true } content)
            return null;
        HashSet<int> there = [.. _panel.Numbers(time).Values.Where(v => !double.IsNaN(v)).Select(v => (int)v)];
        (int first, int last) = ((int)content.Min, (int)content.Max);
        return (first, last, last - first > 500 ? [] : [.. Enumerable.Range(first, last - first + 1).Where(period => !there.Contains(period))]);
    }

    private int[] Duplicates(IReadOnlyList<string> unit, string? time, int[] all)
    {
        int[] groups = ColumnSpreads.GroupsOf(_panel, time is null ? unit : [.. unit, time], all);
        var seen = new HashSet<int>();
        return [.. all.Where(row => !seen.Add(groups[row])).Select(_panel.SourceRow)];
    }
}
