using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Wording;

namespace Gravity.Core.Potential;

/// <summary>What a reader of potentials must know.</summary>
public static class PotentialWarnings
{
    /// <summary>The point estimate of a total lies outside its interval.</summary>
    public static WarningKind OutsideInterval { get; } = new("potential-outside-interval");

    /// <summary>Parameter draws were thrown away.</summary>
    public static WarningKind Redrawn { get; } = new("potential-redrawn");

    /// <summary>Parameters have no variance.</summary>
    public static WarningKind HeldParameters { get; } = new("potential-held-parameters");

    /// <summary>The covariance is not positive semidefinite.</summary>
    public static WarningKind IndefiniteCovariance { get; } = new("potential-indefinite-covariance");

    /// <summary>Zero flows whose potential is the frontier.</summary>
    public static WarningKind ZeroFlows { get; } = new("potential-zero-flows");

    /// <summary>Rows whose flow a regression does not predict.</summary>
    public static WarningKind Unidentified { get; } = new("prediction-unidentified");

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<WarningKind> Kinds { get; } = [OutsideInterval, Redrawn, HeldParameters, IndefiniteCovariance, ZeroFlows, Unidentified];

    internal static FitWarning[] Of(int draws, int redrawn, ParameterDraws parameters, IReadOnlyList<PotentialTotals> totals, int zeros)
    {
        List<FitWarning> warnings = [];
        if (zeros > 0)
            warnings.Add(new FitWarning(ZeroFlows, new Phrase("warning.potential-zero-flows.here", ("count", Whole(zeros)))));
        PotentialTotal[] outside = totals.SelectMany(t => t.Groups)
            .Where(g => g.Potential.Value < g.Potential.Low || g.Potential.Value > g.Potential.High).ToArray();
        if (outside.Length > 0)
        {
            warnings.Add(new FitWarning(OutsideInterval, new Phrase(
                "warning.potential-outside-interval.here",
                ("count", Whole(outside.Length)), ("all", Whole(totals.Sum(t => t.Groups.Count))), ("first", outside[0].Key))));
        }
        if (redrawn > 0)
        {
            warnings.Add(new FitWarning(
                Redrawn, new Phrase("warning.potential-redrawn.here", ("count", Whole(redrawn)), ("all", Whole(draws + redrawn)))));
        }
        if (parameters.Held.Count > 0)
        {
            string positions = string.Join(", ", parameters.Held.Select(j => Whole(j + 1)));
            warnings.Add(new FitWarning(HeldParameters, new Phrase("warning.potential-held-parameters.here", ("positions", positions))));
        }
        if (parameters.NegativeEigenvalue < 0)
        {
            warnings.Add(new FitWarning(IndefiniteCovariance, new Phrase(
                "warning.potential-indefinite-covariance.here",
                ("eigenvalue", parameters.NegativeEigenvalue.ToString("E2", CultureInfo.InvariantCulture)))));
        }
        return [.. warnings];
    }

    private static string Whole(int count) => count.ToString(CultureInfo.InvariantCulture);
}
