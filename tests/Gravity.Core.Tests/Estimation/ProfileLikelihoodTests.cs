using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Frontier;
using Gravity.Core.Wording;

namespace Gravity.Core.Tests.Estimation;

/// <summary>Profiles against closed forms, against climbs from elsewhere, and under another scale of the parameter.</summary>
public sealed class ProfileLikelihoodTests
{
    public static TheoryData<string, string> Frontiers => new()
    {
        { "pooled", "half-normal" }, { "pooled", "exponential" }, { "pitt-lee", "half-normal" }, { "bc92", "half-normal" }, { "bc92", "exponential" },
    };

    [Fact]
    public void A_slope_of_a_normal_regression_has_its_closed_form()
    {
        var model = new NormalRegression(natural: false);
        ProfileLikelihood profile = ProfileLikelihood.Of(model, model.Fit(), 1);
        // ℓ_p(b) = const − ½n ln RSS(b), RSS(b) = RSS + (b − b̂)²·Sxx.
        double half = Math.Sqrt(model.Rss * (Math.Exp(profile.Critical / model.ObservationCount) - 1) / model.Sxx);
        Assert.Equal(model.Slope - half, profile.Low, 1e-8);
        Assert.Equal(model.Slope + half, profile.High, 1e-8);
        Assert.All(profile.Points, p => Assert.Equal(
            profile.Maximum - 0.5 * model.ObservationCount * Math.Log(1 + (p.Value - model.Slope) * (p.Value - model.Slope) * model.Sxx / model.Rss), p.LogLikelihood, 1e-9));
        Assert.Equal(profile.Points.Select(p => p.Value).Order(), profile.Points.Select(p => p.Value));
        Assert.False(profile.HigherFound);
    }

    [Fact]
    public void Ends_do_not_depend_on_the_scale_of_the_parameter()
    {
        var logarithmic = new NormalRegression(natural: false);
        var natural = new NormalRegression(natural: true);
        ProfileLikelihood a = ProfileLikelihood.Of(logarithmic, logarithmic.Fit(), 2), b = ProfileLikelihood.Of(natural, natural.Fit(), 2);
        Assert.Equal(Math.Exp(0.5 * a.Low), b.Low, 1e-8);
        Assert.Equal(Math.Exp(0.5 * a.High), b.High, 1e-8);
        // Wald intervals do depend on it: the test would see a profile that is none.
        Assert.True(Math.Abs(Math.Exp(0.5 * a.WaldLow) - b.WaldLow) > 1e-4);
    }

    [Theory]
    [MemberData(nameof(Frontiers))]
    public void At_the_ends_twice_the_fall_is_the_quantile(string key, string law)
    {
        FrontierFit fit = Fit(key, law, seed: 5);
        for (int j = 0; j < fit.Likelihood.Dimension; j++)
        {
            ProfileLikelihood profile = ProfileLikelihood.Of(fit.Likelihood, fit.Result, j, points: 6);
            Assert.Equal(fit.Result.LogLikelihood, profile.Maximum, 1e-9);
            Assert.Contains(profile.Points, p => p.Value == profile.Estimate && p.LogLikelihood == profile.Maximum);
            Assert.True(profile.Low < profile.Estimate && profile.Estimate < profile.High, fit.Likelihood.Parameters[j].ToString());
            foreach (double end in new[] { profile.Low, profile.High }.Where(double.IsFinite))
                Assert.Equal(profile.Critical, 2 * (profile.Maximum - Restricted(fit, j, end)), 1e-6);
        }
    }

    [Fact]
    public void A_profile_that_levels_off_has_an_open_end()
    {
        // Little inefficiency: σ_u → 0 is least squares, which is within χ²/2 of the maximum.
        FrontierFit fit = Enumerable.Range(1, 40).Select(seed => Fit("pooled", "half-normal", seed, gamma: 0.3))
            .First(f => f.Result.Converged && double.IsFinite(f.Result.Theta[3]) && f.Result.LogLikelihood - f.Result.OlsLogLikelihood < 0.8);
        ProfileLikelihood profile = ProfileLikelihood.Of(fit.Likelihood, fit.Result, 3);
        Assert.Equal(double.NegativeInfinity, profile.Low);
        Assert.True(double.IsFinite(profile.High));
        Assert.All(profile.Points, p => Assert.True(double.IsFinite(p.LogLikelihood)));
    }

    [Fact]
    public void A_maximum_at_a_boundary_has_no_profile()
    {
        FrontierFit fit = Enumerable.Range(1, 60).Select(seed => Fit("pooled", "half-normal", seed, gamma: 0.02)).First(f => double.IsNegativeInfinity(f.Result.Theta[3]));
        Assert.Equal("profile-at-boundary", Assert.Throws<DataUnfitException>(() => ProfileLikelihood.Of(fit.Likelihood, fit.Result, 1)).Code);
    }

    /// <summary>The maximum over the other parameters: from the model's own starts, and in twenty steps from the estimate.</summary>
    private static double Restricted(FrontierFit fit, int position, double value)
    {
        double from = fit.Result.Theta[position];
        double[] theta = fit.Result.Theta;
        BestClimb climb = Climb(from, [theta]);
        for (int k = 1; k <= 20; k++)
            climb = Climb(from + (value - from) * k / 20, k < 20 ? [theta] : [theta, .. fit.Likelihood.Starts(4)]);
        return climb.LogLikelihood;

        BestClimb Climb(double at, IEnumerable<double[]> starts)
        {
            var restricted = new RestrictedLikelihood(fit.Likelihood, new Dictionary<int, double> { [position] = at });
            BestClimb best = MaximumLikelihood.Run(restricted, [.. starts.Select(s => restricted.Reduce(s))], new FitOptions());
            theta = restricted.Expand(best.Point);
            return best;
        }
    }

    private static FrontierFit Fit(string key, string law, int seed, double gamma = 0.7)
    {
        var random = new RandomSource(seed);
        var specification = new FrontierSpecification { Model = key, Law = InefficiencyLaw.All.Single(l => l.Key == law) };
        UnitIndex? units = specification.SharesInefficiency ? FrontierSamples.Units(60, 6, random) : null;
        Design design = FrontierSamples.Design(
            units?.UnitOfRow.Length ?? 300, units, key == "bc95" ? FrontierSamples.Indices.Mean : FrontierSamples.Indices.None, random);
        FrontierLikelihood model = specification.Build(design, 1);
        double[] theta = FrontierPoint.Draw(model, random, gamma, 0.3, 0.05).Theta;
        return FrontierEstimator.Fit(specification, FrontierSamples.With(design, FrontierSamples.Draw(model, theta, random)), new FitOptions());
    }

    /// <summary>y = a + bx + e, e ~ N(0, σ²), with ln σ² or σ as its third parameter.</summary>
    private sealed class NormalRegression : LikelihoodModel
    {
        private readonly bool _natural;
        private readonly double[] _x, _y;

        public NormalRegression(bool natural)
        {
            _natural = natural;
            var random = new RandomSource(3);
            _x = [.. Enumerable.Range(0, 50).Select(_ => random.NextNormal())];
            _y = [.. _x.Select(x => 1 + 2 * x + 0.7 * random.NextNormal())];
            double mx = _x.Average(), my = _y.Average();
            Sxx = _x.Sum(x => (x - mx) * (x - mx));
            Slope = _x.Zip(_y).Sum(p => (p.First - mx) * (p.Second - my)) / Sxx;
            Rss = _x.Zip(_y).Sum(p => Math.Pow(p.Second - my - Slope * (p.First - mx), 2));
            Parameters = [new(BlockNames.Frontier, "(Intercept)"), new(BlockNames.Frontier, "x"), new(BlockNames.NoiseVariance, "(Intercept)")];
        }

        public double Sxx { get; }

        public double Slope { get; }

        public double Rss { get; }

        public override IReadOnlyList<Parameter> Parameters { get; }

        public override int ObservationCount => _x.Length;

        public override int UnitCount => _x.Length;

        public override IReadOnlyList<DerivedQuantity> Derived => [];

        public override int UnitOf(int row) => row;

        public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
        {
            double scale = point[2], v = _natural ? scale * scale : Math.Exp(scale);
            if (_natural && scale <= 0)
                return double.NegativeInfinity;
            double n = _x.Length, rss = 0, e1 = 0, ex = 0, x1 = 0, xx = 0;
            for (int i = 0; i < _x.Length; i++)
            {
                double e = _y[i] - point[0] - point[1] * _x[i];
                rss += e * e;
                e1 += e;
                ex += e * _x[i];
                x1 += _x[i];
                xx += _x[i] * _x[i];
            }
            // Derivatives in ln v, then the chain rule for σ: ln v = 2 ln σ.
            double dl = -0.5 * n + 0.5 * rss / v, ddl = -0.5 * rss / v;
            double j = _natural ? 2 / scale : 1, jj = _natural ? -2 / (scale * scale) : 0;
            if (!gradient.IsEmpty)
                new[] { e1 / v, ex / v, dl * j }.CopyTo(gradient);
            if (!hessian.IsEmpty)
                new[] { -n / v, -x1 / v, -e1 / v * j, -x1 / v, -xx / v, -ex / v * j, -e1 / v * j, -ex / v * j, ddl * j * j + dl * jj }.CopyTo(hessian);
            return -0.5 * n * Math.Log(2 * Math.PI * v) - 0.5 * rss / v;
        }

        public override void Scores(ReadOnlySpan<double> point, Matrix scores)
        {
            double v = _natural ? point[2] * point[2] : Math.Exp(point[2]), j = _natural ? 2 / point[2] : 1;
            for (int i = 0; i < _x.Length; i++)
            {
                double e = _y[i] - point[0] - point[1] * _x[i];
                (scores[i, 0], scores[i, 1], scores[i, 2]) = (e / v, e * _x[i] / v, 0.5 * (e * e / v - 1) * j);
            }
        }

        public override (double[] Reference, Matrix Directions) ScaledCoordinates() => (Top(), Matrix.Identity(3));

        public override IReadOnlyList<double[]> Starts(int count) => [Top()];

        public FitResult Fit()
        {
            double[] theta = Top();
            var hessian = new Matrix(3, 3);
            Evaluate(theta, new double[3], hessian.Values);
            Matrix covariance = Core.Inference.Covariance.FromHessian(hessian).Matrix;
            return new FitResult
            {
                Model = "normal",
                Formula = "y ~ x",
                Response = "y",
                Observations = _x.Length,
                Sample = new SampleLog(_x.Length, []),
                LogLikelihood = Evaluate(theta, default, default),
                ParameterCount = 3,
                Converged = true,
                Termination = TerminationWords.Gradient,
                MessagePhrase = Phrase.Verbatim(""),
                Method = "",
                DataSha256 = "",
                Covariance = Core.Inference.Covariance.FromHessian(hessian),
                Parameters = [.. theta.Select((t, i) =>
                {
                    double error = Math.Sqrt(covariance[i, i]);
                    return new ParameterEstimate(Parameters[i].Block, Parameters[i].Name, t, error, t / error, 0, t - 1.959964 * error, t + 1.959964 * error);
                })],
            };
        }

        private double[] Top()
        {
            double v = Rss / _x.Length;
            return [_y.Average() - Slope * _x.Average(), Slope, _natural ? Math.Sqrt(v) : Math.Log(v)];
        }
    }
}
