using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Separation;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Regression;

/// <summary>What a reader of a regression must know.</summary>
internal static class RegressionWarnings
{
    /// <summary>Few groups behind the errors, and a covariance that was repaired.</summary>
    /// <param name="covariance">The covariance.</param>
    /// <param name="df">t's degrees of freedom; ∞ where a convention takes the normal law.</param>
    public static IEnumerable<FitWarning> OfErrors(CovarianceEstimate covariance, double df)
    {
        if (covariance.FewestClusters is { } groups and < CoefficientTable.FewClusters)
        {
            string noun = covariance.Kind switch { CovarianceKind.Dyadic => "countries", CovarianceKind.DriscollKraay => "periods", _ => "" };
            if (noun.Length == 0 && df == groups - 1)
                yield return FitWarning.FewClusters(groups);
            else
            {
                var law = double.IsPositiveInfinity(df)
                    ? new Phrase("warning.few-clusters.normal") : new Phrase("warning.few-clusters.student", ("df", df.ToString("0.##", CultureInfo.InvariantCulture)));
                yield return new FitWarning(
                    WarningCatalog.FewClusters, new Phrase("warning.few-clusters." + (noun.Length == 0 ? "clusters" : noun), ("clusters", groups), ("law", law)));
            }
        }
        if (covariance.Repaired)
        {
            yield return new FitWarning(
                WarningCatalog.CovarianceRepaired, new Phrase(
                    "warning.covariance-repaired.here", ("eigenvalue", covariance.Eigenvalues[0].ToString("0.####", CultureInfo.InvariantCulture))));
        }
    }

    /// <summary>Columns without a coefficient.</summary>
    /// <param name="effects">The absorbed effects.</param>
    /// <param name="leftOut">The columns.</param>
    public static IEnumerable<FitWarning> OfColumns(IReadOnlyList<AbsorbedEffect> effects, IReadOnlyList<LeftOutColumn> leftOut)
    {
        foreach (LeftOutColumn column in leftOut)
        {
            if (!column.Absorbed)
            {
                string span = string.Join(" + ", column.Duplicates.Select(d => string.Create(CultureInfo.InvariantCulture, $"{d.Coefficient:0.######}·{d.Name}")));
                // A column that only separated rows told from 0 duplicates nothing.
                string others = effects.Count == 0 || span.Length == 0 ? "" : " + " + string.Join(" + ", effects);
                yield return new FitWarning(
                    WarningCatalog.CollinearColumn, new Phrase("warning.collinear-column.here", ("name", column.Name), ("block", BlockNames.Frontier), ("span", span.Length == 0 ? "0" : span + others)));
            }
            else if (column.Effects.Count > 0)
            {
                yield return new FitWarning(
                    WarningCatalog.AbsorbedRegressor, new Phrase("warning.absorbed-regressor.within", ("name", column.Name), ("effects", string.Join(", ", column.Effects))));
            }
            else
            {
                yield return new FitWarning(
                    WarningCatalog.AbsorbedRegressor, new Phrase(
                        "warning.absorbed-regressor.together", ("name", column.Name), ("effects", string.Join(" + ", effects))));
            }
        }
    }

    /// <summary>Effects in parts.</summary>
    public static IEnumerable<FitWarning> OfEffects(EffectSet effects)
    {
        if (DisconnectedEffects.Of(effects) is { } parts)
        {
            yield return new FitWarning(WarningCatalog.DisconnectedEffects, new Phrase(
                parts.Expected == 1 ? "warning.disconnected-effects.here" : "warning.disconnected-effects.beyond",
                ("left", parts.Left), ("right", parts.Right), ("parts", parts.Parts), ("expected", parts.Expected), ("rows", parts.Rows), ("group", parts.Group)));
        }
    }

    /// <summary>Columns without a coefficient, effects in parts, separated rows, iterations that did not end, and what is particular to a model.</summary>
    public static IEnumerable<FitWarning> Of(string model, Design design, AbsorbedSolution solution)
    {
        foreach (FitWarning warning in OfColumns(design.AbsorbedEffects, solution.LeftOut))
            yield return warning;
        foreach (FitWarning warning in OfEffects(solution.Problem.Effects))
            yield return warning;
        foreach (FitWarning warning in SeparationWarnings.Of(design))
            yield return warning;
        if (!solution.Iteration.Converged)
            yield return new FitWarning(WarningCatalog.NotConverged, solution.Iteration.Reason);
        if (model == "negbin")
            yield return new FitWarning(WarningCatalog.UnitOfTrade, new Phrase("warning.unit-of-trade.negbin", ("response", design.ResponseName)));
    }
}
