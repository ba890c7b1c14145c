using Gravity.Core.Frontier.Intercepts;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Draws;

/// <summary>Draws from frontiers with random intercepts: y_it = x_it'β + α_i + w_i − s·u_i0 + v_it − s·u_it, α_i given and what a law has not being 0.</summary>
internal static class InterceptDraw
{
    /// <param name="model">The model.</param>
    /// <param name="law">Law of u_it.</param>
    /// <param name="layout">Its parameters.</param>
    /// <param name="levels">x'β in levels where the model has deviations; null where it has levels.</param>
    /// <param name="theta">θ, −∞ in the level of a variance that is 0.</param>
    /// <param name="constants">α_i, a value a row.</param>
    /// <param name="random">The only source of chance.</param>
    public static ResponseDraw Of(
        RandomInterceptFrontier model, ConjugateLaw law, InterceptLayout layout, double[]? levels, double[] theta, double[] constants, RandomSource random)
    {
        double[] finite = layout.Finite(theta);
        double[] response = levels ?? model.Design.Frontier.Values.Times(theta.AsSpan(0, model.Design.Frontier.Columns));
        double[] logU = layout.RowValues(InterceptLayout.LogU, finite), logV = layout.RowValues(InterceptLayout.LogV, finite);
        bool noTransient = IsZero(layout.RowPositions(InterceptLayout.LogU));
        bool noPersistent = layout.LogU0 is null || IsZero(InterceptLayout.Positions(layout.LogU0, layout.LogU0Offset));
        bool noHeterogeneity = layout.LogW is null || IsZero(InterceptLayout.Positions(layout.LogW, layout.LogWOffset));
        double[] transient = new double[response.Length], persistent = new double[response.Length];
        for (int unit = 0; unit < layout.Units.Count; unit++)
        {
            (double logU0, double logW) = layout.Prior(finite, unit);
            double w = noHeterogeneity ? 0 : Math.Exp(0.5 * logW) * random.NextNormal();
            double own = noPersistent ? 0 : Math.Exp(0.5 * logU0) * Math.Abs(random.NextNormal());
            for (int i = layout.Units.Starts[unit]; i < layout.Units.Starts[unit + 1]; i++)
            {
                persistent[i] = own;
                transient[i] = noTransient ? 0 : law.Sample(0, Math.Exp(0.5 * logU[i]), random);
                response[i] += constants[i] + w - model.Sign * (own + transient[i]) + Math.Exp(0.5 * logV[i]) * random.NextNormal();
            }
        }
        if (layout.LogU0 is null)
            return new ResponseDraw(response, transient);
        return new ResponseDraw(response, [.. transient.Zip(persistent, (u, own) => u + own)]) { Parts = [("persistent", persistent), ("transient", transient)] };

        bool IsZero(int[] positions) => positions.Any(j => double.IsNegativeInfinity(theta[j]));
    }
}
