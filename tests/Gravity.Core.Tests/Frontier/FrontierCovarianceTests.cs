using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Every covariance of a frontier against its formula written out over the scores, and the bootstraps.</summary>
public sealed class FrontierCovarianceTests
{
    public static TheoryData<string> Models => ["pooled", "pitt-lee", "bc92"];

    [Theory]
    [MemberData(nameof(Models))]
    public void Hessian_opg_and_robust_are_their_formulas(string model)
    {
        (FrontierFit fit, FrontierSpecification specification, Design design) = Sample(model);
        (Matrix bread, Matrix scores) = Parts(fit);
        int p = bread.Rows, units = scores.Rows;
        Matrix meat = scores.Transpose() * scores;
        AssertNear(bread, Covariance(specification, design, new CovarianceRequest()), 1e-8);
        AssertNear(Inverse(meat), Covariance(specification, design, new CovarianceRequest { Kind = CovarianceKind.OuterProduct }), 1e-8);
        AssertNear(
            Times(bread * meat * bread, units / (units - 1.0)), Covariance(specification, design, new CovarianceRequest { Kind = CovarianceKind.Robust }), 1e-8);
        AssertNear(
            bread * meat * bread, Covariance(specification, design, new CovarianceRequest { Kind = CovarianceKind.Robust, SmallSample = SmallSample.None }), 1e-8);
        Assert.Equal(p, fit.Result.Parameters.Count);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void One_way_and_two_way_clusters_are_their_formulas(string model)
    {
        (FrontierFit fit, FrontierSpecification specification, Design design) = Sample(model);
        (Matrix bread, Matrix scores) = Parts(fit);
        int[] left = [.. Enumerable.Range(0, design.RowCount).Select(i => Group(design, i) % 15)];
        int[] right = [.. Enumerable.Range(0, design.RowCount).Select(i => Group(design, i) % 4)];
        ClusterDimension one = ClusterDimension.FromKeys("one", left), two = ClusterDimension.FromKeys("two", right);
        // Of the units of the likelihood, in their order.
        int[] first = [.. Enumerable.Range(0, scores.Rows).Select(u => First(fit, u))];
        Matrix a = Meat(scores, [.. first.Select(i => left[i])]), b = Meat(scores, [.. first.Select(i => right[i])]);
        Matrix both = Meat(scores, [.. first.Select(i => left[i] * 100 + right[i])]);
        AssertNear(
            Times(bread * a * bread, 15.0 / 14), Covariance(specification, design, new CovarianceRequest { Kind = CovarianceKind.Clustered, Clusters = [one] }), 1e-8);
        FitResult result = Fit(specification, design, new CovarianceRequest { Kind = CovarianceKind.Clustered, Clusters = [one, two] });
        Matrix sum = new(a.Rows, a.Columns);
        for (int i = 0; i < sum.Values.Length; i++)
            sum.Values[i] = a.Values[i] + b.Values[i] - both.Values[i];
        if (!result.Covariance.Repaired)
            AssertNear(Times(bread * sum * bread, 4.0 / 3), result.Covariance.Matrix, 1e-7);
        else
            Assert.Contains(result.Warnings, w => w.Kind == WarningCatalog.CovarianceRepaired);
        Assert.Contains(result.Warnings, w => w.Kind == WarningCatalog.FewClusters);
        Assert.Equal(3, result.DegreesOfFreedom);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void With_few_clusters_wild_p_values_stand_beside_the_others(string model)
    {
        (_, FrontierSpecification specification, Design design) = Sample(model);
        ClusterDimension clusters = ClusterDimension.FromKeys("c", [.. Enumerable.Range(0, design.RowCount).Select(i => Group(design, i) % 15)]);
        FitResult result = Fit(specification, design, new CovarianceRequest { Kind = CovarianceKind.Clustered, Clusters = [clusters] });
        Assert.Equal(14, result.DegreesOfFreedom);
        // The intercept has none where the model with it at 0 has its maximum at σ_u = 0.
        foreach (ParameterEstimate parameter in result.Parameters.Where(p => p.WildP is not null))
            Assert.InRange(parameter.WildP!.Value, 1e-5, 1);
        // x1 has a coefficient of six standard errors, x2 of none.
        Assert.InRange(result.Parameter(BlockNames.Frontier, "x1").WildP!.Value, 1e-5, 0.01);
        Assert.InRange(result.Parameter(BlockNames.Frontier, "x2").WildP!.Value, 0.05, 1);
        // ln σ² = 0 is no hypothesis.
        Assert.All(result.Parameters.Where(p => p.Block is BlockNames.NoiseVariance or BlockNames.InefficiencyVariance), p => Assert.Null(p.WildP));
        Assert.Equal(1, result.Seed);
    }

    [Theory]
    [InlineData("pitt-lee")]
    [InlineData("bc92")]
    public void Clusters_that_split_units_are_refused(string model)
    {
        (_, FrontierSpecification specification, Design design) = Sample(model);
        ClusterDimension rows = ClusterDimension.FromKeys("year", design.Units!.PeriodOfRow!);
        DataUnfitException error = Assert.Throws<DataUnfitException>(
            () => Fit(specification, design, new CovarianceRequest { Kind = CovarianceKind.Clustered, Clusters = [rows] }));
        Assert.Equal("cluster-splits-unit", error.Code);
        Assert.Contains("year", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void The_bootstrap_gives_the_same_bits_on_any_number_of_threads(string model)
    {
        (FrontierFit fit, FrontierSpecification specification, Design design) = Sample(model);
        CovarianceRequest request = new() { Kind = CovarianceKind.Bootstrap, Replications = 40 };
        FitResult one = Fit(specification, design, request, threads: 1), three = Fit(specification, design, request, threads: 3);
        Assert.Equal(Bits(one.Covariance.Matrix), Bits(three.Covariance.Matrix));
        Assert.Equal(1, one.Seed);
        // Of the size of the errors from the Hessian: 40 replications leave 11 % Monte Carlo error.
        for (int j = 0; j < design.Frontier.Columns; j++)
            Assert.InRange(one.Parameters[j].StandardError / fit.Result.Parameters[j].StandardError, 0.5, 2);
    }

    [Fact]
    public void The_parametric_bootstrap_of_the_test_of_no_inefficiency()
    {
        (_, FrontierSpecification specification, Design design) = Sample("pooled");
        FitOptions options = new() { Threads = 2, TestReplications = 39, Seed = 7 };
        FitResult clear = FrontierEstimator.Fit(specification, design, options).Result;
        // No draw of 39 under the null reaches the statistic.
        Agree.Relative(1.0 / 40, clear.InefficiencyTest!.BootstrapP!.Value, 1e-12);
        Assert.Equal(39, clear.InefficiencyTest.BootstrapReplications);
        FitResult again = FrontierEstimator.Fit(specification, design, options with { Threads = 1 }).Result;
        Assert.Equal(clear.InefficiencyTest, again.InefficiencyTest);
        var random = new RandomSource(99);
        Design noise = FrontierSamples.With(design, [.. design.Response.Select(_ => random.NextNormal())]);
        FitResult none = FrontierEstimator.Fit(specification, noise, options).Result;
        Assert.InRange(none.InefficiencyTest!.BootstrapP!.Value, 0.05, 1);
    }

    [Theory]
    [InlineData(CovarianceKind.HC1)]
    [InlineData(CovarianceKind.HC3)]
    public void Errors_of_least_squares_are_not_for_frontiers(CovarianceKind kind)
    {
        (_, FrontierSpecification specification, Design design) = Sample("pooled");
        Assert.Equal("covariance-not-for-model", Assert.Throws<UsageException>(() => Fit(specification, design, new CovarianceRequest { Kind = kind })).Code);
    }

    private static int Group(Design design, int row) => design.Units is { } units ? units.UnitOfRow[row] : row / 3;

    private static int First(FrontierFit fit, int unit) =>
        Enumerable.Range(0, fit.Likelihood.Design.RowCount).First(i => fit.Likelihood.UnitOf(i) == unit);

    /// <summary>A clear half-normal frontier: x1 matters, x2 does not.</summary>
    private static (FrontierFit Fit, FrontierSpecification Specification, Design Design) Sample(string model)
    {
        var random = new RandomSource(11);
        UnitIndex? units = model == "pooled" ? null : FrontierSamples.Units(45, 6, random);
        Design design = FrontierSamples.Design(units?.UnitOfRow.Length ?? 240, units, FrontierSamples.Indices.None, random);
        var specification = new FrontierSpecification { Model = model };
        FrontierLikelihood likelihood = specification.Build(design, 1);
        double[] theta = [1, 0.25, 0, 0, Math.Log(0.09), .. model == "bc92" ? [0.05] : Array.Empty<double>()];
        design = FrontierSamples.With(design, FrontierSamples.Draw(likelihood, theta, random));
        FrontierFit fit = FrontierEstimator.Fit(specification, design, new FitOptions { Threads = 1 });
        Assert.True(fit.Result.Converged);
        return (fit, specification, design);
    }

    private static (Matrix Bread, Matrix Scores) Parts(FrontierFit fit)
    {
        FrontierLikelihood model = fit.Likelihood;
        double[] theta = fit.Result.Theta;
        Matrix information = Derivatives.HessianFromGradient(
            (at, gradient) => model.Evaluate(at, gradient, []), theta, [.. fit.Result.Parameters.Select(p => p.StandardError)]);
        foreach (ref double value in information.Values)
            value = -value;
        Matrix scores = new(model.UnitCount, model.Dimension);
        model.Scores(theta, scores);
        return (Inverse(information), scores);
    }

    private static FitResult Fit(FrontierSpecification specification, Design design, CovarianceRequest request, int threads = 1) =>
        FrontierEstimator.Fit(specification, design, new FitOptions { Covariance = request, Threads = threads }).Result;

    private static Matrix Covariance(FrontierSpecification specification, Design design, CovarianceRequest request) =>
        Fit(specification, design, request).Covariance.Matrix;

    private static Matrix Meat(Matrix scores, int[] clusters)
    {
        Matrix meat = new(scores.Columns, scores.Columns);
        foreach (IGrouping<int, int> cluster in Enumerable.Range(0, scores.Rows).GroupBy(u => clusters[u]))
        {
            double[] sum = [.. Enumerable.Range(0, scores.Columns).Select(j => cluster.Sum(u => scores[u, j]))];
            for (int j = 0; j < sum.Length; j++)
                for (int i = 0; i < sum.Length; i++)
                    meat[i, j] += sum[i] * sum[j];
        }
        return meat;
    }

    /// <summary>By another library, apart from the code under test.</summary>
    private static Matrix Inverse(Matrix matrix)
    {
        var dense = MathNet.Numerics.LinearAlgebra.Matrix<double>.Build.Dense(matrix.Rows, matrix.Columns, (i, j) => matrix[i, j]).Inverse();
        Matrix inverse = new(matrix.Rows, matrix.Columns);
        for (int j = 0; j < inverse.Columns; j++)
            for (int i = 0; i < inverse.Rows; i++)
                inverse[i, j] = dense[i, j];
        return inverse;
    }

    private static Matrix Times(Matrix matrix, double factor)
    {
        foreach (ref double value in matrix.Values)
            value *= factor;
        return matrix;
    }

    private static IEnumerable<long> Bits(Matrix matrix) => matrix.Values.ToArray().Select(BitConverter.DoubleToInt64Bits);

    private static void AssertNear(Matrix expected, Matrix actual, double share)
    {
        for (int j = 0; j < expected.Columns; j++)
            for (int i = 0; i < expected.Rows; i++)
                Agree.Absolute(expected[i, j], actual[i, j], share * Math.Sqrt(Math.Abs(expected[i, i] * expected[j, j])));
    }
}
