using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Benchmarks;

/// <summary>Seeded samples in memory: no file, no formula, the same numbers in every run.</summary>
internal static class SyntheticDesigns
{
    private const double SigmaU = 0.6;
    private const double SigmaV = 0.4;

    /// <summary>Independent rows: y = 1 + Σ 0.1j·x_j + v − u with normal regressors.</summary>
    /// <param name="rows">Rows.</param>
    /// <param name="regressors">Regressors beside the intercept.</param>
    /// <param name="exponential">True for exponential u, else half-normal.</param>
    public static Design Pooled(int rows, int regressors, bool exponential = false)
    {
        RandomSource random = new(20_240_601);
        Matrix x = Regressors(rows, regressors, random);
        double[] y = Index(x);
        for (int i = 0; i < rows; i++)
            y[i] += SigmaV * random.NextNormal() - SigmaU * (exponential ? random.NextExponential() : Math.Abs(random.NextNormal()));
        return Of(y, [Block(BlockNames.Frontier, x)], null);
    }

    /// <summary>Independent rows whose u is N(z'δ, σ_u²) truncated at 0, z with an intercept and <paramref name="determinants"/> columns.</summary>
    public static Design Determinants(int rows, int regressors, int determinants)
    {
        RandomSource random = new(20_240_602);
        Matrix x = Regressors(rows, regressors, random);
        Matrix z = Regressors(rows, determinants, random);
        double[] y = Index(x);
        for (int i = 0; i < rows; i++)
        {
            double mean = 0.2;
            for (int j = 1; j < z.Columns; j++)
                mean += 0.15 * z[i, j];
            double u;
            do
                u = mean + SigmaU * random.NextNormal();
            while (u < 0);
            y[i] += SigmaV * random.NextNormal() - u;
        }
        return Of(y, [Block(BlockNames.Frontier, x), Block(BlockNames.InefficiencyMean, z)], null);
    }

    /// <summary>A balanced panel whose units share half-normal inefficiency with decay η = 0.03.</summary>
    public static Design Panel(int units, int periods, int regressors)
    {
        RandomSource random = new(20_240_603);
        int rows = units * periods;
        Matrix x = Regressors(rows, regressors, random);
        double[] y = Index(x);
        int[] unitOfRow = new int[rows], periodOfRow = new int[rows];
        for (int unit = 0; unit < units; unit++)
        {
            double u = SigmaU * Math.Abs(random.NextNormal());
            for (int t = 0; t < periods; t++)
            {
                int row = unit * periods + t;
                (unitOfRow[row], periodOfRow[row]) = (unit, 2000 + t);
                y[row] += SigmaV * random.NextNormal() - Math.Exp(-0.03 * (t - periods + 1)) * u;
            }
        }
        string[] names = [.. Enumerable.Range(0, units).Select(i => $"U{i:00000}")];
        return Of(y, [Block(BlockNames.Frontier, x)], new UnitIndex(names, unitOfRow, periodOfRow));
    }

    /// <summary>A balanced panel with four components: σ_u = 0.5, σ_v = 0.25, σ_w = 0.4 and, where asked for, σ_u0 = 0.6.</summary>
    public static Design Components(int units, int periods, int regressors, bool persistent)
    {
        RandomSource random = new(20_240_604);
        int rows = units * periods;
        Matrix x = Regressors(rows, regressors, random);
        double[] y = Index(x);
        int[] unitOfRow = new int[rows], periodOfRow = new int[rows];
        for (int unit = 0; unit < units; unit++)
        {
            double own = 0.4 * random.NextNormal() - (persistent ? 0.6 * Math.Abs(random.NextNormal()) : 0);
            for (int t = 0; t < periods; t++)
            {
                int row = unit * periods + t;
                (unitOfRow[row], periodOfRow[row]) = (unit, 2000 + t);
                y[row] += own + 0.25 * random.NextNormal() - 0.5 * Math.Abs(random.NextNormal());
            }
        }
        string[] names = [.. Enumerable.Range(0, units).Select(i => $"U{i:00000}")];
        return Of(y, [Block(BlockNames.Frontier, x)], new UnitIndex(names, unitOfRow, periodOfRow));
    }

    /// <summary>All flows between countries in all years, with exporter-year and importer-year effects and, where asked for, pair effects: σ_u = 0.6, σ_v = 0.4.</summary>
    internal static AbsorbedSample Trade(int countries, int years, int regressors, bool pairs)
    {
        RandomSource random = new(20_240_605);
        int rows = countries * countries * years;
        int[] exporterYear = new int[rows], importerYear = new int[rows], pair = new int[rows];
        for (int row = 0; row < rows; row++)
        {
            int year = row % years;
            pair[row] = row / years;
            exporterYear[row] = pair[row] / countries * years + year;
            importerYear[row] = pair[row] % countries * years + year;
        }
        List<EffectGroups> effects = [EffectGroups.Of("exporter^year", exporterYear), EffectGroups.Of("importer^year", importerYear)];
        if (pairs)
            effects.Add(EffectGroups.Of("exporter^importer", pair));
        double[][] constants = [.. effects.Select(e => Enumerable.Range(0, e.Count).Select(_ => random.NextNormal()).ToArray())];
        Matrix all = Regressors(rows, regressors, random), x = new(rows, regressors);
        for (int j = 0; j < regressors; j++)
            all.Column(j + 1).CopyTo(x.Column(j));
        double[] y = Index(all);
        for (int row = 0; row < rows; row++)
        {
            y[row] += SigmaV * random.NextNormal() - SigmaU * Math.Abs(random.NextNormal());
            for (int q = 0; q < constants.Length; q++)
                y[row] += constants[q][effects[q].GroupOfRow[row]];
        }
        DesignBlock frontier = new(BlockNames.Frontier, [.. Enumerable.Range(1, regressors).Select(j => $"x{j}")], x);
        return new AbsorbedSample(Of(y, [frontier], null), new EffectSet(rows, effects));
    }

    private static Matrix Regressors(int rows, int count, RandomSource random)
    {
        Matrix x = new(rows, count + 1);
        x.Column(0).Fill(1);
        for (int j = 1; j <= count; j++)
            foreach (ref double value in x.Column(j))
                value = random.NextNormal();
        return x;
    }

    private static double[] Index(Matrix x) => x.Times([1, .. Enumerable.Range(1, x.Columns - 1).Select(j => 0.1 * j)]);

    private static DesignBlock Block(string name, Matrix values) =>
        new(name, [BlockNames.Intercept, .. Enumerable.Range(1, values.Columns - 1).Select(j => $"x{j}")], values);

    private static Design Of(double[] y, DesignBlock[] blocks, UnitIndex? units) => new(
        "y ~ x", "y", y, blocks, [.. Enumerable.Range(0, y.Length)], units, ResponseScale.AsGiven, null, null, [],
        new SampleLog(y.Length, []), "synthetic");
}
