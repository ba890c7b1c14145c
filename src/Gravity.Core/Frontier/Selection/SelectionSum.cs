using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Selection;

/// <summary>Σ over selected rows of one kernel and over the others of ln Φ(−z'α); the last index of the kernel is z'α.</summary>
/// <remarks>Units are the rows of the selection equation in their order, so that clusters may hold rows of both kinds.</remarks>
internal sealed class SelectionSum
{
    private readonly SelectionRows _rows;
    private readonly IndexSum _selected;
    private readonly IndexSum? _others;
    private readonly int _offset;

    public SelectionSum(SelectionRows rows, double[] response, IReadOnlyList<IndexTerm> terms, IndexKernel kernel, Matrix z, string[] names, int threads)
    {
        _rows = rows;
        Terms = [.. terms, IndexTerm.Columned(BlockNames.Selection, names, z)];
        _selected = new IndexSum(response, Terms, kernel, threads);
        _offset = _selected.Offset(terms.Count);
        if (rows.UnselectedRows.Length > 0)
        {
            var minus = new double[rows.UnselectedRows.Length];
            Array.Fill(minus, -1);
            IndexTerm other = IndexTerm.Columned(BlockNames.Selection, names, Pick(rows.All.Frontier.Values, rows.UnselectedRows));
            _others = new IndexSum(minus, [other], new ProbitKernel(), threads);
        }
    }

    public IReadOnlyList<IndexTerm> Terms { get; }

    public int Dimension => _selected.Dimension;

    public int Offset(int term) => _selected.Offset(term);

    /// <summary>The values of an index in the selected rows.</summary>
    public double[] IndexValues(ReadOnlySpan<double> point, int term) => _selected.IndexValues(point, term);

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        double value = _selected.Evaluate(point, gradient, hessian);
        if (_others is null)
            return value;
        int columns = _others.Dimension, order = Dimension;
        Span<double> slope = stackalloc double[gradient.IsEmpty ? 0 : columns];
        double[] bend = new double[hessian.IsEmpty ? 0 : columns * columns];
        value += _others.Evaluate(point.Slice(_offset, columns), slope, bend);
        for (int j = 0; j < slope.Length; j++)
            gradient[_offset + j] += slope[j];
        for (int k = 0; k < bend.Length; k++)
            hessian[_offset + k % columns + (_offset + k / columns) * order] += bend[k];
        return value;
    }

    public void Scores(ReadOnlySpan<double> point, Matrix scores)
    {
        scores.Values.Clear();
        Matrix own = new(_rows.SelectedRows.Length, Dimension);
        _selected.Scores(point, own);
        Scatter(own, _rows.SelectedRows, scores, 0);
        if (_others is null)
            return;
        Matrix rest = new(_rows.UnselectedRows.Length, _others.Dimension);
        _others.Scores(point.Slice(_offset, _others.Dimension), rest);
        Scatter(rest, _rows.UnselectedRows, scores, _offset);
    }

    private static void Scatter(Matrix source, int[] rows, Matrix target, int offset)
    {
        for (int j = 0; j < source.Columns; j++)
        {
            ReadOnlySpan<double> from = source.Column(j);
            Span<double> to = target.Column(offset + j);
            for (int i = 0; i < rows.Length; i++)
                to[rows[i]] = from[i];
        }
    }

    internal static Matrix Pick(Matrix values, int[] rows)
    {
        Matrix picked = new(rows.Length, values.Columns);
        for (int j = 0; j < values.Columns; j++)
            for (int i = 0; i < rows.Length; i++)
                picked[i, j] = values[rows[i], j];
        return picked;
    }
}
