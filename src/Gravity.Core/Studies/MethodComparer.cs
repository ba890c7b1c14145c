using Gravity.Core.Efficiency;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>Puts the potential of several fits side by side over the rows that all of them have.</summary>
internal sealed class MethodComparer(MethodSettings settings)
{
    /// <summary>Potential in sample; null where fewer than two methods are given.</summary>
    public MethodComparison? InSample(IReadOnlyList<NamedFit> fits, CancellationToken cancellation) =>
        Compare([.. fits.Select(f => MethodSource.InSample(f, settings))], null, [], cancellation);

    /// <summary>Potential of the rows that satisfy a filter, by the same models fitted without them.</summary>
    public MethodComparison? OutOfSample(IReadOnlyList<NamedFit> fits, string filter, CancellationToken cancellation)
    {
        var sources = new List<MethodSource>();
        var left = new List<(string Name, string Why)>();
        foreach (NamedFit fit in fits)
        {
            try
            {
                sources.Add(MethodSource.HeldOut(fit, filter, settings));
            }
            catch (DataUnfitException error)
            {
                left.Add((fit.Name, error.Message));
            }
        }
        return Compare(sources, filter, left, cancellation);
    }

    private MethodComparison? Compare(List<MethodSource> sources, string? filter, List<(string Name, string Why)> left, CancellationToken cancellation)
    {
        if (sources.Count == 0 && left.Count > 0)
            throw new DataUnfitException("no-common-rows", left[0].Why);
        if (sources.Count == 0 || (filter is null && sources.Count < 2))
            return null;
        HashSet<int> common = [.. sources[0].Usable];
        foreach (MethodSource source in sources.Skip(1))
            common.IntersectWith(source.Usable);
        if (common.Count == 0)
        {
            string names = string.Join(", ", sources.Select(s => $"'{s.Name}'"));
            throw new DataUnfitException("no-common-rows", filter is null
                ? $"{names} have no row in common, so their potential cannot be set side by side"
                : $"no row with {filter} can be predicted by {names}: without those rows the others do not identify an effect or a coefficient there; hold out fewer rows, or absorb coarser effects");
        }
        string[] units = [.. settings.UnitOfRow is null ? [] : common.Select(row => settings.UnitOfRow[row]).OfType<string>().Distinct()];
        PotentialMethod[] methods = [.. sources.Select(s => s.Method(common, units.Order(StringComparer.Ordinal).ToArray(), cancellation))];
        int count = methods.Length;
        Matrix spearman = new(count, count), kendall = new(count, count);
        double[][] ratios = [.. methods.Select(m => m.Units.Count > 1 ? m.Units.Select(u => u.Ratio.Value).ToArray() : [.. m.Rows.Select(r => r.Actual / r.Potential.Value)])];
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < count; j++)
            {
                bool[] both = [.. ratios[i].Select((r, k) => double.IsFinite(r) && double.IsFinite(ratios[j][k]))];
                double[] first = [.. ratios[i].Where((_, k) => both[k])], second = [.. ratios[j].Where((_, k) => both[k])];
                spearman[i, j] = i == j ? 1 : RankCorrelation.Of(first, second);
                kendall[i, j] = i == j ? 1 : RankCorrelation.Kendall(first, second);
            }
        }
        return new MethodComparison
        {
            Methods = methods,
            CommonRows = common.Count,
            Actual = methods[0].Total.Actual,
            Level = settings.Level,
            Draws = settings.Draws,
            HeldOut = filter,
            Spearman = spearman,
            Kendall = kendall,
            LeftOut = left,
        };
    }
}
