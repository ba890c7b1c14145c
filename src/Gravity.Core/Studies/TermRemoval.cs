using Gravity.Core.Estimation;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>Models without some of their terms.</summary>
internal static class TermRemoval
{
    /// <summary>Every term of a model but the intercepts, in canonical spelling: the frontier's first.</summary>
    public static IReadOnlyList<string> TermsOf(ModelRequest request)
    {
        IEnumerable<Term> terms = Formula.Parse(request.Formula).Index.Terms;
        foreach (string? index in new[] { request.Inefficiency, request.MeanU, request.SigmaU, request.SigmaV })
            if (index is not null)
                terms = terms.Concat(ModelIndex.Parse(index).Terms);
        return [.. terms.Select(t => t.ToString()).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The model without the terms, wherever they occur.</summary>
    /// <remarks>
    /// Battese and Coelli (1995) without any determinant is the pooled truncated normal when its index has an intercept (one constant μ), and the
    /// pooled half-normal when it has none (μ = 0). A scaled law without any determinant is the law itself.
    /// </remarks>
    public static ModelRequest Drop(ModelRequest request, IEnumerable<string> terms)
    {
        HashSet<string> dropped = [.. terms.SelectMany(t => ModelIndex.Parse(t).Terms).Select(t => t.ToString())];
        Formula formula = Formula.Parse(request.Formula);
        ModelRequest reduced = request with
        {
            Formula = (formula with { Index = Without(formula.Index, dropped) }).ToString(),
            MeanU = Reduced(request.MeanU, dropped),
            SigmaU = Reduced(request.SigmaU, dropped),
            SigmaV = Reduced(request.SigmaV, dropped),
        };
        if (request.Inefficiency is null)
            return reduced;
        ModelIndex determinants = Without(ModelIndex.Parse(request.Inefficiency), dropped);
        if (determinants.Terms.Count > 0)
            return reduced with { Inefficiency = determinants.ToString() };
        if (request.Scaling)
            return reduced with { Inefficiency = null, Scaling = false };
        return reduced with { Inefficiency = null, Model = "pooled", Law = determinants.HasIntercept ? "truncated-normal" : "half-normal" };
    }

    /// <summary>The frontier formula with other terms: some left out, some added at the end.</summary>
    public static string Replace(string formula, IReadOnlySet<string> dropped, IReadOnlyList<string> added)
    {
        Formula parsed = Formula.Parse(formula);
        string index = Without(parsed.Index, dropped).ToString();
        return $"{parsed.Response} ~ {string.Join(" + ", [index, .. added])}";
    }

    private static string? Reduced(string? index, IReadOnlySet<string> dropped)
    {
        if (index is null)
            return null;
        ModelIndex left = Without(ModelIndex.Parse(index), dropped);
        return left.Terms.Count == 0 ? null : left.ToString();
    }

    private static ModelIndex Without(ModelIndex index, IReadOnlySet<string> dropped) =>
        index with { Terms = [.. index.Terms.Where(t => !dropped.Contains(t.ToString()))] };
}
