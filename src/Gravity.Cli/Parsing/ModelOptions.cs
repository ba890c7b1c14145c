using System.CommandLine;
using Gravity.Core;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Studies;

namespace Gravity.Cli.Parsing;

/// <summary>The words that name a model.</summary>
internal sealed class ModelOptions
{
    private static readonly string[] Laws = [.. InefficiencyLaw.All.Select(l => l.Key)];

    private readonly Option<string?> _formula = OptionKinds.Text("--formula", "F", "The frontier, e.g. \"ln(exports) ~ ln(gdp_o) + ln(gdp_d) + ln(dist)\"");
    private readonly Option<string?> _model = OptionKinds.Choice("--model", "model", ModelCatalog.Names, $"The model, one of {string.Join(", ", ModelCatalog.Names)}; a law's name means pooled with that law. gravity models explains them", "MODEL");
    private readonly Option<string?> _inefficiency = OptionKinds.Text("--inefficiency", "Z", "Determinants of inefficiency: the index of μ in bc95, or z of --scaling, e.g. \"eu + wto\"");
    private readonly Option<bool> _scaling = OptionKinds.Flag("--scaling", "u = exp(z'δ)·u* with z of --inefficiency and u* of any law (the scaling property), for pooled laws");
    private readonly Option<string?> _sigmaU = OptionKinds.Text("--sigma-u", "Z", "Index of ln σ_u² (pooled laws and bc95)");
    private readonly Option<string?> _sigmaV = OptionKinds.Text("--sigma-v", "W", "Index of ln σ_v²");
    private readonly Option<string?> _meanU = OptionKinds.Text("--mean-u", "Z", "Index of μ in models other than bc95, with --law truncated-normal or lognormal");
    private readonly Option<string?> _sigmaU0 = OptionKinds.Text("--sigma-u0", "Z", "Index of ln σ_u0², the persistent inefficiency of a unit");
    private readonly Option<string?> _sigmaW = OptionKinds.Text("--sigma-w", "Z", "Index of ln σ_w², the heterogeneity of units");
    private readonly Option<string?> _method = OptionKinds.Text("--method", "METHOD", "The variant of an estimator that has several; gravity models names them");
    private readonly Option<int> _classesCount = OptionKinds.Whole("--classes-count", "N", 0, 0, "Number of classes of latent-class, 2 to 5; 2 unless given");
    private readonly Option<string?> _class = OptionKinds.Text("--class", "Z", "Determinants of class membership");
    private readonly Option<string?> _selection = OptionKinds.Text("--selection", "EQUATION", "The selection equation, e.g. \"exported ~ ln(gdp_o) + ln(gdp_d) + contig\"");
    private readonly Option<string?> _group = OptionKinds.Text("--group", "COL", "The column of groups, each with its own frontier");
    private readonly Option<string?> _absorb = OptionKinds.Text("--absorb", "FE", "Fixed effects to absorb, as after | in the formula, e.g. \"iso_o^year + iso_d^year + pair(iso_o, iso_d)\"");
    private readonly Option<string?> _weights = OptionKinds.Text("--weights", "COL[:KIND]", "Row weights: frequency (the row stands for so many; the default), sampling (1 over its probability: robust errors, no LR tests) or analytic (precision), e.g. n:frequency");
    private readonly Option<string[]> _fix = OptionKinds.Texts("--fix", "NAME=VALUE", "Hold a parameter, named as printed, at a value, e.g. \"ln(dist)=-1\", eta=0 or \"inefficiency-mean:(Intercept)=0\"; may be repeated");
    private readonly Option<string[]> _constraint = OptionKinds.Texts("--constraint", "EQUATION", "A linear constraint on parameters, e.g. \"ln(gdp_o) + ln(gdp_d) = 2\"; may be repeated");
    private readonly Option<string?> _intervals = OptionKinds.Choice("--intervals", "kind of intervals", ["wald", "profile"], "Confidence limits: wald (the default) or profile, from the likelihood itself");
    private readonly Option<string?> _law = OptionKinds.Choice("--law", "law", Laws, "Law of the inefficiency u; half-normal unless given");
    private readonly Option<string?> _noise = OptionKinds.Choice("--noise", "law of the noise", [.. NoiseLaw.All.Select(n => n.Key)], "Law of the noise v of pooled laws; normal unless given");
    private readonly Option<string?> _side = OptionKinds.Choice("--side", "side", ["production", "cost"], "production (trade below the frontier, the default) or cost");
    private readonly Option<string[]> _unit = OptionKinds.Names("--unit", "COL[,COL]", "The column that names the unit (partner or pair), or exporter and importer");
    private readonly Option<string?> _time = OptionKinds.Text("--time", "COL", "The column of periods");
    private readonly Option<string?> _timeOrigin = OptionKinds.Choice("--time-origin", "time origin", ["panel", "unit"], "T of bc92: the panel's last period (as Battese and Coelli and FRONTIER; the default) or the unit's (as Stata)");
    private readonly Option<string?> _where = OptionKinds.Text("--where", "EXPR", "Keep the rows for which this holds, e.g. \"year >= 2007 && iso3 != \\\"GRC\\\"\"");
    private readonly Option<string?> _vce = OptionKinds.Text("--vce", "KIND", "Standard errors: hessian (or iid; the default of likelihoods and ols), opg, robust (the default of ppml, gamma-pml and nls), cluster:COL[,COL] with COL also a^b or pair(a, b), bootstrap:N; for regressions also hc0, hc1, hc2, hc3, dyadic:COL,COL, driscoll-kraay[:LAG] and conley:KM[:LAT,LON][:uniform|bartlett]");
    private readonly Option<string?> _smallSample = OptionKinds.Choice("--small-sample", "small-sample convention", ["none", "stata-ppmlhdfe", "stata-regress", "fixest", "fixest-full", "fixest-none"], "Small-sample convention of errors: their factor, what of the absorbed effects it counts, and t or normal");
    private readonly Option<string?> _optimizer = OptionKinds.Choice("--optimizer", "optimizer", ["newton", "bfgs", "bhhh"], "How the likelihood is climbed; newton unless given");
    private readonly Option<int> _starts = OptionKinds.Whole("--starts", "N", 0, 0, "Number of starts; 0 for the model's own");
    private readonly Option<int> _lrBootstrap = OptionKinds.Whole("--lr-bootstrap", "N", 0, 0, "Replications of a parametric bootstrap of the test of no inefficiency; 0 for none");

    /// <summary>The options that some model takes.</summary>
    private Option[] All =>
    [
        .. Written.Where(o => ModelCatalog.IsTaken(o.Name[2..])),
    ];

    private Option[] Written =>
    [
        _formula, _model, _inefficiency, _law, _noise, _scaling, _sigmaU, _sigmaV, _meanU, _sigmaU0, _sigmaW, _method, _classesCount, _class, _selection, _group, _absorb, _weights, _fix, _constraint, _intervals, _side, _unit, _time, _timeOrigin, _where, _vce, _smallSample,
        _optimizer, _starts, _lrBootstrap,
    ];

    /// <summary>Adds the options; where a saved fit may stand in for them, formula and model are not required.</summary>
    public void AddTo(Command command, bool required)
    {
        _formula.Required = _model.Required = required;
        foreach (Option option in All)
            command.Add(option);
    }

    /// <summary>Those written on the command line.</summary>
    public string[] Given(ParseResult parsed) => [.. All.Where(parsed.Given).Select(o => o.Name)];

    public ModelRequest Read(ParseResult parsed, double level)
    {
        string model = parsed.GetValue(_model) ?? throw Missing("--model", "e.g. --model bc92");
        var request = new ModelRequest
        {
            Formula = parsed.GetValue(_formula) ?? throw Missing("--formula", "e.g. --formula \"ln(exports) ~ ln(gdp) + ln(dist)\""),
            Model = model,
            Inefficiency = parsed.GetValue(_inefficiency),
            SigmaU = parsed.GetValue(_sigmaU),
            SigmaV = parsed.GetValue(_sigmaV),
            MeanU = parsed.GetValue(_meanU),
            SigmaU0 = Value(parsed, _sigmaU0),
            SigmaW = Value(parsed, _sigmaW),
            Method = Value(parsed, _method),
            ClassesCount = Value(parsed, _classesCount),
            ClassIndex = Value(parsed, _class),
            Selection = Value(parsed, _selection),
            Group = Value(parsed, _group),
            Absorb = Value(parsed, _absorb),
            Weights = Value(parsed, _weights),
            Fix = Value(parsed, _fix) ?? [],
            Constraints = Value(parsed, _constraint) ?? [],
            Intervals = Value(parsed, _intervals) ?? "wald",
            Law = parsed.GetValue(_law),
            Noise = parsed.GetValue(_noise),
            Scaling = parsed.GetValue(_scaling),
            Side = parsed.GetValue(_side) ?? "production",
            Unit = parsed.GetValue(_unit) ?? [],
            Time = parsed.GetValue(_time),
            TimeOrigin = parsed.GetValue(_timeOrigin) ?? "panel",
            Where = parsed.GetValue(_where),
            Vce = parsed.GetValue(_vce),
            SmallSample = parsed.GetValue(_smallSample),
            Level = level,
            Optimizer = parsed.GetValue(_optimizer) ?? "newton",
            Starts = parsed.GetValue(_starts),
            TestReplications = parsed.GetValue(_lrBootstrap),
        };
        // Before the data are read: a wrong word is seen at once.
        ModelOptionChecks.Refuse(request, Given(parsed));
        ModelRunner.Check(request);
        return request;
    }

    /// <summary>The value of an option that is only there when some model takes it.</summary>
    private T? Value<T>(ParseResult parsed, Option<T> option) => All.Contains(option) ? parsed.GetValue(option) : default;

    private static UsageException Missing(string option, string example) =>
        new("missing-option", $"{option} is needed, {example}; or give a saved fit and --data");
}
