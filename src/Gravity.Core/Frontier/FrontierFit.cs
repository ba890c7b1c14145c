using Gravity.Core.Estimation;

namespace Gravity.Core.Frontier;

/// <summary>An estimated frontier together with the likelihood it maximises: what efficiency and potential start from.</summary>
/// <param name="Result">The numbers; hold no data.</param>
/// <param name="Likelihood">The model bound to its rows.</param>
public sealed record FrontierFit(FitResult Result, FrontierLikelihood Likelihood)
{
    /// <summary>Laws of u | ε, frontier and residuals at θ̂.</summary>
    public ConditionalInefficiency Conditional() => Likelihood.Conditional(Result.Theta);
}
