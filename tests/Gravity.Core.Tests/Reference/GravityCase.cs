using System.Text.Json;
using Gravity.Core.Estimation;

namespace Gravity.Core.Tests.Reference;

/// <summary>A kind of errors of a stored regression: how we ask for it, and the package's numbers.</summary>
/// <param name="Kind">Key in the file.</param>
/// <param name="Vce">Ours.</param>
/// <param name="SmallSample">Our convention.</param>
/// <param name="Errors">By term; those before the package's repair of an indefinite matrix where they are stored.</param>
/// <param name="Degrees">t's degrees of freedom; null where not stored.</param>
/// <param name="IsRepaired">Whether the errors are those after the package's repair, or none was stored before it.</param>
public sealed record GravityErrors(string Kind, string Vce, string SmallSample, IReadOnlyDictionary<string, double> Errors, int? Degrees, bool IsRepaired);

/// <summary>One gravity regression by R fixest, with our request for the same.</summary>
public sealed record GravityCase
{
    /// <summary>Key, e.g. <c>fixest_E11_ppml_fe2</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Our request, errors apart.</summary>
    public required ModelRequest Request { get; init; }

    /// <summary>Path of the CSV file.</summary>
    public required string DataPath { get; init; }

    /// <summary>True for the data that are in the repository.</summary>
    public bool Committed { get; init; }

    /// <summary>Rows used.</summary>
    public required int Observations { get; init; }

    /// <summary>By our names of terms.</summary>
    public required IReadOnlyDictionary<string, double> Coefficients { get; init; }

    /// <summary>Kinds of errors.</summary>
    public required IReadOnlyList<GravityErrors> Errors { get; init; }

    /// <summary>The package's function.</summary>
    public required string PeerModel { get; init; }

    /// <summary>Statistics by name: loglik, deviance, r2, within_r2, pseudo_r2, sq_cor.</summary>
    public required IReadOnlyDictionary<string, double> Statistics { get; init; }

    /// <summary>False where the package was run at loose tolerances, or kept rows that we leave out.</summary>
    public bool IsExact => !Id.Contains("DEFAULT_TOL", StringComparison.Ordinal) && !Id.Contains("noremoval", StringComparison.Ordinal);

    /// <summary>Cases of the committed panel, and those of the external folder where it is at hand.</summary>
    public static IReadOnlyList<GravityCase> All { get; } =
    [
        .. Read(Path.Combine(ReferenceFolder.SimulatedPath, "results", "fixest.json"), _ => Path.Combine(ReferenceFolder.SimulatedPath, "gravity_panel.csv"), true),
        .. ReferenceFolder.ExternalPath is { } root
            ? Read(Path.Combine(root, "gravity", "fixest.json"), data => Path.Combine(root, "gravity", "data", data), false) : [],
    ];

    /// <summary>The case of an id.</summary>
    public static GravityCase? Find(string id) => All.FirstOrDefault(c => c.Id == id);

    private static IEnumerable<GravityCase> Read(string path, Func<string, string> data, bool committed)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.GetProperty("models").EnumerateObject().Select(m => Parse(m.Name, m.Value, data, committed))];
    }

    private static GravityCase Parse(string key, JsonElement fit, Func<string, string> data, bool committed)
    {
        string formula = Ours(ReferenceReader.Text(fit, "formula")!), effects = ReferenceReader.Text(fit, "fixef") ?? "";
        string file = ReferenceReader.Text(fit, "data") ?? "gravity_panel.csv", filter = ReferenceReader.Text(fit, "filter") ?? "none";
        string model = key switch
        {
            _ when key.Contains("ols", StringComparison.Ordinal) => "ols",
            _ when key.Contains("gamma", StringComparison.Ordinal) => "gamma-pml",
            _ when key.Contains("negbin", StringComparison.Ordinal) => "negbin",
            _ when key.Contains("NLS", StringComparison.Ordinal) => "nls",
            _ => "ppml",
        };
        return new GravityCase
        {
            Id = "fixest_" + (committed ? "sim_" : "") + key,
            DataPath = data(file),
            Committed = committed,
            PeerModel = ReferenceReader.Text(fit, "estimator") ?? (model == "ols" ? "feols" : "fepois"),
            Request = new ModelRequest { Formula = formula, Model = model, Absorb = effects.Length == 0 ? null : Effects(effects), Where = Where(file, filter, model) },
            Observations = fit.GetProperty("nobs").GetInt32(),
            Coefficients = ReferenceReader.Numbers(fit.GetProperty("coef")).ToDictionary(c => Ours(c.Key), c => c.Value, StringComparer.Ordinal),
            Errors = [.. fit.GetProperty("se").EnumerateObject().Select(e => ErrorsOf(e, file))],
            Statistics = new[] { "loglik", "deviance", "r2", "within_r2", "pseudo_r2", "sq_cor" }
                .Where(name => ReferenceReader.Number(fit, name) is not null).ToDictionary(name => name, name => ReferenceReader.Number(fit, name)!.Value, StringComparer.Ordinal),
        };
    }

    private static string Ours(string text) => string.Join(' ', text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        .Replace("I(round(Euros/1e+06))", "million_euros", StringComparison.Ordinal).Replace("log(", "ln(", StringComparison.Ordinal);

    private static string Effects(string text) => string.Join(" + ", text.Split('+', StringSplitOptions.TrimEntries).Select(effect => effect switch
    {
        "et" => "exporter^year",
        "it" => "importer^year",
        "dirpair" => "exporter^importer",
        "pair" => "pair(exporter, importer)",
        _ => effect,
    }));

    private static string? Where(string file, string filter, string model) => file switch
    {
        "gravity_panel.csv" => model == "ols" ? "trade > 0" : null,
        "gravity_no_zeros.csv" => filter == "none" ? null : "flow > 0",
        "fixest_trade.csv" => filter == "none" ? null : "Year == 2010",
        _ => string.Join(" && ", new[]
        {
            "year in (1986, 1990, 1994, 1998, 2002, 2006)", filter.Contains("exporter!=importer", StringComparison.Ordinal) ? "exporter != importer" : "",
            filter.Contains("trade>0", StringComparison.Ordinal) ? "trade > 0" : "",
        }.Where(part => part.Length > 0)),
    };

    private static GravityErrors ErrorsOf(JsonProperty kind, string file)
    {
        bool nested = kind.Value.TryGetProperty("se", out JsonElement own);
        JsonElement numbers = nested ? own : kind.Value;
        if (kind.Value.TryGetProperty("se_without_psd_fix", out JsonElement before) && before.ValueKind == JsonValueKind.Object)
            numbers = before;
        string words = nested ? ReferenceReader.Text(kind.Value, "ssc")! : "default", vcov = nested ? ReferenceReader.Text(kind.Value, "vcov")! : kind.Name;
        string convention = words.Contains("full", StringComparison.Ordinal) ? "fixest-full"
            : words.Contains("K.fixef='none'", StringComparison.Ordinal) ? "fixest-none" : words.Contains("raw", StringComparison.Ordinal) ? "none" : "fixest";
        string pair = file == "gravity_no_zeros.csv" ? "pair(iso_o, iso_d)" : "pair(exporter, importer)";
        string vce = vcov switch
        {
            "\"iid\"" or "iid" => "iid",
            "\"hetero\"" or "HC1" => "robust",
            "cluster_exporter_importer" => "cluster:exporter,importer",
            "cluster_pair" or "~pair" => "cluster:" + pair,
            _ => "cluster:" + string.Join(',', vcov[1..].Split('+', StringSplitOptions.TrimEntries)),
        };
        return new GravityErrors(
            kind.Name, vce, convention, ReferenceReader.Numbers(numbers).ToDictionary(e => Ours(e.Key), e => e.Value, StringComparer.Ordinal),
            nested && ReferenceReader.Number(kind.Value, "df_t") is { } df ? (int)df : null, IsRepaired: !nested);
    }
}
