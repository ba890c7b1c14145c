namespace Gravity.Core.Estimation;

/// <summary>A named coordinate of a likelihood, in the form in which it is optimised (variances on the log scale).</summary>
/// <param name="Block">A value of <see cref="Specification.BlockNames"/>.</param>
/// <param name="Name">The name within its block, e.g. <c>ln(gdp)</c>, <c>(Intercept)</c>, <c>eta</c>.</param>
public sealed record Parameter(string Block, string Name)
{
    /// <summary>Block and name, e.g. <c>noise-variance:(Intercept)</c>.</summary>
    public override string ToString() => $"{Block}:{Name}";
}
