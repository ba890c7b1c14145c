using Gravity.Core.Estimation;

namespace Gravity.Core.Frontier;

/// <summary>The certificate of a frontier's maximum: the common measures, and the distance to each edge of the model.</summary>
internal static class FrontierCertificate
{
    public static ConvergenceCertificate Of(FrontierLikelihood model, FrontierOutcome outcome)
    {
        var restricted = new RestrictedLikelihood(model, outcome.Space);
        return ConvergenceCertificate.Of(restricted, restricted.Reduce(outcome.BoundaryPoint), outcome.Climb, [.. Boundaries(model, outcome)]);
    }

    private static IEnumerable<BoundaryDistance> Boundaries(FrontierLikelihood model, FrontierOutcome outcome)
    {
        double[] point = outcome.BoundaryPoint;
        double ratio = outcome.AtBoundary ? 0 : model.LargestVarianceRatio(point);
        yield return new BoundaryDistance("varianceRatio", ratio, FrontierOutcome.BoundaryRatio, double.PositiveInfinity);
        double noise = outcome.AtBoundary ? double.PositiveInfinity : model.LargestNoiseRatio(point);
        // Poisson noise has no variance that could vanish.
        if (!double.IsNaN(noise))
            yield return new BoundaryDistance("noiseRatio", noise, FrontierOutcome.BoundaryRatio, double.PositiveInfinity);
        if (outcome.AtBoundary)
        {
            yield return new BoundaryDistance("gamma", 0, 0, 1);
            yield break;
        }
        if (model.Derived.FirstOrDefault(d => d.Name == "gamma") is { } gamma)
            yield return new BoundaryDistance("gamma", gamma.Value(point), 0, 1);
        double truncation = model.LargestTruncationPoint(point);
        if (!double.IsNaN(truncation))
            yield return new BoundaryDistance("muOverSigmaU", truncation, FrontierOutcome.RidgePoint, -FrontierOutcome.RidgePoint);
        foreach ((ShapeParameter? shape, int position) in new[] { (model.Law.Shape, model.Offsets.LawShape), (model.Noise.Shape, model.Offsets.NoiseShape) })
            if (shape is not null && position >= 0)
                yield return new BoundaryDistance(shape.Name, Math.Exp(point[position]), shape.Low, shape.High);
    }
}
