using Gravity.Core.Estimation;
using Gravity.Core.Specification;

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
        foreach (string column in formula.Response.Columns.Concat(Of(formula.Index)))
            yield return ("formula", column);
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
        if (request.Where is not null)
            foreach (string column in Expression.Parse(request.Where).Columns)
                yield return ("where", column);
        foreach (string column in CovarianceRequests.ClusterColumns(request.Vce))
            yield return ("vce", column);
    }

    private static IEnumerable<string> Of(ModelIndex index) => index.Terms.SelectMany(t => t.Factors).SelectMany(f => f switch
    {
        IndicatorFactor indicators => [indicators.Column],
        ExpressionFactor expression => expression.Expression.Columns,
        _ => (IReadOnlyList<string>)[],
    });
}
