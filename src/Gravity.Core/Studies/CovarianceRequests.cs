using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>Reads <c>--vce</c>: hessian, opg, robust, hc0 … hc3, cluster:COL[,COL], bootstrap:N.</summary>
public static class CovarianceRequests
{
    /// <summary>Checks the words without data.</summary>
    /// <exception cref="UsageException">The words are not understood.</exception>
    public static void Check(string vce, string? smallSample)
    {
        Read(vce);
        SmallSampleOf(smallSample);
    }

    /// <summary>The columns that a clustered covariance names; none for other kinds.</summary>
    /// <exception cref="UsageException">The words are not understood.</exception>
    public static IReadOnlyList<string> ClusterColumns(string vce) => Read(vce).Columns;

    /// <summary>The covariance in words bound to the rows of a design.</summary>
    /// <exception cref="UsageException">The words are not understood, or name an unknown column.</exception>
    /// <exception cref="DataUnfitException">A cluster column has missing values in the sample.</exception>
    public static CovarianceRequest Parse(string vce, string? smallSample, TradePanel panel, Design design)
    {
        (CovarianceKind kind, string[] columns, int? replications) = Read(vce);
        var request = new CovarianceRequest { Kind = kind, SmallSample = SmallSampleOf(smallSample) };
        if (replications is { } count)
            request = request with { Replications = count };
        return columns.Length == 0 ? request : request with { Clusters = [.. columns.Select(c => Cluster(panel, design, c))] };
    }

    private static (CovarianceKind Kind, string[] Columns, int? Replications) Read(string vce)
    {
        string[] parts = vce.Split(':', 2, StringSplitOptions.TrimEntries);
        CovarianceKind kind = CovarianceKinds.Parse(parts[0]);
        string? argument = parts.Length > 1 ? parts[1] : null;
        switch (kind)
        {
            case CovarianceKind.Clustered:
                string[] columns = (argument ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
                return columns.Length > 0
                    ? (kind, columns, null)
                    : throw new UsageException("vce-argument", "--vce cluster needs one or more columns, e.g. cluster:iso3");
            case CovarianceKind.Bootstrap when argument is not null:
                return int.TryParse(argument, NumberStyles.None, CultureInfo.InvariantCulture, out int replications) && replications >= 2
                    ? (kind, [], replications)
                    : throw new UsageException("vce-argument", $"--vce bootstrap:N needs a number of replications from 2; '{argument}' is none");
            default:
                return argument is null
                    ? (kind, [], null)
                    : throw new UsageException("vce-argument", $"--vce {parts[0]} takes no argument");
        }
    }

    private static ClusterDimension Cluster(TradePanel panel, Design design, string name)
    {
        PanelColumn column = panel[name];
        int[] missing = [.. design.PanelRows.Where(column.IsMissing).Select(panel.SourceRow)];
        if (missing.Length > 0)
            throw new DataUnfitException("missing-cluster", $"cluster column '{name}' is missing in {missing.Length} rows of the sample: fill it or drop them with --where \"!missing({name})\"", missing);
        return ClusterDimension.FromKeys(name, [.. design.PanelRows.Select(r => column.TextAt(r)!)]);
    }

    private static SmallSample? SmallSampleOf(string? name) => name switch
    {
        null => null,
        "none" => SmallSample.None,
        "stata-ppmlhdfe" => SmallSample.StataLikelihood,
        "stata-regress" => SmallSample.StataRegress,
        _ => throw new UsageException("unknown-small-sample", NearestNames.Sentence("small-sample convention", name, ["none", "stata-ppmlhdfe", "stata-regress"])),
    };
}
