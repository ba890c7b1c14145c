using Gravity.Core.Wording;

namespace Gravity.Core.Specification;

/// <summary>The terms of one linear index: the right side of a formula.</summary>
/// <remarks>
/// <c>a + b</c> are terms; <c>a:b</c> is a product, <c>a*b</c> means <c>a + b + a:b</c>; <c>0 +</c> or <c>- 1</c> drops the intercept and
/// <c>1</c> states it; <c>- a</c> takes a term out; <c>I(…)</c> holds arithmetic; <c>i(col)</c>, <c>i(col, ref=VALUE)</c> expand to indicators.
/// </remarks>
public sealed record ModelIndex
{
    /// <summary>Whether the index has an intercept; true unless dropped.</summary>
    public required bool HasIntercept { get; init; }

    /// <summary>Whether <c>1</c>, <c>0</c> or <c>- 1</c> was written, so that a caller may choose another default where it was not.</summary>
    public bool InterceptStated { get; init; }

    /// <summary>The terms without the intercept, in the order written.</summary>
    public required IReadOnlyList<Term> Terms { get; init; }

    /// <summary>What was merged or ignored in reading.</summary>
    public IReadOnlyList<string> Notices => [.. NoticePhrases.Select(notice => notice.ToString())];

    /// <summary>The notices in every language.</summary>
    public IReadOnlyList<Phrase> NoticePhrases { get; init; } = [];

    /// <summary>Only an intercept.</summary>
    public static ModelIndex Constant { get; } = new() { HasIntercept = true, InterceptStated = true, Terms = [] };

    /// <summary>Reads a one-sided formula such as <c>eu + wgi</c>; a leading <c>~</c> is allowed.</summary>
    /// <exception cref="UsageException">Code <c>syntax</c>, with the position and a caret.</exception>
    public static ModelIndex Parse(string text)
    {
        var parser = new FormulaParser(text);
        ModelIndex index = parser.OneSided();
        return index;
    }

    /// <summary>The index in its canonical spelling.</summary>
    public override string ToString()
    {
        IEnumerable<string> terms = Terms.Select(t => t.ToString());
        if (!HasIntercept)
            terms = terms.Prepend("0");
        else if (Terms.Count == 0)
            terms = ["1"];
        return string.Join(" + ", terms);
    }
}
