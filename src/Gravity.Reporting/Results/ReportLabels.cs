using Gravity.Core.Data;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Wording;

namespace Gravity.Reporting.Results;

/// <summary>What tables and charts call columns and units: the reader's words in place of the keys of the data.</summary>
public sealed record ReportLabels
{
    /// <summary>Keys as they are.</summary>
    public static ReportLabels None { get; } = new();

    /// <summary>The language of tables and charts.</summary>
    public Words Words { get; init; } = Words.English;

    /// <summary>Labels of columns, e.g. <c>gdp_partner_usd_mn</c> → GDP of the partner.</summary>
    public IReadOnlyDictionary<string, string> Columns { get; init; } = new Dictionary<string, string>();

    /// <summary>Units of measurement of columns, e.g. <c>exports_usd_mn</c> → million US$.</summary>
    public IReadOnlyDictionary<string, string> Measures { get; init; } = new Dictionary<string, string>();

    /// <summary>Labels of units, e.g. <c>POL</c> → Poland.</summary>
    public IReadOnlyDictionary<string, string> Units { get; init; } = new Dictionary<string, string>();

    /// <summary>Units to be told from the others; null for none.</summary>
    public HighlightedUnits? Highlight { get; init; }

    /// <summary>The heading of the column of units.</summary>
    public string UnitHeader { get => field ?? Words["labels.unit"]; init; }

    /// <summary>The heading of the column of periods.</summary>
    public string TimeHeader { get => field ?? Words["labels.year"]; init; }

    /// <summary>What the flow is measured in, e.g. million US$; null when not known.</summary>
    public string? FlowMeasure { get; init; }

    /// <summary>The heading of the column of units as part of a sentence: partner.</summary>
    internal string UnitInside => Words.Inside(UnitHeader);

    /// <summary>The heading of the column of periods as part of a sentence: year.</summary>
    internal string TimeInside => Words.Inside(TimeHeader);

    /// <summary>What the flow is measured in, to stand at the end of a title; empty when not known.</summary>
    internal string MeasureAfter => FlowMeasure is { } measure ? Words.Say("table.measure", ("measure", measure)) : "";

    /// <summary>The label of a unit, or its key.</summary>
    public string Unit(string? key) => key is null ? "" : Units.GetValueOrDefault(key, key);

    /// <summary>Whether a unit is to be told from the others.</summary>
    public bool IsHighlighted(string? key) => key is not null && Highlight is { } highlight && highlight.Units.Contains(key);

    /// <summary>The label of a column, or its name.</summary>
    public string Column(string name) => Columns.GetValueOrDefault(name, name);

    /// <summary>An absorbed effect in words: <c>iso_o^year</c> is "exporter × year".</summary>
    internal string Effect(string effect) => string.Join(" × ", effect.Split('^').Select(Column));

    /// <summary>A term of a formula in words: <c>ln(gdp)</c> is "ln GDP of the partner", an indicator <c>eu=1</c> "EU member = 1".</summary>
    /// <param name="name">The term as the design names it; arithmetic is left as it is.</param>
    public string Term(string name)
    {
        if (name == BlockNames.Intercept)
            return Words["labels.intercept"];
        if (Columns.TryGetValue(name, out string? label))
            return label;
        int open = name.IndexOf('(', StringComparison.Ordinal);
        if (open > 0 && name.EndsWith(')') && Columns.TryGetValue(name[(open + 1)..^1], out label))
            return name[..open] == "ln" ? $"ln {label}" : $"{name[..open]}({label})";
        int colon = name.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0)
            return $"{Term(name[..colon])} × {Term(name[(colon + 1)..])}";
        int equals = name.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && Columns.TryGetValue(name[..equals], out label) ? $"{label} = {name[(equals + 1)..]}" : name;
    }

    /// <summary>The labels of the units of an indexed panel, from a column that names them; the first non-missing cell of a unit counts.</summary>
    /// <param name="panel">A panel with an index.</param>
    /// <param name="column">The column of labels, e.g. country.</param>
    /// <exception cref="Core.UsageException">There is no such column.</exception>
    public static IReadOnlyDictionary<string, string> UnitsOf(TradePanel panel, string column)
    {
        PanelColumn labels = panel[column];
        var result = new Dictionary<string, string>(StringComparer.Ordinal);
        if (panel.Index is not { } index)
            return result;
        for (int row = 0; row < panel.RowCount; row++)
        {
            if (labels.TextAt(row) is { Length: > 0 } text)
                result.TryAdd(index.UnitNames[index.UnitOfRow[row]], text);
        }
        return result;
    }
}
