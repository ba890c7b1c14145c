using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>The likelihood of deviations and of first differences: derivatives, brute force, invariance.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class WangHoTests
{
    public static TheoryData<string, FrontierSide, UnitTransform, bool> Members
    {
        get
        {
            var data = new TheoryData<string, FrontierSide, UnitTransform, bool>();
            foreach (ConjugateLaw law in ConjugateLaw.Members)
                foreach (FrontierSide side in Enum.GetValues<FrontierSide>())
                    foreach (UnitTransform transform in Enum.GetValues<UnitTransform>())
                        foreach (bool indices in new[] { false, true })
                            data.Add(law.Key, side, transform, indices);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Members))]
    public void Derivatives_agree_with_differences(string key, FrontierSide side, UnitTransform transform, bool indices)
    {
        for (int seed = 1; seed <= 10; seed++)
        {
            var random = new RandomSource(seed);
            (WangHo model, double[] theta) = Sample(key, side, transform, indices, random);
            double[] scales = [.. model.Parameters.Select(p => p.Block == BlockNames.Frontier ? 0.4 : 0.3)];
            DerivativeCheck check = GradientChecker.Probe(model, theta, scales);
            Assert.True(check.Worst <= 1e-6, string.Create(CultureInfo.InvariantCulture, $"seed {seed}: gradient off by {check.Gradient:E1}, Hessian by {check.Hessian:E1}"));
            Matrix scores = new(model.UnitCount, model.Dimension);
            model.Scores(theta, scores);
            var gradient = new double[model.Dimension];
            model.Evaluate(theta, gradient, default);
            for (int j = 0; j < gradient.Length; j++)
            {
                double size = 0, sum = 0;
                foreach (double score in scores.Column(j))
                    (sum, size) = (sum + score, size + Math.Abs(score));
                Assert.Equal(gradient[j], sum, 1e-11 * size);
            }
        }
    }

    /// <summary>∫ of the normal density of the differences, with their tridiagonal covariance inverted numerically, over the law of u_i.</summary>
    [Theory]
    [MemberData(nameof(Members))]
    public void First_differences_integrate_the_density_of_differences(string key, FrontierSide side, UnitTransform transform, bool indices)
    {
        var random = new RandomSource(5);
        (WangHo model, double[] theta) = Sample(key, side, transform, indices, random);
        Design design = model.Original;
        UnitIndex units = model.Units;
        double[] mu = FrontierSamples.Index(model, theta, BlockNames.InefficiencyMean), logU = FrontierSamples.Index(model, theta, BlockNames.InefficiencyVariance);
        double variance = Math.Exp(theta[^1]), s = side == FrontierSide.Production ? 1 : -1, sum = 0;
        DesignBlock z = design.Block(BlockNames.InefficiencyScaling)!;
        for (int unit = 0; unit < units.Count; unit++)
        {
            List<double> ys = [], hs = [];
            List<(double Diagonal, double Below)> covariance = [];
            bool previous = false;
            for (int i = units.Starts[unit] + 1; i < units.Starts[unit + 1]; i++)
            {
                bool consecutive = transform == UnitTransform.Within || units.PeriodOfRow![i] == units.PeriodOfRow[i - 1] + 1;
                if (consecutive)
                {
                    double Residual(int row) => design.Response[row] - theta[0] * design.Frontier.Values[row, 1] - theta[1] * design.Frontier.Values[row, 2];
                    double H(int row) => Math.Exp(theta[2] * z.Values[row, 0] + theta[3] * z.Values[row, 1]);
                    ys.Add(s * (Residual(i) - Residual(i - 1)));
                    hs.Add(H(i) - H(i - 1));
                    covariance.Add((2, previous ? -1 : 0));
                }
                previous = consecutive;
            }
            // LDL' of the tridiagonal matrix.
            int n = ys.Count;
            double[] d = new double[n], y = [.. ys], h = [.. hs];
            double logDet = 0;
            for (int k = 0; k < n; k++)
            {
                double l = k == 0 ? 0 : covariance[k].Below / d[k - 1];
                d[k] = covariance[k].Diagonal - (k == 0 ? 0 : l * l * d[k - 1]);
                if (k > 0)
                    (y[k], h[k]) = (y[k] - l * y[k - 1], h[k] - l * h[k - 1]);
                logDet += Math.Log(d[k]);
            }
            ConjugateLaw law = (ConjugateLaw)model.Law;
            LawPoint at = law.At(mu[units.Starts[unit]], logU[units.Starts[unit]]);
            double Log(double u) => law.LogDensity(at, u, Math.Log(u))
                - Enumerable.Range(0, n).Sum(k => (y[k] + h[k] * u) * (y[k] + h[k] * u) / d[k]) / (2 * variance);
            double far = 60 * Math.Sqrt(Math.Exp(logU[units.Starts[unit]])) + Math.Abs(mu[units.Starts[unit]]);
            int steps = 40_000;
            double top = Enumerable.Range(0, steps).Max(k => Log(far * (k + 0.5) / steps));
            double integral = Enumerable.Range(0, steps).Sum(k => Math.Exp(Log(far * (k + 0.5) / steps) - top)) * far / steps;
            double constant = -0.5 * n * Math.Log(2 * Math.PI * variance) - 0.5 * logDet;
            sum += constant + top + Math.Log(integral);
            // Deviations leave out the determinant of the differences, the number of rows of a run.
            if (transform == UnitTransform.Within)
                sum += 0.5 * Math.Log(units.Starts[unit + 1] - units.Starts[unit]);
        }
        Assert.Equal(sum, model.Evaluate(theta, default, default), 1e-6 * Math.Abs(sum));
    }

    [Fact]
    public void On_complete_units_both_transforms_differ_by_half_the_logarithm_of_the_periods()
    {
        var random = new RandomSource(8);
        UnitIndex units = TrueFixedEffectsSamples.Units(15, 6, random, missing: 0);
        Design design = Draw(units, new HalfNormal(), FrontierSide.Production, FrontierSamples.Indices.None, random);
        var within = new WangHo(design, new HalfNormal(), FrontierSide.Production, UnitTransform.Within, 1);
        var differences = new WangHo(design, new HalfNormal(), FrontierSide.Production, UnitTransform.FirstDifference, 1);
        FitResult left = Fit(within), right = Fit(differences);
        Assert.Equal(left.LogLikelihood - 15 * 0.5 * Math.Log(6), right.LogLikelihood, 1e-9);
        for (int j = 0; j < left.Parameters.Count; j++)
        {
            Assert.Equal(left.Parameters[j].Estimate, right.Parameters[j].Estimate, 1e-8);
            Assert.Equal(left.Parameters[j].StandardError, right.Parameters[j].StandardError, 1e-8);
        }
        Assert.Equal(left.InefficiencyTest!.Statistic, right.InefficiencyTest!.Statistic, 1e-8);
    }

    [Fact]
    public void A_unit_whose_determinants_do_not_vary_says_nothing_about_inefficiency()
    {
        foreach (ConjugateLaw law in ConjugateLaw.Members)
        {
            var random = new RandomSource(9);
            UnitIndex units = TrueFixedEffectsSamples.Units(12, 5, random);
            Design design = Draw(units, law, FrontierSide.Production, FrontierSamples.Indices.None, random);
            Matrix z = design.Block(BlockNames.InefficiencyScaling)!.Values;
            for (int i = units.Starts[3]; i < units.Starts[4]; i++)
                (z[i, 0], z[i, 1]) = (0.7, -0.2);
            var model = new WangHo(design, law, FrontierSide.Production, UnitTransform.Within, 1);
            double[] theta = Theta(model, random);
            double[] scales = [.. model.Parameters.Select(_ => 0.3)];
            Assert.True(GradientChecker.Probe(model, theta, scales).Worst <= 1e-6, law.Key);
            // Its own term is that of a regression with free constants.
            var rest = new WangHo(design.Resample([.. Enumerable.Range(0, 12).Where(u => u != 3)]), law, FrontierSide.Production, UnitTransform.Within, 1);
            double own = model.Evaluate(theta, default, default) - rest.Evaluate(theta, default, default);
            int n = units.Starts[4] - units.Starts[3];
            double[] e = [.. Enumerable.Range(units.Starts[3], n).Select(i => design.Response[i] - theta[0] * design.Frontier.Values[i, 1] - theta[1] * design.Frontier.Values[i, 2])];
            double rss = e.Sum(v => (v - e.Average()) * (v - e.Average()));
            Assert.Equal(-0.5 * (n - 1) * (Math.Log(2 * Math.PI) + theta[^1]) - 0.5 * rss / Math.Exp(theta[^1]), own, 1e-9);
        }
    }

    [Fact]
    public void Frontier_and_residual_add_up_and_constants_are_near_the_truth()
    {
        var random = new RandomSource(31);
        UnitIndex units = TrueFixedEffectsSamples.Units(80, 12, random, missing: 0.1);
        Design design = Draw(units, new HalfNormal(), FrontierSide.Production, FrontierSamples.Indices.None, random, out double[] truth);
        var model = new WangHo(design, new HalfNormal(), FrontierSide.Production, UnitTransform.Within, 1);
        FitResult result = Fit(model);
        Assert.True(result.Converged);
        ConditionalInefficiency at = model.Conditional(result.Theta);
        for (int i = 0; i < at.RowCount; i++)
            Assert.Equal(design.Response[i], at.Frontier[i] + at.Residual[i], 1e-12);
        double square = result.Effects.Select((e, unit) => Math.Pow((e.Estimate - truth[unit]) / e.StandardError, 2)).Average();
        // 80 squared z-values that share θ̂.
        Assert.InRange(square, 0.6, 1.6);
    }

    /// <summary>R sfa 1.1.0, first differences, truncated normal: its own log-likelihood at its own estimates, which are no maximum.</summary>
    [Fact]
    public void At_the_peers_estimates_for_the_rice_farms_the_height_is_the_one_it_prints()
    {
        string folder = Reference.ReferenceFolder.RequireExternal();
        double[][] lines = [.. File.ReadLines(Path.Combine(folder, "sfa", "data", "prepared", "rice.csv")).Skip(1)
            .Select(line => line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray())];
        Matrix x = new(lines.Length, 4), z = new(lines.Length, 1);
        for (int i = 0; i < lines.Length; i++)
            (x[i, 0], x[i, 1], x[i, 2], x[i, 3], z[i, 0]) = (1, lines[i][3], lines[i][4], lines[i][5], lines[i][6]);
        var units = new UnitIndex(
            [.. Enumerable.Range(1, 43).Select(u => $"farm {u}")], Array.ConvertAll(lines, l => (int)l[0] - 1), Array.ConvertAll(lines, l => (int)l[1]));
        DesignBlock[] blocks =
        [
            new(BlockNames.Frontier, [BlockNames.Intercept, "larea", "llabor", "lnpk"], x), new(BlockNames.InefficiencyScaling, ["edyrs"], z),
        ];
        Design design = new(
            "lprod ~ larea + llabor + lnpk", "lprod", Array.ConvertAll(lines, l => l[2]), blocks, [.. Enumerable.Range(0, lines.Length)], units,
            ResponseScale.AsGiven, null, null, [], new SampleLog(lines.Length, []), "00");
        var model = new WangHo(design, new TruncatedNormal(), FrontierSide.Production, UnitTransform.FirstDifference, 1);
        double[] peer =
        [
            0.517787666761248, 0.189649747098158, 0.184476439344031, 0.23876563434055, 0.00336015757470422, Math.Log(0.00241470542820436), Math.Log(0.0744615042563362),
        ];
        var gradient = new double[peer.Length];
        Assert.Equal(-82.6456008646658, model.Evaluate(peer, gradient, default), 1e-9);
        Assert.True(gradient.Max(Math.Abs) > 1);
    }

    internal static FitResult Fit(WangHo model) => FrontierEstimator.Fit(
        new FrontierSpecification { Model = "wang-ho", Law = model.Law, Side = model.Side, Factory = (d, t) => new WangHo(d, (ConjugateLaw)model.Law, model.Side, model.Transform, t), FactoryStarts = 8 },
        model, new FitOptions { Threads = 1 }).Result;

    internal static Design Draw(UnitIndex units, ConjugateLaw law, FrontierSide side, FrontierSamples.Indices indices, RandomSource random) =>
        Draw(units, law, side, indices, random, out _);

    /// <summary>Constants correlated with x1, h = exp(0.6·z1 − 0.4·z2), σ_u = 0.8, σ_v = 0.3.</summary>
    internal static Design Draw(
        UnitIndex units, ConjugateLaw law, FrontierSide side, FrontierSamples.Indices indices, RandomSource random, out double[] constants,
        double sigmaU = 0.8, double sigmaV = 0.3)
    {
        int rows = units.UnitOfRow.Length;
        Design plain = FrontierSamples.Design(rows, units, indices, random);
        Matrix z = new(rows, 2);
        constants = [.. Enumerable.Range(0, units.Count).Select(_ => random.NextNormal())];
        double[] u = [.. Enumerable.Range(0, units.Count).Select(_ => law.Sample(law.At(law.HasMean ? 0.4 : 0, 2 * Math.Log(sigmaU)), random))];
        double s = side == FrontierSide.Production ? 1 : -1;
        var response = new double[rows];
        for (int i = 0; i < rows; i++)
        {
            int unit = units.UnitOfRow[i];
            (z[i, 0], z[i, 1]) = (random.NextNormal(), random.NextNormal() + 0.5 * constants[unit]);
            double x1 = plain.Frontier.Values[i, 1] += 0.5 * constants[unit];
            response[i] = constants[unit] + 0.5 * x1 - 0.3 * plain.Frontier.Values[i, 2] + sigmaV * random.NextNormal()
                - s * Math.Exp(0.6 * z[i, 0] - 0.4 * z[i, 1]) * u[unit];
        }
        return FrontierSamples.With(plain, response, [plain.Frontier, new DesignBlock(BlockNames.InefficiencyScaling, ["z1", "z2"], z), .. plain.Blocks.Skip(1)], units);
    }

    private static (WangHo Model, double[] Theta) Sample(string key, FrontierSide side, UnitTransform transform, bool indices, RandomSource random)
    {
        ConjugateLaw law = ConjugateLaw.Members.First(l => l.Key == key);
        // Each unit has two neighbouring periods or more; gaps separate runs, and runs of one row are not allowed in differences.
        UnitIndex units = transform == UnitTransform.Within ? TrueFixedEffectsSamples.Units(12, 6, random) : Runs(12, random);
        FrontierSamples.Indices which = !indices ? FrontierSamples.Indices.None
            : law.HasMean ? FrontierSamples.Indices.LogU | FrontierSamples.Indices.Mean : FrontierSamples.Indices.LogU;
        var model = new WangHo(Draw(units, law, side, which, random), law, side, transform, 1);
        return (model, Theta(model, random));
    }

    private static double[] Theta(WangHo model, RandomSource random) => [.. model.Parameters.Select((p, j) => (p.Block, p.Name) switch
    {
        (BlockNames.Frontier, _) => (j == 0 ? 0.5 : -0.3) + 0.1 * random.NextNormal(),
        (BlockNames.InefficiencyScaling, _) => (j == 2 ? 0.6 : -0.4) + 0.1 * random.NextNormal(),
        (BlockNames.InefficiencyMean, _) => 0.4 * random.NextNormal(),
        (BlockNames.NoiseVariance, _) => -2 + 0.3 * random.NextNormal(),
        (_, BlockNames.Intercept) => -0.5 + 0.3 * random.NextNormal(),
        _ => 0.3 * random.NextNormal(),
    })];

    /// <summary>Units of one or two runs of two to four periods.</summary>
    private static UnitIndex Runs(int count, RandomSource random)
    {
        List<int> unitOfRow = [], periodOfRow = [];
        for (int unit = 0; unit < count; unit++)
        {
            int period = 2001;
            for (int run = 0; run <= random.NextIndex(2); run++, period += 2)
            {
                for (int t = 0; t < 2 + random.NextIndex(3); t++)
                {
                    unitOfRow.Add(unit);
                    periodOfRow.Add(period++);
                }
            }
        }
        return new UnitIndex([.. Enumerable.Range(0, count).Select(i => $"u{i:000}")], [.. unitOfRow], [.. periodOfRow]);
    }
}
