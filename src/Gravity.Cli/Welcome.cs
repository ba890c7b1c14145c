namespace Gravity.Cli;

/// <summary>What a user sees who types the program's name and nothing else: where to begin.</summary>
internal static class Welcome
{
    private static readonly (string Command, string Meaning)[] First =
    [
        ("gravity new trade.csv", "look at your data and write a study file with comments"),
        ("gravity run study.yaml", "estimate, test, and write the report with tables and charts"),
        ("gravity describe trade.csv", "units, periods, gaps, missing cells and zeros, before any model"),
    ];

    public static void Write(TextWriter output)
    {
        output.WriteLine("Gravity: stochastic frontier gravity models of trade. How much of its potential each pair trades, and how sure that is.");
        output.WriteLine();
        output.WriteLine("Begin with");
        int width = First.Max(f => f.Command.Length);
        foreach ((string command, string meaning) in First)
            output.WriteLine($"  {command.PadRight(width)}   {meaning}");
        output.WriteLine();
        output.WriteLine("All commands: gravity --help. What a message means: gravity explain CODE.");
    }
}
