using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Frontier.Draws;
using Gravity.Core.Frontier.Selection;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies.Families;

/// <summary>The frontier with sample selection: zero flows take part through the equation that says which flows are positive.</summary>
internal sealed class SelectionFamily : ModelFamily
{
    /// <inheritdoc/>
    public override IReadOnlyList<ModelEntry> Entries { get; } =
    [
        new("selection", "frontier", "Greene (2010), Journal of Productivity Analysis 34: 15–24", ["half-normal"]),
    ];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options(string key) => [.. RequestOption.OfLikelihoods.Where(o => o != "weights"), "selection", "method"];

    /// <inheritdoc/>
    public override void Check(ModelRequest request)
    {
        if (request.Selection is null)
            throw new UsageException("no-selection", "selection needs the selection equation, e.g. --selection \"exports > 0 ~ ln(gdp_o) + ln(dist) + contig\"");
        SelectionFormula.Parse(request.Selection);
        if (request.Law is not (null or "half-normal"))
            throw new UsageException("unknown-law", NearestNames.Sentence("law of selection", request.Law, ["half-normal"]));
        if (IsTwoStep(request) && (request.Fix.Count > 0 || request.Constraints.Count > 0 || request.Intervals != "wald"))
            throw new UsageException("option-not-for-model", "--fix, --constraint and --intervals are for one likelihood: use --method full");
    }

    /// <inheritdoc/>
    public override (TradePanel Panel, Design Design) Bind(ModelRequest request, TradePanel panel, FitOptions options)
    {
        TradePanel used = Used(request, panel);
        return (used, SelectionDesign.Build(used, Formulas(request), SelectionFormula.Parse(request.Selection!)).RequireUnweighted());
    }

    /// <inheritdoc/>
    public override ModelFit Fit(ModelRequest request, TradePanel used, Design design, FitOptions options)
    {
        // Clusters are of all rows, not of the selected ones alone.
        CovarianceRequest covariance = CovarianceRequests.Parse(request, used, design.Selection!.All);
        FrontierFit fit = SelectionEstimator.Fit(design, SideOf(request), IsTwoStep(request), options with { Covariance = covariance });
        return new ModelFit(request, used, design, fit.Result, fit.Likelihood.Conditional) { Likelihood = fit.Likelihood };
    }

    /// <inheritdoc/>
    /// <remarks>
    /// d is drawn into the column on the equation's left side. Without one, or with a flow on the left side of the frontier, it is the response that says which
    /// rows are selected: missing, or a flow of 0, where they are not.
    /// </remarks>
    public override ModelDraw Draw(ModelRequest request, TradePanel panel, IReadOnlyList<string> effects)
    {
        SelectionFormula equation = SelectionFormula.Parse(request.Selection!);
        TradePanel used = Used(request, panel);
        Design design = SelectionDesign.BuildAllSelected(used, Formulas(request), equation).RequireUnweighted();
        Effects(request, used, design, effects);
        bool flow = ResponseForm.Of(Formula.Parse(request.Formula).Response).Scale == ResponseScale.Log;
        string? indicator = (equation.Left as ColumnReference)?.Name;
        if (indicator is null && equation.Left is not null && !flow)
        {
            throw new UsageException("wrong-simulated-response",
                $"'{equation.Left}' of the selection equation cannot be simulated: write the name of a column to be drawn, d ~ …, or leave it out");
        }
        if (indicator is not null && panel.Columns.Any(c => c.Name == indicator))
            throw new UsageException("wrong-simulated-response", $"'{indicator}' is a regressor and says which rows are selected: give one of them another name");
        return new ModelDraw(new SelectionDraw(new SelectionFrontier(design, SideOf(request), 1), indicator), used, design);
    }

    /// <inheritdoc/>
    public override ModelFit Restore(ModelRequest request, TradePanel used, Design design, FitResult result)
    {
        var likelihood = new SelectionFrontier(design, SideOf(request));
        RequireSameParameters(result, likelihood);
        return new ModelFit(request, used, design, result, likelihood.Conditional) { Likelihood = likelihood };
    }

    /// <inheritdoc/>
    public override FrontierLikelihood Likelihood(ModelRequest request, TradePanel used, Design design) => new SelectionFrontier(design, SideOf(request), 1);

    private static bool IsTwoStep(ModelRequest request) => request.Method is not null
        && RequestWords.Choose(request.Method, "method", [("full", false), ("two-step", true)]);
}
