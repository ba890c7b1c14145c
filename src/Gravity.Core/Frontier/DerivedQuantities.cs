using Gravity.Core.Estimation;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier;

/// <summary>The natural-scale quantities of a frontier: σ_u, σ_v, σ², γ, λ, the true variance share of u, shapes, μ and η.</summary>
/// <remarks>
/// γ = σ_u²/(σ_u² + σ_v²) is Battese and Corra's (1977) parameter, with σ_u² before truncation; it is not the share of inefficiency in the variance,
/// which is V[u]/(V[u] + σ_v²): for the half-normal V[u] = (1 − 2/π)σ_u². Where a variance has determinants, all are taken at the sample mean of
/// its index.
/// </remarks>
internal static class DerivedQuantities
{
    public static IReadOnlyList<DerivedQuantity> Of(
        FrontierLikelihood model,
        Func<IReadOnlyList<double>, double>? mean,
        Func<IReadOnlyList<double>, double> logU,
        Func<IReadOnlyList<double>, double> logV)
    {
        InefficiencyLaw law = model.Law;
        NoiseLaw noise = model.Noise;
        int lawShape = model.Offsets.LawShape, noiseShape = model.Offsets.NoiseShape;
        LawPoint U(IReadOnlyList<double> t) => law.At(mean?.Invoke(t) ?? 0, logU(t), lawShape < 0 ? double.NaN : Math.Exp(t[lawShape]));
        LawPoint V(IReadOnlyList<double> t) => noise.At(logV(t), noiseShape < 0 ? double.NaN : Math.Exp(t[noiseShape]));
        double[] formU = Form(model.Parameters.Count, logU), formV = Form(model.Parameters.Count, logV), ratio = [.. formU.Zip(formV, (u, v) => u - v)];
        var list = new List<DerivedQuantity>
        {
            new("sigmaU", t => Math.Exp(0.5 * logU(t))) { Monotone = new MonotoneForm(formU, x => Math.Exp(0.5 * x)) },
            new("sigmaV", t => Math.Exp(0.5 * logV(t))) { Monotone = new MonotoneForm(formV, x => Math.Exp(0.5 * x)) },
            new("sigmaSquared", t => Math.Exp(logU(t)) + Math.Exp(logV(t))),
            new("gamma", t => 1 / (1 + Math.Exp(logV(t) - logU(t)))) { Monotone = new MonotoneForm(ratio, x => 1 / (1 + Math.Exp(-x))) },
            new("lambda", t => Math.Exp(0.5 * (logU(t) - logV(t)))) { Monotone = new MonotoneForm(ratio, x => Math.Exp(0.5 * x)) },
            new("uVarianceShare", t =>
            {
                LawPoint u = U(t);
                double variance = u.Sigma == 0 ? 0 : law.Variance(u);
                return variance / (variance + noise.Variance(V(t)));
            }),
        };
        if (law is not ConjugateLaw)
            list.Add(new DerivedQuantity("meanU", t => law.Mean(U(t))));
        if (law.Shape is { } shape)
            list.Add(new DerivedQuantity(shape.Name, t => Math.Exp(t[lawShape])) { Monotone = new MonotoneForm(Unit(model.Parameters.Count, lawShape), Math.Exp) });
        if (noise.Shape is { } own)
            list.Add(new DerivedQuantity(own.Name, t => Math.Exp(t[noiseShape])) { Monotone = new MonotoneForm(Unit(model.Parameters.Count, noiseShape), Math.Exp) });
        if (mean is not null)
            list.Add(new DerivedQuantity("mu", mean) { Monotone = new MonotoneForm(Form(model.Parameters.Count, mean), x => x) });
        for (int j = 0; j < model.Parameters.Count; j++)
        {
            int position = j;
            if (model.Parameters[j].Block == BlockNames.Time)
                list.Add(new DerivedQuantity(model.Parameters[j].Name, t => t[position]) { Monotone = new MonotoneForm(Unit(model.Parameters.Count, position), x => x) });
        }
        return list;
    }

    /// <summary>The coefficients of a linear function of θ.</summary>
    private static double[] Form(int dimension, Func<IReadOnlyList<double>, double> linear) =>
        [.. Enumerable.Range(0, dimension).Select(j => linear(Unit(dimension, j)))];

    private static double[] Unit(int dimension, int position)
    {
        var unit = new double[dimension];
        unit[position] = 1;
        return unit;
    }
}
