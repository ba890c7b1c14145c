using System.Globalization;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Writes a drafted study section by section.</summary>
internal sealed class DraftWriter
{
    private const string LevelName = "flow_level";

    private readonly PanelGuess _guess;
    private readonly string _dataFile;
    private readonly string _studyFile;
    private readonly Words _words;
    private readonly DraftText _text;
    private readonly DraftChoices _choices;
    private readonly string _flow;
    private readonly string _formula;

    public DraftWriter(PanelGuess guess, string dataFile, string studyFile, Words words)
    {
        (_guess, _dataFile, _studyFile, _words) = (guess, dataFile, studyFile, words);
        _text = new DraftText(words);
        _choices = new DraftChoices(guess);
        _flow = guess.Flow.Logged ? LevelName : DraftChoices.Name(guess.Flow.Name);
        _formula = Formula(_choices.Regressors.Select(DraftChoices.Term));
    }

    private bool IsPanel => _guess.Periods >= 2;

    private bool HasDecay => _guess.Periods >= 3;

    private string Headline => HasDecay ? "time-varying" : IsPanel ? "time-invariant" : "pooled";

    public StudyDraft Write()
    {
        Header();
        Data();
        Frontier();
        Models();
        Tests();
        Robustness();
        Rest();
        string[] models = ["ols", "pooled", .. IsPanel ? ["time-invariant"] : Array.Empty<string>(), .. HasDecay ? ["time-varying"] : Array.Empty<string>(), .. OneStep ? ["one-step"] : Array.Empty<string>()];
        return new StudyDraft
        {
            Text = _text.ToString(),
            Checks = _text.Checks,
            Formula = _formula,
            Models = models,
            Columns = [.. _guess.Columns.Select(Used)],
            Language = _words.Language,
        };
    }

    private bool OneStep => _choices.Explaining.Count > 0;

    private string Formula(IEnumerable<string> terms)
    {
        string right = string.Join(" + ", terms);
        return $"ln({_flow}) ~ {(right.Length == 0 ? "1" : right)}";
    }

    private void Header()
    {
        _text.Comment(0, "draft.header", ("file", _guess.Panel.SourceName), ("rows", new Phrase("count.row", ("count", _guess.Panel.RowCount))));
        _text.Plain(0, "  gravity run " + (_studyFile.Contains(' ', StringComparison.Ordinal) ? $"\"{_studyFile}\"" : _studyFile));
        _text.Comment(0, "draft.header-check");
        _text.Line();
        _text.Line("study: " + DraftText.Scalar(_words.Say("draft.title", ("file", Path.GetFileNameWithoutExtension(_guess.Panel.SourceName)))));
        _text.Line($"language: {_words.Language}");
        _text.Line("seed: 1");
        _text.Line();
    }

    private void Data()
    {
        _text.Line("data:");
        _text.Line("  file: " + DraftText.Scalar(_dataFile));
        Reading();
        Units();
        Rows();
        _text.Comment(2, "draft.columns");
        _text.Line("  columns:");
        foreach (ColumnGuess column in new[] { _guess.Flow }.Concat(_choices.Regressors).Concat(_choices.Explaining))
        {
            string key = DraftText.Scalar(column.Name);
            _text.Line($"    {key}: {{ label: {DraftText.Scalar(Label(column))}, unit: '', source: '', expected: {DraftText.Scalar(Sign(column.Role))} }}");
        }
        _text.Line();
    }

    private void Reading()
    {
        if (_guess.Format.Encoding is { } encoding)
        {
            _text.Check(2, "draft.encoding", ("encoding", encoding));
            _text.Line($"  encoding: {encoding}");
        }
        if (_guess.Format.Options.Separator is { } separator)
            _text.Line($"  separator: {(separator == '\t' ? "tab" : $"'{separator}'")}");
        if (_guess.Format.Options.DecimalComma)
        {
            _text.Comment(2, "draft.decimal-comma");
            _text.Line("  decimal-comma: true");
        }
        if (_guess.Format.Options.Thousands is { } thousands)
            _text.Line($"  thousands: {(thousands == ' ' ? "space" : thousands == '\'' ? "\"'\"" : $"'{thousands}'")}");
        foreach ((string code, IReadOnlyList<string> columns) in _guess.Format.MissingNumbers)
            _text.Check(2, "draft.missing-number", ("code", code), ("columns", columns));
        if (_guess.Format.Options.MissingCodes.Count > 0)
            _text.Line("  missing: [" + string.Join(", ", _guess.Format.Options.MissingCodes.Select(c => "'" + c.Replace("'", "''", StringComparison.Ordinal) + "'")) + "]");
        foreach (string notice in _guess.Panel.Notices)
            _text.Plain(2, "check: " + notice.ReplaceLineEndings(" "));
    }

    private void Units()
    {
        if (_guess.IsTwoSided)
            _text.Comment(2, "draft.two-sided", ("exporter", _guess.Unit[0]), ("importer", _guess.Unit[1]), ("units", _guess.Units));
        else if (_guess.Home is { } home)
            _text.Comment(2, "draft.home", ("home", home), ("unit", _guess.Unit[0]), ("units", _guess.Units));
        else
            _text.Comment(2, "draft.one-sided", ("unit", _guess.Unit[0]), ("units", _guess.Units));
        foreach (ColumnGuess column in _guess.Unit.Select(u => _guess[u]).Where(c => c.Confidence == GuessConfidence.Doubtful))
            _text.Check(2, "draft.unit-doubtful", ("column", column.Name), ("reason", column.Reason));
        _text.Line("  unit: " + (_guess.IsTwoSided ? DraftText.List(_guess.Unit) : DraftText.Scalar(_guess.Unit[0])));
        if (_guess.Time is { } time)
        {
            if (_guess[time].Confidence == GuessConfidence.Doubtful)
                _text.Check(2, "draft.time-doubtful", ("column", time), ("reason", _guess[time].Reason));
            if (_guess.Span is { Absent.Count: > 0 } span)
                _text.Check(2, "draft.absent-periods", ("periods", Numbers(span.Absent)));
            _text.Line("  time: " + DraftText.Scalar(time));
        }
        else
        {
            _text.Comment(2, "draft.no-time");
        }
        if (_guess.Label is { } label)
            _text.Line("  label: " + DraftText.Scalar(label));
        if (_guess.DuplicateRows.Count > 0)
            _text.Check(2, "draft.duplicates", ("count", _guess.DuplicateRows.Count), ("rows", Numbers(_guess.DuplicateRows)));
    }

    /// <summary>The filter, with what it leaves out and what that means.</summary>
    private void Rows()
    {
        var conditions = new List<string>();
        int nonPositive = _guess.ZeroRows.Count + _guess.NegativeRows.Count;
        if (nonPositive > 0)
        {
            conditions.Add($"{DraftChoices.Name(_guess.Flow.Name)} > 0");
            _text.Comment(2, "draft.zeros", ("rows", new Phrase("count.row", ("count", nonPositive))), ("share", Percent(nonPositive, _guess.Panel.RowCount)), ("which", Numbers([.. _guess.ZeroRows.Concat(_guess.NegativeRows).Order()])));
        }
        if (_guess.NegativeRows.Count > 0)
            _text.Check(2, "draft.negative", ("rows", Numbers(_guess.NegativeRows)));
        if (_guess.MissingFlows > 0)
            _text.Comment(2, "draft.missing-flows", ("rows", new Phrase("count.row", ("count", _guess.MissingFlows))));
        foreach (string sum in _guess.Aggregates)
        {
            _text.Check(2, "draft.aggregate", ("name", sum));
            conditions.AddRange(_guess.Unit.Where(u => Holds(u, sum)).Select(u => $"{DraftChoices.Name(u)} != \"{sum}\""));
        }
        if (_guess.SelfRows > 0)
        {
            conditions.Add($"{DraftChoices.Name(_guess.Unit[0])} != {DraftChoices.Name(_guess.Unit[1])}");
            _text.Comment(2, "draft.self", ("rows", new Phrase("count.row", ("count", _guess.SelfRows))));
        }
        if (conditions.Count > 0)
            _text.Line("  where: " + DraftText.Scalar(string.Join(" && ", conditions)));
        if (_guess.Flow.Logged)
        {
            _text.Check(2, "draft.logged-flow", ("column", _guess.Flow.Name));
            _text.Line($"  derive: {{ {LevelName}: {DraftText.Scalar($"exp({DraftChoices.Name(_guess.Flow.Name)})")} }}");
        }
    }

    private bool Holds(string column, string value) => Enumerable.Range(0, _guess.Panel.RowCount).Any(row => _guess.Panel[column].TextAt(row) == value);

    private void Frontier()
    {
        if (_guess.Flow.Role == ColumnRole.Imports)
            _text.Check(0, "draft.imports", ("column", _guess.Flow.Name));
        string[] other = [.. _guess.Columns.Where(c => c.Role is ColumnRole.Exports or ColumnRole.Trade or ColumnRole.Imports && c.Name != _guess.Flow.Name && !double.IsNaN(c.Min)).Select(c => c.Name).Take(6)];
        if (other.Length > 0)
            _text.Comment(0, "draft.flow-alternatives", ("column", _guess.Flow.Name), ("others", other));
        _text.Line("trade: " + DraftText.Scalar(_guess.Flow.Logged ? LevelName : _guess.Flow.Name));
        _text.Line();
        _text.Comment(0, "draft.frontier");
        foreach (ColumnGuess column in _choices.Regressors)
        {
            IReadOnlyList<string> others = _choices.Alternatives(column);
            (string Name, object Value)[] values = [("term", DraftChoices.Term(column)), ("label", Label(column)), ("reason", column.Reason)];
            if (column.Confidence == GuessConfidence.Doubtful)
                _text.Check(0, "draft.term", values);
            else
                _text.Comment(0, "draft.term", values);
            if (column.Missing > 0)
                _text.Comment(0, "draft.term-missing", ("column", column.Name), ("rows", new Phrase("count.row", ("count", column.Missing))));
            if (others.Count > 0)
                _text.Comment(0, "draft.alternatives", ("columns", others));
        }
        foreach ((ColumnRole role, string what) in new[] { (ColumnRole.Gdp, "gdp"), (ColumnRole.Distance, "distance") })
            if (_choices.Regressors.All(r => r.Role != role))
                _text.Check(0, "draft.without", ("what", _words["guess.role." + what]));
        if (_choices.OverTime.Count > 0)
            _text.Comment(0, "draft.over-time", ("columns", _choices.OverTime.Select(c => c.Name).ToArray()));
        _text.Line("frontier: &frontier " + DraftText.Scalar(_formula));
        _text.Line();
    }

    private void Models()
    {
        _text.Comment(0, "draft.models");
        _text.Line("models:");
        bool plain = _guess.Unit.All(u => !u.Contains(',', StringComparison.Ordinal));
        string vce = IsPanel && plain ? $", vce: {DraftText.Scalar("cluster:" + string.Join(',', _guess.Unit))}" : ", vce: robust";
        _text.Line($"  ols:            {{ model: ols, formula: *frontier{vce} }}");
        _text.Line("  pooled:         { model: pooled, formula: *frontier }");
        if (IsPanel)
            _text.Line("  time-invariant: { model: pitt-lee, formula: *frontier }    # " + _words["draft.model.pitt-lee"]);
        if (HasDecay)
            _text.Line("  time-varying:   { model: bc92, formula: *frontier }        # " + _words["draft.model.bc92"]);
        if (!IsPanel)
            _text.Comment(2, "draft.model.cross-section");
        if (OneStep)
        {
            _text.Check(2, "draft.one-step", ("columns", _choices.Explaining.Select(c => c.Name).ToArray()));
            _text.Line($"  one-step:       {{ model: bc95, formula: *frontier, inefficiency: {DraftText.Scalar(Explaining)} }}");
        }
        else
        {
            _text.Comment(2, "draft.one-step-none");
            _text.Plain(2, "one-step:       { model: bc95, formula: *frontier, inefficiency: agreement + institutions }");
        }
        _text.Line();
        _text.Comment(0, "draft.headline");
        _text.Line($"headline: {Headline}");
        _text.Line();
    }

    /// <summary>Totals by unit; of pairs also by exporter and by importer.</summary>
    private string By => _guess.IsTwoSided
        ? $"[{DraftText.List(_guess.Unit)}, {DraftText.Scalar(_guess.Unit[0])}, {DraftText.Scalar(_guess.Unit[1])}]"
        : DraftText.List(_guess.Unit);

    private string Explaining => string.Join(" + ", _choices.Explaining.Select(c => DraftChoices.Name(c.Name)));

    private void Tests()
    {
        _text.Comment(0, "draft.tests");
        _text.Line("tests:");
        _text.Line($"  no inefficiency: {{ model: {Headline}, against: ols }}");
        if (HasDecay)
            _text.Line("  time-invariant: { model: time-varying, against: time-invariant }");
        foreach (ColumnGuess column in _choices.Regressors.Where(r => r.Role is ColumnRole.Distance or ColumnRole.Population))
            _text.Line($"  {DraftText.Scalar(_words.Say("draft.test.without", ("what", Label(column))))}: {{ model: {Headline}, drop: {DraftText.Scalar(DraftChoices.Term(column))} }}");
        if (OneStep)
            _text.Line($"  {DraftText.Scalar(_words["draft.test.no-determinants"])}: {{ model: one-step, drop: {DraftText.List(_choices.Explaining.Select(c => DraftChoices.Name(c.Name)))} }}");
        _text.Line();
    }

    private void Robustness()
    {
        _text.Comment(0, "draft.robustness");
        _text.Line("robustness:");
        _text.Line($"  {_words["draft.robust.exponential"]}: {{ from: {Headline}, law: exponential }}");
        if (_guess.Time is { } time && _guess.Periods is >= 3 and <= 60)
        {
            IEnumerable<string> terms = _choices.Regressors.Where(r => r.Spread != ColumnSpread.OverTime).Select(DraftChoices.Term).Append($"i({DraftChoices.Name(time)})");
            _text.Comment(2, "draft.year-effects");
            _text.Line($"  {_words["draft.robust.year-effects"]}: {{ from: {Headline}, formula: {DraftText.Scalar(Formula(terms))} }}");
        }
        _text.Line();
    }

    private void Rest()
    {
        _text.Comment(0, "draft.potential");
        // Draws cost time in proportion to the rows.
        int draws = _guess.Panel.RowCount > 50_000 ? 500 : 2000;
        _text.Line(string.Create(CultureInfo.InvariantCulture, $"potential: {{ draws: {draws}, level: 95, by: {By}, classes: {{ base: ols, cuts: [0.8, 1.2] }} }}"));
        _text.Line();
        _text.Line("output: { folder: results, tables: [text, markdown, csv, latex, xlsx, docx], charts: [png, svg] }");
        DraftColumn[] unused = [.. _guess.Columns.Select(Used).Where(c => !c.IsUsed && c.Guess.Role != ColumnRole.Other)];
        if (unused.Length == 0)
            return;
        _text.Line();
        _text.Comment(0, "draft.unused");
        foreach (DraftColumn column in unused)
            _text.Plain(0, $"  {column.Guess.Name}: {column.Use.In(_words)}");
    }

    private DraftColumn Used(ColumnGuess column)
    {
        string name = column.Name;
        if (_guess.Unit.Contains(name))
            return new DraftColumn(column, new Phrase("draft.use.unit"), true);
        if (name == _guess.Time)
            return new DraftColumn(column, new Phrase("draft.use.time"), true);
        if (name == _guess.Label)
            return new DraftColumn(column, new Phrase("draft.use.label"), true);
        if (name == _guess.Flow.Name)
            return new DraftColumn(column, new Phrase("draft.use.flow"), true);
        if (column.Role is ColumnRole.Exporter or ColumnRole.Importer && column.Side != TradeSide.None && !_guess.IsTwoSided && column.Side != _guess[_guess.Unit[0]].Side)
            return new DraftColumn(column, new Phrase("draft.use.home"), true);
        if (_choices.Regressors.Any(r => r.Name == name))
            return new DraftColumn(column, new Phrase("draft.use.regressor", ("term", DraftChoices.Term(column))), true);
        if (_choices.Explaining.Any(r => r.Name == name))
            return new DraftColumn(column, new Phrase("draft.use.determinant"), true);
        if (column.Role is ColumnRole.Exports or ColumnRole.Trade or ColumnRole.Imports)
            return new DraftColumn(column, new Phrase("draft.use.other-flow"), false);
        return new DraftColumn(column, _choices.LeftOut.GetValueOrDefault(name) ?? new Phrase("draft.use.none"), false);
    }

    private string Label(ColumnGuess column)
    {
        string role = _words["guess.role." + KeyOf(column.Role)];
        bool ofOneSide = column.Role is ColumnRole.Gdp or ColumnRole.GdpPerCapita or ColumnRole.Population or ColumnRole.Landlocked or ColumnRole.Wto or ColumnRole.EuropeanUnion
            or ColumnRole.BeltAndRoad or ColumnRole.Governance or ColumnRole.Logistics or ColumnRole.Tariff or ColumnRole.Area;
        string label = !ofOneSide || column.Side == TradeSide.None ? role : _words.Say(column.Side == TradeSide.Origin ? "guess.side.origin" : "guess.side.partner", ("what", role));
        // Two governance indices need two names.
        bool twice = new[] { _guess.Flow }.Concat(_choices.Regressors).Concat(_choices.Explaining).Count(c => c.Role == column.Role && c.Side == column.Side) > 1;
        return twice || column.Role == ColumnRole.Governance ? _words.Say("guess.side.named", ("what", label), ("column", column.Name)) : label;
    }

    /// <summary>The key of a role in the words: gdp-per-capita.</summary>
    public static string KeyOf(ColumnRole role) => string.Concat(role.ToString().Select((letter, i) => i > 0 && char.IsUpper(letter) ? "-" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));

    private static string Sign(ColumnRole role) => role switch
    {
        ColumnRole.Gdp or ColumnRole.GdpPerCapita or ColumnRole.Contiguity or ColumnRole.CommonLanguage or ColumnRole.Colony or ColumnRole.Tariff => "+",
        ColumnRole.Population => "+/-",
        ColumnRole.Exports or ColumnRole.Trade or ColumnRole.Imports => "",
        // In the one-step model a negative sign means less inefficiency.
        _ => "-",
    };

    private static string Numbers(IReadOnlyList<int> numbers) =>
        string.Join(", ", numbers.Take(8).Select(n => n.ToString(CultureInfo.InvariantCulture))) + (numbers.Count > 8 ? ", …" : "");

    private static string Percent(int part, int whole) => (100.0 * part / whole).ToString("0.#", CultureInfo.InvariantCulture);
}
