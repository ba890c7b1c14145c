using Gravity.Core.Specification;

namespace Gravity.Core.Frontier;

/// <summary>Guards panel frontiers: of one u nothing can be learned about its law, and in one period inefficiency has no path.</summary>
internal static class SeveralUnits
{
    /// <summary>Checks the sample of a model whose rows share inefficiency within units.</summary>
    /// <param name="design">The sample.</param>
    /// <param name="model">Model key, for the message.</param>
    /// <param name="overTime">True when inefficiency moves over time.</param>
    /// <exception cref="DataUnfitException"><c>one-unit</c>, <c>one-period</c>.</exception>
    public static void Require(Design design, string model, bool overTime)
    {
        if (design.Units is not { } units)
            return;
        if (units.Count == 1)
        {
            throw new DataUnfitException(
                "one-unit", $"the sample has one unit ('{units.Names[0]}'), and {model} needs several: check --unit and the filter, or fit a pooled model, e.g. --model half-normal");
        }
        if (overTime && units.PeriodOfRow is not null && units.FirstPeriod == units.LastPeriod)
        {
            throw new DataUnfitException(
                "one-period", FormattableString.Invariant($"the sample has one period ({units.FirstPeriod}), so a path of inefficiency over time is not identified: ")
                + "check --time and the filter, or fit a pooled model, e.g. --model half-normal");
        }
    }
}
