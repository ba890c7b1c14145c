using Gravity.Core.Data;

namespace Gravity.Core.Specification;

/// <summary>An expression over the columns of a panel, as in filters, derived columns and terms of formulas.</summary>
/// <remarks>
/// Arithmetic <c>+ - * / ^</c> (power binds tightest and to the right; −x^2 is −(x²)); comparisons <c>== != &lt; &lt;= &gt; &gt;=</c> and
/// <c>in (…)</c>, <c>not in (…)</c>; <c>&amp;&amp; || !</c> or <c>and or not</c>; functions <c>ln log log1p exp sqrt abs</c>,
/// <c>lag(x, k) lead(x, k) diff(x)</c> by period within the unit, <c>missing(x)</c>. <c>log</c> is natural, as <c>ln</c>. Missing values
/// propagate through arithmetic; a comparison with a missing value is false, and where such a comparison is used as a number it is missing.
/// </remarks>
public abstract class Expression
{
    private protected Expression()
    {
    }

    /// <summary>Reads an expression.</summary>
    /// <exception cref="UsageException">
    /// Code <c>syntax</c>, with the position and a caret; <c>unknown-function</c>; <c>wrong-arguments</c>.
    /// </exception>
    public static Expression Parse(string text)
    {
        var parser = new ExpressionParser(text);
        Expression expression = parser.Expression();
        parser.ExpectEnd();
        return expression;
    }

    /// <summary>The columns it reads, each once, in order of appearance.</summary>
    public IReadOnlyList<string> Columns
    {
        get
        {
            var names = new List<string>();
            Collect(names);
            return names;
        }
    }

    /// <summary>The expression in its one canonical spelling, e.g. <c>ln(gdp_o + gdp_d)</c>; it reads back as the same expression.</summary>
    public sealed override string ToString() => Print();

    /// <summary>How tightly the outermost operator binds: 1 or … 8 an atom.</summary>
    internal abstract int Precedence { get; }

    private protected abstract string Print();

    private protected abstract void Collect(List<string> columns);

    internal static string Print(Expression part, int atLeast) => part.Precedence < atLeast ? $"({part.Print()})" : part.Print();

    internal static void Collect(Expression part, List<string> columns) => part.Collect(columns);
}

internal sealed class NumberLiteral(double value) : Expression
{
    public double Value => value;

    internal override int Precedence => 8;

    private protected override string Print() => NumberText.Of(value);

    private protected override void Collect(List<string> columns)
    {
    }
}

internal sealed class TextLiteral(string value) : Expression
{
    public string Value => value;

    internal override int Precedence => 8;

    private protected override string Print() =>
        $"\"{value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private protected override void Collect(List<string> columns)
    {
    }
}

internal sealed class ColumnReference(string name) : Expression
{
    public string Name => name;

    internal override int Precedence => 8;

    /// <summary>The name, in backticks where it needs them.</summary>
    public static string Printed(string name) =>
        Lexer.IsPlainName(name) ? name : $"`{name.Replace("`", "``", StringComparison.Ordinal)}`";

    private protected override string Print() => Printed(name);

    private protected override void Collect(List<string> columns)
    {
        if (!columns.Contains(name))
            columns.Add(name);
    }
}

/// <summary><c>-x</c> or <c>!x</c>.</summary>
internal sealed class UnaryExpression(string symbol, Expression operand) : Expression
{
    public string Symbol => symbol;

    public Expression Operand => operand;

    internal override int Precedence => symbol == "!" ? 3 : 6;

    // A comparison under ! needs its parentheses for the reader, not for the parser.
    private protected override string Print() => symbol + Print(operand, symbol == "!" ? 8 : 7);

    private protected override void Collect(List<string> columns) => Collect(operand, columns);
}

internal sealed class BinaryExpression(string symbol, Expression left, Expression right) : Expression
{
    public string Symbol => symbol;

    public Expression Left => left;

    public Expression Right => right;

    internal override int Precedence => symbol switch
    {
        "||" => 1,
        "&&" => 2,
        "+" or "-" => 5,
        "*" or "/" => 6,
        "^" => 7,
        _ => 4,
    };

    public bool IsComparison => Precedence == 4;

    private protected override string Print() => symbol == "^"
        ? $"{Print(left, 8)}^{Print(right, 7)}"
        : $"{Print(left, IsComparison ? 5 : Precedence)} {symbol} {Print(right, Precedence + 1)}";

    private protected override void Collect(List<string> columns)
    {
        Collect(left, columns);
        Collect(right, columns);
    }
}

/// <summary><c>x in (…)</c>; the items are literals.</summary>
internal sealed class MembershipExpression(Expression item, IReadOnlyList<Expression> list, bool negated) : Expression
{
    public Expression Item => item;

    public IReadOnlyList<Expression> List => list;

    public bool Negated => negated;

    internal override int Precedence => 4;

    private protected override string Print() =>
        $"{Print(item, 5)} {(negated ? "not in" : "in")} ({string.Join(", ", list.Select(i => i.ToString()))})";

    private protected override void Collect(List<string> columns) => Collect(item, columns);
}

/// <summary>A function of one argument, for lag and lead with a whole number of periods.</summary>
internal sealed class CallExpression(string function, Expression argument, int? periods) : Expression
{
    public string Function => function;

    public Expression Argument => argument;

    public int? Periods => periods;

    internal override int Precedence => 8;

    private protected override string Print() =>
        periods is { } k ? FormattableString.Invariant($"{function}({argument}, {k})") : $"{function}({argument})";

    private protected override void Collect(List<string> columns) => Collect(argument, columns);
}
