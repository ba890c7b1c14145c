namespace Gravity.Core.Regression.Absorption;

/// <summary>Several absorbed effects over the same rows; none is allowed, and then nothing is absorbed. Immutable.</summary>
internal sealed class EffectSet
{
    private readonly Lazy<EffectRank> _rank;
    private readonly Lazy<EffectLayout> _layout;

    /// <summary>Joins effects; all must have the same rows.</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="effects">The effects in the order of the formula.</param>
    public EffectSet(int rows, IReadOnlyList<EffectGroups> effects)
    {
        foreach (EffectGroups effect in effects)
        {
            if (effect.Rows != rows)
                throw new ArgumentException($"effect '{effect.Name}' has {effect.Rows} rows, the sample {rows}", nameof(effects));
        }
        Rows = rows;
        Effects = effects;
        _rank = new Lazy<EffectRank>(() => EffectRank.Of(this));
        _layout = new Lazy<EffectLayout>(() => EffectLayout.Of(this));
    }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>The effects in the order of the formula.</summary>
    public IReadOnlyList<EffectGroups> Effects { get; }

    /// <summary>Number of effects.</summary>
    public int Count => Effects.Count;

    /// <summary>Number of coefficients, redundant ones included: ΣG.</summary>
    public int Levels => Effects.Sum(e => e.Count);

    /// <summary>How many of the coefficients are redundant, and which effects lie in others.</summary>
    public EffectRank Rank => _rank.Value;

    /// <summary>The rows sorted for projections; made once, shared by all.</summary>
    internal EffectLayout Layout => _layout.Value;

    /// <summary>The effects over some rows; groups without rows are gone.</summary>
    public EffectSet Select(int[] rows) => new(rows.Length, [.. Effects.Select(e => e.Select(rows))]);

    /// <summary>For each effect whether every one of its groups lies in one cluster, so that clustered errors need not count it.</summary>
    /// <param name="clusterOfRow">For each row its cluster, any numbers.</param>
    public bool[] NestedIn(ReadOnlySpan<int> clusterOfRow)
    {
        var nested = new bool[Count];
        for (int q = 0; q < Count; q++)
            nested[q] = EffectRank.IsNested(Effects[q].GroupOfRow, Effects[q].Count, clusterOfRow);
        return nested;
    }
}
