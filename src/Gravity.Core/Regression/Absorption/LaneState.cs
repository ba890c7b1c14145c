namespace Gravity.Core.Regression.Absorption;

/// <summary>Where the conjugate gradients of each lane stand.</summary>
/// <remarks>
/// Each step takes an energy off the column's square, and the energy of the error is the sum of what later steps will take (Hestenes and Stiefel 1952, theorem 6:1). It is estimated by
/// the last step's and the slower of its last two contractions. The residual alone would pass a column whose slow directions are far from done: with weights over many orders the
/// smallest eigenvalue of the equations is tiny.
/// </remarks>
internal sealed class LaneState(int width)
{
    // Steps of conjugate gradients are uneven: a contraction nearer 1 than this says nothing.
    private const double SlowestContraction = 0.99;

    private readonly double[] _last = new double[width];
    private readonly double[] _contraction = new double[width];
    private readonly double[] _before = new double[width];

    /// <summary>r'M⁻¹r.</summary>
    public double[] Product { get; } = new double[width];

    /// <summary>r'M⁻¹r at coefficients 0.</summary>
    public double[] First { get; } = new double[width];

    /// <summary>‖x̃‖².</summary>
    public double[] Left { get; } = new double[width];

    /// <summary>Energy taken off so far.</summary>
    public double[] Taken { get; } = new double[width];

    /// <summary>‖x − x̄‖².</summary>
    public double[] Length { get; } = new double[width];

    /// <summary>r'M⁻¹r that is rounding of the values.</summary>
    public double[] Noise { get; } = new double[width];

    /// <summary>Steps taken.</summary>
    public int[] Iterations { get; } = new int[width];

    /// <summary>Whether the lane still iterates.</summary>
    public bool[] Active { get; } = new bool[width];

    /// <summary>Whether the lane ran out of curvature: what is left is rounding.</summary>
    public bool[] Stopped { get; } = new bool[width];

    /// <summary>Records a step.</summary>
    /// <param name="lane">The lane.</param>
    /// <param name="energy">What it took off.</param>
    /// <param name="product">r'M⁻¹r after it.</param>
    public void Step(int lane, double energy, double product)
    {
        _before[lane] = _contraction[lane];
        _contraction[lane] = _last[lane] > 0 ? Math.Min(energy / _last[lane], SlowestContraction) : 0;
        _last[lane] = energy;
        Left[lane] -= energy;
        Taken[lane] += energy;
        Product[lane] = product;
        Iterations[lane]++;
    }

    /// <summary>The error that is left, as a share of the column's length (of the fit's, for a column given as w·z).</summary>
    public double Measure(int lane, bool weighted)
    {
        double whole = weighted ? Math.Max(Taken[lane], First[lane]) : Left[lane];
        // At rounding the contraction of the last steps says nothing.
        double error = Product[lane] <= Noise[lane] ? Product[lane] : Error(lane);
        return whole > 0 ? Math.Sqrt(error / whole) : 0;
    }

    /// <summary>Whether the lane has come to its tolerance.</summary>
    public bool IsDone(int lane, bool weighted, ProjectionOptions options)
    {
        double error = Error(lane), left = Left[lane];
        if (weighted)
            return error <= Square(options.WeightedTolerance) * Math.Max(Taken[lane], First[lane]) || error <= Square(options.WeightedFloor);
        bool suspect = left < Square(ProjectionOptions.SuspectShare) * Length[lane];
        double tolerance = suspect ? Math.Min(options.Tolerance, options.SuspectTolerance) : options.Tolerance;
        return error <= Square(tolerance) * left || Product[lane] <= Noise[lane] || left <= Square(options.AbsorbedTolerance) * Length[lane];
    }

    private double Error(int lane)
    {
        double contraction = Math.Max(_contraction[lane], _before[lane]);
        return Math.Max(Product[lane], _last[lane] * (contraction / (1 - contraction)));
    }

    private static double Square(double value) => value * value;
}
