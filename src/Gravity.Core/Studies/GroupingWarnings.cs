using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Studies.Families;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Identifiers of effects and clusters that hardly mean what they say.</summary>
internal static class GroupingWarnings
{
    /// <summary>Columns of numbers with decimals, and identifiers that split pairs by direction here and there.</summary>
    public static IEnumerable<FitWarning> Of(ModelRequest request, TradePanel panel, Design design)
    {
        CovarianceWords vce = CovarianceWords.Read(ModelFamilies.VceOf(request));
        string[] columns = [.. design.AbsorbedEffects.Concat(vce.Clusters).SelectMany(e => e.Columns).Concat(vce.Kind == Inference.CovarianceKind.Dyadic ? vce.Columns : []).Distinct()];
        foreach (string name in columns)
        {
            if (panel[name] is not NumberColumn numbers)
                continue;
            double[] odd = [.. design.PanelRows.Select(row => numbers.Values[row]).Where(v => v != Math.Floor(v)).Distinct()];
            if (odd.Length > 0)
            {
                yield return new FitWarning(
                    WarningCatalog.FractionalGroups, new Phrase("warning.fractional-groups.here", ("column", name), ("count", odd.Length), ("example", NumberText.Of(odd[0]))));
            }
        }
        if (Sides(request, vce) is not { } sides)
            yield break;
        int[] directed = EffectBinding.Bind(panel, design.PanelRows, new AbsorbedEffect([sides.From, sides.To])).GroupOfRow;
        EffectGroups pairs = EffectBinding.Bind(panel, design.PanelRows, new AbsorbedEffect([sides.From, sides.To]) { Pairs = [0] });
        foreach (AbsorbedEffect effect in design.AbsorbedEffects.Concat(vce.Clusters).Where(e => e is { Columns: [var one], Pairs: [] } && one != sides.From && one != sides.To))
        {
            if (Split(EffectBinding.Bind(panel, design.PanelRows, effect), directed, pairs) is ( > 0 and var split, > 0 and var whole))
            {
                yield return new FitWarning(
                    WarningCatalog.SplitPairs, new Phrase(
                        "warning.split-pairs.here", ("column", effect.Columns[0]), ("split", split), ("whole", whole), ("from", sides.From), ("to", sides.To)));
            }
        }
    }

    /// <summary>Exporter and importer, where the request names them as units or as sides of a dyad.</summary>
    private static (string From, string To)? Sides(ModelRequest request, CovarianceWords vce) =>
        request.Unit is [var exporter, var importer] ? (exporter, importer)
        : vce is { Kind: Inference.CovarianceKind.Dyadic, Columns: [var from, var to] } ? (from, to) : null;

    /// <summary>Pairs with trade in both directions whose directions have different identifiers, and those whose directions share one. Nothing where a direction has several.</summary>
    private static (int Split, int Whole) Split(EffectGroups identifier, int[] directed, EffectGroups pairs)
    {
        var ofDirection = new Dictionary<int, int>();
        var directions = new Dictionary<int, HashSet<int>>();
        for (int row = 0; row < directed.Length; row++)
        {
            int id = identifier.GroupOfRow[row];
            if (!ofDirection.TryAdd(directed[row], id) && ofDirection[directed[row]] != id)
                return (0, 0);
            if (!directions.TryGetValue(pairs.GroupOfRow[row], out HashSet<int>? known))
                directions.Add(pairs.GroupOfRow[row], known = []);
            known.Add(directed[row]);
        }
        int split = 0, whole = 0;
        foreach (HashSet<int> both in directions.Values.Where(d => d.Count == 2))
        {
            if (both.Select(d => ofDirection[d]).Distinct().Count() == 1)
                whole++;
            else
                split++;
        }
        return (split, whole);
    }
}
