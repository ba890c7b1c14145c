using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Studies.Families;

namespace Gravity.Core.Studies;

/// <summary>
/// Binds <c>--vce</c> to rows: hessian (or iid), opg, robust, hc0 … hc3, cluster:COL[,COL], dyadic:COL,COL, driscoll-kraay[:LAG], conley:KM[:LAT,LON][:KERNEL], bootstrap:N.
/// </summary>
public static class CovarianceRequests
{
    /// <summary>Checks the words without data.</summary>
    /// <exception cref="UsageException">The words are not understood.</exception>
    public static void Check(ModelRequest request)
    {
        CovarianceWords words = CovarianceWords.Read(ModelFamilies.VceOf(request));
        SmallSampleOf(request.SmallSample);
        if (words.Kind == CovarianceKind.DriscollKraay && request.Time is null)
            throw new UsageException("vce-argument", "--vce driscoll-kraay sums over the rows of a period: name the column of periods, e.g. --time year");
    }

    /// <summary>The columns that a covariance names; none for kinds without.</summary>
    /// <exception cref="UsageException">The words are not understood.</exception>
    public static IReadOnlyList<string> ColumnsOf(string vce)
    {
        CovarianceWords words = CovarianceWords.Read(vce);
        return [.. words.Clusters.SelectMany(c => c.Columns), .. words.Columns];
    }

    /// <summary>The covariance of a request bound to the rows of a design.</summary>
    /// <exception cref="UsageException">The words are not understood, or name an unknown column.</exception>
    /// <exception cref="DataUnfitException">A column has missing values in the sample, or no coordinates.</exception>
    public static CovarianceRequest Parse(ModelRequest request, TradePanel panel, Design design)
    {
        CovarianceWords words = CovarianceWords.Read(ModelFamilies.VceOf(request));
        var plain = new CovarianceRequest { Kind = words.Kind, SmallSample = SmallSampleOf(request.SmallSample) };
        return words.Kind switch
        {
            CovarianceKind.Bootstrap when words.Replications is { } count => plain with { Replications = count },
            CovarianceKind.Clustered => plain with { Clusters = [.. words.Clusters.Select(c => Cluster(panel, design, c))] },
            CovarianceKind.Dyadic => plain with { Dyads = Dyads(panel, design, words.Columns) },
            CovarianceKind.DriscollKraay => plain with { Periods = Periods(panel, design, request.Time!), Lag = words.Lag },
            CovarianceKind.Conley => plain with { Places = Places(panel, design, words.Columns), Cutoff = words.Cutoff, Kernel = words.Kernel },
            _ => plain,
        };
    }

    private static ClusterDimension Cluster(TradePanel panel, Design design, AbsorbedEffect columns)
    {
        foreach (string name in columns.Columns)
            Require(panel, design, name, "cluster column");
        EffectGroups groups = EffectBinding.Bind(panel, design.PanelRows, columns);
        return ClusterDimension.FromGroups(groups.Name, groups.GroupOfRow, groups.Count);
    }

    private static DyadIndex Dyads(TradePanel panel, Design design, IReadOnlyList<string> columns)
    {
        string[][] sides = [.. columns.Select(name =>
        {
            PanelColumn column = Require(panel, design, name, "column");
            return Array.ConvertAll(design.PanelRows, row => column.TextAt(row)!);
        })];
        // Names on one side and codes on the other would make every country two.
        if (!sides[0].ToHashSet(StringComparer.Ordinal).Overlaps(sides[1]))
        {
            var only = sides[0].Distinct(StringComparer.Ordinal).Take(2).ToArray();
            if (only.Length > 1)
            {
                throw new DataUnfitException(
                    "dyad-sides-apart", $"no country is both in '{columns[0]}' and in '{columns[1]}' of the sample, so that none could link rows across the sides: write both in the same codes");
            }
        }
        return DyadIndex.FromKeys(string.Join(", ", columns), sides[0], sides[1]);
    }

    private static PeriodIndex Periods(TradePanel panel, Design design, string name)
    {
        Require(panel, design, name, "time column");
        double[] values = panel.Numbers(name).Values;
        int[] odd = [.. design.PanelRows.Where(row => values[row] != Math.Floor(values[row]) || Math.Abs(values[row]) > 1e9).Select(panel.SourceRow).Order()];
        if (odd.Length > 0)
        {
            throw new DataUnfitException(
                "period-not-whole", $"column '{name}' has periods that are not whole numbers in {RowList.Text(odd)}: number the periods, e.g. by year", odd);
        }
        return PeriodIndex.Of(name, Array.ConvertAll(design.PanelRows, row => (int)values[row]));
    }

    private static PlaceIndex Places(TradePanel panel, Design design, IReadOnlyList<string> columns)
    {
        (string latitude, string longitude) = columns.Count == 2 ? (columns[0], columns[1]) : CoordinateColumns.Find(panel);
        double[] Values(string name, double least, double most)
        {
            Require(panel, design, name, "column");
            double[] values = panel.Numbers(name).Values;
            int[] off = [.. design.PanelRows.Where(row => !(values[row] >= least && values[row] <= most)).Select(panel.SourceRow).Order()];
            return off.Length == 0 ? Array.ConvertAll(design.PanelRows, row => values[row]) : throw new DataUnfitException(
                "not-a-coordinate", FormattableString.Invariant($"column '{name}' has values outside {least} … {most} degrees in {RowList.Text(off)}: coordinates are decimal degrees, latitude first"), off);
        }
        return PlaceIndex.Of($"{latitude}, {longitude}", Values(latitude, -90, 90), Values(longitude, -180, 360));
    }

    private static PanelColumn Require(TradePanel panel, Design design, string name, string what)
    {
        PanelColumn column = panel[name];
        int[] missing = [.. design.PanelRows.Where(column.IsMissing).Select(panel.SourceRow).Order()];
        return missing.Length == 0 ? column : throw new DataUnfitException(
            "missing-cluster", $"{what} '{name}' is missing in {RowList.Count(missing.Length, "row")} of the sample: fill it or drop them with --where \"!missing({name})\"", missing);
    }

    private static SmallSample? SmallSampleOf(string? name) => name is null ? null
        : FitFileWords.Conventions.Contains(name) ? FitFileWords.SmallSampleOf(name)
        : throw new UsageException("unknown-small-sample", NearestNames.Sentence("small-sample convention", name, FitFileWords.Conventions));
}
