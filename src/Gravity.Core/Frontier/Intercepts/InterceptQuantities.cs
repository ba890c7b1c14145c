using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>The natural-scale quantities: σ_u, σ_v, σ_w, σ_u0, σ² = σ_u² + σ_v², γ and λ of the transient part, the share of inefficiency in all variance.</summary>
/// <remarks>
/// uVarianceShare is (V[u] + V[u0])/(V[u] + V[u0] + σ_v² + σ_w²), components that the model has not left out. Where a variance has determinants it is taken at
/// the sample mean of its index over rows.
/// </remarks>
internal static class InterceptQuantities
{
    public static IReadOnlyList<DerivedQuantity> Of(ConjugateLaw law, InterceptLayout layout)
    {
        Func<IReadOnlyList<double>, double> logU = Row(InterceptLayout.LogU), logV = Row(InterceptLayout.LogV);
        Func<IReadOnlyList<double>, double>? logU0 = Unit(layout.LogU0, layout.LogU0Offset), logW = Unit(layout.LogW, layout.LogWOffset);
        double unit = law.Variance(law.At(0, 0, double.NaN)), half = 1 - 2 / Math.PI;
        double Inefficiency(IReadOnlyList<double> t) => unit * Math.Exp(logU(t)) + (logU0 is null ? 0 : half * Math.Exp(logU0(t)));
        double Noise(IReadOnlyList<double> t) => Math.Exp(logV(t)) + (logW is null ? 0 : Math.Exp(logW(t)));
        var list = new List<DerivedQuantity>
        {
            new("sigmaU", t => Math.Exp(0.5 * logU(t))),
            new("sigmaV", t => Math.Exp(0.5 * logV(t))),
            new("sigmaSquared", t => Math.Exp(logU(t)) + Math.Exp(logV(t))),
            new("gamma", t => 1 / (1 + Math.Exp(logV(t) - logU(t)))),
            new("lambda", t => Math.Exp(0.5 * (logU(t) - logV(t)))),
            new("uVarianceShare", t => Inefficiency(t) / (Inefficiency(t) + Noise(t))),
        };
        if (logU0 is not null)
            list.Add(new DerivedQuantity("sigmaU0", t => Math.Exp(0.5 * logU0(t))));
        if (logW is not null)
            list.Add(new DerivedQuantity("sigmaW", t => Math.Exp(0.5 * logW(t))));
        return list;

        Func<IReadOnlyList<double>, double> Row(int term) => IndexAverage.Of(layout.Rows[term], layout.RowOffsets[term]);
        static Func<IReadOnlyList<double>, double>? Unit(IndexTerm? term, int offset) => term is null ? null : IndexAverage.Of(term, offset);
    }
}
