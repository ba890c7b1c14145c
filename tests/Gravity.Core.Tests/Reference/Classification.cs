using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Reference;

/// <summary>One of our numbers and how the peer's estimates give it.</summary>
/// <param name="Block">A value of <see cref="BlockNames"/>, or <see cref="Classification.Derived"/> for a derived quantity.</param>
/// <param name="Name">Our name within the block: a term, <c>(Intercept)</c>, <c>eta</c>, or a key of the derived quantities.</param>
/// <param name="PeerName">The peer's parameter when it is the same number on the same scale, so that standard errors compare too; else null.</param>
/// <param name="Value">From the peer's parameters to ours.</param>
public sealed record ReferenceTarget(string Block, string Name, string? PeerName, Func<IReadOnlyDictionary<string, double>, double> Value);

/// <summary>Our model for a peer's fit.</summary>
/// <param name="Model">Our name of the model, e.g. <c>bc92</c>.</param>
/// <param name="Law">Our name of the inefficiency law; null for regressions.</param>
/// <param name="DecayFromUnitsLastPeriod">True where T of the path over time is the unit's last period instead of the panel's.</param>
/// <param name="Targets">Every parameter of our model, then the derived quantities that the peer prints.</param>
public sealed record ReferenceModel(string Model, string? Law, bool DecayFromUnitsLastPeriod, IReadOnlyList<ReferenceTarget> Targets)
{
    /// <summary>Our parameters (not the derived quantities) at the peer's.</summary>
    public IReadOnlyList<(string Block, string Name, double Value)> Parameters(IReadOnlyDictionary<string, double> peer) =>
        [.. Targets.Where(t => t.Block != Classification.Derived).Select(t => (t.Block, t.Name, t.Value(peer)))];
}

/// <summary>Which stored cases belong to the models of the first stage, and what their parameters are called here.</summary>
/// <remarks>README.md in this folder documents the parametrisation of every package.</remarks>
public static class Classification
{
    /// <summary>The block of derived quantities: <c>sigmaSquared</c>, <c>gamma</c>, <c>lambda</c>, <c>sigmaU</c>, <c>sigmaV</c>.</summary>
    public const string Derived = "derived";

    /// <summary>Name of η in the block of time parameters.</summary>
    public const string Eta = "eta";

    private const string HalfNormal = "half-normal";
    private const string TruncatedNormal = "truncated-normal";
    private const string Exponential = "exponential";

    private static readonly Dictionary<(string Package, string Model), (string Model, string? Law)> FirstStageModels = new()
    {
        [("frontier", "als")] = ("pooled", HalfNormal),
        [("frontier", "stevenson_tn")] = ("pooled", TruncatedNormal),
        [("frontier", "stevenson_tn_muInf")] = ("pooled", TruncatedNormal),
        [("frontier", "pl81")] = ("pitt-lee", HalfNormal),
        [("frontier", "pl81tn")] = ("pitt-lee", TruncatedNormal),
        [("frontier", "pl81tn_muInf")] = ("pitt-lee", TruncatedNormal),
        [("frontier", "bc92")] = ("bc92", HalfNormal),
        [("frontier", "bc92tn")] = ("bc92", TruncatedNormal),
        [("frontier", "bc92tn_muInf")] = ("bc92", TruncatedNormal),
        [("frontier", "bc95")] = ("bc95", TruncatedNormal),
        [("frontier", "bc95_noint")] = ("bc95", TruncatedNormal),
        [("sfaR", "hnormal")] = ("pooled", HalfNormal),
        [("sfaR", "hn_uhet")] = ("pooled", HalfNormal),
        [("sfaR", "hn_vhet")] = ("pooled", HalfNormal),
        [("sfaR", "hn_uhet_vhet")] = ("pooled", HalfNormal),
        [("sfaR", "exponential")] = ("pooled", Exponential),
        [("sfaR", "exp_uhet")] = ("pooled", Exponential),
        [("sfaR", "tnormal")] = ("pooled", TruncatedNormal),
        [("sfaR", "tn_muhet")] = ("pooled", TruncatedNormal),
        [("sfaR", "tn_muhet_uhet")] = ("pooled", TruncatedNormal),
        [("sfaR", "gamma_nsim100")] = ("pooled", "gamma"),
        [("sfaR", "gamma_nsim500")] = ("pooled", "gamma"),
        [("sfaR", "lognormal_nsim100")] = ("pooled", "lognormal"),
        [("sfaR", "lognormal_nsim500")] = ("pooled", "lognormal"),
        [("sfaR", "weibull_nsim100")] = ("pooled", "weibull"),
        [("sfaR", "weibull_nsim500")] = ("pooled", "weibull"),
        [("sfaR", "rayleigh")] = ("pooled", "rayleigh"),
        [("sfaR", "uniform")] = ("pooled", "uniform"),
        [("sfaR", "genexponential")] = ("pooled", "generalised-exponential"),
        [("sfaR", "tslaplace")] = ("pooled", "truncated-skewed-laplace"),
        [("sfaR", "tn_scaling")] = ("pooled", TruncatedNormal),
        [("npsf", "hn")] = ("pooled", HalfNormal),
        [("npsf", "exp")] = ("pooled", Exponential),
        [("npsf", "tn")] = ("pooled", TruncatedNormal),
        [("npsf", "pl81")] = ("pitt-lee", HalfNormal),
        [("npsf", "BC1992_hn")] = ("bc92", HalfNormal),
        [("npsf", "BC1992_tn")] = ("bc92", TruncatedNormal),
        [("npsf", "K1990_hn")] = ("kumbhakar90", HalfNormal),
        [("npsf", "K1990_tn")] = ("kumbhakar90", TruncatedNormal),
        [("npsf", "K1990modified_hn")] = ("modified-kumbhakar90", HalfNormal),
        [("npsf", "K1990modified_tn")] = ("modified-kumbhakar90", TruncatedNormal),
        [("sfa", "NHN")] = ("pooled", HalfNormal),
        [("sfa", "NE")] = ("pooled", Exponential),
        [("sfa", "NTN")] = ("pooled", TruncatedNormal),
        [("plm", "pooling")] = ("ols", null),
        [("plm", "within")] = ("schmidt-sickles-fe", null),
        [("plm", "random")] = ("schmidt-sickles-re", null),
    };

    /// <summary>Our model for the case; null when it belongs to a later stage or the peer returned nothing.</summary>
    public static ReferenceModel? FirstStage(ReferenceCase reference) =>
        reference.Params.Count > 0 && FirstStageModels.TryGetValue((reference.Package, reference.Model), out (string Model, string? Law) ours)
            ? new ReferenceModel(ours.Model, ours.Law, reference.Package == "npsf" && ours.Model is "bc92" or "modified-kumbhakar90", Targets(reference))
            : null;

    /// <summary>True for u = exp(z'δ)·u*.</summary>
    public static bool IsScaling(ReferenceCase reference) => reference.Model == "tn_scaling";

    private static List<ReferenceTarget> Targets(ReferenceCase reference)
    {
        var targets = new List<ReferenceTarget>();
        foreach (string name in reference.Params.Keys)
            if (Direct(reference.Package, name) is { } target)
                targets.Add(target);
        bool Has(string name) => reference.Params.ContainsKey(name);
        // Two parameters of the peer give our two log variances; what it prints itself is a derived quantity of ours.
        if (Has("sigmaSq") && Has("gamma"))
        {
            targets.AddRange(Variances(p => p["gamma"] * p["sigmaSq"], p => (1 - p["gamma"]) * p["sigmaSq"]));
            targets.Add(Same(Derived, "sigmaSquared", "sigmaSq"));
            targets.Add(Same(Derived, "gamma", "gamma"));
        }
        else if (Has("lambda") && Has("sigma"))
        {
            targets.AddRange(Variances(
                p => Square(p["sigma"]) * Square(p["lambda"]) / (1 + Square(p["lambda"])),
                p => Square(p["sigma"]) / (1 + Square(p["lambda"]))));
            targets.Add(Same(Derived, "lambda", "lambda"));
            targets.Add(new ReferenceTarget(Derived, "sigmaSquared", null, p => Square(p["sigma"])));
        }
        else if (reference.Package == "sfaR" && (Has("P") || Has("k")))
        {
            string shape = Has("P") ? "P" : "k";
            targets.Add(Same(Derived, "shape", shape));
        }
        else if (reference.Package == "sfaR" && Has("Zu_(Intercept)") && Has("lambda"))
        {
            targets.Add(Same(Derived, "skew", "lambda"));
        }
        else if (Has("sigu") && Has("sigv"))
        {
            targets.AddRange(Variances(p => Square(p["sigu"]), p => Square(p["sigv"])));
            targets.Add(Same(Derived, "sigmaU", "sigu"));
            targets.Add(Same(Derived, "sigmaV", "sigv"));
        }
        return targets;
    }

    /// <summary>The target of a parameter that is one of ours as it stands; null for variance parameters that combine.</summary>
    private static ReferenceTarget? Direct(string package, string name) => package switch
    {
        "frontier" when name is "sigmaSq" or "gamma" => null,
        "frontier" when name == "mu" => Same(BlockNames.InefficiencyMean, BlockNames.Intercept, name),
        "frontier" when name == "time" => Same(BlockNames.Time, Eta, name),
        "frontier" when Strip(name, "Z_") is { } term => Same(BlockNames.InefficiencyMean, term, name),
        "sfaR" when Strip(name, "Zmu_") is { } term => Same(BlockNames.InefficiencyMean, term, name),
        "sfaR" when Strip(name, "Zu_") is { } term => Same(BlockNames.InefficiencyVariance, term, name),
        "sfaR" when Strip(name, "Zscale_") is { } term => Same(BlockNames.InefficiencyScaling, term, name),
        "sfaR" when name is "P" or "k" => new ReferenceTarget(BlockNames.Law, "ln(shape)", null, p => Math.Log(p[name])),
        "sfaR" when name == "lambda" => new ReferenceTarget(BlockNames.Law, "ln(skew)", null, p => Math.Log(p[name])),
        "sfaR" when name == "tau" => Same(BlockNames.InefficiencyMean, BlockNames.Intercept, name),
        "sfaR" when name == "cu" => Same(BlockNames.InefficiencyVariance, BlockNames.Intercept, name),
        "sfaR" when Strip(name, "Zv_") is { } term => Same(BlockNames.NoiseVariance, term, name),
        "npsf" when (Strip(name, "lnVARv0i_") ?? Strip(name, "lnVARvit_")) is { } term => Same(BlockNames.NoiseVariance, term, name),
        "npsf" when Strip(name, "lnVARu0i_") is { } term => Same(BlockNames.InefficiencyVariance, term, name),
        "npsf" when Strip(name, "mean_u0i_") is { } term => Same(BlockNames.InefficiencyMean, term, name),
        "npsf" when name == "f```" => Same(BlockNames.Time, Eta, name),
        "npsf" when name.EndsWith('`') => Same(BlockNames.Time, name.TrimEnd('`'), name),
        "sfa" when name is "lambda" or "sigma" or "sigu" or "sigv" => null,
        "sfa" when name == "mu" => Same(BlockNames.InefficiencyMean, BlockNames.Intercept, name),
        _ => Same(BlockNames.Frontier, name, name),
    };

    private static IEnumerable<ReferenceTarget> Variances(
        Func<IReadOnlyDictionary<string, double>, double> varU, Func<IReadOnlyDictionary<string, double>, double> varV) =>
    [
        new(BlockNames.InefficiencyVariance, BlockNames.Intercept, null, p => Math.Log(varU(p))),
        new(BlockNames.NoiseVariance, BlockNames.Intercept, null, p => Math.Log(varV(p))),
    ];

    private static ReferenceTarget Same(string block, string name, string peer) => new(block, name, peer, p => p[peer]);

    // npsf shortens "(Intercept)" where its table is narrow.
    private static string? Strip(string name, string prefix) =>
        !name.StartsWith(prefix, StringComparison.Ordinal) ? null
        : name[prefix.Length..] == "(Intrcpt)" ? BlockNames.Intercept
        : name[prefix.Length..];

    private static double Square(double value) => value * value;
}
