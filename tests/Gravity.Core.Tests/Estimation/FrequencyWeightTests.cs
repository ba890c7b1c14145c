using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Regression;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Frontier;

namespace Gravity.Core.Tests.Estimation;

/// <summary>A frequency weight is that many rows: every number of a weighted fit is that of the repeated rows.</summary>
public sealed class FrequencyWeightTests
{
    public static TheoryData<string, string, string, CovarianceKind> Fits
    {
        get
        {
            var data = new TheoryData<string, string, string, CovarianceKind>();
            CovarianceKind[] kinds = [CovarianceKind.Hessian, CovarianceKind.OuterProduct, CovarianceKind.Robust, CovarianceKind.Clustered];
            foreach (CovarianceKind kind in kinds)
            {
                data.Add("pooled", "half-normal", "normal", kind);
                data.Add("bc92", "half-normal", "normal", kind);
            }
            foreach (CovarianceKind kind in new[] { CovarianceKind.Hessian, CovarianceKind.Robust, CovarianceKind.Clustered, CovarianceKind.HC0, CovarianceKind.HC1, CovarianceKind.HC2, CovarianceKind.HC3 })
                data.Add("ols", "", "", kind);
            data.Add("pooled", "exponential", "normal", CovarianceKind.Hessian);
            data.Add("pooled", "truncated-normal", "normal", CovarianceKind.Hessian);
            data.Add("pooled", "half-normal", "laplace", CovarianceKind.Hessian);
            data.Add("pooled", "half-normal", "logistic", CovarianceKind.Robust);
            data.Add("pitt-lee", "exponential", "normal", CovarianceKind.Robust);
            data.Add("kumbhakar90", "half-normal", "normal", CovarianceKind.Hessian);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Fits))]
    public void Weighted_rows_are_repeated_rows(string model, string law, string noise, CovarianceKind kind)
    {
        (Design weighted, Design repeated) = Samples(model);
        FitResult left = Fit(weighted, model, law, noise, kind), right = Fit(repeated, model, law, noise, kind);
        Assert.True(left.Converged && right.Converged, left.Message);
        Assert.Equal(right.Observations, left.Observations);
        Near(right.LogLikelihood, left.LogLikelihood, 1e-10);
        Near(right.Information.Aic, left.Information.Aic, 1e-10);
        Near(right.Information.Bic, left.Information.Bic, 1e-10);
        for (int j = 0; j < right.Parameters.Count; j++)
        {
            Near(right.Parameters[j].Estimate, left.Parameters[j].Estimate, 2e-6 * right.Parameters[j].StandardError);
            Near(right.Parameters[j].StandardError, left.Parameters[j].StandardError, 1e-6 * right.Parameters[j].StandardError);
            Near(right.Parameters[j].Low, left.Parameters[j].Low, 1e-5 * right.Parameters[j].StandardError);
        }
        foreach (DerivedEstimate derived in right.Derived)
            Near(derived.Value, left.DerivedValue(derived.Name), 1e-6 * (1 + Math.Abs(derived.Value)));
        if (model == "ols")
            return;
        Near(right.InefficiencyTest!.Statistic, left.InefficiencyTest!.Statistic, 1e-8);
        Near(right.InefficiencyTest.P, left.InefficiencyTest.P, 1e-8);
        Near(right.MeanEfficiency!.Value, left.MeanEfficiency!.Value, 1e-6);
        Near(right.OlsLogLikelihood!.Value, left.OlsLogLikelihood!.Value, 1e-10);
    }

    [Theory]
    [InlineData("pooled")]
    [InlineData("pitt-lee")]
    public void Bootstraps_draw_what_the_weights_stand_for(string model)
    {
        (Design weighted, Design repeated) = Samples(model);
        var request = new CovarianceRequest { Kind = CovarianceKind.Bootstrap, Replications = 12 };
        var options = new FitOptions { Covariance = request, TestReplications = 7, Threads = 1 };
        FitResult left = FrontierEstimator.Fit(Specification(model, "half-normal", "normal"), weighted, options).Result;
        FitResult right = FrontierEstimator.Fit(Specification(model, "half-normal", "normal"), repeated, options).Result;
        for (int j = 0; j < right.Parameters.Count; j++)
            Near(right.Parameters[j].StandardError, left.Parameters[j].StandardError, 1e-4 * right.Parameters[j].StandardError);
        Assert.Equal(right.InefficiencyTest!.BootstrapP, left.InefficiencyTest!.BootstrapP);
    }

    /// <summary>The same rows with weights 1 to 3, and repeated; panel weights are those of units.</summary>
    private static (Design Weighted, Design Repeated) Samples(string model)
    {
        var random = new RandomSource(11);
        bool panel = model is not ("ols" or "pooled");
        UnitIndex? units = panel ? FrontierSamples.Units(40, 6, random) : null;
        int rows = units?.UnitOfRow.Length ?? 150;
        Design design = FrontierSamples.Design(rows, units, FrontierSamples.Indices.None, random);
        FrontierLikelihood likelihood = Specification(panel ? model : "pooled", "half-normal", "normal").Build(design);
        double[] theta = [1, 0.5, -0.3, 0, -1.5, .. new double[likelihood.Dimension - 5]];
        if (model == "bc92")
            theta[5] = 0.05;
        design = FrontierSamples.With(design, FrontierSamples.Draw(likelihood, theta, random));
        int[] counts = [.. Enumerable.Range(0, units?.Count ?? rows).Select(_ => 1 + random.NextIndex(3))];
        int[] drawn = [.. Enumerable.Range(0, counts.Length).SelectMany(k => Enumerable.Repeat(k, counts[k]))];
        double[] weights = [.. Enumerable.Range(0, rows).Select(i => (double)counts[units?.UnitOfRow[i] ?? i])];
        return (WeightSamples.Weighted(design, weights, WeightKind.Frequency), design.Resample(drawn));
    }

    private static FitResult Fit(Design design, string model, string law, string noise, CovarianceKind kind)
    {
        int[] keys = [.. design.PanelRows.Select(r => (design.Units is { } units ? units.Names[units.UnitOfRow[0]][0] + First(design, r) : r) % 50)];
        var request = new CovarianceRequest { Kind = kind, Clusters = kind == CovarianceKind.Clustered ? [ClusterDimension.FromKeys("c", keys)] : [] };
        var options = new FitOptions { Covariance = request };
        return model == "ols" ? OrdinaryLeastSquares.Fit(design, options) : FrontierEstimator.Fit(Specification(model, law, noise), design, options).Result;
    }

    /// <summary>The number in the name of a panel row's unit.</summary>
    private static int First(Design design, int panelRow)
    {
        int row = Array.IndexOf(design.PanelRows, panelRow);
        return int.Parse(design.Units!.Names[design.Units.UnitOfRow[row]][1..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static FrontierSpecification Specification(string model, string law, string noise) => new()
    {
        Model = model,
        Law = InefficiencyLaw.All.First(l => l.Key == law),
        Noise = NoiseLaw.All.First(n => n.Key == noise),
    };

    private static void Near(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * Math.Max(1, tolerance < 1e-7 ? Math.Abs(expected) : 1) || (double.IsNaN(expected) && double.IsNaN(actual)), $"{expected:R} and {actual:R}");
}
