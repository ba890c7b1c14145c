using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Counts;

/// <summary>Climbs a Poisson frontier of large flows from coarse units to its own.</summary>
/// <remarks>
/// A flow of 1e11 makes its row a wall: the likelihood falls by y/2 times the square of what the frontier is below it, and a climb creeps along one
/// wall after another. In units in which the median flow is some tens the walls are soft. From the maximum there the units are made finer by a factor of ten at a
/// time, each maximum the start of the next, as a barrier method lowers its barrier. It is a path of starts and nothing else: the last climb is of the
/// likelihood asked for.
/// </remarks>
internal static class UnitContinuation
{
    /// <summary>The median positive flow in the coarsest units.</summary>
    private const double Soft = 30;

    private const double Factor = 10;

    /// <summary>Standard errors that the maxima on the way may be short of.</summary>
    private const double Loose = 1e-3;

    /// <summary>The best climb; starts and their agreement are those of the coarsest units.</summary>
    /// <param name="model">The frontier.</param>
    /// <param name="constant">b with η = 1 in every row, by which the frontier moves with the unit; empty where effects do that, null where nothing does.</param>
    /// <param name="climbed">A model as one climb sees it.</param>
    /// <param name="starts">Where to begin, in the model's own units.</param>
    /// <param name="options">How to climb.</param>
    public static BestClimb Climb(
        FrontierLikelihood model, double[]? constant, Func<FrontierLikelihood, LikelihoodModel> climbed, IReadOnlyList<double[]> starts, FitOptions options)
    {
        double unit = Coarsest(model.Response);
        if (constant is null || !(unit > Factor))
            return MaximumLikelihood.Run(climbed(model), starts, options);
        FitOptions loose = options with { Optimization = options.Optimization with { GradientTolerance = Math.Max(Loose, options.Optimization.GradientTolerance) } };
        BestClimb coarse = MaximumLikelihood.Run(climbed(In(model, unit)), [.. starts.Select(start => Shifted(start, constant, -Math.Log(unit)))], loose), climb = coarse;
        while (unit > 1)
        {
            double finer = unit / Factor > 1 ? unit / Factor : 1;
            double[] start = Shifted(climb.Point, constant, Math.Log(unit / finer));
            climb = finer == 1 ? MaximumLikelihood.Run(climbed(model), [start], options) : MaximumLikelihood.Run(climbed(In(model, finer)), [start], loose);
            unit = finer;
        }
        return climb with { Starts = coarse.Starts, Agreeing = coarse.Agreeing };
    }

    /// <summary>The next coarser unit; 1 where flows are small as they are.</summary>
    public static double Coarser(double[] flows) => Coarsest(flows) is > Factor and var unit ? Math.Min(Factor, unit) : 1;

    private static double Coarsest(double[] flows)
    {
        double[] positive = [.. flows.Where(y => y > 0).Order()];
        return positive.Length == 0 ? 1 : positive[positive.Length / 2] / Soft;
    }

    private static FrontierLikelihood In(FrontierLikelihood model, double unit) => model.WithResponse(Array.ConvertAll(model.Response, y => y / unit));

    private static double[] Shifted(double[] point, double[] constant, double by)
    {
        double[] shifted = [.. point];
        for (int j = 0; j < constant.Length; j++)
            shifted[j] += by * constant[j];
        return shifted;
    }

    /// <summary>b with Xb = 1 in every row; null where the columns do not span the constant.</summary>
    public static double[]? Constant(Matrix columns)
    {
        var ones = new double[columns.Rows];
        Array.Fill(ones, 1);
        LeastSquares fit = LeastSquares.Solve(columns, ones);
        return fit.Dependent.Count == 0 && fit.ResidualSumOfSquares < 1e-18 * ones.Length ? [.. fit.Coefficients] : null;
    }
}
