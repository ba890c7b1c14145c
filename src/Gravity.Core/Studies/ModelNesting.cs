using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

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
    public static bool SharesInefficiency(ModelRequest request) => ModelCatalog.Find(request.Model)!.SharesInefficiency && IsFrontier(request);

    /// <summary>The same model with another law.</summary>
    public static ModelRequest WithLaw(ModelRequest request, string law) => request with { Model = KeyOf(request), Law = law };

    /// <summary>Whether the restricted model is the regression that the other one, a frontier, is without inefficiency: PPML for flows in levels, else least squares.</summary>
    public static bool IsRegressionOf(TestedFit inner, TestedFit outer) =>
        IsFrontier(outer.Request) && KeyOf(inner.Request) == (KeyOf(outer.Request) == "poisson-half-normal" ? "ppml" : "ols");

    /// <summary>Whether the restricted model is the other one with a variance at zero.</summary>
    public static bool IsAtBoundary(TestedFit inner, TestedFit outer) =>
        ModelCatalog.Find(KeyOf(outer.Request))!.NestsAtBoundary.Contains(KeyOf(inner.Request));

    /// <summary>Why <paramref name="inner"/> is not a special case of <paramref name="outer"/>; null when it is.</summary>
    public static Phrase? Obstacle(TestedFit inner, TestedFit outer)
    {
        string[] extra = [.. Columns(inner, BlockNames.Frontier).Except(Columns(outer, BlockNames.Frontier))];
        if (extra.Length > 0)
            return new Phrase("nesting.regressors", ("inner", inner.Name), ("outer", outer.Name), ("terms", string.Join(", ", extra)));
        if (inner.Result.Response != outer.Result.Response)
            return new Phrase("nesting.left-side", ("inner", inner.Name), ("first", inner.Result.Response), ("outer", outer.Name), ("second", outer.Result.Response));
        // The law of the ratio counts what the frontier has beside the regression: with other effects it would be another one.
        if (IsRegressionOf(inner, outer))
            return Effects(inner).SetEquals(Effects(outer)) ? null : new Phrase("nesting.effects", ("inner", inner.Name), ("outer", outer.Name));
        if (KeyOf(inner.Request) == "ols")
            return KeyOf(outer.Request) == "ols" ? null : new Phrase("test-note.no-least-squares", ("name", outer.Name));
        if (!IsFrontier(inner.Request) || !IsFrontier(outer.Request))
            return new Phrase("nesting.no-likelihood", ("inner", inner.Name), ("outer", outer.Name));
        string innerKey = KeyOf(inner.Request), outerKey = KeyOf(outer.Request);
        ModelEntry entry = ModelCatalog.Find(outerKey)!;
        if (innerKey != outerKey && !entry.Nests.Contains(innerKey) && !entry.NestsAtBoundary.Contains(innerKey))
            return new Phrase("nesting.models", ("inner", innerKey), ("outer", outerKey));
        int innerClasses = Classes(inner), outerClasses = Classes(outer);
        if (innerClasses != outerClasses)
            return new Phrase("nesting.classes", ("first", innerClasses), ("second", outerClasses));
        string innerLaw = LawOf(inner.Request)!, outerLaw = LawOf(outer.Request)!;
        if (inner.Result.Noise != outer.Result.Noise)
            return new Phrase("nesting.noise", ("inner", inner.Name), ("first", inner.Result.Noise ?? ""), ("outer", outer.Name), ("second", outer.Result.Noise ?? ""));
        if (innerLaw != outerLaw && !Contained.Contains((innerLaw, outerLaw)))
            return new Phrase("nesting.laws", ("inner", innerLaw), ("outer", outerLaw));
        if (inner.Result.Side != outer.Result.Side)
            return new Phrase("nesting.sides", ("inner", inner.Name), ("first", inner.Result.Side ?? ""), ("outer", outer.Name), ("second", outer.Result.Side ?? ""));
        foreach (string block in new[] { BlockNames.InefficiencyScaling, BlockNames.InefficiencyMean, BlockNames.InefficiencyVariance, BlockNames.NoiseVariance, BlockNames.ClassMembership })
        {
            string[] more = [.. Columns(inner, block).Except(Columns(outer, block))];
            if (more.Length > 0)
                return new Phrase("nesting.block", ("inner", inner.Name), ("outer", outer.Name), ("terms", string.Join(", ", more)), ("block", block));
        }
        return null;
    }

    /// <summary>The same, constraints included.</summary>
    public static Phrase? ObstacleWithConstraints(TestedFit inner, TestedFit outer) => Obstacle(inner, outer) ?? ConstraintNesting.Obstacle(inner, outer);

    /// <summary>Whether what the restricted model has at the end of its range is a probability and no variance.</summary>
    public static bool IsShareBoundary(TestedFit outer) => KeyOf(outer.Request) == "zero-inefficiency";

    private static int Classes(TestedFit fit) => fit.Result.Parameters.Max(p => BlockNames.ClassOf(p.Block).Class);

    private static HashSet<string> Effects(TestedFit fit) => [.. fit.Result.Absorbed.Select(effect => effect.Effect)];

    private static IEnumerable<string> Columns(TestedFit fit, string block) =>
        fit.Result.Parameters.Where(p => BlockNames.ClassOf(p.Block).Block == block).Select(p => p.Name).Distinct();
}
