using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Inference;

/// <summary>A covariance of estimates with what a reader must know about it.</summary>
public sealed record CovarianceEstimate
{
    /// <summary>
    /// The covariance, parameters × parameters; all NaN when it does not exist (see <see cref="Conditioning"/>).
    /// </summary>
    public required Matrix Matrix { get; init; }

    /// <summary>How it was computed.</summary>
    public required CovarianceKind Kind { get; init; }

    /// <summary>For print, e.g. <c>clustered by iso3 (16 clusters)</c>.</summary>
    public string Text => TextPhrase.ToString();

    /// <summary>The same in every language.</summary>
    public required Phrase TextPhrase { get; init; }

    /// <summary>The small-sample factor asked for.</summary>
    public SmallSample SmallSample { get; init; } = SmallSample.None;

    /// <summary>The small-sample factor in words and its value, e.g. <c>G/(G − 1) = 1.0667</c>; empty without one.</summary>
    public string FactorText { get; init; } = "";

    /// <summary>K of the factor; null where none enters it.</summary>
    public int? Counted { get; init; }

    /// <summary>Cluster dimensions with their numbers of clusters; empty when not clustered.</summary>
    public IReadOnlyList<ClusterCount> Clusters { get; init; } = [];

    /// <summary>True when the sum of signed terms was indefinite and its negative eigenvalues were set to 0.</summary>
    public bool Repaired { get; init; }

    /// <summary>The matrix before the repair; null without one.</summary>
    public Matrix? Unrepaired { get; init; }

    /// <summary>
    /// Multiway, dyadic and Conley only: eigenvalues (ascending, before any repair) of the covariance with each parameter divided by its bread
    /// standard error, so that they are free of units. Empty otherwise.
    /// </summary>
    public IReadOnlyList<double> Eigenvalues { get; init; } = [];

    /// <summary>How well the inverted matrix is conditioned; null where nothing was inverted here.</summary>
    public Conditioning? Conditioning { get; init; }

    /// <summary>Lags of Driscoll and Kraay, in steps of the panel's periods; null for other kinds.</summary>
    public int? Lag { get; init; }

    /// <summary>Distance in km beyond which Conley's covariance is 0; null for other kinds.</summary>
    public double? Cutoff { get; init; }

    /// <summary>Weights of Conley's covariance by distance; null for other kinds.</summary>
    public SpatialKernel? Kernel { get; init; }

    /// <summary>Replications used, for the bootstrap; 0 otherwise.</summary>
    public int Replications { get; init; }

    /// <summary>The fewest clusters of any dimension; null when not clustered.</summary>
    public int? FewestClusters => Clusters.Count == 0 ? null : Clusters.Min(cluster => cluster.Count);

    /// <summary>√Vⱼⱼ in the order of the parameters; NaN where Vⱼⱼ is negative or undefined.</summary>
    public double[] StandardErrors()
    {
        double[] errors = new double[Matrix.Rows];
        for (int j = 0; j < errors.Length; j++)
            errors[j] = Math.Sqrt(Matrix[j, j]);
        return errors;
    }
}

/// <summary>A cluster dimension and its number of clusters; for dyadic errors the countries, for Driscoll and Kraay's the periods, for Conley's the places.</summary>
/// <param name="Name">The column(s) it comes from, e.g. <c>iso3</c>.</param>
/// <param name="Count">Number of distinct clusters.</param>
public sealed record ClusterCount(string Name, int Count);
