using System.Security.Cryptography;
using System.Text;
using Gravity.Core.Data;
using Gravity.Core.Wording;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;
using YamlDotNet.RepresentationModel;

namespace Gravity.Core.Studies;

/// <summary>Reads study files: YAML with anchors, aliases and <c>&lt;&lt;</c> merges.</summary>
/// <remarks>
/// Keys: <c>study language seed data trade frontier models headline tests robustness potential output</c>, and any key that begins with
/// <c>x-</c> as a place for anchors. Columns are checked when the data have been read, by <see cref="StudyPlan"/>.
/// </remarks>
public static class StudyFile
{
    /// <summary>The name looked for in a folder.</summary>
    public const string DefaultName = "study.yaml";

    private static readonly string[] Keys =
        ["study", "language", "seed", "data", "trade", "frontier", "models", "headline", "tests", "robustness", "potential", "diagnostics", "output"];

    /// <summary>Reads a study file, or <c>study.yaml</c> of a folder.</summary>
    /// <exception cref="UsageException">
    /// With file, line, column, the offending value and the nearest valid names: <c>study-not-found</c>, <c>study-unreadable</c>,
    /// <c>study-syntax</c>, <c>unknown-anchor</c>, <c>unknown-key</c>, <c>missing-key</c>, <c>wrong-value</c>, <c>unknown-model</c>,
    /// <c>unknown-law</c>, <c>cyclic-from</c>, <c>cyclic-merge</c>, and the codes of formulas.
    /// </exception>
    /// <param name="path">The file, or the folder.</param>
    /// <param name="language">The language in place of the study's own; null for that.</param>
    public static Study Read(string path, string? language = null)
    {
        string full = Path.GetFullPath(Directory.Exists(path) ? Path.Combine(path, DefaultName) : path);
        if (!File.Exists(full))
        {
            throw new UsageException("study-not-found", Directory.Exists(path)
                ? $"the folder {path} holds no {DefaultName}: name a study file"
                : $"there is no study file {path}{NearStudies(full)}");
        }
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(full);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException("study-unreadable", $"{path} cannot be read: {error.Message}", error);
        }
        return Parse(bytes, full, language);
    }

    /// <summary>Reads a study from the bytes of a file that stands, or would stand, at <paramref name="fullPath"/>.</summary>
    internal static Study Parse(byte[] bytes, string fullPath, string? language = null)
    {
        string file = Path.GetFileName(fullPath);
        StudyMap root = Load(bytes, file).Map().Allow(Keys, name => name.StartsWith("x-", StringComparison.Ordinal));
        string own = root.Find("language")?.Word("language", Words.Languages) ?? "en";
        StudyData data = StudyDataSection.Read(root.Require("data"), Path.GetDirectoryName(fullPath)!, language ?? own);
        IReadOnlyList<StudyModel> models = StudyModelSection.Models(root, data);
        IReadOnlyList<StudyModel>? robustness = StudyModelSection.Robustness(root, data);
        string[] names = [.. models.Select(m => m.Name)];
        StudyMap? diagnostics = root.Find("diagnostics")?.Map().Allow(["replications", "refits", "models"]);
        const int Replications = 99, Refits = 5;
        return new Study
        {
            Path = fullPath,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
            EnglishTitle = root.Find("study")?.Spoken("en").Text() ?? Path.GetFileNameWithoutExtension(fullPath),
            Title = root.Find("study")?.Spoken(language ?? own).Text() ?? Path.GetFileNameWithoutExtension(fullPath),
            Language = language ?? own,
            Seed = root.Find("seed")?.Whole(0) ?? 1,
            Data = data,
            Trade = root.Find("trade")?.Located(),
            Models = models,
            Headline = root.Find("headline")?.Word("model", names),
            Tests = root.Find("tests") is { } tests ? StudyTestSection.Read(tests, models) : null,
            Robustness = robustness,
            Potential = StudyOutputSection.Potential(root.Find("potential"), names),
            DiagnosticReplications = (int)(diagnostics?.Find("replications")?.Whole(0, 1_000_000) ?? Replications),
            DiagnosticRefits = (int)(diagnostics?.Find("refits")?.Whole(0, 100_000) ?? Refits),
            DiagnosticModels = [.. (diagnostics?.Find("models")?.Items() ?? []).Select(item => StudyOutputSection.Named(item, [.. names, .. (robustness ?? []).Select(m => m.Name)]))],
            Highlight = StudyOutputSection.Highlight(root.Find("output"), language ?? own),
            Output = StudyOutputSection.Output(root.Find("output"), [.. names, .. (robustness ?? []).Select(m => m.Name)]),
        };
    }

    private static string NearStudies(string path)
    {
        string folder = Path.GetDirectoryName(path)!;
        if (!Directory.Exists(folder))
            return $": there is no folder {folder} either";
        string[] studies = [.. Directory.EnumerateFiles(folder, "*.y*ml").Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal).Take(20)];
        string hint = NearestNames.Hint(Path.GetFileName(path), studies);
        return hint.Length > 0 ? hint : studies.Length > 0 ? $"; there {(studies.Length == 1 ? "is" : "are")} {string.Join(", ", studies)}" : "; gravity new DATA writes one for your data";
    }

    /// <summary>The root of a YAML file, without cycles.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="needs">What an empty file lacks.</param>
    internal static StudyNode Load(byte[] bytes, string file, string needs = "a study needs at least 'data' and 'models' or 'frontier'")
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart('\uFEFF');
        }
        catch (DecoderFallbackException error)
        {
            throw new UsageException("study-syntax", $"{file} is not UTF-8: save it in that encoding", error);
        }
        var stream = new YamlStream();
        var parser = new Parser(new StringReader(text));
        try
        {
            stream.Load(parser);
        }
        catch (AnchorNotFoundException error)
        {
            throw UnknownAnchor(text, file, error);
        }
        catch (YamlException error) when (TabIn(text) is { } line)
        {
            throw new UsageException("study-syntax", StudyNode.At(file, line, 1, "this line is indented with a tab: YAML indents with spaces, two for each level"), error);
        }
        catch (YamlException error)
        {
            string why = error.Message.Contains("uplicate key", StringComparison.Ordinal) ? $"the key {KeyAt(text, error.Start)} stands twice here: keep one" : error.Message.TrimEnd('.');
            throw new UsageException("study-syntax", StudyNode.At(file, (int)error.Start.Line, (int)error.Start.Column, $"this is not YAML as expected: {why}"), error);
        }
        catch (InvalidOperationException error)
        {
            // The scanner's own failure at the end of a file whose brackets do not close.
            throw new UsageException("study-syntax", StudyNode.At(file, (int)(parser.Current?.End.Line ?? 1), (int)(parser.Current?.End.Column ?? 1),
                "after this the file cannot be read as YAML: look for a bracket or a quote that is not closed"), error);
        }
        return stream.Documents.Count switch
        {
            1 => new StudyNode(file, "", stream.Documents[0].RootNode).WithoutCycles(),
            0 => throw new UsageException("study-syntax", $"{file} is empty: {needs}"),
            _ => throw new UsageException("study-syntax", $"{file} holds {stream.Documents.Count} documents: keep one"),
        };
    }

    /// <summary>The first line, from 1, whose indentation holds a tab.</summary>
    private static int? TabIn(string text)
    {
        string[] lines = text.Split('\n');
        int found = Array.FindIndex(lines, line => line.TakeWhile(char.IsWhiteSpace).Contains('\t') && line.Trim().Length > 0);
        return found < 0 ? null : found + 1;
    }

    private static string KeyAt(string text, Mark place)
    {
        string[] lines = text.Split('\n');
        string line = place.Line <= lines.Length ? lines[place.Line - 1] : "";
        string rest = place.Column <= line.Length ? line[(int)(place.Column - 1)..] : "";
        return $"'{rest.Split(':')[0].Trim()}'";
    }

    /// <summary>The first alias that no anchor before it defines.</summary>
    private static UsageException UnknownAnchor(string text, string file, AnchorNotFoundException error)
    {
        var anchors = new List<string>();
        AnchorAlias? unknown = null;
        var parser = new Parser(new StringReader(text));
        while (parser.MoveNext())
        {
            if (parser.Current is AnchorAlias alias && !anchors.Contains(alias.Value.Value))
                unknown ??= alias;
            else if (parser.Current is NodeEvent { Anchor.IsEmpty: false } node)
                anchors.Add(node.Anchor.Value);
        }
        string name = unknown?.Value.Value ?? "";
        string sentence = anchors.Count == 0 ? $"unknown anchor '{name}'; the file has none" : NearestNames.Sentence("anchor", name, anchors);
        return new UsageException("unknown-anchor", StudyNode.At(file, (int)(unknown?.Start.Line ?? 1), (int)(unknown?.Start.Column ?? 1), sentence), error);
    }
}
