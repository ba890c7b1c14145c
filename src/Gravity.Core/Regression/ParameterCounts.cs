using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Core.Regression;

/// <summary>What K of a small-sample factor counts beside the coefficients.</summary>
/// <remarks>
/// <see cref="SmallSample.StataRegress"/>: all effects that dummies would estimate, <see cref="EffectRank.DegreesOfFreedom"/>. <see cref="SmallSample.FixestFull"/>: groups less one for each
/// effect after the first. <see cref="SmallSample.Fixest"/> the same, but of an effect nested in a cluster only one group, and one in all when every effect is nested;
/// <see cref="SmallSample.FixestNone"/>: none. For the other conventions K does not enter factors; their s² takes the first.
/// </remarks>
internal static class ParameterCounts
{
    public static int Of(SmallSample convention, int regressors, EffectSet effects, CovarianceRequest request)
    {
        if (effects.Count == 0)
            return regressors;
        switch (convention)
        {
            case SmallSample.FixestNone:
                return regressors;
            case SmallSample.FixestFull:
                return regressors + effects.Rank.OneEach;
            case SmallSample.Fixest:
                bool[] nested = Nested(effects, request);
                if (Array.TrueForAll(nested, inside => inside))
                    return regressors + 1;
                int count = regressors + effects.Rank.OneEach - Enumerable.Range(0, effects.Count).Where(q => nested[q]).Sum(q => effects.Effects[q].Count - 1);
                return Math.Max(count, regressors + 1);
            default:
                return regressors + effects.Rank.DegreesOfFreedom;
        }
    }

    /// <summary>For each effect whether each of its groups lies in one cluster of some dimension.</summary>
    public static bool[] Nested(EffectSet effects, CovarianceRequest request)
    {
        var nested = new bool[effects.Count];
        foreach (int[] groups in Dimensions(request))
        {
            bool[] inside = effects.NestedIn(groups);
            for (int q = 0; q < nested.Length; q++)
                nested[q] |= inside[q];
        }
        return nested;
    }

    private static IEnumerable<int[]> Dimensions(CovarianceRequest request) => request.Kind switch
    {
        CovarianceKind.Clustered => request.Clusters.Select(c => c.ClusterOfRow),
        // A country's rows, and those of a pair in either direction, may depend on each other in any way.
        CovarianceKind.Dyadic => [request.Dyads!.From, request.Dyads.To, Pairs(request.Dyads)],
        CovarianceKind.DriscollKraay => [request.Periods!.StepOfRow],
        CovarianceKind.Conley => [request.Places!.PlaceOfRow],
        _ => [],
    };

    private static int[] Pairs(DyadIndex dyads)
    {
        (int[] pairs, int count) = dyads.Pairs();
        return [.. pairs.Select((pair, row) => pair < 0 ? count + dyads.From[row] : pair)];
    }
}
