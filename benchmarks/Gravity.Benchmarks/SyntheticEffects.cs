using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Benchmarks;

/// <summary>Seeded gravity panels with exporter-year, importer-year and pair effects, three regressors correlated with them, and a quarter of the flows 0.</summary>
internal static class SyntheticEffects
{
    private const int Years = 20, Columns = 3;

    private const double ZeroScale = 0.5;

    /// <summary>A panel of <see cref="AbsorbedBenchmarks.Panel"/>.</summary>
    public static AbsorbedProblem Panel(string name, bool logarithms) => name switch
    {
        "square 1M" => Panel(224, 1, 1, false, logarithms),
        "unbalanced 1M" => Panel(259, 1, 0.75, true, logarithms),
        "sparse 0.6M" => Panel(1_000, 0.083, 0.35, true, logarithms),
        "square 5M" => Panel(500, 1, 1, false, logarithms),
        "unbalanced 5M" => Panel(578, 1, 0.75, true, logarithms),
        _ => throw new ArgumentException($"no panel '{name}'", nameof(name)),
    };

    /// <summary>The same problem without what an earlier fit left in its effects.</summary>
    public static AbsorbedProblem Fresh(AbsorbedProblem problem) => problem with { Effects = new EffectSet(problem.Rows, problem.Effects.Effects) };

    private static AbsorbedProblem Panel(int countries, double pairs, double cells, bool shuffled, bool logarithms)
    {
        var random = new RandomSource(20_240_611);
        List<int> exporterYear = [], importerYear = [], pair = [];
        for (int i = 0; i < countries; i++)
        {
            for (int j = 0; j < countries; j++)
            {
                if (pairs < 1 && random.NextUniform() >= pairs)
                    continue;
                for (int t = 0; t < Years; t++)
                {
                    if (cells < 1 && random.NextUniform() >= cells)
                        continue;
                    exporterYear.Add(i * Years + t);
                    importerYear.Add(j * Years + t);
                    pair.Add(i * countries + j);
                }
            }
        }
        int rows = pair.Count;
        int[] order = [.. Enumerable.Range(0, rows)];
        for (int i = rows - 1; i > 0 && shuffled; i--)
        {
            int j = random.NextIndex(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        int[] first = Array.ConvertAll(order, r => exporterYear[r]), second = Array.ConvertAll(order, r => importerYear[r]), third = Array.ConvertAll(order, r => pair[r]);
        double[] a = Normal(countries * Years, random), b = Normal(countries * Years, random), c = Normal(countries * countries, random);
        var y = new double[rows];
        var x = new Matrix(rows, Columns);
        for (int row = 0; row < rows; row++)
        {
            double eta = a[first[row]] + b[second[row]] + c[third[row]];
            for (int k = 0; k < Columns; k++)
            {
                x[row, k] = random.NextNormal() + 0.3 * (a[first[row]] + c[third[row]]);
                eta += 0.1 * (k + 1) * x[row, k];
            }
            // Small flows are zeros more often: about a quarter of all.
            bool zero = random.NextUniform() < ZeroScale / (1 + Math.Sqrt(Math.Exp(eta)));
            double noise = random.NextNormal();
            y[row] = logarithms ? eta + noise : zero ? 0 : Math.Exp(eta + noise - 0.5);
        }
        var effects = new EffectSet(rows, [EffectGroups.Of("exporter^year", first), EffectGroups.Of("importer^year", second), EffectGroups.Of("exporter^importer", third)]);
        return Without(new AbsorbedProblem(y, x, ["x1", "x2", "x3"], effects), new AbsorbedRowRules(ZeroGroups: !logarithms));
    }

    private static AbsorbedProblem Without(AbsorbedProblem problem, AbsorbedRowRules rules)
    {
        var gone = new bool[problem.Rows];
        foreach ((_, int[] rows) in AbsorbedRows.Find(problem.Effects, problem.Response, rules))
            foreach (int row in rows)
                gone[row] = true;
        int[] kept = [.. Enumerable.Range(0, problem.Rows).Where(r => !gone[r])];
        var x = new Matrix(kept.Length, Columns);
        for (int k = 0; k < Columns; k++)
            for (int i = 0; i < kept.Length; i++)
                x[i, k] = problem.Columns[kept[i], k];
        return problem with { Response = Array.ConvertAll(kept, r => problem.Response[r]), Columns = x, Effects = problem.Effects.Select(kept) };
    }

    private static double[] Normal(int count, RandomSource random)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
            values[i] = random.NextNormal();
        return values;
    }
}
