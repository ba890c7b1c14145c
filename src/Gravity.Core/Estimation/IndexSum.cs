using System.Collections.Concurrent;
using System.Numerics.Tensors;
using Gravity.Core.Numerics;

namespace Gravity.Core.Estimation;

/// <summary>Σ over rows of a kernel of linear indices, with gradient and exact Hessian: ∂ℓ/∂θ = Xⱼ'g and ∂²ℓ/∂θ² = Xⱼ'diag(h)Xₗ.</summary>
/// <remarks>
/// Rows are cut into fixed chunks; each chunk is summed block by block into its own accumulator, and the accumulators are added in the order of
/// the chunks. The partition does not depend on the number of threads, so neither do the bits of the result.
/// </remarks>
internal sealed class IndexSum
{
    private readonly double[] _response;
    private readonly IReadOnlyList<IndexTerm> _terms;
    private readonly IndexKernel _kernel;
    private readonly int[] _offsets;
    private readonly int _threads;
    private readonly double[]? _weights;
    private readonly double[]? _offset;
    private readonly RowPartition _partition;
    private readonly int _pairLength;
    private readonly ConcurrentBag<Workspace> _idle = [];

    /// <param name="response">Left side, one value a row.</param>
    /// <param name="terms">The indices, in the order of the kernel's.</param>
    /// <param name="kernel">From the indices of a row to its ℓ.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    /// <param name="weights">Each row's term counts so often: Σ wᵢℓᵢ; null for 1.</param>
    /// <param name="offset">Added to index 0 in every row; null for 0. The array may be filled anew between evaluations.</param>
    public IndexSum(double[] response, IReadOnlyList<IndexTerm> terms, IndexKernel kernel, int threads, double[]? weights = null, double[]? offset = null)
    {
        if (weights is not null && weights.Length != response.Length)
            throw new ArgumentException($"there are {weights.Length} weights for {response.Length} rows", nameof(weights));
        _weights = weights;
        if (terms.Count != kernel.IndexCount)
            throw new ArgumentException($"the kernel takes {kernel.IndexCount} indices, {terms.Count} are given", nameof(terms));
        _response = response;
        _offset = offset;
        _terms = terms;
        _kernel = kernel;
        _threads = threads;
        _partition = new RowPartition(response.Length, kernel.ChunkRows);
        _offsets = new int[terms.Count + 1];
        for (int k = 0; k < terms.Count; k++)
            _offsets[k + 1] = _offsets[k] + terms[k].Count;
        for (int k = 0; k < terms.Count; k++)
            for (int l = k; l < terms.Count; l++)
                _pairLength += terms[k].Count * terms[l].Count;
    }

    /// <summary>The same sum with another left side.</summary>
    public IndexSum WithResponse(double[] response) => new(response, _terms, _kernel, _threads, _weights, _offset);

    /// <summary>The same sum with this in place of what was added to index 0.</summary>
    public IndexSum WithOffset(double[] offset) => new(_response, _terms, _kernel, _threads, _weights, offset);

    /// <summary>The indices.</summary>
    public IReadOnlyList<IndexTerm> Terms => _terms;

    public int Dimension => _offsets[^1];

    public int Rows => _response.Length;

    /// <summary>Where the coefficients of term <paramref name="term"/> begin.</summary>
    public int Offset(int term) => _offsets[term];

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) => Evaluate(point, gradient, hessian, null);

    /// <summary>The same; <paramref name="rows"/>, where given, receives the derivatives of every row in the location.</summary>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian, LocationDerivatives? rows)
    {
        int order = hessian.IsEmpty ? gradient.IsEmpty ? 0 : 1 : 2;
        double[] theta = point.ToArray();
        int gradients = order >= 1 ? Dimension : 0;
        int pairs = order == 2 ? _pairLength : 0;
        double[] sums = _partition.Sum(
            1 + gradients + pairs, _threads, (start, length, sum) => SumChunk(theta, start, length, order, sum, rows));
        if (order >= 1)
            sums.AsSpan(1, gradients).CopyTo(gradient);
        if (order == 2)
            Assemble(sums.AsSpan(1 + gradients), hessian);
        return sums[0];
    }

    /// <summary>Fills rows × coefficients with the score of each row.</summary>
    public void Scores(ReadOnlySpan<double> point, Matrix scores)
    {
        double[] theta = point.ToArray();
        Workers.For(_partition.Count, _threads, chunk =>
        {
            var block = new KernelBlock(_terms.Count);
            (int first, int length) = _partition.Range(chunk);
            for (int start = first; start < first + length; start += KernelBlock.Size)
            {
                int count = Math.Min(KernelBlock.Size, first + length - start);
                Load(block, theta, start, count);
                _kernel.Evaluate(block, 1);
                Weigh(block, start, 1);
                for (int k = 0; k < _terms.Count; k++)
                {
                    ReadOnlySpan<double> g = block.Gradient(k);
                    for (int j = 0; j < _terms[k].Count; j++)
                    {
                        Span<double> target = scores.Column(_offsets[k] + j).Slice(start, count);
                        if (_terms[k].Columns is { } columns)
                        {
                            ReadOnlySpan<double> x = columns.Column(j).Slice(start, count);
                            for (int i = 0; i < count; i++)
                                target[i] = g[i] * x[i];
                        }
                        else
                        {
                            g[..count].CopyTo(target);
                        }
                    }
                }
            }
        });
    }

    /// <summary>ℓ of every row.</summary>
    public double[] Values(ReadOnlySpan<double> point)
    {
        double[] theta = point.ToArray();
        var values = new double[Rows];
        Workers.For(_partition.Count, _threads, chunk =>
        {
            var block = new KernelBlock(_terms.Count);
            (int first, int length) = _partition.Range(chunk);
            for (int start = first; start < first + length; start += KernelBlock.Size)
            {
                int count = Math.Min(KernelBlock.Size, first + length - start);
                Load(block, theta, start, count);
                _kernel.Evaluate(block, 0);
                block.Value[..count].CopyTo(values.AsSpan(start));
            }
        });
        return values;
    }

    /// <summary>The values of index <paramref name="term"/> for every row.</summary>
    public double[] IndexValues(ReadOnlySpan<double> point, int term)
    {
        var values = new double[Rows];
        LoadIndex(term, point, 0, values);
        return values;
    }

    private void Load(KernelBlock block, double[] theta, int start, int count)
    {
        block.Begin(_response.AsSpan(start, count));
        for (int k = 0; k < _terms.Count; k++)
            LoadIndex(k, theta, start, block.Index(k)[..count]);
        block.Pad();
    }

    /// <summary>The values of index <paramref name="term"/> for the rows from <paramref name="start"/> on.</summary>
    public void LoadIndex(int term, ReadOnlySpan<double> theta, int start, Span<double> target)
    {
        ReadOnlySpan<double> coefficients = theta.Slice(_offsets[term], _terms[term].Count);
        if (_terms[term].Columns is { } columns)
            GramKernels.LinearIndex(columns, coefficients, start, target);
        else
            target.Fill(coefficients[0]);
        if (term == 0 && _offset is not null)
            TensorPrimitives.Add(target, _offset.AsSpan(start, target.Length), target);
    }

    private void Weigh(KernelBlock block, int start, int order)
    {
        if (_weights is not null)
            block.Weigh(_weights.AsSpan(start, block.Count), order);
    }

    private void SumChunk(double[] theta, int first, int length, int order, Span<double> sum, LocationDerivatives? rows)
    {
        int needed = rows is null ? order : 2;
        if (!_idle.TryTake(out Workspace? workspace))
            workspace = new Workspace(_terms.Count);
        KernelBlock block = workspace.Block;
        for (int start = first; start < first + length; start += KernelBlock.Size)
        {
            int count = Math.Min(KernelBlock.Size, first + length - start);
            Load(block, theta, start, count);
            _kernel.Evaluate(block, needed);
            Weigh(block, start, needed);
            rows?.Take(block, start);
            sum[0] += block.Sum(block.Value);
            if (order >= 1)
                AddGradient(block, start, sum.Slice(1, Dimension));
            if (order == 2)
                AddHessian(block, start, sum[(1 + Dimension)..], workspace.Scratch);
        }
        _idle.Add(workspace);
    }

    private void AddGradient(KernelBlock block, int start, Span<double> gradient)
    {
        for (int k = 0; k < _terms.Count; k++)
            AddProduct(k, block, start, block.Gradient(k)[..block.Count], gradient.Slice(_offsets[k], _terms[k].Count));
    }

    private void AddHessian(KernelBlock block, int start, Span<double> pairs, double[] scratch)
    {
        int position = 0;
        for (int k = 0; k < _terms.Count; k++)
        {
            for (int l = k; l < _terms.Count; l++)
            {
                Span<double> target = pairs.Slice(position, _terms[k].Count * _terms[l].Count);
                position += target.Length;
                ReadOnlySpan<double> weights = block.Hessian(k, l)[..block.Count];
                if (_terms[k].Columns is { } left && _terms[l].Columns is { } right)
                    GramKernels.AddWeightedGram(left, right, start, weights, scratch, target);
                else
                    AddProduct(_terms[k].Columns is null ? l : k, block, start, weights, target);
            }
        }
    }

    private void AddProduct(int term, KernelBlock block, int start, ReadOnlySpan<double> weights, Span<double> target)
    {
        if (_terms[term].Columns is { } columns)
            GramKernels.AddTransposedProduct(columns, start, weights, target);
        else
            target[0] += block.Sum(weights);
    }

    /// <summary>What one thread needs for its chunks; kept from evaluation to evaluation.</summary>
    private sealed class Workspace(int indexCount)
    {
        public KernelBlock Block { get; } = new(indexCount);

        public double[] Scratch { get; } = new double[GramKernels.GramScratch(KernelBlock.Size)];
    }

    private void Assemble(Span<double> pairs, Span<double> hessian)
    {
        int position = 0;
        int order = Dimension;
        for (int k = 0; k < _terms.Count; k++)
        {
            for (int l = k; l < _terms.Count; l++)
            {
                int rows = _terms[k].Count;
                Span<double> pair = pairs.Slice(position, rows * _terms[l].Count);
                position += pair.Length;
                // Of one and the same matrix only the lower triangle is summed.
                if (_terms[k].Columns is { } left && ReferenceEquals(left, _terms[l].Columns))
                    GramKernels.MirrorLower(pair, rows);
                for (int j = 0; j < _terms[l].Count; j++)
                {
                    for (int i = 0; i < rows; i++)
                    {
                        int row = _offsets[k] + i, column = _offsets[l] + j;
                        hessian[row + column * order] = hessian[column + row * order] = pair[j * rows + i];
                    }
                }
            }
        }
    }
}
