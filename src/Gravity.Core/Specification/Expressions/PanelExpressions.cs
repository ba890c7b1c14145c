using Gravity.Core.Data;
using Gravity.Core.Wording;

namespace Gravity.Core.Specification;

/// <summary>Filters and derived columns of a panel, by expressions.</summary>
public static class PanelExpressions
{
    /// <summary>The rows that satisfy a condition, e.g. <c>year >= 2007 &amp;&amp; iso3 != "GRC"</c>; the others are counted in the sample log.</summary>
    /// <remarks>A comparison with a missing value is false. lag(), lead() and diff() see the rows that are left out here.</remarks>
    /// <exception cref="UsageException">What <see cref="Expression.Parse"/> and the columns raise.</exception>
    /// <exception cref="DataUnfitException"><c>no-rows-left</c>, and what evaluation raises.</exception>
    public static TradePanel Where(this TradePanel panel, string condition) => panel.Where(Expression.Parse(condition));

    /// <inheritdoc cref="Where(TradePanel, string)"/>
    public static TradePanel Where(this TradePanel panel, Expression condition)
    {
        TradePanel kept = panel.Keep(new ExpressionEvaluator(panel).Condition(condition), new Phrase("reason.filter", ("condition", condition.ToString()!)));
        return kept.RowCount > 0 || panel.RowCount == 0
            ? kept
            : throw new DataUnfitException("no-rows-left", $"no row of {panel.SourceName} satisfies {condition}: check the filter against the columns");
    }

    /// <summary>The panel with a column computed from others.</summary>
    /// <param name="panel">The panel.</param>
    /// <param name="name">Name of the new column.</param>
    /// <param name="expression">Its value; a condition gives 1, 0, or missing where a missing value took part.</param>
    /// <exception cref="UsageException"><c>duplicate-column</c>, and what <see cref="Expression.Parse"/> and the columns raise.</exception>
    /// <exception cref="DataUnfitException">What evaluation raises, e.g. <c>log-of-nonpositive</c>, with the rows.</exception>
    public static TradePanel Derive(this TradePanel panel, string name, string expression) =>
        panel.WithColumn(new ExpressionEvaluator(panel).Column(name, Expression.Parse(expression)));

    /// <summary>The value of an expression in each row, NaN where missing.</summary>
    public static double[] Evaluate(this TradePanel panel, string expression) => new ExpressionEvaluator(panel).Numbers(Expression.Parse(expression));
}
