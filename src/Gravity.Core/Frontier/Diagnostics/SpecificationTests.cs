using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Diagnostics;

/// <summary>RESET (Ramsey 1969) of a frontier, and score tests of constant variances.</summary>
internal static class SpecificationTests
{
    /// <summary>Units a parameter under which no outer product stands for the Hessian.</summary>
    private const int FewestUnits = 10;

    /// <summary>Adds z² and z³ of the standardised fitted frontier z, fits again, and tests both coefficients by the likelihood ratio and by Wald's statistic.</summary>
    /// <remarks>Powers of z and not of x'β̂: they span the same columns beside the intercept and x'β̂, and neither overflow nor lose their digits.</remarks>
    public static IEnumerable<DiagnosticTest> Reset(
        FrontierSpecification specification, FrontierLikelihood model, double[] theta, double logLikelihood, FitOptions options)
    {
        DiagnosticTest[] Missing(string key) =>
            [DiagnosticTest.Missing(DiagnosticCodes.ResetRatio, new Phrase(key)), DiagnosticTest.Missing(DiagnosticCodes.ResetWald, new Phrase(key))];
        double[] z = WiderModel.Standardised(model.Design.Frontier.Values.Times(theta.AsSpan(0, model.Design.Frontier.Columns)));
        if (z.Length == 0)
            return Missing("diagnostics.note.collinear");
        WiderModel? wider = WiderModel.Of(
            specification, model, theta, BlockNames.Frontier, [("(fitted)²", Array.ConvertAll(z, x => x * x)), ("(fitted)³", Array.ConvertAll(z, x => x * x * x))]);
        if (wider is null)
            return Missing("diagnostics.note.collinear");
        FitOptions plain = options.Silent() with { Covariance = new CovarianceRequest(), TestReplications = 0 };
        BestClimb climb = MaximumLikelihood.Run(wider.Likelihood, [wider.Start], plain);
        if (!climb.Summary.Converged)
            return Missing("diagnostics.note.no-refit");
        Matrix hessian = new(wider.Likelihood.Dimension, wider.Likelihood.Dimension);
        wider.Likelihood.Evaluate(climb.Point, new double[wider.Likelihood.Dimension], hessian.Values);
        CovarianceEstimate covariance = Covariance.FromHessian(hessian);
        Phrase? one = wider.Added.Length == 1 ? new Phrase("diagnostics.note.one-power") : null;
        return
        [
            DiagnosticTest.Of(DiagnosticCodes.ResetRatio, LikelihoodRatioTest.Compute(climb.LogLikelihood, logLikelihood, wider.Added.Length), one),
            DiagnosticTest.Of(DiagnosticCodes.ResetWald, WaldTest.Zero(climb.Point, covariance.Matrix, wider.Added), one),
        ];
    }

    /// <summary>The score test of coefficients 0 on the frontier's regressors in ln σ_v², and in ln σ_u².</summary>
    /// <remarks>
    /// g'(−H)⁻¹g of the wider model at θ̂ and zeros, (S'S)⁻¹ in place of (−H)⁻¹ where −H is not positive definite and there are ten units a parameter. Where rows of a unit share u, the regressors of ln σ_u² are their means over the unit's rows.
    /// </remarks>
    public static DiagnosticTest Variance(FrontierSpecification specification, FrontierLikelihood model, double[] theta, string block)
    {
        string code = block == BlockNames.NoiseVariance ? DiagnosticCodes.NoiseVariance : DiagnosticCodes.InefficiencyVariance;
        Design design = model.Design;
        bool means = block == BlockNames.InefficiencyVariance && model.UnitCount < design.RowCount && design.Units is not null;
        (string, double[])[] columns =
        [
            .. Enumerable.Range(0, design.Frontier.Columns).Where(j => j != design.Frontier.Intercept)
                .Select(j => (design.Frontier.ColumnNames[j], means ? UnitMeans(design, j) : design.Frontier.Values.Column(j).ToArray())),
        ];
        WiderModel? wider;
        try
        {
            wider = WiderModel.Of(specification, model, theta, block, columns);
        }
        catch (Exception error) when (error is UsageException or DataUnfitException)
        {
            wider = null;
        }
        if (wider is null)
            return DiagnosticTest.Missing(code, new Phrase("diagnostics.note.no-index"));
        int order = wider.Likelihood.Dimension;
        var gradient = new double[order];
        Matrix hessian = new(order, order);
        wider.Likelihood.Evaluate(wider.Start, gradient, hessian.Values);
        CovarianceEstimate inverse = Covariance.FromHessian(hessian);
        Phrase? note = null;
        if (!double.IsFinite(inverse.Matrix[0, 0]) || !double.IsFinite(inverse.Matrix[order - 1, order - 1]))
        {
            // With few units the outer product is nearly saturated, and the statistic near the number of units whatever the data.
            if (wider.Likelihood.UnitCount < FewestUnits * order)
                return DiagnosticTest.Missing(code, new Phrase("diagnostics.note.singular"));
            Matrix scores = new(wider.Likelihood.UnitCount, order);
            wider.Likelihood.Scores(wider.Start, scores);
            inverse = Covariance.OuterProduct(scores);
            note = new Phrase("diagnostics.note.outer-product");
        }
        HypothesisTest test = ScoreTest.Compute(gradient, inverse.Matrix, wider.Added.Length);
        return double.IsFinite(test.Statistic) && test.Statistic >= 0
            ? DiagnosticTest.Of(code, test, note ?? (means ? new Phrase("diagnostics.note.unit-means") : null))
            : DiagnosticTest.Missing(code, new Phrase("diagnostics.note.singular"));
    }

    private static double[] UnitMeans(Design design, int column)
    {
        double[] values = design.Frontier.Values.Column(column).ToArray();
        int[] starts = design.Units!.Starts;
        for (int unit = 0; unit + 1 < starts.Length; unit++)
        {
            Span<double> own = values.AsSpan(starts[unit]..starts[unit + 1]);
            double mean = 0;
            foreach (double value in own)
                mean += value / own.Length;
            own.Fill(mean);
        }
        return values;
    }
}
