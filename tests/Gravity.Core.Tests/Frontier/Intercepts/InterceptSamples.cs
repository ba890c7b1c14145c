using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Intercepts;

/// <summary>Panels drawn from frontiers with random intercepts, with or without determinants of the four variances.</summary>
internal static class InterceptSamples
{
    /// <summary>A design of an intercept and two regressors, with determinants of every variance where asked.</summary>
    public static Design Design(int units, int periods, bool indices, InterceptLaw law, RandomSource random, double missing = 0.25)
    {
        UnitIndex index = FrontierSamples.Units(units, periods, random, missing);
        int rows = index.UnitOfRow.Length;
        Design plain = FrontierSamples.Design(rows, index, indices ? FrontierSamples.Indices.LogU | FrontierSamples.Indices.LogV : 0, random);
        List<DesignBlock> blocks = [.. plain.Blocks];
        if (indices && law != InterceptLaw.Flat)
            blocks.Add(OfUnits(BlockNames.InterceptVariance, index, random));
        if (indices && law == InterceptLaw.SkewNormal)
            blocks.Add(OfUnits(BlockNames.PersistentVariance, index, random));
        return FrontierSamples.With(plain, plain.Response, blocks);
    }

    /// <summary>θ with these deviations, slopes of determinants 0.3 and frontier coefficients 1, 0.5, −0.3.</summary>
    public static double[] Theta(FrontierLikelihood model, double u, double v, double u0, double w) => [.. model.Parameters.Select(p =>
    {
        bool level = p.Name == BlockNames.Intercept;
        return p.Block switch
        {
            BlockNames.Frontier => level ? 1 : p.Name == "x1" ? 0.5 : -0.3,
            BlockNames.InefficiencyVariance => level ? 2 * Math.Log(u) : 0.3,
            BlockNames.NoiseVariance => level ? 2 * Math.Log(v) : 0.3,
            BlockNames.PersistentVariance => level ? 2 * Math.Log(u0) : 0.3,
            BlockNames.InterceptVariance => level ? 2 * Math.Log(w) : 0.3,
            _ => throw new InvalidOperationException(p.Block),
        };
    })];

    /// <summary>A response drawn at θ.</summary>
    public static double[] Draw(FrontierLikelihood model, double[] theta, RandomSource random)
    {
        double[] frontier = FrontierSamples.Index(model, theta, BlockNames.Frontier);
        double[] u = FrontierSamples.Index(model, theta, BlockNames.InefficiencyVariance), v = FrontierSamples.Index(model, theta, BlockNames.NoiseVariance);
        double[] u0 = FrontierSamples.Index(model, theta, BlockNames.PersistentVariance), w = FrontierSamples.Index(model, theta, BlockNames.InterceptVariance);
        bool persistent = model.Parameters.Any(p => p.Block == BlockNames.PersistentVariance), intercepts = model.Parameters.Any(p => p.Block == BlockNames.InterceptVariance);
        double sign = model.Side == FrontierSide.Production ? 1 : -1;
        var response = new double[frontier.Length];
        double a = 0;
        for (int i = 0; i < response.Length; i++)
        {
            if (i == 0 || model.UnitOf(i) != model.UnitOf(i - 1))
            {
                a = intercepts ? Math.Exp(0.5 * w[i]) * random.NextNormal() : 5 * random.NextNormal();
                if (persistent)
                    a -= sign * Math.Abs(Math.Exp(0.5 * u0[i]) * random.NextNormal());
            }
            double inefficiency = model.Law.Sample(model.Law.At(0, u[i], double.NaN), random);
            response[i] = frontier[i] + a + Math.Exp(0.5 * v[i]) * random.NextNormal() - sign * inefficiency;
        }
        return response;
    }

    private static DesignBlock OfUnits(string name, UnitIndex units, RandomSource random)
    {
        Matrix values = new(units.UnitOfRow.Length, 2);
        double[] draws = [.. Enumerable.Range(0, units.Count).Select(_ => random.NextNormal())];
        for (int i = 0; i < values.Rows; i++)
            (values[i, 0], values[i, 1]) = (1, draws[units.UnitOfRow[i]]);
        return new DesignBlock(name, [BlockNames.Intercept, name[..1] + "1"], values);
    }
}
