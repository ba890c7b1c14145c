using System.Text.RegularExpressions;
using Gravity.Core.Wording;

namespace Gravity.Cli.Tests;

/// <summary><c>gravity explain</c>: every code that a user may meet has an explanation, in every language.</summary>
public sealed partial class ExplainTests
{
    [Fact]
    public void Every_code_of_the_sources_is_explained()
    {
        string[] codes =
        [
            .. Directory.EnumerateFiles(Path.Combine(ReferenceStudy.Root, "src"), "*.cs", SearchOption.AllDirectories)
                .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
                .SelectMany(file => Thrown().Matches(File.ReadAllText(file))).Select(m => m.Groups.Values.Skip(1).First(g => g.Success).Value).Where(code => !code.EndsWith('-')).Distinct().Order(StringComparer.Ordinal),
        ];
        Assert.True(codes.Length > 90, $"{codes.Length} codes");
        foreach (Words words in new[] { Words.English, Words.Chinese })
        {
            string[] unexplained = [.. codes.Where(code => Explanation.Find(code, words) is null)];
            Assert.True(unexplained.Length == 0, string.Join(' ', unexplained));
        }
    }

    [Fact]
    public void A_warning_comes_with_an_example_and_literature()
    {
        foreach (Words words in new[] { Words.English, Words.Chinese })
            Assert.All(Explanation.All(words).Where(e => !e.IsError), e => Assert.True(e.Example is not null && e.Literature is not null, e.Code));
        string text = InProcess.Run("explain", "few-clusters").Output;
        foreach (string word in new[] { "few-clusters\n", "  Meaning: ", "  Remedy: ", "  Example: ", "  Literature: ", "Cameron, Gelbach and Miller (2008)" })
            Assert.Contains(word, text, StringComparison.Ordinal);
    }

    [Fact]
    public void Errors_and_unknown_names_are_explained_and_the_list_has_all()
    {
        Assert.Contains("Sum them", InProcess.Run("explain", "duplicate-rows").Output, StringComparison.Ordinal);
        Assert.StartsWith("unknown-column\n  Meaning: A name is not known", InProcess.Run("explain", "unknown-column").Output, StringComparison.Ordinal);
        string list = InProcess.Run("explain").Output;
        Assert.All(Explanation.All(Words.English), e => Assert.Contains($"\n  {e.Code} ", list, StringComparison.Ordinal));
    }

    [GeneratedRegex("""(?:UsageException|DataUnfitException|\.Error)\(\s*"([a-z0-9-]+)"|ExitCodes\.\w+,\s*"([a-z0-9-]+)"|(?:UsageException|DataUnfitException) \w+\((?:[^()]|\([^()]*\))*\)\s*=>\s*new\(\s*"([a-z0-9-]+)"|"(log-of-nonpositive|root-of-negative)""")]
    private static partial Regex Thrown();
}
