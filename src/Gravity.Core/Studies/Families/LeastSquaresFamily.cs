using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Regression;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies.Families;

/// <summary>Least squares, with absorbed effects or without.</summary>
internal sealed class LeastSquaresFamily : RegressionFamily
{
    /// <inheritdoc/>
    public override IReadOnlyList<ModelEntry> Entries { get; } = [new("ols", "regression", "Textbook; R lm, Stata regress; with absorbed effects Stata reghdfe, R fixest", [])];

    /// <inheritdoc/>
    public override IReadOnlyList<string> Options(string key) => [.. RequestOption.OfEstimates, "absorb"];

    /// <inheritdoc/>
    public override void Check(ModelRequest request)
    {
        if (Formulas(request).Frontier.AbsorbedEffects.Count > 0 && (request.Fix.Count > 0 || request.Constraints.Count > 0 || request.Intervals != "wald"))
            throw new UsageException("option-not-for-model", "--fix, --constraint and --intervals are not available beside absorbed effects: leave them out, or write the effects as indicators, i(column)");
    }

    /// <inheritdoc/>
    public override ModelFit Fit(ModelRequest request, TradePanel used, Design design, FitOptions options) => design.AbsorbedEffects.Count > 0
        ? base.Fit(request, used, design, options)
        : new(request, used, design, WithGroupWarnings(request, used, design, OrdinaryLeastSquares.Fit(design, options)), null);
}
