namespace Gravity.Core.Estimation;

/// <summary>∂ℓ/∂η and ∂²ℓ/∂η∂index of every row, η the location: what absorbing effects into the location needs.</summary>
/// <param name="rows">Number of rows.</param>
/// <param name="indices">Number of indices, the location included.</param>
internal sealed class LocationDerivatives(int rows, int indices)
{
    private readonly double[][] _second = [.. Enumerable.Range(0, indices).Select(_ => new double[rows])];

    /// <summary>∂ℓ/∂η.</summary>
    public double[] First { get; } = new double[rows];

    /// <summary>∂²ℓ/∂η∂index <paramref name="k"/>; ∂²ℓ/∂η² for k = 0.</summary>
    public double[] Second(int k) => _second[k];

    /// <summary>Copies the rows of a block, which holds second derivatives.</summary>
    public void Take(KernelBlock block, int start)
    {
        block.Gradient(0)[..block.Count].CopyTo(First.AsSpan(start));
        for (int k = 0; k < _second.Length; k++)
            block.Hessian(0, k)[..block.Count].CopyTo(_second[k].AsSpan(start));
    }
}
