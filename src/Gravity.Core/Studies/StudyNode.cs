using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Wording;
using YamlDotNet.RepresentationModel;

namespace Gravity.Core.Studies;

/// <summary>A value of a study file with its place: reads it as what a key needs, or says what is wrong with file, line and column.</summary>
internal sealed class StudyNode(string file, string key, YamlNode node)
{
    /// <summary>Path of the key, e.g. <c>data.join</c>.</summary>
    public string Key => key;

    /// <summary>Line from 1.</summary>
    public int Line => (int)node.Start.Line;

    /// <summary>Column from 1.</summary>
    public int Column => (int)node.Start.Column;

    /// <summary>True for an empty value, <c>~</c> and <c>null</c>: the key is as good as absent.</summary>
    public bool IsNull => node is YamlScalarNode { Style: YamlDotNet.Core.ScalarStyle.Plain, Value: null or "" or "~" or "null" };

    /// <summary>True for a list.</summary>
    public bool IsList => node is YamlSequenceNode;

    /// <summary>True for a mapping.</summary>
    public bool IsMap => node is YamlMappingNode;

    /// <summary>This value, in which no anchor refers to a value that holds it (merges are checked where they are made).</summary>
    public StudyNode WithoutCycles()
    {
        RefuseCycles(node, node, []);
        return this;
    }

    private void RefuseCycles(YamlNode value, YamlNode place, HashSet<YamlNode> open)
    {
        if (value is YamlScalarNode)
            return;
        if (!open.Add(value))
            throw new StudyNode(file, "", place).Error("cyclic-anchor", "the alias here refers to a value that holds it, without end: write the value out, or move the anchor");
        if (value is YamlSequenceNode list)
        {
            foreach (YamlNode child in list.Children)
                RefuseCycles(child, child, open);
        }
        else if (value is YamlMappingNode mapping)
        {
            foreach ((YamlNode name, YamlNode child) in mapping.Children)
                if (name is not YamlScalarNode { Value: "<<" })
                    RefuseCycles(child, name, open);
        }
        open.Remove(value);
    }

    /// <summary>The error of this value.</summary>
    public UsageException Error(string code, string sentence, Exception? inner = null) =>
        new(code, At(file, Line, Column, sentence), inner);

    /// <summary>A sentence with its place: <c>study.yaml:3:7: …</c>, as compilers and editors write places.</summary>
    public static string At(string file, int line, int column, string sentence) =>
        string.Create(CultureInfo.InvariantCulture, $"{file}:{line}:{column}: {sentence}");

    /// <summary>The value as text.</summary>
    public string Text()
    {
        if (node is not YamlScalarNode { Value: { } value } || IsNull)
            throw Error("wrong-value", $"'{key}' needs a text, {What()} is given");
        return value;
    }

    /// <summary>The value as text with its place.</summary>
    public Located<string> Located() => new(Text(), Line, Column);

    /// <summary>The value as one of some words.</summary>
    public string Word(string what, IReadOnlyList<string> words)
    {
        string word = Text();
        return words.Contains(word, StringComparer.Ordinal)
            ? word
            : throw Error("unknown-" + what.Replace(' ', '-'), NearestNames.Sentence(what, word, words));
    }

    /// <summary>The value as a finite number.</summary>
    public double Number()
    {
        string text = Text();
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && double.IsFinite(value)
            ? value
            : throw Error("wrong-value", $"'{key}' needs a number with a decimal point, '{text}' is given");
    }

    /// <summary>The value as a whole number.</summary>
    public long Whole(long from, long to = long.MaxValue)
    {
        string text = Text();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= from && value <= to)
            return value;
        string range = to == long.MaxValue ? string.Create(CultureInfo.InvariantCulture, $"from {from}") : string.Create(CultureInfo.InvariantCulture, $"from {from} to {to}");
        throw Error("wrong-value", $"'{key}' needs a whole number {range}, '{text}' is given");
    }

    /// <summary>The value for a language, where it may be one text or a text for each: that of the language, else the first.</summary>
    public StudyNode Spoken(string language)
    {
        if (!IsMap)
            return this;
        StudyMap map = Map().Allow(Words.Languages);
        return map.Find(language) ?? map.Entries.Select(e => e.Value).FirstOrDefault(v => !v.IsNull)
            ?? throw Error("wrong-value", $"'{key}' needs a text, or a text for each of {string.Join(", ", Words.Languages)}");
    }

    /// <summary>The value as <c>true</c> or <c>false</c>.</summary>
    public bool Flag() => Text() switch
    {
        "true" or "yes" => true,
        "false" or "no" => false,
        string other => throw Error("wrong-value", $"'{key}' needs true or false, '{other}' is given"),
    };

    /// <summary>The items of a list; a single value is a list of one.</summary>
    public IReadOnlyList<StudyNode> Items() =>
        node is YamlSequenceNode list ? [.. list.Children.Select(child => new StudyNode(file, key, child))] : IsNull ? [] : [this];

    /// <summary>The items as texts.</summary>
    public IReadOnlyList<Located<string>> Texts() => [.. Items().Select(i => i.Located())];

    /// <summary>The value as a mapping, merges (<c>&lt;&lt;</c>) done: a key of its own stands before a merged one.</summary>
    public StudyMap Map()
    {
        if (node is not YamlMappingNode)
            throw Error("wrong-value", $"'{key}' needs a mapping of keys to values, {What()} is given");
        var entries = new List<(StudyNode Key, string Name, StudyNode Value)>();
        Collect(this, entries, []);
        return new StudyMap(this, entries);
    }

    private static void Collect(StudyNode source, List<(StudyNode Key, string Name, StudyNode Value)> entries, HashSet<YamlNode> open)
    {
        if (!open.Add(source.Node))
            throw source.Error("cyclic-merge", "this mapping merges itself with '<<'");
        if (source.Node is not YamlMappingNode mapping)
            throw source.Error("wrong-value", $"'<<' merges a mapping, {source.What()} is given");
        var merges = new List<StudyNode>();
        foreach ((YamlNode nameNode, YamlNode valueNode) in mapping.Children)
        {
            StudyNode name = source.With(source.Key, nameNode);
            string text = name.Text();
            if (text == "<<")
                merges.AddRange(source.With("<<", valueNode).Items());
            else if (!entries.Exists(e => e.Name == text))
                entries.Add((name, text, source.With(source.Key.Length == 0 ? text : $"{source.Key}.{text}", valueNode)));
        }
        foreach (StudyNode merge in merges)
            Collect(source.With(source.Key, merge.Node), entries, open);
        open.Remove(source.Node);
    }

    private YamlNode Node => node;

    private StudyNode With(string path, YamlNode child) => new(file, path, child);

    private string What() => node switch
    {
        YamlSequenceNode => "a list",
        YamlMappingNode => "a mapping",
        _ => IsNull ? "nothing" : $"'{((YamlScalarNode)node).Value}'",
    };
}

/// <summary>The keys of a mapping of a study file.</summary>
internal sealed class StudyMap(StudyNode node, IReadOnlyList<(StudyNode Key, string Name, StudyNode Value)> entries)
{
    /// <summary>The mapping itself.</summary>
    public StudyNode Node => node;

    /// <summary>The keys in their order, merged ones last.</summary>
    public IReadOnlyList<(StudyNode Key, string Name, StudyNode Value)> Entries => entries;

    /// <summary>The value of a key; null when it is absent or empty.</summary>
    public StudyNode? Find(string key)
    {
        foreach ((_, string name, StudyNode value) in entries)
            if (name == key)
                return value.IsNull ? null : value;
        return null;
    }

    /// <summary>The value of a key that must be there.</summary>
    public StudyNode Require(string key) =>
        Find(key) ?? throw node.Error("missing-key", $"{(node.Key.Length == 0 ? "the study" : $"'{node.Key}'")} needs the key '{key}'");

    /// <summary>Refuses keys that are not among <paramref name="keys"/>.</summary>
    public StudyMap Allow(IReadOnlyList<string> keys, Func<string, bool>? also = null)
    {
        foreach ((StudyNode key, string name, _) in entries)
        {
            if (!keys.Contains(name, StringComparer.Ordinal) && also?.Invoke(name) != true)
                throw key.Error("unknown-key", NearestNames.Sentence(node.Key.Length == 0 ? "key" : $"key of '{node.Key}'", name, keys));
        }
        return this;
    }
}
