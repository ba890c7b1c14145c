using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Regression.Separation;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Counts;

/// <summary>What a reader of a Poisson frontier must know whatever the estimates are.</summary>
internal static class PoissonWarnings
{
    public static IEnumerable<FitWarning> Of(Design design, double[] flow)
    {
        double[] positive = [.. flow.Where(y => y > 0).Order()];
        double median = positive.Length == 0 ? double.NaN : positive[positive.Length / 2];
        foreach (FitWarning warning in SeparationWarnings.Of(design))
            yield return warning;
        yield return new FitWarning(WarningCatalog.UnitOfTrade, new Phrase(
            "warning.unit-of-trade.frontier", ("response", design.ResponseName), ("median", Text(median)), ("noise", Text(100 / Math.Sqrt(median)))));
        int broken = flow.Count(y => y != Math.Floor(y));
        if (broken > 0)
            yield return new FitWarning(WarningCatalog.FractionalFlows, new Phrase("warning.fractional-flows.here", ("rows", broken), ("all", flow.Length), ("response", design.ResponseName)));
    }

    private static string Text(double value) => value.ToString("G3", CultureInfo.InvariantCulture);
}
