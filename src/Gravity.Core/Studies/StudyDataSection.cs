using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>The key <c>data</c> of a study file.</summary>
internal static class StudyDataSection
{
    private static readonly string[] Keys =
    [
        "file", "join", "unit", "time", "label", "where", "missing", "derive", "columns", "decimal-comma", "separator", "multilateral",
    ];

    private static readonly string[] TermKeys =
    [
        "latitude", "longitude", "mass", "home", "distance", "side", "variable", "exporter-mass", "importer-mass", "adjusted",
    ];

    /// <param name="node">The section.</param>
    /// <param name="folder">Where relative paths start.</param>
    /// <param name="language">Which of several labels counts.</param>
    public static StudyData Read(StudyNode node, string folder, string language)
    {
        StudyMap map = node.Map().Allow(Keys);
        IReadOnlyList<Located<string>> unit = map.Find("unit")?.Texts() ?? [];
        if (unit.Count > 2)
            throw map.Find("unit")!.Error("wrong-value", $"'data.unit' is one column, or exporter and importer; {unit.Count} are given");
        return new StudyData
        {
            File = PathOf(map.Require("file"), folder),
            Join = [.. (map.Find("join")?.Items() ?? []).Select(i => Join(i, folder))],
            Unit = unit,
            Time = map.Find("time")?.Located(),
            Label = map.Find("label")?.Spoken(language).Located(),
            Where = map.Find("where") is { } where ? Checked(where) : null,
            Missing = [.. (map.Find("missing")?.Texts() ?? []).Select(t => t.Value)],
            DecimalComma = map.Find("decimal-comma")?.Flag() ?? false,
            Separator = map.Find("separator") is { } separator ? Separator(separator) : null,
            Derive = [.. (map.Find("derive")?.Map().Entries ?? []).Select(e => (e.Name, Checked(e.Value)))],
            Multilateral = [.. (map.Find("multilateral")?.Map().Entries ?? []).Select(e => Term(e.Key, e.Name, e.Value.Map().Allow(TermKeys), unit))],
            Columns = [.. (map.Find("columns")?.Map().Entries ?? []).Select(e => (new Located<string>(e.Name, e.Key.Line, e.Key.Column), LabelOf(e.Name, e.Value, language)))],
        };
    }

    private static Located<string> PathOf(StudyNode node, string folder) =>
        new(Path.GetFullPath(Path.Combine(folder, node.Text())), node.Line, node.Column);

    private static StudyJoin Join(StudyNode node, string folder)
    {
        StudyMap map = node.Map().Allow(["file", "on"]);
        return new StudyJoin(PathOf(map.Require("file"), folder), map.Require("on").Texts());
    }

    /// <summary>An expression, read once for its syntax.</summary>
    private static Located<string> Checked(StudyNode node)
    {
        try
        {
            Expression.Parse(node.Text());
        }
        catch (UsageException error)
        {
            throw node.Error(error.Code, error.Message, error);
        }
        return node.Located();
    }

    private static char Separator(StudyNode node) => node.Text() switch
    {
        "tab" or "\\t" => '\t',
        { Length: 1 } one => one[0],
        string other => throw node.Error("wrong-value", $"'data.separator' is one character or 'tab', '{other}' is given"),
    };

    private static ColumnLabel LabelOf(string name, StudyNode node, string language)
    {
        if (!node.IsMap)
            return new ColumnLabel(node.Text(), "", "", "");
        StudyMap map = node.Map().Allow(["label", "unit", "source", "expected"]);
        string? Said(string key) => map.Find(key)?.Spoken(language).Text();
        return new ColumnLabel(Said("label") ?? name, Said("unit") ?? "", Said("source") ?? "", map.Find("expected")?.Text() ?? "");
    }

    private static MultilateralTerm Term(StudyNode key, string name, StudyMap map, IReadOnlyList<Located<string>> unit)
    {
        MultilateralKind kind = map.Find("latitude") is not null ? MultilateralKind.Remoteness
            : map.Find("distance") is not null ? MultilateralKind.PairRemoteness
            : map.Find("variable") is not null ? MultilateralKind.FirstOrder
            : throw key.Error("missing-key",
                $"'{map.Node.Key}' needs latitude, longitude and mass (remoteness of partners), "
                + "or distance (remoteness in a panel of pairs), or variable (first-order resistance)");
        string[] needed = kind switch
        {
            MultilateralKind.Remoteness => ["latitude", "longitude", "mass"],
            MultilateralKind.PairRemoteness => ["distance", "exporter-mass", "importer-mass"],
            _ => ["variable", "exporter-mass", "importer-mass"],
        };
        string[] optional = kind switch
        {
            MultilateralKind.Remoteness => ["home"],
            MultilateralKind.PairRemoteness => ["side"],
            _ => ["adjusted"],
        };
        map.Allow([.. needed, .. optional]);
        if (kind != MultilateralKind.Remoteness && unit.Count != 2)
            throw key.Error("needs-pairs", $"'{map.Node.Key}' needs a panel of pairs: 'data.unit' must name exporter and importer");
        var columns = needed.ToDictionary(k => k, k => map.Require(k).Located(), StringComparer.Ordinal);
        (double, double)? home = null;
        if (map.Find("home") is { } homeNode)
        {
            StudyMap given = homeNode.Map().Allow(["latitude", "longitude", "mass"]);
            home = (given.Require("latitude").Number(), given.Require("longitude").Number());
            columns["home-mass"] = given.Require("mass").Located();
        }
        return new MultilateralTerm(new Located<string>(name, key.Line, key.Column), kind, columns)
        {
            Home = home,
            ImporterSide = map.Find("side")?.Word("side", ["exporter", "importer"]) == "importer",
            Adjusted = map.Find("adjusted")?.Flag() ?? false,
        };
    }
}
