using System.Text.Json;
using Gravity.Core.Specification;

namespace Gravity.Core.Estimation;

/// <summary>The keys of a fit that say how it was estimated: <c>weights</c>, <c>constraints</c>, <c>intervals</c>, <c>derivedIntervals</c>, <c>certificate</c>.</summary>
internal static class EstimationJson
{
    public static void Write(Utf8JsonWriter writer, FitResult fit)
    {
        if (fit.Weights is { } weights)
        {
            writer.WriteStartObject("weights");
            writer.WriteString("column", weights.Column);
            writer.WriteString("kind", weights.KindName);
            writer.WriteDouble("sum", weights.Sum);
            writer.WriteEndObject();
        }
        if (fit.Constraints.Count > 0)
            writer.WriteStrings("constraints", fit.Constraints);
        writer.WriteString("intervals", fit.Intervals == IntervalKind.Profile ? "profile" : "wald");
        if (fit.Derived.Any(HasInterval))
        {
            writer.WriteStartObject("derivedIntervals");
            foreach (DerivedEstimate derived in fit.Derived.Where(HasInterval))
            {
                writer.WriteStartObject(derived.Name);
                writer.WriteDouble("low", derived.Low);
                writer.WriteDouble("high", derived.High);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        if (fit.Certificate is { } certificate)
            Write(writer, certificate);
    }

    private static readonly (AbsorbedInefficiency Takes, string Word)[] TakesWords =
    [
        (AbsorbedInefficiency.Common, "common"), (AbsorbedInefficiency.OfUnit, "persistent"), (AbsorbedInefficiency.OfPeriod, "common in a period"),
    ];

    public static void WriteAbsorbed(Utf8JsonWriter writer, FitResult fit)
    {
        if (fit.IsPseudoLikelihood)
            writer.WriteBoolean("pseudoLikelihood", true);
        if (fit.Absorbed.Count == 0)
            return;
        writer.WriteStartArray("absorbed");
        foreach (AbsorbedGroups effect in fit.Absorbed)
        {
            writer.WriteStartObject();
            writer.WriteString("effect", effect.Effect);
            writer.WriteNumber("groups", effect.Groups);
            writer.WriteNumber("redundant", effect.Redundant);
            writer.WriteString("spannedBy", effect.SpannedBy);
            writer.WriteBoolean("nested", effect.Nested);
            if (effect.ShortestRows > 0)
            {
                writer.WriteNumber("shortestRows", effect.ShortestRows);
                writer.WriteDouble("medianRows", effect.MedianRows);
            }
            if (effect.Takes is { } takes)
                writer.WriteString("takes", TakesWords.First(t => t.Takes == takes).Word);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteNumber("absorbedDegreesOfFreedom", fit.AbsorbedDegreesOfFreedom);
        writer.WriteBoolean("absorbedRankIsExact", fit.AbsorbedRankIsExact);
        writer.WriteStartArray("absorbedColumns");
        foreach (AbsorbedColumn column in fit.AbsorbedColumns)
        {
            writer.WriteStartObject();
            writer.WriteString("name", column.Name);
            writer.WriteStrings("effects", column.Effects);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    public static IReadOnlyList<AbsorbedGroups> Absorbed(JsonElement json) => !json.TryGetProperty("absorbed", out JsonElement effects) ? [] :
    [
        .. effects.EnumerateArray().Select(e => new AbsorbedGroups(e.GetProperty("effect").GetString()!, e.GetProperty("groups").GetInt32(), e.GetProperty("redundant").GetInt32())
        {
            SpannedBy = e.GetProperty("spannedBy").GetString(),
            Nested = e.GetProperty("nested").GetBoolean(),
            ShortestRows = e.TryGetProperty("shortestRows", out JsonElement shortest) ? shortest.GetInt32() : 0,
            MedianRows = e.TryGetProperty("medianRows", out JsonElement median) ? median.GetDouble() : 0,
            Takes = e.TryGetProperty("takes", out JsonElement takes) ? TakesWords.First(t => t.Word == takes.GetString()).Takes : null,
        }),
    ];

    public static IReadOnlyList<AbsorbedColumn> AbsorbedColumns(JsonElement json) => !json.TryGetProperty("absorbedColumns", out JsonElement columns) ? [] :
        [.. columns.EnumerateArray().Select(c => new AbsorbedColumn(c.GetProperty("name").GetString()!, [.. c.GetProperty("effects").EnumerateArray().Select(e => e.GetString()!)]))];

    public static WeightNote? Weights(JsonElement json) => json.TryGetProperty("weights", out JsonElement weights)
        ? new WeightNote(weights.GetProperty("column").GetString()!, WeightRequest.Parse("w:" + weights.GetProperty("kind").GetString()).Kind, weights.ReadDouble("sum"))
        : null;

    public static IReadOnlyList<string> Constraints(JsonElement json) =>
        json.TryGetProperty("constraints", out JsonElement texts) ? [.. texts.EnumerateArray().Select(t => t.GetString()!)] : [];

    public static IntervalKind Intervals(JsonElement json) =>
        json.TryGetProperty("intervals", out JsonElement kind) && kind.GetString() == "profile" ? IntervalKind.Profile : IntervalKind.Wald;

    public static DerivedEstimate[] WithIntervals(JsonElement json, DerivedEstimate[] derived) => json.TryGetProperty("derivedIntervals", out JsonElement intervals)
        ? [.. derived.Select(d => intervals.TryGetProperty(d.Name, out JsonElement own) ? d with { Low = own.ReadDouble("low"), High = own.ReadDouble("high") } : d)]
        : derived;

    public static ConvergenceCertificate? Certificate(JsonElement json)
    {
        if (!json.TryGetProperty("certificate", out JsonElement certificate))
            return null;
        return new ConvergenceCertificate
        {
            LargestGradient = certificate.ReadDouble("largestGradient"),
            GradientParameter = certificate.GetProperty("gradientParameter").GetString(),
            NewtonDecrement = certificate.ReadDouble("newtonDecrement"),
            SmallestEigenvalue = certificate.ReadDouble("smallestEigenvalue"),
            LargestEigenvalue = certificate.ReadDouble("largestEigenvalue"),
            Condition = certificate.ReadDouble("condition"),
            Boundaries = [.. certificate.GetProperty("boundaries").EnumerateArray().Select(b =>
                new BoundaryDistance(b.GetProperty("name").GetString()!, b.ReadDouble("value"), b.ReadDouble("edgeLow"), b.ReadDouble("edgeHigh")))],
            Starts = certificate.GetProperty("starts").GetInt32(),
            Agreeing = certificate.GetProperty("agreeing").GetInt32(),
            SecondBest = certificate.ReadDouble("secondBest"),
        };
    }

    private static bool HasInterval(DerivedEstimate derived) => !double.IsNaN(derived.Low) || !double.IsNaN(derived.High);

    private static void Write(Utf8JsonWriter writer, ConvergenceCertificate certificate)
    {
        writer.WriteStartObject("certificate");
        writer.WriteDouble("largestGradient", certificate.LargestGradient);
        writer.WriteString("gradientParameter", certificate.GradientParameter);
        writer.WriteDouble("newtonDecrement", certificate.NewtonDecrement);
        writer.WriteDouble("smallestEigenvalue", certificate.SmallestEigenvalue);
        writer.WriteDouble("largestEigenvalue", certificate.LargestEigenvalue);
        writer.WriteDouble("condition", certificate.Condition);
        writer.WriteStartArray("boundaries");
        foreach (BoundaryDistance boundary in certificate.Boundaries)
        {
            writer.WriteStartObject();
            writer.WriteString("name", boundary.Name);
            writer.WriteDouble("value", boundary.Value);
            writer.WriteDouble("edgeLow", boundary.Low);
            writer.WriteDouble("edgeHigh", boundary.High);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteNumber("starts", certificate.Starts);
        writer.WriteNumber("agreeing", certificate.Agreeing);
        writer.WriteDouble("secondBest", certificate.SecondBest);
        writer.WriteEndObject();
    }
}
