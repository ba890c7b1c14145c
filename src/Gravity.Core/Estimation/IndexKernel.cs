using System.Numerics.Tensors;
using Gravity.Core.Numerics;

namespace Gravity.Core.Estimation;

/// <summary>From the linear indices of a block of rows to ℓ, ∂ℓ/∂index and ∂²ℓ/∂index². All that a new pooled law has to supply.</summary>
/// <remarks>
/// A kernel works on whole vectors: <see cref="KernelBlock.Padded"/> rows, of which the last few may repeat a real row and are ignored by the caller.
/// </remarks>
internal abstract class IndexKernel
{
    /// <summary>Number of indices; index 0 is the location x'β.</summary>
    public abstract int IndexCount { get; }

    /// <summary>Rows that make the work of one thread at a time.</summary>
    public virtual int ChunkRows => RowPartition.ChunkRows;

    /// <summary>Fills the block's values, and its derivatives up to <paramref name="order"/> (0, 1 or 2).</summary>
    public abstract void Evaluate(KernelBlock block, int order);
}

/// <summary>Scratch space for one block of rows: inputs and outputs of an <see cref="IndexKernel"/>, one contiguous strip each.</summary>
internal sealed class KernelBlock
{
    /// <summary>Rows of a block: the strips of a three-index kernel stay within the first-level cache.</summary>
    public const int Size = 512;

    private readonly int _indexCount;
    private readonly double[] _strips;

    public KernelBlock(int indexCount)
    {
        _indexCount = indexCount;
        int hessian = indexCount * (indexCount + 1) / 2;
        _strips = new double[Size * (2 + 2 * indexCount + hessian)];
    }

    /// <summary>Number of indices.</summary>
    public int IndexCount => _indexCount;

    /// <summary>Rows in use.</summary>
    public int Count { get; private set; }

    /// <summary><see cref="Count"/> rounded up to whole vectors.</summary>
    public int Padded { get; private set; }

    public Span<double> Response => Strip(0);

    public Span<double> Value => Strip(1);

    /// <summary>Values of index <paramref name="k"/>.</summary>
    public Span<double> Index(int k) => Strip(2 + k);

    /// <summary>∂ℓ/∂index k.</summary>
    public Span<double> Gradient(int k) => Strip(2 + _indexCount + k);

    /// <summary>∂²ℓ/∂index k ∂index l, k ≤ l.</summary>
    public Span<double> Hessian(int k, int l) => Strip(2 + 2 * _indexCount + k * _indexCount - k * (k - 1) / 2 + (l - k));

    /// <summary>Sets the number of rows and the responses; indices are filled next, then <see cref="Pad"/> is called.</summary>
    public void Begin(ReadOnlySpan<double> response)
    {
        Count = response.Length;
        Padded = (Count + 7) & ~7;
        response.CopyTo(Response);
    }

    /// <summary>Repeats the last row up to a whole vector, so that kernels need no remainder loop.</summary>
    public void Pad()
    {
        for (int strip = 0; strip < 2 + _indexCount; strip++)
        {
            Span<double> values = Strip(strip);
            values[Count..Padded].Fill(values[Count - 1]);
        }
    }

    /// <summary>Multiplies the values, and the derivatives up to <paramref name="order"/>, by one weight a row.</summary>
    public void Weigh(ReadOnlySpan<double> weights, int order)
    {
        int strips = 1 + (order >= 1 ? _indexCount : 0) + (order == 2 ? _indexCount * (_indexCount + 1) / 2 : 0);
        // Value is strip 1, derivatives follow the indices.
        for (int k = 0; k < strips; k++)
        {
            Span<double> strip = Strip(k == 0 ? 1 : 1 + _indexCount + k)[..Count];
            TensorPrimitives.Multiply<double>(strip, weights, strip);
        }
    }

    /// <summary>Σ of a strip over the rows in use.</summary>
    public double Sum(ReadOnlySpan<double> strip) => TensorPrimitives.Sum(strip[..Count]);

    private Span<double> Strip(int position) => _strips.AsSpan(position * Size, Size);
}
