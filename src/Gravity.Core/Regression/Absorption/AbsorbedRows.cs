using Gravity.Core.Wording;

namespace Gravity.Core.Regression.Absorption;

/// <summary>Finds the rows that absorbed effects take up, by reason.</summary>
internal static class AbsorbedRows
{
    /// <summary>Rows by reason, each row under the first that takes it; nothing when none is.</summary>
    /// <remarks>
    /// Groups without a flow go first, effect after effect, as a row taken from one group may leave another without; then the rows alone in a group, and whatever either
    /// takes next, until nothing changes. What is left does not depend on the order, the reason of a row may. A row that stands for several (a frequency) is not alone.
    /// </remarks>
    /// <param name="effects">The effects.</param>
    /// <param name="response">The response of each row.</param>
    /// <param name="rules">What to leave out.</param>
    /// <param name="frequencies">How many rows each row stands for; null for one.</param>
    public static IReadOnlyList<(Phrase Reason, int[] Rows)> Find(EffectSet effects, double[] response, AbsorbedRowRules rules, double[]? frequencies = null)
    {
        int rows = effects.Rows, count = effects.Count;
        var reason = new int[rows];
        var sizes = new int[count][];
        var flows = new int[count][];
        for (int q = 0; q < count; q++)
        {
            sizes[q] = new int[effects.Effects[q].Count];
            flows[q] = new int[effects.Effects[q].Count];
            int[] groupOfRow = effects.Effects[q].GroupOfRow;
            for (int row = 0; row < rows; row++)
            {
                sizes[q][groupOfRow[row]] += Size(row);
                if (response[row] != 0)
                    flows[q][groupOfRow[row]]++;
            }
        }
        bool changed = true;
        while (changed)
        {
            changed = false;
            for (int pass = 0; pass < 2; pass++)
            {
                bool zeros = pass == 0;
                if (!(zeros ? rules.ZeroGroups : rules.Singletons))
                    continue;
                for (int q = 0; q < count; q++)
                {
                    int[] groupOfRow = effects.Effects[q].GroupOfRow, size = sizes[q], flow = flows[q];
                    // A pass over the rows only where a group asks for it.
                    if (!Asks(size, flow, zeros))
                        continue;
                    for (int row = 0; row < rows; row++)
                    {
                        int group = groupOfRow[row];
                        if (reason[row] == 0 && (zeros ? flow[group] == 0 : size[group] == 1))
                        {
                            reason[row] = 1 + 2 * q + pass;
                            for (int p = 0; p < count; p++)
                            {
                                sizes[p][effects.Effects[p].GroupOfRow[row]] -= Size(row);
                                if (response[row] != 0)
                                    flows[p][effects.Effects[p].GroupOfRow[row]]--;
                            }
                            changed = true;
                        }
                    }
                }
            }
        }
        return Collect(effects, reason);

        int Size(int row) => frequencies is null || frequencies[row] < 2 ? 1 : 2;
    }

    private static bool Asks(int[] size, int[] flow, bool zeros)
    {
        for (int group = 0; group < size.Length; group++)
            if (zeros ? size[group] > 0 && flow[group] == 0 : size[group] == 1)
                return true;
        return false;
    }

    private static List<(Phrase Reason, int[] Rows)> Collect(EffectSet effects, int[] reason)
    {
        var found = new List<(Phrase Reason, int[] Rows)>();
        for (int pass = 0; pass < 2; pass++)
        {
            for (int q = 0; q < effects.Count; q++)
            {
                int code = 1 + 2 * q + pass;
                if (Array.IndexOf(reason, code) < 0)
                    continue;
                int[] rows = [.. Enumerable.Range(0, reason.Length).Where(r => reason[r] == code)];
                found.Add((new Phrase(pass == 0 ? "reason.zero-group" : "reason.singleton", ("effect", effects.Effects[q].Name)), rows));
            }
        }
        return found;
    }
}
