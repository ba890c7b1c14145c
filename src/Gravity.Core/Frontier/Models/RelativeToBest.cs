using Gravity.Core.Data;

namespace Gravity.Core.Frontier.Models;

/// <summary>Inefficiency as the distance of an effect from the best: laws without spread, frontier and residuals.</summary>
internal static class RelativeToBest
{
    /// <summary>α_i is the unit mean of y − x'β, and the best unit is the best of the sample.</summary>
    public static ConditionalInefficiency OfUnits(SteppedFrontier model, double[] index)
    {
        UnitIndex units = model.Units;
        double[] effects = UnitRegression.UnitMeans(units, [.. model.Design.Response.Zip(index, (y, f) => y - f)]);
        double best = Best(effects, model.Sign);
        double[] distance = Array.ConvertAll(effects, a => Math.Abs(best - a));
        return Of(model, index, _ => best, [.. distance.Select(DegenerateLaw.At)], units.UnitOfRow);
    }

    /// <summary>α_it of every row, against the best of its period.</summary>
    /// <param name="model">The model.</param>
    /// <param name="index">x'β.</param>
    /// <param name="effects">α_it.</param>
    /// <param name="bestOfPeriod">The best α of each period.</param>
    public static ConditionalInefficiency OfRows(SteppedFrontier model, double[] index, double[] effects, IReadOnlyDictionary<int, double> bestOfPeriod)
    {
        int[] periods = model.Units.PeriodOfRow!;
        IConditionalLaw[] laws = [.. effects.Select((a, i) => DegenerateLaw.At(Math.Abs(bestOfPeriod[periods[i]] - a)))];
        return Of(model, index, i => bestOfPeriod[periods[i]], laws, [.. Enumerable.Range(0, index.Length)]);
    }

    /// <summary>The largest effect in production, the smallest in cost.</summary>
    public static double Best(IEnumerable<double> effects, double sign) => sign > 0 ? effects.Max() : effects.Min();

    private static ConditionalInefficiency Of(
        SteppedFrontier model, double[] index, Func<int, double> best, IReadOnlyList<IConditionalLaw> laws, int[] lawOfRow)
    {
        int n = index.Length;
        var frontier = new double[n];
        var residual = new double[n];
        var one = new double[n];
        for (int i = 0; i < n; i++)
        {
            frontier[i] = index[i] + best(i);
            residual[i] = model.Design.Response[i] - frontier[i];
            one[i] = 1;
        }
        return new ConditionalInefficiency(laws, lawOfRow, one, frontier, residual, new double[n]);
    }
}
