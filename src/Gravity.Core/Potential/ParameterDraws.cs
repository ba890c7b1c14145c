using Gravity.Core.Numerics;

namespace Gravity.Core.Potential;

/// <summary>Draws θ ~ N(θ̂, V) for any positive semidefinite V.</summary>
/// <remarks>V = D·Q·diag(λ)·Q'·D with D the standard errors, so that the units of parameters do not matter and a singular V is no obstacle.</remarks>
internal sealed class ParameterDraws
{
    private readonly double[] _estimate;
    private readonly int[] _free;
    private readonly Matrix _root;

    public ParameterDraws(double[] estimate, Matrix covariance)
    {
        int count = estimate.Length;
        if (covariance.Rows != count || covariance.Columns != count)
            throw new ArgumentException($"the covariance is {covariance.Rows}×{covariance.Columns}, not {count}×{count}", nameof(covariance));
        _estimate = estimate;
        bool[] free = new bool[count];
        for (int j = 0; j < count; j++)
            free[j] = covariance[j, j] > 0 && double.IsFinite(covariance[j, j]);
        _free = Enumerable.Range(0, count).Where(j => free[j]).ToArray();
        Held = Enumerable.Range(0, count).Where(j => !free[j]).ToArray();

        double[] errors = Array.ConvertAll(_free, j => Math.Sqrt(covariance[j, j]));
        Matrix correlation = new(_free.Length, _free.Length);
        for (int j = 0; j < _free.Length; j++)
            for (int i = 0; i < _free.Length; i++)
                correlation[i, j] = covariance[_free[i], _free[j]] / errors[i] / errors[j];
        foreach (double value in correlation.Values)
            if (!double.IsFinite(value))
                throw new ArgumentException("the covariance has finite variances but covariances that are not finite", nameof(covariance));
        var eigen = new SymmetricEigen(correlation);
        double smallest = eigen.Values.Length == 0 ? 0 : eigen.Values[0];
        NegativeEigenvalue = smallest < -1e-9 ? smallest : 0;
        _root = new Matrix(_free.Length, _free.Length);
        for (int k = 0; k < _free.Length; k++)
        {
            double root = Math.Sqrt(Math.Max(0, eigen.Values[k]));
            for (int i = 0; i < _free.Length; i++)
                _root[i, k] = errors[i] * eigen.Vectors[i, k] * root;
        }
    }

    /// <summary>Positions of parameters with variance 0, NaN or ∞; they stay at their estimates.</summary>
    public IReadOnlyList<int> Held { get; }

    /// <summary>Smallest eigenvalue of the correlation matrix where it is below rounding, else 0.</summary>
    public double NegativeEigenvalue { get; }

    /// <summary>The next θ of the stream.</summary>
    public double[] Next(RandomSource random)
    {
        double[] theta = [.. _estimate];
        for (int k = 0; k < _free.Length; k++)
        {
            double normal = random.NextNormal();
            for (int i = 0; i < _free.Length; i++)
                theta[_free[i]] += _root[i, k] * normal;
        }
        return theta;
    }
}
