using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Reference;
using Gravity.Core.Tests.Regression.Separation;

namespace Gravity.Core.Tests.Validation;

/// <summary>Compares separated rows with those that the test sets of ppmlhdfe flag, and the coefficients of the others with R fixest on the unflagged rows.</summary>
internal static class SeparationComparison
{
    private const string Prefix = "separation_";

    /// <summary>Ids of all sets.</summary>
    public static IEnumerable<string> All => SeparationSet.Keys.Select(key => Prefix + key);

    /// <summary>Ids of the cases at hand.</summary>
    public static IEnumerable<string> Ids() => ReferenceFolder.ExternalPath is null ? [] : All;

    /// <summary>Whether a record is one of these.</summary>
    public static bool Has(string id) => id.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>The record of one case: it agrees where exactly the flagged rows are found.</summary>
    public static ValidationRecord Of(string id)
    {
        var set = SeparationSet.Read(id[Prefix.Length..]);
        (int[] rows, bool verified) = set.Found();
        FitResult? fit = SeparationSet.WithoutRegressors.Contains(set.Key) ? null : set.Fit();
        int effects = fit?.Absorbed.Count ?? set.Formula.Split('|')[1].Split('+').Length;
        return new ValidationRecord
        {
            Id = id,
            Package = "ppmlhdfe, separation sets",
            PeerModel = set.Formula,
            Model = effects == 0 ? "ppml" : $"ppml, {effects} absorbed",
            Data = "separation/" + set.File,
            Committed = false,
            ComparedWith = "package",
            Termination = fit?.Termination ?? "",
            CoefficientDigits = fit is null ? null : Digits.Worst(set.Coefficients
                .Where(c => fit.Parameters.Any(p => p.Name == Name(c.Name)))
                .Select(c => Digits.Of(c.Value, fit.Parameter(BlockNames.Frontier, Name(c.Name)).Estimate, fit.Parameter(BlockNames.Frontier, Name(c.Name)).StandardError))),
            Status = verified && rows.AsSpan().SequenceEqual(set.Flagged) ? "agrees" : "differs",
        };
    }

    private static string Name(string theirs) => theirs == "(Intercept)" ? BlockNames.Intercept : theirs;
}
