using Gravity.Core.Data;

namespace Gravity.Cli;

/// <summary>Reads the data a command names: a file, or standard input for <c>-</c>.</summary>
internal static class DataSource
{
    public static TradePanel Read(string path, CsvOptions options, CliContext context)
    {
        TradePanel panel;
        if (path == "-")
        {
            using Stream input = context.OpenInput();
            panel = CsvPanelReader.Read(input, "standard input", options);
        }
        else
        {
            panel = CsvPanelReader.ReadFile(path, options);
        }
        context.Cancellation.ThrowIfCancellationRequested();
        return panel;
    }
}
