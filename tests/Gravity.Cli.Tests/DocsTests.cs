using System.Text;
using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary>The pages under docs say what the program does: their commands run, what they show is printed, their links lead somewhere.</summary>
/// <remarks>The conventions of the pages are those of <see cref="DocPage"/>.</remarks>
public sealed class DocsTests(BuiltCli cli)
{
    public static TheoryData<string> Pages => [.. DocPage.All()];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Commands_run_and_what_is_shown_is_what_they_print(string path)
    {
        DocPage page = DocPage.Read(path);
        string folder = Directory.CreateTempSubdirectory("gravity-docs-").FullName;
        try
        {
            ReferenceStudy.CopyTo(folder);
            var printed = new StringBuilder();
            foreach (DocStep step in page.Steps)
            {
                if (step.Run is { } command)
                {
                    string[] words = [.. DocPage.Words(command)];
                    int into = Array.IndexOf(words, ">");
                    CliRun run = cli.Warm(into < 0 ? words[1..] : words[1..into], folder);
                    Assert.True(run.ExitCode == step.ExitCode, $"{path}: exit code {run.ExitCode}, not {step.ExitCode}\n{command}\n{run.Error}");
                    printed.Append(run.Output).Append('\n').Append(run.Error).Append('\n');
                    if (into >= 0)
                        File.WriteAllText(Path.Combine(folder, words[into + 1]), run.Output);
                }
                else if (step.FileName is { } name)
                {
                    string file = Path.Combine(folder, name);
                    Directory.CreateDirectory(Path.GetDirectoryName(file)!);
                    File.WriteAllText(file, step.Content);
                }
                else
                    AssertPrinted(path, step.Lines, printed.ToString());
            }
            AssertNumbers(page, printed.ToString());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_somewhere(string path) => AssertLinks(DocPage.Read(path));

    [Fact]
    public void Links_of_the_readme_lead_somewhere() => AssertLinks(DocPage.Read("README.md"));

    [Fact]
    public void Every_page_is_in_the_index()
    {
        DocPage index = DocPage.Read("docs/README.md");
        HashSet<string> linked = [.. index.Links.Select(link => "docs/" + link.Target.Split('#')[0])];
        Assert.All(DocPage.All().Where(page => page != "docs/README.md"), page => Assert.Contains(page, linked));
    }

    [Fact]
    public void Every_warning_is_explained_in_reading_the_output()
    {
        string page = File.ReadAllText(Path.Combine(ReferenceStudy.Root, "docs", "how-to", "reading-the-output.md"));
        string[] codes = [.. cli.Run("explain", "--json").Json.GetProperty("warnings").EnumerateArray().Select(kind => kind.GetProperty("code").GetString()!)];
        Assert.True(codes.Length > 10);
        Assert.All(codes, code => Assert.Contains($"`{code}`", page, StringComparison.Ordinal));
    }

    [Fact]
    public void The_decision_guide_names_every_model_and_law_there_is_and_none_that_is_not()
    {
        string page = File.ReadAllText(Path.Combine(ReferenceStudy.Root, "docs", "choosing-a-model.md"));
        string[] halves = page.Split("## What this version does not offer");
        Assert.Equal(2, halves.Length);
        var there = new HashSet<string>();
        JsonElement catalogue = cli.Run("models", "--json").Json;
        foreach (string list in new[] { "models", "laws" })
            foreach (JsonElement entry in catalogue.GetProperty(list).EnumerateArray())
                there.Add(entry.GetProperty("key").GetString()!);
        Assert.True(there.Count >= 10);
        Assert.All(there, key => Assert.Contains($"`{key}`", halves[0], StringComparison.Ordinal));
        Assert.All(there, key => Assert.DoesNotContain($"`{key}`", halves[1], StringComparison.Ordinal));
    }

    [Fact]
    public void Every_key_of_the_json_is_in_the_notation()
    {
        string page = File.ReadAllText(Path.Combine(ReferenceStudy.Root, "docs", "notation.md"));
        string folder = Directory.CreateTempSubdirectory("gravity-docs-").FullName;
        try
        {
            var keys = new SortedSet<string>(StringComparer.Ordinal);
            string[][] commands =
            [
                [.. ReferenceStudy.Fit("bc92"), "--save", "bc92.json", "--json"],
                [.. ReferenceStudy.Fit("pitt-lee"), "--save", "pitt-lee.json", "--vce", "cluster:iso3", "--json"],
                [.. ReferenceStudy.Fit("ols"), "--json"],
                ["test", "bc92.json", "pitt-lee.json", "--json"],
                ["efficiency", "bc92.json", "--data", ReferenceStudy.Panel, "--json"],
                ["potential", "bc92.json", "--data", ReferenceStudy.Panel, "--draws", "50", "--classes", "0.8,1.2", "--json"],
                [
                    "indicators", Path.Combine(ReferenceStudy.Root, "data", "examples", "product-flows.csv"), "--exporter", "exporter", "--importer", "importer", "--product", "product", "--flow", "value_usd_mn",
                    "--time", "year", "--from", "AAA", "--json",
                ],
            ];
            foreach (string[] command in commands)
                Keys(cli.Run(command, null, folder).Json, keys);
            Assert.True(keys.Count > 60);
            string[] words = [.. page.Split([' ', '`', '.', ',', '[', ']', '|', '\n', ';', '='], StringSplitOptions.RemoveEmptyEntries)];
            Assert.All(keys, key => Assert.Contains(key, words));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Names of keys at any depth, limits under the name of what they limit; a request and a reading repeat options.</summary>
    private static void Keys(JsonElement element, SortedSet<string> keys)
    {
        if (element.ValueKind == JsonValueKind.Array)
            foreach (JsonElement item in element.EnumerateArray())
                Keys(item, keys);
        if (element.ValueKind != JsonValueKind.Object)
            return;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            bool limit = property.Name.Length > 4 && (property.Name.EndsWith("Low", StringComparison.Ordinal) || property.Name.EndsWith("High", StringComparison.Ordinal));
            if (!limit)
                keys.Add(property.Name);
            if (property.Name is not ("request" or "reading"))
                Keys(property.Value, keys);
        }
    }

    private static void AssertPrinted(string path, IReadOnlyList<string> shown, string printed)
    {
        HashSet<string> lines = [.. printed.Split('\n').Select(DocPage.Plain)];
        string[] kept = [.. shown.Select(DocPage.Plain).Where(line => line.Any(char.IsLetterOrDigit))];
        Assert.NotEmpty(kept);
        Assert.All(kept, line => Assert.True(lines.Contains(line), $"{path} shows a line that no command before it prints:\n{line}"));
    }

    private static void AssertNumbers(DocPage page, string printed)
    {
        if (!page.NumbersChecked)
            return;
        string quoted = string.Concat(page.Sources.Select(source => File.ReadAllText(Path.Combine(ReferenceStudy.Root, source))));
        double[] values = [.. DocPage.NumbersIn(printed), .. DocPage.NumbersIn(quoted)];
        foreach ((int line, string text) in page.Numbers)
        {
            int decimals = text.Contains('.', StringComparison.Ordinal) ? text.Length - text.IndexOf('.', StringComparison.Ordinal) - 1 : 0;
            double value = double.Parse(text.Replace(",", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture);
            double half = 0.5000001 * Math.Pow(10, -decimals);
            Assert.True(values.Any(v => Math.Abs(v - value) <= half), $"{page.Path}({line}): no command of the page prints {text}");
        }
    }

    private static void AssertLinks(DocPage page)
    {
        string folder = Path.GetDirectoryName(Path.Combine(ReferenceStudy.Root, page.Path))!;
        foreach ((int line, string target) in page.Links)
        {
            if (target.Contains("://", StringComparison.Ordinal) || target.StartsWith("mailto:", StringComparison.Ordinal))
                continue;
            string[] parts = target.Split('#', 2);
            string file = parts[0].Length == 0 ? Path.Combine(ReferenceStudy.Root, page.Path) : Path.GetFullPath(Path.Combine(folder, parts[0]));
            Assert.True(File.Exists(file) || Directory.Exists(file), $"{page.Path}({line}): {target} leads nowhere");
            if (parts.Length == 2)
                Assert.True(
                    DocPage.Read(Path.GetRelativePath(ReferenceStudy.Root, file).Replace('\\', '/')).Anchors.Contains(parts[1]),
                    $"{page.Path}({line}): {target} names no heading");
        }
    }
}
