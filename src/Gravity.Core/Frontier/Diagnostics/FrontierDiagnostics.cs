using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Diagnostics;

/// <summary>Diagnostics of one fitted frontier.</summary>
/// <param name="Tests">One a line, in the order of <see cref="DiagnosticCodes.All"/>; a test that cannot be made has a note that says why.</param>
/// <param name="Influence">Influence of units and rows; null at the boundary σ_u = 0 and where the Hessian cannot be inverted.</param>
/// <param name="Replications">Replications of the parametric bootstrap.</param>
public sealed record DiagnosticResult(IReadOnlyList<DiagnosticTest> Tests, InfluenceResult? Influence, int Replications)
{
    /// <summary>True where rows of a unit share inefficiency: the composed residuals are dependent.</summary>
    public bool DependentRows { get; init; }

    /// <summary>The test of that code.</summary>
    /// <param name="code">One of <see cref="DiagnosticCodes"/>.</param>
    public DiagnosticTest Test(string code) => Tests.First(t => t.Code == code);
}

/// <summary>Skewness and normality of least squares, goodness of fit, RESET, variance tests and influence of a fitted frontier.</summary>
/// <remarks>Formulas and sources: docs/models/diagnostics.md.</remarks>
public static class FrontierDiagnostics
{
    /// <summary>Makes them all.</summary>
    /// <param name="specification">What was fitted.</param>
    /// <param name="model">The likelihood on its rows.</param>
    /// <param name="theta">θ̂; at the boundary −∞ and NaN in the parameters of inefficiency.</param>
    /// <param name="logLikelihood">ℓ(θ̂).</param>
    /// <param name="options">Replications, refits, seed, threads; null for the defaults.</param>
    /// <param name="sourceRows">For each row of the panel its 1-based data row in the file; null for the row's own number.</param>
    public static DiagnosticResult Of(
        FrontierSpecification specification, FrontierLikelihood model, IReadOnlyList<double> theta, double logLikelihood,
        DiagnosticOptions? options = null, int[]? sourceRows = null)
    {
        options ??= new DiagnosticOptions();
        double[] point = [.. theta];
        bool boundary = !point.All(double.IsFinite);
        var tests = new List<DiagnosticTest>(Skewness(model));
        tests.AddRange(GoodnessOfFit.Of(model, point, options));
        if (boundary)
        {
            string[] left = [DiagnosticCodes.ResetRatio, DiagnosticCodes.ResetWald, DiagnosticCodes.NoiseVariance, DiagnosticCodes.InefficiencyVariance];
            tests.AddRange(left.Select(code => DiagnosticTest.Missing(code, new Phrase("diagnostics.note.boundary"))));
        }
        else
        {
            tests.AddRange(SpecificationTests.Reset(specification, model, point, logLikelihood, options.Fit));
            tests.Add(SpecificationTests.Variance(specification, model, point, BlockNames.NoiseVariance));
            tests.Add(SpecificationTests.Variance(specification, model, point, BlockNames.InefficiencyVariance));
        }
        InfluenceResult? influence = Influence(specification, model, point, options, sourceRows);
        return new DiagnosticResult(tests, influence, options.Replications) { DependentRows = model.UnitCount < model.Design.RowCount };
    }

    /// <summary>Influence of units and rows alone; null at the boundary σ_u = 0 and where the Hessian cannot be inverted.</summary>
    /// <inheritdoc cref="Of"/>
    public static InfluenceResult? Influence(
        FrontierSpecification specification, FrontierLikelihood model, IReadOnlyList<double> theta, DiagnosticOptions options, int[]? sourceRows = null) =>
        theta.All(double.IsFinite) ? new InfluenceAnalysis(specification, model, [.. theta], options, sourceRows).Run() : null;

    /// <summary>Tests of the least-squares residuals of the response on the frontier's regressors.</summary>
    private static IEnumerable<DiagnosticTest> Skewness(FrontierLikelihood model)
    {
        if (model.Design.ResponseScale == ResponseScale.Level)
        {
            string[] left = [DiagnosticCodes.Coelli, DiagnosticCodes.SchmidtLin, DiagnosticCodes.DAgostino, DiagnosticCodes.Omnibus];
            foreach (string code in left)
                yield return DiagnosticTest.Missing(code, new Phrase("diagnostics.note.levels"));
            yield break;
        }
        double[] residuals = model.Ols.Residuals(model.Design.Frontier.Values, model.Response);
        SkewnessTests skewness = SkewnessTests.Of(residuals);
        bool production = model.Side == FrontierSide.Production;
        double Towards(SymmetryTest test) => production ? test.NegativeP : test.PositiveP;
        var side = new Phrase(production ? "diagnostics.note.negative" : "diagnostics.note.positive");
        const string Normal = "N(0, 1)";
        yield return new DiagnosticTest(DiagnosticCodes.Coelli, skewness.Coelli.Statistic, Normal, Towards(skewness.Coelli)) { Note = side };
        if (skewness.DAgostino is { } exact)
        {
            yield return new DiagnosticTest(DiagnosticCodes.SchmidtLin, exact.Statistic, Normal, Towards(exact)) { Note = side };
            yield return new DiagnosticTest(DiagnosticCodes.DAgostino, exact.Statistic, Normal, exact.TwoSidedP);
        }
        else
        {
            yield return DiagnosticTest.Missing(DiagnosticCodes.SchmidtLin, new Phrase("diagnostics.note.few-rows", ("count", 8)));
            yield return DiagnosticTest.Missing(DiagnosticCodes.DAgostino, new Phrase("diagnostics.note.few-rows", ("count", 8)));
        }
        yield return OmnibusTest.Of(residuals) is { } omnibus
            ? DiagnosticTest.Of(DiagnosticCodes.Omnibus, omnibus.Test)
            : DiagnosticTest.Missing(DiagnosticCodes.Omnibus, new Phrase("diagnostics.note.few-rows", ("count", OmnibusTest.FewestRows)));
    }
}
