using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Reporting.Tests.Results;

/// <summary>Small fits with invented numbers.</summary>
internal static class SampleFits
{
    public static ParameterEstimate Parameter(string block, string name, double estimate, double error, double p = 0.5, double? wild = null) =>
        new(block, name, estimate, error, estimate / error, p, estimate - 2 * error, estimate + 2 * error, wild);

    public static FitResult Ols() => Fit("ols", [Parameter(BlockNames.Frontier, BlockNames.Intercept, 1.5, 0.5, 0.003), Parameter(BlockNames.Frontier, "ln(gdp)", 0.9, 0.1, 0.0001, 0.012)]) with
    {
        Derived = [new DerivedEstimate("sigma", 0.4, double.NaN), new DerivedEstimate("rSquared", 0.875, double.NaN)],
        DegreesOfFreedom = 15,
        Termination = TerminationWords.ClosedForm,
        Covariance = new CovarianceEstimate
        {
            Matrix = new Matrix(2, 2),
            Kind = CovarianceKind.Clustered,
            TextPhrase = Phrase.Verbatim("clustered by iso (16 clusters)"),
            FactorText = "G/(G − 1) = 1.0667",
        },
        Warnings = [new FitWarning(WarningCatalog.FewClusters, "16 clusters; p-values and intervals use t(15)")],
    };

    public static FitResult Frontier() => Fit("bc92",
    [
        Parameter(BlockNames.Frontier, BlockNames.Intercept, 2, 0.5, 0.0001), Parameter(BlockNames.Frontier, "ln(gdp)", 0.8, 0.4, 0.046),
        Parameter(BlockNames.InefficiencyVariance, BlockNames.Intercept, -0.5, 0.25), Parameter(BlockNames.NoiseVariance, BlockNames.Intercept, -2.5, 0.1),
        Parameter(BlockNames.Time, "eta", -0.0132, 0.0132, 0.32),
    ]) with
    {
        Law = "half-normal",
        Noise = "normal",
        Side = "production",
        TimeOrigin = "panel",
        OlsLogLikelihood = -40,
        Starts = 3,
        AgreeingStarts = 2,
        InefficiencyTest = new InefficiencyTest(20, 2, 0.00003),
        MeanEfficiency = 0.6125,
        Derived =
        [
            new DerivedEstimate("sigmaU", 0.78, 0.1), new DerivedEstimate("sigmaV", 0.29, 0.01), new DerivedEstimate("sigmaSquared", 0.69, 0.15),
            new DerivedEstimate("gamma", 0.881, 0.03), new DerivedEstimate("lambda", 2.7, 0.4), new DerivedEstimate("uVarianceShare", 0.729, 0.05),
            new DerivedEstimate("eta", -0.0132, 0.0132),
        ],
    };

    /// <summary>PPML with two absorbed effects, one of them nested in the clusters.</summary>
    public static FitResult Absorbed() => Fit("ppml", [Parameter(BlockNames.Frontier, "ln(dist)", -0.8, 0.1, 0.0001), Parameter(BlockNames.Frontier, "rta", 0.3, 0.15, 0.046)]) with
    {
        Response = "exports",
        IsPseudoLikelihood = true,
        Absorbed = [new AbsorbedGroups("iso_o^year", 40, 0), new AbsorbedGroups("pair(iso_o, iso_d)", 1200, 1) { Nested = true }, new AbsorbedGroups("year", 4, 4) { SpannedBy = "iso_o^year" }],
        AbsorbedRankIsExact = false,
        AbsorbedColumns = [new AbsorbedColumn("contig", ["pair(iso_o, iso_d)"])],
        Derived =
        [
            new DerivedEstimate("deviance", 1234.5, double.NaN), new DerivedEstimate("pseudoRSquared", 0.9, double.NaN), new DerivedEstimate("squaredCorrelation", 0.8, double.NaN),
            new DerivedEstimate("adjustedRSquared", 0.7, double.NaN), new DerivedEstimate("withinRSquared", 0.2, double.NaN),
        ],
        Covariance = new CovarianceEstimate
        {
            Matrix = new Matrix(2, 2),
            Kind = CovarianceKind.Clustered,
            TextPhrase = Phrase.Verbatim("clustered by pair(iso_o, iso_d) (1200 clusters)"),
            SmallSample = SmallSample.Fixest,
            FactorText = "(G/(G − 1))·((N − 1)/(N − K)) = 1.01",
            Counted = 42,
        },
    };

    /// <summary>σ_u = 0.</summary>
    public static FitResult AtBoundary() => Frontier() with
    {
        Termination = TerminationWords.Boundary,
        InefficiencyTest = new InefficiencyTest(0, 2, 1),
        MeanEfficiency = 1,
        Parameters =
        [
            .. Frontier().Parameters.Take(2),
            new ParameterEstimate(BlockNames.InefficiencyVariance, BlockNames.Intercept, double.NegativeInfinity, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN),
            Frontier().Parameters[3],
            new ParameterEstimate(BlockNames.Time, "eta", double.NaN, double.NaN, double.NaN, double.NaN, double.NaN, double.NaN),
        ],
        Derived =
        [
            new DerivedEstimate("sigmaU", 0, double.NaN), new DerivedEstimate("sigmaV", 0.29, 0.01), new DerivedEstimate("sigmaSquared", 0.08, 0.01),
            new DerivedEstimate("gamma", 0, double.NaN), new DerivedEstimate("lambda", 0, double.NaN), new DerivedEstimate("uVarianceShare", 0, double.NaN),
            new DerivedEstimate("eta", double.NaN, double.NaN),
        ],
    };

    /// <summary>Runs down μ → −∞.</summary>
    public static FitResult OnRidge() => Frontier() with
    {
        Law = "truncated-normal",
        Termination = TerminationWords.Ridge,
        Converged = false,
        Derived = [new DerivedEstimate("sigmaU", 188.5, 4745), new DerivedEstimate("sigmaV", 0.24, 0.01), new DerivedEstimate("mu", -65796, 3312587)],
        Limit = Frontier() with { Law = "exponential", LogLikelihood = -29.5 },
    };

    private static FitResult Fit(string model, IReadOnlyList<ParameterEstimate> parameters) => new()
    {
        Model = model,
        Formula = "ln(exports) ~ ln(gdp)",
        Response = "ln(exports)",
        Observations = 208,
        Units = 16,
        Periods = 13,
        Sample = new SampleLog(212, [new DroppedRows("missing value in 'gdp'", [3, 7, 9, 11])]),
        LogLikelihood = -30,
        ParameterCount = parameters.Count,
        Converged = true,
        Termination = TerminationWords.Gradient,
        MessagePhrase = Phrase.Verbatim("gradient 0"),
        Method = "Newton",
        Iterations = 7,
        Parameters = parameters,
        Covariance = new CovarianceEstimate { Matrix = new Matrix(parameters.Count, parameters.Count), Kind = CovarianceKind.Hessian, TextPhrase = Phrase.Verbatim("inverse Hessian") },
        DataSha256 = new string('0', 64),
    };
}
