namespace Gravity.Core.Efficiency;

/// <summary>Effect of one determinant z on the mean and the variance of u, and on expected efficiency.</summary>
/// <param name="Name">The column.</param>
/// <param name="OnMean">∂E[u]/∂z, one value a row.</param>
/// <param name="OnVariance">∂V[u]/∂z, one value a row.</param>
/// <param name="AverageOnMean">Plain mean of <paramref name="OnMean"/> over the rows.</param>
/// <param name="AverageOnMeanError">Its delta-method standard error.</param>
/// <param name="AverageOnVariance">Plain mean of <paramref name="OnVariance"/> over the rows.</param>
/// <param name="AverageOnVarianceError">Its delta-method standard error.</param>
public sealed record MarginalEffect(
    string Name, double[] OnMean, double[] OnVariance,
    double AverageOnMean, double AverageOnMeanError, double AverageOnVariance, double AverageOnVarianceError)
{
    /// <summary>∂E[exp(−u)]/∂z, one value a row; empty where it was not asked for.</summary>
    public double[] OnEfficiency { get; init; } = [];

    /// <summary>Plain mean of <see cref="OnEfficiency"/> over the rows.</summary>
    public double AverageOnEfficiency { get; init; } = double.NaN;

    /// <summary>Its delta-method standard error.</summary>
    public double AverageOnEfficiencyError { get; init; } = double.NaN;

    /// <summary>The effects at the means of the determinants; null where they were not asked for.</summary>
    public EffectsAtMeans? AtMeans { get; init; }
}

/// <summary>Effects of one determinant in a row that has the mean of every index (and of ln h, where u moves over time), with delta-method standard errors.</summary>
/// <param name="OnMean">∂E[u]/∂z.</param>
/// <param name="OnMeanError">Its standard error.</param>
/// <param name="OnVariance">∂V[u]/∂z.</param>
/// <param name="OnVarianceError">Its standard error.</param>
/// <param name="OnEfficiency">∂E[exp(−u)]/∂z.</param>
/// <param name="OnEfficiencyError">Its standard error.</param>
public sealed record EffectsAtMeans(
    double OnMean, double OnMeanError, double OnVariance, double OnVarianceError, double OnEfficiency, double OnEfficiencyError);
