using Gravity.Core.Estimation;

namespace Gravity.Core.Frontier.Diagnostics;

/// <summary>How much work diagnostics do.</summary>
public sealed record DiagnosticOptions
{
    /// <summary>Replications of the parametric bootstrap of the goodness of fit; 0 for none. Default 199.</summary>
    public int Replications { get; init; } = 199;

    /// <summary>Units (and rows) that are left out and fitted anew, the most influential first; 0 for none. Default 5.</summary>
    public int Refits { get; init; } = 5;

    /// <summary>Seed, threads, progress, cancellation and method; everything else is left aside.</summary>
    public FitOptions Fit { get; init; } = new();
}
