using System.Globalization;
using System.Text;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Diagnostics;
using Gravity.Core.Numerics;
using Gravity.Core.Studies;
using Gravity.Core.Tests.Numerics;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Regression;

/// <summary>Specification tests of regressions against their textbook formulas, written out.</summary>
public sealed class RegressionDiagnosticsTests
{
    [Theory]
    [InlineData("ppml", "trade ~ ln(dist) + contig + rta")]
    [InlineData("gamma-pml", "trade ~ ln(dist) + contig + rta")]
    [InlineData("ols", "ln(trade) ~ ln(dist) + contig + rta")]
    public void Reset_is_the_square_of_the_index_as_a_regressor(string model, string formula)
    {
        TradePanel panel = Panel();
        var request = new ModelRequest { Formula = formula, Model = model, Vce = "cluster:exporter", Where = "trade > 0" };
        ModelFit fit = ModelRunner.Fit(request, panel, new FitOptions());
        DiagnosticTest reset = FitDiagnostics.Of(fit).Test(DiagnosticCodes.ResetSquare);
        // The raw square of x'b̂, written into the formula: what Stata users type.
        string index = string.Join(" + ", fit.Result.Parameters.Select(p => FormattableString.Invariant($"({p.Estimate:R})*{(p.Name == "(Intercept)" ? "1" : p.Name)}")));
        FitResult wider = ModelRunner.Fit(request with { Formula = $"{formula} + I(({index})*({index}))" }, panel, new FitOptions()).Result;
        ParameterEstimate added = wider.Parameters[^1];
        Agree.Relative(added.Estimate / added.StandardError * (added.Estimate / added.StandardError), reset.Statistic, 1e-6);
        Agree.Relative(added.P, reset.P, 1e-6);
    }

    [Fact]
    public void Squared_residuals_on_one_regressor_are_a_correlation()
    {
        (double[] x, double[] y) = Sample(400, new RandomSource(3), power: 2);
        ModelFit fit = Fit(x, y, "ols", "ln(y) ~ x");
        DiagnosticResult result = FitDiagnostics.Of(fit);
        double[] squares = Residuals(x, Array.ConvertAll(y, v => Math.Log(v)), out _, out _).Select(e => e * e).ToArray();
        double r = Correlation(squares, x);
        Agree.Relative(x.Length * r * r, result.Test(DiagnosticCodes.BreuschPagan).Statistic, 1e-8);
        Assert.Equal(1, result.Test(DiagnosticCodes.BreuschPagan).DegreesOfFreedom);
        // White with one regressor: on x and x².
        double[] square = [.. x.Select(v => v * v)];
        Agree.Relative(x.Length * SquaredMultipleCorrelation(squares, x, square), result.Test(DiagnosticCodes.White).Statistic, 1e-7);
        Assert.Equal(2, result.Test(DiagnosticCodes.White).DegreesOfFreedom);
    }

    [Fact]
    public void Park_and_Gauss_Newton_are_their_regressions()
    {
        (double[] x, double[] y) = Sample(300, new RandomSource(4), power: 1.4);
        ModelFit fit = Fit(x, y, "ppml", "y ~ x");
        DiagnosticResult result = FitDiagnostics.Of(fit);
        double[] mean = [.. x.Select(v => Math.Exp(fit.Result.Parameter("frontier", "(Intercept)").Estimate + fit.Result.Parameter("frontier", "x").Estimate * v))];
        double[] log = Array.ConvertAll(mean, v => Math.Log(v)), left = [.. mean.Select((m, i) => Math.Log((y[i] - m) * (y[i] - m)))];
        double[] e = Residuals(log, left, out double slope, out double centre);
        int n = x.Length;
        double sxx = log.Sum(v => (v - centre) * (v - centre));
        double error = Math.Sqrt(n / (n - 2.0) * log.Select((v, i) => Math.Pow((v - centre) * e[i], 2)).Sum()) / sxx;
        Agree.Relative(Math.Pow((slope - 1) / error, 2), result.Test(DiagnosticCodes.ParkPoisson).Statistic, 1e-6);
        Agree.Relative(Math.Pow((slope - 2) / error, 2), result.Test(DiagnosticCodes.ParkSquare).Statistic, 1e-6);
        // (y − μ)²/√μ on √μ and ln μ·√μ: a statistic of the second coefficient, by Cramer's rule.
        double[] a = Array.ConvertAll(mean, v => Math.Sqrt(v)), b = [.. mean.Select(m => Math.Log(m / mean.Average()) * Math.Sqrt(m))], c = [.. mean.Select((m, i) => (y[i] - m) * (y[i] - m) / Math.Sqrt(m))];
        double aa = Dot(a, a), ab = Dot(a, b), bb = Dot(b, b), ac = Dot(a, c), bc = Dot(b, c), determinant = aa * bb - ab * ab;
        double first = (bb * ac - ab * bc) / determinant, second = (aa * bc - ab * ac) / determinant;
        double meat = 0;
        for (int i = 0; i < n; i++)
        {
            double u = c[i] - first * a[i] - second * b[i], direction = (aa * b[i] - ab * a[i]) / determinant;
            meat += direction * direction * u * u * n / (n - 2.0);
        }
        Agree.Relative(second * second / meat, result.Test(DiagnosticCodes.GaussNewton).Statistic, 1e-6);
    }

    /// <summary>The Gauss–Newton test holds its size where the variance is the mean, and sees a variance of its square.</summary>
    [Fact]
    public void Gauss_Newton_tells_variances_apart()
    {
        int rejectedUnderNull = 0, rejected = 0;
        const int Samples = 60;
        for (int r = 0; r < Samples; r++)
        {
            (double[] x, double[] y) = Sample(4000, new RandomSource(100 + r), power: 1);
            rejectedUnderNull += FitDiagnostics.Of(Fit(x, y, "ppml", "y ~ x")).Test(DiagnosticCodes.GaussNewton).P < 0.05 ? 1 : 0;
            (x, y) = Sample(4000, new RandomSource(100 + r), power: 2);
            rejected += FitDiagnostics.Of(Fit(x, y, "ppml", "y ~ x")).Test(DiagnosticCodes.GaussNewton).P < 0.05 ? 1 : 0;
        }
        // (y − μ)² has heavy tails, so that the size is above 5 % in samples of thousands yet.
        Assert.InRange(rejectedUnderNull, 0, 10);
        Assert.InRange(rejected, 50, Samples);
    }

    [Theory]
    [InlineData(1e6)]
    [InlineData(1e-6)]
    public void The_unit_of_trade_does_not_matter(double unit)
    {
        (double[] x, double[] y) = Sample(300, new RandomSource(8), power: 1.5);
        DiagnosticResult one = FitDiagnostics.Of(Fit(x, y, "ppml", "y ~ x")), other = FitDiagnostics.Of(Fit(x, [.. y.Select(v => v * unit)], "ppml", "y ~ x"));
        for (int j = 0; j < one.Tests.Count; j++)
            Agree.Relative(one.Tests[j].Statistic, other.Tests[j].Statistic, 1e-5);
    }

    [Fact]
    public void The_lead_is_a_regressor_of_the_same_pair_later()
    {
        TradePanel panel = Panel();
        var request = new ModelRequest
        {
            Formula = "trade ~ rta + tariff | exporter^year + importer^year + exporter^importer",
            Model = "ppml",
            Vce = "cluster:exporter^importer",
            Unit = ["exporter", "importer"],
            Time = "year",
        };
        ModelFit fit = ModelRunner.Fit(request, panel, new FitOptions());
        DiagnosticTest test = LeadTest.Of(fit, "rta", 1, new FitOptions());
        FitResult wider = ModelRunner.Fit(request with { Formula = "trade ~ rta + tariff + lead(rta, 1) | exporter^year + importer^year + exporter^importer" }, panel, new FitOptions()).Result;
        ParameterEstimate lead = wider.Parameters.Single(p => p.Name.StartsWith("lead", StringComparison.Ordinal));
        Agree.Relative(lead.Estimate / lead.StandardError * (lead.Estimate / lead.StandardError), test.Statistic, 1e-9);
        Agree.Relative(lead.P, test.P, 1e-9);
        Assert.Contains("lead(rta, 1)", test.Note!.ToString(), StringComparison.Ordinal);
        ModelFit cross = ModelRunner.Fit(request with { Unit = [], Time = null }, panel, new FitOptions());
        Assert.Equal("lead-needs-panel", Assert.Throws<UsageException>(() => LeadTest.Of(cross, "rta", 1, new FitOptions())).Code);
    }

    [Fact]
    public void Three_way_correction_moves_estimates_by_its_bias_and_survives_a_file()
    {
        TradePanel panel = Panel();
        var request = new ModelRequest
        {
            Formula = "trade ~ rta + tariff | exporter^year + importer^year + exporter^importer",
            Model = "ppml",
            Unit = ["exporter", "importer"],
            Time = "year",
            Method = "weidner-zylkin",
        };
        FitResult plain = ModelRunner.Fit(request with { Method = null }, panel, new FitOptions()).Result, corrected = ModelRunner.Fit(request, panel, new FitOptions()).Result;
        Assert.Equal(plain.Theta, corrected.AnalyticCorrection!.Uncorrected);
        Assert.All(corrected.Parameters.Zip(plain.Parameters), p => Assert.InRange(Math.Abs(p.First.Estimate - p.Second.Estimate), 1e-6, p.Second.StandardError));
        FitResult back = FitFile.Read(new MemoryStream(FitFile.ToUtf8(new SavedFit(corrected, request))), "fit.json").Result;
        Assert.Equal(corrected.AnalyticCorrection.UncorrectedErrors, back.AnalyticCorrection!.UncorrectedErrors);
        Assert.Equal(corrected.Covariance.Text, back.Covariance.TextPhrase.ToString());
        Assert.Equal("not-three-way", Assert.Throws<UsageException>(() => ModelRunner.Fit(request with { Time = null, Unit = [] }, panel, new FitOptions())).Code);
        Assert.Equal("not-three-way", Assert.Throws<UsageException>(() => ModelRunner.Fit(request with { Formula = "trade ~ rta | exporter^year + importer^year" }, panel, new FitOptions())).Code);
    }

    private static TradePanel Panel() => CsvPanelReader.ReadFile(Path.Combine(ReferenceFolder.SimulatedPath, "gravity_panel.csv"));

    private static ModelFit Fit(double[] x, double[] y, string model, string formula)
    {
        var text = new StringBuilder("x,y\n");
        for (int i = 0; i < x.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"{x[i]:R},{y[i]:R}\n");
        return ModelRunner.Fit(new ModelRequest { Formula = formula, Model = model }, CsvPanelReader.Read(new MemoryStream(Encoding.UTF8.GetBytes(text.ToString())), "sample.csv"), new FitOptions { Threads = 1 });
    }

    /// <summary>Flows of mean exp(1 + x) and variance μ^power, gamma distributed.</summary>
    private static (double[] X, double[] Y) Sample(int rows, RandomSource random, double power)
    {
        double[] x = new double[rows], y = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            x[i] = random.NextNormal();
            double mean = Math.Exp(1 + x[i]), shape = Math.Pow(mean, 2 - power);
            y[i] = random.NextGamma(shape) * mean / shape;
        }
        return (x, y);
    }

    private static double[] Residuals(double[] x, double[] y, out double slope, out double centre)
    {
        double mx = x.Average(), my = y.Average();
        double b = x.Zip(y, (a, c) => (a - mx) * (c - my)).Sum() / x.Sum(a => (a - mx) * (a - mx));
        (slope, centre) = (b, mx);
        return [.. x.Zip(y, (a, c) => c - my - b * (a - mx))];
    }

    private static double Correlation(double[] x, double[] y)
    {
        double mx = x.Average(), my = y.Average();
        return x.Zip(y, (a, b) => (a - mx) * (b - my)).Sum() / Math.Sqrt(x.Sum(a => (a - mx) * (a - mx)) * y.Sum(b => (b - my) * (b - my)));
    }

    private static double SquaredMultipleCorrelation(double[] y, double[] a, double[] b)
    {
        double ya = Correlation(y, a), yb = Correlation(y, b), ab = Correlation(a, b);
        return (ya * ya + yb * yb - 2 * ya * yb * ab) / (1 - ab * ab);
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
