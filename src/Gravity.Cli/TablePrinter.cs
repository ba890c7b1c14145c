using Gravity.Core.Estimation;
using Gravity.Core.Studies;
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
    public static ReportLabels Labels(ModelRequest request) => ReportLabels.None with
    {
        UnitHeader = request.Unit.Count == 0 ? ReportLabels.None.UnitHeader : string.Join("→", request.Unit),
        TimeHeader = request.Time ?? ReportLabels.None.TimeHeader,
    };

    /// <summary>Warnings that no table carries, on standard error: one line a kind.</summary>
    public static void Warn(CliContext context, IEnumerable<FitWarning> warnings)
    {
        foreach (IGrouping<string, FitWarning> kind in warnings.GroupBy(w => w.Code))
            context.Note($"warning ({kind.Key}): {string.Join("; ", kind.Select(w => w.Message.TrimEnd('.')).Distinct())}. See gravity explain {kind.Key}");
    }

    /// <summary>Warnings of a study, which its report tells in full: one line a kind, with the models and what to do.</summary>
    public static void Warn(CliContext context, StudyResult study)
    {
        foreach (IGrouping<string, StudyWarning> kind in study.Warnings.GroupBy(w => w.Code))
        {
            if (CommandWarnings.All.FirstOrDefault(k => k.Code == kind.Key) is not { } known)
                continue;
            string sources = string.Join(", ", kind.Select(w => w.Source).Distinct());
            context.Note($"warning ({kind.Key}) in {sources}: {FirstSentence(known.Remedy)}. See gravity explain {kind.Key}");
        }
    }

    private static string FirstSentence(string text) => text.Split(". ")[0].TrimEnd('.');
}
