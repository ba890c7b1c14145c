using Gravity.Core.Data;

namespace Gravity.Core.Specification;

/// <summary>One factor of a term: an expression, or the indicators of a column's values.</summary>
public abstract class TermFactor
{
    private protected TermFactor()
    {
    }

    /// <summary>Whether two factors are the same.</summary>
    internal bool Same(TermFactor other) => ToString() == other.ToString();
}

/// <summary>A number a row. A text column that stands alone becomes indicators of its values when the formula meets a panel.</summary>
/// <param name="expression">The expression.</param>
/// <param name="inhibited">Whether it stood in <c>I(…)</c>.</param>
public sealed class ExpressionFactor(Expression expression, bool inhibited) : TermFactor
{
    /// <summary>The expression.</summary>
    public Expression Expression => expression;

    /// <inheritdoc/>
    public override string ToString() => inhibited ? $"I({expression})" : expression.ToString();
}

/// <summary><c>i(column)</c>: one indicator for each value but the reference.</summary>
/// <param name="column">The column, numbers or text.</param>
/// <param name="reference">The value without an indicator, as text; null for the first in sorted order.</param>
public sealed class IndicatorFactor(string column, string? reference) : TermFactor
{
    /// <summary>The column.</summary>
    public string Column => column;

    /// <summary>The value left out, as text; null for the first in sorted order.</summary>
    public string? Reference => reference;

    /// <inheritdoc/>
    public override string ToString() => reference is null
        ? $"i({ColumnReference.Printed(column)})"
        : $"i({ColumnReference.Printed(column)}, ref={(NumberText.TryParse(reference, out _) ? reference : ColumnReference.Printed(reference))})";
}

/// <summary>A term of a formula: a factor, or several joined by <c>:</c>.</summary>
/// <param name="factors">At least one factor, none twice.</param>
public sealed class Term(IReadOnlyList<TermFactor> factors)
{
    /// <summary>The factors in the order written.</summary>
    public IReadOnlyList<TermFactor> Factors => factors;

    /// <summary>The name of the term, which for a number is that of its column: <c>ln(gdp_o)</c>, <c>ln(dist):contig</c>.</summary>
    public override string ToString() => string.Join(":", factors.Select(f => f.ToString()));

    /// <summary>Whether two terms have the same factors in any order.</summary>
    internal bool Same(Term other) => factors.Count == other.Factors.Count && factors.All(f => other.Factors.Any(f.Same));
}

/// <summary>Fixed effects to be absorbed, or clusters: one for each combination of values of the columns.</summary>
/// <param name="Columns">The columns, e.g. <c>iso_o</c> and <c>year</c> for <c>iso_o^year</c>.</param>
public sealed record AbsorbedEffect(IReadOnlyList<string> Columns)
{
    /// <summary>
    /// Positions of columns that with the next one form an unordered pair: <c>pair(iso_o, iso_d)</c> is one group for both directions of trade between two countries.
    /// </summary>
    public IReadOnlyList<int> Pairs { get; init; } = [];

    /// <summary>The effect as written in formulas, <c>iso_o^year</c>.</summary>
    public override string ToString()
    {
        var parts = new List<string>();
        for (int i = 0; i < Columns.Count; i++)
        {
            string column = ColumnReference.Printed(Columns[i]);
            parts.Add(Pairs.Contains(i) ? $"pair({column}, {ColumnReference.Printed(Columns[++i])})" : column);
        }
        return string.Join("^", parts);
    }

    /// <summary>Whether both make the same groups.</summary>
    internal bool Same(AbsorbedEffect other) => Parts().SetEquals(other.Parts());

    /// <summary>Reads effects as they stand after <c>|</c>: <c>iso_o^year + iso_d^year</c>.</summary>
    /// <exception cref="UsageException">Code <c>syntax</c>, with the position and a caret.</exception>
    internal static IReadOnlyList<AbsorbedEffect> Parse(string text) => new FormulaParser(text).EffectsOnly();

    private HashSet<string> Parts()
    {
        var parts = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < Columns.Count; i++)
            parts.Add(Pairs.Contains(i) ? string.Join('\n', new[] { Columns[i], Columns[++i] }.Order(StringComparer.Ordinal)) : Columns[i]);
        return parts;
    }
}
