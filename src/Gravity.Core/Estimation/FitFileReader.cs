using System.Text.Json;
using Gravity.Core.Data;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Estimation;

/// <summary>Reads what <see cref="FitFileWriter"/> wrote. A key that is missing throws; the caller makes a sentence of it.</summary>
internal static class FitFileReader
{
    public static SavedFit Read(JsonElement json)
    {
        ModelRequest? request = json.TryGetProperty("request", out JsonElement words) ? words.Deserialize(FitFileContext.Default.ModelRequest) : null;
        CsvOptions? reading = json.TryGetProperty("reading", out JsonElement how) ? Reading(how) : null;
        return new SavedFit(Result(json), request, reading);
    }

    private static FitResult Result(JsonElement json)
    {
        ParameterEstimate[] parameters = [.. json.GetProperty("parameters").EnumerateArray().Select(Parameter)];
        SampleLog sample = new(json.GetProperty("rowsRead").GetInt32(), [.. json.GetProperty("dropped").EnumerateArray().Select(Dropped)]);
        return new FitResult
        {
            Model = Text(json, "model"),
            Law = OptionalText(json, "law"),
            Noise = OptionalText(json, "noise"),
            Side = OptionalText(json, "side"),
            TimeOrigin = OptionalText(json, "timeOrigin"),
            Formula = Text(json, "formula"),
            Response = Text(json, "response"),
            Observations = json.GetProperty("observations").GetInt32(),
            SelectedObservations = json.TryGetProperty("selectedObservations", out JsonElement selected) ? selected.GetInt32() : null,
            Units = OptionalWhole(json, "units"),
            Periods = OptionalWhole(json, "periods"),
            Sample = sample,
            LogLikelihood = json.ReadDouble("logLikelihood"),
            OlsLogLikelihood = json.ReadOptionalDouble("olsLogLikelihood"),
            ParameterCount = json.GetProperty("parameterCount").GetInt32(),
            Converged = json.GetProperty("converged").GetBoolean(),
            Termination = Text(json, "termination"),
            MessagePhrase = Phrase.Verbatim(Text(json, "message")),
            Method = Text(json, "method"),
            Iterations = json.GetProperty("iterations").GetInt32(),
            GradientNorm = json.ReadDouble("gradientNorm"),
            Starts = json.GetProperty("starts").GetInt32(),
            AgreeingStarts = json.GetProperty("agreeingStarts").GetInt32(),
            Seconds = json.ReadOptionalDouble("seconds"),
            Parameters = parameters,
            Derived = EstimationJson.WithIntervals(json, Derived(json.GetProperty("derived"), json.GetProperty("derivedStandardErrors"))),
            InefficiencyTest = Test(json.GetProperty("inefficiencyTest")),
            CommonFrontierTest = json.TryGetProperty("commonFrontierTest", out JsonElement common) ? CommonFrontier(common) : null,
            MeanEfficiency = json.ReadOptionalDouble("meanEfficiency"),
            Covariance = Covariance(json.GetProperty("covariance"), parameters.Length),
            Conditioning = Conditioning(json, "hessian"),
            Effects = json.TryGetProperty("effects", out JsonElement effects) ? [.. effects.EnumerateArray().Select(Effect)] : [],
            AnalyticCorrection = json.TryGetProperty("biasCorrection", out JsonElement analytic)
                ? new AnalyticCorrection(Text(analytic, "method"), analytic.GetProperty("uncorrected").ReadDoubles(), analytic.GetProperty("uncorrectedStandardErrors").ReadDoubles()) : null,
            Correction = json.TryGetProperty("jackknife", out JsonElement jackknife) ? Correction(jackknife) : null,
            Level = json.ReadDouble("level"),
            DegreesOfFreedom = json.ReadDouble("tDegreesOfFreedom"),
            Warnings = [.. json.GetProperty("warnings").EnumerateArray().Select(Warning)],
            Limit = json.TryGetProperty("limit", out JsonElement limit) ? Result(limit) : null,
            Weights = EstimationJson.Weights(json),
            Constraints = EstimationJson.Constraints(json),
            Intervals = EstimationJson.Intervals(json),
            Certificate = EstimationJson.Certificate(json),
            IsPseudoLikelihood = json.TryGetProperty("pseudoLikelihood", out JsonElement pseudo) && pseudo.GetBoolean(),
            Absorbed = EstimationJson.Absorbed(json),
            AbsorbedRankIsExact = !json.TryGetProperty("absorbedRankIsExact", out JsonElement exact) || exact.GetBoolean(),
            AbsorbedColumns = EstimationJson.AbsorbedColumns(json),
            DataSha256 = Text(json, "dataSha256"),
            Seed = json.GetProperty("seed") is { ValueKind: not JsonValueKind.Null } seed ? seed.GetInt64() : null,
        };
    }

    private static ParameterEstimate Parameter(JsonElement json) => new(
        Text(json, "block"), Text(json, "name"), json.ReadDouble("estimate"), json.ReadDouble("standardError"), json.ReadDouble("z"),
        json.ReadDouble("p"), json.ReadDouble("low"), json.ReadDouble("high"), json.ReadOptionalDouble("wildP"))
    {
        Fixed = json.TryGetProperty("fixed", out JsonElement held) && held.GetBoolean(),
    };

    private static UnitEffect Effect(JsonElement json) => new(
        Text(json, "unit"), json.ReadDouble("estimate"), json.ReadDouble("standardError"), json.GetProperty("rows").GetInt32());

    private static BiasCorrection Correction(JsonElement json) => new(
        json.ReadDouble("meanRows"), json.GetProperty("shortestRows").GetInt32(), json.GetProperty("splits").GetInt32(),
        json.GetProperty("uncorrected").ReadDoubles())
    {
        Folds = json.TryGetProperty("folds", out JsonElement folds) ? folds.GetInt32() : 2,
        SplitBy = json.TryGetProperty("splitBy", out JsonElement columns)
            ? [.. columns.EnumerateArray().Select(c => (Text(c, "column"), c.ReadDouble("weight")))] : [],
    };

    private static DroppedRows Dropped(JsonElement json)
    {
        int[] ends = [.. json.GetProperty("rowRanges").EnumerateArray().Select(v => v.GetInt32())];
        var rows = new List<int>();
        for (int i = 0; i < ends.Length; i += 2)
            rows.AddRange(Enumerable.Range(ends[i], ends[i + 1] - ends[i] + 1));
        if (rows.Count != json.GetProperty("rows").GetInt32())
            throw new FormatException("the rows left out do not add up");
        return new DroppedRows(Text(json, "reason"), rows);
    }

    private static DerivedEstimate[] Derived(JsonElement values, JsonElement errors)
    {
        // A key such as 'lambdaLimit' belongs to 'lambda' and is no quantity of its own.
        JsonProperty[] numbers = [.. values.EnumerateObject().Where(p => p.Value.ValueKind is JsonValueKind.Number or JsonValueKind.Null)];
        return [.. numbers.Select(p => new DerivedEstimate(p.Name, values.ReadDouble(p.Name), errors.ReadDouble(p.Name)))];
    }

    private static InefficiencyTest? Test(JsonElement json)
    {
        if (json.ValueKind == JsonValueKind.Null)
            return null;
        int restrictions = json.GetProperty("degreesOfFreedom").EnumerateArray().Max(v => v.GetInt32());
        int components = json.GetProperty("degreesOfFreedom").GetArrayLength() - 1;
        int replications = json.TryGetProperty("bootstrapReplications", out JsonElement count) ? count.GetInt32() : 0;
        return new InefficiencyTest(
            json.ReadDouble("statistic"), restrictions, json.ReadDouble("p"), json.ReadOptionalDouble("bootstrapP"), replications)
        {
            Components = components,
        };
    }

    private static HypothesisTest CommonFrontier(JsonElement json) =>
        new(json.ReadDouble("statistic"), json.ReadDouble("degreesOfFreedom"), json.ReadDouble("p"), Text(json, "reference"));

    private static CovarianceEstimate Covariance(JsonElement json, int order)
    {
        double[][] rows = [.. json.GetProperty("values").EnumerateArray().Select(row => row.ReadDoubles())];
        if (rows.Length != order || rows.Any(row => row.Length != order))
            throw new FormatException("the covariance does not fit the parameters");
        string text = Text(json, "text");
        var estimate = new CovarianceEstimate
        {
            Matrix = Matrix.FromRows(rows),
            Kind = CovarianceKinds.Parse(Text(json, "kind")),
            TextPhrase = Phrase.Verbatim(text),
            SmallSample = FitFileWords.SmallSampleOf(Text(json, "smallSample")),
            FactorText = Text(json, "factor"),
            Counted = json.TryGetProperty("counted", out JsonElement counted) ? counted.GetInt32() : null,
            Clusters = [.. json.GetProperty("clusters").EnumerateArray().Select(c => new ClusterCount(Text(c, "name"), c.GetProperty("count").GetInt32()))],
            Repaired = json.GetProperty("repaired").GetBoolean(),
            Eigenvalues = json.GetProperty("eigenvalues").ReadDoubles(),
            Replications = json.GetProperty("replications").GetInt32(),
            Lag = json.TryGetProperty("lag", out JsonElement lag) ? lag.GetInt32() : null,
            Cutoff = json.ReadOptionalDouble("cutoff"),
            Kernel = json.TryGetProperty("kernel", out JsonElement kernel) ? FitFileWords.KernelOf(kernel.GetString()!) : null,
            Conditioning = Conditioning(json, "inverted"),
        };
        return estimate with { TextPhrase = CovariancePhrases.Behind(text, estimate) ?? estimate.TextPhrase };
    }

    private static Conditioning? Conditioning(JsonElement json, string name)
    {
        if (!json.TryGetProperty(name + "Eigenvalues", out JsonElement eigenvalues))
            return null;
        return new Conditioning
        {
            Eigenvalues = eigenvalues.ReadDoubles(),
            ConditionNumber = json.ReadDouble(name + "Condition"),
            FlatDirections =
            [
                .. json.GetProperty(name + "FlatDirections").EnumerateArray()
                    .Select(d => new FlatDirection(d.ReadDouble("eigenvalue"), d.GetProperty("loadings").ReadDoubles())),
            ],
        };
    }

    private static FitWarning Warning(JsonElement json)
    {
        string code = Text(json, "code");
        // A warning of a later version keeps its sentence.
        WarningKind kind = WarningCatalog.Find(code) ?? new WarningKind(code);
        return new FitWarning(kind, Text(json, "message"));
    }

    private static CsvOptions Reading(JsonElement json) => new()
    {
        Separator = OptionalText(json, "separator") is { Length: 1 } separator ? separator[0] : null,
        DecimalComma = json.GetProperty("decimalComma").GetBoolean(),
        // Absent in files of earlier versions.
        Thousands = json.TryGetProperty("thousands", out JsonElement mark) && mark.GetString() is { Length: 1 } thousands ? thousands[0] : null,
        MissingCodes = [.. json.GetProperty("missing").EnumerateArray().Select(v => v.GetString()!)],
        Encoding = OptionalText(json, "encoding") is { } encoding ? TextEncodings.Find(encoding) ?? throw new FormatException($"no encoding '{encoding}'") : null,
    };

    private static string Text(JsonElement json, string name) =>
        json.GetProperty(name).GetString() ?? throw new FormatException($"'{name}' is null");

    private static string? OptionalText(JsonElement json, string name) => json.GetProperty(name).GetString();

    private static int? OptionalWhole(JsonElement json, string name) =>
        json.GetProperty(name) is { ValueKind: not JsonValueKind.Null } value ? value.GetInt32() : null;
}
