using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>θ with variances in place of their logarithms: the scale on which the bias of short groups goes with 1/length.</summary>
/// <remarks>
/// The level of an index of a log variance, its mean over the rows, becomes the variance there; slopes stay. A law with μ keeps ln σ_u², which runs off with −μ without u
/// growing.
/// </remarks>
internal sealed class VarianceScale
{
    private readonly List<(int Intercept, double[] Means)> _levels = [];

    public VarianceScale(FrontierLikelihood model)
    {
        BlockOffsets offsets = model.Offsets;
        if (!model.Law.HasMean)
            Add(offsets.LogU, offsets.LogUColumns, model.Dimension);
        if (offsets.LogV >= 0)
            Add(offsets.LogV, offsets.LogVColumns, model.Dimension);
    }

    /// <summary>From θ.</summary>
    public double[] To(double[] theta)
    {
        double[] scaled = [.. theta];
        foreach ((int intercept, double[] means) in _levels)
            scaled[intercept] = Math.Exp(Dot(means, theta));
        return scaled;
    }

    /// <summary>Back to θ; NaN where a variance is not positive.</summary>
    public double[] From(double[] scaled)
    {
        double[] theta = [.. scaled];
        foreach ((int intercept, double[] means) in _levels)
        {
            theta[intercept] = 0;
            theta[intercept] = scaled[intercept] > 0 ? (Math.Log(scaled[intercept]) - Dot(means, theta)) / means[intercept] : double.NaN;
        }
        return theta;
    }

    private void Add(int offset, Matrix? columns, int dimension)
    {
        var means = new double[dimension];
        int intercept = FrontierCoordinates.InterceptOf(columns);
        if (columns is null)
        {
            means[offset] = 1;
        }
        else
        {
            for (int j = 0; j < columns.Columns; j++)
                means[offset + j] = System.Numerics.Tensors.TensorPrimitives.Average<double>(columns.Column(j));
        }
        // Without a level of its own an index has no variance to speak of.
        if (Math.Abs(means[offset + intercept]) > 1e-8)
            _levels.Add((offset + intercept, means));
    }

    private static double Dot(double[] left, double[] right) => System.Numerics.Tensors.TensorPrimitives.Dot<double>(left, right);
}
