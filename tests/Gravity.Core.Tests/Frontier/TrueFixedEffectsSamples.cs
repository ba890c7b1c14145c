using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Panels drawn from y = α_i + x'β + v − s·u with u anew in every row and α_i correlated with x.</summary>
internal static class TrueFixedEffectsSamples
{
    /// <summary>Units of at least two of the periods 2001, 2002, …, with gaps.</summary>
    public static UnitIndex Units(int count, int periods, RandomSource random, double missing = 0.25)
    {
        List<int> unitOfRow = [], periodOfRow = [];
        for (int unit = 0; unit < count; unit++)
        {
            int first = random.NextIndex(periods - 1);
            for (int t = 0; t < periods; t++)
            {
                if (t != first && t != first + 1 && random.NextUniform() < missing)
                    continue;
                unitOfRow.Add(unit);
                periodOfRow.Add(2001 + t);
            }
        }
        return new UnitIndex([.. Enumerable.Range(0, count).Select(i => $"u{i:000}")], [.. unitOfRow], [.. periodOfRow]);
    }

    /// <summary>A design with a response drawn at σ_v = 0.4 or the indices' values, constants α_i ~ N(x̄_i, 1).</summary>
    public static Design Draw(
        UnitIndex units, ConjugateLaw law, FrontierSide side, FrontierSamples.Indices indices, RandomSource random, double sigmaU = 0.8, double sigmaV = 0.4, double mu = 0.3)
    {
        int rows = units.UnitOfRow.Length;
        Design plain = FrontierSamples.Design(rows, units, FrontierSamples.Indices.None, random);
        Design withIndices = FrontierSamples.Design(rows, null, indices, random);
        DesignBlock[] blocks = [plain.Frontier, .. withIndices.Blocks.Where(b => b.Name != BlockNames.Frontier)];
        double s = side == FrontierSide.Production ? 1 : -1;
        double[] constants = [.. Enumerable.Range(0, units.Count).Select(_ => random.NextNormal())];
        var response = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            double Slope(string block) => blocks.FirstOrDefault(b => b.Name == block) is { } b ? b.Values[i, 1] : 0;
            double logU = 2 * Math.Log(sigmaU) + 0.4 * Slope(BlockNames.InefficiencyVariance), logV = 2 * Math.Log(sigmaV) + 0.3 * Slope(BlockNames.NoiseVariance);
            double mean = law.HasMean ? mu + 0.5 * Slope(BlockNames.InefficiencyMean) : 0;
            double x1 = plain.Frontier.Values[i, 1] += 0.5 * constants[units.UnitOfRow[i]];
            response[i] = constants[units.UnitOfRow[i]] + 0.5 * x1 - 0.3 * plain.Frontier.Values[i, 2]
                + Math.Exp(0.5 * logV) * random.NextNormal() - s * law.Sample(law.At(mean, logU), random);
        }
        return FrontierSamples.With(plain, response, blocks, units);
    }

    /// <summary>The same frontier with an indicator a unit in place of the constants.</summary>
    public static Design WithIndicators(Design design)
    {
        UnitIndex units = design.Units!;
        int first = design.Frontier.Intercept + 1, k = design.Frontier.Columns - first;
        Matrix x = new(design.RowCount, units.Count + k);
        for (int i = 0; i < design.RowCount; i++)
        {
            x[i, units.UnitOfRow[i]] = 1;
            for (int j = 0; j < k; j++)
                x[i, units.Count + j] = design.Frontier.Values[i, first + j];
        }
        DesignBlock frontier = new(BlockNames.Frontier, [.. units.Names, .. design.Frontier.ColumnNames.Skip(first)], x);
        return FrontierSamples.WithoutUnits(FrontierSamples.With(design, design.Response, [frontier, .. design.Blocks.Skip(1)]));
    }
}
