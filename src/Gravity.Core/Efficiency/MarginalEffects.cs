using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Efficiency;

/// <summary>The law of u before conditioning, for which effects of its determinants are known in closed form.</summary>
public enum InefficiencyFamily
{
    /// <summary>u ~ N⁺(0, σ_u²).</summary>
    HalfNormal,

    /// <summary>u ~ N⁺(μ, σ_u²).</summary>
    TruncatedNormal,

    /// <summary>u exponential with mean σ_u.</summary>
    Exponential,
}

/// <summary>Effect of one determinant z on the mean and the variance of u.</summary>
/// <param name="Name">The column.</param>
/// <param name="OnMean">∂E[u]/∂z, one value a row.</param>
/// <param name="OnVariance">∂V[u]/∂z, one value a row.</param>
/// <param name="AverageOnMean">Plain mean of <paramref name="OnMean"/> over the rows.</param>
/// <param name="AverageOnMeanError">Its delta-method standard error.</param>
/// <param name="AverageOnVariance">Plain mean of <paramref name="OnVariance"/> over the rows.</param>
/// <param name="AverageOnVarianceError">Its delta-method standard error.</param>
public sealed record MarginalEffect(
    string Name, double[] OnMean, double[] OnVariance,
    double AverageOnMean, double AverageOnMeanError, double AverageOnVariance, double AverageOnVarianceError);

/// <summary>Marginal effects of the determinants of inefficiency on E[u] and V[u].</summary>
/// <remarks>
/// Wang (2002), Journal of Productivity Analysis 18: 241–253, for u ~ N⁺(μ, σ²) with μ = z'δ and ln σ² = z'γ: with r = μ/σ,
/// E[u] = σ(r + λ(r)) and V[u] = σ²·V(r), where V(r) = 1 − λ(r)(r + λ(r)) and κ₃(r) = V′(r):
/// ∂E/∂μ = V(r), ∂E/∂ln σ² = (σ/2)(r + λ − r·V), ∂V/∂μ = σ·κ₃(r), ∂V/∂ln σ² = σ²(V − r·κ₃/2).
/// A column of both indices has one effect, the sum of both ways, which may change sign over the sample.
/// </remarks>
public static class MarginalEffects
{
    /// <summary>Effects of every column of both indices but the intercepts, columns of the mean index first.</summary>
    /// <param name="family">The law of u.</param>
    /// <param name="mean">The index of μ; null when μ is one constant (truncated normal) or absent (other laws).</param>
    /// <param name="variance">The index of ln σ_u²; null when it is one constant.</param>
    /// <param name="meanParameters">δ: one a column of <paramref name="mean"/>, or the constant μ, or empty for the laws without μ.</param>
    /// <param name="varianceParameters">γ: one a column of <paramref name="variance"/>, or the constant ln σ_u².</param>
    /// <param name="covariance">Covariance of (δ, γ) in this order.</param>
    /// <exception cref="ArgumentException">Lengths do not agree, or there is a mean index in a law without μ.</exception>
    public static IReadOnlyList<MarginalEffect> Of(
        InefficiencyFamily family, DesignBlock? mean, DesignBlock? variance,
        ReadOnlySpan<double> meanParameters, ReadOnlySpan<double> varianceParameters, Matrix covariance)
    {
        int meanCount = family == InefficiencyFamily.TruncatedNormal ? mean?.Columns ?? 1 : 0;
        if (mean is not null && meanCount == 0)
            throw new ArgumentException($"the {family} law has no mean index", nameof(mean));
        if (meanParameters.Length != meanCount)
            throw new ArgumentException($"{meanParameters.Length} parameters for {meanCount} columns of the mean", nameof(meanParameters));
        int varianceCount = variance?.Columns ?? 1;
        if (varianceParameters.Length != varianceCount)
            throw new ArgumentException($"{varianceParameters.Length} parameters for {varianceCount} columns of the variance", nameof(varianceParameters));
        int count = meanCount + varianceCount;
        if (covariance.Rows != count || covariance.Columns != count)
            throw new ArgumentException($"the covariance is {covariance.Rows}×{covariance.Columns}, not {count}×{count}", nameof(covariance));

        double[] point = [.. meanParameters, .. varianceParameters];
        var indices = new Indices(family, mean, variance, meanCount);
        string[] names = ((mean?.ColumnNames ?? []).Concat(variance?.ColumnNames ?? []))
            .Where(name => name != BlockNames.Intercept).Distinct(StringComparer.Ordinal).ToArray();
        Matrix jacobian = Jacobian(indices, names, point);
        Derivatives derivatives = indices.At(point);
        return names.Select((name, k) =>
        {
            (double[] onMean, double[] onVariance) = indices.Effects(name, point, derivatives);
            return new MarginalEffect(
                name, onMean, onVariance,
                onMean.Average(), StandardError(jacobian.Column(2 * k), covariance),
                onVariance.Average(), StandardError(jacobian.Column(2 * k + 1), covariance));
        }).ToArray();
    }

    private static double StandardError(ReadOnlySpan<double> gradient, Matrix covariance)
    {
        double variance = covariance.Quadratic(gradient, gradient);
        return variance >= 0 ? Math.Sqrt(variance) : double.NaN;
    }

    /// <summary>Derivatives of the averages: parameters × (on mean, on variance) of each name; central differences, extrapolated once.</summary>
    private static Matrix Jacobian(Indices indices, string[] names, double[] point)
    {
        Matrix jacobian = new(point.Length, 2 * names.Length);
        double[] steps = indices.Steps(point);
        double[] moved = [.. point];
        for (int j = 0; j < point.Length; j++)
        {
            double[] wide = Difference(steps[j]);
            double[] narrow = Difference(0.5 * steps[j]);
            for (int k = 0; k < wide.Length; k++)
                jacobian[j, k] = (4 * narrow[k] - wide[k]) / 3;

            double[] Difference(double step)
            {
                moved[j] = point[j] + step;
                double[] up = indices.Averages(names, moved);
                moved[j] = point[j] - step;
                double[] down = indices.Averages(names, moved);
                moved[j] = point[j];
                for (int k = 0; k < up.Length; k++)
                    up[k] = (up[k] - down[k]) / (2 * step);
                return up;
            }
        }
        return jacobian;
    }

    /// <summary>∂E/∂μ, ∂E/∂ln σ², ∂V/∂μ and ∂V/∂ln σ² of each row (or of the one law that all rows share).</summary>
    private sealed record Derivatives(double[] MeanByLocation, double[] MeanByLogVariance, double[] VarianceByLocation, double[] VarianceByLogVariance);

    /// <summary>μ and ln σ² as functions of the parameters.</summary>
    private sealed class Indices(InefficiencyFamily family, DesignBlock? mean, DesignBlock? variance, int meanCount)
    {
        private int Rows => mean?.Values.Rows ?? variance?.Values.Rows ?? 1;

        public Derivatives At(double[] point)
        {
            double[] location = Index(mean, point.AsSpan(0, meanCount));
            double[] logVariance = Index(variance, point.AsSpan(meanCount));
            Derivatives result = new(new double[Rows], new double[Rows], new double[Rows], new double[Rows]);
            for (int i = 0; i < Rows; i++)
            {
                (result.MeanByLocation[i], result.MeanByLogVariance[i], result.VarianceByLocation[i], result.VarianceByLogVariance[i]) =
                    DerivativesOf(family, location[i], logVariance[i]);
            }
            return result;
        }

        public (double[] OnMean, double[] OnVariance) Effects(string name, double[] point, Derivatives derivatives)
        {
            (double byLocation, double byLogVariance) = Coefficients(name, point);
            double[] onMean = new double[Rows];
            double[] onVariance = new double[Rows];
            for (int i = 0; i < onMean.Length; i++)
            {
                onMean[i] = byLocation * derivatives.MeanByLocation[i] + byLogVariance * derivatives.MeanByLogVariance[i];
                onVariance[i] = byLocation * derivatives.VarianceByLocation[i] + byLogVariance * derivatives.VarianceByLogVariance[i];
            }
            return (onMean, onVariance);
        }

        public double[] Averages(string[] names, double[] point)
        {
            Derivatives derivatives = At(point);
            double[] averages = new double[2 * names.Length];
            for (int k = 0; k < names.Length; k++)
            {
                (double byLocation, double byLogVariance) = Coefficients(names[k], point);
                averages[2 * k] = byLocation * derivatives.MeanByLocation.Average() + byLogVariance * derivatives.MeanByLogVariance.Average();
                averages[2 * k + 1] = byLocation * derivatives.VarianceByLocation.Average() + byLogVariance * derivatives.VarianceByLogVariance.Average();
            }
            return averages;
        }

        /// <summary>Steps that move an index by about a thousandth of its natural unit: σ for μ, 1 for ln σ².</summary>
        public double[] Steps(double[] point)
        {
            double sigma = Math.Exp(0.5 * Index(variance, point.AsSpan(meanCount)).Average());
            double[] steps = new double[point.Length];
            for (int j = 0; j < steps.Length; j++)
            {
                double unit = j < meanCount ? sigma : 1;
                steps[j] = 1e-3 * unit / Largest(j < meanCount ? mean : variance, j < meanCount ? j : j - meanCount);
            }
            return steps;
        }

        private static double Largest(DesignBlock? block, int column)
        {
            double largest = 0;
            if (block is not null)
                foreach (double value in block.Values.Column(column))
                    largest = Math.Max(largest, Math.Abs(value));
            return largest > 0 ? largest : 1;
        }

        private double[] Index(DesignBlock? block, ReadOnlySpan<double> parameters)
        {
            if (block is not null)
                return block.Values.Times(parameters);
            double[] constant = new double[Rows];
            Array.Fill(constant, parameters.Length == 0 ? 0 : parameters[0]);
            return constant;
        }

        private (double ByLocation, double ByLogVariance) Coefficients(string name, double[] point)
        {
            int inMean = Position(mean, name);
            int inVariance = Position(variance, name);
            return (inMean < 0 ? 0 : point[inMean], inVariance < 0 ? 0 : point[meanCount + inVariance]);
        }

        private static int Position(DesignBlock? block, string name)
        {
            for (int j = 0; j < (block?.Columns ?? 0); j++)
                if (block!.ColumnNames[j] == name)
                    return j;
            return -1;
        }
    }

    private static (double MeanByLocation, double MeanByLogVariance, double VarianceByLocation, double VarianceByLogVariance) DerivativesOf(
        InefficiencyFamily family, double location, double logVariance)
    {
        double sigma = Math.Exp(0.5 * logVariance);
        if (family == InefficiencyFamily.Exponential)
            return (0, 0.5 * sigma, 0, sigma * sigma);
        double r = location / sigma;
        double variance = NormalTail.TruncatedVariance(r);
        double third = NormalTail.TruncatedThirdCumulant(r);
        // r + λ − r·V = λ(1 + r(r + λ)); each form is a sum of positive terms on its side of 0.
        double growth = r > 0
            ? NormalTail.InverseMills(r) * (1 + r * NormalTail.Excess(r))
            : NormalTail.Excess(r) - r * variance;
        return (variance, 0.5 * sigma * growth, sigma * third, sigma * sigma * (variance - 0.5 * r * third));
    }
}
