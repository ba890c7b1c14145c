using Gravity.Reporting.Charts;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Studies;

/// <summary>A part of a report: sentences, then tables, then charts.</summary>
/// <param name="Title">The heading.</param>
public sealed record ReportSection(string Title)
{
    /// <summary>A short name that is the same in every language, e.g. <c>efficiency</c>; empty where none was given.</summary>
    public string Key { get; init; } = "";

    /// <summary>Sentences; each is an item of a list.</summary>
    public IReadOnlyList<string> Sentences { get; init; } = [];

    /// <summary>Tables in reading order.</summary>
    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>Charts with their file names, without extension.</summary>
    public IReadOnlyList<(string Name, IChart Chart)> Charts { get; init; } = [];

    /// <summary>Tables that are files but too long to read in a report, such as one line a row of the data.</summary>
    public IReadOnlyList<ReportTable> Files { get; init; } = [];

    /// <summary>Whether there is anything in it.</summary>
    public bool IsEmpty => Sentences.Count == 0 && Tables.Count == 0 && Charts.Count == 0 && Files.Count == 0;
}
