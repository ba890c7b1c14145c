using System.Globalization;
using Gravity.Core.Specification;

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
                WarningCatalog.CollinearColumn, $"'{column.Name}' ({column.Block}) was left out: it equals {(span.Length == 0 ? "0" : span)}");
        }
        if (design.ResponseScale == ResponseScale.Log1p)
            yield return new FitWarning(WarningCatalog.LogOnePlus, $"the response is {design.ResponseName}: the unit of the flow changes the estimates");
    }
}
