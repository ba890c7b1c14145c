namespace Gravity.Core.Simulation;

/// <summary>A piece of a split run: the replications r = 0, 1, … with r mod <see cref="Count"/> = <see cref="Index"/> − 1.</summary>
/// <param name="Index">From 1.</param>
/// <param name="Count">Number of pieces.</param>
public sealed record SimulationShard(int Index, int Count)
{
    /// <summary>Whether replication <paramref name="number"/>, from 0, belongs to the piece.</summary>
    public bool Holds(int number) => number % Count == Index - 1;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{Index}/{Count}");
}

/// <summary>One estimated number in one replication; NaN stands for what does not exist, the boundary's −∞ included.</summary>
/// <param name="Name">A parameter as <c>block:name</c>, or the key of a natural-scale quantity.</param>
/// <param name="Estimate">θ̂.</param>
/// <param name="StandardError">Its reported error.</param>
/// <param name="Low">Lower end of the reported interval.</param>
/// <param name="High">Upper end.</param>
/// <param name="Truth">The true value in this sample; NaN where the true model has no such quantity.</param>
public sealed record SimulatedEstimate(string Name, double Estimate, double StandardError, double Low, double High, double Truth);

/// <summary>How the efficiencies of a sample's rows agree with the truth exp(−u).</summary>
/// <param name="Part"><see cref="Overall"/>, or the part of u: <c>persistent</c>, <c>transient</c>, <c>group</c>, <c>gap</c>.</param>
/// <param name="Mean">Mean of E[exp(−u)|ε] over rows.</param>
/// <param name="TrueMean">Mean of exp(−u).</param>
/// <param name="RankCorrelation">Spearman's; NaN where all are equal.</param>
/// <param name="Rmse">Root mean squared difference over rows.</param>
/// <param name="Coverage">Share of rows whose interval given the parameters (Horrace and Schmidt 1996) holds exp(−u); NaN without intervals.</param>
public sealed record SimulatedEfficiency(string Part, double Mean, double TrueMean, double RankCorrelation, double Rmse, double Coverage)
{
    /// <summary>The whole of inefficiency.</summary>
    public const string Overall = "overall";
}

/// <summary>One fit in one replication.</summary>
/// <param name="Converged">Whether the estimate is a maximum, interior or at a boundary.</param>
/// <param name="Termination">A value of <see cref="Estimation.TerminationWords"/>; the error's code of a failed fit.</param>
/// <param name="Failed">True when there is no estimate at all: the sample could not carry the model.</param>
/// <param name="Warnings">Codes, each once, in the order of the fit.</param>
public sealed record SimulatedFit(bool Converged, string Termination, bool Failed, IReadOnlyList<string> Warnings)
{
    /// <summary>Parameters in the order of θ.</summary>
    public IReadOnlyList<SimulatedEstimate> Parameters { get; init; } = [];

    /// <summary>Natural-scale quantities.</summary>
    public IReadOnlyList<SimulatedEstimate> Derived { get; init; } = [];

    /// <summary>Efficiency, overall first, then by parts; empty for models without inefficiency and for failed fits.</summary>
    public IReadOnlyList<SimulatedEfficiency> Efficiencies { get; init; } = [];
}

/// <summary>One sample and what each estimator made of it.</summary>
/// <param name="Number">r, from 0: the sample is drawn from stream r of the seed.</param>
/// <param name="Fits">In the order of the estimators.</param>
public sealed record SimulationReplication(int Number, IReadOnlyList<SimulatedFit> Fits);

/// <summary>The replications of a run, or of a part of it.</summary>
public sealed record SimulationResults
{
    /// <summary>Name of the design.</summary>
    public required string Name { get; init; }

    /// <summary>The design file as it stands.</summary>
    public required string DesignText { get; init; }

    /// <summary>SHA-256 of <see cref="DesignText"/>.</summary>
    public required string DesignSha256 { get; init; }

    /// <summary>Version of the program: samples are the same only within one.</summary>
    public required string Version { get; init; }

    /// <summary>The seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Replications of the whole run, all shards together.</summary>
    public required int Replications { get; init; }

    /// <summary>The piece of the run; null for the whole.</summary>
    public SimulationShard? Shard { get; init; }

    /// <summary>Names of the estimators.</summary>
    public required IReadOnlyList<string> Estimators { get; init; }

    /// <summary>What is done, by rising number.</summary>
    public required IReadOnlyList<SimulationReplication> Done { get; init; }

    /// <summary>The numbers the run, or its piece, is to hold.</summary>
    public IEnumerable<int> Wanted => Enumerable.Range(0, Replications).Where(r => Shard?.Holds(r) ?? true);

    /// <summary>Whether all of them are done.</summary>
    public bool IsComplete => Done.Count == Wanted.Count();
}
