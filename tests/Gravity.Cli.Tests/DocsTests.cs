namespace Gravity.Cli.Tests;

/// <summary>
/// The commands of the documentation run: every line <c>gravity …</c> in a <c>```bash</c> block of a page under <c>docs</c>, in order, in a folder
/// of the page's own that looks like a checkout (<c>data</c> and the simulated files of these tests are there). Lines that end in a backslash go on; a
/// comment <c># exit code 3</c> at the end of a line expects that code. Blocks of other kinds, and commands of other programs, do not run.
/// </summary>
public sealed class DocsTests(BuiltCli cli)
{
    public static TheoryData<string> Pages =>
    [
        .. Directory.EnumerateFiles(Path.Combine(ReferenceStudy.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Where(page => Commands(page).Count > 0).Select(page => Path.GetRelativePath(ReferenceStudy.Root, page).Replace('\\', '/')).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_command_of_a_page_runs(string page)
    {
        string folder = Directory.CreateTempSubdirectory("gravity-docs-").FullName;
        try
        {
            CopyFiles(Path.Combine(ReferenceStudy.Root, "data", "zhejiang-cee"), Path.Combine(folder, "data", "zhejiang-cee"));
            CopyFiles(Path.Combine(ReferenceStudy.Root, "tests", "Gravity.Cli.Tests", "FirstHour"), folder);
            foreach (string line in Commands(Path.Combine(ReferenceStudy.Root, page)))
            {
                string[] parts = line.Split(" # exit code ");
                int expected = parts.Length > 1 ? int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture) : 0;
                string[] words = [.. ShellWords.Of(parts[0].Split(" # ")[0])];
                int into = Array.IndexOf(words, ">");
                CliRun run = cli.Run(into < 0 ? words[1..] : words[1..into], null, folder);
                Assert.True(run.ExitCode == expected, $"{page}: {line}\nexit code {run.ExitCode}\n{run.Error}");
                if (into >= 0)
                    File.WriteAllText(Path.Combine(folder, words[into + 1]), run.Output);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_first_hour_is_among_the_pages() => Assert.Contains("docs/how-to/first-hour.md", Pages.Select(row => row.Data));

    private static void CopyFiles(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (string file in Directory.EnumerateFiles(from))
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
    }

    private static List<string> Commands(string page)
    {
        var commands = new List<string>();
        bool inside = false;
        string open = "";
        foreach (string raw in File.ReadLines(page))
        {
            if (raw.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                inside = raw.Trim() == "```bash";
                open = "";
                continue;
            }
            if (!inside)
                continue;
            string line = open + raw.Trim();
            open = line.EndsWith('\\') ? line[..^1].TrimEnd() + " " : "";
            if (open.Length == 0 && line.StartsWith("gravity ", StringComparison.Ordinal))
                commands.Add(line);
        }
        return commands;
    }
}
