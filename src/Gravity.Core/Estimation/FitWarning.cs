namespace Gravity.Core.Estimation;

/// <summary>A kind of warning: a stable code, what it means and what to do about it.</summary>
/// <param name="Code">Kebab case, as in JSON and <c>gravity explain CODE</c>.</param>
/// <param name="Meaning">One or two sentences for an economist.</param>
/// <param name="Remedy">What to do.</param>
public sealed record WarningKind(string Code, string Meaning, string Remedy);

/// <summary>Something a reader of the estimates must know, with the numbers of this fit.</summary>
/// <param name="Kind">What kind of warning.</param>
/// <param name="Message">The sentence with this fit's numbers.</param>
public sealed record FitWarning(WarningKind Kind, string Message)
{
    /// <summary>The code of <see cref="Kind"/>.</summary>
    public string Code => Kind.Code;
}
