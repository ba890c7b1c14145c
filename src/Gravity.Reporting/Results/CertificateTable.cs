using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Wording;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>The certificate of convergence: two sentences below a fit, or all its numbers.</summary>
internal static class CertificateTable
{
    /// <summary>Two sentences: gradient and curvature; starts and the nearest edges. None for closed forms.</summary>
    public static IEnumerable<string> Sentences(FitResult fit, Words words)
    {
        if (fit.Certificate is not { } certificate)
            yield break;
        yield return words.Sentence(words.Say(
            "certificate.gradient", ("gradient", Short(certificate.LargestGradient)), ("parameter", certificate.GradientParameter ?? "–"),
            ("decrement", Short(certificate.NewtonDecrement)), ("smallest", Short(certificate.SmallestEigenvalue)), ("largest", Short(certificate.LargestEigenvalue)),
            ("condition", Short(certificate.Condition))));
        string other = double.IsNaN(certificate.SecondBest)
            ? words["certificate.no-other"] : words.Say("certificate.second", ("value", certificate.SecondBest.ToString("F4", CultureInfo.InvariantCulture)));
        yield return words.Sentence(words.Say(
            "certificate.starts", ("agreeing", certificate.Agreeing), ("starts", certificate.Starts), ("other", other),
            ("edges", (string[])[.. certificate.Boundaries.Select(b => words.Say("certificate.edge", ("name", Symbol(b.Name, fit, words)), ("value", Short(b.Value)), ("edge", Edges(b))))])));
    }

    /// <summary>Every measure a line.</summary>
    public static ReportTable? Of(FitResult fit, Words words)
    {
        if (fit.Certificate is not { } certificate)
            return null;
        var rows = new List<ReportRow>();
        void Add(string key, Cell value) => rows.Add(ReportRow.Of(words[key], value, Cell.Empty));
        Add("certificate.largest-gradient", Short(certificate.LargestGradient));
        Add("certificate.gradient-parameter", certificate.GradientParameter ?? "–");
        Add("certificate.decrement", Short(certificate.NewtonDecrement));
        Add("certificate.smallest", Short(certificate.SmallestEigenvalue));
        Add("certificate.largest", Short(certificate.LargestEigenvalue));
        Add("certificate.condition", Short(certificate.Condition));
        Add("fit.starts", words.Say("words.of", ("part", certificate.Agreeing), ("whole", certificate.Starts)));
        Add("certificate.second-best", double.IsNaN(certificate.SecondBest) ? "–" : certificate.SecondBest.ToString("F6", CultureInfo.InvariantCulture));
        foreach (BoundaryDistance boundary in certificate.Boundaries)
            rows.Add(ReportRow.Of(Symbol(boundary.Name, fit, words), Short(boundary.Value), Edges(boundary)));
        return new ReportTable(
            "certificate", words["certificate.title"],
            [ReportColumn.Words(words["certificate.item"], "item"), ReportColumn.Words(words["certificate.value"], "value"), ReportColumn.Words(words["certificate.edge-column"], "edges")],
            rows)
        {
            Words = words,
            Notes = [words["certificate.note"]],
        };
    }

    private static string Symbol(string name, FitResult fit, Words words) => name switch
    {
        "varianceRatio" when fit.Noise == "poisson" => "σᵤ²·exp(x'β)",
        "varianceRatio" => "σᵤ²/σᵥ²",
        "noiseRatio" => "σᵥ²/σᵤ²",
        "muOverSigmaU" => "μ/σᵤ",
        "gamma" => "γ",
        _ => ResultWords.Derived(name, words),
    };

    private static string Edges(BoundaryDistance boundary) => (double.IsFinite(boundary.Low), double.IsFinite(boundary.High)) switch
    {
        (true, true) => $"{Short(boundary.Low)}, {Short(boundary.High)}",
        (true, false) => Short(boundary.Low),
        (false, true) => Short(boundary.High),
        _ => "–",
    };

    private static string Short(double value) =>
        double.IsNaN(value) ? "–" : double.IsInfinity(value) ? value > 0 ? "∞" : "−∞" : (value < 0 ? "−" : "") + Math.Abs(value).ToString("G3", CultureInfo.InvariantCulture).ToLowerInvariant();
}
