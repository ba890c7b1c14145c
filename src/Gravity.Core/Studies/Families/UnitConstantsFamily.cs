using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies.Families;

/// <summary>Frontiers with a free constant a unit: concentrated out (<c>tfe</c>) or transformed away (<c>wang-ho</c>).</summary>
internal sealed class UnitConstantsFamily : FrontierFamily
{
    private const string TrueFixed = "tfe", Scaled = "wang-ho";

    private static readonly string[] Laws = [.. ConjugateLaw.Members.Select(l => l.Key)];

    /// <inheritdoc/>
    public override IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new(TrueFixed, "panel frontier", "Greene (2005), Journal of Econometrics 126: 269–303", Laws) { NeedsUnits = true },
        new(Scaled, "panel frontier", "Wang and Ho (2010), Journal of Econometrics 157: 286–296", Laws) { NeedsUnits = true, SharesInefficiency = true },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options(string key) => key == TrueFixed
        ? [.. RequestOption.OfLikelihoods.Where(o => o != "weights"), "mean-u", "method"]
        : [.. RequestOption.OfLikelihoods.Where(o => o is not ("sigma-v" or "weights")), "mean-u", "inefficiency", "method"];

    /// <inheritdoc/>
    public override void Check(ModelRequest request)
    {
        if (request.Model == Scaled && request.Inefficiency is null)
            throw new UsageException("no-determinants", "wang-ho needs the determinants of inefficiency, e.g. --inefficiency \"eu + wto\"");
        if (request.Model == Scaled && ModelIndex.Parse(request.Inefficiency!) is { HasIntercept: false })
            throw new UsageException("scaling-intercept", "the scaling function never has an intercept: leave out '0 +' in --inefficiency");
        if (request.Model == TrueFixed && Jackknifed(request) && (request.Fix.Count > 0 || request.Constraints.Count > 0))
            throw new UsageException("option-not-for-model", "the jackknife is of the free estimates: leave out --fix and --constraint, or --method jackknife");
        base.Check(request);
    }

    /// <inheritdoc/>
    public override ModelFormulas Formulas(ModelRequest request) => request.Inefficiency is null
        ? base.Formulas(request)
        : ModelFormulas.Parse(request.Formula, request.MeanU, request.SigmaU, request.SigmaV) with
        {
            InefficiencyScaling = ModelIndex.Parse("0 + " + request.Inefficiency),
        };

    /// <inheritdoc/>
    /// <remarks>A row that is alone in its unit, or between gaps in first differences, says nothing once a constant is taken out: it is left out and counted.</remarks>
    public override (TradePanel Panel, Design Design) Bind(ModelRequest request, TradePanel panel, FitOptions options)
    {
        (TradePanel used, Design design) = base.Bind(request, panel, options);
        UnitIndex units = design.Units ?? throw new UsageException("no-units", "unit constants need units: name their column, e.g. --unit iso3");
        bool differences = request.Model == Scaled && Transform(request) == UnitTransform.FirstDifference;
        RowGroups groups = differences ? RowGroups.OfConsecutivePeriods(units) : RowGroups.OfUnits(units);
        return (used, design.WithoutRows(groups.Single(), new Phrase(differences ? "reason.single-period" : "reason.single-row"), used.SourceRow));
    }

    /// <inheritdoc/>
    public override ModelFit Fit(ModelRequest request, TradePanel used, Design design, FitOptions options)
    {
        if (request.Model == Scaled)
            SeveralUnits.Require(design, Scaled, overTime: false);
        FrontierSpecification specification = Specification(request);
        FrontierFit fit = FrontierEstimator.Fit(specification, design, options);
        if (request.Model == TrueFixed && Jackknifed(request))
            fit = SplitPanelJackknife.Correct(specification, design, fit, options);
        return new ModelFit(request, used, design, fit.Result, fit.Likelihood.Conditional) { Likelihood = fit.Likelihood };
    }

    /// <inheritdoc/>
    protected override bool GivesConstants(ModelRequest request) => true;

    /// <inheritdoc/>
    protected override FrontierSpecification Specification(ModelRequest request)
    {
        FrontierSpecification common = Common(request);
        var law = (ConjugateLaw)common.Law;
        if (request.Model == TrueFixed)
        {
            Jackknifed(request);
            return common with
            {
                Factory = (design, threads) => new TrueFixedEffects(design, law, common.Side, threads),
                ExponentialFactory = (design, threads) => new TrueFixedEffects(design, new Exponential(), common.Side, threads),
                FactoryStarts = law.HasMean ? 6 : 4,
            };
        }
        UnitTransform transform = Transform(request);
        return common with
        {
            Factory = (design, threads) => new WangHo(design, law, common.Side, transform, threads),
            ExponentialFactory = (design, threads) => new WangHo(design, new Exponential(), common.Side, transform, threads),
            FactoryStarts = law.HasMean ? 10 : 8,
        };
    }

    private static bool Jackknifed(ModelRequest request) =>
        RequestWords.Choose(request.Method ?? "ml", "method", [("ml", false), ("jackknife", true)]);

    private static UnitTransform Transform(ModelRequest request) => RequestWords.Choose(
        request.Method ?? "within", "method", [("within", UnitTransform.Within), ("first-difference", UnitTransform.FirstDifference)]);
}
