using Gravity.Core.Frontier;
using Gravity.Core.Specification;

namespace Gravity.Core.Efficiency;

/// <summary>Effects of one determinant, one value a row.</summary>
internal sealed record RowEffects(double[] OnMean, double[] OnVariance, double[] OnEfficiency);

/// <summary>The law of u of every row as a function of the parameters, and where each determinant's coefficients stand in them.</summary>
internal sealed class EffectSource
{
    private readonly InefficiencyLaw _law;
    private readonly Func<double[], RowLaws> _laws;
    private readonly (DesignBlock? Block, int[] Positions) _mean, _variance, _scaling;

    public EffectSource(
        InefficiencyLaw law, Func<double[], RowLaws> laws, DesignBlock? mean, int[] meanPositions, DesignBlock? variance, int[] variancePositions,
        DesignBlock? scaling, int[] scalingPositions)
    {
        _law = law;
        _laws = laws;
        _mean = (mean, meanPositions);
        _variance = (variance, variancePositions);
        _scaling = (scaling, scalingPositions);
        Names =
        [
            .. new[] { mean, variance, scaling }.SelectMany(block => block?.ColumnNames ?? [])
                .Where(name => name != BlockNames.Intercept).Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>The determinants, columns of the mean first, then of the variance, then of the scaling.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The effects of every determinant; for each in turn the averages on mean, variance and efficiency, then the same three at the means.</summary>
    public (RowEffects[] Effects, double[] Averages) Effects(double[] point)
    {
        RowLaws laws = _laws(point);
        int rows = laws.Inefficiency.Length;
        (double Delta, double Gamma, double Scale)[] coefficients =
            [.. Names.Select(name => (Coefficient(_mean, name, point), Coefficient(_variance, name, point), Coefficient(_scaling, name, point)))];
        RowEffects[] effects = [.. Names.Select(_ => new RowEffects(new double[rows], new double[rows], new double[rows]))];
        var moments = new PriorMoments(_law);
        double mu = 0, a = 0, factor = 0;
        for (int i = 0; i < rows; i++)
        {
            ref readonly LawPoint at = ref laws.Inefficiency[i];
            double logFactor = laws.LogFactor[i];
            PriorSlopes slopes = moments.At(at);
            for (int k = 0; k < effects.Length; k++)
                (effects[k].OnMean[i], effects[k].OnVariance[i], effects[k].OnEfficiency[i]) = Chain(coefficients[k], at, logFactor, slopes);
            mu += (_law.HasLogarithmicScale ? at.Mu - logFactor : at.Mu * Math.Exp(-logFactor)) / rows;
            a += (_law.HasLogarithmicScale ? at.LogVariance : at.LogVariance - 2 * logFactor) / rows;
            factor += logFactor / rows;
        }
        LawPoint first = laws.Inefficiency[0];
        LawPoint middle = _law.Rescaled(new LawPoint(mu, a, first.Shape, first.Constants), factor);
        PriorSlopes there = moments.At(middle);
        var averages = new double[6 * effects.Length];
        for (int k = 0; k < effects.Length; k++)
        {
            (double onMean, double onVariance, double onEfficiency) = Chain(coefficients[k], middle, factor, there);
            double[] values =
                [effects[k].OnMean.Average(), effects[k].OnVariance.Average(), effects[k].OnEfficiency.Average(), onMean, onVariance, onEfficiency];
            values.CopyTo(averages, 6 * k);
        }
        return (effects, averages);
    }

    /// <summary>A step that moves an index by about a thousandth of its natural unit: σ for μ, 1 for logarithms.</summary>
    public double Step(double[] point, int parameter)
    {
        foreach ((DesignBlock? block, int[] positions, bool location) in
            new[] { (_mean.Block, _mean.Positions, !_law.HasLogarithmicScale), (_variance.Block, _variance.Positions, false), (_scaling.Block, _scaling.Positions, false) })
        {
            int column = Array.IndexOf(positions, parameter);
            if (column < 0)
                continue;
            double largest = 0;
            if (block is not null)
                foreach (double value in block.Values.Column(column))
                    largest = Math.Max(largest, Math.Abs(value));
            double unit = location ? Math.Exp(0.5 * _laws(point).Inefficiency.Average(at => at.LogVariance)) : 1;
            return 1e-3 * unit / (largest > 0 ? largest : 1);
        }
        return 1e-3 * Math.Max(0.1, Math.Abs(point[parameter]));
    }

    private (double OnMean, double OnVariance, double OnEfficiency) Chain(
        (double Delta, double Gamma, double Scale) z, in LawPoint at, double logFactor, in PriorSlopes slopes)
    {
        bool logs = _law.HasLogarithmicScale;
        double byMu = logs ? z.Delta + z.Scale : Math.Exp(logFactor) * z.Delta + at.Mu * z.Scale;
        double byA = logs ? z.Gamma : z.Gamma + 2 * z.Scale;
        return (
            byMu * slopes.MeanByMu + byA * slopes.MeanByA, byMu * slopes.VarianceByMu + byA * slopes.VarianceByA,
            byMu * slopes.EfficiencyByMu + byA * slopes.EfficiencyByA);
    }

    private static double Coefficient((DesignBlock? Block, int[] Positions) index, string name, double[] point)
    {
        for (int j = 0; j < (index.Block?.Columns ?? 0); j++)
            if (index.Block!.ColumnNames[j] == name)
                return point[index.Positions[j]];
        return 0;
    }
}
