using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Hundreds of small samples of pure noise, the hardest there are: every fit must end, and not below least squares.</summary>
public sealed class FrontierRobustnessTests
{
    public static TheoryData<string> Variants => SlowTest.Rows(FrontierVariant.Names);

    [Theory]
    [Trait("Category", SlowTest.Category)]
    [MemberData(nameof(Variants))]
    public void Every_fit_ends_and_none_is_below_least_squares(string name)
    {
        SlowTest.Require();
        FrontierVariant variant = FrontierVariant.Find(name);
        var failures = new List<string>();
        for (int seed = 0; seed < 200; seed++)
        {
            var random = new RandomSource(seed);
            FrontierLikelihood model = variant.Model(random, rows: 30 + random.NextIndex(40));
            FitResult result = FrontierEstimator.Fit(variant.Specification, model, new FitOptions { Threads = 1 }).Result;
            if (!(result.LogLikelihood >= result.OlsLogLikelihood - 1e-8) || !(result.MeanEfficiency is >= 0 and <= 1))
                failures.Add(FormattableString.Invariant($"seed {seed}: {result.Termination} at {result.LogLikelihood}, least squares {result.OlsLogLikelihood}, mean efficiency {result.MeanEfficiency}"));
            if (!result.Converged && result.Warnings.Count == 0)
                failures.Add($"seed {seed}: not converged without a warning");
        }
        Assert.Empty(failures);
    }
}
