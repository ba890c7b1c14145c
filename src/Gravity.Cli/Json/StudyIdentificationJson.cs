using System.Text.Json;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;

namespace Gravity.Cli.Json;

/// <summary>What the data can tell apart, as JSON.</summary>
internal static class StudyIdentificationJson
{
    /// <summary>The array <c>identification</c>: how every column varies.</summary>
    public static void Columns(Utf8JsonWriter writer, StudyIdentification identification)
    {
        writer.WriteStartArray("identification");
        foreach (ColumnIdentification column in identification.Columns)
        {
            writer.WriteStartObject();
            writer.WriteString("block", column.Block);
            writer.WriteString("name", column.Name);
            writer.Number("mean", column.Mean);
            writer.Number("standardDeviation", column.StandardDeviation);
            writer.Number("betweenDeviation", column.BetweenDeviation);
            writer.Number("withinDeviation", column.WithinDeviation);
            writer.Number("betweenShare", column.BetweenShare);
            writer.Number("withinShare", column.WithinShare);
            writer.Number("timeShare", column.TimeShare);
            writer.WriteNumber("changingUnits", column.ChangingUnits);
            writer.WriteNumber("units", column.Units);
            writer.Number("timeCorrelation", column.TimeCorrelation);
            writer.Number("varianceInflation", column.VarianceInflation);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>The object <c>specification</c>: curvature, variants with year effects, skewness, fixed against random effects.</summary>
    public static void Further(Utf8JsonWriter writer, StudyIdentification identification)
    {
        writer.WriteStartObject("specification");
        writer.WriteString("model", identification.Model);
        if (identification.Hessian is { } hessian)
        {
            writer.WriteStartObject("hessian");
            writer.WriteDoubles("eigenvalues", hessian.Eigenvalues);
            writer.Number("conditionNumber", hessian.ConditionNumber);
            writer.WriteString("weakestDirection", hessian.WeakestDirection);
            writer.WriteEndObject();
        }
        Sensitivity(writer, identification.Sensitivity);
        Skewness(writer, "olsSkewness", identification.OlsSkewness);
        if (identification.WithinSkewness is { } within)
            Skewness(writer, "withinSkewness", within);
        if (identification.Mundlak is { } mundlak)
            Mundlak(writer, mundlak);
        writer.WriteEndObject();
    }

    private static void Sensitivity(Utf8JsonWriter writer, IReadOnlyList<SensitivityVariant> variants)
    {
        writer.WriteStartArray("sensitivity");
        foreach (SensitivityVariant variant in variants)
        {
            writer.WriteStartObject();
            writer.WriteString("name", variant.Name);
            writer.WriteString("formula", variant.Formula);
            writer.Number("logLikelihood", variant.LogLikelihood);
            writer.WriteBoolean("converged", variant.Converged);
            writer.WriteStartArray("estimates");
            foreach (WatchedEstimate estimate in variant.Estimates)
            {
                writer.WriteStartObject();
                writer.WriteString("block", estimate.Block);
                writer.WriteString("name", estimate.Name);
                writer.Number("estimate", estimate.Estimate);
                writer.Number("standardError", estimate.StandardError);
                writer.Number("low", estimate.Low);
                writer.Number("high", estimate.High);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void Skewness(Utf8JsonWriter writer, string name, ResidualSkewness skewness)
    {
        writer.WriteStartObject(name);
        writer.Number("skewness", skewness.Tests.Skewness);
        writer.WriteNumber("expectedSign", skewness.ExpectedSign);
        writer.WriteBoolean("wrongSign", skewness.WrongSign);
        writer.Number("p", skewness.P);
        writer.WriteEndObject();
    }

    private static void Mundlak(Utf8JsonWriter writer, MundlakComparison mundlak)
    {
        writer.WriteStartObject("mundlak");
        writer.WriteStartArray("slopes");
        foreach (SlopePair slope in mundlak.Slopes)
        {
            writer.WriteStartObject();
            writer.WriteString("name", slope.Name);
            writer.Number("within", slope.Within);
            writer.Number("withinStandardError", slope.WithinError);
            writer.Number("random", slope.Random);
            writer.Number("randomStandardError", slope.RandomError);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteStrings("means", mundlak.Means);
        if (mundlak.Test is { } test)
        {
            writer.Number("statistic", test.Statistic);
            writer.Number("p", test.P);
            writer.WriteString("reference", test.Reference);
        }
        writer.WriteEndObject();
    }
}
