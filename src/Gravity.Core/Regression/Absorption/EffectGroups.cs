namespace Gravity.Core.Regression.Absorption;

/// <summary>One absorbed effect: the group of every row.</summary>
/// <remarks>Groups are numbered from 0 in the order in which the rows first meet them, and every group has a row. Immutable.</remarks>
internal sealed class EffectGroups
{
    private readonly Func<int, string> _nameOf;

    /// <summary>Wraps numbered groups.</summary>
    /// <param name="name">The effect as written in formulas, e.g. <c>iso_o^year</c>.</param>
    /// <param name="groupOfRow">For each row its group, 0 … <paramref name="count"/> − 1; every group occurs.</param>
    /// <param name="count">Number of groups.</param>
    /// <param name="nameOf">Name of a group; null for its number.</param>
    internal EffectGroups(string name, int[] groupOfRow, int count, Func<int, string>? nameOf = null)
    {
        Name = name;
        GroupOfRow = groupOfRow;
        Count = count;
        _nameOf = nameOf ?? Data.RowList.Whole;
    }

    /// <summary>The effect as written in formulas, e.g. <c>iso_o^year</c>.</summary>
    public string Name { get; }

    /// <summary>For each row its group, from 0; not to be changed.</summary>
    public int[] GroupOfRow { get; }

    /// <summary>Number of groups.</summary>
    public int Count { get; }

    /// <summary>Number of rows.</summary>
    public int Rows => GroupOfRow.Length;

    /// <summary>Name of a group: the values of its columns, <c>CHN^2005</c>.</summary>
    public string NameOf(int group) => _nameOf(group);

    /// <summary>An effect from codes of any kind: equal codes are one group.</summary>
    /// <param name="name">The effect's name.</param>
    /// <param name="codes">A code for each row, ≥ 0; there may be gaps.</param>
    public static EffectGroups Of(string name, ReadOnlySpan<int> codes)
    {
        int largest = -1;
        foreach (int code in codes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(code, nameof(codes));
            largest = Math.Max(largest, code);
        }
        var groupOfRow = new int[codes.Length];
        var codeOf = new List<int>();
        if (largest < 4L * codes.Length + 1024)
        {
            var groupOf = new int[largest + 1];
            for (int row = 0; row < codes.Length; row++)
            {
                ref int group = ref groupOf[codes[row]];
                if (group == 0)
                {
                    codeOf.Add(codes[row]);
                    group = codeOf.Count;
                }
                groupOfRow[row] = group - 1;
            }
        }
        else
        {
            var groupOf = new Dictionary<int, int>();
            for (int row = 0; row < codes.Length; row++)
            {
                if (!groupOf.TryGetValue(codes[row], out int group))
                {
                    groupOf.Add(codes[row], group = codeOf.Count);
                    codeOf.Add(codes[row]);
                }
                groupOfRow[row] = group;
            }
        }
        return new EffectGroups(name, groupOfRow, codeOf.Count, group => Data.RowList.Whole(codeOf[group]));
    }

    /// <summary>The effect over some rows, in the order given; groups without rows are gone.</summary>
    public EffectGroups Select(int[] rows)
    {
        var groupOf = new int[Count];
        var groupOfRow = new int[rows.Length];
        var old = new List<int>();
        for (int i = 0; i < rows.Length; i++)
        {
            int before = GroupOfRow[rows[i]];
            ref int group = ref groupOf[before];
            if (group == 0)
            {
                old.Add(before);
                group = old.Count;
            }
            groupOfRow[i] = group - 1;
        }
        Func<int, string> nameOf = _nameOf;
        return new EffectGroups(Name, groupOfRow, old.Count, group => nameOf(old[group]));
    }
}
