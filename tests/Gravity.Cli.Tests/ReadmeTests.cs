namespace Gravity.Cli.Tests;

/// <summary>The README shows what the program does: its commands run, and its table is the study's.</summary>
public sealed class ReadmeTests(BuiltCli cli)
{
    [Fact]
    public void Every_command_runs()
    {
        string folder = Directory.CreateTempSubdirectory("gravity-readme-").FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "data", "zhejiang-cee"));
            foreach (string file in Directory.GetFiles(Path.Combine(ReferenceStudy.Root, "data", "zhejiang-cee")))
                File.Copy(file, Path.Combine(folder, "data", "zhejiang-cee", Path.GetFileName(file)));
            string[] commands = [.. Block("```bash").Where(line => line.StartsWith("gravity ", StringComparison.Ordinal))];
            Assert.True(commands.Length >= 8, $"{commands.Length} commands");
            foreach (string command in commands)
            {
                CliRun run = cli.Warm([.. Words(command).Skip(1)], folder);
                Assert.True(run.ExitCode == 0, command + "\n" + run.Error);
                Assert.NotEqual("", run.Output);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void The_table_is_the_one_the_study_prints()
    {
        string folder = Directory.CreateTempSubdirectory("gravity-readme-").FullName;
        try
        {
            CliRun run = cli.Warm(["run", Path.Combine(ReferenceStudy.Root, "data", "zhejiang-cee"), "--output", folder], folder);
            Assert.Equal(0, run.ExitCode);
            string[] printed = run.Output.Split('\n', StringSplitOptions.TrimEntries);
            string[] shown = [.. Block("```text").Where(line => line.Length > 0)];
            Assert.True(shown.Length > 8);
            Assert.All(shown, line => Assert.Contains(line.Trim(), printed));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static List<string> Block(string fence)
    {
        var lines = new List<string>();
        bool inside = false;
        foreach (string line in File.ReadLines(Path.Combine(ReferenceStudy.Root, "README.md")))
        {
            if (line.StartsWith("```", StringComparison.Ordinal))
                inside = line == fence;
            else if (inside)
                lines.Add(line);
        }
        return lines;
    }

    /// <summary>Splits as a shell does: double quotes group, a backslash before a quote keeps it.</summary>
    private static IEnumerable<string> Words(string command)
    {
        var word = new System.Text.StringBuilder();
        bool quoted = false;
        for (int i = 0; i < command.Length; i++)
        {
            if (command[i] == '\\' && i + 1 < command.Length && command[i + 1] == '"')
                word.Append(command[++i]);
            else if (command[i] == '"')
                quoted = !quoted;
            else if (command[i] == ' ' && !quoted)
            {
                yield return word.ToString();
                word.Clear();
            }
            else
                word.Append(command[i]);
        }
        yield return word.ToString();
    }
}
