using System.Xml.Linq;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Specification;
using Gravity.Core.Wording;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Html;

/// <summary>The headline model as equations in plain characters: frontier, noise, inefficiency and its path over time.</summary>
internal sealed class ModelEquation(FitResult fit, ModelRequest request, ReportLabels labels)
{
    private readonly Words words = labels.Words;

    /// <summary>One paragraph a line: the equation first, then its laws, then what the regressors are.</summary>
    public XElement Element()
    {
        var box = new XElement("div", new XAttribute("class", "model"));
        foreach (object[] line in Lines())
            box.Add(new XElement("p", line));
        return box;
    }

    private IEnumerable<object[]> Lines()
    {
        bool panel = fit.Units is not null;
        string at = panel ? "it" : "i";
        object[] y = [HtmlMarkup.Clean(labels.Term(fit.Response)), Sub(at), " = "];
        bool inefficient = fit.Law is not null || fit.Model.StartsWith("schmidt-sickles", StringComparison.Ordinal);
        string sign = fit.Side == "cost" ? " + " : " − ";
        bool classes = fit.Model == "latent-class";
        string j = classes ? "j" : "";
        yield return fit.Noise == "poisson"
            ? [HtmlMarkup.Clean(labels.Term(fit.Response)), Sub(at), " ~ Poisson(exp(", Var("x"), "′", Sub(at), Var("β"), sign, Var("u"), Sub(at), ")),  ", Var("u"), Sub(at), " ≥ 0"]
            : fit.Model.StartsWith("schmidt-sickles", StringComparison.Ordinal)
            ? [.. y, Var("α"), Sub("i"), " + ", Var("x"), "′", Sub(at), Var("β"), " + ", Var("v"), Sub(at), ",  ", Var("u"), Sub("i"), " = max", Sub("j"), " ", Var("α"), Sub("j"), " − ", Var("α"), Sub("i")]
            : inefficient
                ? [.. y, .. Constant(sign), Var("x"), "′", Sub(at), Var("β"), Sub(j), " + ", Var("v"), Sub(at), sign, Var("u"), Sub(at), ",  ", Var("u"), Sub(at), " ≥ 0"]
                : [.. y, Var("x"), "′", Sub(at), Var("β"), " + ", Var("v"), Sub(at)];
        if (fit.Law is not null)
        {
            if (fit.Noise != "poisson") yield return Noise(at);
            yield return Inefficiency(at, panel);
        }

        if (fit.Model is "tre" or "gtre")
        {
            object[] own = [Var("w"), Sub("i"), " ~ N(0, ", Var("σ"), Square("w"), ")"];
            yield return fit.Model == "tre" ? own : [.. own, ",  ", Var("u"), Sub("i0"), " ~ N⁺(0, ", Var("σ"), Square("u0"), ")"];
        }
        if (classes)
        {
            int count = fit.Parameters.Max(p => BlockNames.ClassOf(p.Block).Class);
            yield return [Var("β"), ", ", Var("σ"), Sub("u"), ", ", Var("σ"), Sub("v"), ": ", Var("j"), FormattableString.Invariant($" = 1 … {count},  "), Logit("P(", ")", "j"), .. Determinants()];
        }
        else if (fit.Model == "zero-inefficiency")
        {
            yield return [Logit("P(", " = 0)", null), .. Determinants()];
        }
        if (fit.Model == "selection") yield return Selection(at);
        if (fit.Model == "metafrontier")
            foreach (object[] line in Metafrontier(at, sign)) yield return line;
        if (request.SigmaU is not null) yield return ["ln ", Var("σ"), Square("u"), Sub("," + Index(panel)), " = ", Var("w"), "′", Sub(Index(panel)), Var("γ"), ",  ", Var("w"), ":  ", HtmlMarkup.Clean(request.SigmaU)];
        if (request.SigmaV is not null) yield return ["ln ", Var("σ"), Square("v"), Sub("," + at), " = ", Var("r"), "′", Sub(at), Var("ρ"), ",  ", Var("r"), ":  ", HtmlMarkup.Clean(request.SigmaV)];
        string[] regressors = [.. fit.Parameters.Where(p => BlockNames.ClassOf(p.Block).Block == BlockNames.Frontier && p.Name != BlockNames.Intercept).Select(p => labels.Term(p.Name)).Distinct()];
        yield return [Var("x"), ": ", HtmlMarkup.Clean(words.Say("html.model.regressors", ("names", regressors)))];
    }

    /// <summary>What a unit has of its own beside x'β: a constant, or heterogeneity and persistent inefficiency.</summary>
    private object[] Constant(string sign) => fit.Model switch
    {
        "tfe" or "wang-ho" or "csw" => [Var("α"), Sub("i"), " + "],
        "tre" => [Var("w"), Sub("i"), " + "],
        "gtre" => [Var("w"), Sub("i"), sign, Var("u"), Sub("i0"), " + "],
        _ => [],
    };

    private object[] Selection(string at) =>
    [
        Var("y"), Sub(at), " ", HtmlMarkup.Clean(words.Say("html.model.selected", ("selection", request.Selection ?? ""))), ",  ", Var("d"), Sub(at), " = 1[", Var("z"), "′", Sub(at),
        Var("α"), " + ", Var("w"), Sub(at), " > 0],  ", Var("w"), Sub(at), " ~ N(0, 1),  corr(", Var("w"), ", ", Var("v"), ") = ", Var("ρ"),
    ];

    /// <summary>Each group has its own β and laws; x'β* lies over them.</summary>
    private IEnumerable<object[]> Metafrontier(string at, string sign)
    {
        yield return [Var("β"), " = ", Var("β"), Sub("k"), ":  ", HtmlMarkup.Clean(request.Group ?? "")];
        yield return fit.Parameters.Any(p => p.Block == BlockNames.NoiseVariance)
            ?
            [
                Var("x"), "′", Sub(at), Var("β"), Sub("k"), " = ", Var("x"), "′", Sub(at), Var("β*"), " + ", Var("v*"), Sub(at), sign, Var("u*"), Sub(at),
                ",  ", Var("u*"), Sub(at), " ~ N⁺(0, ", Var("σ"), Square("u*"), ")",
            ]
            : [Var("x"), "′", Sub(at), Var("β*"), fit.Side == "cost" ? " ≤ " : " ≥ ", Var("x"), "′", Sub(at), Var("β"), Sub("k")];
    }

    /// <summary>ln P(class j)/P(class J) = q′θⱼ, or ln P(u = 0)/P(u > 0) = q′θ.</summary>
    private static XElement Logit(string open, string close, string? number) => number is null
        ? new XElement("span", "ln ", open, Var("u"), close, " / P(", Var("u"), " > 0) = ", Var("q"), "′", Var("θ"))
        : new XElement("span", "ln ", open, Var(number), close, " / P(", Var("J"), ") = ", Var("q"), "′", Var("θ"), Sub(number));

    private object[] Determinants() => request.ClassIndex is null ? [] : [":  ", HtmlMarkup.Clean(request.ClassIndex)];

    /// <summary>What the scale of u varies over: units where they share it, else rows.</summary>
    private string Index(bool panel) => panel && !SharesInefficiency ? "it" : "i";

    private bool SharesInefficiency => PanelPaths.Models.Contains(fit.Model);

    private object[] Noise(string at)
    {
        object scale = request.SigmaV is null ? "" : Sub(at);
        return fit.Noise switch
        {
            "student-t" => [Var("v"), Sub(at), " ~ ", Var("σ"), Sub("v"), scale, " ", Var("t"), "(", Var("ν"), ")"],
            "laplace" => [Var("v"), Sub(at), " ~ Laplace(0, ", Var("σ"), Sub("v"), scale, ")"],
            "logistic" => [Var("v"), Sub(at), " ~ Logistic(0, ", Var("σ"), Sub("v"), scale, ")"],
            _ => [Var("v"), Sub(at), " ~ N(0, ", Var("σ"), Square("v"), scale, ")"],
        };
    }

    private object[] Inefficiency(string at, bool panel)
    {
        string[] determinants = [.. fit.Parameters.Where(p => (p.Block is BlockNames.InefficiencyMean or BlockNames.InefficiencyScaling) && p.Name != BlockNames.Intercept).Select(p => labels.Term(p.Name))];
        string of = SharesInefficiency ? "i" : at;
        bool scales = fit.Parameters.Any(p => p.Block == BlockNames.InefficiencyScaling);
        // Under the scaling property the law is that of u*, and z has its own place.
        string[] located = scales ? [] : determinants;
        object u = scales ? new XElement("i", "u*") : Var("u");
        object[] law = fit.Law switch
        {
            "exponential" => [u, Sub(of), " ~ Exp, E[", u, Sub(of), "] = ", Var("σ"), Sub("u")],
            "truncated-normal" when located.Length > 0 =>
                [u, Sub(of), " ~ N⁺(", Var("z"), "′", Sub(of), Var("δ"), ", ", Var("σ"), Square("u"), ")"],
            "truncated-normal" => [u, Sub(of), " ~ N⁺(", Var("μ"), ", ", Var("σ"), Square("u"), ")"],
            "half-normal" => [u, Sub(of), " ~ N⁺(0, ", Var("σ"), Square("u"), ")"],
            "lognormal" when located.Length > 0 =>
                ["ln ", u, Sub(of), " ~ N(", Var("z"), "′", Sub(of), Var("δ"), ", ", Var("σ"), Square("u"), ")"],
            "lognormal" => ["ln ", u, Sub(of), " ~ N(", Var("μ"), ", ", Var("σ"), Square("u"), ")"],
            "gamma" => [u, Sub(of), " ~ Gamma(", Var("P"), ", ", Var("σ"), Sub("u"), ")"],
            "weibull" => [u, Sub(of), " ~ Weibull(", Var("k"), ", ", Var("σ"), Sub("u"), ")"],
            "rayleigh" => [u, Sub(of), " ~ Rayleigh(", Var("σ"), Sub("u"), ")"],
            "uniform" => [u, Sub(of), " ~ U(0, √12 ", Var("σ"), Sub("u"), ")"],
            "generalised-exponential" =>
                [Var("f"), "(", u, Sub(of), ") = 2 (1 − e", Power(u, of, ""), ") e", Power(u, of, ""), " / ", Var("σ"), Sub("u")],
            "truncated-skewed-laplace" =>
            [
                Var("f"), "(", u, Sub(of), ") = (1 + ", Var("λ"), ") (2 e", Power(u, of, ""), " − e", Power(u, of, "(1 + λ)"), ") / (", Var("σ"), Sub("u"), "(1 + 2", Var("λ"), "))",
            ],
            _ => [u, Sub(of), " ~ ", HtmlMarkup.Clean(ReportAbstract.LawName(fit.Law!, words))],
        };
        object[] path = fit.Model switch
        {
            "pitt-lee" => [",  ", Var("u"), Sub("it"), " = ", Var("u"), Sub("i")],
            "bc92" => [",  ", Var("u"), Sub("it"), " = exp(−", Var("η"), "(", Var("t"), " − ", Var("T"), fit.TimeOrigin == "unit" ? Sub("i") : "", ")) ", Var("u"), Sub("i")],
            "kumbhakar90" => [",  ", Var("u"), Sub("it"), " = ", Var("u"), Sub("i"), " / (1 + exp(", Var("bt"), " + ", Var("ct"), new XElement("sup", "2"), "))"],
            "modified-kumbhakar90" =>
            [
                ",  ", Var("u"), Sub("it"), " = (1 + ", Var("d"), "(", Var("t"), " − ", Var("T"), fit.TimeOrigin == "unit" ? Sub("i") : "", ") + ",
                Var("e"), "(", Var("t"), " − ", Var("T"), fit.TimeOrigin == "unit" ? Sub("i") : "", ")", new XElement("sup", "2"), ") ", Var("u"), Sub("i"),
            ],
            _ => [],
        };
        object[] scaling = scales ? [",  ", Var("u"), Sub(at), " = exp(", Var("z"), "′", Sub(at), Var("δ"), ") ", Var("u*"), Sub(at)] : [];
        object[] names = determinants.Length == 0 ? [] : [";  ", Var("z"), ": ", HtmlMarkup.Clean(words.Say("html.model.determinants", ("names", determinants)))];
        return [.. law, .. panel ? path : [], .. scaling, .. names];
    }

    /// <summary>The exponent −factor·u/σ_u.</summary>
    private static XElement Power(object u, string of, string factor) =>
        new("sup", "−" + factor, u is XElement letter ? new XElement(letter) : u, Sub(of), "/", Var("σ"), Sub("u"));

    private static XElement Var(string letter) => new("i", letter);

    private static XElement Sub(string text) => new("sub", text);

    private static object[] Square(string of) => [new XElement("sup", "2"), Sub(of)];
}
