using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Core.Tests.Regression;

/// <summary>Small seeded gravity panels, and their regressions with a dummy variable for every group.</summary>
internal static class AbsorbedSamples
{
    /// <summary>Flows of <paramref name="countries"/>² pairs over some years, of which a share is kept, in shuffled order.</summary>
    /// <param name="effects">Any of <c>ot</c>, <c>dt</c>, <c>od</c>, <c>o</c>, <c>d</c>, <c>t</c>.</param>
    /// <param name="flows">Whether y is a flow with zeros; else its logarithm with noise.</param>
    /// <param name="countries">Number of countries.</param>
    /// <param name="years">Number of years.</param>
    /// <param name="keep">Share of rows kept.</param>
    /// <param name="weighted">Whether rows have weights.</param>
    /// <param name="islands">Number of blocs without trade between them.</param>
    /// <param name="columns">Number of regressors.</param>
    /// <param name="seed">Seed.</param>
    /// <param name="zeros">Share of flows that are 0.</param>
    public static AbsorbedProblem Panel(
        string[] effects, bool flows, int countries = 7, int years = 4, double keep = 0.8, bool weighted = false, int islands = 1, int columns = 3, long seed = 1,
        double zeros = 0.2)
    {
        var random = new RandomSource(seed);
        var rows = new List<(int O, int D, int T)>();
        for (int o = 0; o < countries; o++)
            for (int d = 0; d < countries; d++)
                for (int t = 0; t < years; t++)
                    if (o % islands == d % islands && random.NextUniform() < keep)
                        rows.Add((o, d, t));
        for (int i = rows.Count - 1; i > 0; i--)
        {
            int j = random.NextIndex(i + 1);
            (rows[i], rows[j]) = (rows[j], rows[i]);
        }
        double[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
        double[] origin = Draw(countries * years), destination = Draw(countries * years), pair = Draw(countries * countries);
        int n = rows.Count;
        var y = new double[n];
        var x = new Matrix(n, columns);
        for (int i = 0; i < n; i++)
        {
            (int o, int d, int t) = rows[i];
            double eta = origin[o * years + t] + destination[d * years + t] + pair[o * countries + d];
            for (int k = 0; k < columns; k++)
            {
                x[i, k] = 2 + random.NextNormal() + 0.4 * origin[o * years + t] + 0.4 * pair[o * countries + d];
                eta += 0.2 * (k + 1) * x[i, k];
            }
            y[i] = !flows ? eta + random.NextNormal() : random.NextUniform() < zeros ? 0 : Math.Exp(eta + 0.5 * random.NextNormal());
        }
        EffectGroups Group(string effect) => EffectGroups.Of(effect, [.. rows.Select(r => effect switch
        {
            "ot" => r.O * years + r.T,
            "dt" => r.D * years + r.T,
            "od" => r.O * countries + r.D,
            "o" => r.O,
            "d" => r.D,
            _ => r.T,
        })]);
        var problem = new AbsorbedProblem(
            y, x, [.. Enumerable.Range(1, columns).Select(k => $"x{k}")], new EffectSet(n, [.. effects.Select(Group)]),
            weighted ? [.. rows.Select(_ => 0.2 + random.NextUniform())] : null);
        return Without(problem, new AbsorbedRowRules(ZeroGroups: flows));
    }

    /// <summary>The problem less the rows that effects take up.</summary>
    public static AbsorbedProblem Without(AbsorbedProblem problem, AbsorbedRowRules rules)
    {
        HashSet<int> gone = [.. AbsorbedRows.Find(problem.Effects, problem.Response, rules).SelectMany(l => l.Rows)];
        int[] kept = [.. Enumerable.Range(0, problem.Rows).Where(r => !gone.Contains(r))];
        return Rows(problem, kept);
    }

    /// <summary>Some rows.</summary>
    public static AbsorbedProblem Rows(AbsorbedProblem problem, int[] kept)
    {
        var x = new Matrix(kept.Length, problem.Columns.Columns);
        for (int j = 0; j < x.Columns; j++)
            for (int i = 0; i < kept.Length; i++)
                x[i, j] = problem.Columns[kept[i], j];
        return problem with
        {
            Response = Array.ConvertAll(kept, r => problem.Response[r]),
            Columns = x,
            Effects = problem.Effects.Select(kept),
            Weights = problem.Weights is null ? null : Array.ConvertAll(kept, r => problem.Weights[r]),
        };
    }

    /// <summary>The same regression with dummy variables, all but the redundant ones; the regressors first.</summary>
    public static AbsorbedProblem Dummies(AbsorbedProblem problem)
    {
        int own = problem.Columns.Columns, levels = problem.Effects.Levels;
        var all = new Matrix(problem.Rows, own + levels);
        problem.Columns.Values.CopyTo(all.Values);
        int at = own;
        foreach (EffectGroups effect in problem.Effects.Effects)
        {
            for (int i = 0; i < problem.Rows; i++)
                all[i, at + effect.GroupOfRow[i]] = 1;
            at += effect.Count;
        }
        int[] independent = [.. Enumerable.Range(0, all.Columns).Except(LeastSquares.Solve(all, problem.Response).Dependent.Select(d => d.Column))];
        return problem with
        {
            Columns = all.Select(independent),
            Names = [.. independent.Select(j => j < own ? problem.Names[j] : $"d{j}")],
            Effects = new EffectSet(problem.Rows, []),
        };
    }
}
