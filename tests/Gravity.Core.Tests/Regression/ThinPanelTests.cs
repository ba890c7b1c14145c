using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Families;
using Gravity.Core.Regression.Separation;

namespace Gravity.Core.Tests.Regression;

/// <summary>Panels in which most countries trade with a few others: means that fall to nothing in one row must not end the iteration, nor pass for convergence.</summary>
public sealed class ThinPanelTests
{
    private const int Years = 4;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Fitted_sums_are_the_sums_of_every_group(long seed)
    {
        AbsorbedProblem problem = Thin(seed, 500, 0.004 + (0.001 * seed));
        AbsorbedSolution solution = PseudoMaximumLikelihood.Fit(problem, new PoissonFamily());
        Assert.True(solution.Iteration.Converged, solution.Iteration.Reason.ToString());
        double total = problem.Response.Sum();
        Assert.Equal(total, solution.FittedMean.Sum(), 1e-9 * total);
        foreach (EffectGroups effect in problem.Effects.Effects)
        {
            double[] observed = new double[effect.Count], fitted = new double[effect.Count];
            for (int i = 0; i < problem.Rows; i++)
            {
                observed[effect.GroupOfRow[i]] += problem.Response[i];
                fitted[effect.GroupOfRow[i]] += solution.FittedMean[i];
            }
            for (int g = 0; g < observed.Length; g++)
                Assert.Equal(observed[g], fitted[g], 1e-6 * observed[g] + (1e-12 * total));
        }
        Assert.Equal(0.3, solution.Coefficients[0], 0.15);
    }

    private static AbsorbedProblem Thin(long seed, int countries, double share)
    {
        var random = new RandomSource(seed, 31);
        double[] a = Normal(countries * Years), b = Normal(countries * Years);
        List<int> exporterYear = [], importerYear = [], pair = [];
        List<double> flows = [], column = [];
        for (int cell = 0; cell < countries * countries; cell++)
        {
            if (random.NextUniform() >= share)
                continue;
            double own = random.NextNormal();
            for (int t = 0; t < Years; t++)
            {
                double x = random.NextNormal() + (0.3 * own);
                exporterYear.Add((cell / countries * Years) + t);
                importerYear.Add((cell % countries * Years) + t);
                pair.Add(cell);
                column.Add(x);
                double eta = a[exporterYear[^1]] + b[importerYear[^1]] + own + (0.3 * x);
                // Small flows are zeros more often.
                flows.Add(random.NextUniform() < 0.5 / (1 + Math.Exp(0.5 * eta)) ? 0 : Math.Exp(eta + random.NextNormal() - 0.5));
            }
        }
        Matrix columns = new(flows.Count, 1);
        column.ToArray().CopyTo(columns.Column(0));
        var problem = new AbsorbedProblem(
            [.. flows], columns, ["x"],
            new EffectSet(flows.Count, [EffectGroups.Of("o^y", [.. exporterYear]), EffectGroups.Of("d^y", [.. importerYear]), EffectGroups.Of("o^d", [.. pair])]));
        problem = Without(problem, [.. AbsorbedRows.Find(problem.Effects, problem.Response, new AbsorbedRowRules(Singletons: true, ZeroGroups: true)).SelectMany(l => l.Rows)]);
        problem = Without(problem, [.. IterativeRectifier.Find(problem, 1).Rows]);
        return Without(problem, [.. AbsorbedRows.Find(problem.Effects, problem.Response, new AbsorbedRowRules(Singletons: true, ZeroGroups: true)).SelectMany(l => l.Rows)]);

        double[] Normal(int count) => [.. Enumerable.Range(0, count).Select(_ => random.NextNormal())];
    }

    private static AbsorbedProblem Without(AbsorbedProblem problem, HashSet<int> gone)
    {
        int[] kept = [.. Enumerable.Range(0, problem.Rows).Where(i => !gone.Contains(i))];
        Matrix columns = new(kept.Length, 1);
        for (int i = 0; i < kept.Length; i++)
            columns[i, 0] = problem.Columns[kept[i], 0];
        return new AbsorbedProblem([.. kept.Select(i => problem.Response[i])], columns, problem.Names, problem.Effects.Select(kept));
    }
}
