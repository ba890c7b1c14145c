using System.Globalization;
using System.Text.Json;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Separation;
using Gravity.Core.Studies;
using Gravity.Core.Tests.Reference;

namespace Gravity.Core.Tests.Regression.Separation;

/// <summary>A test set of ppmlhdfe (MIT), which flags its separated rows, with fixest's coefficients on the others.</summary>
internal sealed record SeparationSet(string Key, string File, string Formula, TradePanel Panel, JsonElement Others)
{
    private static readonly string? Folder = ReferenceFolder.ExternalPath is { } root ? Path.Combine(root, "gravity") : null;

    public static string[] Keys => ["01", "03", "05", "07", "09", "11", "13", "15", "17"];

    /// <summary>Sets of effects alone, which have nothing to estimate.</summary>
    public static string[] WithoutRegressors => ["03", "13"];

    public static SeparationSet Read(string key)
    {
        Assert.SkipWhen(Folder is null, $"needs {ReferenceFolder.Variable}");
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(Folder!, "separation.json")));
        JsonElement set = document.RootElement.GetProperty(key).Clone();
        string file = set.GetProperty("file").GetString()!;
        return new SeparationSet(
            key, file, set.GetProperty("formula").GetString()!.Trim(), CsvPanelReader.ReadFile(Path.Combine(Folder!, "data", "separation", file)), set.GetProperty("truth_sample_fixest"));
    }

    /// <summary>Data rows that are flagged, ascending from 1.</summary>
    public int[] Flagged => [.. Enumerable.Range(0, Panel.RowCount).Where(i => Panel.Numbers("separated").Values[i] != 0).Select(i => i + 1)];

    /// <summary>fixest's coefficients without the flagged rows; none for sets of effects alone.</summary>
    public IEnumerable<(string Name, double Value)> Coefficients => Others.GetProperty("coef") is { ValueKind: JsonValueKind.Object } found
        ? found.EnumerateObject().Select(c => (c.Name, c.Value.GetDouble())) : [];

    /// <summary>The fit by formula and model name.</summary>
    public FitResult Fit() => ModelRunner.Fit(new ModelRequest { Model = "ppml", Formula = Formula }, Panel, new FitOptions()).Result;

    /// <summary>Data rows found, those of groups without a flow included, without a fit.</summary>
    public (int[] Rows, bool Verified) Found()
    {
        string[] sides = Formula.Split('~')[1].Split('|'), effects = sides.Length > 1 ? Names(sides[1]) : [];
        string[] columns = effects.Length == 0 ? ["(Intercept)", .. Names(sides[0])] : Names(sides[0]);
        double[] y = [.. Panel.Numbers("y").Values];
        var bound = new EffectSet(y.Length, [.. effects.Select(e => EffectGroups.Of(e, Array.ConvertAll([.. Panel.Numbers(e).Values], v => (int)v)))]);
        var gone = new HashSet<int>(AbsorbedRows.Find(bound, y, new AbsorbedRowRules(Singletons: false, ZeroGroups: true)).SelectMany(l => l.Rows));
        int[] kept = [.. Enumerable.Range(0, y.Length).Where(i => !gone.Contains(i))];
        Matrix x = new(kept.Length, columns.Length);
        for (int j = 0; j < columns.Length; j++)
            for (int i = 0; i < kept.Length; i++)
                x[i, j] = columns[j] == "(Intercept)" ? 1 : Panel.Numbers(columns[j]).Values[kept[i]];
        SeparatedRows found = IterativeRectifier.Find(new AbsorbedProblem([.. kept.Select(i => y[i])], x, columns, bound.Select(kept)));
        return ([.. gone.Concat(found.Rows.Select(r => kept[r])).Select(i => i + 1).Order()], found.Verified);
    }

    private static string[] Names(string side) =>
        [.. side.Split('+').Select(name => name.Trim()).Where(name => !int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out _))];
}
