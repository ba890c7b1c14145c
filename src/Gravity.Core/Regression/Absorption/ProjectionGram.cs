using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>Inner products of more columns than one block holds.</summary>
internal static class ProjectionGram
{
    /// <summary>X̃'WX̃ with the extra column last, and X̃'(u − Wf), u'f where that was given as u = w·z.</summary>
    /// <param name="columns">Projected columns.</param>
    /// <param name="weighted">u, before f took its place; null without.</param>
    /// <param name="weights">Weights in the order of the rows, or null for 1.</param>
    /// <param name="threads">Threads to use.</param>
    public static ProjectionProducts Of(ProjectionColumns columns, double[]? weighted, double[]? weights, int threads)
    {
        int own = columns.Columns.Columns, count = columns.Count, rows = columns.Columns.Rows;
        Matrix inner = WeightedGram.Of(columns.Columns, weights, threads), gram = new(count, count);
        for (int j = 0; j < own; j++)
            inner.Column(j).CopyTo(gram.Column(j));
        if (columns.Extra is not { } extra)
            return new ProjectionProducts(gram, [], 0);
        double[] beside = WeightedGram.Product(columns.Columns, weights, extra, threads);
        for (int j = 0; j < own; j++)
            gram[j, own] = gram[own, j] = beside[j];
        double square = 0, product = 0;
        for (int i = 0; i < rows; i++)
            square += (weights is null ? 1 : weights[i]) * extra[i] * extra[i];
        gram[own, own] = square;
        if (weighted is null)
            return new ProjectionProducts(gram, [], 0);
        product = GramKernels.Dot(weighted, extra);
        double[] right = WeightedGram.Product(columns.Columns, null, weighted, threads);
        return new ProjectionProducts(gram, [.. right.Select((r, j) => r - beside[j]), 0], product);
    }
}
