using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Counts;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Counts;

/// <summary>Seeded flows y ~ Poisson(exp(1.2 + 0.8x₁ − 0.5x₂ − s·u)), ln σ_u² = 2 ln 0.7 + γ·z, as a panel of y, x1, x2, z, group.</summary>
internal static class CountSamples
{
    public const string Formula = "y ~ x1 + x2";

    public static readonly double[] Beta = [1.2, 0.8, -0.5];

    public const double SigmaU = 0.7;

    public static TradePanel Panel(int rows, long seed, FrontierSide side = FrontierSide.Production, double sigmaU = SigmaU, double slope = 0, double level = 0)
    {
        var random = new RandomSource(seed);
        double sign = side == FrontierSide.Production ? 1 : -1;
        double[] x1 = new double[rows], x2 = new double[rows], z = new double[rows], y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            (x1[i], x2[i], z[i]) = (random.NextNormal(), random.NextNormal(), random.NextNormal());
            double u = sigmaU * Math.Exp(0.5 * slope * z[i]) * Math.Abs(random.NextNormal());
            y[i] = random.NextPoisson(Math.Exp(level + Beta[0] + Beta[1] * x1[i] + Beta[2] * x2[i] - sign * u));
        }
        return TradePanel.Create(
        [
            new NumberColumn("y", y), new NumberColumn("x1", x1), new NumberColumn("x2", x2), new NumberColumn("z", z),
            new NumberColumn("group", [.. Enumerable.Range(0, rows).Select(i => (double)(i % 50))]),
        ]);
    }

    public static Design Design(TradePanel panel, string? sigmaU = null, string formula = Formula) =>
        DesignBuilder.Build(panel, ModelFormulas.Parse(formula, null, sigmaU) with { FlowInLevels = true });

    public static PoissonFrontier Model(TradePanel panel, FrontierSide side = FrontierSide.Production, string? sigmaU = null, int threads = 1) =>
        new(Design(panel, sigmaU), side, threads);
}
