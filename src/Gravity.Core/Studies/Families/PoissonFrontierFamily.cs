using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Counts;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies.Families;

/// <summary>The frontier of flows in levels, zeros included: Poisson given half-normal inefficiency.</summary>
internal sealed class PoissonFrontierFamily : AbsorbingFrontierFamily
{
    private const int StartsOfEach = 3;

    /// <inheritdoc/>
    public override IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new("poisson-half-normal", "frontier", "Fé and Hofler (2013), Journal of Productivity Analysis 39: 271–284", ["half-normal"]),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options(string key) => [.. RequestOption.OfLikelihoods.Except(["sigma-v"]), "absorb", "method"];

    /// <inheritdoc/>
    public override void Check(ModelRequest request)
    {
        base.Check(request);
        ResponseForm.InLevels(Formula.Parse(request.Formula).Response);
    }

    /// <inheritdoc/>
    public override ModelFormulas Formulas(ModelRequest request) => base.Formulas(request) with { FlowInLevels = true };

    /// <inheritdoc/>
    /// <remarks>
    /// Zero flows that are separated are left out: the likelihood is concave in β and falls without end along every direction that moves a positive flow, so that it has a maximum
    /// under the same condition as that of Poisson regression.
    /// </remarks>
    public override (TradePanel Panel, Design Design) Bind(ModelRequest request, TradePanel panel, FitOptions options)
    {
        (TradePanel used, Design design) = base.Bind(request, panel, options);
        // With effects they were left out with what the effects take up.
        if (design.AbsorbedEffects.Count > 0)
            return (used, design);
        Design left = AbsorbedSample.Of(design, new EffectSet(design.RowCount, []), new AbsorbedRowRules(Singletons: false, Separated: true), used, options).Design;
        return (used, ReferenceEquals(left, design) ? design : left.WithoutCollinear());
    }

    /// <inheritdoc/>
    protected override FrontierSpecification Specification(ModelRequest request)
    {
        FrontierSpecification common = Common(request);
        return common with
        {
            FactoryStarts = StartsOfEach,
            Factory = (design, threads) => new PoissonFrontier(design, common.Side, threads),
            AbsorbedFactory = (sample, threads) => new AbsorbedPoissonFrontier(sample, common.Side, threads),
            AbsorbedRules = AbsorbedPoissonFrontier.Rules,
        };
    }
}
