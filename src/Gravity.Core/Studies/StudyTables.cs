using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>The data of a study, read: read → join → index → derive → filter → multilateral terms.</summary>
internal sealed class StudyTables
{
    private readonly Study _study;
    private readonly List<(TradePanel Table, IReadOnlyList<string> On)> _joined = [];
    private readonly List<JoinReport> _reports = [];

    private StudyTables(Study study) => _study = study;

    /// <summary>The rows of the study, indexed.</summary>
    public TradePanel Panel { get; private set; } = null!;

    /// <summary>What each join matched.</summary>
    public IReadOnlyList<JoinReport> Joins => _reports;

    public static StudyTables Read(Study study)
    {
        var tables = new StudyTables(study);
        StudyData data = study.Data;
        CsvOptions options = data.Reading;
        TradePanel panel = tables.At(data.File, () => CsvPanelReader.ReadFile(data.File.Value, options));
        foreach (StudyJoin join in data.Join)
            panel = tables.Join(panel, join, options);
        panel = tables.At(data.Unit.Count > 0 ? data.Unit[0] : data.Time ?? data.File,
            () => panel.WithIndex([.. data.Unit.Select(u => u.Value)], data.Time?.Value));
        foreach ((string name, Located<string> expression) in data.Derive)
            panel = tables.At(expression, () => panel.Derive(name, expression.Value));
        if (data.Where is { } where)
            panel = tables.At(where, () => panel.Where(where.Value));
        foreach (MultilateralTerm term in data.Multilateral)
            panel = tables.At(term.Name, () => panel.WithColumn(tables.Multilateral(panel, term)));
        tables.Panel = panel;
        return tables;
    }

    /// <summary>Does a piece of work and gives its errors the place in the study file.</summary>
    public T At<T>(Located<string> place, Func<T> work) => At(_study, place.Line, place.Column, null, work);

    /// <inheritdoc cref="At{T}(Located{string}, Func{T})"/>
    public static T At<T>(Study study, int line, int column, string? subject, Func<T> work)
    {
        try
        {
            return work();
        }
        catch (UsageException error)
        {
            throw new UsageException(error.Code, Sentence(study, line, column, subject, error.Message), error);
        }
        catch (DataUnfitException error)
        {
            throw new DataUnfitException(error.Code, Sentence(study, line, column, subject, error.Message), error.Rows, error);
        }
    }

    /// <summary>
    /// Stops when a model has no complete row because columns it needs are empty in every row: says which file and column, and how many cells to fill.
    /// </summary>
    /// <exception cref="DataUnfitException">Code <c>cells-to-fill</c>; rows are data rows of the file to fill.</exception>
    public void RequireCells(IReadOnlyList<StudyModel> models, IReadOnlyList<StudyModel> robustness)
    {
        foreach (StudyModel model in models)
        {
            string[] empty = EmptyColumns(model);
            if (empty.Length == 0)
                continue;
            string[] also = [.. robustness.SelectMany(EmptyColumns).Distinct().Except(empty)];
            List<int> rows = [];
            string[] sentences = [.. empty.Select((c, k) => Fill(c, k == 0 ? rows : null))];
            throw new DataUnfitException("cells-to-fill",
                $"{_study.FileName}: no row of the sample is complete for model '{model.Name}'. {string.Join(" ", sentences)}"
                + (also.Length == 0 ? "" : $" The robustness columns also need {string.Join(", ", also.Select(c => $"'{c}'"))}.")
                + " Fill what is known and run again; rows whose cell stays empty are left out and counted.", rows);
        }
    }

    /// <summary>Columns of the files that a model needs and that are missing in every row of its sample.</summary>
    private string[] EmptyColumns(StudyModel model)
    {
        TradePanel sample = Panel;
        if (model.Request.Where is { } where)
            sample = At(_study, model.Line, model.Column, $"model '{model.Name}'", () => Panel.Where(where));
        return
        [
            .. RequestColumns.Of(model.Request).SelectMany(Sources).Distinct(StringComparer.Ordinal)
                .Where(name => sample.Find(name) is { } column && Enumerable.Range(0, sample.RowCount).All(column.IsMissing)),
        ];
    }

    /// <summary>The columns of the files behind a column: itself, or what it was derived from.</summary>
    private IEnumerable<string> Sources(string name)
    {
        foreach ((string derived, Located<string> expression) in _study.Data.Derive)
            if (derived == name)
                return Expression.Parse(expression.Value).Columns.Where(c => c != name).SelectMany(Sources);
        return [name];
    }

    private string Fill(string column, List<int>? rows)
    {
        ColumnLabel? label = _study.Data.Columns.FirstOrDefault(c => c.Name.Value == column).Label;
        string meaning = label is null ? "" : $" ({label.Label}{(label.Unit.Length == 0 ? "" : $", {label.Unit}")})";
        (TradePanel Table, IReadOnlyList<string> On) joined = _joined.FirstOrDefault(j => j.Table.Find(column) is not null && !j.On.Contains(column));
        int[] found = joined.Table is null
            ? [.. Enumerable.Range(0, Panel.RowCount).Select(Panel.SourceRow)]
            : RowsToFill(joined.Table, joined.On, joined.Table[column]);
        rows?.AddRange(found);
        string file = joined.Table?.SourceName ?? Panel.SourceName;
        return string.Create(CultureInfo.InvariantCulture,
            $"Column '{column}'{meaning} of {file} is empty in all of them: {found.Length} cells to fill ({RowList.Text(found)}).");
    }

    /// <summary>Data rows of a joined table that belong to the sample and lack a cell.</summary>
    private int[] RowsToFill(TradePanel table, IReadOnlyList<string> on, PanelColumn column)
    {
        HashSet<string> keys = [.. Enumerable.Range(0, Panel.RowCount).Select(row => KeyOf(Panel, on, row))];
        return [.. Enumerable.Range(0, table.RowCount).Where(row => column.IsMissing(row) && keys.Contains(KeyOf(table, on, row))).Select(table.SourceRow)];
    }

    private static string KeyOf(TradePanel table, IReadOnlyList<string> on, int row) =>
        string.Join('\u001F', on.Select(name => table[name].TextAt(row)));

    private TradePanel Join(TradePanel panel, StudyJoin join, CsvOptions options)
    {
        TradePanel right = At(join.File, () => CsvPanelReader.ReadFile(join.File.Value, options));
        foreach (Located<string> key in join.On)
            At(key, () => (panel[key.Value], right[key.Value]));
        string[] on = [.. join.On.Select(k => k.Value)];
        JoinResult result = At(join.File, () => panel.Join(right, on));
        _joined.Add((right, on));
        _reports.Add(result.Report);
        return result.Panel;
    }

    private NumberColumn Multilateral(TradePanel panel, MultilateralTerm term)
    {
        string Column(string key)
        {
            Located<string> place = term.Columns[key];
            return At(place, () => panel[place.Value].Name);
        }

        string name = term.Name.Value;
        if (term.Kind == MultilateralKind.Remoteness)
        {
            HomeEconomy? home = term.Home is { } at ? new HomeEconomy(at.Latitude, at.Longitude, Column("home-mass")) : null;
            return MultilateralResistance.Remoteness(panel, Column("latitude"), Column("longitude"), Column("mass"), home, name);
        }
        StudyData data = _study.Data;
        var pair = new PairColumns(data.Unit[0].Value, data.Unit[1].Value, Column("exporter-mass"), Column("importer-mass"), data.Time?.Value);
        if (term.Kind == MultilateralKind.PairRemoteness)
        {
            (NumberColumn exporter, NumberColumn importer) = MultilateralResistance.PairRemoteness(panel, pair, Column("distance"));
            return (NumberColumn)(term.ImporterSide ? importer : exporter).Named(name);
        }
        (NumberColumn resistance, NumberColumn adjusted) = MultilateralResistance.FirstOrder(panel, pair, Column("variable"));
        return (NumberColumn)(term.Adjusted ? adjusted : resistance).Named(name);
    }

    private static string Sentence(Study study, int line, int column, string? subject, string message)
    {
        // What knows its place already keeps it.
        if (message.StartsWith(study.FileName + ":", StringComparison.Ordinal))
            return message;
        string sentence = subject is null ? message : $"{subject}: {message}";
        return line > 0 ? StudyNode.At(study.FileName, line, column, sentence) : $"{study.FileName}: {sentence}";
    }
}
