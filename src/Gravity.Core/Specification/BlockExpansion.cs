using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Core.Specification;

/// <summary>Expands the terms of one index to columns over the rows of the sample.</summary>
/// <remarks>
/// Levels are coded as in Chambers and Hastie (1992, Statistical Models in S, chapter 2): a factor of a term leaves out its reference when the
/// term without that factor is in the model (for a factor alone: the intercept), otherwise it has an indicator for each value, so that the
/// columns span what the formula says.
/// </remarks>
/// <param name="panel">The panel.</param>
/// <param name="index">The terms.</param>
/// <param name="bound">The factors, bound to the panel.</param>
/// <param name="rows">Rows of the panel, in the order of the sample.</param>
/// <param name="notices">Takes what a reader should know.</param>
/// <param name="absorbed">Whether absorbed effects stand for the constant: it gets no column, and factors leave out their reference.</param>
internal sealed class BlockExpansion(
    TradePanel panel, ModelIndex index, IReadOnlyDictionary<string, FactorColumn> bound, int[] rows, List<Phrase> notices, bool absorbed = false)
{
    // Two billion bytes of one block, or the work of about half a minute: beyond either the indicators belong after '|'.
    private const double MostValues = 2.5e8, MostProducts = 1e11;

    private readonly Dictionary<string, int[]> _presentLevels = new(StringComparer.Ordinal);
    private readonly List<(string Name, double[] Values)> _columns = [];

    public List<(string Name, double[] Values)> Expand()
    {
        if (index.HasIntercept && !absorbed)
        {
            var ones = new double[rows.Length];
            Array.Fill(ones, 1);
            _columns.Add((BlockNames.Intercept, ones));
        }
        bool spansConstant = index.HasIntercept || absorbed;
        foreach (Term term in index.Terms)
        {
            FactorColumn[] factors = [.. term.Factors.Select(f => bound[f.ToString()!])];
            List<(string Name, double[] Values)> columns = [];
            for (int i = 0; i < factors.Length; i++)
            {
                bool alone = factors.Length == 1;
                bool leaveOut = alone
                    ? spansConstant
                    : index.Terms.Any(t => t.Same(new Term([.. term.Factors.Where((_, j) => j != i)])));
                List<(string Name, double[]? Values, LevelFactor? Factor, int Level)> parts = Parts(factors[i], leaveOut);
                if (alone && !leaveOut && factors[i] is LevelFactor { Reference: < 0 })
                {
                    notices.Add(new Phrase("notice.every-indicator", ("factor", factors[i].Name)));
                    spansConstant = true;
                }
                Guard(term, (long)Math.Max(1, columns.Count) * parts.Count);
                columns = i == 0 ? [.. parts.Select(p => (p.Name, Gather(p)))] : Products(columns, parts);
            }
            _columns.AddRange(columns);
        }
        return _columns;
    }

    private List<(string Name, double[]? Values, LevelFactor? Factor, int Level)> Parts(FactorColumn factor, bool leaveOut)
    {
        if (factor is NumberFactor numbers)
            return [(factor.Name, numbers.Values, null, 0)];
        var levels = (LevelFactor)factor;
        int[] present = Present(levels);
        int reference = levels.Reference >= 0 ? levels.Reference : leaveOut ? present[0] : -1;
        return [.. present.Where(l => l != reference).Select(l => ($"{levels.Column}={levels.Levels[l]}", (double[]?)null, (LevelFactor?)levels, l))];
    }

    /// <summary>The levels that occur in the sample; the others are told of once.</summary>
    private int[] Present(LevelFactor factor)
    {
        if (_presentLevels.TryGetValue(factor.Name, out int[]? known))
            return known;
        var seen = new bool[factor.Levels.Length];
        foreach (int row in rows)
            seen[factor.LevelOfRow[row]] = true;
        string[] empty = [.. factor.Levels.Where((_, l) => !seen[l])];
        if (factor.Reference >= 0 && !seen[factor.Reference])
        {
            throw new DataUnfitException("reference-empty",
                $"the reference {factor.Levels[factor.Reference]} of {factor.Name} has no complete row: choose another value with ref=");
        }
        if (empty.Length > 0)
        {
            notices.Add(new Phrase(
                "notice.empty-values", ("factor", factor.Name), ("count", RowList.Whole(empty.Length)), ("examples", RowList.Examples(empty, 8))));
        }
        int[] present = [.. Enumerable.Range(0, seen.Length).Where(l => seen[l])];
        if (present.Length == 1)
            notices.Add(new Phrase("notice.one-value", ("factor", factor.Name), ("value", factor.Levels[present[0]])));
        return _presentLevels[factor.Name] = present;
    }

    private double[] Gather((string Name, double[]? Values, LevelFactor? Factor, int Level) part)
    {
        var values = new double[rows.Length];
        if (part.Values is not null)
        {
            for (int i = 0; i < rows.Length; i++)
                values[i] = part.Values[rows[i]];
        }
        else
        {
            int[] levels = part.Factor!.LevelOfRow;
            for (int i = 0; i < rows.Length; i++)
                values[i] = levels[rows[i]] == part.Level ? 1 : 0;
        }
        return values;
    }

    private List<(string Name, double[] Values)> Products(
        List<(string Name, double[] Values)> columns, List<(string Name, double[]? Values, LevelFactor? Factor, int Level)> parts)
    {
        var products = new List<(string Name, double[] Values)>(columns.Count * parts.Count);
        foreach (var part in parts)
        {
            double[] right = Gather(part);
            foreach ((string name, double[] left) in columns)
            {
                var values = new double[rows.Length];
                for (int i = 0; i < values.Length; i++)
                    values[i] = left[i] * right[i];
                products.Add(($"{name}:{part.Name}", Finite($"{name}:{part.Name}", values)));
            }
        }
        return products;
    }

    private double[] Finite(string name, double[] values)
    {
        List<int> bad = [];
        for (int i = 0; i < values.Length; i++)
            if (!double.IsFinite(values[i]))
                bad.Add(panel.SourceRow(rows[i]));
        if (bad.Count == 0)
            return values;
        bad.Sort();
        throw new DataUnfitException("not-finite", $"{name} is infinite in {RowList.Text(bad)}: rescale its columns", bad);
    }

    private void Guard(Term term, long columns)
    {
        double all = columns + _columns.Count;
        if (all * rows.Length <= MostValues && all * all * rows.Length <= MostProducts)
            return;
        throw new DataUnfitException("too-many-levels", string.Create(CultureInfo.InvariantCulture,
            $"{term} expands to {columns} columns of {rows.Length} rows, which are too many to hold: ")
            + "absorb the effects after '|', or group the values");
    }
}
