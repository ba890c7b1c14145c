namespace Gravity.Core.Regression.Families;

/// <summary>A family whose steps by <see cref="ResponseFamily.Evaluate"/> contract slowly near the maximum, where observed curvature takes over.</summary>
internal interface ISignedCurvature
{
    /// <summary>−∂²ℓ/∂η² over a run of rows, of either sign.</summary>
    /// <param name="y">Flows.</param>
    /// <param name="mean">μ.</param>
    /// <param name="prior">Row weights, or empty for 1.</param>
    /// <param name="curvature">Becomes w·(−∂²ℓ/∂η²).</param>
    void Curvature(ReadOnlySpan<double> y, ReadOnlySpan<double> mean, ReadOnlySpan<double> prior, Span<double> curvature);
}
