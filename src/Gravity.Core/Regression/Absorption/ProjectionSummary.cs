using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>When a projection ends.</summary>
/// <remarks>
/// The measure of a column is √(e/‖x̃‖²_W), e estimating ‖x̃ − x̃*‖²_W: the share of the column's length by which it is off the exact projection. Errors of coefficients are of
/// second order in it: at 1e-8 they are below rounding.
/// </remarks>
internal sealed record ProjectionOptions
{
    /// <summary>Largest measure of a converged column.</summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>A column of which less than this share of its (centred) length is left counts as absorbed, and its projection ends.</summary>
    public double AbsorbedTolerance { get; init; } = 1e-7;

    /// <summary>Measure to which a column is projected of which less than <see cref="SuspectShare"/> is left, so that an absorbed one shows.</summary>
    public double SuspectTolerance { get; init; } = 1e-8;

    /// <summary>Share of the (centred) length below which a column is suspected to be absorbed.</summary>
    public const double SuspectShare = 0.05;

    /// <summary>For a column given as w·z: the error of its fit as a share of the fit.</summary>
    public double WeightedTolerance { get; init; } = 1e-8;

    /// <summary>For a column given as w·z: an error of its fit that is small enough in itself.</summary>
    public double WeightedFloor { get; init; }

    /// <summary>Most iterations, each one pass over the rows.</summary>
    public int MaxIterations { get; init; } = 10_000;

    /// <summary>The defaults.</summary>
    public static ProjectionOptions Default { get; } = new();
}

/// <summary>How the projection of some columns went.</summary>
/// <param name="Iterations">Iterations of each column.</param>
/// <param name="Measures">Measure of each column at the end.</param>
/// <param name="Remaining">‖x̃‖_W/‖x − x̄‖_W of each column: what the effects leave of it; 1 for a column without length, NaN for one given as w·z.</param>
/// <param name="Converged">Whether each column met the tolerance, or nothing is left of it.</param>
/// <param name="Passes">Iterations of all blocks of columns together, each one pass over the rows.</param>
internal sealed record ProjectionSummary(
    IReadOnlyList<int> Iterations, IReadOnlyList<double> Measures, IReadOnlyList<double> Remaining, IReadOnlyList<bool> Converged, int Passes)
{
    /// <summary>Whether all columns converged.</summary>
    public bool AllConverged => Converged.All(c => c);

    /// <summary>Most iterations of a column; 0 without columns.</summary>
    public int MostIterations => Iterations.Count == 0 ? 0 : Iterations.Max();
}

/// <summary>Inner products of projected columns.</summary>
/// <param name="Gram">X̃'WX̃, a column that was given as w·z by its fit f.</param>
/// <param name="Right">X̃'(u − Wf) of the columns, for a column given as u = w·z.</param>
/// <param name="Score">u'f.</param>
internal sealed record ProjectionProducts(Matrix Gram, double[] Right, double Score);
