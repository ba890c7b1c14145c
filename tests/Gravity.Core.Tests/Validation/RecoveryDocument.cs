using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gravity.Core.Simulation;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Validation;

/// <summary>docs/recovery.json, the record of Monte Carlo runs of all built-in designs, and docs/recovery.md, the same for readers.</summary>
internal static partial class RecoveryDocument
{
    /// <summary>Samples of each design.</summary>
    public const int Replications = 200;

    /// <summary>Samples of each design with a σ_u outside the range in which it is found.</summary>
    public const int OutsideReplications = 20;

    /// <summary>Factors on σ_u: an inefficiency that drowns in noise, and noise that drowns in inefficiency.</summary>
    private const double Small = 0.2, Large = 4;

    /// <summary>Designs that are run with an inefficiency that drowns, of which fits take longest: pooled laws, paths, unit constants, random intercepts, mixtures.</summary>
    private static readonly string[] Drowning =
    [
        "bc92", "exponential", "half-normal", "half-normal-cost", "heteroskedastic", "pitt-lee", "tre", "truncated-normal", "truncated-skewed-laplace", "uniform", "wang-ho", "weibull",
        "zero-inefficiency",
    ];

    /// <summary>A folder of files as <c>gravity simulate --output</c> writes them: runs found there are taken, or continued; others are left there.</summary>
    private const string FilesVariable = "GRAVITY_RECOVERY_FILES";

    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string RecordPath => Path.Combine(Path.GetDirectoryName(ValidationDocument.PagePath)!, "recovery.json");

    public static string PagePath => Path.Combine(Path.GetDirectoryName(ValidationDocument.PagePath)!, "recovery.md");

    /// <summary>The designs and factors on record.</summary>
    public static IReadOnlyList<(string Design, double Factor)> Runs { get; } =
    [
        .. SimulationDesigns.Names.Select(name => (name, 1.0)),
        .. Drowning.Select(name => (name, Small)),
        .. SimulationDesigns.Names.Where(HasScale).Select(name => (name, Large)),
    ];

    /// <summary>The committed record; empty before the first one.</summary>
    public static IReadOnlyList<RecoveryRecord> Read() =>
        File.Exists(RecordPath) ? JsonSerializer.Deserialize<RecoveryRecord[]>(File.ReadAllText(RecordPath), Json)! : [];

    /// <summary>The record of a design's first samples.</summary>
    public static IReadOnlyList<RecoveryRecord> Run(string name, double factor, int replications)
    {
        SimulationDesign design = Design(name, factor);
        var options = new SimulationOptions { Threads = 1, Replications = replications };
        return RecoveryRecord.Of(design, factor, Environment.GetEnvironmentVariable(FilesVariable) is { Length: > 0 } folder
            ? RunInFiles(design, Path.Combine(folder, Name(name, factor) + ".json"), options) : SimulationStudies.Run(design, options));
    }

    /// <summary>The design with every σ_u multiplied; of <c>(Intercept)</c> of ln σ_u², moved by 2 ln of the factor.</summary>
    public static SimulationDesign Design(string name, double factor)
    {
        string text = Encoding.UTF8.GetString(SimulationDesigns.Bytes(name));
        if (factor != 1)
        {
            text = SigmaU().Replace(text, m => m.Groups[1].Value + Number(double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture) * factor));
            text = Level().Replace(text, m => m.Groups[1].Value + Number(double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture) + (2 * Math.Log(factor))));
        }
        return SimulationDesignFile.Parse(Encoding.UTF8.GetBytes(text), Name(name, factor) + ".yaml") with { Name = name };

        static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);
    }

    public static void Write(IReadOnlyList<RecoveryRecord> records)
    {
        File.WriteAllText(RecordPath, JsonSerializer.Serialize(records, Json).ReplaceLineEndings("\n") + "\n");
        File.WriteAllText(PagePath, RecoveryPage.Of(records));
    }

    private static bool HasScale(string name)
    {
        string text = Encoding.UTF8.GetString(SimulationDesigns.Bytes(name));
        // A wrong estimator beside the right one is another question.
        return (SigmaU().IsMatch(text) || Level().IsMatch(text)) && !text.Contains("\nestimators:", StringComparison.Ordinal) && name != "wrong-skewness";
    }

    private static string Name(string design, double factor) => factor == 1 ? design : string.Create(CultureInfo.InvariantCulture, $"{design}.{factor}");

    private static SimulationResults RunInFiles(SimulationDesign design, string path, SimulationOptions options)
    {
        SimulationResults? earlier = null;
        if (File.Exists(path))
        {
            using FileStream stream = File.OpenRead(path);
            earlier = SimulationFile.Read(stream, path);
        }
        return SimulationStudies.Run(design, options with { Earlier = earlier, Checkpoint = results => File.WriteAllBytes(path, SimulationFile.ToUtf8(results)) });
    }

    [GeneratedRegex(@"(?m)^(  sigma_u0?(?:\[\d+\])?: )([0-9.]+)$")]
    private static partial Regex SigmaU();

    [GeneratedRegex(@"(inefficiency-variance: \{ \(Intercept\): )(-?[0-9.]+)")]
    private static partial Regex Level();
}
