using System.Globalization;
using System.Text;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Absorbed;
using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Frontier.Absorbed;

/// <summary>Bias and coverage with and without correction, as docs/models/absorbed-frontier.md has them.</summary>
/// <remarks>
/// The slow one prints the table of the page: GRAVITY_SLOW=1 GRAVITY_REPLICATIONS=40 dotnet Gravity.Core.Tests.dll -method '*Bias_and_coverage_of_absorbed_frontiers' -showLiveOutput.
/// GRAVITY_CELLS=20,3,country;… takes other cells.
/// </remarks>
public sealed class AbsorbedMonteCarloTests
{
    private const string Cells = "20,3,country;40,3,country;100,3,country;20,10,country;20,3,pair;20,10,pair;20,20,pair";

    private static readonly double[] Truth = [0.5, -0.3, 2 * Math.Log(0.8), 2 * Math.Log(0.4)];

    [Fact]
    public void A_few_samples_are_nearer_to_the_truth_when_corrected()
    {
        Cell cell = Run("40,2,country", 6);
        Assert.Equal(6, cell.Inside);
        Assert.True(Math.Abs(cell.Corrected.Mean(3) - 0.4) < Math.Abs(cell.Plain.Mean(3) - 0.4), $"{cell}");
        Assert.Equal(0.5, cell.Plain.Mean(0), 0.03);
    }

    [Fact]
    [Trait("Category", SlowTest.Category)]
    public void Bias_and_coverage_of_absorbed_frontiers()
    {
        SlowTest.Require();
        int replications = int.Parse(Environment.GetEnvironmentVariable("GRAVITY_REPLICATIONS") ?? "40", CultureInfo.InvariantCulture);
        foreach (string cell in (Environment.GetEnvironmentVariable("GRAVITY_CELLS") ?? Cells).Split(';'))
        {
            Cell found = Run(cell, replications);
            TestContext.Current.TestOutputHelper?.WriteLine(found.ToString());
            // Pair effects over three years, and they alone, leave no sample an interior maximum.
            if (cell == "20,3,pair")
                Assert.Equal(0, found.Inside);
            else
                Assert.Equal(0.5, found.Plain.Mean(0), 0.03);
        }
    }

    private static Cell Run(string name, int replications)
    {
        string[] parts = name.Split(',');
        int countries = int.Parse(parts[0], CultureInfo.InvariantCulture), years = int.Parse(parts[1], CultureInfo.InvariantCulture);
        string effects = parts[2] switch { "country" => "exporter^year+importer^year", "pair" => "pair", _ => "exporter^year+importer^year+pair" };
        var cell = new Cell(name);
        for (int r = 0; r < replications; r++)
        {
            var random = new RandomSource(4000 + 100 * countries + years, r);
            AbsorbedPanel panel = AbsorbedPanel.Draw(
                countries, countries, years, new HalfNormal(), FrontierSide.Production, random, 0.8, 0.4, pairEffects: parts[2] != "country", countryEffects: parts[2] != "pair");
            FrontierSpecification specification = Specification(panel, effects);
            FitOptions options = new() { Threads = 1 };
            FrontierFit fit = FrontierEstimator.Fit(specification, panel.Design, options);
            cell.Samples++;
            if (!fit.Result.Converged || fit.Result.Termination == TerminationWords.Boundary)
                continue;
            cell.Plain.Add(fit.Result);
            cell.Inside++;
            FitResult better = new AbsorbedJackknife(specification, panel.Design, panel.Effects(effects), fit, halves: false, options).Correct(panel.Dimensions()).Result;
            if (better.Correction is not null)
                cell.Corrected.Add(better);
        }
        return cell;
    }

    private static FrontierSpecification Specification(AbsorbedPanel panel, string effects)
    {
        var source = new PanelEffects(panel.With(effects));
        return new FrontierSpecification
        {
            Model = "pooled",
            Factory = (design, threads) => new AbsorbedFrontier(source.On(design), new HalfNormal(), FrontierSide.Production, threads),
        };
    }

    /// <summary>Samples of one size.</summary>
    private sealed class Cell(string name)
    {
        public int Samples { get; set; }

        public int Inside { get; set; }

        public Estimates Plain { get; } = new();

        public Estimates Corrected { get; } = new();

        public override string ToString() => new StringBuilder()
            .Append(CultureInfo.InvariantCulture, $"| {name.Replace(",", " | ", StringComparison.Ordinal)} | {Inside}/{Samples} | {Plain} | {Corrected.Count} | {Corrected} |").ToString();
    }

    /// <summary>Estimates of the slopes and scales, and how often their intervals held the truth.</summary>
    private sealed class Estimates
    {
        private readonly List<double[]> _values = [];
        private readonly int[] _covered = new int[4];

        public int Count => _values.Count;

        public double Mean(int j) => _values.Average(v => v[j]);

        public void Add(FitResult result)
        {
            double[] theta = result.Theta;
            _values.Add([theta[0], theta[1], Math.Exp(0.5 * theta[2]), Math.Exp(0.5 * theta[3])]);
            for (int j = 0; j < 4; j++)
                _covered[j] += result.Parameters[j].Low <= Truth[j] && Truth[j] <= result.Parameters[j].High ? 1 : 0;
        }

        public override string ToString() => Count == 0 ? "– | – | – | –" : string.Join(" | ", new[] { 0, 2, 3 }.Select(j => string.Create(
            CultureInfo.InvariantCulture, $"{Mean(j):0.000} ({Spread(j):0.000}) {100.0 * _covered[j] / Count:0}%")));

        private double Spread(int j) => Math.Sqrt(_values.Average(v => (v[j] - Mean(j)) * (v[j] - Mean(j))));
    }
}
