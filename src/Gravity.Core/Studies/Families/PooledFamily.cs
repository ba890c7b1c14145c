using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies.Families;

/// <summary>Frontiers whose rows are independent: any law with any noise, variance and scaling indices, and Battese and Coelli (1995).</summary>
internal sealed class PooledFamily : AbsorbingFrontierFamily
{
    private static readonly string[] Laws = [.. InefficiencyLaw.All.Select(l => l.Key)];

    /// <inheritdoc/>
    public override IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new("pooled", "frontier",
            "Aigner, Lovell and Schmidt (1977); Caudill, Ford and Gropper (1995); Wang (2002); Wang and Schmidt (2002)", Laws),
        new("bc95", "frontier", "Battese and Coelli (1995), Empirical Economics 20: 325–332", ["truncated-normal"]) { Nests = ["pooled"] },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options(string key) =>
        [.. RequestOption.OfLikelihoods, "inefficiency", "absorb", "method", .. key == "pooled" ? (string[])["mean-u", "noise", "scaling"] : []];

    /// <inheritdoc/>
    public override void Check(ModelRequest request)
    {
        bool oneStep = ModelCatalog.Find(request.Model)!.Key == "bc95";
        if (oneStep && request.Inefficiency is null)
            throw new UsageException("no-determinants", "bc95 needs the determinants of inefficiency, e.g. --inefficiency \"eu + wto\"");
        if (!oneStep && request.Inefficiency is not null && !request.Scaling)
        {
            throw new UsageException(
                "no-such-index",
                $"--inefficiency is the μ index of bc95, or z of --scaling; for '{request.Model}' use --mean-u, --sigma-u or --sigma-v, or add --scaling");
        }
        if (request.Scaling && request.Inefficiency is null)
            throw new UsageException("no-determinants", "--scaling needs the determinants of inefficiency, e.g. --inefficiency \"eu + wto\"");
        if (request.Scaling && ModelIndex.Parse(request.Inefficiency!) is { HasIntercept: false })
            throw new UsageException("scaling-intercept", "the scaling function never has an intercept: leave out '0 +' in --inefficiency");
        base.Check(request);
    }

    /// <inheritdoc/>
    public override ModelFormulas Formulas(ModelRequest request) => request.Scaling
        ? Absorbing(request, ModelFormulas.Parse(request.Formula, request.MeanU, request.SigmaU, request.SigmaV)) with
        {
            InefficiencyScaling = ModelIndex.Parse("0 + " + request.Inefficiency),
        }
        : base.Formulas(request);

    /// <inheritdoc/>
    protected override FrontierSpecification Specification(ModelRequest request) => Common(request);
}
