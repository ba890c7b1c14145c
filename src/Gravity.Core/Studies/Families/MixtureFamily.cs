using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Mixtures;

namespace Gravity.Core.Studies.Families;

/// <summary>Mixtures of frontiers: latent classes of rows or units, and a probability of full efficiency.</summary>
internal sealed class MixtureFamily : FrontierFamily
{
    private const int StartsOfZeroInefficiency = 6;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new("latent-class", "frontier",
            "Orea and Kumbhakar (2004), Empirical Economics 29: 169–183; Greene (2005), Journal of Econometrics 126: 269–303", MixtureLaws.Keys),
        new("zero-inefficiency", "frontier",
            "Kumbhakar, Parmeter and Tsionas (2013), Journal of Econometrics 172: 66–76; Rho and Schmidt (2015), Journal of Productivity Analysis 43: 341–349", MixtureLaws.Keys)
        {
            NestsAtBoundary = ["pooled"],
        },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options(string key) =>
        [.. RequestOption.OfLikelihoods.Except(RequestOption.OfEstimates), "class", .. key == "latent-class" ? (string[])["classes-count", "method"] : []];

    /// <inheritdoc/>
    protected override FrontierSpecification Specification(ModelRequest request)
    {
        FrontierSpecification common = Common(request);
        if (common.Model == "zero-inefficiency")
        {
            return common with
            {
                FactoryStarts = StartsOfZeroInefficiency,
                Factory = (design, threads) => new ZeroInefficiencyFrontier(design, common.Law, common.Side, threads),
            };
        }
        int classes = request.ClassesCount == 0 ? LatentClassFrontier.FewestClasses : request.ClassesCount;
        LatentClassFrontier.RequireCount(classes);
        // Named units are what the class belongs to, unless the rows are asked for.
        bool byUnit = RequestWords.Choose(request.Method ?? (request.Unit.Count > 0 ? "units" : "rows"), "method", [("rows", false), ("units", true)]);
        if (byUnit && request.Unit.Count == 0)
            throw new UsageException("no-units", "--method units gives a class to each unit: name the unit's column with --unit, or use --method rows");
        return common with
        {
            Factory = (design, threads) => new LatentClassFrontier(design, common.Law, common.Side, classes, byUnit, threads),
        };
    }
}
