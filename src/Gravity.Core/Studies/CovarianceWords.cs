using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Inference;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>What <c>--vce</c> says, not yet bound to data.</summary>
/// <param name="Kind">The kind.</param>
internal sealed record CovarianceWords(CovarianceKind Kind)
{
    /// <summary>For clusters: the columns of each dimension.</summary>
    public IReadOnlyList<AbsorbedEffect> Clusters { get; init; } = [];

    /// <summary>For dyadic errors: exporter and importer; for Conley's: latitude and longitude, none to find them by their names.</summary>
    public IReadOnlyList<string> Columns { get; init; } = [];

    /// <summary>For the bootstrap: replications.</summary>
    public int? Replications { get; init; }

    /// <summary>For Driscoll and Kraay's: lags; null for the rule.</summary>
    public int? Lag { get; init; }

    /// <summary>For Conley's: the cutoff in km.</summary>
    public double Cutoff { get; init; }

    /// <summary>For Conley's: the kernel.</summary>
    public SpatialKernel Kernel { get; init; }

    /// <summary>Reads the words.</summary>
    /// <exception cref="UsageException"><c>unknown-covariance</c>, <c>vce-argument</c>, <c>syntax</c>.</exception>
    public static CovarianceWords Read(string vce)
    {
        string[] parts = vce.Split(':', 2, StringSplitOptions.TrimEntries);
        CovarianceKind kind = CovarianceKinds.Parse(parts[0]);
        string? argument = parts.Length > 1 ? parts[1] : null;
        return kind switch
        {
            CovarianceKind.Clustered => new(kind) { Clusters = ClustersOf(argument ?? "") },
            CovarianceKind.Bootstrap => new(kind) { Replications = argument is null ? null : Whole(argument, 2, "bootstrap:N needs a number of replications from 2") },
            CovarianceKind.Dyadic => new(kind) { Columns = TwoOf(argument ?? "", "dyadic needs the columns of both countries, e.g. dyadic:exporter,importer") },
            CovarianceKind.DriscollKraay => new(kind) { Lag = argument is null ? null : Whole(argument, 0, "driscoll-kraay:LAG needs a number of lags from 0") },
            CovarianceKind.Conley => Distance(argument ?? ""),
            _ => argument is null ? new(kind) : throw new UsageException("vce-argument", $"--vce {parts[0]} takes no argument"),
        };
    }

    private static List<AbsorbedEffect> ClustersOf(string argument)
    {
        List<AbsorbedEffect> clusters = [.. Split(argument).Select(part =>
            part.AsSpan().IndexOfAny('^', '(', '`') < 0 ? new AbsorbedEffect([part]) : AbsorbedEffect.Parse(part) is [var one] ? one : throw Clusters())];
        return clusters.Count > 0 ? clusters : throw Clusters();

        static UsageException Clusters() => new("vce-argument", "--vce cluster needs one or more columns, e.g. cluster:iso3, cluster:exporter,importer or cluster:pair(exporter, importer)");
    }

    /// <summary>Parts between commas that stand in no parentheses and no quotes.</summary>
    private static List<string> Split(string text)
    {
        var parts = new List<string>();
        int depth = 0, start = 0;
        bool quoted = false;
        for (int i = 0; i <= text.Length; i++)
        {
            char c = i < text.Length ? text[i] : ',';
            quoted ^= c == '`';
            depth += quoted ? 0 : c == '(' ? 1 : c == ')' ? -1 : 0;
            if (i < text.Length && (c != ',' || depth > 0 || quoted))
                continue;
            if (text[start..i].Trim() is { Length: > 0 } part)
                parts.Add(part);
            start = i + 1;
        }
        return parts;
    }

    private static string[] TwoOf(string text, string needs)
    {
        string[] columns = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return columns.Length == 2 && columns[0] != columns[1] ? columns : throw new UsageException("vce-argument", "--vce " + needs);
    }

    private static int Whole(string text, int least, string needs) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value >= least
            ? value : throw new UsageException("vce-argument", $"--vce {needs}; '{text}' is none");

    /// <summary><c>KM[:LAT,LON][:uniform|bartlett]</c>.</summary>
    private static CovarianceWords Distance(string argument)
    {
        string[] parts = argument.Split(':', StringSplitOptions.TrimEntries);
        string km = parts[0].EndsWith("km", StringComparison.OrdinalIgnoreCase) ? parts[0][..^2].TrimEnd() : parts[0];
        if (!double.TryParse(km, NumberStyles.Float, CultureInfo.InvariantCulture, out double cutoff) || !(cutoff > 0) || !double.IsFinite(cutoff) || parts.Length > 3)
        {
            throw new UsageException(
                "vce-argument", "--vce conley needs a distance in km, and takes the columns of latitude and longitude and a kernel: conley:500, conley:500:lat,lon or conley:500:lat,lon:bartlett");
        }
        var words = new CovarianceWords(CovarianceKind.Conley) { Cutoff = cutoff };
        foreach (string part in parts.Skip(1))
        {
            words = part.Contains(',', StringComparison.Ordinal)
                ? words with { Columns = TwoOf(part, "conley:KM:LAT,LON needs the columns of latitude and longitude") }
                : part switch
                {
                    "uniform" => words with { Kernel = SpatialKernel.Uniform },
                    "bartlett" => words with { Kernel = SpatialKernel.Bartlett },
                    _ => throw new UsageException("vce-argument", $"--vce conley: {NearestNames.Sentence("kernel", part, ["uniform", "bartlett"])}"),
                };
        }
        return words;
    }
}
