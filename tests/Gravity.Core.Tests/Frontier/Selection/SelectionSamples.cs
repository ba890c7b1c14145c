using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier.Selection;

/// <summary>Seeded data with a selection equation, as a panel of columns y, x1, x2, z1, d; y is ln of flow, 0 where d = 0.</summary>
internal static class SelectionSamples
{
    /// <summary>True values of the simulated data.</summary>
    public static readonly (double[] Beta, double[] Alpha, double SigmaU, double SigmaV) Truth = ([1, 0.8, -0.5], [0.3, 1, 0.6], 0.9, 0.5);

    public static TradePanel Panel(int rows, double rho, long seed, double sign = 1, double? sigmaU = null)
    {
        var random = new RandomSource(seed);
        double[] x1 = new double[rows], x2 = new double[rows], z1 = new double[rows], d = new double[rows], y = new double[rows], flow = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            (x1[i], x2[i], z1[i]) = (random.NextNormal(), random.NextNormal(), random.NextNormal());
            double w = random.NextNormal(), v = Truth.SigmaV * (rho * w + Math.Sqrt(1 - rho * rho) * random.NextNormal());
            double u = (sigmaU ?? Truth.SigmaU) * Math.Abs(random.NextNormal());
            d[i] = Truth.Alpha[0] + Truth.Alpha[1] * z1[i] + Truth.Alpha[2] * x1[i] + w > 0 ? 1 : 0;
            y[i] = d[i] == 1 ? Truth.Beta[0] + Truth.Beta[1] * x1[i] + Truth.Beta[2] * x2[i] + v - sign * u : double.NaN;
            flow[i] = d[i] == 1 ? Math.Exp(y[i]) : 0;
        }
        return TradePanel.Create(
        [
            new NumberColumn("y", y), new NumberColumn("flow", flow), new NumberColumn("x1", x1), new NumberColumn("x2", x2),
            new NumberColumn("z1", z1), new NumberColumn("d", d), new NumberColumn("group", [.. Enumerable.Range(0, rows).Select(i => (double)(i % 50))]),
        ]);
    }

    public static Design Design(TradePanel panel, string? sigmaU = null, string? sigmaV = null) => SelectionDesign.Build(
        panel, ModelFormulas.Parse("ln(flow) ~ x1 + x2", null, sigmaU, sigmaV), SelectionFormula.Parse("d ~ z1 + x1"));
}
