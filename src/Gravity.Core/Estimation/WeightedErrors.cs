using Gravity.Core.Inference;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Estimation;

/// <summary>What weights and kinds of errors allow together.</summary>
internal static class WeightedErrors
{
    /// <summary>The covariance asked for; under sampling weights the sandwich stands in for the inverse Hessian, which then is no covariance.</summary>
    /// <exception cref="UsageException"><c>vce-not-for-weights</c>.</exception>
    public static CovarianceRequest Request(Design design, CovarianceRequest request)
    {
        if (design.Weighting is not { } weighting || weighting.Kind == WeightKind.Frequency)
            return request;
        if (weighting.Kind == WeightKind.Sampling)
        {
            return request.Kind switch
            {
                CovarianceKind.Hessian => request with { Kind = CovarianceKind.Robust },
                CovarianceKind.Bootstrap or CovarianceKind.OuterProduct => throw new UsageException(
                    "vce-not-for-weights", $"--vce {request.Kind.Key()} does not hold under sampling weights: use robust (the default with them) or cluster:COL"),
                _ => request,
            };
        }
        return request;
    }

    /// <summary>The intervals asked for.</summary>
    /// <exception cref="UsageException"><c>intervals-not-for-errors</c>: profile intervals where the likelihood is not trusted.</exception>
    public static IntervalKind Intervals(Design design, CovarianceEstimate covariance, FitOptions options)
    {
        if (options.Intervals == IntervalKind.Wald)
            return IntervalKind.Wald;
        if (design.Weighting is { Kind: WeightKind.Sampling })
            throw new UsageException("intervals-not-for-errors", "--intervals profile needs a likelihood, and under sampling weights there is none: use wald");
        return covariance.Kind is CovarianceKind.Hessian or CovarianceKind.OuterProduct
            ? IntervalKind.Profile
            : throw new UsageException(
                "intervals-not-for-errors",
                $"--intervals profile rests on the likelihood, which --vce {covariance.Kind.Key()} does not trust: use --intervals wald, or --vce hessian");
    }

    /// <summary>What a reader of a weighted fit must know.</summary>
    public static IEnumerable<FitWarning> Warnings(Design design)
    {
        if (design.Weighting is { Kind: WeightKind.Sampling } weighting)
            yield return new FitWarning(WarningCatalog.SamplingWeights, new Phrase("warning.sampling-weights.here", ("column", weighting.Column)));
    }
}
