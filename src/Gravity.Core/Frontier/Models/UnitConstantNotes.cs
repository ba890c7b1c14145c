using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Models;

/// <summary>What models with a free constant a unit have to say, and the errors of these constants.</summary>
internal static class UnitConstantNotes
{
    /// <summary>Rows a unit below which concentrated constants bias the variances visibly (docs/models/true-fixed-effects.md has the measurements).</summary>
    public const double ShortUnits = 20;

    /// <summary>Columns that the constants absorb and, where they are estimated with the rest, how few rows stand behind each.</summary>
    public static IEnumerable<FitWarning> Of(WithinRows within, bool incidental)
    {
        foreach (string name in within.Absorbed)
            yield return new FitWarning(WarningCatalog.CollinearColumn, new Phrase("warning.collinear-column.constant", ("name", name)));
        UnitIndex units = within.Design.Units!;
        double mean = (double)within.Design.RowCount / units.Count;
        if (incidental && mean < ShortUnits)
        {
            yield return new FitWarning(WarningCatalog.IncidentalParameters, new Phrase(
                "warning.incidental-parameters.here", ("units", units.Count), ("mean", mean.ToString("0.#", CultureInfo.InvariantCulture)),
                ("shortest", Shortest(units))));
        }
    }

    /// <summary>Rows of the shortest unit.</summary>
    public static int Shortest(UnitIndex units) => Enumerable.Range(0, units.Count).Min(u => units.Starts[u + 1] - units.Starts[u]);

    /// <summary>√(own + g'Vg): the error of a constant given θ, and that of θ̂; parameters without a variance (at a boundary) are held.</summary>
    public static double Error(double[] slope, Matrix covariance, double own)
    {
        double sum = own;
        for (int j = 0; j < slope.Length; j++)
            for (int l = 0; l < slope.Length; l++)
                if (!double.IsNaN(covariance[j, j]) && !double.IsNaN(covariance[l, l]))
                    sum += slope[j] * covariance[j, l] * slope[l];
        return Enumerable.Range(0, slope.Length).All(j => double.IsNaN(covariance[j, j])) ? double.NaN : Math.Sqrt(sum);
    }
}
