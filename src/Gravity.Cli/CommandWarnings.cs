using Gravity.Core.Estimation;
using Gravity.Core.Potential;

namespace Gravity.Cli;

/// <summary>Warnings that arise from the way commands are combined, and the list of all there are.</summary>
internal static class CommandWarnings
{
    /// <summary>A saved fit on other data.</summary>
    public static WarningKind OtherData { get; } = new("other-data");

    /// <summary>Every kind of warning a command may print.</summary>
    public static IReadOnlyList<WarningKind> All { get; } = [.. WarningCatalog.All, .. PotentialWarnings.Kinds, OtherData];
}
