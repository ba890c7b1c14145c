namespace Gravity.Core.Tests.Validation;

/// <summary>Why intervals of a design do not cover at their level, or its slopes are biased: a test wants a reason wherever it is so.</summary>
internal static class RecoveryRemarks
{
    private static readonly Dictionary<(string Design, string Estimator), string> Reasons = new()
    {
        [("bc92-as-others", "pitt-lee")] = "the design is Battese and Coelli's: an estimator whose inefficiency stays the same estimates another σ_u",
        [("bc92-as-others", "half-normal")] = "rows that share u are taken for independent: σ_u is another, and Wald errors of slopes are too small (robust errors clustered by unit are the remedy)",
        [("gamma-as-half-normal", "half-normal")] = "the wrong law, on purpose: σ_u of the half-normal law that is nearest to a gamma law is not that of the gamma law",
        [("gamma-as-half-normal", "exponential")] = "the wrong law, on purpose: σ_u of the exponential law that is nearest to a gamma law is not that of the gamma law",
        [("gtre-three-step", "gtre")] =
            "residuals of the first step are deviations from means of eight rows or fewer, less skewed than what they estimate: ln σ_u² comes out 0.28 too low on average, and so with every such sample; "
            + "errors are right about that mean. Full maximum likelihood (design gtre) covers",
        [("kumbhakar-heshmati", "kumbhakar-heshmati")] = "as in the three steps of four components, less so: ln σ_u² comes out 0.12 too low, since residuals are deviations from means of few rows",
        [("metafrontier-stochastic", "metafrontier")] =
            "the gap equation is fitted to frontiers of groups of 500 rows, whose errors are as large as its noise: slopes of the metafrontier are off by a fifth to a third of their standard error, and intervals still cover; "
            + "with four times the rows (12,000) no bias is left",
        [("tfe", "jackknife")] =
            "the jackknife takes the bias out of ln σ_v² (−2.72 on average for −2.77, maximum likelihood has −2.94) and adds spread, 0.11 in place of 0.08 in ln σ_u²; its errors stay those of maximum likelihood, 0.08",
        [("truncated-skewed-laplace", "truncated-skewed-laplace")] =
            "the shape is hardly known, 0.3 to 2.7 in nine samples of ten where it is 1, and the estimate of ln σ_u² bends with it: its law is far from normal; profile intervals follow it",
        [("wrong-skewness", "half-normal")] =
            "σ_u/σ_v is 0.2 on purpose: 88 samples end at σ_u = 0, where there is no interval, and the others are those that chance made skewed, which overstate σ_u",
    };

    public static string? Of(string design, string estimator) => Reasons.GetValueOrDefault((design, estimator));
}
