using Gravity.Core.Data;

namespace Gravity.Core.Potential;

/// <summary>Names of countries or products of a column, numbered in ordinal order.</summary>
internal sealed class NameIndex
{
    private readonly Dictionary<string, int> _place = new(StringComparer.Ordinal);
    private readonly string _column;

    public NameIndex(string column, IEnumerable<string> names)
    {
        _column = column;
        Names = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        for (int k = 0; k < Names.Count; k++)
            _place.Add(Names[k], k);
    }

    public IReadOnlyList<string> Names { get; }

    public int Count => Names.Count;

    public int this[string name] => _place[name];

    /// <summary>The place of a name, −1 where it has none.</summary>
    public int Find(string name) => _place.GetValueOrDefault(name, -1);

    /// <summary>Positions of names in ascending order, all where none is given.</summary>
    /// <exception cref="UsageException">A name is not there (<c>unknown-name</c>).</exception>
    public int[] Choose(IReadOnlyCollection<string> names)
    {
        if (names.Count == 0)
            return [.. Enumerable.Range(0, Count)];
        return
        [
            .. names.Distinct(StringComparer.Ordinal).Select(name => Find(name) is >= 0 and var place
                ? place
                : throw new UsageException("unknown-name", $"column '{_column}' has no '{name}' in the rows used{Known(name)}")).Order(),
        ];
    }

    private string Known(string name) => NearestNames.Hint(name, Names) is { Length: > 0 } hint ? hint : $": it has {RowList.Examples(Names, 10)}";
}
