using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>Natural-scale quantities of a latent class frontier: by class the share, σ_u, σ_v and the variance share of u; and how well classes are told apart.</summary>
internal static class ClassQuantities
{
    public static IReadOnlyList<DerivedQuantity> Of(LatentClassFrontier model)
    {
        var list = new List<DerivedQuantity>();
        for (int j = 0; j < model.Classes; j++)
        {
            int number = j;
            string suffix = (j + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
            Func<IReadOnlyList<double>, double> logU = IndexAverage.Of(model.Layout.Terms[1], model.LogU(j)), logV = IndexAverage.Of(model.Layout.Terms[2], model.LogV(j));
            list.Add(new DerivedQuantity("classShare" + suffix, t => model.Shares(model.Finite(t))[number]));
            list.Add(new DerivedQuantity("sigmaU" + suffix, t => Math.Exp(0.5 * logU(t))));
            list.Add(new DerivedQuantity("sigmaV" + suffix, t => Math.Exp(0.5 * logV(t))));
            list.Add(new DerivedQuantity("uVarianceShare" + suffix, t =>
            {
                double u = model.Law.Variance(0, Math.Exp(0.5 * logU(t)));
                return u / (u + Math.Exp(logV(t)));
            }));
        }
        list.Add(new DerivedQuantity("classEntropy", t => Entropy(model, t)));
        return list;
    }

    /// <summary>1 + Σᵢⱼ πᵢⱼ ln πᵢⱼ/(G ln J): 1 when every row or unit is assigned with certainty, 0 when the data say nothing (Ramaswamy et al. 1993).</summary>
    private static double Entropy(LatentClassFrontier model, IReadOnlyList<double> point)
    {
        Matrix posterior = new(model.Layout.GroupCount, model.Classes);
        model.Posterior(model.Finite(point), posterior);
        double sum = 0;
        foreach (double p in posterior.Values)
            sum += p > 0 ? p * Math.Log(p) : 0;
        return 1 + sum / (posterior.Rows * Math.Log(model.Classes));
    }
}
