using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Gravity.Tests.Architecture;

/// <summary>Rules that a compiler does not know.</summary>
public sealed class SourceRulesTest
{
    private const int LongestFile = 400;

    [Fact]
    public void Only_Numerics_uses_MathNet() =>
        RequireNone("src", @"\bMathNet\b", except: "src/Gravity.Core/Numerics/");

    [Theory]
    [InlineData(@"(?<![\w.])Console\.")]
    [InlineData(@"\bDateTime(Offset)?\.(Now|UtcNow|Today)\b")]
    [InlineData(@"\bStopwatch\b|\bTimeProvider\.System\b|\bEnvironment\.TickCount")]
    [InlineData(@"\bnew Random\(|\bRandom\.Shared\b|\bGuid\.NewGuid\b|\bRandomNumberGenerator\b")]
    [InlineData(@"\bCurrent(UI)?Culture\b|\bDefaultThreadCurrent(UI)?Culture\b|\bThread\.CurrentThread\b")]
    public void Core_has_no_console_clock_chance_or_current_culture(string pattern) => RequireNone("src/Gravity.Core", pattern);

    [Theory]
    [InlineData("src/Gravity.Core", @"\bGravity\.(Reporting|Cli)\b")]
    [InlineData("src/Gravity.Reporting", @"\bGravity\.Cli\b")]
    public void Assemblies_do_not_use_what_stands_on_them(string folder, string pattern)
    {
        RequireNone(folder, pattern);
        foreach (string project in RepositoryFiles.Under(folder, "*.csproj"))
            foreach (XElement reference in XDocument.Parse(RepositoryFiles.Read(project)).Descendants("ProjectReference"))
                Assert.False(Regex.IsMatch((string?)reference.Attribute("Include") ?? "", pattern), $"{project} refers to {reference}");
    }

    [Fact]
    public void Files_stay_readable_in_one_sitting()
    {
        string[] offences =
        [
            .. Sources()
                .Select(path => (Path: path, Lines: RepositoryFiles.Read(path).AsSpan().Count('\n')))
                .Where(file => file.Lines > LongestFile)
                .Select(file => $"{file.Path}: {file.Lines} lines, at most {LongestFile}"),
        ];
        Assert.True(offences.Length == 0, string.Join('\n', offences));
    }

    [Fact]
    public void Names_say_what_a_thing_is()
    {
        var vague = new Regex(@"\b(?:class|struct|record|interface|enum)\s+(\w*(?:Helper|Util|Utility|Manager|Misc)s?)\b");
        string[] offences =
        [
            .. Sources().Where(path => Regex.IsMatch(path, @"(Helper|Util|Utilitie|Utility|Manager|Misc)s?(/|\.cs$)")),
            .. Sources().SelectMany(path => vague.Matches(SourceCode.WithoutComments(RepositoryFiles.Read(path))).Select(m => $"{path}: {m.Groups[1].Value}")),
        ];
        Assert.True(offences.Length == 0, string.Join('\n', offences));
    }

    [Fact]
    public void Package_versions_are_exact_and_central()
    {
        XElement[] central = [.. XDocument.Parse(RepositoryFiles.Read("Directory.Packages.props")).Descendants("PackageVersion")];
        Assert.NotEmpty(central);
        foreach (XElement package in central)
            Assert.Matches(@"^\d+(\.\d+){1,3}(-[\w.]+)?$", (string?)package.Attribute("Version"));
        foreach (string project in new[] { "src", "tests", "benchmarks" }.SelectMany(folder => RepositoryFiles.Under(folder, "*.csproj")))
            foreach (XElement reference in XDocument.Parse(RepositoryFiles.Read(project)).Descendants("PackageReference"))
                Assert.True(
                    reference.Attribute("Version") is null && reference.Attribute("VersionOverride") is null,
                    $"{project}: {reference} gives a version; versions stand in Directory.Packages.props");
    }

    [Fact]
    public void The_repository_stands_alone()
    {
        // Written in pieces, so that this file does not offend against itself.
        var outside = new Regex(@"\.\./sha" + @"red\b|/work/(sha" + @"red|main|wt)\b");
        string[] patterns = ["*.cs", "*.csproj", "*.md", "*.yaml", "*.yml", "*.json", "*.txt"];
        IEnumerable<string> files = new[] { "src", "tests", "docs", "benchmarks", "data" }
            .Where(folder => Directory.Exists(Path.Combine(RepositoryFiles.Root, folder)))
            .SelectMany(folder => patterns.SelectMany(pattern => RepositoryFiles.Under(folder, pattern)))
            .Append("README.md").Append("CHANGELOG.md");
        string[] offences = [.. files.Where(path => outside.IsMatch(RepositoryFiles.Read(path)))];
        Assert.True(offences.Length == 0, "refer to a place outside the repository: " + string.Join(", ", offences));
    }

    private static IEnumerable<string> Sources() => new[] { "src", "tests", "benchmarks" }.SelectMany(folder => RepositoryFiles.Under(folder, "*.cs"));

    private static void RequireNone(string folder, string pattern, string? except = null)
    {
        var expression = new Regex(pattern);
        List<string> offences = [];
        foreach (string path in RepositoryFiles.Under(folder, "*.cs"))
        {
            if (except is not null && path.StartsWith(except, StringComparison.Ordinal))
                continue;
            string code = SourceCode.WithoutComments(RepositoryFiles.Read(path));
            offences.AddRange(expression.Matches(code).Select(m => $"{path}:{SourceCode.LineOf(code, m.Index)}: {m.Value}"));
        }
        Assert.True(offences.Count == 0, string.Join('\n', offences));
    }
}
