using System.Globalization;
using System.Text.RegularExpressions;
using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Core.Inference;

/// <summary>The kinds of covariances as tables name them.</summary>
internal static partial class CovariancePhrases
{
    public static Phrase Hessian { get; } = new("covariance.hessian");

    public static Phrase OuterProduct { get; } = new("covariance.opg");

    public static Phrase Robust { get; } = new("covariance.robust");

    public static Phrase LeastSquares { get; } = new("covariance.least-squares");

    public static Phrase Homoskedastic { get; } = new("covariance.homoskedastic");

    /// <summary>Each step of an estimate in steps on its own.</summary>
    public static Phrase Stepwise(Phrase first) => new("covariance.stepwise", ("first", first));

    /// <summary>The inverse Hessian with directions left out.</summary>
    public static Phrase HessianHeld(int flat) => new("covariance.hessian-held", ("count", Whole(flat)));

    /// <summary>The inverse Hessian of a second step, corrected for the estimation of the first.</summary>
    public static Phrase TwoStep { get; } = new("covariance.two-step");

    /// <summary>The sandwich of a metafrontier, corrected for the estimation of the group frontiers.</summary>
    public static Phrase Metafrontier { get; } = new("covariance.metafrontier");

    /// <summary>Group frontiers with errors, an envelope without.</summary>
    public static Phrase GroupsOnly { get; } = new("covariance.groups-only");

    /// <summary>HC0 to HC3.</summary>
    public static Phrase Heteroskedastic(CovarianceKind kind) => new("covariance.hc", ("kind", kind.ToString()));

    public static Phrase Clustered(IReadOnlyList<ClusterCount> clusters) =>
        new("covariance.clustered", ("clusters", (Phrase[])[.. clusters.Select(c => new Phrase("covariance.cluster", ("name", c.Name), ("count", Whole(c.Count))))]));

    /// <summary>Pairs' scores corrected for their leverage.</summary>
    public static Phrase ThreeWay(ClusterCount pairs) => new("covariance.weidner-zylkin", ("name", pairs.Name), ("count", Whole(pairs.Count)));

    /// <summary>Rows that share a country on either side.</summary>
    public static Phrase Dyadic(ClusterCount countries) => new("covariance.dyadic", ("name", countries.Name), ("count", Whole(countries.Count)));

    /// <summary>Period sums over lags.</summary>
    public static Phrase DriscollKraay(ClusterCount periods, int lag) =>
        new("covariance.driscoll-kraay", ("name", periods.Name), ("count", Whole(periods.Count)), ("lag", Whole(lag)));

    /// <summary>Pairs of rows by distance.</summary>
    public static Phrase Conley(string name, int places, double cutoff, SpatialKernel kernel) => new(
        "covariance.conley", ("name", name), ("count", Whole(places)), ("km", NumberText.Of(cutoff)),
        ("kernel", new Phrase(kernel == SpatialKernel.Uniform ? "covariance.kernel-uniform" : "covariance.kernel-bartlett")));

    public static Phrase Bootstrap(int replications, int failures) => failures == 0
        ? new Phrase("covariance.bootstrap", ("count", Whole(replications)))
        : new Phrase("covariance.bootstrap-failed", ("count", Whole(replications)), ("failed", Whole(failures)));

    /// <summary>The phrase behind the English text of a saved covariance; null where none says just that.</summary>
    public static Phrase? Behind(string text, CovarianceEstimate saved)
    {
        int[] numbers = [.. Number().Matches(text).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture))];
        IReadOnlyList<ClusterCount> clusters = saved.Clusters;
        List<Phrase> candidates =
        [
            Hessian, OuterProduct, Robust, TwoStep, Metafrontier, GroupsOnly, LeastSquares, Homoskedastic, Heteroskedastic(saved.Kind), Clustered(clusters),
            Bootstrap(saved.Replications, 0), Stepwise(Homoskedastic), Stepwise(Clustered(clusters)),
            .. numbers.SelectMany(n => (Phrase[])[HessianHeld(n), Bootstrap(saved.Replications, n)]),
        ];
        if (clusters.Count == 1)
            candidates.AddRange([Dyadic(clusters[0]), ThreeWay(clusters[0]), DriscollKraay(clusters[0], saved.Lag ?? 0)]);
        // The names of the columns are not kept apart from the sentence: they stand after its last "of".
        if (saved is { Cutoff: { } cutoff, Kernel: { } kernel } && Places().Match(text) is { Success: true } places)
            candidates.AddRange(numbers.Select(n => Conley(places.Groups[1].Value, n, cutoff, kernel)));
        return candidates.FirstOrDefault(phrase => phrase.ToString() == text);
    }

    [GeneratedRegex(@"places? of (.+)\)$")]
    private static partial Regex Places();

    [GeneratedRegex(@"\b\d{1,9}\b")]
    private static partial Regex Number();

    private static string Whole(int count) => count.ToString(CultureInfo.InvariantCulture);
}
