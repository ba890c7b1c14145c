using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Simulation;

namespace Gravity.Core.Tests.Simulation;

/// <summary>Regressors have the laws, correlations, shares between units and persistence that a design asks for.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class PanelDrawTests
{
    private const string Text = """
        panel: { units: 8000, periods: 4, missing: 0.25 }
        regressors:
          n: { law: normal, mean: 3, sd: 2, between: 0.4, persistence: 0.7 }
          u: { law: uniform, low: -1, high: 5 }
          b: { law: binary, share: 0.2 }
          g: { law: groups, count: 3, between: 1 }
          m: { law: normal, between: 0.4, persistence: 0.2 }
        correlations:
          - { of: [n, m], value: 0.5 }
        model: { model: half-normal, formula: y ~ n }
        parameters: { (Intercept): 0, n: 1, sigma_u: 1, sigma_v: 1 }
        """;

    private static readonly TradePanel Panel = new PanelDraw(DesignTexts.Read(Text)).Draw(new RandomSource(11));

    [Fact]
    public void Marginal_laws_are_exact()
    {
        Near(3, Mean("n"), 0.05);
        Near(4, Variance("n"), 0.1);
        Near(2, Mean("u"), 0.05);
        Near(3, Variance("u"), 0.05);
        Near(0.2, Mean("b"), 0.01);
        Assert.All(Values("b"), value => Assert.True(value is 0 or 1));
        Assert.All(Values("u"), value => Assert.InRange(value, -1, 5));
        for (int group = 1; group <= 3; group++)
            Near(1.0 / 3, Values("g").Average(value => value == group ? 1.0 : 0), 0.025);
    }

    [Fact]
    public void Scores_correlate_across_regressors_units_and_time()
    {
        Near(0.5, Correlation(Values("n"), Values("m")), 0.02);
        Near(0, Correlation(Values("n"), Values("u")), 0.03);
        // Between share b and persistence ρ: corr(x_t, x_{t−k}) = b + (1 − b)ρᵏ.
        Near(0.4 + 0.6 * 0.7, AutoCorrelation("n", 1), 0.02);
        Near(0.4 + 0.6 * 0.49, AutoCorrelation("n", 2), 0.025);
        Near(0.4 + 0.6 * 0.2, AutoCorrelation("m", 1), 0.02);
        Near(1, AutoCorrelation("g", 1), 1e-12);
    }

    [Fact]
    public void Every_unit_keeps_a_row_and_the_share_of_missing_rows_is_the_one_asked_for()
    {
        TextColumn units = Assert.IsType<TextColumn>(Panel["unit"]);
        Assert.Equal(8000, units.Values.Distinct().Count());
        // One row of four is certain.
        Near(4 - 3 * 0.25, Panel.RowCount / 8000.0, 0.03);
    }

    [Fact]
    public void Contradicting_correlations_are_refused()
    {
        string text = Text.Replace("- { of: [n, m], value: 0.5 }", "- { of: [n, m], value: 0.9 }\n  - { of: [n, u], value: 0.9 }\n  - { of: [m, u], value: -0.9 }", StringComparison.Ordinal);
        Assert.Equal("wrong-correlation", Assert.Throws<UsageException>(() => new PanelDraw(DesignTexts.Read(text))).Code);
    }

    private static double[] Values(string name) => Panel.Numbers(name).Values;

    private static double Mean(string name) => Values(name).Average();

    private static double Variance(string name) => Values(name).Average(v => (v - Mean(name)) * (v - Mean(name)));

    private static double AutoCorrelation(string name, int lag)
    {
        double[] values = Values(name), times = Values("time");
        var position = new Dictionary<(string, double), int>();
        for (int i = 0; i < values.Length; i++)
            position[(Panel["unit"].TextAt(i)!, times[i])] = i;
        (double, double)[] pairs = [.. Enumerable.Range(0, values.Length)
            .Where(i => position.ContainsKey((Panel["unit"].TextAt(i)!, times[i] - lag)))
            .Select(i => (values[i], values[position[(Panel["unit"].TextAt(i)!, times[i] - lag)]]))];
        return Correlation([.. pairs.Select(p => p.Item1)], [.. pairs.Select(p => p.Item2)]);
    }

    private static double Correlation(double[] left, double[] right)
    {
        double a = left.Average(), b = right.Average();
        double aa = left.Sum(v => (v - a) * (v - a)), bb = right.Sum(v => (v - b) * (v - b));
        return left.Zip(right, (l, r) => (l - a) * (r - b)).Sum() / Math.Sqrt(aa * bb);
    }

    private static void Near(double expected, double actual, double within) => Assert.InRange(actual, expected - within, expected + within);
}
