using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Regression;

/// <summary>The bootstrap over units (rows without them), effects estimated anew in every draw.</summary>
internal static class RegressionBootstrap
{
    public static CovarianceEstimate Run(string model, Design design, AbsorbedSolution solution, FitOptions options)
    {
        // Units are drawn with the weights of their rows; without units, each of the rows that a frequency stands for.
        Design rows = design.Units is null ? design.Expanded(wholeUnits: false) : design;
        // Panel rows name rows of the design whatever was drawn.
        var place = new Dictionary<int, int>();
        for (int row = 0; row < design.RowCount; row++)
            place.TryAdd(design.PanelRows[row], row);
        FitOptions plain = options.Silent() with { Threads = 1 };
        AbsorbedRowRules rules = RegressionSample.Rules(model);
        return Bootstrap.Run(
            rows.ResampleCount(),
            solution.Coefficients,
            (units, _) =>
            {
                Design drawn = rows.Resample(units);
                int[] own = Array.ConvertAll(drawn.PanelRows, row => place[row]);
                try
                {
                    // A row drawn twice is no singleton, and one that fits exactly moves no coefficient.
                    AbsorbedSample sample = AbsorbedSample.Of(drawn, solution.Problem.Effects.Select(own), rules with { Singletons = false }, null, plain);
                    AbsorbedSolution draw = AbsorbedRegression.Solve(model, AbsorbedProblem.Of(sample), plain);
                    return draw.Iteration.Converged && draw.Kept.AsSpan().SequenceEqual(solution.Kept) ? draw.Coefficients : null;
                }
                catch (DataUnfitException)
                {
                    return null;
                }
            },
            new ReplicationOptions
            {
                Replications = options.Covariance.Replications,
                Seed = options.Seed,
                Threads = options.Threads,
                Progress = (done, total) => options.Progress?.Invoke("bootstrap", done, total),
            },
            options.Cancellation).Covariance();
    }
}
