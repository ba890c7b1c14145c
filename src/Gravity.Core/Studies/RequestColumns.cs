using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Core.Studies.Families;

namespace Gravity.Core.Studies;

/// <summary>The columns that a model names.</summary>
internal static class RequestColumns
{
    /// <summary>Columns whose missing cells cost rows: those of the formulas.</summary>
    public static IReadOnlyList<string> Of(ModelRequest request) => [.. ByKey(request).Where(c => c.Key is not ("where" or "vce")).Select(c => c.Column).Distinct()];

    /// <summary>Every column with the key of the study file that names it.</summary>
    public static IEnumerable<(string Key, string Column)> ByKey(ModelRequest request)
    {
        Formula formula = Formula.Parse(request.Formula);
        foreach (string column in formula.Response.Columns.Concat(Of(formula.Index)).Concat(formula.AbsorbedEffects.SelectMany(e => e.Columns)))
            yield return ("formula", column);
        if (request.Absorb is not null)
            foreach (string column in AbsorbedEffect.Parse(request.Absorb).SelectMany(e => e.Columns))
                yield return ("absorb", column);
        foreach ((string key, string? text) in new[]
        {
            ("inefficiency", request.Inefficiency), ("mean-u", request.MeanU), ("sigma-u", request.SigmaU), ("sigma-v", request.SigmaV),
        })
        {
            if (text is null)
                continue;
            foreach (string column in Of(ModelIndex.Parse(text)))
                yield return (key, column);
        }
        if (request.Weights is not null)
            yield return ("weights", WeightRequest.Parse(request.Weights).Column);
        if (request.Selection is not null)
        {
            SelectionFormula selection = SelectionFormula.Parse(request.Selection);
            foreach (string column in (selection.Left?.Columns ?? []).Concat(Of(selection.Index)))
                yield return ("selection", column);
        }
        if (request.Group is not null)
            yield return ("group", request.Group);
        if (request.Where is not null)
            foreach (string column in Expression.Parse(request.Where).Columns)
                yield return ("where", column);
        foreach (string column in CovarianceRequests.ColumnsOf(ModelFamilies.VceOf(request)))
            yield return ("vce", column);
    }

    private static IEnumerable<string> Of(ModelIndex index) => index.Terms.SelectMany(t => t.Factors).SelectMany(f => f switch
    {
        IndicatorFactor indicators => [indicators.Column],
        ExpressionFactor expression => expression.Expression.Columns,
        _ => (IReadOnlyList<string>)[],
    });
}
