using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Estimation;

/// <summary>Designs with weights.</summary>
internal static class WeightSamples
{
    /// <summary>The design with weights that enter sums as they are.</summary>
    public static Design Weighted(Design design, double[] weights, WeightKind kind) => new(
        design.Formula, design.ResponseName, design.Response, design.Blocks, design.PanelRows, design.Units, design.ResponseScale, null, null, [], design.Sample, "00", weights)
    {
        Weighting = new WeightNote("w", kind, weights.Sum()),
    };
}
