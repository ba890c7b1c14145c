using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies.Families;

/// <summary>Regressions of flows with mean exp(x'β + effects): zeros take part, heteroskedasticity does no harm.</summary>
internal sealed class PseudoLikelihoodFamily : RegressionFamily
{
    /// <inheritdoc/>
    public override IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new("ppml", "regression", "Santos Silva and Tenreyro (2006), Review of Economics and Statistics 88: 641–658; Correia, Guimarães and Zylkin (2020), Stata Journal 20: 95–115", []),
        new("gamma-pml", "regression", "Manning and Mullahy (2001), Journal of Health Economics 20: 461–494; Head and Mayer (2014), Handbook of International Economics 4: 131–195", []),
        new("negbin", "regression", "Cameron and Trivedi (1986), Journal of Applied Econometrics 1: 29–53; Lawless (1987), Canadian Journal of Statistics 15: 209–225", []),
        new("nls", "regression", "Frankel and Wei (1993), NBER Working Paper 4335; Santos Silva and Tenreyro (2006), Review of Economics and Statistics 88: 641–658", []),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options(string key) => key == "ppml" ? ["weights", "absorb", "method"] : ["weights", "absorb"];

    /// <inheritdoc/>
    public override string DefaultVce(string key) => key == "negbin" ? "hessian" : "robust";

    /// <inheritdoc/>
    public override void Check(ModelRequest request)
    {
        if (request.Model == "ppml" && ThreeWayCorrection.IsAsked(request))
            ThreeWayCorrection.Check(request, Formulas(request).Frontier);
        if (Formulas(request).Frontier.Response is CallExpression { Function: "ln" or "log" or "log1p" } response)
        {
            throw new UsageException(
                "log-response", $"'{request.Model}' explains the flow itself, with mean exp(x'β): write {response.Argument} on the left side, not {response}; zeros may stay in");
        }
    }

    /// <inheritdoc/>
    public override ModelFit Fit(ModelRequest request, TradePanel used, Design design, FitOptions options)
    {
        ModelFit fit = base.Fit(request, used, design, options);
        return request.Model == "ppml" && ThreeWayCorrection.IsAsked(request) ? ThreeWayCorrection.Apply(fit) : fit;
    }
}
