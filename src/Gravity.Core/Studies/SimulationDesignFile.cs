using System.Security.Cryptography;
using System.Text;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Simulation;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>Reads Monte Carlo designs: YAML as study files, just as strict.</summary>
/// <remarks>
/// Keys: <c>design seed replications panel regressors correlations unit-effects model parameters estimators report</c>, and any key that begins with <c>x-</c> as a place for
/// anchors. <c>model</c> and the members of <c>estimators</c> have the keys of a study's models.
/// </remarks>
public static class SimulationDesignFile
{
    private static readonly string[] Keys =
        ["design", "seed", "replications", "panel", "regressors", "correlations", "unit-effects", "model", "parameters", "estimators", "report"];

    /// <summary>Reads a design file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="language">The language of its title.</param>
    /// <exception cref="UsageException"><c>design-not-found</c>, <c>study-unreadable</c>, and the codes of study files with file, line and column.</exception>
    public static SimulationDesign Read(string path, string language = "en")
    {
        string full = Path.GetFullPath(path);
        if (!File.Exists(full))
            throw new UsageException("design-not-found", $"there is no design file {path}{NearestNames.Hint(path, SimulationDesigns.Names)}");
        try
        {
            return Parse(File.ReadAllBytes(full), Path.GetFileName(full), language);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException("study-unreadable", $"{path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads a design from a file's bytes.</summary>
    /// <param name="bytes">UTF-8.</param>
    /// <param name="file">Its name, for messages and as the design's name.</param>
    /// <param name="language">The language of its title.</param>
    /// <exception cref="UsageException">The codes of study files, with file, line and column.</exception>
    public static SimulationDesign Parse(byte[] bytes, string file, string language = "en")
    {
        StudyMap root = StudyFile.Load(bytes, file, "a design needs at least 'panel', 'regressors', 'model' and 'parameters'")
            .Map().Allow(Keys, name => name.StartsWith("x-", StringComparison.Ordinal));
        string name = Path.GetFileNameWithoutExtension(file);
        PanelDesign panel = SimulationPanelSection.Panel(Require(root, "panel"));
        StudyNode regressorNode = Require(root, "regressors");
        IReadOnlyList<RegressorDesign> regressors = SimulationPanelSection.Regressors(regressorNode, panel);
        StudyNode modelNode = Require(root, "model"), parameters = Require(root, "parameters");
        StudyData data = Data(panel);
        Dictionary<string, StudyNode> keys = StudyModelSection.KeysOf(modelNode.Map().Allow(StudyModelSection.Keys));
        ModelRequest truth = Model(modelNode, "model", keys, data);
        string text = new UTF8Encoding(false).GetString(bytes);
        return new SimulationDesign
        {
            Name = name,
            Title = root.Find("design")?.Spoken(language).Text() ?? name,
            Text = text,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            Panel = panel,
            Regressors = regressors,
            Correlations = root.Find("correlations") is { } pairs ? SimulationPanelSection.Correlations(pairs, regressors) : [],
            FixedRegressors = SimulationPanelSection.Fixed(Require(root, "panel")),
            UnitEffects = root.Find("unit-effects") is { } effects ? SimulationPanelSection.UnitEffects(effects, regressors) : [],
            Truth = truth,
            Parameters = Parameters(parameters, file),
            ParametersPlace = StudyNode.At(file, parameters.Line, parameters.Column, ""),
            Estimators = root.Find("estimators") is { } estimators ? Estimators(estimators, keys, data)
                : [new SimulatedEstimator(truth.Model, truth)],
            Report = root.Find("report") is { } report ? [.. report.Items().Select(i => i.Word("part of the report", SimulationSections.All)).Distinct()] : SimulationSections.All,
            Replications = (int)(root.Find("replications")?.Whole(1, 100_000_000) ?? 200),
            Seed = root.Find("seed")?.Whole(0) ?? 1,
        };
    }

    private static StudyNode Require(StudyMap root, string key) =>
        root.Find(key) ?? throw root.Node.Error("missing-key", $"a design needs the key '{key}'");

    /// <summary>The model of these keys; what it misses is said in the words of a design.</summary>
    private static ModelRequest Model(StudyNode key, string name, Dictionary<string, StudyNode> keys, StudyData data)
    {
        try
        {
            return StudyModelSection.Model(key, name, keys, null, data).Request;
        }
        catch (UsageException error) when (error.Code is "needs-units" or "needs-periods")
        {
            throw key.Error(error.Code, $"'{name}' is a panel model: give 'panel' the keys 'units' and 'periods' in place of 'rows'", error);
        }
    }

    private static StudyData Data(PanelDesign panel)
    {
        static Located<string> Generated(string value) => new(value, 0, 0);
        return panel.IsPanel
            ? new StudyData { File = Generated(""), Unit = [Generated(PanelDesign.UnitColumn)], Time = Generated(PanelDesign.TimeColumn) }
            : new StudyData { File = Generated("") };
    }

    /// <summary>Names with values; a block's name with a mapping of its own holds names within it.</summary>
    private static List<TrueParameter> Parameters(StudyNode node, string file)
    {
        var found = new List<TrueParameter>();
        foreach ((StudyNode key, string name, StudyNode value) in node.Map().Entries)
        {
            if (value.IsMap)
                found.AddRange(value.Map().Entries.Select(e => Parameter(name, e.Key, e.Name, e.Value, file)));
            else
                found.Add(Parameter(null, key, name, value, file));
        }
        return found;
    }

    private static TrueParameter Parameter(string? block, StudyNode key, string name, StudyNode value, string file) =>
        new(block, name, value.Number(), StudyNode.At(file, key.Line, key.Column, ""));

    /// <summary>An estimator has the keys of the true model, changed by its own; one that names a model has only formula and side from there.</summary>
    private static SimulatedEstimator[] Estimators(StudyNode node, Dictionary<string, StudyNode> truth, StudyData data)
    {
        IReadOnlyList<(StudyNode Key, string Name, StudyNode Value)> entries = node.Map().Entries;
        if (entries.Count == 0)
            throw node.Error("missing-key", "'estimators' is empty: leave it out for the true model, or name at least one");
        return
        [
            .. entries.Select(e =>
            {
                Dictionary<string, StudyNode> own = e.Value.IsNull ? [] : StudyModelSection.KeysOf(e.Value.Map().Allow(StudyModelSection.Keys), keepNull: true);
                bool other = own.TryGetValue("model", out StudyNode? model) && !model.IsNull;
                Dictionary<string, StudyNode> keys = truth.Where(k => !other || k.Key is "formula" or "side").ToDictionary(k => k.Key, k => k.Value, StringComparer.Ordinal);
                foreach ((string key, StudyNode value) in own)
                {
                    if (value.IsNull)
                        keys.Remove(key);
                    else
                        keys[key] = value;
                }
                ModelRequest request = Model(e.Key, e.Name, keys, data);
                return Formula.Parse(request.Formula).Response.ToString() == Formula.Parse(truth["formula"].Text()).Response.ToString()
                    ? new SimulatedEstimator(e.Name, request)
                    : throw keys["formula"].Error("wrong-simulated-response", $"the estimator '{e.Name}' has another left side than the model, {Formula.Parse(truth["formula"].Text()).Response}");
            }),
        ];
    }
}
