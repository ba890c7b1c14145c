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

    /// <summary>The formula with effects that were written apart from it; the same without them.</summary>
    /// <param name="effects">As after <c>|</c>: <c>iso_o^year + iso_d^year</c>; null for none.</param>
    /// <exception cref="UsageException"><c>syntax</c>; <c>absorb-twice</c>: the formula has effects of its own.</exception>
    internal Formula Absorbing(string? effects)
    {
        if (effects is null)
            return this;
        if (AbsorbedEffects.Count > 0)
            throw new UsageException("absorb-twice", $"the formula has effects after '|' and --absorb gives others: write all of them in one place, e.g. --absorb \"{string.Join(" + ", AbsorbedEffects)} + {effects}\"");
        return this with { AbsorbedEffects = AbsorbedEffect.Parse(effects) };
    }

    /// <summary>The formula in its canonical spelling.</summary>
    public override string ToString() =>
        $"{Response} ~ {Index}{(AbsorbedEffects.Count == 0 ? "" : " | " + string.Join(" + ", AbsorbedEffects.Select(e => e.ToString())))}";
}
