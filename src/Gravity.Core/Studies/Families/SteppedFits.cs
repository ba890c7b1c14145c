using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;

namespace Gravity.Core.Studies.Families;

/// <summary>From an estimator in steps to a fit, fresh or restored.</summary>
internal static class SteppedFits
{
    /// <summary>Estimates.</summary>
    public static ModelFit Fit(ModelRequest request, TradePanel used, SteppedFrontier estimator, FitOptions options) =>
        new(request, used, estimator.Design, estimator.Fit(options), estimator.Conditional);

    /// <summary>What samples are drawn from.</summary>
    /// <param name="estimator">The estimator on the rows.</param>
    /// <param name="used">The panel.</param>
    /// <param name="effects">The values of unit effects, for the fewest and the most that the estimator takes.</param>
    public static ModelDraw Draw(SteppedFrontier estimator, TradePanel used, Func<int, int, double[][]> effects) =>
        new(estimator.Draws(effects(estimator.UnitEffects.Fewest, estimator.UnitEffects.Most)), used, estimator.Design);

    /// <summary>Binds estimates to their rows.</summary>
    /// <exception cref="DataUnfitException">The data give other parameters than the estimates have.</exception>
    public static ModelFit Restore(ModelRequest request, TradePanel used, SteppedFrontier estimator, FitResult result)
    {
        ModelFamily.RequireSameParameters(result, estimator.Parameters);
        return new ModelFit(request, used, estimator.Design, result, estimator.Conditional);
    }
}
