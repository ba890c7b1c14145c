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
    private readonly Option<string?> _law = OptionKinds.Choice("--law", "law", Laws, "Law of the inefficiency u; half-normal unless given");
    private readonly Option<string?> _noise = OptionKinds.Choice("--noise", "law of the noise", [.. NoiseLaw.All.Select(n => n.Key)], "Law of the noise v of pooled laws; normal unless given");
    private readonly Option<string?> _side = OptionKinds.Choice("--side", "side", ["production", "cost"], "production (trade below the frontier, the default) or cost");
    private readonly Option<string[]> _unit = OptionKinds.Names("--unit", "COL[,COL]", "The column that names the unit (partner or pair), or exporter and importer");
    private readonly Option<string?> _time = OptionKinds.Text("--time", "COL", "The column of periods");
    private readonly Option<string?> _timeOrigin = OptionKinds.Choice("--time-origin", "time origin", ["panel", "unit"], "T of bc92: the panel's last period (as Battese and Coelli and FRONTIER; the default) or the unit's (as Stata)");
    private readonly Option<string?> _where = OptionKinds.Text("--where", "EXPR", "Keep the rows for which this holds, e.g. \"year >= 2007 && iso3 != \\\"GRC\\\"\"");
    private readonly Option<string?> _vce = OptionKinds.Text("--vce", "KIND", "Standard errors: hessian (default), opg, robust, cluster:COL[,COL], bootstrap:N; for ols also hc0, hc1, hc2, hc3");
    private readonly Option<string?> _smallSample = OptionKinds.Choice("--small-sample", "small-sample convention", ["none", "stata-ppmlhdfe", "stata-regress"], "Small-sample factor of robust and clustered errors");
    private readonly Option<string?> _optimizer = OptionKinds.Choice("--optimizer", "optimizer", ["newton", "bfgs", "bhhh"], "How the likelihood is climbed; newton unless given");
    private readonly Option<int> _starts = OptionKinds.Whole("--starts", "N", 0, 0, "Number of starts; 0 for the model's own");
    private readonly Option<int> _lrBootstrap = OptionKinds.Whole("--lr-bootstrap", "N", 0, 0, "Replications of a parametric bootstrap of the test of no inefficiency; 0 for none");

    private Option[] All =>
    [
        _formula, _model, _inefficiency, _law, _noise, _scaling, _sigmaU, _sigmaV, _meanU, _side, _unit, _time, _timeOrigin, _where, _vce, _smallSample,
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
            Law = parsed.GetValue(_law),
            Noise = parsed.GetValue(_noise),
            Scaling = parsed.GetValue(_scaling),
            Side = parsed.GetValue(_side) ?? "production",
            Unit = parsed.GetValue(_unit) ?? [],
            Time = parsed.GetValue(_time),
            TimeOrigin = parsed.GetValue(_timeOrigin) ?? "panel",
            Where = parsed.GetValue(_where),
            Vce = parsed.GetValue(_vce) ?? "hessian",
            SmallSample = parsed.GetValue(_smallSample),
            Level = level,
            Optimizer = parsed.GetValue(_optimizer) ?? "newton",
            Starts = parsed.GetValue(_starts),
            TestReplications = parsed.GetValue(_lrBootstrap),
        };
        // Before the data are read: a wrong word is seen at once.
        ModelRunner.Check(request);
        ModelOptionChecks.Refuse(request, Given(parsed));
        return request;
    }

    private static UsageException Missing(string option, string example) =>
        new("missing-option", $"{option} is needed, {example}; or give a saved fit and --data");
}
