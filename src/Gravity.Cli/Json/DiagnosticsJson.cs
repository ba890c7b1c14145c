using System.Text.Json;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Diagnostics;
using Gravity.Core.Inference;
using Gravity.Core.Studies;

namespace Gravity.Cli.Json;

/// <summary>Diagnostics and comparisons of rivals as JSON.</summary>
internal static class DiagnosticsJson
{
    /// <summary>The keys <c>tests</c>, <c>replications</c> and <c>influence</c>, inside an object.</summary>
    public static void Write(Utf8JsonWriter writer, DiagnosticResult result)
    {
        writer.WriteStartArray("tests");
        foreach (DiagnosticTest test in result.Tests)
        {
            writer.WriteStartObject();
            writer.WriteString("name", test.Code);
            writer.Number("statistic", test.Statistic);
            writer.Number("degreesOfFreedom", test.DegreesOfFreedom ?? double.NaN);
            writer.WriteString("reference", test.Reference);
            // A lower bound of p is no p.
            writer.Number("p", test.UpperP is null ? test.P : double.NaN);
            writer.Number("bootstrapP", test.BootstrapP ?? double.NaN);
            if (test.UpperP is { } high)
            {
                writer.Number("pLow", test.P);
                writer.Number("pHigh", high);
            }
            writer.WriteString("note", test.Note?.ToString());
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteNumber("replications", result.Replications);
        writer.WriteBoolean("dependentRows", result.DependentRows);
        if (result.Influence is not { } influence)
        {
            writer.WriteNull("influence");
            return;
        }
        writer.WriteStartObject("influence");
        writer.WriteStrings("parameters", influence.Parameters.Select(p => p.ToString()));
        Cases(writer, "units", influence.Units);
        Cases(writer, "rows", influence.Rows);
        writer.WriteEndObject();
    }

    /// <summary>One comparison of rivals, inside an object.</summary>
    public static void Rivals(Utf8JsonWriter writer, NonNestedTest test)
    {
        writer.WriteString("name", test.Name);
        writer.WriteString("first", test.First);
        writer.WriteString("second", test.Second);
        writer.Number("firstLogLikelihood", test.FirstLogLik);
        writer.Number("secondLogLikelihood", test.SecondLogLik);
        if (test.Tests is { } t)
        {
            writer.WriteNumber("units", t.Units);
            writer.WriteBoolean("byUnits", test.ByUnits);
            writer.Number("logLikelihoodRatio", t.LogLikelihoodRatio);
            writer.Number("variance", t.Variance);
            writer.Number("varianceStatistic", t.VarianceStatistic);
            writer.Number("varianceP", t.VarianceP);
            Stage(writer, "vuong", t.Plain);
            Stage(writer, "vuongAic", t.Aic);
            Stage(writer, "vuongBic", t.Bic);
            writer.WriteStartObject("clarke");
            writer.WriteNumber("positive", t.Positive);
            writer.WriteNumber("compared", t.Compared);
            writer.Number("p", t.ClarkeP);
            writer.WriteEndObject();
        }
        writer.WriteString("note", test.NoteIn(Core.Wording.Words.English));
    }

    /// <summary>The array <c>nonNestedTests</c>.</summary>
    public static void Rivals(Utf8JsonWriter writer, IEnumerable<NonNestedTest> tests)
    {
        writer.WriteStartArray("nonNestedTests");
        foreach (NonNestedTest test in tests)
        {
            writer.WriteStartObject();
            Rivals(writer, test);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void Stage(Utf8JsonWriter writer, string name, SymmetryTest test)
    {
        writer.WriteStartObject(name);
        writer.Number("z", test.Statistic);
        writer.Number("p", test.TwoSidedP);
        writer.WriteEndObject();
    }

    private static void Cases(Utf8JsonWriter writer, string name, IReadOnlyList<InfluenceCase> cases)
    {
        writer.WriteStartArray(name);
        foreach (InfluenceCase item in cases)
        {
            writer.WriteStartObject();
            writer.WriteString("name", item.Name);
            if (item.Row is { } row)
                writer.WriteNumber("row", row);
            writer.WriteNumber("rows", item.Rows);
            writer.Number("displacement", item.Displacement);
            writer.WriteDoubles("change", item.Change);
            writer.WriteDoubles("dfbetas", item.Standardised);
            if (item.Refit is { } refit)
            {
                writer.WriteStartObject("refit");
                writer.WriteBoolean("converged", refit.Converged);
                writer.Number("displacement", refit.Displacement);
                writer.WriteDoubles("estimates", refit.Estimates);
                writer.Number("meanEfficiency", refit.MeanEfficiency);
                writer.Number("wholeMeanEfficiency", refit.WholeMeanEfficiency);
                writer.Number("potential", refit.Potential);
                writer.Number("wholePotential", refit.WholePotential);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
