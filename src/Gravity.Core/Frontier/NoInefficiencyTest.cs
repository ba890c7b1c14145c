using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier;

/// <summary>The likelihood ratio of a frontier against its model without inefficiency, with the mixed χ² and, on request, a parametric bootstrap.</summary>
internal static class NoInefficiencyTest
{
    /// <summary>The test; null where constraints hold a scale of u, so that it is not nested, and under sampling weights, which have no likelihood.</summary>
    /// <exception cref="UsageException"><c>lr-bootstrap-not-here</c>.</exception>
    public static InefficiencyTest? Of(FrontierSpecification specification, FrontierLikelihood model, FrontierOutcome outcome, FitOptions options)
    {
        WeightKind? weights = model.Design.Weighting?.Kind;
        if (options.TestReplications > 0 && (weights is WeightKind.Sampling or WeightKind.Analytic || outcome.Null is not { Constrained: false }))
        {
            throw new UsageException(
                "lr-bootstrap-not-here",
                weights is WeightKind.Sampling or WeightKind.Analytic
                    ? "the parametric bootstrap draws rows of weight 1, so it does not go with sampling or analytic weights: leave it out"
                    : "the parametric bootstrap draws from the model without inefficiency and without constraints, and a constraint changes that model: leave it out, or hold parameters of inefficiency only");
        }
        if (outcome.Null is not { } nothing || weights == WeightKind.Sampling)
            return null;
        double statistic = Ratio(outcome);
        var test = new InefficiencyTest(statistic, nothing.Restrictions, double.NaN) { Components = Math.Min(model.InefficiencyComponents, nothing.Restrictions) };
        test = test with { P = model.HasMixedChiSquareTest ? test.Reference.Survival(statistic) : double.NaN };
        return options.TestReplications == 0 ? test : Bootstrapped(test, specification, model, outcome, options);
    }

    private static double Ratio(FrontierOutcome outcome) => Math.Max(0, 2 * (outcome.LogLikelihood - outcome.NullLogLikelihood));

    private static InefficiencyTest Bootstrapped(
        InefficiencyTest test, FrontierSpecification specification, FrontierLikelihood model, FrontierOutcome outcome, FitOptions options)
    {
        NullModel nothing = outcome.Null!.Model;
        // Under frequency weights each row that a weight stands for is drawn on its own.
        if (model.Design.Weighting is { Kind: WeightKind.Frequency })
        {
            model = specification.Build(model.Design.Expanded(specification.SharesInefficiency || model.UnitCount < model.Design.RowCount), options.Threads);
            nothing = model.Null(options);
        }
        FitOptions plain = options.Silent() with { Threads = 1 };
        ParametricBootstrapResult draws = ParametricBootstrap.Run(
            test.Statistic,
            random => Drawn(specification, model, nothing.Draw(random), plain),
            new ReplicationOptions
            {
                Replications = options.TestReplications,
                Seed = options.Seed,
                Threads = options.Threads,
                Progress = (done, total) => options.Progress?.Invoke("parametric bootstrap", done, total),
            },
            options.Cancellation);
        return test with { BootstrapP = draws.P, BootstrapReplications = draws.Draws.Count };
    }

    /// <summary>The statistic of a draw; null where it has none: flows of a draw may leave absorbed effects too few rows.</summary>
    private static double? Drawn(FrontierSpecification specification, FrontierLikelihood model, double[] response, FitOptions options)
    {
        try
        {
            FrontierOutcome drawn = FrontierOutcome.Find(specification, model.WithResponse(response), options);
            return double.IsFinite(drawn.LogLikelihood) ? Ratio(drawn) : null;
        }
        catch (DataUnfitException)
        {
            return null;
        }
    }
}
