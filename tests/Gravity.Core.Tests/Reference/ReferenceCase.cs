namespace Gravity.Core.Tests.Reference;

/// <summary>What a stored result may be used for.</summary>
public enum ReferenceStanding
{
    /// <summary>The peer's optimum agrees with an independently verified maximum: compare with both.</summary>
    Verified,

    /// <summary>The peer stopped elsewhere; <see cref="ReferenceCase.Polished"/> is a verified maximum: compare with that only.</summary>
    PolishedOnly,

    /// <summary>No finite or unique maximum is known: evaluate at the given parameters only.</summary>
    GivenPointOnly,

    /// <summary>Another package, or least squares, gives the same numbers.</summary>
    CrossChecked,

    /// <summary>Nobody has confirmed the peer's numbers: a weak oracle.</summary>
    PeerOnly,

    /// <summary>The peer failed, or did not converge: no oracle.</summary>
    None,
}

/// <summary>Roles of the columns of the data set, in the peer's order.</summary>
/// <param name="Y">The response, in logarithms already.</param>
/// <param name="X">Frontier terms without the intercept.</param>
/// <param name="Z">Terms of the inefficiency mean of Battese and Coelli (1995).</param>
/// <param name="InefficiencyVariance">Terms of ln σ_u² besides the intercept.</param>
/// <param name="NoiseVariance">Terms of ln σ_v² besides the intercept.</param>
/// <param name="InefficiencyMean">Terms of μ besides the intercept, for models other than Battese and Coelli (1995).</param>
/// <param name="Id">Column of the unit; null for pooled models.</param>
/// <param name="Time">Column of the period; null for pooled models.</param>
/// <param name="ZIntercept">Whether <paramref name="Z"/> carries an intercept; null where there is no Z.</param>
public sealed record ReferenceColumns(
    string Y,
    IReadOnlyList<string> X,
    IReadOnlyList<string> Z,
    IReadOnlyList<string> InefficiencyVariance,
    IReadOnlyList<string> NoiseVariance,
    IReadOnlyList<string> InefficiencyMean,
    string? Id,
    string? Time,
    bool? ZIntercept);

/// <summary>The optimum of an independently written likelihood: many starts, Newton steps, errors from the exact Hessian.</summary>
/// <param name="Params">Estimates under the peer's names and in its parametrisation, in its order.</param>
/// <param name="StandardErrors">From the exact Hessian; empty where it is not negative definite.</param>
/// <param name="LogLikelihood">At <paramref name="Params"/>.</param>
/// <param name="InteriorMaximum">True for a verified local maximum inside the parameter space.</param>
/// <param name="NewtonDecrement">Zero at a maximum; null where it was not computed.</param>
/// <param name="Efficiencies">E[exp(−u)|ε] in the row order of the data; null where it was not computed.</param>
public sealed record ReferenceOptimum(
    IReadOnlyDictionary<string, double> Params,
    IReadOnlyDictionary<string, double> StandardErrors,
    double LogLikelihood,
    bool InteriorMaximum,
    double? NewtonDecrement,
    IReadOnlyList<double>? Efficiencies);

/// <summary>One fit by other software, as stored: data, specification, estimates, efficiencies and what they are worth.</summary>
public sealed record ReferenceCase
{
    /// <summary>Name of the file, with <c>:pooling</c>, <c>:within</c> or <c>:random</c> for the fits of one panel regression file.</summary>
    public required string Id { get; init; }

    /// <summary>The peer's model, e.g. <c>bc92tn_muInf</c>.</summary>
    public required string Model { get; init; }

    /// <summary>frontier, sfaR, npsf, sfa or plm.</summary>
    public required string Package { get; init; }

    /// <summary>Version of the package.</summary>
    public required string Version { get; init; }

    /// <summary>Name of the data set, e.g. <c>rice</c>.</summary>
    public required string Dataset { get; init; }

    /// <summary>Path of the CSV file; null where the file is not at hand.</summary>
    public required string? DatasetPath { get; init; }

    /// <summary>Rows used; null where the peer failed.</summary>
    public required int? Observations { get; init; }

    /// <summary>False for cost frontiers.</summary>
    public required bool IsProduction { get; init; }

    /// <summary>The frontier, e.g. <c>lprod ~ larea + llabor</c>; null where the file does not tell.</summary>
    public required string? Formula { get; init; }

    /// <summary>Roles of the columns; null where the file does not tell.</summary>
    public required ReferenceColumns? Columns { get; init; }

    /// <summary>The peer's estimates, in its names, parametrisation and order; empty where it failed.</summary>
    public required IReadOnlyDictionary<string, double> Params { get; init; }

    /// <summary>The peer's standard errors, of its default kind.</summary>
    public required IReadOnlyDictionary<string, double> StandardErrors { get; init; }

    /// <summary>Errors of other kinds by name (panel regressions), e.g. <c>cluster_id_HC1</c>.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> OtherErrors { get; init; } =
        new Dictionary<string, IReadOnlyDictionary<string, double>>();

    /// <summary>Log-likelihood at <see cref="Params"/>; for R frontier corrected for its single-precision π.</summary>
    public required double? LogLikelihood { get; init; }

    /// <summary>Log-likelihood of least squares.</summary>
    public required double? OlsLogLikelihood { get; init; }

    /// <summary>LR statistic against least squares.</summary>
    public required double? LikelihoodRatio { get; init; }

    /// <summary>Its mixed chi-square p-value.</summary>
    public required double? LikelihoodRatioP { get; init; }

    /// <summary>The verified or best known optimum, where there is one.</summary>
    public required ReferenceOptimum? Polished { get; init; }

    /// <summary>
    /// The peer's efficiencies at its own estimates under one vocabulary, in the row order of the data: <c>te</c> = E[exp(−u)|ε],
    /// <c>jlms</c> = exp(−E[u|ε]), <c>mode</c> = exp(−mode), <c>u</c> = E[u|ε], <c>teLow</c>, <c>teHigh</c> (95 %),
    /// <c>reciprocal</c> = E[exp(u)|ε]. Panel regressions have one value a unit under <c>te</c>.
    /// </summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<double>> Efficiencies { get; init; }

    /// <summary>Further numbers, e.g. <c>ssr</c>, <c>r2</c>, <c>sigma2.id</c>.</summary>
    public IReadOnlyDictionary<string, double> Statistics { get; init; } = new Dictionary<string, double>();

    /// <summary>The remark of whoever checked the case; empty for panel regressions.</summary>
    public required string Status { get; init; }

    /// <summary>What <see cref="Status"/> means for a test.</summary>
    public ReferenceStanding Standing => StandingOf(Package, Status, Polished, Params.Count > 0);

    /// <summary>Whether the case has a maximum that an estimator must reach.</summary>
    public bool HasMaximum => Standing is ReferenceStanding.Verified or ReferenceStanding.PolishedOnly or ReferenceStanding.CrossChecked;

    /// <summary>The parameters to compare with: the polished ones where they are a maximum, else the peer's.</summary>
    public IReadOnlyDictionary<string, double> BestParams => UsePolished ? Polished!.Params : Params;

    /// <summary>The log-likelihood at <see cref="BestParams"/>.</summary>
    public double? BestLogLikelihood => UsePolished ? Polished!.LogLikelihood : LogLikelihood;

    private bool UsePolished => Standing is ReferenceStanding.Verified or ReferenceStanding.PolishedOnly;

    /// <summary>Reads one result file; panel regression files hold several fits, all others one.</summary>
    /// <param name="path">The JSON file.</param>
    /// <param name="dataFolders">Where data sets are looked for, by file name.</param>
    public static IReadOnlyList<ReferenceCase> Read(string path, IReadOnlyList<string> dataFolders) => ReferenceReader.Read(path, dataFolders);

    /// <inheritdoc/>
    public override string ToString() => Id;

    private static ReferenceStanding StandingOf(string package, string status, ReferenceOptimum? polished, bool hasEstimates)
    {
        bool Says(string words) => status.Contains(words, StringComparison.Ordinal);
        if (package == "plm")
            return ReferenceStanding.CrossChecked;
        if (!hasEstimates || Says("PEER FAILED") || Says("PEER ERROR") || Says("PEER NOT CONVERGED"))
            return ReferenceStanding.None;
        if (status == "ok" && polished is { InteriorMaximum: true })
            return ReferenceStanding.Verified;
        if (Says("cross-check: agrees"))
            return ReferenceStanding.CrossChecked;
        if (polished is { InteriorMaximum: true })
            return ReferenceStanding.PolishedOnly;
        return polished is null ? ReferenceStanding.PeerOnly : ReferenceStanding.GivenPointOnly;
    }
}
