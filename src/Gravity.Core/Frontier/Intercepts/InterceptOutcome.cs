using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Mixtures;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>Which of the variance components of a frontier with random intercepts are zero at the maximum.</summary>
/// <remarks>
/// Transient and persistent inefficiency and heterogeneity can each vanish while the others stay. A climb then runs towards −∞ in a log variance, and ends anywhere on the way:
/// small components are held at their limit and the rest is climbed again; where nothing is lost, that is the maximum.
/// </remarks>
internal static class InterceptOutcome
{
    /// <summary>Share of all variance below which a component is tried at its limit.</summary>
    private const double Small = 1e-3;

    public static FrontierOutcome Of(RandomInterceptFrontier model, InterceptLayout layout, FrontierOutcome outcome, FitOptions options)
    {
        if (outcome.AtBoundary || !outcome.Restriction.Space.IsEmpty)
            return outcome;
        double[] point = outcome.Point;
        double total = layout.Variances.Where(v => v.Term is not null).Sum(v => Math.Exp(Level(v.Term!, v.Offset, point)));
        Component[] small =
        [
            .. Components(layout).Where(c => Math.Exp(Level(c.Term, c.Offset, point)) < Small * total).OrderBy(c => Level(c.Term, c.Offset, point)),
        ];
        FrontierOutcome best = outcome;
        // The smallest alone, then with the next: a component at its limit lets another go there too.
        for (int count = 1; count <= small.Length; count++)
            if (Held(model, layout, outcome, small[..count], Math.Log(total), options) is { } held && held.LogLikelihood >= best.LogLikelihood - 1e-6)
                best = held;
        return best;
    }

    private static FrontierOutcome? Held(
        RandomInterceptFrontier model, InterceptLayout layout, FrontierOutcome outcome, Component[] components, double logTotal, FitOptions options)
    {
        var held = new Dictionary<int, double>();
        foreach (Component component in components)
        {
            int[] positions = InterceptLayout.Positions(component.Term, component.Offset);
            foreach (int position in positions)
                held[position] = 0;
            held[component.Offset + FrontierCoordinates.InterceptOf(component.Term.Columns)] = logTotal + RandomInterceptFrontier.Depth;
        }
        var restricted = new RestrictedLikelihood(model, held);
        BestClimb climb = MaximumLikelihood.Run(restricted, [restricted.Reduce(outcome.Point)], options.Silent());
        if (!climb.Summary.Converged)
            return null;
        return PartialBoundary.Outcome(
            model, outcome.Climb with { LogLikelihood = climb.LogLikelihood, Summary = climb.Summary }, restricted.Expand(climb.Point), held, outcome.Null!.Model, true,
            new Phrase("message.component-boundary"), [.. components.Select(c => new FitWarning(c.Kind, new Phrase(c.Words)))]);
    }

    private static IEnumerable<Component> Components(InterceptLayout layout)
    {
        yield return new Component(
            layout.Rows[InterceptLayout.LogU], layout.RowOffsets[InterceptLayout.LogU], WarningCatalog.BoundarySigmaU, "warning.boundary-sigma-u.transient");
        if (layout.LogU0 is { } persistent)
            yield return new Component(persistent, layout.LogU0Offset, WarningCatalog.BoundarySigmaU0, "warning.boundary-sigma-u0.here");
        if (layout.LogW is { } heterogeneity)
            yield return new Component(heterogeneity, layout.LogWOffset, WarningCatalog.BoundarySigmaW, "warning.boundary-sigma-w.here");
    }

    private static double Level(IndexTerm term, int offset, double[] point) => point[offset + FrontierCoordinates.InterceptOf(term.Columns)];

    private sealed record Component(IndexTerm Term, int Offset, WarningKind Kind, string Words);
}
