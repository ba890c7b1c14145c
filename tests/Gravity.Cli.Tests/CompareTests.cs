using System.Text.RegularExpressions;

namespace Gravity.Cli.Tests;

/// <summary>Regression tables from saved fits, to a pipe, to a terminal and to files.</summary>
public sealed partial class CompareTests(BuiltCli cli)
{
    private static readonly string[] Models = ["pitt-lee", "bc92"];

    [Fact]
    public void Styles_groups_and_choices_reach_the_table()
    {
        string[] fits = Fits();
        CliRun run = InProcess.Run(
        [
            "compare", .. fits, "--style", "aer", "--group", "Invariant:1,Varying:1", "--drop", "(Intercept)", "--order", "ln(dist)",
            "--rename", "ln(dist)=Far", "--rows", "observations,log-likelihood", "--decimals", "2", "--title", "My table",
        ]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("My table\n", run.Output, StringComparison.Ordinal);
        Assert.Matches("Invariant +Varying", run.Output);
        Assert.DoesNotContain("*", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("Intercept", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("AIC", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"Far +-?\d+\.\d\d +-?\d+\.\d\d\n", run.Output);
        string t = InProcess.Run(["compare", .. fits, "--second", "t"]).Output;
        Assert.Contains("t or z statistics in parentheses", t, StringComparison.Ordinal);
        string p = InProcess.Run(["compare", .. fits, "--p-values", "--square"]).Output;
        Assert.Contains("Two-sided p-values in square brackets", p, StringComparison.Ordinal);
        Assert.Contains("*** p < 0.001.", InProcess.Run(["compare", .. fits, "--stars", "0.05,0.01,0.001"]).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Terms_that_no_model_has_and_headings_for_too_many_columns_are_refused()
    {
        string[] fits = Fits();
        CliRun term = InProcess.Run(["compare", .. fits, "--drop", "ln(dits)"]);
        Assert.Equal(2, term.ExitCode);
        Assert.Contains("did you mean 'ln(dist)'", term.Error, StringComparison.Ordinal);
        Assert.Contains("names 3 columns, the table has 2", InProcess.Run(["compare", .. fits, "--group", "A:1,B:2"]).Error, StringComparison.Ordinal);
        Assert.Contains("needs NAME:N", InProcess.Run(["compare", .. fits, "--group", "A"]).Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("table.xlsx", "PK")]
    [InlineData("table.docx", "PK")]
    [InlineData("table.tex", "% Needs")]
    [InlineData("table.csv", "group,parameter")]
    [InlineData("table.md", "**Estimates**")]
    [InlineData("table", "Estimates")]
    public void The_name_of_the_file_says_the_format(string name, string start)
    {
        string path = Path.Combine(cli.Folder, "compare", name);
        CliRun run = InProcess.Run(["compare", .. Fits(), "--output", path]);
        Assert.Equal((0, "", $"gravity: wrote {path}\n"), (run.ExitCode, run.Output, run.Error));
        Assert.StartsWith(start, File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_terminal_gets_the_same_words_with_styles_in_panels_that_fit()
    {
        string[] fits = Fits();
        string plain = InProcess.Run(["compare", .. fits]).Output;
        Assert.DoesNotContain('\u001b', plain);
        string styled = InProcess.Run(["compare", .. fits], terminal: true, width: 200).Output;
        Assert.Contains("\u001b[1mEstimates\u001b[0m", styled, StringComparison.Ordinal);
        string[] Words(string text) => Escape().Replace(text, "").Split((char[])[' ', '\n', '─'], StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Words(plain), Words(styled));
        string narrow = Escape().Replace(InProcess.Run(["compare", .. fits], terminal: true, width: 44).Output, "");
        Assert.All(narrow.Split('\n'), line => Assert.InRange(line.Length, 0, 44));
        Assert.Equal(2, Count(narrow, "Frontier\n"));
        static int Count(string text, string part) => text.Split(part).Length - 1;
    }

    [Theory]
    [InlineData(null, "xterm", 100, 100)]
    [InlineData("", "xterm", 10, 40)]
    [InlineData("1", "xterm", 100, null)]
    [InlineData(null, "dumb", 100, null)]
    [InlineData(null, null, 0, null)]
    public void Who_wants_plain_text_gets_it(string? noColor, string? terminal, int width, int? expected) =>
        Assert.Equal(expected, TerminalText.Width(noColor, terminal, () => width));

    [Fact]
    public void A_terminal_without_a_window_is_a_file() => Assert.Null(TerminalText.Width(null, null, () => throw new IOException("no window")));

    private string[] Fits() => [.. Models.Select(model =>
    {
        string file = Path.Combine(cli.Folder, $"compare-{model}.json");
        if (!File.Exists(file))
            Assert.Equal(0, InProcess.Run(BuiltCli.Fit(Path.Combine(cli.Folder, "panel.csv"), model, SmallPanels.Formula, "--save", file)).ExitCode);
        return file;
    })];

    [GeneratedRegex("\u001b\\[[0-9;]*m")]
    private static partial Regex Escape();
}
