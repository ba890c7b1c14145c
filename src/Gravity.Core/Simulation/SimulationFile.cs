using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Gravity.Core.Estimation;

namespace Gravity.Core.Simulation;

/// <summary>The file of a simulation: its design and every replication, so that it can be continued, merged and reported.</summary>
/// <remarks>Equal results give equal bytes: the file holds no time, machine or path.</remarks>
public static class SimulationFile
{
    private const string Kind = "simulation";

    /// <summary>The results as the bytes of a file, with a final line break.</summary>
    public static byte[] ToUtf8(SimulationResults results)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, FitFile.WriterOptions))
            Write(writer, results);
        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    /// <summary>Reads a file.</summary>
    /// <param name="stream">Its bytes.</param>
    /// <param name="path">What messages call it.</param>
    /// <exception cref="DataUnfitException"><c>damaged-simulation</c>: it is no JSON, cut off, or keys are missing or hold something else.</exception>
    /// <exception cref="UsageException"><c>not-a-simulation</c>: JSON of something else, or of a later version.</exception>
    public static SimulationResults Read(Stream stream, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(stream);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(Kind, out JsonElement header) || !root.TryGetProperty("schema", out JsonElement schema)
                || schema.GetInt32() != FitFile.Schema)
            {
                throw new UsageException("not-a-simulation", $"'{path}' is JSON, but not of a simulation of this version: give a file written by gravity simulate --output");
            }
            return Read(header, root.GetProperty("replications"));
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new DataUnfitException("damaged-simulation", $"'{path}' is damaged: it is not the JSON that gravity simulate --output writes. Remove it, or name another file", inner: error);
        }
    }

    private static void Write(Utf8JsonWriter writer, SimulationResults results)
    {
        writer.WriteStartObject();
        writer.WriteNumber("schema", FitFile.Schema);
        writer.WriteStartObject(Kind);
        writer.WriteString("name", results.Name);
        writer.WriteString("design", results.DesignText);
        writer.WriteString("designSha256", results.DesignSha256);
        writer.WriteString("version", results.Version);
        writer.WriteNumber("seed", results.Seed);
        writer.WriteNumber("replications", results.Replications);
        writer.WriteWhole("shard", results.Shard?.Index);
        writer.WriteWhole("shards", results.Shard?.Count);
        writer.WriteStrings("estimators", results.Estimators);
        writer.WriteEndObject();
        writer.WriteStartArray("replications");
        foreach (SimulationReplication replication in results.Done)
        {
            writer.WriteStartObject();
            writer.WriteNumber("replication", replication.Number + 1);
            writer.WriteStartArray("fits");
            foreach (SimulatedFit fit in replication.Fits)
                Write(writer, fit);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, SimulatedFit fit)
    {
        writer.WriteStartObject();
        writer.WriteBoolean("converged", fit.Converged);
        writer.WriteString("termination", fit.Termination);
        writer.WriteBoolean("failed", fit.Failed);
        writer.WriteStrings("warnings", fit.Warnings);
        Write(writer, "parameters", fit.Parameters);
        Write(writer, "derived", fit.Derived);
        writer.WriteStartObject("efficiency");
        foreach (SimulatedEfficiency e in fit.Efficiencies)
            writer.WriteDoubles(e.Part, [e.Mean, e.TrueMean, e.RankCorrelation, e.Rmse, e.Coverage]);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>By name: estimate, standard error, low, high, truth.</summary>
    private static void Write(Utf8JsonWriter writer, string key, IReadOnlyList<SimulatedEstimate> estimates)
    {
        writer.WriteStartObject(key);
        foreach (SimulatedEstimate e in estimates)
            writer.WriteDoubles(e.Name, [e.Estimate, e.StandardError, e.Low, e.High, e.Truth]);
        writer.WriteEndObject();
    }

    private static SimulationResults Read(JsonElement header, JsonElement replications)
    {
        string text = header.GetProperty("design").GetString()!, hash = header.GetProperty("designSha256").GetString()!;
        if (Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))) != hash)
            throw new FormatException("the design is not the one of its hash");
        var results = new SimulationResults
        {
            Name = header.GetProperty("name").GetString()!,
            DesignText = text,
            DesignSha256 = hash,
            Version = header.GetProperty("version").GetString()!,
            Seed = header.GetProperty("seed").GetInt64(),
            Replications = header.GetProperty("replications").GetInt32(),
            Shard = header.GetProperty("shard").ValueKind == JsonValueKind.Null
                ? null : new SimulationShard(header.GetProperty("shard").GetInt32(), header.GetProperty("shards").GetInt32()),
            Estimators = [.. header.GetProperty("estimators").EnumerateArray().Select(e => e.GetString()!)],
            Done =
            [
                .. replications.EnumerateArray().Select(r => new SimulationReplication(
                    r.GetProperty("replication").GetInt32() - 1, [.. r.GetProperty("fits").EnumerateArray().Select(ReadFit)])),
            ],
        };
        HashSet<int> wanted = [.. results.Wanted];
        int last = -1;
        foreach (SimulationReplication replication in results.Done)
        {
            if (replication.Number <= last || !wanted.Contains(replication.Number) || replication.Fits.Count != results.Estimators.Count)
                throw new FormatException("the replications are not those of the run");
            last = replication.Number;
        }
        return results;
    }

    private static SimulatedFit ReadFit(JsonElement fit) => new(
        fit.GetProperty("converged").GetBoolean(), fit.GetProperty("termination").GetString()!, fit.GetProperty("failed").GetBoolean(),
        [.. fit.GetProperty("warnings").EnumerateArray().Select(w => w.GetString()!)])
    {
        Parameters = ReadEstimates(fit.GetProperty("parameters")),
        Derived = ReadEstimates(fit.GetProperty("derived")),
        Efficiencies =
        [
            .. fit.GetProperty("efficiency").EnumerateObject().Select(e => e.Value.ReadDoubles() is [var mean, var actual, var rank, var rmse, var coverage]
                ? new SimulatedEfficiency(e.Name, mean, actual, rank, rmse, coverage) : throw new FormatException($"'{e.Name}' has not five numbers")),
        ],
    };

    private static SimulatedEstimate[] ReadEstimates(JsonElement estimates) =>
    [
        .. estimates.EnumerateObject().Select(e => e.Value.ReadDoubles() is [var estimate, var error, var low, var high, var truth]
            ? new SimulatedEstimate(e.Name, estimate, error, low, high, truth) : throw new FormatException($"'{e.Name}' has not five numbers")),
    ];
}
