using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Steps;

/// <summary>Seeded unbalanced panels with gaps and a known law of the effects.</summary>
internal static class StepSamples
{
    /// <summary>y = 1 + 0.8·x1 + 0.5·x2 + effect + noise, with x1 correlated with the unit.</summary>
    public static Design Panel(
        RandomSource random, int units, int periods, double missing, Func<int, int, double> effect, Func<double> noise, IReadOnlyList<DesignBlock>? more = null)
    {
        UnitIndex index = FrontierSamples.Units(units, periods, random, missing);
        double[] level = [.. Enumerable.Range(0, units).Select(_ => random.NextNormal())];
        int rows = index.UnitOfRow.Length;
        Matrix x = new(rows, 3);
        var y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            (x[i, 0], x[i, 1], x[i, 2]) = (1, level[index.UnitOfRow[i]] + random.NextNormal(), random.NextNormal());
            y[i] = 1 + 0.8 * x[i, 1] + 0.5 * x[i, 2] + effect(index.UnitOfRow[i], index.PeriodOfRow![i] - 2001) + noise();
        }
        return Of(index, x, ["x1", "x2"], y, more);
    }

    /// <summary>A design with an intercept first.</summary>
    public static Design Of(UnitIndex units, Matrix x, string[] names, double[] y, IReadOnlyList<DesignBlock>? more = null) => new(
        "y ~ " + string.Join(" + ", names), "y", y, [new DesignBlock(BlockNames.Frontier, [BlockNames.Intercept, .. names], x), .. more ?? []],
        [.. Enumerable.Range(0, y.Length)], units, ResponseScale.AsGiven, null, null, [], new SampleLog(y.Length, []), "00");

    /// <summary>The design with another response.</summary>
    public static Design With(Design design, Func<double, int, double> response) =>
        FrontierSamples.With(design, [.. design.Response.Select(response)]);

    /// <summary>The design with columns added to the frontier.</summary>
    public static Design WithColumns(Design design, params (string Name, Func<int, double> Value)[] columns)
    {
        Matrix old = design.Frontier.Values, x = new(old.Rows, old.Columns + columns.Length);
        for (int j = 0; j < x.Columns; j++)
            for (int i = 0; i < x.Rows; i++)
                x[i, j] = j < old.Columns ? old[i, j] : columns[j - old.Columns].Value(i);
        return FrontierSamples.With(design, design.Response, [new DesignBlock(BlockNames.Frontier, [.. design.Frontier.ColumnNames, .. columns.Select(c => c.Name)], x)]);
    }

    /// <summary>Effects of every period but the first.</summary>
    public static Design WithPeriodEffects(Design design)
    {
        int[] periods = design.Units!.PeriodOfRow!;
        return WithColumns(design, [.. periods.Distinct().Order().Skip(1).Select(p => ($"year={p}", (Func<int, double>)(i => periods[i] == p ? 1 : 0)))]);
    }

    /// <summary>The design with its units in the opposite order.</summary>
    public static Design Reversed(Design design) => design.Resample([.. Enumerable.Range(0, design.Units!.Count).Reverse()]);
}
