namespace Gravity.Core.Potential;

/// <summary>A way to sum potential over rows: by partner, by year, over all.</summary>
/// <param name="Name">What the keys are, e.g. <c>iso3</c>, <c>iso3, year</c>, <c>all</c>.</param>
/// <param name="Keys">For each row of the design the group it belongs to.</param>
public sealed record Grouping(string Name, IReadOnlyList<string> Keys)
{
    /// <summary>One group with every row.</summary>
    public static Grouping All(int rowCount) => new("all", Enumerable.Repeat("all", rowCount).ToArray());
}
