using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Regression;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Core.Tests.Regression;

/// <summary>What K counts of absorbed effects under each convention.</summary>
public sealed class ParameterCountsTests
{
    // Four exporters, four importers, five years: exporter-year, importer-year and directed pair.
    private static readonly (int From, int To, int Year)[] Rows =
        [.. from i in Enumerable.Range(0, 4) from j in Enumerable.Range(0, 4) from t in Enumerable.Range(0, 5) where i != j select (i, j, t)];

    private static readonly EffectSet Effects = new(Rows.Length,
    [
        EffectGroups.Of("exporter^year", [.. Rows.Select(r => r.From * 5 + r.Year)]), EffectGroups.Of("importer^year", [.. Rows.Select(r => r.To * 5 + r.Year)]),
        EffectGroups.Of("exporter^importer", [.. Rows.Select(r => r.From * 4 + r.To)]),
    ]);

    private static ClusterDimension Cluster(string name, Func<(int From, int To, int Year), int> key) => ClusterDimension.FromKeys(name, Rows.Select(key).ToArray());

    [Fact]
    public void Every_convention_counts_as_it_says()
    {
        var none = new CovarianceRequest();
        // 20 + 20 + 12 groups: one redundant for each of the later effects in fixest's count, one a year and one in ours.
        Assert.Equal(2 + 50, ParameterCounts.Of(SmallSample.FixestFull, 2, Effects, none));
        Assert.Equal(2 + 50, ParameterCounts.Of(SmallSample.Fixest, 2, Effects, none));
        Assert.Equal(2, ParameterCounts.Of(SmallSample.FixestNone, 2, Effects, none));
        Assert.Equal(2 + Effects.Rank.DegreesOfFreedom, ParameterCounts.Of(SmallSample.StataRegress, 2, Effects, none));
        Assert.True(Effects.Rank.DegreesOfFreedom < 50);
        Assert.Equal(2, ParameterCounts.Of(SmallSample.Fixest, 2, new EffectSet(Rows.Length, []), none));
    }

    [Fact]
    public void Nested_effects_count_once()
    {
        var pairs = new CovarianceRequest { Kind = CovarianceKind.Clustered, Clusters = [Cluster("pair", r => Math.Min(r.From, r.To) * 4 + Math.Max(r.From, r.To))] };
        Assert.Equal([false, false, true], ParameterCounts.Nested(Effects, pairs));
        Assert.Equal(2 + 50 - 11, ParameterCounts.Of(SmallSample.Fixest, 2, Effects, pairs));
        var countries = new CovarianceRequest { Kind = CovarianceKind.Clustered, Clusters = [Cluster("exporter", r => r.From), Cluster("importer", r => r.To)] };
        Assert.Equal([true, true, true], ParameterCounts.Nested(Effects, countries));
        Assert.Equal(3, ParameterCounts.Of(SmallSample.Fixest, 2, Effects, countries));
        var years = new CovarianceRequest { Kind = CovarianceKind.DriscollKraay, Periods = PeriodIndex.Of("year", Rows.Select(r => r.Year).ToArray()) };
        Assert.Equal([true, true, false], ParameterCounts.Nested(Effects, years));
        var dyads = new CovarianceRequest { Kind = CovarianceKind.Dyadic, Dyads = DyadIndex.FromKeys("d", Rows.Select(r => r.From).ToArray(), Rows.Select(r => r.To).ToArray()) };
        Assert.Equal([true, true, true], ParameterCounts.Nested(Effects, dyads));
    }
}
