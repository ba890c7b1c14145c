using System.Text.Json;
using Gravity.Core.Data;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;

namespace Gravity.Core.Estimation;

/// <summary>Writes a fit: first the keys that other programs rely on, in their order, then what is needed to restore it.</summary>
internal static class FitFileWriter
{
    public static void Write(Utf8JsonWriter writer, SavedFit fit)
    {
        writer.WriteStartObject();
        Contract(writer, fit.Result);
        Further(writer, fit.Result);
        if (fit.Request is { } request)
        {
            writer.WritePropertyName("request");
            JsonSerializer.Serialize(writer, request, FitFileContext.Default.ModelRequest);
        }
        if (fit.Reading is { } reading)
            Reading(writer, reading);
        if (fit.Result.Limit is { } limit)
        {
            writer.WritePropertyName("limit");
            Write(writer, new SavedFit(limit, null));
        }
        writer.WriteEndObject();
    }

    private static void Contract(Utf8JsonWriter writer, FitResult fit)
    {
        InformationCriteria information = fit.Information;
        writer.WriteNumber("schema", FitFile.Schema);
        writer.WriteString("model", fit.Model);
        writer.WriteString("law", fit.Law);
        writer.WriteString("noise", fit.Noise);
        writer.WriteString("side", fit.Side);
        writer.WriteString("formula", fit.Formula);
        EstimationJson.WriteAbsorbed(writer, fit);
        writer.WriteNumber("observations", fit.Observations);
        if (fit.SelectedObservations is { } selected)
            writer.WriteNumber("selectedObservations", selected);
        writer.WriteWhole("units", fit.Units);
        Dropped(writer, fit.Sample);
        writer.WriteDouble("logLikelihood", fit.LogLikelihood);
        writer.WriteDouble("olsLogLikelihood", fit.OlsLogLikelihood);
        writer.WriteDouble("aic", information.Aic);
        writer.WriteDouble("bic", information.Bic);
        writer.WriteBoolean("converged", fit.Converged);
        writer.WriteString("termination", fit.Termination);
        writer.WriteNumber("iterations", fit.Iterations);
        writer.WriteDouble("gradientNorm", fit.GradientNorm);
        writer.WriteDouble("seconds", fit.Seconds);
        Parameters(writer, fit);
        writer.WriteStartObject("derived");
        foreach (DerivedEstimate derived in fit.Derived)
            writer.WriteDouble(derived.Name, derived.Value);
        writer.WriteEndObject();
        writer.WriteStartObject("derivedStandardErrors");
        foreach (DerivedEstimate derived in fit.Derived)
            writer.WriteDouble(derived.Name, derived.StandardError);
        writer.WriteEndObject();
        Test(writer, fit);
        writer.WriteDouble("meanEfficiency", fit.MeanEfficiency);
        Covariance(writer, fit);
        writer.WriteStartArray("warnings");
        foreach (FitWarning warning in fit.Warnings)
        {
            writer.WriteStartObject();
            writer.WriteString("code", warning.Code);
            writer.WriteString("message", warning.Message);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteString("dataSha256", fit.DataSha256);
        writer.WriteWhole("seed", fit.Seed);
    }

    private static void Further(Utf8JsonWriter writer, FitResult fit)
    {
        writer.WriteString("message", fit.Message);
        writer.WriteString("method", fit.Method);
        writer.WriteNumber("starts", fit.Starts);
        writer.WriteNumber("agreeingStarts", fit.AgreeingStarts);
        writer.WriteString("response", fit.Response);
        writer.WriteString("timeOrigin", fit.TimeOrigin);
        writer.WriteWhole("periods", fit.Periods);
        writer.WriteNumber("parameterCount", fit.ParameterCount);
        writer.WriteNumber("rowsRead", fit.Sample.RowsRead);
        writer.WriteDouble("level", fit.Level);
        writer.WriteDouble("tDegreesOfFreedom", fit.DegreesOfFreedom);
        if (fit.Conditioning is { } conditioning)
            Conditioning(writer, "hessian", conditioning);
        EstimationJson.Write(writer, fit);
        UnitConstants(writer, fit);
    }

    private static void UnitConstants(Utf8JsonWriter writer, FitResult fit)
    {
        if (fit.AnalyticCorrection is { } analytic)
        {
            writer.WriteStartObject("biasCorrection");
            writer.WriteString("method", analytic.Method);
            writer.WriteDoubles("uncorrected", analytic.Uncorrected);
            writer.WriteDoubles("uncorrectedStandardErrors", analytic.UncorrectedErrors);
            writer.WriteEndObject();
        }
        if (fit.Correction is { } correction)
        {
            writer.WriteStartObject("jackknife");
            writer.WriteDouble("meanRows", correction.MeanRows);
            writer.WriteNumber("shortestRows", correction.ShortestRows);
            writer.WriteNumber("splits", correction.Splits);
            writer.WriteDoubles("uncorrected", correction.Uncorrected);
            if (correction.SplitBy.Count > 0)
            {
                writer.WriteNumber("folds", correction.Folds);
                writer.WriteStartArray("splitBy");
                foreach ((string column, double weight) in correction.SplitBy)
                {
                    writer.WriteStartObject();
                    writer.WriteString("column", column);
                    writer.WriteDouble("weight", weight);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
            }
            writer.WriteEndObject();
        }
        if (fit.Effects.Count == 0)
            return;
        writer.WriteStartArray("effects");
        foreach (UnitEffect effect in fit.Effects)
        {
            writer.WriteStartObject();
            writer.WriteString("unit", effect.Unit);
            writer.WriteDouble("estimate", effect.Estimate);
            writer.WriteDouble("standardError", effect.StandardError);
            writer.WriteNumber("rows", effect.Rows);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void Dropped(Utf8JsonWriter writer, SampleLog sample)
    {
        writer.WriteStartArray("dropped");
        foreach (DroppedRows dropped in sample.Dropped)
        {
            writer.WriteStartObject();
            writer.WriteString("reason", dropped.Reason);
            writer.WriteNumber("rows", dropped.Rows.Count);
            // Pairs of first and last: a filter that drops half a million rows stays short.
            writer.WriteDoubles("rowRanges", Ranges(dropped.Rows).Select(v => (double)v));
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static IEnumerable<int> Ranges(IReadOnlyList<int> rows)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            int first = rows[i];
            while (i + 1 < rows.Count && rows[i + 1] == rows[i] + 1)
                i++;
            yield return first;
            yield return rows[i];
        }
    }

    private static void Parameters(Utf8JsonWriter writer, FitResult fit)
    {
        writer.WriteStartArray("parameters");
        foreach (ParameterEstimate p in fit.Parameters)
        {
            writer.WriteStartObject();
            writer.WriteString("block", p.Block);
            writer.WriteString("name", p.Name);
            writer.WriteDouble("estimate", p.Estimate);
            writer.WriteDouble("standardError", p.StandardError);
            writer.WriteDouble("z", p.Statistic);
            writer.WriteDouble("p", p.P);
            writer.WriteDouble("low", p.Low);
            writer.WriteDouble("high", p.High);
            if (p.WildP is { } wild)
                writer.WriteDouble("wildP", wild);
            if (p.Fixed)
                writer.WriteBoolean("fixed", true);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void Test(Utf8JsonWriter writer, FitResult fit)
    {
        if (fit.CommonFrontierTest is { } common)
        {
            writer.WriteStartObject("commonFrontierTest");
            writer.WriteDouble("statistic", common.Statistic);
            writer.WriteDouble("p", common.P);
            writer.WriteString("reference", common.Reference);
            writer.WriteDouble("degreesOfFreedom", common.DegreesOfFreedom);
            writer.WriteEndObject();
        }
        InefficiencyTest? test = fit.InefficiencyTest;
        if (test is null)
        {
            writer.WriteNull("inefficiencyTest");
            return;
        }
        writer.WriteStartObject("inefficiencyTest");
        writer.WriteDouble("statistic", test.Statistic);
        writer.WriteDouble("p", test.P);
        writer.WriteString("reference", double.IsNaN(test.P) ? "none" : "mixed chi-square");
        writer.WriteDoubles("degreesOfFreedom", Enumerable.Range(test.Restrictions - test.Components, test.Components + 1).Select(q => (double)q));
        writer.WriteDoubles("weights", test.Reference.Weights.Skip(test.Restrictions - test.Components));
        writer.WriteStrings("unidentified", fit.UnidentifiedWithoutInefficiency);
        if (test.BootstrapP is { } p)
        {
            writer.WriteDouble("bootstrapP", p);
            writer.WriteNumber("bootstrapReplications", test.BootstrapReplications);
        }
        writer.WriteEndObject();
    }

    private static void Covariance(Utf8JsonWriter writer, FitResult fit)
    {
        CovarianceEstimate covariance = fit.Covariance;
        Matrix matrix = covariance.Matrix;
        writer.WriteStartObject("covariance");
        writer.WriteStrings("names", fit.Parameters.Select(p => $"{p.Block}:{p.Name}"));
        writer.WriteTable("values", Enumerable.Range(0, matrix.Rows).Select(i => Enumerable.Range(0, matrix.Columns).Select(j => matrix[i, j])));
        writer.WriteString("kind", covariance.Kind.Key());
        writer.WriteString("text", covariance.Text);
        writer.WriteString("smallSample", FitFileWords.Of(covariance.SmallSample));
        writer.WriteString("factor", covariance.FactorText);
        if (covariance.Counted is { } counted)
            writer.WriteNumber("counted", counted);
        writer.WriteStartArray("clusters");
        foreach (ClusterCount cluster in covariance.Clusters)
        {
            writer.WriteStartObject();
            writer.WriteString("name", cluster.Name);
            writer.WriteNumber("count", cluster.Count);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteBoolean("repaired", covariance.Repaired);
        writer.WriteDoubles("eigenvalues", covariance.Eigenvalues);
        writer.WriteNumber("replications", covariance.Replications);
        if (covariance.Lag is { } lag)
            writer.WriteNumber("lag", lag);
        if (covariance is { Cutoff: { } cutoff, Kernel: { } kernel })
        {
            writer.WriteDouble("cutoff", cutoff);
            writer.WriteString("kernel", FitFileWords.Of(kernel));
        }
        if (covariance.Conditioning is { } conditioning)
            Conditioning(writer, "inverted", conditioning);
        writer.WriteEndObject();
    }

    private static void Conditioning(Utf8JsonWriter writer, string name, Conditioning conditioning)
    {
        writer.WriteDoubles(name + "Eigenvalues", conditioning.Eigenvalues);
        writer.WriteDouble(name + "Condition", conditioning.ConditionNumber);
        writer.WriteStartArray(name + "FlatDirections");
        foreach (FlatDirection direction in conditioning.FlatDirections)
        {
            writer.WriteStartObject();
            writer.WriteDouble("eigenvalue", direction.Eigenvalue);
            writer.WriteDoubles("loadings", direction.Loadings);
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
    }

    private static void Reading(Utf8JsonWriter writer, CsvOptions reading)
    {
        writer.WriteStartObject("reading");
        writer.WriteString("separator", reading.Separator?.ToString());
        writer.WriteBoolean("decimalComma", reading.DecimalComma);
        writer.WriteString("thousands", reading.Thousands?.ToString());
        writer.WriteStrings("missing", reading.MissingCodes);
        writer.WriteString("encoding", reading.Encoding?.WebName);
        writer.WriteEndObject();
    }
}
