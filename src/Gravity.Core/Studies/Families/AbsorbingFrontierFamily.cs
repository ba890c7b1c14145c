using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies.Families;

/// <summary>Frontiers with independent rows, which may absorb effects.</summary>
internal abstract class AbsorbingFrontierFamily : FrontierFamily
{
    /// <inheritdoc/>
    public override void Check(ModelRequest request)
    {
        base.Check(request);
        if (Formulas(request).Frontier.AbsorbedEffects.Count > 0)
            AbsorbedFits.Check(request, Specification(request));
        else if (request.Method is not null)
            throw new UsageException("option-not-for-model", $"--method is for '{request.Model}' with absorbed effects: add --absorb, or leave it out");
    }

    /// <inheritdoc/>
    public override (TradePanel Panel, Design Design) Bind(ModelRequest request, TradePanel panel, FitOptions options)
    {
        (TradePanel used, Design design) = base.Bind(request, panel, options);
        return (used, design.AbsorbedEffects.Count > 0 ? AbsorbedFits.Bind(Specification(request), used, design, options) : design);
    }

    /// <inheritdoc/>
    public override ModelFit Fit(ModelRequest request, TradePanel used, Design design, FitOptions options) => design.AbsorbedEffects.Count > 0
        ? AbsorbedFits.Fit(request, Specification(request), used, design, options) : base.Fit(request, used, design, options);

    /// <inheritdoc/>
    public override ModelFit Restore(ModelRequest request, TradePanel used, Design design, FitResult result) => design.AbsorbedEffects.Count > 0
        ? AbsorbedFits.Restore(request, Specification(request), used, design, result) : base.Restore(request, used, design, result);

    /// <inheritdoc/>
    public override FrontierLikelihood Likelihood(ModelRequest request, TradePanel used, Design design) => design.AbsorbedEffects.Count > 0
        ? AbsorbedFits.With(Specification(request), used, design).Build(design, 1) : base.Likelihood(request, used, design);
}
