using System.Text.Json;
using System.Text.RegularExpressions;

namespace Gravity.Core.Tests.Reference;

/// <summary>Turns a stored result file into <see cref="ReferenceCase"/>s. Every package has its own shape; README.md lists them.</summary>
internal static partial class ReferenceReader
{
    // The names under which the packages print what we call te, jlms …; uniform inefficiency in sfaR has two versions and is left out.
    private static readonly Dictionary<string, string> EfficiencyNames = new(StringComparer.Ordinal)
    {
        ["teBC"] = "te",
        ["BC"] = "te",
        ["teJLMS"] = "jlms",
        ["JLMS"] = "jlms",
        ["teMO"] = "mode",
        ["Mode"] = "mode",
        ["teBCLB"] = "teLow",
        ["Lower bound"] = "teLow",
        ["teBCUB"] = "teHigh",
        ["Upper bound"] = "teHigh",
        ["teBC_reciprocal"] = "reciprocal",
        ["u"] = "u",
    };

    // The fits of a panel regression file that are read, and the names we give them.
    private static readonly (string Key, string Name)[] PanelRegressions =
        [("pooling", "pooling"), ("within", "within"), ("random_swar", "random")];

    public static IReadOnlyList<ReferenceCase> Read(string path, IReadOnlyList<string> dataFolders)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement root = document.RootElement;
        string package = Text(root, "package") ?? throw new InvalidDataException($"{path} names no package");
        return package == "plm"
            ? [.. PanelRegressions.Select(fit => ReadRegression(path, root, fit.Key, fit.Name, dataFolders))]
            : [ReadFrontier(path, root, package, dataFolders)];
    }

    private static ReferenceCase ReadFrontier(string path, JsonElement root, string package, IReadOnlyList<string> dataFolders)
    {
        string id = Path.GetFileNameWithoutExtension(path);
        string dataset = DatasetName(root, id);
        string call = Text(root, "call") ?? "";
        string? formula = Text(root, "formula") is { Length: > 0 } given ? given
            : FormulaInCall().Match(call) is { Success: true } found ? found.Groups[1].Value.Trim()
            : null;
        IReadOnlyDictionary<string, double> parameters = Parameters(root);
        return new ReferenceCase
        {
            Id = id,
            Model = Text(root, "model") ?? id[(package.Length + 1)..^(dataset.Length + 1)],
            Package = package,
            Version = Text(root, "version") ?? "",
            Dataset = dataset,
            DatasetPath = Find(dataset, dataFolders),
            Observations = Number(root, "n") is { } n ? (int)n : null,
            IsProduction = Text(root, "direction") != "cost" && !call.Contains("prod = FALSE", StringComparison.Ordinal)
                && !(root.TryGetProperty("inefdec", out JsonElement decreasing) && decreasing.ValueKind == JsonValueKind.False),
            Formula = formula,
            Columns = Columns(root, formula, call),
            Params = parameters,
            StandardErrors = StandardErrors(root, parameters),
            LogLikelihood = Number(root, "loglik_corrected_pi") ?? Number(root, "loglik"),
            OlsLogLikelihood = Number(root, "ols_loglik"),
            LikelihoodRatio = Number(root, "lr_stat"),
            LikelihoodRatioP = Number(root, "lr_pvalue_mixed_chi2"),
            Polished = Polished(root),
            Efficiencies = Efficiencies(root),
            Status = Text(root, "status") ?? "",
        };
    }

    private static ReferenceCase ReadRegression(string path, JsonElement root, string key, string name, IReadOnlyList<string> dataFolders)
    {
        string id = Path.GetFileNameWithoutExtension(path);
        string dataset = DatasetName(root, id);
        string formula = Text(root, "formula")!;
        JsonElement fit = root.GetProperty(key);
        var errors = new Dictionary<string, IReadOnlyDictionary<string, double>>(StringComparer.Ordinal);
        var statistics = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (JsonProperty property in fit.EnumerateObject())
        {
            if (property.Name.StartsWith("se_", StringComparison.Ordinal))
                errors[property.Name[3..]] = Numbers(property.Value);
            else if (property.Value.ValueKind == JsonValueKind.Number)
                statistics[property.Name] = property.Value.GetDouble();
            else if (property.Name == "sigma2")
                foreach ((string component, double value) in Numbers(property.Value))
                    statistics["sigma2." + component] = value;
        }
        bool hasUnits = fit.TryGetProperty("schmidt_sickles_te_production", out JsonElement efficiencies);
        return new ReferenceCase
        {
            Id = $"{id}:{name}",
            Model = name,
            Package = "plm",
            Version = Text(root, "version") ?? "",
            Dataset = dataset,
            DatasetPath = Find(dataset, dataFolders),
            Observations = null,
            IsProduction = true,
            Formula = formula,
            Columns = Columns(root, formula, "it = "),
            Params = Numbers(fit.GetProperty("params")),
            StandardErrors = Numbers(fit.GetProperty("se")),
            OtherErrors = errors,
            LogLikelihood = null,
            OlsLogLikelihood = null,
            LikelihoodRatio = null,
            LikelihoodRatioP = null,
            Polished = null,
            Efficiencies = hasUnits
                ? new Dictionary<string, IReadOnlyList<double>> { ["te"] = List(efficiencies) }
                : new Dictionary<string, IReadOnlyList<double>>(),
            Statistics = statistics,
            Status = "",
        };
    }

    private static string DatasetName(JsonElement root, string id) =>
        Text(root, "dataset") is { } file ? Path.GetFileNameWithoutExtension(file) : id[(id.LastIndexOf('_') + 1)..];

    private static string? Find(string dataset, IReadOnlyList<string> folders) =>
        folders.Select(folder => Path.Combine(folder, dataset + ".csv")).FirstOrDefault(File.Exists);

    private static ReferenceColumns? Columns(JsonElement root, string? formula, string call)
    {
        if (root.TryGetProperty("columns", out JsonElement columns))
        {
            IReadOnlyList<string> Names(string key) =>
                columns.TryGetProperty(key, out JsonElement list) && list.ValueKind == JsonValueKind.Array
                    ? [.. list.EnumerateArray().Select(name => name.GetString()!)]
                    : [];
            bool? intercept = !columns.TryGetProperty("z_intercept", out JsonElement flag) ? null : flag.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => null,
            };
            return new ReferenceColumns(
                Text(columns, "y")!, Names("x"), Names("z"), Names("uhet"), Names("vhet"), Names("muhet"),
                Text(columns, "id"), Text(columns, "time"), intercept);
        }
        if (formula is null || formula.Split('~') is not [string left, string right])
            return null;
        bool panel = call.Contains("it = ", StringComparison.Ordinal);
        string[] terms = right.Split('|')[0].Split('+', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return new ReferenceColumns(left.Trim(), terms, [], [], [], [], panel ? "id" : null, panel ? "time" : null, null);
    }

    private static IReadOnlyDictionary<string, double> Parameters(JsonElement root)
    {
        if (root.TryGetProperty("params", out JsonElement named) && named.ValueKind == JsonValueKind.Object)
            return Numbers(named);
        if (!root.TryGetProperty("out_rows", out JsonElement names) || !root.TryGetProperty("param_values", out JsonElement values))
            return new Dictionary<string, double>();
        return Pair(names.EnumerateArray().Select(name => name.GetString()!), List(values));
    }

    private static IReadOnlyDictionary<string, double> StandardErrors(JsonElement root, IReadOnlyDictionary<string, double> parameters)
    {
        if (!root.TryGetProperty("se", out JsonElement errors))
            return new Dictionary<string, double>();
        return errors.ValueKind == JsonValueKind.Object ? Numbers(errors) : Pair(parameters.Keys, List(errors));
    }

    private static ReferenceOptimum? Polished(JsonElement root)
    {
        if (!root.TryGetProperty("polished", out JsonElement optimum) || optimum.ValueKind != JsonValueKind.Object
            || !optimum.TryGetProperty("params", out JsonElement parameters))
            return null;
        return new ReferenceOptimum(
            Numbers(parameters),
            optimum.TryGetProperty("se_exact_hessian", out JsonElement errors) ? Numbers(errors) : new Dictionary<string, double>(),
            Number(optimum, "loglik") ?? double.NaN,
            optimum.TryGetProperty("interior_maximum", out JsonElement interior) && interior.ValueKind == JsonValueKind.True,
            Number(optimum, "newton_decrement"),
            optimum.TryGetProperty("efficiencies_exp_minus_u", out JsonElement efficiencies) ? List(efficiencies) : null);
    }

    private static Dictionary<string, IReadOnlyList<double>> Efficiencies(JsonElement root)
    {
        var result = new Dictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal);
        if (root.TryGetProperty("efficiencies", out JsonElement table) && table.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty column in table.EnumerateObject())
                if (EfficiencyNames.TryGetValue(column.Name, out string? ours))
                    result[ours] = List(column.Value);
        if (root.TryGetProperty("efficiencies_exp_minus_u", out JsonElement te))
            result["te"] = List(te);
        if (root.TryGetProperty("efficiencies_exp_plus_u", out JsonElement reciprocal))
            result["reciprocal"] = List(reciprocal);
        // sfa calls it exp_u_hat and means E[exp(−u)|ε]; it agrees with the others' Battese and Coelli score.
        if (root.TryGetProperty("efficiency_exp_u_hat", out JsonElement score) && score.ValueKind == JsonValueKind.Array)
            result["te"] = List(score);
        return result;
    }

    internal static string? Text(JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    internal static double? Number(JsonElement element, string key) =>
        element.TryGetProperty(key, out JsonElement value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    /// <summary>Numbers of an object in its order; entries without a number are left out.</summary>
    internal static OrderedDictionary<string, double> Numbers(JsonElement element)
    {
        var numbers = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        if (element.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty property in element.EnumerateObject())
                if (property.Value.ValueKind == JsonValueKind.Number)
                    numbers[property.Name] = property.Value.GetDouble();
        return numbers;
    }

    private static double[] List(JsonElement element) => element.ValueKind == JsonValueKind.Array
        ? [.. element.EnumerateArray().Select(value => value.ValueKind == JsonValueKind.Number ? value.GetDouble() : double.NaN)]
        : [];

    private static OrderedDictionary<string, double> Pair(IEnumerable<string> names, double[] values)
    {
        var pairs = new OrderedDictionary<string, double>(StringComparer.Ordinal);
        foreach ((string name, double value) in names.Zip(values))
            pairs[name] = value;
        return pairs;
    }

    [GeneratedRegex(@"formula = ([^,]+),")]
    private static partial Regex FormulaInCall();
}
