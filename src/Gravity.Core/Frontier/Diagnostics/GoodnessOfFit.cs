using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Diagnostics;

/// <summary>Whether the composed residuals follow their fitted law: Kolmogorov–Smirnov and Pearson on F_i(ε_i), p-values by the parametric bootstrap.</summary>
/// <remarks>
/// Replication r draws a response from the model at θ̂ (u once a unit where rows share it), climbs from θ̂, and forms both statistics with the new estimates, so that
/// estimation and the dependence of rows are in their laws (Stute, González Manteiga and Presedo Quindimil 1993; for frontiers Wang, Amsler and Schmidt 2011).
/// </remarks>
internal static class GoodnessOfFit
{
    public static IEnumerable<DiagnosticTest> Of(FrontierLikelihood model, double[] theta, DiagnosticOptions options)
    {
        if (Statistics(model, theta) is not { } observed)
        {
            var why = new Phrase("diagnostics.note.no-law");
            return [DiagnosticTest.Missing(DiagnosticCodes.KolmogorovSmirnov, why), DiagnosticTest.Missing(DiagnosticCodes.Pearson, why)];
        }
        (double Ks, double Pearson, int Done, int Failed)? bootstrap = options.Replications > 0 ? Bootstrap(model, theta, observed, options) : null;
        bool dependent = model.UnitCount < model.Design.RowCount;
        int parameters = theta.Count(double.IsFinite);
        (double low, double high) = observed.PearsonBounds(parameters);
        Phrase? fewer = bootstrap is { Failed: > 0 } b
            ? new Phrase("diagnostics.note.failed", ("failed", b.Failed), ("total", options.Replications)) : null;
        // Among dependent rows neither of the two laws bounds X².
        DiagnosticTest pearson = dependent
            ? new DiagnosticTest(DiagnosticCodes.Pearson, observed.Pearson, "", double.NaN)
            : new DiagnosticTest(DiagnosticCodes.Pearson, observed.Pearson, Reference(observed.Cells, parameters), low) { UpperP = high };
        return
        [
            new DiagnosticTest(DiagnosticCodes.KolmogorovSmirnov, observed.Distance, "", double.NaN)
            {
                BootstrapP = bootstrap?.Ks,
                Note = bootstrap is null ? new Phrase("diagnostics.note.no-bootstrap") : fewer,
            },
            pearson with
            {
                BootstrapP = bootstrap?.Pearson,
                DegreesOfFreedom = observed.Cells - 1,
                Note = dependent
                    ? new Phrase("diagnostics.note.cells", ("cells", observed.Cells))
                    : new Phrase("diagnostics.note.cells-bounds", ("cells", observed.Cells), ("low", Text(low)), ("high", Text(high))),
            },
        ];
    }

    /// <summary>D and X² at θ; null for models without a law of the composed error.</summary>
    internal static UniformityTests? Statistics(FrontierLikelihood model, double[] theta)
    {
        if (model.ErrorLaws(theta) is not { } laws)
            return null;
        double[] frontier = model.Design.Frontier.Values.Times(theta.AsSpan(0, model.Design.Frontier.Columns));
        var residuals = new double[frontier.Length];
        for (int i = 0; i < residuals.Length; i++)
            residuals[i] = model.Response[i] - frontier[i];
        return UniformityTests.Of(ProbabilityTransform.Of(laws, residuals));
    }

    private static string Text(double p) => p.ToString("0.000", CultureInfo.InvariantCulture);

    private static string Reference(int cells, int parameters) =>
        FormattableString.Invariant($"χ²({Math.Max(0, cells - 1 - parameters)}) … χ²({cells - 1})");

    private static (double Ks, double Pearson, int Done, int Failed)? Bootstrap(
        FrontierLikelihood model, double[] theta, UniformityTests observed, DiagnosticOptions options)
    {
        FitOptions plain = options.Fit.Silent() with { Threads = 1, Covariance = new CovarianceRequest(), TestReplications = 0 };
        bool boundary = model.IsBoundary(theta);
        if (model.Simulate(theta, new RandomSource(options.Fit.Seed)) is null)
            return null;
        (double Distance, double Pearson)?[] draws = Replications.Run<(double, double)?>(
            new ReplicationOptions
            {
                Replications = options.Replications,
                Seed = options.Fit.Seed,
                Threads = options.Fit.Threads,
                Progress = (done, total) => options.Fit.Progress?.Invoke("goodness of fit", done, total),
            },
            random =>
            {
                FrontierLikelihood drawn = model.WithResponse(model.Simulate(theta, random)!);
                BestClimb climb = MaximumLikelihood.Run(drawn, boundary ? drawn.Starts(1) : [theta], plain);
                bool vanished = drawn.LargestVarianceRatio(climb.Point) < 1e-4;
                if (!double.IsFinite(climb.LogLikelihood) || (!climb.Summary.Converged && !vanished))
                    return null;
                return Statistics(drawn, climb.Point) is { } s && double.IsFinite(s.Distance) ? (s.Distance, s.Pearson) : null;
            },
            options.Fit.Cancellation);
        (double Distance, double Pearson)[] made = [.. draws.OfType<(double, double)>()];
        if (made.Length == 0)
            return null;
        double P(double value, Func<(double Distance, double Pearson), double> of) =>
            (1.0 + made.Count(draw => of(draw) >= value * (1 - 1e-12))) / (1.0 + made.Length);
        return (P(observed.Distance, d => d.Distance), P(observed.Pearson, d => d.Pearson), made.Length, draws.Length - made.Length);
    }
}
