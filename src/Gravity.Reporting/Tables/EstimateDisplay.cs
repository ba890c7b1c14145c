namespace Gravity.Reporting.Tables;

/// <summary>What stands on the line beneath an estimate.</summary>
public enum SecondLine
{
    /// <summary>The standard error.</summary>
    StandardError,

    /// <summary>The ratio of the estimate to its standard error, t or z.</summary>
    Statistic,

    /// <summary>The two-sided p-value.</summary>
    PValue,

    /// <summary>The confidence interval.</summary>
    Interval,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>How a table prints its estimates. The cells keep every number; this says which of them are shown.</summary>
public sealed record EstimateDisplay
{
    /// <summary>Standard errors in parentheses beneath, nothing else.</summary>
    public static EstimateDisplay Default { get; } = new();

    /// <summary>What stands beneath the estimate. Where a cell lacks it (a derived scale has no t), its standard error stands there.</summary>
    public SecondLine Second { get; init; }

    /// <summary>Whether the second line stands in square brackets instead of parentheses; intervals always do.</summary>
    public bool SquareBrackets { get; init; }

    /// <summary>Whether the p-value follows on a line of its own, in square brackets: significance without stars.</summary>
    public bool PBeneath { get; init; }

    /// <summary>How t and z print.</summary>
    internal static NumberFormat Statistics { get; } = NumberFormat.Fixed(2);

    /// <summary>How p-values print.</summary>
    internal static NumberFormat PValues { get; } = NumberFormat.PValue();
}
