using System.Globalization;
using System.Text.RegularExpressions;
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

    /// <summary>The inverse Hessian with directions left out.</summary>
    public static Phrase HessianHeld(int flat) => new("covariance.hessian-held", ("count", Whole(flat)));

    /// <summary>HC0 to HC3.</summary>
    public static Phrase Heteroskedastic(CovarianceKind kind) => new("covariance.hc", ("kind", kind.ToString()));

    public static Phrase Clustered(IReadOnlyList<ClusterCount> clusters) =>
        new("covariance.clustered", ("clusters", (Phrase[])[.. clusters.Select(c => new Phrase("covariance.cluster", ("name", c.Name), ("count", Whole(c.Count))))]));

    public static Phrase Bootstrap(int replications, int failures) => failures == 0
        ? new Phrase("covariance.bootstrap", ("count", Whole(replications)))
        : new Phrase("covariance.bootstrap-failed", ("count", Whole(replications)), ("failed", Whole(failures)));

    /// <summary>The phrase behind the English text of a saved fit; null where none says just that.</summary>
    public static Phrase? Behind(string text, CovarianceKind kind, IReadOnlyList<ClusterCount> clusters, int replications)
    {
        Phrase[] candidates =
        [
            Hessian, OuterProduct, Robust, LeastSquares, Homoskedastic, Heteroskedastic(kind), Clustered(clusters), Bootstrap(replications, 0),
            .. Number().Matches(text).Select(m => int.Parse(m.Value, CultureInfo.InvariantCulture)).SelectMany(n => (Phrase[])[HessianHeld(n), Bootstrap(replications, n)]),
        ];
        return candidates.FirstOrDefault(phrase => phrase.ToString() == text);
    }

    [GeneratedRegex(@"\b\d{1,9}\b")]
    private static partial Regex Number();

    private static string Whole(int count) => count.ToString(CultureInfo.InvariantCulture);
}
