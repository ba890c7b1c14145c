using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>The laws of u and v of every row before anything is observed: what marginal effects, goodness of fit and simulation start from.</summary>
/// <param name="Inefficiency">Parameters of the law of the row's u, scaling and path over time included.</param>
/// <param name="LogFactor">ln c of each row, where u = c·u* and u* has the law of the variance and mean indices: the scaling function or the path; 0 without.</param>
/// <param name="Noise">Parameters of the law of the row's v.</param>
public sealed record RowLaws(LawPoint[] Inefficiency, double[] LogFactor, LawPoint[] Noise)
{
    /// <summary>A response drawn from the laws, with u its own draw in every row: frontier + v − s·u.</summary>
    internal double[] Draw(double[] frontier, InefficiencyLaw law, NoiseLaw noise, double sign, RandomSource random)
    {
        var response = new double[frontier.Length];
        for (int i = 0; i < response.Length; i++)
            response[i] = frontier[i] + noise.Sample(Noise[i], random) - sign * law.Sample(Inefficiency[i], random);
        return response;
    }
}
