namespace Gravity.Core.Data;

/// <summary>Periods of the panel that a unit lacks between its own first and last.</summary>
/// <param name="Unit">Name of the unit.</param>
/// <param name="Periods">The periods without a row, ascending.</param>
public sealed record UnitGap(string Unit, IReadOnlyList<int> Periods);

/// <summary>How many units and periods a panel has, and whether it is balanced.</summary>
/// <param name="Rows">Number of rows.</param>
/// <param name="Units">Number of units.</param>
/// <param name="Periods">Number of different periods; 0 without a time column.</param>
/// <param name="FirstPeriod">Earliest period; null without a time column.</param>
/// <param name="LastPeriod">Latest period; null without a time column.</param>
/// <param name="MinimumRows">Fewest rows of one unit, min T_i.</param>
/// <param name="MeanRows">Rows over units, the mean of T_i.</param>
/// <param name="MaximumRows">Most rows of one unit, max T_i.</param>
/// <param name="Gaps">Units with gaps, in the order of their names. A gap is a period of the panel, not any whole number: five-yearly data have none.</param>
/// <param name="AbsentPeriods">Whole numbers between the first and the last period at which no unit has a row.</param>
/// <param name="IsBalanced">Every unit has a row in every period; without a time column, all units have the same number of rows.</param>
public sealed record PanelStructure(
    int Rows,
    int Units,
    int Periods,
    int? FirstPeriod,
    int? LastPeriod,
    int MinimumRows,
    double MeanRows,
    int MaximumRows,
    IReadOnlyList<UnitGap> Gaps,
    IReadOnlyList<int> AbsentPeriods,
    bool IsBalanced);
