using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>The rows in the order of one effect's groups, so that a sum over a group walks neighbouring memory.</summary>
internal sealed class EffectOrder
{
    /// <summary>Rows that make the work of one thread at a time.</summary>
    private const int PieceRows = 16_384;

    private readonly int[] _starts;
    private readonly int[]? _rows;
    private readonly int[][] _others;
    private readonly int[] _pieces;
    private readonly int _offset;

    /// <param name="codes">Group of every row, by effect.</param>
    /// <param name="counts">Groups of every effect.</param>
    /// <param name="offsets">Where the groups of every effect begin among all groups.</param>
    /// <param name="own">Which effect.</param>
    public EffectOrder(IReadOnlyList<int[]> codes, IReadOnlyList<int> counts, int[] offsets, int own)
    {
        int[] code = codes[own];
        _offset = offsets[own];
        _starts = new int[counts[own] + 1];
        foreach (int group in code)
            _starts[group + 1]++;
        for (int g = 0; g < counts[own]; g++)
            _starts[g + 1] += _starts[g];
        bool sorted = true;
        for (int i = 1; i < code.Length && sorted; i++)
            sorted = code[i] >= code[i - 1];
        if (!sorted)
        {
            int[] next = _starts[..^1];
            _rows = new int[code.Length];
            for (int i = 0; i < code.Length; i++)
                _rows[next[code[i]]++] = i;
        }
        int[] others = [.. Enumerable.Range(0, codes.Count).Where(q => q != own)];
        _others = [.. others.Select(q => InOrder(Array.ConvertAll(codes[q], group => group + offsets[q])))];
        var pieces = new List<int> { 0 };
        for (int g = 1; g <= counts[own]; g++)
            if (_starts[g] - _starts[pieces[^1]] >= PieceRows || g == counts[own])
                pieces.Add(g);
        _pieces = [.. pieces];
    }

    /// <summary>Number of groups.</summary>
    public int Count => _starts.Length - 1;

    /// <summary>Number of rows.</summary>
    public int Rows => _starts[^1];

    /// <summary>Where the groups begin among those of all effects.</summary>
    public int Offset => _offset;

    /// <summary>Rows of a group.</summary>
    public int Length(int group) => _starts[group + 1] - _starts[group];

    /// <summary>Brings one weight a row into the order of the groups, and sums them.</summary>
    public void Arrange(double[] weights, double[] arranged, double[] diagonal, int threads) => ForPieces(threads, (first, end) =>
    {
        for (int g = first; g < end; g++)
        {
            double sum = 0;
            for (int k = _starts[g]; k < _starts[g + 1]; k++)
                sum += arranged[k] = weights[_rows is null ? k : _rows[k]];
            diagonal[g] = sum;
        }
    });

    /// <summary>Σ of a row's values over every group.</summary>
    public void Sum(double[] values, double[] target, int threads) => ForPieces(threads, (first, end) =>
    {
        for (int g = first; g < end; g++)
        {
            double sum = 0;
            for (int k = _starts[g]; k < _starts[g + 1]; k++)
                sum += values[_rows is null ? k : _rows[k]];
            target[_offset + g] = sum;
        }
    });

    /// <summary>Σ of a row's values times a column over every group.</summary>
    public void Sum(double[] values, Matrix columns, int column, double[] target, int threads) => ForPieces(threads, (first, end) =>
    {
        ReadOnlySpan<double> x = columns.Column(column);
        for (int g = first; g < end; g++)
        {
            double sum = 0;
            for (int k = _starts[g]; k < _starts[g + 1]; k++)
            {
                int row = _rows is null ? k : _rows[k];
                sum += values[row] * x[row];
            }
            target[_offset + g] = sum;
        }
    });

    /// <summary>Σ w·(Σ of the other effects' coefficients) over every group: D_q'W·Σ_{p≠q} D_p x_p.</summary>
    /// <param name="weights">As arranged.</param>
    /// <param name="x">Coefficients of all groups, <paramref name="width"/> columns side by side.</param>
    /// <param name="target">Receives the sums of this effect's groups.</param>
    /// <param name="width">1 or 4.</param>
    /// <param name="threads">Threads.</param>
    public void Couple(double[] weights, double[] x, double[] target, int width, int threads)
    {
        if (width == 1)
            ForPieces(threads, (first, end) => CoupleOne(weights, x, target, first, end));
        else
            ForPieces(threads, (first, end) => CoupleFour(weights, x, target, first, end));
    }

    private void CoupleOne(double[] weights, double[] x, double[] target, int first, int end)
    {
        ref double at = ref MemoryMarshal.GetArrayDataReference(x);
        int[] one = _others[0];
        for (int g = first; g < end; g++)
        {
            double sum = 0;
            for (int k = _starts[g]; k < _starts[g + 1]; k++)
            {
                double value = Unsafe.Add(ref at, one[k]);
                for (int p = 1; p < _others.Length; p++)
                    value += Unsafe.Add(ref at, _others[p][k]);
                sum += weights[k] * value;
            }
            target[_offset + g] = sum;
        }
    }

    private void CoupleFour(double[] weights, double[] x, double[] target, int first, int end)
    {
        ref double at = ref MemoryMarshal.GetArrayDataReference(x);
        int[] one = _others[0];
        for (int g = first; g < end; g++)
        {
            var sum = Vector256<double>.Zero;
            for (int k = _starts[g]; k < _starts[g + 1]; k++)
            {
                var value = Vector256.LoadUnsafe(ref at, (nuint)(4 * one[k]));
                for (int p = 1; p < _others.Length; p++)
                    value += Vector256.LoadUnsafe(ref at, (nuint)(4 * _others[p][k]));
                sum += Vector256.Create(weights[k]) * value;
            }
            sum.CopyTo(target, 4 * (_offset + g));
        }
    }

    private void ForPieces(int threads, Action<int, int> work) =>
        Workers.For(_pieces.Length - 1, threads, piece => work(_pieces[piece], _pieces[piece + 1]));

    private int[] InOrder(int[] values) => _rows is null ? values : Array.ConvertAll(_rows, row => values[row]);
}
