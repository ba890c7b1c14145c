using System.Collections.Concurrent;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>ℓ = Σᵢ ln Σⱼ Pᵢⱼ Πₜ fⱼ(yᵢₜ) over groups i of rows that share a class, with gradient, scores and exact Hessian.</summary>
/// <remarks>
/// With s_ij = ∂ ln(PᵢⱼΠf)/∂θ, H_ij its second derivative and πᵢⱼ the posterior probability: ∂ℓᵢ = Σⱼ πᵢⱼs_ij and ∂²ℓᵢ = Σⱼ πᵢⱼ(H_ij + s_ijs_ij') − (∂ℓᵢ)(∂ℓᵢ)'.
/// Given responsibilities r instead of π the same sums without their outer products are the function that the M-step of EM raises. docs/models/latent-class.md.
/// </remarks>
internal sealed class MixtureSum
{
    private readonly ClassLayout _layout;
    private readonly IndexKernel _kernel;
    private readonly double[] _response;
    private readonly int _threads;
    private readonly RowPartition _partition;
    private readonly ConcurrentBag<MixtureChunk> _idle = [];

    public MixtureSum(ClassLayout layout, IndexKernel kernel, double[] response, int threads)
    {
        _layout = layout;
        _kernel = kernel;
        _response = response;
        _threads = threads;
        int perGroup = Math.Max(1, response.Length / Math.Max(1, layout.GroupCount));
        _partition = new RowPartition(layout.GroupCount, Math.Max(1, 2048 / perGroup));
    }

    /// <summary>ℓ and its derivatives; with <paramref name="responsibilities"/> (groups × classes) Σᵢⱼ rᵢⱼ(ln Pᵢⱼ + Σₜ ln fⱼ) and its own.</summary>
    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian, Matrix? responsibilities = null)
    {
        int order = hessian.IsEmpty ? gradient.IsEmpty ? 0 : 1 : 2, n = _layout.Dimension;
        double[] theta = point.ToArray();
        double[] sums = _partition.Sum(
            1 + (order >= 1 ? n : 0) + (order == 2 ? n * n : 0), _threads, (start, length, sum) =>
            {
                MixtureChunk chunk = Take();
                chunk.Load(theta, start, length, order, responsibilities);
                sum[0] = chunk.Value;
                if (order >= 1)
                    chunk.AddGradient(sum.Slice(1, n));
                if (order == 2)
                    chunk.AddHessian(sum[(1 + n)..]);
                _idle.Add(chunk);
            });
        if (order >= 1)
            sums.AsSpan(1, n).CopyTo(gradient);
        if (order == 2)
        {
            sums.AsSpan(1 + n).CopyTo(hessian);
            for (int l = 0; l < n; l++)
                for (int k = l + 1; k < n; k++)
                    hessian[l + k * n] = hessian[k + l * n];
        }
        return sums[0];
    }

    /// <summary>Fills groups × parameters with the score of each group.</summary>
    public void Scores(ReadOnlySpan<double> point, Matrix scores)
    {
        double[] theta = point.ToArray();
        ForChunks((chunk, start, length) =>
        {
            chunk.Load(theta, start, length, 1, null);
            chunk.CopyScores(scores, start);
        });
    }

    /// <summary>Posterior probabilities πᵢⱼ, groups × classes, and ℓ.</summary>
    public double Posterior(ReadOnlySpan<double> point, Matrix posterior)
    {
        double[] theta = point.ToArray();
        var values = new double[_partition.Count];
        ForChunks((chunk, start, length) =>
        {
            chunk.Load(theta, start, length, 0, null);
            chunk.CopyPosterior(posterior, start);
            values[start / _partition.Chunk] = chunk.Value;
        });
        double sum = 0;
        foreach (double value in values)
            sum += value;
        return sum;
    }

    /// <summary>Prior probabilities Pᵢⱼ, groups × classes.</summary>
    public void Prior(ReadOnlySpan<double> point, Matrix prior)
    {
        double[] theta = point.ToArray();
        ForChunks((chunk, start, length) =>
        {
            chunk.LoadPrior(theta, start, length);
            chunk.CopyPrior(prior, start);
        });
    }

    private void ForChunks(Action<MixtureChunk, int, int> work) => Workers.For(_partition.Count, _threads, k =>
    {
        (int start, int length) = _partition.Range(k);
        MixtureChunk chunk = Take();
        work(chunk, start, length);
        _idle.Add(chunk);
    });

    private MixtureChunk Take() => _idle.TryTake(out MixtureChunk? chunk) ? chunk : new MixtureChunk(_layout, _kernel, _response);
}
