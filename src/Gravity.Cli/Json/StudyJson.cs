using System.Text.Json;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Studies;

namespace Gravity.Cli.Json;

/// <summary>A study as JSON: fits, tests, identification, efficiency and potential in the forms of their own commands.</summary>
internal static class StudyJson
{
    public static void Write(Utf8JsonWriter writer, StudyResult study, IReadOnlyList<string> files)
    {
        writer.WriteString("study", study.EnglishTitle);
        writer.WriteStartObject("models");
        foreach (NamedFit model in study.Models)
            Fit(writer, model);
        writer.WriteEndObject();
        Tests(writer, study.Tests);
        DiagnosticsJson.Rivals(writer, study.NonNestedTests);
        if (study.Diagnostics is { } diagnostics)
        {
            writer.WriteStartObject("diagnostics");
            DiagnosticsJson.Write(writer, diagnostics);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("diagnostics");
        }
        if (study.FurtherDiagnostics.Count > 0)
        {
            writer.WriteStartObject("furtherDiagnostics");
            foreach (StudyDiagnostics further in study.FurtherDiagnostics)
            {
                writer.WriteStartObject(further.Model);
                DiagnosticsJson.Write(writer, further.Result);
                writer.WriteEndObject();
            }
            writer.WriteEndObject();
        }
        StudyIdentificationJson.Columns(writer, study.Identification);
        if (study.Efficiency is { } efficiency)
        {
            writer.WriteStartObject("efficiency");
            EfficiencyJson.Write(
                writer, efficiency, study.HeadlineFit.Result, InefficiencyEffects.Of(study.HeadlineFit.Fit), study.HeadlineFit.Result.Warnings);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("efficiency");
        }
        if (study.Potential is { } potential)
        {
            writer.WriteStartObject("potential");
            PotentialJson.Write(writer, potential, null, study.HeadlineFit.Result, potential.Warnings);
            writer.WriteEndObject();
        }
        else
        {
            writer.WriteNull("potential");
        }
        writer.WriteStrings("files", files);
        Provenance(writer, study.Provenance);
        writer.WriteString("headline", study.Headline);
        writer.WriteBoolean("converged", study.Converged);
        if (study.Classes is { } classes)
            Classes(writer, classes);
        MethodJson.Write(writer, "potentialByMethod", study.Methods);
        MethodJson.Write(writer, "potentialOutOfSample", study.HeldOutMethods);
        writer.WriteStartObject("robustness");
        foreach (NamedFit model in study.Robustness)
            Fit(writer, model);
        writer.WriteEndObject();
        StudyIdentificationJson.Further(writer, study.Identification);
        MarginalEffects(writer, study.MarginalEffects);
        Findings(writer, study.Findings);
        writer.WriteStartArray("warnings");
        foreach (StudyWarning warning in study.Warnings)
        {
            writer.WriteStartObject();
            writer.WriteString("source", warning.Source);
            writer.WriteString("code", warning.Code);
            writer.WriteString("message", warning.Message);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>The array <c>tests</c>.</summary>
    public static void Tests(Utf8JsonWriter writer, IEnumerable<StudyTest> tests)
    {
        writer.WriteStartArray("tests");
        foreach (StudyTest test in tests)
        {
            writer.WriteStartObject();
            Test(writer, test);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    /// <summary>The keys of one test.</summary>
    public static void Test(Utf8JsonWriter writer, StudyTest test)
    {
        writer.WriteString("name", test.Name);
        writer.Number("statistic", test.Statistic);
        writer.WriteDoubles("degreesOfFreedom", test.DegreesOfFreedom.Select(d => (double)d));
        writer.Number("p", test.P);
        writer.WriteString("reference", test.Reference);
        writer.WriteString("restricted", test.Restricted);
        writer.WriteString("unrestricted", test.Unrestricted);
        writer.WriteString("kind", test.Kind switch { StudyTestKind.LikelihoodRatio => "likelihood-ratio", StudyTestKind.Wald => "wald", _ => "hausman" });
        writer.Number("restrictedLogLikelihood", test.RestrictedLogLik);
        writer.Number("unrestrictedLogLikelihood", test.UnrestrictedLogLik);
        if (test.BootstrapP is { } p)
            writer.Number("bootstrapP", p);
        writer.WriteString("note", test.Note);
    }

    private static void Fit(Utf8JsonWriter writer, NamedFit model)
    {
        writer.WritePropertyName(model.Name);
        FitFile.Write(writer, new SavedFit(model.Result, model.Fit.Request));
    }

    private static void Provenance(Utf8JsonWriter writer, StudyProvenance provenance)
    {
        writer.WriteStartObject("provenance");
        writer.WriteString("version", provenance.Version);
        writer.WriteString("studySha256", provenance.StudySha256);
        writer.WriteStartArray("data");
        foreach (PanelSource source in provenance.Data)
        {
            writer.WriteStartObject();
            writer.WriteString("file", source.Name);
            writer.WriteString("sha256", source.Sha256);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteNumber("seed", provenance.Seed);
        writer.WriteNumber("threads", provenance.Threads);
        if (provenance.Started is { } started)
            writer.WriteString("started", started);
        else
            writer.WriteNull("started");
        writer.WriteDouble("seconds", provenance.Seconds);
        writer.WriteEndObject();
    }

    private static void Classes(Utf8JsonWriter writer, StudyClasses classes)
    {
        writer.WriteStartObject("classes");
        PotentialJson.ClassBounds(writer, classes.Classification, classes.Base);
        writer.WriteStartArray("rows");
        foreach (ClassifiedRow row in classes.Rows)
        {
            writer.WriteStartObject();
            writer.WriteNumber("row", row.Row);
            writer.WriteString("unit", row.Unit);
            writer.WriteWhole("time", row.Time);
            writer.Number("actual", row.Actual);
            writer.Number("predicted", row.Predicted);
            writer.Number("ratio", row.Ratio);
            writer.WriteString("class", row.Class < 0 ? null : classes.Classification.Classes[row.Class].Name);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void MarginalEffects(Utf8JsonWriter writer, IReadOnlyList<StudyMarginalEffects> models)
    {
        writer.WriteStartArray("marginalEffects");
        foreach (StudyMarginalEffects model in models)
        {
            foreach (Core.Efficiency.MarginalEffect effect in model.Effects)
            {
                writer.WriteStartObject();
                writer.WriteString("model", model.Model);
                EfficiencyJson.Effect(writer, effect);
                writer.WriteEndObject();
            }
        }
        writer.WriteEndArray();
    }

    private static void Findings(Utf8JsonWriter writer, IReadOnlyList<Finding> findings)
    {
        writer.WriteStartArray("findings");
        foreach (Finding finding in findings)
        {
            writer.WriteStartObject();
            writer.WriteString("code", finding.Code);
            writer.WriteString("sentence", finding.Sentence);
            writer.WriteStartObject("values");
            foreach ((string name, double value) in finding.Values)
                writer.Number(name, value);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }
}
