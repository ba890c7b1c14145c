using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>Looks at the headline's sample and likelihood for what they can and cannot tell apart.</summary>
internal sealed class IdentificationBuilder(StudyFitter fitter, NamedFit headline, IReadOnlyList<NamedFit> models)
{
    private const string Eta = "eta";

    private readonly Design _design = headline.Fit.Design;

    public StudyIdentification Build()
    {
        int sign = headline.Fit.Request.Side == "cost" ? 1 : -1;
        bool levels = _design.ResponseScale == ResponseScale.Level;
        double[] residuals = levels ? LogarithmResiduals() : LeastSquares.Solve(_design.Frontier.Values, _design.Response).Residuals(_design.Frontier.Values, _design.Response);
        MundlakBuilder? mundlak = levels ? null : MundlakBuilder.For(_design);
        return new StudyIdentification(
            headline.Name,
            Columns(),
            Hessian(headline.Result),
            Sensitivity(),
            new ResidualSkewness(SkewnessTests.Of(residuals), sign),
            mundlak is null ? null : new ResidualSkewness(SkewnessTests.Of(mundlak.WithinResiduals), sign),
            mundlak?.Compare(StudyFitter.OrNull(() => fitter.TimeInvariant(headline))));
    }

    /// <summary>Residuals of the logarithms of the positive flows, for a model of flows in levels.</summary>
    private double[] LogarithmResiduals()
    {
        int[] positive = [.. Enumerable.Range(0, _design.RowCount).Where(i => _design.Response[i] > 0)];
        Matrix x = new(positive.Length, _design.Frontier.Columns);
        for (int j = 0; j < x.Columns; j++)
            for (int i = 0; i < positive.Length; i++)
                x[i, j] = _design.Frontier.Values[positive[i], j];
        double[] logs = Array.ConvertAll(positive, i => Math.Log(_design.Response[i]));
        return LeastSquares.Solve(x, logs).Residuals(x, logs);
    }

    /// <summary>Columns of the frontier, then every determinant of any model once.</summary>
    private List<ColumnIdentification> Columns()
    {
        var columns = new List<ColumnIdentification>(ColumnVariation.Of(_design, _design.Frontier));
        foreach (Design design in models.Select(m => m.Fit.Design))
        {
            foreach (string name in new[] { BlockNames.InefficiencyMean, BlockNames.InefficiencyVariance, BlockNames.NoiseVariance })
            {
                if (design.Block(name) is { } block)
                    columns.AddRange(ColumnVariation.Of(design, block).Where(c => !columns.Exists(known => known.Block == c.Block && known.Name == c.Name)));
            }
        }
        return columns;
    }

    private static HessianIdentification? Hessian(FitResult result)
    {
        if (result.Conditioning is not { Eigenvalues.Count: > 0 } conditioning)
            return null;
        string[] names = [.. result.Parameters.Where(p => double.IsFinite(p.Estimate)).Select(p => p.Block == BlockNames.Frontier ? p.Name : $"{p.Block}:{p.Name}")];
        FlatDirection? weakest = conditioning.Weakest;
        return new HessianIdentification(
            conditioning.Eigenvalues, conditioning.ConditionNumber,
            weakest is null || weakest.Loadings.Count != names.Length ? "" : weakest.Describe(names));
    }

    /// <summary>The headline, with year effects in place of the regressors that vary over time only, and without either.</summary>
    private List<SensitivityVariant> Sensitivity()
    {
        string[] constant = [.. ColumnVariation.Of(_design, _design.Frontier).Where(c => c.IsConstantWithinUnits).Select(c => c.Name)];
        var variants = new List<SensitivityVariant> { Variant("as estimated", SensitivityKind.AsEstimated, headline, constant) };
        ModelRequest request = headline.Fit.Request;
        if (TimeVariants.Of(request.Formula, _design, request.Time) is not { } formulas)
            return variants;
        Add("year effects", SensitivityKind.YearEffects, formulas.YearEffects);
        if (formulas.WithoutTimeOnly is { } without)
            Add($"without {string.Join(", ", formulas.TimeOnly)}", SensitivityKind.WithoutTimeOnly, without);
        return variants;

        void Add(string name, SensitivityKind kind, string formula)
        {
            ModelRequest changed = request with { Formula = formula };
            if (StudyFitter.OrNull(() => fitter.Refit(headline, $"{headline.Name}, {name}", changed)) is { } fit)
                variants.Add(Variant(name, kind, fit, constant));
        }
    }

    private static SensitivityVariant Variant(string name, SensitivityKind kind, NamedFit fit, string[] constant) => new(
        name, kind, fit.Fit.Request.Formula, fit.Result.LogLikelihood, fit.Converged,
        [
            .. fit.Result.Parameters
                .Where(p => (p.Block == BlockNames.Time && p.Name == Eta) || (p.Block == BlockNames.Frontier && constant.Contains(p.Name)))
                .OrderBy(p => p.Block == BlockNames.Time ? 0 : 1)
                .Select(p => new WatchedEstimate(p.Block, p.Name, p.Estimate, p.StandardError, p.Low, p.High)),
        ]);
}
