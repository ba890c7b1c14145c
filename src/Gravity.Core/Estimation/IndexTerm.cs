using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Estimation;

/// <summary>One linear index of an index likelihood: columns with coefficients, or one constant coefficient.</summary>
/// <remarks>The constant form carries no column of ones: a million rows with constant variances keep two columns less in memory.</remarks>
internal sealed class IndexTerm
{
    private IndexTerm(string block, IReadOnlyList<string> names, Matrix? columns)
    {
        Block = block;
        Names = names;
        Columns = columns;
    }

    public string Block { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Rows × coefficients; null for a constant.</summary>
    public Matrix? Columns { get; }

    public int Count => Names.Count;

    /// <summary>One coefficient that is the same in all rows.</summary>
    public static IndexTerm Constant(string block, string name) => new(block, [name], null);

    /// <summary>An index with columns, also where there is but a constant one.</summary>
    public static IndexTerm Columned(string block, IReadOnlyList<string> names, Matrix columns) => new(block, names, columns);

    /// <summary>The index of a design block, or a constant in the block's name when the design has none.</summary>
    public static IndexTerm Of(Design design, string block)
    {
        DesignBlock? found = design.Block(block);
        bool constant = found is null || (found.Columns == 1 && found.Intercept == 0);
        return constant
            ? new IndexTerm(block, [BlockNames.Intercept], null)
            : new IndexTerm(block, found!.ColumnNames, found.Values);
    }
}
