using Gravity.Core.Estimation;
using Gravity.Core.Wording;
using Gravity.Reporting.Results;
using Gravity.Reporting.Tables;

namespace Gravity.Cli;

/// <summary>Tables on standard output.</summary>
internal static class TablePrinter
{
    private static readonly TextTableWriter Text = new();

    /// <summary>Prints the tables with a blank line between them.</summary>
    public static void Print(CliContext context, params IEnumerable<ReportTable> tables)
    {
        bool first = true;
        foreach (ReportTable table in tables)
        {
            if (!first)
                context.Output.WriteLine();
            Text.Write(table, context.Output);
            first = false;
        }
    }

    /// <summary>The words of the data: units and periods are called as their columns are.</summary>
    public static ReportLabels Labels(ModelRequest request, Words words) => new()
    {
        Words = words,
        UnitHeader = request.Unit.Count == 0 ? words["labels.unit"] : string.Join("→", request.Unit),
        TimeHeader = request.Time ?? words["labels.year"],
    };

    /// <summary>Warnings that no table carries, on standard error.</summary>
    public static void Warn(CliContext context, IEnumerable<FitWarning> warnings, Words words)
    {
        foreach (FitWarning warning in warnings)
            context.Note(words.Say("cli.warning", ("code", warning.Code), ("text", warning.MessageIn(words))));
    }
}
