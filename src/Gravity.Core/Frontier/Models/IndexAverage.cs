using System.Numerics.Tensors;
using Gravity.Core.Estimation;

namespace Gravity.Core.Frontier.Models;

/// <summary>The sample mean (weighted, where rows have weights) of a linear index as a function of θ: where a variance or mean has determinants, print-outs give it there.</summary>
internal static class IndexAverage
{
    public static Func<IReadOnlyList<double>, double> Of(IndexTerm term, int offset, double[]? weights = null)
    {
        if (term.Columns is not { } columns)
            return theta => theta[offset];
        var means = new double[term.Count];
        for (int j = 0; j < means.Length; j++)
        {
            means[j] = weights is null
                ? TensorPrimitives.Sum<double>(columns.Column(j)) / columns.Rows
                : TensorPrimitives.Dot<double>(columns.Column(j), weights) / TensorPrimitives.Sum<double>(weights);
        }
        return theta =>
        {
            double sum = 0;
            for (int j = 0; j < means.Length; j++)
                sum += means[j] * theta[offset + j];
            return sum;
        };
    }
}
