using Gravity.Core.Estimation;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>Which models contain which.</summary>
internal static class ModelNesting
{
    /// <summary>Laws that another law holds at an inner value of its μ or shape: μ = 0, P = 1, k = 1, k = 2.</summary>
    private static readonly (string Inner, string Outer)[] Contained =
    [
        ("half-normal", "truncated-normal"), ("exponential", "gamma"), ("exponential", "weibull"), ("rayleigh", "weibull"),
    ];

    /// <summary>Key of the catalogue: <c>pooled</c> for a law as a short form.</summary>
    public static string KeyOf(ModelRequest request) => ModelCatalog.Find(request.Model)!.Key;

    /// <summary>The law of u; null for models without one.</summary>
    public static string? LawOf(ModelRequest request)
    {
        ModelEntry entry = ModelCatalog.Find(request.Model)!;
        return entry.Laws.Count == 0 ? null : entry.Key == request.Model ? request.Law ?? entry.Laws[0] : request.Model;
    }

    /// <summary>True for likelihood models with inefficiency.</summary>
    public static bool IsFrontier(ModelRequest request) => LawOf(request) is not null;

    /// <summary>Whether inefficiency is one draw a unit.</summary>
    public static bool SharesInefficiency(ModelRequest request) => KeyOf(request) is "pitt-lee" or "bc92";

    /// <summary>The same model with another law.</summary>
    public static ModelRequest WithLaw(ModelRequest request, string law) => request with { Model = KeyOf(request), Law = law };

    /// <summary>Why <paramref name="inner"/> is not a special case of <paramref name="outer"/>; null when it is.</summary>
    public static string? Obstacle(TestedFit inner, TestedFit outer)
    {
        string[] extra = [.. Columns(inner, BlockNames.Frontier).Except(Columns(outer, BlockNames.Frontier))];
        if (extra.Length > 0)
            return $"'{inner.Name}' has regressors that '{outer.Name}' lacks ({string.Join(", ", extra)})";
        if (inner.Result.Response != outer.Result.Response)
            return $"'{inner.Name}' explains {inner.Result.Response}, '{outer.Name}' {outer.Result.Response}";
        if (KeyOf(inner.Request) == "ols")
            return KeyOf(outer.Request) == "ols" || IsFrontier(outer.Request) ? null : $"'{outer.Name}' has no likelihood that contains least squares";
        if (!IsFrontier(inner.Request) || !IsFrontier(outer.Request))
            return $"'{inner.Name}' or '{outer.Name}' is no likelihood model";
        string innerKey = KeyOf(inner.Request), outerKey = KeyOf(outer.Request);
        if (innerKey != outerKey && (innerKey, outerKey) is not (("pitt-lee", "bc92") or ("pooled", "bc95")))
            return $"{innerKey} is no special case of {outerKey}";
        string innerLaw = LawOf(inner.Request)!, outerLaw = LawOf(outer.Request)!;
        if (inner.Result.Noise != outer.Result.Noise)
            return $"'{inner.Name}' has {inner.Result.Noise} noise, '{outer.Name}' {outer.Result.Noise} noise";
        if (innerLaw != outerLaw && !Contained.Contains((innerLaw, outerLaw)))
            return $"the {innerLaw} law is no special case of the {outerLaw} law";
        if (inner.Result.Side != outer.Result.Side)
            return $"'{inner.Name}' is a {inner.Result.Side} frontier, '{outer.Name}' a {outer.Result.Side} frontier";
        foreach (string block in new[] { BlockNames.InefficiencyScaling, BlockNames.InefficiencyMean, BlockNames.InefficiencyVariance, BlockNames.NoiseVariance })
        {
            string[] more = [.. Columns(inner, block).Except(Columns(outer, block))];
            if (more.Length > 0)
                return $"'{inner.Name}' has {string.Join(", ", more)} in its {block} block, '{outer.Name}' has not";
        }
        return null;
    }

    private static IEnumerable<string> Columns(TestedFit fit, string block) =>
        fit.Result.Parameters.Where(p => p.Block == block).Select(p => p.Name);
}
