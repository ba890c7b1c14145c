using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Frontier;

namespace Gravity.Core.Tests.Estimation;

/// <summary>The certificate against its formulas, away from a maximum too, and through a saved fit.</summary>
public sealed class ConvergenceCertificateTests
{
    [Fact]
    public void Away_from_the_maximum_gradient_and_decrement_are_their_formulas()
    {
        FrontierFit fit = Fit(seed: 2);
        double[] point = fit.Result.Theta;
        point[1] += 0.3 * fit.Result.Parameters[1].StandardError;
        point[4] -= 0.2;
        int n = point.Length;
        var gradient = new double[n];
        var information = new Matrix(n, n);
        fit.Likelihood.Evaluate(point, gradient, information.Values);
        foreach (ref double value in information.Values)
            value = -value;
        var climb = new BestClimb(point, 0, null!, 5, 2) { SecondBest = -7.5 };
        ConvergenceCertificate certificate = ConvergenceCertificate.Of(fit.Likelihood, point, climb, []);
        double[] scaled = [.. gradient.Select((g, j) => Math.Abs(g) / Math.Sqrt(information[j, j]))];
        Assert.Equal(scaled.Max(), certificate.LargestGradient, 1e-10 * scaled.Max());
        Assert.Equal(fit.Likelihood.Parameters[Array.IndexOf(scaled, scaled.Max())].ToString(), certificate.GradientParameter);
        double[] step = new LinearSystem(information).Solve(gradient);
        Assert.Equal(Math.Sqrt(gradient.Zip(step, (g, s) => g * s).Sum()), certificate.NewtonDecrement, 1e-8 * certificate.NewtonDecrement);
        // A unit diagonal: the eigenvalues average 1.
        Assert.True(certificate.SmallestEigenvalue < 1 && certificate.LargestEigenvalue > 1);
        Assert.Equal(certificate.LargestEigenvalue / certificate.SmallestEigenvalue, certificate.Condition, 1e-9 * certificate.Condition);
        Assert.Equal((5, 2, -7.5), (certificate.Starts, certificate.Agreeing, certificate.SecondBest));
    }

    [Fact]
    public void At_the_maximum_it_vanishes_and_the_edges_are_measured()
    {
        FitResult fit = Fit(seed: 2).Result;
        ConvergenceCertificate certificate = fit.Certificate!;
        Assert.True(certificate.LargestGradient < 1e-7);
        Assert.True(certificate.NewtonDecrement < 1e-7);
        Assert.Equal(fit.Conditioning!.Eigenvalues[0], certificate.SmallestEigenvalue, 1e-12);
        BoundaryDistance ratio = certificate.Boundaries.First(b => b.Name == "varianceRatio");
        Assert.Equal(fit.DerivedValue("lambda") * fit.DerivedValue("lambda"), ratio.Value, 1e-8);
        Assert.Equal(1e-6, ratio.Low);
        BoundaryDistance gamma = certificate.Boundaries.First(b => b.Name == "gamma");
        Assert.Equal((0, 1), (gamma.Low, gamma.High));
        Assert.Equal(fit.DerivedValue("gamma"), gamma.Value, 1e-12);
    }

    [Fact]
    public void Shapes_and_truncation_have_edges_of_their_own()
    {
        Assert.Contains(Fit(seed: 2, "truncated-normal").Result.Certificate!.Boundaries, b => b is { Name: "muOverSigmaU", Low: -12, High: 12 });
        ShapeParameter shape = new Gamma().Shape!;
        Assert.Contains(Fit(seed: 2, "gamma").Result.Certificate!.Boundaries, b => b.Name == shape.Name && b.Low == shape.Low && b.High == shape.High);
    }

    [Fact]
    public void Another_maximum_is_told()
    {
        // Two wells: −(x² − 1)² + 0.1x has maxima near −1 and 1.
        var model = new TwoWells();
        BestClimb climb = MaximumLikelihood.Run(model, [[-1.5], [1.5], [1.2]], new FitOptions());
        Assert.Equal(2, climb.Agreeing);
        Assert.True(climb.Point[0] > 0);
        Assert.Equal(model.Evaluate([-0.98725], default, default), climb.SecondBest, 1e-6);
        Assert.True(double.IsNaN(MaximumLikelihood.Run(model, [[1.5], [1.2]], new FitOptions()).SecondBest));
    }

    [Fact]
    public void A_saved_fit_keeps_all_of_it()
    {
        FitResult fit = Fit(seed: 2, options: new FitOptions { Intervals = IntervalKind.Profile, Fix = ["x2=0.4"] }).Result with { Weights = new WeightNote("w", WeightKind.Analytic, 12.5) };
        using var stream = new MemoryStream(FitFile.ToUtf8(new SavedFit(fit, null)));
        FitResult back = FitFile.Read(stream, "fit").Result;
        Assert.Equal(fit.Weights, back.Weights);
        Assert.Equal(fit.Constraints, back.Constraints);
        Assert.Equal(fit.Intervals, back.Intervals);
        Assert.Equal(fit.Parameters, back.Parameters);
        Assert.Equal(fit.Derived, back.Derived);
        Assert.Equal(fit.InefficiencyTest, back.InefficiencyTest);
        Assert.Equal(fit.Certificate!.Boundaries, back.Certificate!.Boundaries);
        Assert.Equal(fit.Certificate with { Boundaries = [] }, back.Certificate with { Boundaries = [] });
    }

    private static FrontierFit Fit(int seed, string law = "half-normal", FitOptions? options = null)
    {
        var random = new RandomSource(seed);
        Design design = FrontierSamples.Design(300, null, FrontierSamples.Indices.None, random);
        FrontierLikelihood model = new FrontierSpecification { Model = "pooled" }.Build(design);
        design = FrontierSamples.With(design, FrontierSamples.Draw(model, [1, 0.5, 0.4, 0.3, -1.2], random));
        return FrontierEstimator.Fit(new FrontierSpecification { Model = "pooled", Law = InefficiencyLaw.All.First(l => l.Key == law) }, design, options ?? new FitOptions());
    }

    private sealed class TwoWells : LikelihoodModel
    {
        public override IReadOnlyList<Parameter> Parameters { get; } = [new("frontier", "x")];

        public override int ObservationCount => 1;

        public override int UnitCount => 1;

        public override IReadOnlyList<DerivedQuantity> Derived => [];

        public override int UnitOf(int row) => 0;

        public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
        {
            double x = point[0];
            if (!gradient.IsEmpty)
                gradient[0] = -4 * x * (x * x - 1) + 0.1;
            if (!hessian.IsEmpty)
                hessian[0] = -12 * x * x + 4;
            return -(x * x - 1) * (x * x - 1) + 0.1 * x;
        }

        public override void Scores(ReadOnlySpan<double> point, Matrix scores) => throw new NotSupportedException();

        public override (double[] Reference, Matrix Directions) ScaledCoordinates() => ([0], Matrix.Identity(1));

        public override IReadOnlyList<double[]> Starts(int count) => [[1.5]];
    }
}
