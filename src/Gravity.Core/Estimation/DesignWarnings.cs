using System.Globalization;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Estimation;

/// <summary>Warnings that follow from the design alone.</summary>
public static class DesignWarnings
{
    /// <summary>Columns left out as collinear, and a response that is not equivariant to units.</summary>
    public static IEnumerable<FitWarning> Of(Design design)
    {
        foreach (CollinearColumn column in design.Collinear)
        {
            string span = string.Join(" + ", column.Duplicates.Select(d =>
                string.Create(CultureInfo.InvariantCulture, $"{d.Coefficient:0.######}·{d.Name}")));
            yield return new FitWarning(
                WarningCatalog.CollinearColumn, new Phrase(
                    "warning.collinear-column.here", ("name", column.Name), ("block", column.Block), ("span", span.Length == 0 ? "0" : span)));
        }
        if (design.ResponseScale == ResponseScale.Log1p)
            yield return new FitWarning(
                WarningCatalog.LogOnePlus, new Phrase("warning.response-log1p.here", ("response", design.ResponseName)));
    }
}
