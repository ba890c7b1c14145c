namespace Gravity.Core.Specification;

/// <summary>The selection equation in words: <c>exported ~ ln(gdp_o) + …</c>, <c>exports &gt; 0 ~ …</c>, or <c>~ …</c>.</summary>
/// <param name="Left">What is 1 in selected rows; null where selected means that the flow of the frontier's left side is positive.</param>
/// <param name="Index">z'α.</param>
public sealed record SelectionFormula(Expression? Left, ModelIndex Index)
{
    /// <summary>Reads the equation; a comparison on the left may stand in <c>I(…)</c> or plain, and without a left side <c>~</c> may be left out.</summary>
    /// <exception cref="UsageException">Code <c>syntax</c>.</exception>
    public static SelectionFormula Parse(string text)
    {
        int at = Tilde(text);
        string left = at < 0 ? "" : text[..at].Trim();
        ModelIndex index = ModelIndex.Parse(text[(at + 1)..]);
        if (left.Length == 0)
            return new SelectionFormula(null, index);
        if (left.StartsWith("I(", StringComparison.Ordinal) && left.EndsWith(')'))
            left = left[1..];
        return new SelectionFormula(Expression.Parse(left), index);
    }

    /// <summary>The equation in its canonical spelling.</summary>
    public override string ToString() => $"{Left}{(Left is null ? "" : " ")}~ {Index}";

    /// <summary>The first ~ outside quotes; −1 without one.</summary>
    private static int Tilde(string text)
    {
        char quote = '\0';
        for (int i = 0; i < text.Length; i++)
        {
            if (quote != '\0')
                quote = text[i] == quote ? '\0' : quote;
            else if (text[i] is '"' or '`')
                quote = text[i];
            else if (text[i] == '~')
                return i;
        }
        return -1;
    }
}
