using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>The estimate of a latent class frontier: the highest interior maximum, classes in the order of their shares.</summary>
internal static class MixtureOutcome
{
    /// <summary>ln(σ_u²/σ_v²) at which a class without inefficiency is evaluated: far inside rounding of the limit.</summary>
    public const double BoundaryDepth = -60;

    /// <summary>Starts that must end at the best estimate, or as many starts again are tried, up to so many batches.</summary>
    private const int EnoughAgreeing = 2, MostBatches = 4;

    public static FrontierOutcome Of(LatentClassFrontier model, FitOptions options)
    {
        int count = options.Starts > 0 ? options.Starts : 12 + 8 * (model.Classes - 1);
        var climb = new LatentClassClimb(model, options);
        var ends = new List<ClassOptimum>();
        ClassOptimum best;
        int batches = 0;
        do
        {
            ends.AddRange(climb.Run(LatentClassStarts.Of(model, count, batches * count, options.Cancellation)));
            ends.Sort((a, b) => b.Value.CompareTo(a.Value));
            best = ends.FirstOrDefault(e => e.IsEstimate) ?? ends.FirstOrDefault(e => e.Refusal == Refusal.None)
                ?? ends.FirstOrDefault(e => e.Refusal == Refusal.Deterministic) ?? ends[0];
        }
        while (++batches < MostBatches && options.Starts == 0 && ends.Count(e => Same(e, best)) < EnoughAgreeing);
        if (best.Efficient.Count > 0 && climb.Stirred(best) is { IsEstimate: true } stirred && stirred.Value > best.Value + Margin(best.Value))
            best = stirred;
        int agreeing = ends.Count(e => Same(e, best));
        double[] shares = model.Shares(best.Point);
        int[] order = [.. Enumerable.Range(0, model.Classes).OrderByDescending(j => shares[j])];
        double[] finite = model.Layout.Reordered(best.Point, order);
        int[] efficient = [.. Enumerable.Range(0, model.Classes).Where(j => best.Efficient.Contains(order[j]))];
        Dictionary<int, double> held = climb.HeldParameters(finite, efficient);
        bool converged = best.IsEstimate;
        var outcome = new BestClimb(finite, best.Value, best.Summary, ends.Count, Math.Max(1, agreeing));
        return PartialBoundary.Outcome(
            model, outcome, finite, held, model.Null(options), converged,
            best.Refusal switch
            {
                Refusal.Collapsed => new Phrase("message.class-collapsed"),
                Refusal.Deterministic => new Phrase("message.class-deterministic"),
                _ => efficient.Length > 0 && converged ? new Phrase("message.class-efficient") : best.Summary.MessagePhrase,
            },
            Warnings(model, best, ends, efficient));
    }

    private static List<FitWarning> Warnings(LatentClassFrontier model, ClassOptimum best, List<ClassOptimum> ends, int[] efficient)
    {
        var warnings = new List<FitWarning>();
        ClassOptimum[] refused = [.. ends.Where(e => e.Refusal != Refusal.None && e.Value > best.Value + Margin(best.Value))];
        if (best.Refusal == Refusal.Collapsed)
            warnings.Add(new FitWarning(WarningCatalog.ClassCollapsed, new Phrase("warning.class-collapsed.only", ("starts", ends.Count), ("classes", model.Classes))));
        else if (refused.Length > 0)
        {
            warnings.Add(new FitWarning(WarningCatalog.ClassCollapsed, new Phrase(
                "warning.class-collapsed.here", ("refused", refused.Length), ("starts", ends.Count), ("highest", Text(refused[0].Value)), ("reached", Text(best.Value)))));
        }
        if (efficient.Length > 0)
        {
            warnings.Add(new FitWarning(WarningCatalog.ClassEfficient, new Phrase(
                "warning.class-efficient.here", ("classes", string.Join(", ", efficient.Select(j => (j + 1).ToString(CultureInfo.InvariantCulture)))))));
        }
        return warnings;
    }

    private static bool Same(ClassOptimum end, ClassOptimum best) => end.Refusal == best.Refusal && Math.Abs(end.Value - best.Value) <= Margin(best.Value);

    private static double Margin(double value) => 1e-6 * Math.Max(1, Math.Abs(value));

    private static string Text(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
