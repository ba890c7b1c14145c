using Gravity.Core.Estimation;

namespace Gravity.Core.Studies.Families;

/// <summary>An option of a request that some models take and others do not.</summary>
/// <param name="Name">Its word on the command line and in study files, without dashes.</param>
/// <param name="IsGiven">Whether a request sets it to something else than its default.</param>
internal sealed record RequestOption(string Name, Func<ModelRequest, bool> IsGiven)
{
    /// <summary>Every such option. What all models take (formula, unit, time, where, vce, small-sample, level) is not among them.</summary>
    public static IReadOnlyList<RequestOption> All { get; } =
    [
        new("law", r => r.Law is not null),
        new("noise", r => r.Noise is not null),
        new("scaling", r => r.Scaling),
        new("inefficiency", r => r.Inefficiency is not null),
        new("sigma-u", r => r.SigmaU is not null),
        new("sigma-v", r => r.SigmaV is not null),
        new("mean-u", r => r.MeanU is not null),
        new("sigma-u0", r => r.SigmaU0 is not null),
        new("sigma-w", r => r.SigmaW is not null),
        new("side", r => r.Side != "production"),
        new("time-origin", r => r.TimeOrigin != "panel"),
        new("selection", r => r.Selection is not null),
        new("group", r => r.Group is not null),
        new("method", r => r.Method is not null),
        new("classes-count", r => r.ClassesCount != 0),
        new("class", r => r.ClassIndex is not null),
        new("absorb", r => r.Absorb is not null),
        new("weights", r => r.Weights is not null),
        new("fix", r => r.Fix.Count > 0),
        new("constraints", r => r.Constraints.Count > 0),
        new("intervals", r => r.Intervals != "wald"),
        new("optimizer", r => r.Optimizer != "newton"),
        new("starts", r => r.Starts != 0),
        new("test-replications", r => r.TestReplications != 0),
    ];

    /// <summary>What least squares and every likelihood take.</summary>
    public static IReadOnlyList<string> OfEstimates => ["weights", "fix", "constraints", "intervals"];

    /// <summary>What every model that climbs a likelihood of a frontier takes.</summary>
    public static IReadOnlyList<string> OfLikelihoods { get; } =
        ["law", "side", "sigma-u", "sigma-v", "optimizer", "starts", "test-replications", .. OfEstimates];
}
