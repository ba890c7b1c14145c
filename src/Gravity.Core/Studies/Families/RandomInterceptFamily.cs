using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies.Families;

/// <summary>Panel frontiers whose units have an intercept of their own: true random effects, four components, and a flat intercept.</summary>
internal sealed class RandomInterceptFamily : FrontierFamily
{
    private static readonly string[] Laws = ["half-normal", "exponential"];
    private readonly FourComponentStepsFamily _steps = new();

    /// <inheritdoc/>
    public override IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new("tre", "panel frontier", "Greene (2005), Journal of Econometrics 126: 269–303", Laws) { NeedsUnits = true, NestsAtBoundary = ["pooled"] },
        new("gtre", "panel frontier",
            "Colombi, Kumbhakar, Martini and Vittadini (2014), Journal of Productivity Analysis 42: 123–136; Kumbhakar, Lien and Hardaker (2014), Journal of Productivity Analysis 41: 321–337",
            Laws) { NeedsUnits = true, NestsAtBoundary = ["tre"] },
        new("csw", "panel frontier", "Chen, Schmidt and Wang (2014), Journal of Econometrics 181: 65–76", Laws) { NeedsUnits = true },
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options(string key)
    {
        string[] common = [.. RequestOption.OfLikelihoods.Where(o => o != "weights")];
        return key switch
        {
            "tre" => [.. common, "sigma-w"],
            "gtre" => [.. common, "sigma-w", "sigma-u0", "method"],
            _ => common,
        };
    }

    /// <inheritdoc/>
    public override void Check(ModelRequest request)
    {
        if (!InSteps(request))
        {
            base.Check(request);
            return;
        }
        if ((request.Law, request.Fix.Count, request.Constraints.Count, request.Intervals, request.TestReplications) is not (null, 0, 0, "wald", 0))
            throw new UsageException("option-not-for-model", "--law, --fix, --constraint, --intervals and --lr-bootstrap are for one likelihood: use --method full");
        _steps.Check(request);
    }

    /// <inheritdoc/>
    public override (TradePanel Panel, Design Design) Bind(ModelRequest request, TradePanel panel, FitOptions options)
    {
        if (InSteps(request))
            return _steps.Bind(request, panel, options);
        (TradePanel used, Design design) = base.Bind(request, panel, options);
        return (used, request.Model == "csw" && design.Units is { } units
            ? design.WithoutRows(RowGroups.OfUnits(units).Single(), new Wording.Phrase("reason.single-row"), used.SourceRow) : design);
    }

    /// <inheritdoc/>
    public override ModelFit Fit(ModelRequest request, TradePanel used, Design design, FitOptions options)
    {
        if (InSteps(request))
            return _steps.Fit(request, used, design, options);
        SeveralUnits.Require(design, request.Model, overTime: false);
        return base.Fit(request, used, design, options);
    }

    /// <inheritdoc/>
    public override ModelFit Restore(ModelRequest request, TradePanel used, Design design, FitResult result) =>
        InSteps(request) ? _steps.Restore(request, used, design, result) : base.Restore(request, used, design, result);

    /// <inheritdoc/>
    public override ModelDraw Draw(ModelRequest request, TradePanel panel, IReadOnlyList<string> effects) =>
        InSteps(request) ? _steps.Draw(request, panel, effects) : base.Draw(request, panel, effects);

    /// <inheritdoc/>
    protected override bool GivesConstants(ModelRequest request) => request.Model == "csw";

    /// <inheritdoc/>
    protected override FrontierSpecification Specification(ModelRequest request)
    {
        FrontierSpecification common = Common(request);
        var law = (ConjugateLaw)common.Law;
        InterceptLaw intercept = request.Model switch { "tre" => InterceptLaw.Normal, "gtre" => InterceptLaw.SkewNormal, _ => InterceptLaw.Flat };
        return common with
        {
            Factory = (design, threads) => new RandomInterceptFrontier(design, law, common.Side, intercept, threads),
            FactoryStarts = intercept == InterceptLaw.SkewNormal ? 4 : 3,
        };
    }

    private static bool InSteps(ModelRequest request) => request.Model == "gtre"
        && RequestWords.Choose(request.Method ?? "full", "method", [("full", false), ("three-step", true)]);
}
