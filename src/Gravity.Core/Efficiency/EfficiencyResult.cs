using Gravity.Core.Numerics;

namespace Gravity.Core.Efficiency;

/// <summary>Efficiency of one row, at the estimated parameters.</summary>
/// <param name="Row">1-based data row of the input file.</param>
/// <param name="Unit">Name of the unit; null for a cross-section without units.</param>
/// <param name="Time">Period; null without a time column.</param>
/// <param name="Te">E[exp(−u)|ε], Battese and Coelli (1988). In [0, 1].</param>
/// <param name="TeLow">exp(−q) for the upper quantile q of u|ε (Horrace and Schmidt 1996). The parameters are held at their estimates.</param>
/// <param name="TeHigh">exp(−q) for the lower quantile q of u|ε.</param>
/// <param name="Jlms">exp(−E[u|ε]), Jondrow et al. (1982). By Jensen's inequality never above <paramref name="Te"/>.</param>
/// <param name="ModeTe">exp(−m) with m the mode of u|ε, the other point estimate of Jondrow et al. (1982).</param>
/// <param name="U">E[u|ε] ≥ 0, for cost as for production.</param>
/// <param name="Residual">ε = y − x'β: v − u in production, v + u in cost.</param>
/// <param name="Fitted">x'β, the frontier on the scale of the response: <c>Fitted + Residual = y</c> on both sides.</param>
/// <param name="Rank">Place by <paramref name="Te"/> among all rows, 1 = most efficient; ties share the average place.</param>
/// <param name="RankInPeriod">The same among the rows of the period.</param>
public sealed record EfficiencyRow(
    int Row, string? Unit, int? Time, double Te, double TeLow, double TeHigh, double Jlms, double ModeTe, double U,
    double Residual, double Fitted, double Rank, double RankInPeriod)
{
    /// <summary>Efficiency of each part of the inefficiency, in the order of the model; empty where it has no parts. Their product is not <c>Te</c>: given ε the parts are dependent.</summary>
    public IReadOnlyList<PartEfficiency> Parts { get; init; } = [];

    /// <summary>Posterior probabilities of the classes of a mixture of frontiers, in the order of the classes (fully efficient first in zero-inefficiency); empty for other models.</summary>
    public IReadOnlyList<double> ClassProbabilities { get; init; } = [];

    /// <summary>The likeliest class, from 1; 0 for models without classes.</summary>
    public int Class
    {
        get
        {
            int best = 0;
            for (int j = 0; j < ClassProbabilities.Count; j++)
                if (best == 0 || ClassProbabilities[j] > ClassProbabilities[best - 1])
                    best = j + 1;
            return best;
        }
    }
}

/// <summary>Efficiency of one part of a row's inefficiency.</summary>
/// <param name="Name">The part, e.g. <c>persistent</c>.</param>
/// <param name="Te">E[exp(−u)|ε] of the part.</param>
/// <param name="TeLow">exp(−q) for its upper quantile.</param>
/// <param name="TeHigh">exp(−q) for its lower quantile.</param>
/// <param name="U">E[u|ε] of the part.</param>
public sealed record PartEfficiency(string Name, double Te, double TeLow, double TeHigh, double U);

/// <summary>Mean efficiency of a unit over its rows.</summary>
/// <param name="Unit">Name of the unit.</param>
/// <param name="Count">Rows of the unit.</param>
/// <param name="Mean">Plain mean of te.</param>
/// <param name="Rank">Place among units, 1 = most efficient; ties share the average place.</param>
public sealed record UnitEfficiency(string Unit, int Count, double Mean, double Rank);

/// <summary>Mean efficiency of a period over its rows.</summary>
/// <param name="Period">The period.</param>
/// <param name="Count">Rows of the period.</param>
/// <param name="Mean">Plain mean of te.</param>
public sealed record PeriodEfficiency(int Period, int Count, double Mean);

/// <summary>te by unit and period.</summary>
/// <param name="Units">Names of the units, in the order of the design.</param>
/// <param name="Periods">Periods that occur, ascending.</param>
/// <param name="Values">Units × periods; NaN where the unit has no row (the mean where it has several).</param>
public sealed record EfficiencyGrid(IReadOnlyList<string> Units, IReadOnlyList<int> Periods, Matrix Values);

/// <summary>Efficiencies of a sample and their means.</summary>
public sealed record EfficiencyResult
{
    /// <summary>Probability that the interval of a row covers its efficiency, the parameters being known; in (0, 1).</summary>
    public required double Level { get; init; }

    /// <summary>One entry a row, in the order of the design.</summary>
    public required IReadOnlyList<EfficiencyRow> Rows { get; init; }

    /// <summary>Names of the parts of inefficiency, the same in every row; empty where it has no parts.</summary>
    public IReadOnlyList<string> PartNames => Rows.Count == 0 ? [] : [.. Rows[0].Parts.Select(part => part.Name)];

    /// <summary>Plain mean of te over the rows; NaN without rows.</summary>
    public required double Mean { get; init; }

    /// <summary>Means by unit, in the order of the design; empty without units.</summary>
    public required IReadOnlyList<UnitEfficiency> Units { get; init; }

    /// <summary>Means by period, ascending; empty without periods.</summary>
    public required IReadOnlyList<PeriodEfficiency> Periods { get; init; }

    /// <summary>te by unit and period; null unless there are both.</summary>
    public required EfficiencyGrid? Grid { get; init; }
}
