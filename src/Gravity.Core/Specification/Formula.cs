namespace Gravity.Core.Specification;

/// <summary>A model formula: <c>ln(exports) ~ ln(gdp_o) + ln(dist) + contig | iso_o^year + iso_d^year</c>.</summary>
public sealed record Formula
{
    /// <summary>The formula as written.</summary>
    public required string Text { get; init; }

    /// <summary>The left side.</summary>
    public required Expression Response { get; init; }

    /// <summary>The right side up to <c>|</c>.</summary>
    public required ModelIndex Index { get; init; }

    /// <summary>The fixed effects after <c>|</c>; none without it.</summary>
    public IReadOnlyList<AbsorbedEffect> AbsorbedEffects { get; init; } = [];

    /// <summary>Reads a formula.</summary>
    /// <exception cref="UsageException">Code <c>syntax</c>, with the position and a caret; <c>unknown-function</c>; <c>wrong-arguments</c>.</exception>
    public static Formula Parse(string text) => new FormulaParser(text).TwoSided();

    /// <summary>The formula in its canonical spelling.</summary>
    public override string ToString() =>
        $"{Response} ~ {Index}{(AbsorbedEffects.Count == 0 ? "" : " | " + string.Join(" + ", AbsorbedEffects.Select(e => e.ToString())))}";
}
