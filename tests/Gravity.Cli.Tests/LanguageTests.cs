using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Gravity.Core.Wording;

namespace Gravity.Cli.Tests;

/// <summary>Chinese is said throughout, and says the same numbers.</summary>
public sealed partial class LanguageTests
{
    private static string Folder => Path.Combine(ReferenceStudy.Root, "data", "zhejiang-cee");

    [Fact]
    public void Json_is_the_same_in_every_language()
    {
        string[] json = [.. Words.Languages.Select(language =>
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("gravity-language-");
            CliRun run = InProcess.Run("run", Folder, "--only", "ols,time-varying", "--lang", language, "--output", folder.FullName, "--json");
            folder.Delete(recursive: true);
            Assert.Equal(0, run.ExitCode);
            JsonNode result = Timeless(JsonNode.Parse(run.Output)!);
            // The sentences are English; the labels in them are the study's own words, which it has in both languages.
            foreach (JsonNode? finding in result["findings"]!.AsArray())
            {
                string sentence = finding!["sentence"]!.GetValue<string>();
                Assert.DoesNotContain(sentence, c => c is '。' or '，' or '：');
                finding["sentence"] = OwnWords().Replace(sentence, "…");
            }

            return result.ToJsonString();
        })];
        Assert.Equal(json[0], json[1]);
    }

    [GeneratedRegex("Slovenia|斯洛文尼亚|Bosnia and Herzegovina|波黑|Exports|出口额|million US\\$|百万美元")]
    private static partial Regex OwnWords();

    [Theory]
    [InlineData("describe", 1)]
    [InlineData("fit", 1)]
    [InlineData("models", 0)]
    [InlineData("explain", 0)]
    public void Commands_speak_Chinese_in_every_culture(string command, int withData)
    {
        string[] args = command == "fit" ? [.. ReferenceStudy.Fit("bc95"), "--inefficiency", "eu"]
            : withData == 1 ? [command, ReferenceStudy.Panel, "--unit", "iso3", "--time", "year"] : [command];
        CultureInfo culture = CultureInfo.CurrentCulture;
        try
        {
            string[] outputs = [.. ((string[])["en-US", "de-DE", "zh-CN"]).Select(name =>
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(name);
                CliRun run = InProcess.Run([.. args, "--lang", "zh"]);
                Assert.Equal(0, run.ExitCode);
                return run.Output;
            })];
            Assert.Equal(outputs[0], outputs[1]);
            Assert.Equal(outputs[0], outputs[2]);
            Assert.Matches("[\u4E00-\u9FFF]{4}", outputs[0]);
        }
        finally
        {
            CultureInfo.CurrentCulture = culture;
        }
    }

    [Fact]
    public void Every_line_of_a_Chinese_table_is_as_wide_as_its_rules()
    {
        string output = InProcess.Run("describe", ReferenceStudy.Panel, "--unit", "iso3", "--time", "year", "--lang", "zh").Output;
        string[] lines = output.Split('\n');
        int rule = Array.FindIndex(lines, line => line.StartsWith('─'));
        Assert.True(rule > 0);
        Assert.All(lines.Skip(rule + 1).TakeWhile(line => !line.StartsWith('─')), line => Assert.True(Cells(line) <= lines[rule].Length, line));
    }

    [Fact]
    public void Every_warning_is_explained_in_Chinese()
    {
        foreach (Core.Estimation.WarningKind kind in CommandWarnings.All)
        {
            CliRun run = InProcess.Run("explain", kind.Code, "--lang", "zh");
            Assert.Equal(0, run.ExitCode);
            Assert.Contains("含义： " + kind.MeaningIn(Words.Chinese), run.Output, StringComparison.Ordinal);
            Assert.Contains("办法： " + kind.RemedyIn(Words.Chinese), run.Output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void An_unknown_language_is_refused()
    {
        CliRun run = InProcess.Run("models", "--lang", "fr");
        Assert.Equal(2, run.ExitCode);
        Assert.Contains("en", run.Error, StringComparison.Ordinal);
    }

    private static JsonNode Timeless(JsonNode node)
    {
        if (node is JsonObject map)
        {
            foreach (string name in (string[])["seconds", "started", "files"])
                map.Remove(name);
            foreach ((string _, JsonNode? child) in map)
                if (child is not null) Timeless(child);
        }
        if (node is JsonArray list)
        {
            foreach (JsonNode child in list.OfType<JsonNode>())
                Timeless(child);
        }
        return node;
    }

    private static int Cells(string line) => line.Sum(c => c >= 0x2E80 ? 2 : 1);
}
