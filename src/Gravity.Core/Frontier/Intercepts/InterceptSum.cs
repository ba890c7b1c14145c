using System.Collections.Concurrent;
using Gravity.Core.Data;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>Σ over units of ln ∫ f_a(a) Πₜ f_ε(eₜ − a) da, with gradient, exact Hessian and scores.</summary>
/// <remarks>
/// Under the integral: ∂ℓ/∂θ = E[g], ∂²ℓ/∂θ∂θ' = E[H] + V[g] over the posterior of the intercept, g and H the derivatives of ln of the integrand.
/// E[H] is one weight a row and index pair; V[g] is the weighted cross-product of a parameters × nodes matrix. Chunks are whole units and fixed by
/// the data, so the result does not depend on the number of threads. docs/models/random-intercepts.md has the formulas.
/// </remarks>
internal sealed class InterceptSum
{
    private const int ChunkRows = 512;

    private readonly FrontierLikelihood _model;
    private readonly ConjugateLaw _law;
    private readonly InterceptLayout _layout;
    private readonly int[] _chunkStarts;
    private readonly int _longestChunk;
    private readonly ConcurrentBag<InterceptChunk> _idle = [];

    public InterceptSum(FrontierLikelihood model, ConjugateLaw law, InterceptLayout layout)
    {
        _model = model;
        _law = law;
        _layout = layout;
        UnitIndex units = layout.Units;
        var starts = new List<int> { 0 };
        for (int unit = 0; unit < units.Count; unit++)
            if (units.Starts[unit + 1] - units.Starts[starts[^1]] >= ChunkRows || unit == units.Count - 1)
                starts.Add(unit + 1);
        _chunkStarts = [.. starts];
        for (int c = 0; c + 1 < _chunkStarts.Length; c++)
            _longestChunk = Math.Max(_longestChunk, units.Starts[_chunkStarts[c + 1]] - units.Starts[_chunkStarts[c]]);
    }

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        int order = hessian.IsEmpty ? gradient.IsEmpty ? 0 : 1 : 2;
        int p = _layout.Dimension;
        int width = 1 + (order >= 1 ? p : 0) + (order == 2 ? p * p : 0);
        double[] theta = point.ToArray();
        int chunks = _chunkStarts.Length - 1;
        var partial = new double[chunks * width];
        Workers.For(chunks, _model.Threads, c =>
        {
            InterceptChunk chunk = Take();
            Span<double> sums = partial.AsSpan(c * width, width);
            chunk.Begin(theta, _chunkStarts[c], _chunkStarts[c + 1], order);
            for (int unit = _chunkStarts[c]; unit < _chunkStarts[c + 1]; unit++)
                sums[0] += chunk.Add(theta, unit);
            if (order >= 1)
                chunk.CloseGradient(sums.Slice(1, p));
            if (order == 2)
                chunk.CloseHessian(sums[(1 + p)..]);
            _idle.Add(chunk);
        });
        var total = new double[width];
        var lost = new double[width];
        for (int c = 0; c < chunks; c++)
            CompensatedSum.Add(partial.AsSpan(c * width, width), total, lost);
        for (int j = 0; j < width; j++)
            total[j] = CompensatedSum.Close(total[j], lost[j]);
        if (!double.IsFinite(total[0]))
        {
            gradient.Clear();
            hessian.Clear();
            return double.NegativeInfinity;
        }
        if (order >= 1)
            total.AsSpan(1, p).CopyTo(gradient);
        if (order == 2)
            total.AsSpan(1 + p).CopyTo(hessian);
        return total[0];
    }

    public void Scores(ReadOnlySpan<double> point, Matrix scores)
    {
        double[] theta = point.ToArray();
        Workers.For(_chunkStarts.Length - 1, _model.Threads, c =>
        {
            InterceptChunk chunk = Take();
            chunk.Begin(theta, _chunkStarts[c], _chunkStarts[c + 1], 1);
            var score = new double[_layout.Dimension];
            for (int unit = _chunkStarts[c]; unit < _chunkStarts[c + 1]; unit++)
            {
                chunk.Add(theta, unit);
                chunk.UnitScore(unit, score);
                for (int j = 0; j < score.Length; j++)
                    scores[unit, j] = score[j];
            }
            _idle.Add(chunk);
        });
    }

    /// <summary>Gives the nodes of each unit's posterior at θ, in parallel.</summary>
    public void ForEachUnit(double[] theta, Action<int, UnitIntegrand, InterceptNodes> visit) => Workers.For(_chunkStarts.Length - 1, _model.Threads, c =>
    {
        InterceptChunk chunk = Take();
        chunk.Begin(theta, _chunkStarts[c], _chunkStarts[c + 1], 0);
        for (int unit = _chunkStarts[c]; unit < _chunkStarts[c + 1]; unit++)
        {
            chunk.Fill(theta, unit);
            visit(unit, chunk.Integrand, chunk.Nodes);
        }
        _idle.Add(chunk);
    });

    private InterceptChunk Take() => _idle.TryTake(out InterceptChunk? chunk)
        ? chunk : new InterceptChunk(_layout, _law, _model.Design.Frontier.Values, _model.Response, _model.Sign, _longestChunk);
}
