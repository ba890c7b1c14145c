using Gravity.Core.Estimation;
using Gravity.Core.Studies.Families;

namespace Gravity.Core.Studies;

/// <summary>The keys <c>frontier</c>, <c>models</c> and <c>robustness</c> of a study file.</summary>
internal static class StudyModelSection
{
    /// <summary>The keys of a model.</summary>
    internal static readonly string[] Keys =
    [
        "model", "formula", "where", "vce", "small-sample", "level", .. RequestOption.All.Select(o => o.Name).Where(ModelCatalog.IsTaken),
    ];

    public static IReadOnlyList<StudyModel> Models(StudyMap root, StudyData data)
    {
        StudyNode? frontier = root.Find("frontier");
        if (root.Find("models") is not { } models)
            return Defaults(frontier ?? throw root.Node.Error("missing-key", "the study needs 'models', or 'frontier' for the default models"), data);
        IReadOnlyList<(StudyNode Key, string Name, StudyNode Value)> entries = models.Map().Entries;
        if (entries.Count == 0)
            throw models.Error("missing-key", "'models' is empty: a study needs at least one model");
        return [.. entries.Select(e => Model(e.Key, e.Name, KeysOf(e.Value.Map().Allow(Keys)), frontier, data))];
    }

    public static IReadOnlyList<StudyModel>? Robustness(StudyMap root, StudyData data)
    {
        if (root.Find("robustness") is not { } node)
            return null;
        StudyNode? frontier = root.Find("frontier");
        if (root.Find("models") is null)
            throw node.Error("missing-key", "'robustness' changes models of the study: write 'models' too");
        var models = (root.Find("models")?.Map().Entries ?? []).ToDictionary(e => e.Name, e => e.Value.Map(), StringComparer.Ordinal);
        IReadOnlyList<(StudyNode Key, string Name, StudyNode Value)> entries = node.Map().Entries;
        var columns = entries.ToDictionary(e => e.Name, e => e.Value.Map().Allow(["from", .. Keys]), StringComparer.Ordinal);
        foreach ((StudyNode key, string name, _) in entries)
            if (models.ContainsKey(name))
                throw key.Error("repeated-name", $"'{name}' is a model already: give the robustness column another name");
        return
        [
            .. entries.Select(e =>
            {
                StudyMap own = columns[e.Name];
                StudyNode from = own.Require("from");
                Dictionary<string, StudyNode> changes = KeysOf(own, keepNull: true);
                return Model(e.Key, e.Name, Inherited(e.Name, columns, models, []), frontier, data) with
                {
                    From = from.Text(),
                    Changes = [.. changes.Select(c => $"{c.Key}: {(c.Value.IsNull ? "none" : ValueOf(c.Value))}")],
                };
            }),
        ];
    }

    /// <summary>The keys of a robustness column: those of the model it comes from, overridden by its own; an empty value takes a key away.</summary>
    private static Dictionary<string, StudyNode> Inherited(
        string name, Dictionary<string, StudyMap> columns, Dictionary<string, StudyMap> models, List<string> open)
    {
        if (!columns.TryGetValue(name, out StudyMap? own))
            return KeysOf(models[name]);
        StudyNode from = own.Require("from");
        open.Add(name);
        string parent = from.Word("model", [.. models.Keys, .. columns.Keys]);
        if (open.Contains(parent))
            throw from.Error("cyclic-from", $"'from' leads in a circle: {string.Join(" → ", open)} → {parent}");
        Dictionary<string, StudyNode> keys = Inherited(parent, columns, models, open);
        foreach ((string key, StudyNode value) in KeysOf(own, keepNull: true))
        {
            if (value.IsNull)
                keys.Remove(key);
            else
                keys[key] = value;
        }
        return keys;
    }

    /// <summary>Keys and values of a model.</summary>
    internal static Dictionary<string, StudyNode> KeysOf(StudyMap map, bool keepNull = false) => map.Entries
        .Where(e => e.Name != "from" && (keepNull || !e.Value.IsNull)).ToDictionary(e => e.Name, e => e.Value, StringComparer.Ordinal);

    /// <summary>Reads one model and checks all of it that needs no data.</summary>
    internal static StudyModel Model(StudyNode key, string name, Dictionary<string, StudyNode> keys, StudyNode? frontier, StudyData data)
    {
        if (name is "te")
            throw key.Error("repeated-name", "'te' stands for efficiency: give the model another name");
        StudyNode? Find(string word) => keys.GetValueOrDefault(word);
        StudyNode formula = Find("formula") ?? frontier
            ?? throw key.Error("missing-key", $"the model '{name}' needs 'formula', or the study 'frontier'");
        StudyNode model = Find("model") ?? throw key.Error("missing-key", $"the model '{name}' needs 'model'");
        var request = new ModelRequest
        {
            Model = model.Word("model", ModelCatalog.Names),
            Formula = formula.Text(),
            Law = Find("law")?.Text(),
            Noise = Find("noise")?.Text(),
            Scaling = Find("scaling")?.Flag() ?? false,
            Inefficiency = Index(Find("inefficiency")),
            SigmaU = Index(Find("sigma-u")),
            SigmaV = Index(Find("sigma-v")),
            MeanU = Index(Find("mean-u")),
            SigmaU0 = Index(Find("sigma-u0")),
            SigmaW = Index(Find("sigma-w")),
            Method = Find("method")?.Text(),
            ClassesCount = (int)(Find("classes-count")?.Whole(0, 100) ?? 0),
            ClassIndex = Index(Find("class")),
            Selection = Find("selection")?.Text(),
            Group = Find("group")?.Text(),
            Absorb = Index(Find("absorb")),
            Weights = Find("weights")?.Text(),
            Fix = Fixed(Find("fix")),
            Constraints = [.. Find("constraints")?.Texts().Select(t => t.Value) ?? []],
            Intervals = Find("intervals")?.Text() ?? "wald",
            Side = Find("side")?.Text() ?? "production",
            Where = Find("where")?.Text(),
            Vce = Find("vce")?.Text(),
            SmallSample = Find("small-sample")?.Text(),
            TimeOrigin = Find("time-origin")?.Text() ?? "panel",
            Level = Find("level") is { } level ? StudyOutputSection.Level(level) : 95,
            Starts = (int)(Find("starts")?.Whole(0, 10_000) ?? 0),
            Optimizer = Find("optimizer")?.Text() ?? "newton",
            TestReplications = (int)(Find("test-replications")?.Whole(0, 1_000_000) ?? 0),
            Unit = [.. data.Unit.Select(u => u.Value)],
            Time = data.Time?.Value,
        };
        Check(name, key, model, formula, keys, request, data);
        var marks = keys.ToDictionary(k => k.Key, k => (k.Value.Line, k.Value.Column), StringComparer.Ordinal);
        marks["formula"] = (formula.Line, formula.Column);
        return new StudyModel(name, request, key.Line, key.Column) { Marks = marks };
    }

    /// <summary>Refuses what is wrong in itself, at the key to blame.</summary>
    private static void Check(
        string name, StudyNode key, StudyNode model, StudyNode formula, Dictionary<string, StudyNode> keys, ModelRequest request, StudyData data)
    {
        try
        {
            ModelRunner.Check(request);
        }
        catch (UsageException error)
        {
            string? blamed = error.Code switch
            {
                "unknown-law" or "two-laws" => "law",
                "unknown-law-of-the-noise" or "noise-not-for-model" => "noise",
                "scaling-not-for-model" or "scaling-intercept" => "scaling",
                "unknown-side" => "side",
                "unknown-time-origin" => "time-origin",
                "unknown-optimizer" => "optimizer",
                "unknown-small-sample" => "small-sample",
                "vce-argument" or "unknown-covariance" => "vce",
                "unknown-kind-of-intervals" => "intervals",
                "weights-syntax" => "weights",
                "constraint-syntax" => keys.ContainsKey("fix") && Fails(() => Estimation.LinearConstraints.Check(request.Fix, [])) ? "fix" : "constraints",
                "no-such-index" or "option-not-for-model" => keys.Keys.FirstOrDefault(
                    k => RequestOption.All.Any(o => o.Name == k) && !ModelFamilies.Takes(request.Model, k))
                    ?? keys.Keys.FirstOrDefault(k => k is "inefficiency" or "law"),
                "syntax" or "unknown-function" or "wrong-arguments" => Faulty(keys),
                "absorbed-effects" => keys.ContainsKey("absorb") ? "absorb" : "formula",
                "absorb-twice" => "absorb",
                _ => "model",
            };
            StudyNode at = blamed == "formula" ? formula : blamed is not null && keys.TryGetValue(blamed, out StudyNode? node) ? node : model;
            throw at.Error(error.Code, $"model '{name}': {error.Message}", error);
        }
        ModelEntry entry = ModelCatalog.Find(request.Model)!;
        if (entry.NeedsUnits && data.Unit.Count == 0)
            throw key.Error("needs-units", $"the model '{name}' ({request.Model}) needs units: name their column in 'data.unit'");
        if (entry.NeedsPeriods && data.Time is null)
            throw key.Error("needs-periods", $"the model '{name}' ({request.Model}) needs periods: name their column in 'data.time'");
    }

    /// <summary>Which of the formulas does not parse.</summary>
    private static string Faulty(Dictionary<string, StudyNode> keys)
    {
        foreach (string key in new[] { "inefficiency", "sigma-u", "sigma-v", "mean-u", "sigma-u0", "sigma-w", "class" })
            if (keys.TryGetValue(key, out StudyNode? node) && Fails(() => Specification.ModelIndex.Parse(Index(node)!)))
                return key;
        if (keys.TryGetValue("absorb", out StudyNode? absorb) && Fails(() => Specification.AbsorbedEffect.Parse(Index(absorb)!)))
            return "absorb";
        return keys.TryGetValue("where", out StudyNode? where) && Fails(() => Specification.Expression.Parse(where.Text())) ? "where" : "formula";
    }

    private static bool Fails(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (UsageException)
        {
            return true;
        }
    }

    /// <summary>An index: a one-sided formula, or a list of terms.</summary>
    private static string? Index(StudyNode? node) => node is null ? null : string.Join(" + ", node.Texts().Select(t => t.Value));

    /// <summary>Fixed parameters: a list of <c>NAME=VALUE</c>, or a map from names to values.</summary>
    private static IReadOnlyList<string> Fixed(StudyNode? node) => node is null ? []
        : node.IsMap ? [.. node.Map().Entries.Select(e => $"{e.Name}={e.Value.Text()}")]
        : [.. node.Texts().Select(t => t.Value)];

    private static string ValueOf(StudyNode node) => node.IsMap
        ? string.Join("; ", node.Map().Entries.Select(e => $"{e.Name}={e.Value.Text()}"))
        : string.Join(" + ", node.Texts().Select(t => t.Value));

    /// <summary>Least squares, the pooled half-normal and, in a panel, both of the classical pair.</summary>
    private static StudyModel[] Defaults(StudyNode frontier, StudyData data)
    {
        List<(string Name, string Model, string? Vce)> models =
        [
            ("ols", "ols", data.Unit.Count == 1 ? $"cluster:{data.Unit[0].Value}" : null),
            ("pooled", "half-normal", null),
        ];
        if (data.Unit.Count > 0)
            models.Add(("time-invariant", "pitt-lee", null));
        if (data.Unit.Count > 0 && data.Time is not null)
            models.Add(("time-varying", "bc92", null));
        return
        [
            .. models.Select(m =>
            {
                var request = new ModelRequest
                {
                    Model = m.Model,
                    Formula = frontier.Text(),
                    Vce = m.Vce,
                    Unit = [.. data.Unit.Select(u => u.Value)],
                    Time = data.Time?.Value,
                };
                Check(m.Name, frontier, frontier, frontier, [], request, data);
                return new StudyModel(m.Name, request, frontier.Line, frontier.Column)
                {
                    Marks = new Dictionary<string, (int Line, int Column)>(StringComparer.Ordinal) { ["formula"] = (frontier.Line, frontier.Column) },
                };
            }),
        ];
    }
}
