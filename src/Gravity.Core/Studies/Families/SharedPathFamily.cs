using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;

namespace Gravity.Core.Studies.Families;

/// <summary>Panel frontiers whose units share one u on a path over time: <see cref="PanelPaths"/>.</summary>
internal sealed class SharedPathFamily : FrontierFamily
{
    private static readonly string[] Laws = [.. ConjugateLaw.Members.Select(l => l.Key)];

    /// <inheritdoc/>
    public override IReadOnlyList<ModelEntry> Entries { get; } =
    [
        Entry("pitt-lee", "Pitt and Lee (1981), Journal of Development Economics 9: 43–64"),
        Entry("bc92", "Battese and Coelli (1992), Journal of Productivity Analysis 3: 153–169"),
        Entry("kumbhakar90", "Kumbhakar (1990), Journal of Econometrics 46: 201–211"),
        Entry("modified-kumbhakar90", "After Kumbhakar (1990), Journal of Econometrics 46: 201–211; R npsf"),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options(string key) =>
        [.. RequestOption.OfLikelihoods, "mean-u", .. PanelPaths.WithOrigin.Contains(key) ? (string[])["time-origin"] : []];

    /// <inheritdoc/>
    public override void Check(ModelRequest request)
    {
        if (request.Inefficiency is not null)
        {
            throw new UsageException(
                "no-such-index", $"--inefficiency is the μ index of bc95, or z of --scaling; for '{request.Model}' use --mean-u, --sigma-u or --sigma-v");
        }
        base.Check(request);
    }

    /// <inheritdoc/>
    protected override FrontierSpecification Specification(ModelRequest request) => Common(request);

    private static ModelEntry Entry(string key, string citation) => new(key, "panel frontier", citation, Laws)
    {
        NeedsUnits = true,
        NeedsPeriods = PanelPaths.MovesOverTime(key),
        SharesInefficiency = true,
        Nests = key == "pitt-lee" ? [] : ["pitt-lee"],
    };
}
