namespace Gravity.Cli.Tests;

/// <summary>Every example in the help runs as it stands, in the order of the help, in a folder that looks like a checkout.</summary>
public sealed class ExampleTests(BuiltCli cli)
{
    [Fact]
    public void Examples_run()
    {
        string folder = Path.Combine(cli.Folder, "checkout");
        string data = Directory.CreateDirectory(Path.Combine(folder, "data", "zhejiang-cee")).FullName;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ReferenceStudy.Root, "data", "zhejiang-cee")))
            File.Copy(file, Path.Combine(data, Path.GetFileName(file)));
        string examples = Directory.CreateDirectory(Path.Combine(folder, "data", "examples")).FullName;
        foreach (string file in Directory.EnumerateFiles(Path.Combine(ReferenceStudy.Root, "data", "examples")))
            File.Copy(file, Path.Combine(examples, Path.GetFileName(file)));
        foreach ((string command, string[] lines) in Examples.All)
        {
            foreach (string line in lines)
            {
                string[] args = [.. ShellWords.Of(line).Skip(1)];
                Assert.Equal(command, args[0]);
                CliRun run = cli.Warm(args, folder);
                Assert.True(run.ExitCode == 0, $"{line}\nexit code {run.ExitCode}\n{run.Error}");
                Assert.NotEqual("", run.Output);
            }
        }
        string[] written = ["bc92.json", "pitt-lee.json", "efficiency.csv", "efficiency.svg", "room.png", "results/results.json", "data/zhejiang-cee/results/report.txt"];
        Assert.All(written, file => Assert.True(File.Exists(Path.Combine(folder, file)), file));
        Assert.Empty(Directory.EnumerateFiles(folder, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Help_leads_with_the_examples_and_offers_no_option_that_does_nothing()
    {
        foreach ((string command, string[] lines) in Examples.All)
        {
            CliRun run = InProcess.Run(command, "--help");
            Assert.Equal(0, run.ExitCode);
            Assert.Equal("", run.Error);
            Assert.StartsWith("Examples:\n  " + lines[0], run.Output, StringComparison.Ordinal);
        }
        string fit = InProcess.Run("fit", "--help").Output;
        foreach (string option in new[] { "--absorb", "dyadic", "driscoll-kraay", "conley", "fixest" })
            Assert.Contains(option, fit, StringComparison.Ordinal);
        foreach (string law in Core.Frontier.InefficiencyLaw.All.Select(l => l.Key))
            Assert.Contains(law, fit, StringComparison.Ordinal);
    }

    [Fact]
    public void No_arguments_show_where_to_begin_and_help_shows_every_command()
    {
        CliRun welcome = InProcess.Run();
        Assert.Equal(0, welcome.ExitCode);
        Assert.Equal("", welcome.Error);
        Assert.InRange(welcome.Output.Split('\n').Length, 5, 12);
        foreach (string command in new[] { "new", "run", "describe" })
            Assert.Contains($"\n  gravity {command} ", welcome.Output, StringComparison.Ordinal);
        CliRun help = InProcess.Run("--help");
        foreach ((string command, _) in Examples.All)
            Assert.Contains($"  {command} ", help.Output, StringComparison.Ordinal);
        Assert.Equal(Application.Build(new CliContext { Output = TextWriter.Null, Error = TextWriter.Null }).Subcommands.Select(c => c.Name), Examples.All.Select(e => e.Command));
    }
}
