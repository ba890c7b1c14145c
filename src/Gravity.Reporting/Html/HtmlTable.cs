using System.Globalization;
using System.Xml.Linq;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Html;

/// <summary>A <see cref="ReportTable"/> as elements.</summary>
internal static class HtmlTable
{
    // Of the characters of its widest lines: beyond the first a table puts intervals under their estimates, beyond the others it prints smaller.
    private const int Stacked = 92;
    private const int Wide = 96;
    private const int Wider = 132;
    // A table this short is not broken over pages.
    private const int WholeRows = 18;
    private const int LongRows = 60;
    private const int FilterRows = 16;
    private const int NameWidth = 14;

    /// <summary>The identifier of a table's place in a page.</summary>
    public static string Identifier(string key) => "table-" + HtmlMarkup.Identifier(key);

    /// <summary>The table in a box that scrolls by itself, its notes below.</summary>
    /// <param name="table">The table.</param>
    /// <param name="caption">Its caption, e.g. with a number before the title.</param>
    public static XElement Of(ReportTable table, string caption)
    {
        string id = Identifier(table.Key);
        CellLine[][][] lines = [.. table.Rows.Select(row => CellText.RowLines(table, row))];
        int width = Enumerable.Range(0, table.Columns.Count).Sum(j => ColumnWidth(table, lines, j) + 3);
        bool sortable = Sortable(table);
        var classes = new List<string> { "data" };
        if (width > Stacked && table.Rows.Any(row => row.Cells.Any(cell => cell is IntervalCell))) classes.Add("stacked");
        if (width > Wide) classes.Add(width > Wider ? "wider" : "wide");
        var element = new XElement(
            "table", new XAttribute("class", string.Join(' ', classes)), new XAttribute("aria-labelledby", id + "-caption"),
            sortable ? new XAttribute("data-sortable", "") : null,
            table.Rows.Count >= FilterRows && sortable ? new XAttribute("data-filter", "") : null,
            table.Notes.Count > 0 || table.Stars is not null ? new XAttribute("aria-describedby", id + "-notes") : null,
            new XElement("caption", new XAttribute("id", id + "-caption"), new XElement("span", HtmlMarkup.Clean(caption))));
        element.Add(ColumnGroups(table));
        element.Add(Head(table));
        element.Add(Bodies(table, lines));
        string[] notes = [.. table.AllNotes];
        return new XElement(
            "div", new XAttribute("class", table.Rows.Count <= WholeRows ? "table whole" : "table"), new XAttribute("id", id),
            new XElement(
                "div", new XAttribute("class", table.Rows.Count > LongRows ? "scroll long" : "scroll"), new XAttribute("tabindex", "0"), new XAttribute("role", "group"),
                new XAttribute("aria-labelledby", id + "-caption"), element),
            notes.Length == 0 ? null : new XElement(
                "div", new XAttribute("class", "notes"), new XAttribute("id", id + "-notes"), notes.Select((note, i) =>
                    new XElement("p", i == 0 ? new XElement("b", table.Words["table.notes"].Trim() + " ") : null, HtmlMarkup.Clean(note)))));
    }

    /// <summary>Rows can change places where each is a case of its own: no groups, no estimates with errors beneath, a column of like numbers.</summary>
    private static bool Sortable(ReportTable table)
    {
        int cases = table.Rows.TakeWhile((row, i) => i == 0 || !row.RuleBefore).Count();
        return cases >= 3
            && !table.Rows.Any(row => !string.IsNullOrEmpty(row.Group) || row.Cells.Any(cell => cell is EstimateCell))
            && Enumerable.Range(table.StubColumns, Math.Max(0, table.Columns.Count - table.StubColumns))
                .Any(j => table.Rows.Take(cases).All(row => row.Cells[j] is NumberCell { Format: null } or IntervalCell));
    }

    private static IEnumerable<XElement> ColumnGroups(ReportTable table) => CellText.ColumnGroups(table.Columns).Select(run =>
        new XElement("colgroup", run.Count > 1 ? new XAttribute("span", run.Count) : null));

    private static XElement Head(ReportTable table)
    {
        bool grouped = table.Columns.Any(column => !string.IsNullOrEmpty(column.Group));
        var head = new XElement("thead");
        XElement Leaf(int j, bool both) => new(
            "th", new XAttribute("scope", "col"), Class(table.Columns[j]), both ? new XAttribute("rowspan", 2) : null, Lines(table.Columns[j].Header));
        if (!grouped)
        {
            head.Add(new XElement("tr", table.Columns.Select((_, j) => Leaf(j, false))));
            return head;
        }

        head.Add(new XElement("tr", CellText.ColumnGroups(table.Columns).Select(run => run.Name is { } name
            ? new XElement("th", new XAttribute("scope", "colgroup"), new XAttribute("class", "over"), run.Count > 1 ? new XAttribute("colspan", run.Count) : null, Lines(name))
            : Leaf(run.First, true))));
        head.Add(new XElement("tr", table.Columns.Select((column, j) => string.IsNullOrEmpty(column.Group) ? null : Leaf(j, false))));
        return head;
    }

    private static List<XElement> Bodies(ReportTable table, CellLine[][][] lines)
    {
        int[] decimals = [.. table.Columns.Select((column, j) => column.Alignment == ColumnAlignment.DecimalPoint
            ? lines.SelectMany(row => row).Where(line => line[j].IsNumber && !line[j].Body.Contains(',', StringComparison.Ordinal))
                .Select(line => Decimals(line[j].Body)).DefaultIfEmpty(0).Max()
            : 0)];
        var bodies = new List<XElement> { new("tbody") };
        for (int i = 0; i < table.Rows.Count; i++)
        {
            ReportRow row = table.Rows[i];
            bool group = CellText.StartsGroup(table, i);
            if ((group || row.RuleBefore) && bodies[^1].HasElements) bodies.Add(new XElement("tbody"));
            if (row.RuleBefore && !group) bodies[^1].SetAttributeValue("class", "ruled");
            if (group)
            {
                bodies[^1].Add(new XElement(
                    "tr", new XAttribute("class", "group"),
                    new XElement("th", new XAttribute("scope", "rowgroup"), new XAttribute("colspan", table.Columns.Count), HtmlMarkup.Clean(row.Group!))));
            }

            bodies[^1].Add(new XElement("tr", row.Cells.Select((cell, j) => Data(table, cell, j, [.. lines[i].Select(line => line[j])], decimals[j]))));
        }

        return bodies;
    }

    private static XElement Data(ReportTable table, Cell cell, int column, CellLine[] lines, int decimals)
    {
        int last = Array.FindLastIndex(lines, line => line.ToString().Length > 0);
        CellLine[] said = lines[..(last + 1)];
        bool heads = column < table.StubColumns && cell is not EmptyCell && !(cell is TextCell { Value: "" });
        var element = new XElement(heads ? "th" : "td", heads ? new XAttribute("scope", "row") : null, Class(table.Columns[column], cell, said, decimals));
        // A long name would be broken into many short lines to make room for numbers, which can be scrolled to.
        if (heads && cell is TextCell name && DisplayWidth.Of(name.Value) >= NameWidth) element.SetAttributeValue("class", "name");
        foreach ((string part, double value) in Numbers(cell))
            element.SetAttributeValue("data-" + part, HtmlMarkup.Number(value));
        for (int k = 0; k < said.Length; k++)
        {
            if (k > 0) element.Add(new XElement("br"));
            object[] content = [.. Line(cell, said[k])];
            element.Add(k == 0 ? content : [new XElement("span", new XAttribute("class", "under"), content)]);
        }

        return element;
    }

    private static IEnumerable<object> Line(Cell cell, CellLine line)
    {
        // A hyphen is no minus.
        string body = line.IsNumber ? line.Body.Replace('-', '−') : Indented(line.Body);
        int bracket = cell is IntervalCell ? body.IndexOf(" [", StringComparison.Ordinal) : -1;
        if (bracket > 0)
        {
            yield return body[..bracket] + " ";
            yield return new XElement("span", new XAttribute("class", "interval"), body[(bracket + 1)..]);
            yield break;
        }

        yield return HtmlMarkup.Clean(body);
        if (line.Stars.Length > 0) yield return new XElement("span", new XAttribute("class", "hang"), line.Stars);
        if (line.Close.Length > 0) yield return new XElement("span", new XAttribute("class", "hang"), line.Close);
    }

    private static IEnumerable<(string Name, double Value)> Numbers(Cell cell)
    {
        switch (cell)
        {
            case NumberCell number:
                yield return ("value", number.Value);
                if (number.P is { } p) yield return ("p", p);
                break;
            case EstimateCell estimate:
                yield return ("value", estimate.Value);
                yield return ("se", estimate.StandardError);
                if (estimate.P is { } q) yield return ("p", q);
                break;
            case IntervalCell interval:
                yield return ("value", interval.Value);
                yield return ("low", interval.Low);
                yield return ("high", interval.High);
                break;
            default:
                break;
        }
    }

    private static XAttribute? Class(ReportColumn column) => column.Alignment switch
    {
        ColumnAlignment.Left => null,
        ColumnAlignment.Center => new XAttribute("class", "mid"),
        ColumnAlignment.Right => new XAttribute("class", "num"),
        _ => new XAttribute("class", "num point"),
    };

    private static XAttribute? Class(ReportColumn column, Cell cell, CellLine[] lines, int decimals)
    {
        XAttribute? plain = Class(column);
        if (column.Alignment != ColumnAlignment.DecimalPoint || lines.Length == 0 || !lines[0].IsNumber || cell is TextCell) return plain;
        int own = Decimals(lines[0].Body);
        // Digits of one width: a number with fewer decimals is moved left by those it lacks, and by the point.
        string moved = own < decimals ? string.Create(CultureInfo.InvariantCulture, $" lack{Math.Min(10, decimals - own)}") : "";
        return new XAttribute("class", "num point" + moved + (own == 0 && decimals > 0 ? " whole" : ""));
    }

    private static int Decimals(string number)
    {
        int point = number.LastIndexOf('.');
        return point < 0 ? 0 : number.AsSpan(point + 1).IndexOfAnyExceptInRange('0', '9') is var end && end >= 0 ? end : number.Length - point - 1;
    }

    private static int ColumnWidth(ReportTable table, CellLine[][][] lines, int column) => Math.Max(
        table.Columns[column].Header.Split('\n').Max(DisplayWidth.Of),
        lines.SelectMany(row => row).Select(line => DisplayWidth.Of(line[column].ToString())).DefaultIfEmpty(0).Max());

    private static string Indented(string text)
    {
        int spaces = text.Length - text.TrimStart(' ').Length;
        return spaces == 0 ? text : new string('\u2003', (spaces + 1) / 2) + text[spaces..];
    }

    private static IEnumerable<object> Lines(string text)
    {
        string[] lines = HtmlMarkup.Clean(text).Trim('\n').Split('\n');
        for (int k = 0; k < lines.Length; k++)
        {
            if (k > 0) yield return new XElement("br");
            yield return lines[k];
        }
    }
}
