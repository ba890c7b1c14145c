using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Draws;

/// <summary>Least squares beside unit effects: y_it = x_it'β + α_it + v_it, v_it ~ N(0, σ_v²), α_it given; u_it is the distance of α_it from the best.</summary>
/// <param name="model">The estimator; its parameters and ln σ_v² are to be stated.</param>
/// <param name="columns">Positions of the frontier's columns that have a slope, θ's first values.</param>
/// <param name="effects">α of every row at θ.</param>
/// <param name="best">The best α of every row's comparison at θ, from α of every row.</param>
internal sealed class EffectDraw(
    SteppedFrontier model, int[] columns, Func<IReadOnlyList<double>, double[]> effects, Func<IReadOnlyList<double>, double[], double[]> best) : ISimulates
{
    public IReadOnlyList<Parameter> Parameters { get; } = [.. model.Parameters, new Parameter(BlockNames.NoiseVariance, BlockNames.Intercept)];

    public IReadOnlyList<DerivedQuantity> Derived => [new DerivedQuantity("sigmaV", theta => Math.Exp(0.5 * theta[^1]))];

    /// <summary>Values by name that follow from the effects.</summary>
    public IReadOnlyList<(string Name, double Value)> Truths { get; init; } = [];

    public ResponseDraw DrawResponse(IReadOnlyList<double> point, RandomSource random)
    {
        double[] response = UnitRegression.Index(model.Design, columns, point), alpha = effects(point), top = best(point, alpha), inefficiency = new double[alpha.Length];
        double sigma = Math.Exp(0.5 * point[^1]);
        for (int i = 0; i < response.Length; i++)
        {
            response[i] += alpha[i] + sigma * random.NextNormal();
            inefficiency[i] = Math.Abs(top[i] - alpha[i]);
        }
        return new ResponseDraw(response, inefficiency) { Truths = Truths };
    }
}
