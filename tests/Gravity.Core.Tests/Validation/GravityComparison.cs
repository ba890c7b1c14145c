using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Validation;

/// <summary>Compares gravity regressions with R fixest under every convention, with the tables of the Advanced Guide, and separated rows with the sets of ppmlhdfe.</summary>
internal static class GravityComparison
{
    private const string Guide = "guide_";

    /// <summary>Ids of the cases at hand.</summary>
    public static IEnumerable<string> Ids() => GravityCase.All.Where(c => c.IsExact).Select(c => c.Id)
        .Concat(ReferenceFolder.ExternalPath is null ? [] : AdvancedGuide.Tables.Select(table => Guide + table))
        .Concat(SeparationComparison.Ids());

    /// <summary>Whether a record is one of these.</summary>
    public static bool Has(string id) => id.StartsWith("fixest_", StringComparison.Ordinal) || id.StartsWith(Guide, StringComparison.Ordinal) || SeparationComparison.Has(id);

    /// <summary>The record of one case.</summary>
    public static ValidationRecord Of(string id) => SeparationComparison.Has(id) ? SeparationComparison.Of(id)
        : id.StartsWith(Guide, StringComparison.Ordinal) ? OfGuide(id) : OfFixest(GravityCase.Find(id)!);

    private static ValidationRecord OfFixest(GravityCase reference)
    {
        FitResult fit = GravityFit.Of(reference, "iid", "fixest").Result, robust = GravityFit.Of(reference, "robust", "none").Result;
        double? theirs = fit.Model == "gamma-pml" ? null : reference.Statistics.TryGetValue("loglik", out double height) ? height + (fit.Model == "nls" ? 1 : 0) : null;
        bool early = fit.Model is "gamma-pml" or "nls" or "negbin";
        return new ValidationRecord
        {
            Id = reference.Id,
            Package = "fixest 0.14.2",
            PeerModel = reference.PeerModel,
            Model = Model(fit),
            Data = Path.GetFileName(reference.DataPath),
            Committed = reference.Committed,
            ComparedWith = "package",
            LogLikelihood = Rounded(fit.LogLikelihood),
            PeerLogLikelihood = theirs is { } value ? Rounded(value) : null,
            Termination = fit.Termination,
            LogLikelihoodDigits = theirs is { } expected ? Digits.Of(expected, fit.LogLikelihood, 1) : null,
            CoefficientDigits = Digits.Worst(reference.Coefficients.Select(c =>
                Digits.Of(c.Value, fit.Parameter(BlockNames.Frontier, c.Key).Estimate, robust.Parameter(BlockNames.Frontier, c.Key).StandardError))),
            ErrorDigits = Digits.Worst(reference.Errors.SelectMany(errors =>
            {
                FitResult ours = GravityFit.Of(reference, errors.Vce, errors.SmallSample).Result;
                Matrix matrix = !errors.IsRepaired ? ours.Covariance.Unrepaired ?? ours.Covariance.Matrix
                    : ours.Covariance.Unrepaired is { } indefinite ? new SymmetricEigen(indefinite).Map(v => Math.Max(v, 0)) : ours.Covariance.Matrix;
                return ours.Parameters.Select((p, j) => Digits.Of(errors.Errors[p.Name], Math.Sqrt(matrix[j, j])));
            })),
            Status = "agrees",
            Remark = early
                ? "the package ends these iterations when the deviance no longer moves, up to 1e-3 standard errors from the root of the estimating equations; ours solve them to 1e-5 of their sampling error (`FixestAgreementTests`)."
                : "",
        };
    }

    private static ValidationRecord OfGuide(string id)
    {
        string table = id[Guide.Length..];
        IReadOnlyList<GuideCoefficient> stored = AdvancedGuide.Coefficients(table);
        FitResult fit = AdvancedGuide.Fit(table, "stata-ppmlhdfe").Result;
        return new ValidationRecord
        {
            Id = id,
            Package = "Advanced Guide, tables 1–3",
            PeerModel = table,
            Model = Model(fit),
            Data = "agtpa_applications.csv",
            Committed = false,
            ComparedWith = "package",
            LogLikelihood = Rounded(fit.LogLikelihood),
            Termination = fit.Termination,
            CoefficientDigits = Digits.Worst(stored.Select(c =>
                Digits.Of(c.Coefficient, fit.Parameter(BlockNames.Frontier, c.Term).Estimate, fit.Parameter(BlockNames.Frontier, c.Term).StandardError))),
            ErrorDigits = Digits.Worst(stored.SelectMany(c => c.Errors.Select(e =>
                Digits.Of(e.Value, AdvancedGuide.Fit(table, e.Key).Result.Parameter(BlockNames.Frontier, c.Term).StandardError)))),
            Status = "agrees",
        };
    }

    /// <summary>Ten digits, which all processors share.</summary>
    private static double Rounded(double value) => double.Parse(value.ToString("G10", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static string Model(FitResult fit) => fit.Absorbed.Count == 0 ? fit.Model : $"{fit.Model}, {fit.Absorbed.Count} absorbed";
}
