using System.Globalization;
using Gravity.Core.Estimation;

namespace Gravity.Core.Potential;

/// <summary>What a reader of potentials must know.</summary>
public static class PotentialWarnings
{
    /// <summary>The point estimate of a total lies outside its interval.</summary>
    public static WarningKind OutsideInterval { get; } = new(
        "potential-outside-interval",
        "The total of actual/te lies below its interval. By Jensen's inequality 1/E[exp(−u)] understates E[exp(u)]; over many units the draws "
        + "average to the expected potential, and the interval closes around that.",
        "Read the expected potential for totals: it has the same interval and lies in its middle.");

    /// <summary>Parameter draws were thrown away.</summary>
    public static WarningKind Redrawn { get; } = new(
        "potential-redrawn",
        "The model is not defined at some draws from the estimates' normal law; they were drawn again, which narrows the intervals.",
        "Look at the standard errors of the fit: the normal law may be a poor picture of what is known about the parameters.");

    /// <summary>Parameters have no variance.</summary>
    public static WarningKind HeldParameters { get; } = new(
        "potential-held-parameters",
        "Parameters without a variance (fixed, or at a boundary) were held at their estimates, so intervals leave out what is not known about them.",
        "Look at the warnings of the fit for the boundary; a bootstrap covariance covers it.");

    /// <summary>The covariance is not positive semidefinite.</summary>
    public static WarningKind IndefiniteCovariance { get; } = new(
        "potential-indefinite-covariance",
        "The covariance of the estimates has a negative eigenvalue, which was taken as 0.",
        "Look at the convergence of the fit, or choose another covariance.");

    /// <summary>All kinds.</summary>
    public static IReadOnlyList<WarningKind> Kinds { get; } = [OutsideInterval, Redrawn, HeldParameters, IndefiniteCovariance];

    internal static FitWarning[] Of(int draws, int redrawn, ParameterDraws parameters, IReadOnlyList<PotentialTotals> totals)
    {
        List<FitWarning> warnings = [];
        PotentialTotal[] outside = totals.SelectMany(t => t.Groups)
            .Where(g => g.Potential.Value < g.Potential.Low || g.Potential.Value > g.Potential.High).ToArray();
        if (outside.Length > 0)
        {
            warnings.Add(new FitWarning(OutsideInterval, string.Create(
                CultureInfo.InvariantCulture,
                $"{outside.Length} of {totals.Sum(t => t.Groups.Count)} totals of actual/te lie outside their intervals, first '{outside[0].Key}'.")));
        }
        if (redrawn > 0)
        {
            warnings.Add(new FitWarning(Redrawn, string.Create(
                CultureInfo.InvariantCulture, $"{redrawn} of {draws + redrawn} parameter draws were thrown away and drawn again.")));
        }
        if (parameters.Held.Count > 0)
        {
            string positions = string.Join(", ", parameters.Held.Select(j => (j + 1).ToString(CultureInfo.InvariantCulture)));
            warnings.Add(new FitWarning(HeldParameters, $"Parameters held at their estimates, by position from 1: {positions}."));
        }
        if (parameters.NegativeEigenvalue < 0)
        {
            warnings.Add(new FitWarning(IndefiniteCovariance, string.Create(
                CultureInfo.InvariantCulture, $"Smallest eigenvalue of the correlation matrix: {parameters.NegativeEigenvalue:E2}.")));
        }
        return [.. warnings];
    }
}
