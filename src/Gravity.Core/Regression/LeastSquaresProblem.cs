using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Regression;

/// <summary>A least-squares problem with weights on an affine subspace of its coefficients: β = β₀ + N·φ, so y − Xβ₀ is regressed on XN.</summary>
/// <remarks>
/// Restricted least squares (Theil 1971, section 6.8) in the free coefficients φ; the covariance of β is N·V·N'. Scores under weights are wᵢeᵢxᵢ, with outer products
/// wᵢeᵢ²xᵢxᵢ' for frequencies (wᵢ rows of their own) and wᵢ²eᵢ²xᵢxᵢ' otherwise.
/// </remarks>
internal sealed class LeastSquaresProblem
{
    private readonly double[]? _weights;
    private readonly bool _frequency;

    public LeastSquaresProblem(Design design, AffineRestriction restriction, int threads = 1)
    {
        Restriction = restriction;
        Matrix all = design.Frontier.Values;
        X = restriction.IsEmpty ? all : all * restriction.Directions;
        Y = design.Response;
        if (!restriction.IsEmpty)
        {
            double[] held = all.Times(restriction.Expand(new double[restriction.Free.Count]));
            Y = [.. design.Response.Select((y, i) => y - held[i])];
        }
        _weights = design.Weights;
        _frequency = design.Weighting is { Kind: WeightKind.Frequency };
        Observations = design.ObservationCount;
        TotalWeight = design.TotalWeight;
        Solution = LeastSquares.Solve(X, Y, _weights, threads);
    }

    public AffineRestriction Restriction { get; }

    /// <summary>XN.</summary>
    public Matrix X { get; }

    /// <summary>y − Xβ₀.</summary>
    public double[] Y { get; }

    /// <summary>N of errors and information criteria.</summary>
    public int Observations { get; }

    public double TotalWeight { get; }

    public LeastSquares Solution { get; }

    /// <summary>Free coefficients.</summary>
    public int Free => X.Columns;

    /// <summary>β.</summary>
    public double[] Coefficients => Restriction.Expand(Solution.Coefficients);

    public double[] Residuals() => Solution.Residuals(X, Y);

    /// <summary>Σwe²/(N − k), for weights whose sum is N; sampling weights are brought to it.</summary>
    public double ResidualVariance => Solution.ResidualSumOfSquares * (Observations / TotalWeight) / (Observations - Free);

    /// <summary>−½W(ln 2π + ln(RSS/W) + 1), W the sum of the weights.</summary>
    public double LogLikelihood => -0.5 * TotalWeight * (Math.Log(2 * Math.PI) + Math.Log(Solution.ResidualSumOfSquares / TotalWeight) + 1);

    /// <summary>wᵢeᵢxᵢ of each row.</summary>
    public Matrix Scores(double[] residuals)
    {
        Matrix scores = X.Clone();
        RowScaling.Apply(scores, Weighted(residuals));
        return scores;
    }

    /// <summary>What errors are made from, in φ.</summary>
    public RegressionParts Parts(double[] residuals) => new()
    {
        IsLeastSquares = true,
        Bread = Solution.InverseGram,
        Columns = X,
        Residuals = Weighted(residuals),
        Weights = _weights,
        Effects = new EffectSet(X.Rows, []),
        Frequencies = _frequency ? _weights : null,
        Observations = Observations,
        Squares = Solution.ResidualSumOfSquares,
        HasScale = true,
    };

    /// <summary>Ends of the interval in which the profile of coefficient j is within χ²/2 of its maximum: b ± √(RSS·(exp(χ²/W) − 1)·Bⱼⱼ).</summary>
    /// <remarks>2(ℓ − ℓ_p(x)) = W·ln(RSS(x)/RSS) and RSS(x) = RSS + (x − b)²/Bⱼⱼ, with the variance estimated anew at each x.</remarks>
    public double ProfileHalfWidth(int position, double level)
    {
        Matrix spread = Restriction.ExpandCovariance(Solution.InverseGram);
        double critical = Distributions.ChiSquareQuantile(level / 100, 1);
        return Math.Sqrt(Solution.ResidualSumOfSquares * double.ExpM1(critical / TotalWeight) * spread[position, position]);
    }

    private double[] Weighted(double[] residuals) => _weights is null ? residuals : [.. residuals.Select((e, i) => e * _weights[i])];
}
