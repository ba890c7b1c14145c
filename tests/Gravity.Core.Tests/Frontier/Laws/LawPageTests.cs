using Gravity.Tests.Architecture;

namespace Gravity.Core.Tests.Frontier.Laws;

/// <summary>The pages that show how to add a law and a panel model show code that compiles: the members of these tests.</summary>
public sealed class LawPageTests
{
    [Theory]
    [InlineData("adding-a-law.md", "Laws/Lomax.cs")]
    [InlineData("adding-a-law.md", "Laws/HyperbolicSecant.cs")]
    [InlineData("adding-a-panel-model.md", "QuadraticDecay.cs")]
    public void The_page_holds_the_code_that_is_tested(string page, string source)
    {
        string text = Read("docs", "models", page), code = Read("tests", "Gravity.Core.Tests", "Frontier", source);
        Assert.Contains(code[code.IndexOf("public sealed class", StringComparison.Ordinal)..].TrimEnd(), text, StringComparison.Ordinal);
    }

    private static string Read(params string[] path) =>
        File.ReadAllText(Path.Combine([RepositoryFiles.Root, .. path])).ReplaceLineEndings("\n");
}
