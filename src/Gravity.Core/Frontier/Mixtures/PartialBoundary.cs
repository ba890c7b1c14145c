using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>An estimate of a mixture of which some parameters lie at −∞ or have left the likelihood: they are held, the others have a covariance.</summary>
internal static class PartialBoundary
{
    /// <param name="model">The likelihood.</param>
    /// <param name="climb">The climb.</param>
    /// <param name="finite">θ with finite numbers for the parameters at −∞.</param>
    /// <param name="held">Their positions; a level that stands for −∞ is shown as such, a slope held at 0 as NaN.</param>
    /// <param name="nothing">The model without inefficiency.</param>
    /// <param name="converged">Whether this is a maximum.</param>
    /// <param name="message">What to say of it.</param>
    /// <param name="warnings">What a reader must know of it.</param>
    public static FrontierOutcome Outcome(
        FrontierLikelihood model, BestClimb climb, double[] finite, IReadOnlyDictionary<int, double> held, NullModel nothing, bool converged, Phrase message,
        IReadOnlyList<FitWarning> warnings)
    {
        var restricted = new RestrictedLikelihood(model, held);
        double[] reduced = restricted.Reduce(finite);
        Matrix hessian = new(reduced.Length, reduced.Length);
        restricted.Evaluate(reduced, new double[reduced.Length], hessian.Values);
        double[] shown = [.. finite];
        foreach ((int position, double value) in held)
            shown[position] = value != 0 ? double.NegativeInfinity : double.NaN;
        Matrix negative = hessian.Clone();
        foreach (ref double value in negative.Values)
            value = -value;
        string word = FrontierOutcome.Word(climb.Summary.Termination);
        return new FrontierOutcome
        {
            Climb = climb,
            Null = new ConstrainedNull(nothing, model.InefficiencyRestrictions, false),
            Restriction = new FrontierRestriction(model, AffineRestriction.None(model.Dimension)),
            Space = AffineRestriction.Fix(model.Dimension, held),
            Point = shown,
            BoundaryPoint = finite,
            LogLikelihood = climb.LogLikelihood,
            Converged = converged,
            Termination = word == TerminationWords.Gradient && !converged ? TerminationWords.Flat : word,
            Message = message,
            Hessian = hessian,
            Conditioning = Conditioning.Of(negative),
            Warnings = warnings,
        };
    }
}
