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
        yield return fit.Model.StartsWith("schmidt-sickles", StringComparison.Ordinal)
            ? [.. y, Var("α"), Sub("i"), " + ", Var("x"), "′", Sub(at), Var("β"), " + ", Var("v"), Sub(at), ",  ", Var("u"), Sub("i"), " = max", Sub("j"), " ", Var("α"), Sub("j"), " − ", Var("α"), Sub("i")]
            : inefficient
                ? [.. y, Var("x"), "′", Sub(at), Var("β"), " + ", Var("v"), Sub(at), sign, Var("u"), Sub(at), ",  ", Var("u"), Sub(at), " ≥ 0"]
                : [.. y, Var("x"), "′", Sub(at), Var("β"), " + ", Var("v"), Sub(at)];
        if (fit.Law is not null)
        {
            yield return Noise(at);
            yield return Inefficiency(at, panel);
        }

        if (request.SigmaU is not null) yield return ["ln ", Var("σ"), Square("u"), " = ", Var("w"), "′", Var("γ"), ":  ", HtmlMarkup.Clean(request.SigmaU)];
        if (request.SigmaV is not null) yield return ["ln ", Var("σ"), Square("v"), " = ", Var("r"), "′", Var("ρ"), ":  ", HtmlMarkup.Clean(request.SigmaV)];
        string[] regressors = [.. fit.Parameters.Where(p => p.Block == BlockNames.Frontier && p.Name != BlockNames.Intercept).Select(p => labels.Term(p.Name))];
        yield return [Var("x"), ": ", HtmlMarkup.Clean(words.Say("html.model.regressors", ("names", regressors)))];
    }

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
        bool shared = PanelPaths.Models.Contains(fit.Model);
        string of = shared ? "i" : at;
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

    private static XElement Var(string letter) => new("i", letter);

    private static XElement Sub(string text) => new("sub", text);

    private static object[] Square(string of) => [new XElement("sup", "2"), Sub(of)];
}
