using System.Text.Json;

namespace Gravity.Core.Tests.Reference;

/// <summary>One least-squares or pseudo-likelihood gravity fit by R fixest.</summary>
/// <param name="Id">Key in the file, e.g. <c>ppml_two</c>.</param>
/// <param name="Formula">The fit, e.g. <c>trade ~ log(dist)+contig</c>.</param>
/// <param name="Absorbed">Absorbed effects in fixest's words, e.g. <c>exporter^year + importer^year</c>; empty without.</param>
/// <param name="Observations">Rows used.</param>
/// <param name="Coefficients">By term.</param>
/// <param name="StandardErrors">By kind (<c>iid</c>, <c>HC1</c>, <c>cluster_pair</c> …), then by term.</param>
/// <param name="LogLikelihood">As fixest defines it.</param>
/// <param name="Deviance">As fixest defines it.</param>
public sealed record RegressionCase(
    string Id,
    string Formula,
    string Absorbed,
    int Observations,
    IReadOnlyDictionary<string, double> Coefficients,
    IReadOnlyDictionary<string, IReadOnlyDictionary<string, double>> StandardErrors,
    double? LogLikelihood,
    double? Deviance)
{
    /// <summary>The fits on the committed <c>gravity_panel.csv</c>.</summary>
    public static IReadOnlyList<RegressionCase> Simulated() => Read(Path.Combine(ReferenceFolder.SimulatedPath, "results", "fixest.json"));

    /// <summary>Reads all fits of a file.</summary>
    public static IReadOnlyList<RegressionCase> Read(string path)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("models").EnumerateObject().Select(model => Parse(model.Name, model.Value))];
    }

    private static RegressionCase Parse(string id, JsonElement fit)
    {
        var errors = new Dictionary<string, IReadOnlyDictionary<string, double>>(StringComparer.Ordinal);
        if (fit.TryGetProperty("se", out JsonElement kinds) && kinds.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty kind in kinds.EnumerateObject())
                errors[kind.Name] = ReferenceReader.Numbers(kind.Value.TryGetProperty("se", out JsonElement nested) ? nested : kind.Value);
        return new RegressionCase(
            id,
            ReferenceReader.Text(fit, "formula") ?? "",
            ReferenceReader.Text(fit, "fixef") ?? "",
            fit.GetProperty("nobs").GetInt32(),
            ReferenceReader.Numbers(fit.GetProperty("coef")),
            errors,
            ReferenceReader.Number(fit, "loglik"),
            ReferenceReader.Number(fit, "deviance"));
    }
}
