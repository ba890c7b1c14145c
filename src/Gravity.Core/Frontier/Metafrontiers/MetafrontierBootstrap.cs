using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Metafrontiers;

/// <summary>Bootstrap of a metafrontier: units (rows without units) are drawn within each group, group frontiers and metafrontier are fitted anew.</summary>
internal static class MetafrontierBootstrap
{
    /// <summary>The covariance of the replications, and how many failed.</summary>
    public static (CovarianceEstimate Estimate, int Failures) Run(Metafrontier model, double[] theta, FitOptions options)
    {
        int[] finite = [.. Enumerable.Range(0, theta.Length).Where(j => double.IsFinite(theta[j]))];
        int[][][] draws = [.. model.Groups.Select(g => g.Draws(model.Design.Units))];
        FitOptions plain = options.Silent() with { Threads = 1, Covariance = new CovarianceRequest(), TestReplications = 0 };
        BootstrapResult result = Bootstrap.Run(
            1,
            [.. finite.Select(j => theta[j])],
            (_, random) =>
            {
                List<int> rows = [];
                List<string> names = [];
                for (int k = 0; k < draws.Length; k++)
                {
                    for (int d = 0; d < draws[k].Length; d++)
                    {
                        int[] unit = draws[k][random.NextIndex(draws[k].Length)];
                        rows.AddRange(unit);
                        names.AddRange(unit.Select(_ => model.Groups[k].Name));
                    }
                }
                try
                {
                    return Once(model, [.. rows], names, plain) is { } values ? [.. finite.Select(j => values[j])] : null;
                }
                catch (DataUnfitException)
                {
                    // A draw without, say, any landlocked unit of a group does not identify its coefficient: it is counted as failed.
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
            options.Cancellation);
        CovarianceEstimate own = result.Covariance();
        Numerics.Matrix full = new(theta.Length, theta.Length);
        full.Values.Fill(double.NaN);
        for (int l = 0; l < finite.Length; l++)
            for (int k = 0; k < finite.Length; k++)
                full[finite[k], finite[l]] = own.Matrix[k, l];
        return (own with { Matrix = full }, result.Failures);
    }

    private static double[]? Once(Metafrontier model, int[] rows, List<string> names, FitOptions plain)
    {
        Design sample = model.Design.Rows(rows);
        var drawn = new Metafrontier(sample, names, (ConjugateLaw)model.GroupSpecification.Law, model.Side, model.Method, 1);
        List<double> own = [];
        foreach (GroupFrontier group in drawn.Groups)
        {
            FitResult fit = FrontierEstimator.Fit(drawn.GroupSpecification, group.Likelihood, plain).Result;
            if (!fit.Converged)
                return null;
            own.AddRange(fit.Theta);
        }
        double[] frontiers = drawn.GroupFrontiers([.. new double[drawn.MetaDimension], .. own]);
        if (drawn.EnvelopeOver(frontiers) is { } envelope)
            return [.. envelope, .. own];
        FitResult gap = FrontierEstimator.Fit(drawn.GapSpecification, drawn.GapEquation(frontiers), plain).Result;
        return gap.Converged ? [.. gap.Theta, .. own] : null;
    }
}
