using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Draws;

/// <summary>
/// Frontiers in steps: y_it = x_it'β + (a_i) + (c + v_it − s·u_it), u_it half-normal; a_i is given, or drawn as a_i = c₀ + w_i − s·u_i0.
/// </summary>
/// <remarks>
/// The steps split y − x'β into a unit's mean and what deviates from it, so that each part has mean zero and its constant is the mean inefficiency it takes up:
/// c = s·E[u] and c₀ = s·E[u_0], means over rows and units. They are no parameters that could be stated, but true values of those that are estimated.
/// </remarks>
/// <param name="model">The estimator.</param>
/// <param name="columns">Positions of the frontier's columns that have a slope, θ's first values.</param>
/// <param name="effects">a_i, a value a row; null where the last step draws them.</param>
internal sealed class StepDraw(SteppedFrontier model, int[] columns, double[]? effects) : ISimulates
{
    private static readonly double HalfNormalMean = Math.Sqrt(2 / Math.PI);

    private readonly Parameter[] _constants = [.. model.Parameters.Where(p => p.Block is BlockNames.TransientFrontier or BlockNames.PersistentFrontier)];

    public IReadOnlyList<Parameter> Parameters { get; } =
        [.. model.Parameters.Where(p => p.Block is not (BlockNames.TransientFrontier or BlockNames.PersistentFrontier))];

    public IReadOnlyList<DerivedQuantity> Derived => [];

    public ResponseDraw DrawResponse(IReadOnlyList<double> point, RandomSource random)
    {
        double[] response = UnitRegression.Index(model.Design, columns, point);
        double[] sigmaU = Scale(point, BlockNames.InefficiencyVariance), sigmaV = Scale(point, BlockNames.NoiseVariance);
        int rows = response.Length;
        double[] transient = new double[rows], persistent = new double[rows], own = effects ?? new double[rows];
        double mean = HalfNormalMean * sigmaU.Average(), meanOfUnits = 0;
        if (effects is null)
            meanOfUnits = DrawUnits(point, random, own, persistent);
        else
            persistent = Distances(effects);
        for (int i = 0; i < rows; i++)
        {
            transient[i] = sigmaU[i] * Math.Abs(random.NextNormal());
            response[i] += own[i] + sigmaV[i] * random.NextNormal() - model.Sign * (transient[i] - mean);
        }
        double[] constants = [.. _constants.Select(c => model.Sign * (c.Block == BlockNames.TransientFrontier ? mean : meanOfUnits))];
        return new ResponseDraw(response, [.. transient.Zip(persistent, (u, far) => u + far)])
        {
            Parts = [("persistent", persistent), ("transient", transient)],
            Truths =
            [
                .. _constants.Select((c, k) => (c.ToString(), constants[k])),
                .. Scales(sigmaU, sigmaV, point),
                ("intercept", Level(point) + constants.Sum() + (effects is null ? 0 : RelativeToBest.Best(effects, model.Sign))),
            ],
        };
    }

    /// <summary>w_i and u_i0 of every unit; the mean of u_i0 over units.</summary>
    private double DrawUnits(IReadOnlyList<double> point, RandomSource random, double[] own, double[] persistent)
    {
        double[] sigmaU0 = Scale(point, BlockNames.PersistentVariance), sigmaW = Scale(point, BlockNames.InterceptVariance);
        int[] starts = model.Units.Starts;
        double mean = HalfNormalMean * Enumerable.Range(0, model.Units.Count).Average(unit => sigmaU0[starts[unit]]);
        for (int unit = 0; unit < model.Units.Count; unit++)
        {
            double w = sigmaW[starts[unit]] * random.NextNormal(), u = sigmaU0[starts[unit]] * Math.Abs(random.NextNormal());
            own.AsSpan(starts[unit]..starts[unit + 1]).Fill(w - model.Sign * (u - mean));
            persistent.AsSpan(starts[unit]..starts[unit + 1]).Fill(u);
        }
        return mean;
    }

    private double[] Distances(double[] alpha)
    {
        double best = RelativeToBest.Best(alpha, model.Sign);
        return Array.ConvertAll(alpha, a => Math.Abs(best - a));
    }

    private IEnumerable<(string Name, double Value)> Scales(double[] sigmaU, double[] sigmaV, IReadOnlyList<double> point)
    {
        // σ at the mean of its index, as the estimates report it.
        static double AtMean(double[] sigma) => Math.Exp(sigma.Average(Math.Log));
        yield return ("sigmaU", AtMean(sigmaU));
        yield return ("sigmaV", AtMean(sigmaV));
        yield return ("lambda", AtMean(sigmaU) / AtMean(sigmaV));
        if (effects is not null)
            yield break;
        int[] firsts = model.Units.Starts[..^1];
        double[] sigmaU0 = Scale(point, BlockNames.PersistentVariance), sigmaW = Scale(point, BlockNames.InterceptVariance);
        yield return ("sigmaU0", AtMean(Array.ConvertAll(firsts, row => sigmaU0[row])));
        yield return ("sigmaW", AtMean(Array.ConvertAll(firsts, row => sigmaW[row])));
    }

    /// <summary>exp(½·index) of every row.</summary>
    private double[] Scale(IReadOnlyList<double> point, string block)
    {
        double[] own = [.. Enumerable.Range(0, Parameters.Count).Where(j => Parameters[j].Block == block).Select(j => point[j])];
        double[] index = model.Design.Block(block) is { } columns ? columns.Values.Times(own) : [.. Enumerable.Repeat(own[0], model.Design.RowCount)];
        return Array.ConvertAll(index, value => Math.Exp(0.5 * value));
    }

    /// <summary>The intercept that the first step estimates itself.</summary>
    private double Level(IReadOnlyList<double> point) =>
        Array.IndexOf(columns, model.Design.Frontier.Intercept) is >= 0 and var j ? point[j] : 0;
}
