using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>Parameters of a latent class frontier: β, ln σ_u², ln σ_v² of class 1, of class 2, …, then the logits of classes 1 … J − 1 against class J.</summary>
internal sealed class ClassLayout
{
    /// <summary>Indices of the kernel of a class: x'β, ln σ_u², ln σ_v².</summary>
    public const int IndexCount = 3;

    private static readonly string[] BlocksOfClass = [BlockNames.Frontier, BlockNames.InefficiencyVariance, BlockNames.NoiseVariance];

    public ClassLayout(Design design, int classes, bool byUnit)
    {
        Classes = classes;
        Terms = [.. BlocksOfClass.Select(block => IndexTerm.Of(design, block))];
        Offsets = new int[IndexCount];
        for (int k = 1; k < IndexCount; k++)
            Offsets[k] = Offsets[k - 1] + Terms[k - 1].Count;
        PerClass = Offsets[^1] + Terms[^1].Count;
        IndexTerm membership = IndexTerm.Of(design, BlockNames.ClassMembership);
        MembershipNames = membership.Names;
        Starts = byUnit ? design.Units!.Starts : null;
        GroupCount = byUnit ? design.Units!.Count : design.RowCount;
        Membership = membership.Columns is null ? null : Starts is null ? membership.Columns : OfUnits(design, membership);
        Dimension = classes * PerClass + (classes - 1) * MembershipCount;
        var parameters = new List<Parameter>(Dimension);
        for (int j = 0; j < classes; j++)
            foreach (IndexTerm term in Terms)
                parameters.AddRange(term.Names.Select(name => new Parameter(BlockNames.OfClass(term.Block, j + 1), name)));
        for (int j = 0; j < classes - 1; j++)
            parameters.AddRange(MembershipNames.Select(name => new Parameter(BlockNames.OfClass(BlockNames.ClassMembership, j + 1), name)));
        Parameters = parameters;
    }

    public int Classes { get; }

    /// <summary>x'β, ln σ_u², ln σ_v²: the same columns in every class.</summary>
    public IReadOnlyList<IndexTerm> Terms { get; }

    /// <summary>Where the coefficients of an index begin among those of a class.</summary>
    public int[] Offsets { get; }

    /// <summary>Parameters of a class.</summary>
    public int PerClass { get; }

    /// <summary>Determinants of class membership, one row a group; null for a constant.</summary>
    public Matrix? Membership { get; }

    public IReadOnlyList<string> MembershipNames { get; }

    public int MembershipCount => MembershipNames.Count;

    /// <summary>Groups of rows that share a class: rows or units.</summary>
    public int GroupCount { get; }

    /// <summary>First row of each unit; null when every row is a group.</summary>
    public int[]? Starts { get; }

    public int Dimension { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>First parameter of a class.</summary>
    public int ClassOffset(int j) => j * PerClass;

    /// <summary>First logit of a class below the last.</summary>
    public int LogitOffset(int j) => Classes * PerClass + j * MembershipCount;

    public int FirstRow(int group) => Starts is null ? group : Starts[group];

    /// <summary>θ with class k at the place <paramref name="order"/>[k] had; the logits are taken against the new last class.</summary>
    public double[] Reordered(ReadOnlySpan<double> theta, IReadOnlyList<int> order)
    {
        var point = new double[Dimension];
        for (int j = 0; j < Classes; j++)
            theta.Slice(ClassOffset(order[j]), PerClass).CopyTo(point.AsSpan(ClassOffset(j), PerClass));
        for (int j = 0; j < Classes - 1; j++)
            for (int c = 0; c < MembershipCount; c++)
                point[LogitOffset(j) + c] = Logit(theta, order[j], c) - Logit(theta, order[^1], c);
        return point;
    }

    private double Logit(ReadOnlySpan<double> theta, int j, int c) => j == Classes - 1 ? 0 : theta[LogitOffset(j) + c];

    private static Matrix OfUnits(Design design, IndexTerm term)
    {
        int[] starts = design.Units!.Starts;
        var rows = new Matrix(design.Units.Count, term.Count);
        for (int c = 0; c < term.Count; c++)
        {
            ReadOnlySpan<double> column = term.Columns!.Column(c);
            for (int unit = 0; unit < rows.Rows; unit++)
            {
                rows[unit, c] = column[starts[unit]];
                if (column[starts[unit]..starts[unit + 1]].IndexOfAnyExcept(column[starts[unit]]) >= 0)
                {
                    throw new DataUnfitException(
                        "class-varies-in-unit",
                        $"'{term.Names[c]}' of --class changes within {design.Units.Names[unit]}, but all rows of a unit share one class: use a column that is "
                        + "constant within units, or --method rows");
                }
            }
        }
        return rows;
    }
}
