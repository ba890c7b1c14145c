using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>A frontier formula with other controls for time.</summary>
/// <param name="TimeOnly">Terms that vary over time only.</param>
/// <param name="YearEffects">The formula with one effect a period in their place.</param>
/// <param name="WithoutTimeOnly">The formula without them; null when there are none, or nothing would be left.</param>
internal sealed record TimeVariants(IReadOnlyList<string> TimeOnly, string YearEffects, string? WithoutTimeOnly)
{
    /// <summary>The variants of a formula on its sample; null without periods, with one unit, or when the formula has year effects already.</summary>
    public static TimeVariants? Of(string formula, Design design, string? timeColumn)
    {
        if (timeColumn is null || design.Units is not { Count: > 1, PeriodOfRow: { } periods } || periods.Distinct().Count() < 3)
            return null;
        Formula parsed = Formula.Parse(formula);
        if (parsed.Index.Terms.Any(t => t.Factors is [IndicatorFactor indicators] && indicators.Column == timeColumn))
            return null;
        HashSet<string> varying = [.. ColumnVariation.Of(design, design.Frontier).Where(c => c.VariesOverTimeOnly).Select(c => c.Name)];
        string[] timeOnly = [.. parsed.Index.Terms.Select(t => t.ToString()).Where(varying.Contains)];
        string effects = $"i({ColumnReference.Printed(timeColumn)})";
        var dropped = timeOnly.ToHashSet(StringComparer.Ordinal);
        bool leaves = timeOnly.Length > 0 && timeOnly.Length < parsed.Index.Terms.Count;
        return new TimeVariants(timeOnly, TermRemoval.Replace(formula, dropped, [effects]), leaves ? TermRemoval.Replace(formula, dropped, []) : null);
    }
}
