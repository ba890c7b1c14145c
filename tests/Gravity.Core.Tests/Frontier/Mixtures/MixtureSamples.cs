using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Mixtures;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Mixtures;

/// <summary>Seeded data of mixtures of frontiers.</summary>
internal static class MixtureSamples
{
    /// <summary>A design with a block of class membership, constant within units where there are any.</summary>
    public static Design Design(int rows, UnitIndex? units, FrontierSamples.Indices indices, bool membership, RandomSource random)
    {
        Design plain = FrontierSamples.Design(rows, units, indices, random);
        if (!membership)
            return plain;
        Matrix columns = new(rows, 2);
        double[] drawn = [.. Enumerable.Range(0, rows).Select(_ => random.NextNormal())];
        for (int i = 0; i < rows; i++)
            (columns[i, 0], columns[i, 1]) = (1, drawn[units is null ? i : units.UnitOfRow[i]]);
        return FrontierSamples.With(
            plain, plain.Response, [.. plain.Blocks, new DesignBlock(BlockNames.ClassMembership, [BlockNames.Intercept, "q1"], columns)]);
    }

    /// <summary>Classes one unit of the frontier apart, slopes of their own, σ_u 0.6, σ_v 0.25; logits 0.5.</summary>
    public static double[] Truth(LatentClassFrontier model) => [.. model.Parameters.Select(p =>
    {
        (string block, int number) = BlockNames.ClassOf(p.Block);
        return (block, p.Name) switch
        {
            (BlockNames.Frontier, BlockNames.Intercept) => 2.5 * number,
            (BlockNames.Frontier, "x1") => 0.5 * number,
            (BlockNames.Frontier, _) => 0.8 - 0.6 * number,
            (BlockNames.InefficiencyVariance, BlockNames.Intercept) => Math.Log(0.36) + 0.2 * (number - 1),
            (BlockNames.InefficiencyVariance, _) => 0.3,
            (BlockNames.NoiseVariance, BlockNames.Intercept) => Math.Log(0.0625),
            (BlockNames.NoiseVariance, _) => -0.2,
            (_, BlockNames.Intercept) => 0.5 / number,
            _ => 0.6,
        };
    })];

    /// <summary>A response drawn from the model at θ, one class a group.</summary>
    public static double[] Draw(LatentClassFrontier model, double[] theta, RandomSource random)
    {
        Matrix prior = model.Prior(theta);
        double sign = model.Side == FrontierSide.Production ? 1 : -1;
        var response = new double[model.Design.RowCount];
        int group = -1, drawn = 0;
        double[][][] index = [.. Enumerable.Range(0, model.Classes).Select(j => (double[][])[model.Index(theta, j, 0), model.Index(theta, j, 1), model.Index(theta, j, 2)])];
        for (int i = 0; i < response.Length; i++)
        {
            if (model.UnitOf(i) != group)
            {
                group = model.UnitOf(i);
                double uniform = random.NextUniform();
                for (drawn = 0; drawn < model.Classes - 1 && (uniform -= prior[group, drawn]) >= 0; drawn++)
                {
                }
            }
            double u = model.Law.Sample(0, Math.Exp(0.5 * index[drawn][1][i]), random);
            response[i] = index[drawn][0][i] - sign * u + Math.Exp(0.5 * index[drawn][2][i]) * random.NextNormal();
        }
        return response;
    }

    /// <summary>σ_u 1.1, σ_v 0.22, 40 % fully efficient.</summary>
    public static double[] TruthOfZeros(FrontierLikelihood model) => [.. model.Parameters.Select(p => (p.Block, p.Name) switch
    {
        (BlockNames.Frontier, BlockNames.Intercept) => 1.0,
        (BlockNames.Frontier, "x1") => 0.5,
        (BlockNames.Frontier, _) => -0.3,
        (BlockNames.InefficiencyVariance, BlockNames.Intercept) => Math.Log(1.2),
        (BlockNames.InefficiencyVariance, _) => 0.4,
        (BlockNames.NoiseVariance, BlockNames.Intercept) => Math.Log(0.05),
        (BlockNames.NoiseVariance, _) => 0.3,
        (_, BlockNames.Intercept) => -0.4,
        _ => 0.8,
    })];

    /// <summary>A response drawn from the zero-inefficiency model at θ.</summary>
    public static double[] DrawZeros(ZeroInefficiencyFrontier model, double[] theta, RandomSource random)
    {
        double[] location = FrontierSamples.Index(model, theta, BlockNames.Frontier), logU = FrontierSamples.Index(model, theta, BlockNames.InefficiencyVariance);
        double[] logV = FrontierSamples.Index(model, theta, BlockNames.NoiseVariance), logit = FrontierSamples.Index(model, theta, BlockNames.ClassMembership);
        var response = new double[location.Length];
        for (int i = 0; i < response.Length; i++)
        {
            bool zero = random.NextUniform() < 1 / (1 + Math.Exp(-logit[i]));
            double u = zero ? 0 : model.Law.Sample(0, Math.Exp(0.5 * logU[i]), random);
            response[i] = location[i] - (model.Side == FrontierSide.Production ? u : -u) + Math.Exp(0.5 * logV[i]) * random.NextNormal();
        }
        return response;
    }
}
