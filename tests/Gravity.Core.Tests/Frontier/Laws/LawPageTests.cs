using Gravity.Tests.Architecture;

namespace Gravity.Core.Tests.Frontier.Laws;

/// <summary>The page that shows how to add a law shows code that compiles: the law of these tests.</summary>
public sealed class LawPageTests
{
    [Fact]
    public void The_page_on_adding_a_law_holds_the_code_that_is_tested()
    {
        string page = Read("docs", "models", "adding-a-law.md"), code = Read("tests", "Gravity.Core.Tests", "Frontier", "Laws", "Lomax.cs");
        Assert.Contains(code[code.IndexOf("public sealed class Lomax", StringComparison.Ordinal)..].TrimEnd(), page, StringComparison.Ordinal);
    }

    private static string Read(params string[] path) =>
        File.ReadAllText(Path.Combine([RepositoryFiles.Root, .. path])).ReplaceLineEndings("\n");
}
