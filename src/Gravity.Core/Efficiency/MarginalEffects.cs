using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Efficiency;

/// <summary>Marginal effects of the determinants of inefficiency on E[u], V[u] and E[exp(−u)], for every law of u.</summary>
/// <remarks>
/// A determinant z moves the law of a row's u through μ = q'δ, through a = ln σ_u² = z'γ and through the scaling ln c = z's of u = c·u*. With c the scaling function or
/// the path over time, the row's law has μ' = cμ and a' = a + 2 ln c (μ' = μ + ln c and a' = a for the lognormal), so that ∂Q/∂z = Q_μ·(cδ + μ's) + Q_a·(γ + 2s) for each of the three
/// quantities Q. Under the scaling property ∂E[u]/∂z = s·E[u] (Wang and Schmidt 2002); for the truncated normal these are the formulas of Wang (2002), Journal of
/// Productivity Analysis 18: 241–253. A column of several indices has one effect, the sum of all ways, which may change sign over the sample.
/// </remarks>
public static class MarginalEffects
{
    /// <summary>Effects of every column of the three indices but the intercepts; empty at the boundary σ_u = 0 and for models whose rows have no law of u.</summary>
    /// <param name="model">The likelihood.</param>
    /// <param name="theta">θ̂.</param>
    /// <param name="covariance">Covariance of θ̂; NaN gives NaN errors.</param>
    public static IReadOnlyList<MarginalEffect> Of(FrontierLikelihood model, IReadOnlyList<double> theta, Matrix covariance)
    {
        if (!PriorMoments.Knows(model.Law) || model.RowLaws(theta) is null)
            return [];
        int[] Positions(string block) => [.. Enumerable.Range(0, model.Dimension).Where(j => model.Parameters[j].Block == block)];
        var source = new EffectSource(
            model.Law, point => model.RowLaws(point)!, model.Design.Block(BlockNames.InefficiencyMean), Positions(BlockNames.InefficiencyMean),
            model.Design.Block(BlockNames.InefficiencyVariance), Positions(BlockNames.InefficiencyVariance),
            model.Design.Block(BlockNames.InefficiencyScaling), Positions(BlockNames.InefficiencyScaling));
        // Coefficients of the frontier and of the noise move no law of u; what else there is may (paths, shapes).
        bool[] moves = [.. model.Parameters.Select(p => p.Block is not (BlockNames.Frontier or BlockNames.NoiseVariance))];
        return Of(source, [.. theta], covariance, moves);
    }

    /// <summary>The same from blocks and parameters alone, for a law without shape and rows that do not share u.</summary>
    /// <param name="law">The law of u.</param>
    /// <param name="mean">The index of μ; null when μ is one constant or absent.</param>
    /// <param name="variance">The index of ln σ_u²; null when it is one constant.</param>
    /// <param name="meanParameters">δ: one a column of <paramref name="mean"/>, or the constant μ, or empty for laws without μ.</param>
    /// <param name="varianceParameters">γ: one a column of <paramref name="variance"/>, or the constant ln σ_u².</param>
    /// <param name="covariance">Covariance of (δ, γ) in this order.</param>
    /// <exception cref="ArgumentException">Lengths do not agree, or there is a mean index in a law without μ.</exception>
    public static IReadOnlyList<MarginalEffect> Of(
        InefficiencyLaw law, DesignBlock? mean, DesignBlock? variance,
        ReadOnlySpan<double> meanParameters, ReadOnlySpan<double> varianceParameters, Matrix covariance)
    {
        int meanCount = law.HasMean ? mean?.Columns ?? 1 : 0;
        if (mean is not null && meanCount == 0)
            throw new ArgumentException($"the {law.Key} law has no mean index", nameof(mean));
        if (meanParameters.Length != meanCount)
            throw new ArgumentException($"{meanParameters.Length} parameters for {meanCount} columns of the mean", nameof(meanParameters));
        int varianceCount = variance?.Columns ?? 1;
        if (varianceParameters.Length != varianceCount)
            throw new ArgumentException($"{varianceParameters.Length} parameters for {varianceCount} columns of the variance", nameof(varianceParameters));
        int count = meanCount + varianceCount, rows = mean?.Values.Rows ?? variance?.Values.Rows ?? 1;
        if (covariance.Rows != count || covariance.Columns != count)
            throw new ArgumentException($"the covariance is {covariance.Rows}×{covariance.Columns}, not {count}×{count}", nameof(covariance));
        double[] Index(DesignBlock? block, ReadOnlySpan<double> parameters)
        {
            if (block is not null)
                return block.Values.Times(parameters);
            var constant = new double[rows];
            Array.Fill(constant, parameters.Length == 0 ? 0 : parameters[0]);
            return constant;
        }

        RowLaws Laws(double[] point)
        {
            double[] mu = Index(mean, point.AsSpan(0, meanCount)), a = Index(variance, point.AsSpan(meanCount));
            return new RowLaws([.. mu.Select((m, i) => new LawPoint(m, a[i]))], new double[rows], []);
        }

        var source = new EffectSource(
            law, Laws, mean, [.. Enumerable.Range(0, meanCount)], variance, [.. Enumerable.Range(meanCount, varianceCount)], null, []);
        var all = new bool[count];
        Array.Fill(all, true);
        return Of(source, [.. meanParameters, .. varianceParameters], covariance, all);
    }

    private static MarginalEffect[] Of(EffectSource source, double[] point, Matrix covariance, bool[] moves)
    {
        if (source.Names.Count == 0)
            return [];
        (RowEffects[] effects, double[] averages) = source.Effects(point);
        int width = averages.Length / source.Names.Count;
        double[] errors = Errors(source, point, covariance, moves, averages.Length);
        return [.. source.Names.Select((name, k) =>
        {
            int at = k * width;
            return new MarginalEffect(name, effects[k].OnMean, effects[k].OnVariance, averages[at], errors[at], averages[at + 1], errors[at + 1])
            {
                OnEfficiency = effects[k].OnEfficiency,
                AverageOnEfficiency = averages[at + 2],
                AverageOnEfficiencyError = errors[at + 2],
                AtMeans = new EffectsAtMeans(averages[at + 3], errors[at + 3], averages[at + 4], errors[at + 4], averages[at + 5], errors[at + 5]),
            };
        })];
    }

    /// <summary>√(g'Vg) of every average; g by central differences, extrapolated once, with steps in the units of the indices.</summary>
    private static double[] Errors(EffectSource source, double[] point, Matrix covariance, bool[] moves, int count)
    {
        int[] moving = [.. Enumerable.Range(0, point.Length).Where(j => moves[j])];
        Matrix jacobian = new(moving.Length, count);
        double[] moved = [.. point];
        for (int p = 0; p < moving.Length; p++)
        {
            int j = moving[p];
            double step = source.Step(point, j);
            double[] wide = Difference(step), narrow = Difference(0.5 * step);
            for (int k = 0; k < count; k++)
                jacobian[p, k] = (4 * narrow[k] - wide[k]) / 3;

            double[] Difference(double by)
            {
                moved[j] = point[j] + by;
                double[] up = source.Effects(moved).Averages;
                moved[j] = point[j] - by;
                double[] down = source.Effects(moved).Averages;
                moved[j] = point[j];
                for (int k = 0; k < up.Length; k++)
                    up[k] = (up[k] - down[k]) / (2 * by);
                return up;
            }
        }
        Matrix own = covariance.Submatrix(moving);
        return [.. Enumerable.Range(0, count).Select(k => own.Quadratic(jacobian.Column(k), jacobian.Column(k)) is var v && v >= 0 ? Math.Sqrt(v) : double.NaN)];
    }
}
