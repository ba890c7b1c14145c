using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Efficiency;

/// <summary>Designs and models small enough to be worked out by hand.</summary>
internal static class SmallSamples
{
    /// <summary>A design with an intercept only; units and periods as given.</summary>
    public static Design Design(
        double[] response, UnitIndex? units = null, double[]? flow = null, ResponseScale scale = ResponseScale.Log, int[]? panelRows = null)
    {
        var intercept = new DesignBlock(BlockNames.Frontier, [BlockNames.Intercept], Column(Enumerable.Repeat(1.0, response.Length).ToArray()));
        return new Design(
            "ln(y) ~ 1", "ln(y)", response, [intercept], panelRows ?? Enumerable.Range(0, response.Length).ToArray(), units, scale,
            flow is null ? null : "y", flow, [], new SampleLog(response.Length, []), "00");
    }

    /// <summary>Units of the given sizes named A, B, …, periods from the first on.</summary>
    public static UnitIndex Units(int firstPeriod, params int[] sizes)
    {
        List<int> unitOfRow = [], periodOfRow = [];
        for (int i = 0; i < sizes.Length; i++)
        {
            for (int t = 0; t < sizes[i]; t++)
            {
                unitOfRow.Add(i);
                periodOfRow.Add(firstPeriod + t);
            }
        }
        return new UnitIndex(sizes.Select((_, i) => ((char)('A' + i)).ToString()).ToArray(), [.. unitOfRow], [.. periodOfRow]);
    }

    public static Matrix Column(params double[] values)
    {
        Matrix matrix = new(values.Length, 1);
        values.CopyTo(matrix.Values);
        return matrix;
    }

    /// <summary>Normal–half-normal, one law a row: θ = (β₀, ln σ_u², ln σ_v²). Jondrow et al. (1982).</summary>
    public static ConditionalInefficiency Pooled(double[] response, FrontierSide side, double[] theta)
    {
        double varU = Math.Exp(theta[1]), varV = Math.Exp(theta[2]), sum = varU + varV;
        double sign = side == FrontierSide.Production ? -1 : 1;
        double[] residual = Array.ConvertAll(response, y => y - theta[0]);
        IConditionalLaw[] laws = Array.ConvertAll(
            residual, IConditionalLaw (e) => new TruncatedNormalLaw(sign * e * varU / sum, Math.Sqrt(varU * varV / sum)));
        return new ConditionalInefficiency(
            laws, Enumerable.Range(0, response.Length).ToArray(), Fill(response.Length, 1), Fill(response.Length, theta[0]), residual,
            Fill(response.Length, varV));
    }

    /// <summary>Shared half-normal u_i with u_it = h_t·u_i, h from <paramref name="path"/> by position in the unit; production.</summary>
    public static ConditionalInefficiency Shared(double[] response, UnitIndex units, double[] theta, Func<int, double>? path = null)
    {
        double varU = Math.Exp(theta[1]), varV = Math.Exp(theta[2]);
        double[] residual = Array.ConvertAll(response, y => y - theta[0]);
        double[] scale = new double[response.Length];
        var laws = new IConditionalLaw[units.Count];
        for (int i = 0; i < units.Count; i++)
        {
            double cross = 0, square = 0;
            for (int r = units.Starts[i]; r < units.Starts[i + 1]; r++)
            {
                scale[r] = path?.Invoke(r - units.Starts[i]) ?? 1;
                cross += scale[r] * residual[r];
                square += scale[r] * scale[r];
            }
            double variance = 1 / (1 / varU + square / varV);
            laws[i] = new TruncatedNormalLaw(-cross / varV * variance, Math.Sqrt(variance));
        }
        return new ConditionalInefficiency(
            laws, units.UnitOfRow, scale, Fill(response.Length, theta[0]), residual, Fill(response.Length, varV));
    }

    public static double[] Fill(int count, double value)
    {
        double[] values = new double[count];
        Array.Fill(values, value);
        return values;
    }
}
