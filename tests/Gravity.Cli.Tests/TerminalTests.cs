using System.Diagnostics;

namespace Gravity.Cli.Tests;

/// <summary>What stands beside the results: notes, warnings, progress, completion.</summary>
public sealed class TerminalTests(BuiltCli cli)
{
    private string[] Fit(params string[] more) => BuiltCli.Fit(Path.Combine(cli.Folder, "nan.csv"), "bc92", SmallPanels.Formula, more);

    [Fact]
    public void Quiet_leaves_results_and_errors()
    {
        CliRun normal = InProcess.Run(["potential", .. Fit("--draws", "40")[1..]], terminal: false);
        CliRun quiet = InProcess.Run(["potential", .. Fit("--draws", "40", "--quiet")[1..]], terminal: true);
        Assert.Equal(normal.Output, quiet.Output);
        Assert.Equal("", quiet.Error);
        CliRun wrong = InProcess.Run("fit", "nowhere.csv", "--formula", "y ~ x", "--model", "ols", "--quiet");
        Assert.Equal(3, wrong.ExitCode);
        Assert.StartsWith("gravity: there is no file 'nowhere.csv'", wrong.Error, StringComparison.Ordinal);
        Assert.Equal(2, InProcess.Run(Fit("--quiet", "--verbose")).ExitCode);
    }

    [Fact]
    public void Verbose_tells_iterations_and_times_and_changes_no_number()
    {
        CliRun normal = InProcess.Run(Fit());
        CliRun verbose = InProcess.Run(Fit("--verbose"));
        // What is added is the certificate in full; every other line stays.
        string[] lines = verbose.Output.Split('\n');
        Assert.All(normal.Output.Split('\n').Where(line => line.Any(char.IsAsciiDigit)), line => Assert.Contains(line, lines));
        Assert.Contains("Certificate of convergence", verbose.Output, StringComparison.Ordinal);
        Assert.Contains("bc92: iteration 1  log-likelihood ", verbose.Error, StringComparison.Ordinal);
        Assert.Matches(@"bc92: \d+\.\d{3} s", verbose.Error);
    }

    [Fact]
    public void A_study_tells_its_steps_and_each_kind_of_warning_once()
    {
        string[] args = ["run", Path.Combine(ReferenceStudy.Root, "data", "zhejiang-cee"), "--only", "ols,pooled", "--output", Path.Combine(cli.Folder, "told"), "--verbose"];
        CliRun run = InProcess.Run(args);
        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"model pooled: \d+\.\d{3} s", run.Error);
        Assert.Contains("pooled: iteration 1 ", run.Error, StringComparison.Ordinal);
        string warning = Assert.Single(run.Error.Split('\n'), line => line.StartsWith("gravity: warning (few-clusters)", StringComparison.Ordinal));
        Assert.EndsWith("See gravity explain few-clusters", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_study_has_one_bar_for_its_steps_that_bears_the_name_of_the_step()
    {
        string study = Path.Combine(ReferenceStudy.Root, "data", "zhejiang-cee");
        CliRun run = InProcess.Run(["test", study], terminal: true);
        Assert.Equal(0, run.ExitCode);
        string[] frames = run.Error.Split('\n');
        // Which frames are drawn depends on the machine's load; whichever they are, they bear the name of a step.
        string[] steps = ["data", "model ", "test ", "robustness ", "potential", "identification", "findings"];
        Assert.Contains(frames, line => line.Contains('%') && steps.Any(step => line.Contains(step, StringComparison.Ordinal)));
        // Two steps never stand beside each other.
        Assert.DoesNotContain(frames.Zip(frames.Skip(1)), pair => IsStep(pair.First) && IsStep(pair.Second) && !pair.Second.Contains('\u001b'));
    }

    private static bool IsStep(string line) => line.Contains('%') && (line.Contains("model ", StringComparison.Ordinal) || line.Contains("test ", StringComparison.Ordinal));

    [Theory]
    [InlineData("fi", "fit")]
    [InlineData("fit x.csv --mod", "--model")]
    [InlineData("fit x.csv --model bc9", "bc92 bc95")]
    [InlineData("fit x.csv --law h", "half-normal")]
    [InlineData("plot roo", "room room-map")]
    [InlineData("explain duplicate-r", "duplicate-rows")]
    [InlineData("compare a.json --format m", "markdown md")]
    [InlineData("completion z", "zsh")]
    [InlineData("run panel.", "panel.csv panel.csv.gz")]
    public void Bash_completes_commands_options_and_values(string line, string expected)
    {
        Assert.SkipUnless(File.Exists("/bin/bash"), "bash is not here");
        string script = Path.Combine(cli.Folder, $"completion-{Guid.NewGuid():N}.sh");
        CliRun completion = InProcess.Run("completion", "bash");
        Assert.Equal(0, completion.ExitCode);
        File.WriteAllText(script, completion.Output + "COMP_WORDS=(gravity \"$@\"); COMP_CWORD=$#; _gravity; printf '%s\\n' \"${COMPREPLY[@]}\" | sort\n");
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardOutput = true, WorkingDirectory = cli.Folder };
        foreach (string word in new[] { "--norc", script }.Concat(line.Split(' ')))
            start.ArgumentList.Add(word);
        using Process bash = Process.Start(start)!;
        string answer = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();
        File.Delete(script);
        Assert.Equal(expected, string.Join(' ', answer.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    [Theory]
    [InlineData("zsh", "#compdef gravity", "compadd")]
    [InlineData("fish", "complete -c gravity -f -n __fish_use_subcommand -a new", "-l model -x -a 'bc92")]
    [InlineData("pwsh", "Register-ArgumentCompleter -Native -CommandName gravity", "'fit --model' = @(")]
    public void Other_shells_have_their_scripts(string shell, string begins, string holds)
    {
        string script = InProcess.Run("completion", shell).Output;
        Assert.Contains(begins, script, StringComparison.Ordinal);
        Assert.Contains(holds, script, StringComparison.Ordinal);
        foreach ((string command, _) in Examples.All)
            Assert.Contains(command, script, StringComparison.Ordinal);
        Assert.Contains("unknown shell 'csh'", InProcess.Run("completion", "csh").Error, StringComparison.Ordinal);
    }
}
