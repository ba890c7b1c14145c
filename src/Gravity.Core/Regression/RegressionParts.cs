using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Regression;

/// <summary>What the errors of a regression are made from, with absorbed effects or without.</summary>
internal sealed record RegressionParts
{
    /// <summary>B = (X̃'WX̃)⁻¹; with <see cref="FurtherScores"/> the inverse information of coefficients and further parameters.</summary>
    public required Matrix Bread { get; init; }

    /// <summary>Scores of parameters beside the coefficients, less their projection on the effects; null without.</summary>
    public Matrix? FurtherScores { get; init; }

    /// <summary>True for least squares.</summary>
    public bool IsLeastSquares { get; init; }

    /// <summary>X̃, rows × coefficients.</summary>
    public required Matrix Columns { get; init; }

    /// <summary>rᵢ, with scores x̃ᵢrᵢ.</summary>
    public required double[] Residuals { get; init; }

    /// <summary>W, the working weights; null for 1.</summary>
    public required double[]? Weights { get; init; }

    /// <summary>The absorbed effects over the rows; none without.</summary>
    public required EffectSet Effects { get; init; }

    /// <summary>Row weights that count rows; null where a row is one observation.</summary>
    public double[]? Frequencies { get; init; }

    /// <summary>N.</summary>
    public required int Observations { get; init; }

    /// <summary>Σ of squared residuals over their variance function: RSS for least squares, Pearson's χ² otherwise.</summary>
    public required double Squares { get; init; }

    /// <summary>Whether the variance has a scale to estimate; not for Poisson and the negative binomial, whose variance the mean determines.</summary>
    public required bool HasScale { get; init; }

    /// <summary>Coefficients.</summary>
    public int Regressors => Columns.Columns;

    /// <summary>x̃ᵢrᵢ, and the scores of further parameters.</summary>
    public Matrix Scores()
    {
        int further = FurtherScores?.Columns ?? 0;
        var scores = new Matrix(Columns.Rows, Columns.Columns + further);
        Columns.Values.CopyTo(scores.Values);
        RowScaling.Apply(scores, Residuals);
        for (int j = 0; j < further; j++)
        {
            Span<double> target = scores.Column(Columns.Columns + j);
            FurtherScores!.Column(j).CopyTo(target);
        }
        return scores;
    }

    /// <summary>Scores whose outer products are those of independent observations: a frequency w stands for w of them.</summary>
    public Matrix IndependentScores()
    {
        Matrix scores = Scores();
        if (Frequencies is not null)
            RowScaling.Apply(scores, [.. Frequencies.Select(w => 1 / Math.Sqrt(w))]);
        return scores;
    }

    /// <summary>rᵢ of one of the observations of each row, times the root of their number.</summary>
    public double[] IndependentResiduals() => Frequencies is null ? Residuals : [.. Residuals.Select((r, i) => r / Math.Sqrt(Frequencies[i]))];

    /// <summary>Diagonal of the hat matrix of coefficients and effects together, of one of the observations of each row.</summary>
    /// <exception cref="UsageException"><c>leverages-not-exact</c>.</exception>
    public double[] Leverages()
    {
        double[] leverages = EffectLeverages.Of(Effects, Weights);
        double[] row = new double[Columns.Columns];
        for (int i = 0; i < leverages.Length; i++)
        {
            for (int j = 0; j < row.Length; j++)
                row[j] = Columns[i, j];
            leverages[i] = (Weights?[i] ?? 1) / (Frequencies?[i] ?? 1) * (Bread.Quadratic(row, row) + leverages[i]);
        }
        return leverages;
    }

    /// <summary>The parts of a fit with absorbed effects.</summary>
    public static RegressionParts Of(AbsorbedSolution solution, Design design, bool isLeastSquares, bool hasScale) => new()
    {
        IsLeastSquares = isLeastSquares,
        Bread = solution.InverseGram,
        Columns = solution.Projected,
        Residuals = solution.ScoreResiduals,
        Weights = solution.WorkingWeights,
        Effects = solution.Problem.Effects,
        Frequencies = design.Weighting is { Kind: WeightKind.Frequency } ? design.Weights : null,
        Observations = design.ObservationCount,
        Squares = solution.Pearson,
        HasScale = hasScale,
    };
}
