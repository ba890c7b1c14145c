using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>The test of "no inefficiency" counts every restriction that leads to least squares with one variance.</summary>
public sealed class InefficiencyTestTests
{
    [Fact]
    public void Slopes_of_both_log_variances_count()
    {
        Design design = FrontierSamples.Design(300, null, FrontierSamples.Indices.LogU | FrontierSamples.Indices.LogV, new RandomSource(4));
        int scale = design.Block(BlockNames.InefficiencyVariance)!.Columns;
        int slopes = design.Block(BlockNames.NoiseVariance)!.Columns - 1;
        Assert.True(scale > 1 && slopes > 0);

        InefficiencyTest test = FrontierEstimator.Fit(new FrontierSpecification { Model = "pooled" }, design, new FitOptions()).Result.InefficiencyTest!;

        Assert.Equal(scale + slopes, test.Restrictions);
        Assert.Equal(MixedChiSquare.ForOneBoundary(scale + slopes).Survival(test.Statistic), test.P, 12);
    }
}
