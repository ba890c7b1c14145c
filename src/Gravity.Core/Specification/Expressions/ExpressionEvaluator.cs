using Gravity.Core.Data;

namespace Gravity.Core.Specification;

/// <summary>Evaluates expressions over all rows of a panel, column by column.</summary>
/// <remarks>
/// A condition is a byte a row: bit 0 its truth, bit 1 whether a missing value took part, so that it counts as false in a filter and as
/// missing in arithmetic. The right side of <c>&amp;&amp;</c> and <c>||</c> is only asked for the rows that the left side leaves open:
/// <c>x &gt; 0 &amp;&amp; ln(x) &gt; 2</c> does not trip over x = 0.
/// </remarks>
internal sealed class ExpressionEvaluator(TradePanel panel)
{
    private const byte True = 1;
    private const byte Unknown = 2;

    private readonly DomainCheck _check = new(panel);

    /// <summary>The value of each row, NaN where missing.</summary>
    public double[] Numbers(Expression expression) => Numbers(expression, null);

    /// <summary>Whether each row satisfies a condition.</summary>
    public bool[] Condition(Expression expression) => Array.ConvertAll(Flags(expression, null), flag => (flag & True) != 0);

    /// <summary>A column of the expression's own type: text for a text column, otherwise numbers.</summary>
    public PanelColumn Column(string name, Expression expression) => expression switch
    {
        ColumnReference reference when panel[reference.Name] is TextColumn text => text.Named(name),
        TextLiteral literal => new TextColumn(name, [.. Enumerable.Repeat(literal.Value, panel.RowCount)]),
        _ => new NumberColumn(name, Numbers(expression)),
    };

    private double[] Numbers(Expression expression, bool[]? active) => expression switch
    {
        NumberLiteral literal => Filled(literal.Value),
        ColumnReference reference => panel.Numbers(reference.Name).Values,
        UnaryExpression { Symbol: "-" } negation => Array.ConvertAll(Numbers(negation.Operand, active), x => -x),
        BinaryExpression { Symbol: "+" or "-" or "*" or "/" or "^" } binary => Arithmetic(binary, active),
        CallExpression { Function: "lag" or "lead" or "diff" } shift => Shifted(shift, active),
        CallExpression { Function: not "missing" } call => Function(call, active),
        TextLiteral literal => throw new UsageException("type-mismatch", $"the text {literal} stands where a number is needed"),
        _ => Array.ConvertAll(Flags(expression, active), f => (f & Unknown) != 0 ? double.NaN : f & True),
    };

    private byte[] Flags(Expression expression, bool[]? active) => expression switch
    {
        UnaryExpression { Symbol: "!" } negation => Array.ConvertAll(Flags(negation.Operand, active), f => (byte)(f ^ True)),
        BinaryExpression { Symbol: "&&" or "||" } binary => Logic(binary, active),
        BinaryExpression { IsComparison: true } comparison => Comparison(comparison, active),
        MembershipExpression membership => Membership(membership, active),
        CallExpression { Function: "missing" } call => Missing(call.Argument, active),
        _ => Array.ConvertAll(Numbers(expression, active), x => double.IsNaN(x) ? Unknown : x != 0 ? True : (byte)0),
    };

    private double[] Filled(double value)
    {
        var values = new double[panel.RowCount];
        Array.Fill(values, value);
        return values;
    }

    private double[] Arithmetic(BinaryExpression binary, bool[]? active)
    {
        double[] left = Numbers(binary.Left, active), right = Numbers(binary.Right, active);
        var result = new double[left.Length];
        switch (binary.Symbol)
        {
            case "+":
                for (int i = 0; i < result.Length; i++)
                    result[i] = left[i] + right[i];
                break;
            case "-":
                for (int i = 0; i < result.Length; i++)
                    result[i] = left[i] - right[i];
                break;
            case "*":
                for (int i = 0; i < result.Length; i++)
                    result[i] = left[i] * right[i];
                break;
            case "/":
                for (int i = 0; i < result.Length; i++)
                    result[i] = left[i] / right[i];
                _check.Divisor(binary, left, right, active);
                break;
            default:
                // x² is far more frequent than any other power, and exact as a product.
                bool square = binary.Right is NumberLiteral { Value: 2 };
                for (int i = 0; i < result.Length; i++)
                    result[i] = square ? left[i] * left[i] : double.IsNaN(left[i]) || double.IsNaN(right[i]) ? double.NaN : Math.Pow(left[i], right[i]);
                break;
        }
        _check.Finite(binary, result, i => double.IsNaN(left[i]) || double.IsNaN(right[i]), active);
        return result;
    }

    private double[] Function(CallExpression call, bool[]? active)
    {
        double[] x = Numbers(call.Argument, active);
        _check.Argument(call, x, active);
        var result = new double[x.Length];
        switch (call.Function)
        {
            case "ln" or "log":
                for (int i = 0; i < x.Length; i++)
                    result[i] = Math.Log(x[i]);
                break;
            case "log1p":
                for (int i = 0; i < x.Length; i++)
                    result[i] = LogOnePlus(x[i]);
                break;
            case "exp":
                for (int i = 0; i < x.Length; i++)
                    result[i] = Math.Exp(x[i]);
                break;
            case "sqrt":
                for (int i = 0; i < x.Length; i++)
                    result[i] = Math.Sqrt(x[i]);
                break;
            default:
                for (int i = 0; i < x.Length; i++)
                    result[i] = Math.Abs(x[i]);
                break;
        }
        _check.Finite(call, result, i => double.IsNaN(x[i]), active);
        return result;
    }

    /// <summary>ln(1 + x), accurate for small x: W. Kahan's quotient corrects the rounding of 1 + x.</summary>
    private static double LogOnePlus(double x)
    {
        double sum = 1 + x;
        return sum == 1 ? x : double.IsInfinity(sum) ? double.PositiveInfinity : Math.Log(sum) * (x / (sum - 1));
    }

    private double[] Shifted(CallExpression call, bool[]? active)
    {
        if (panel.Index?.PeriodOfRow is null)
        {
            throw new UsageException("needs-index",
                $"{call} goes by period within the unit: name the columns of the unit and the time (--unit, --time)");
        }
        int periods = (call.Periods ?? 1) * (call.Function == "lead" ? 1 : -1);
        int[] partner = Partners(panel.Index, periods);
        bool[]? asked = active is null ? null : (bool[])active.Clone();
        if (asked is not null)
            for (int row = 0; row < partner.Length; row++)
                if (active![row] && partner[row] >= 0)
                    asked[partner[row]] = true;
        double[] values = Numbers(call.Argument, asked);
        var result = new double[values.Length];
        for (int row = 0; row < result.Length; row++)
        {
            double other = partner[row] < 0 ? double.NaN : values[partner[row]];
            result[row] = call.Function == "diff" ? values[row] - other : other;
        }
        return result;
    }

    /// <summary>For each row the row of its unit <paramref name="periods"/> later, −1 where there is none.</summary>
    private static int[] Partners(PanelIndex index, int periods)
    {
        var partner = new int[index.UnitOfRow.Length];
        for (int unit = 0; unit < index.UnitNames.Count; unit++)
        {
            ReadOnlySpan<int> rows = index.RowsOf(unit);
            int at = 0;
            foreach (int row in rows)
            {
                // Both walk forward, for the periods of a unit ascend.
                long wanted = (long)index.PeriodOfRow![row] + periods;
                while (at < rows.Length && index.PeriodOfRow[rows[at]] < wanted)
                    at++;
                partner[row] = at < rows.Length && index.PeriodOfRow[rows[at]] == wanted ? rows[at] : -1;
            }
        }
        return partner;
    }

    private byte[] Logic(BinaryExpression binary, bool[]? active)
    {
        bool and = binary.Symbol == "&&";
        byte[] left = Flags(binary.Left, active);
        var open = new bool[left.Length];
        for (int i = 0; i < open.Length; i++)
            open[i] = (active is null || active[i]) && ((left[i] & True) != 0) == and;
        byte[] right = Flags(binary.Right, open);
        var result = new byte[left.Length];
        for (int i = 0; i < result.Length; i++)
        {
            int truth = and ? left[i] & right[i] & True : (left[i] | right[i]) & True;
            // A side that decides alone (false for and, true for or) leaves nothing unknown.
            bool decided = left[i] == (and ? 0 : True) || right[i] == (and ? 0 : True);
            result[i] = (byte)(truth | (decided ? 0 : (left[i] | right[i]) & Unknown));
        }
        return result;
    }

    private byte[] Missing(Expression argument, bool[]? active)
    {
        if (argument is ColumnReference reference)
        {
            PanelColumn column = panel[reference.Name];
            var flags = new byte[panel.RowCount];
            for (int row = 0; row < flags.Length; row++)
                flags[row] = column.IsMissing(row) ? True : (byte)0;
            return flags;
        }
        return Array.ConvertAll(Numbers(argument, active), x => double.IsNaN(x) ? True : (byte)0);
    }

    private string?[]? Texts(Expression expression) => expression switch
    {
        TextLiteral literal => [.. Enumerable.Repeat(literal.Value, panel.RowCount)],
        ColumnReference reference when panel.Find(reference.Name) is TextColumn text => text.Values,
        _ => null,
    };

    private byte[] Comparison(BinaryExpression comparison, bool[]? active)
    {
        RefuseUnquoted(comparison.Left, comparison.Right);
        RefuseUnquoted(comparison.Right, comparison.Left);
        var result = new byte[panel.RowCount];
        string?[]? leftTexts = Texts(comparison.Left), rightTexts = Texts(comparison.Right);
        if (leftTexts is not null && rightTexts is not null)
        {
            for (int i = 0; i < result.Length; i++)
            {
                result[i] = leftTexts[i] is null || rightTexts[i] is null
                    ? Unknown
                    : Holds(comparison.Symbol, string.CompareOrdinal(leftTexts[i], rightTexts[i]));
            }
            return result;
        }
        RefuseText(comparison.Left, comparison.Right);
        RefuseText(comparison.Right, comparison.Left);
        double[] left = Numbers(comparison.Left, active), right = Numbers(comparison.Right, active);
        for (int i = 0; i < result.Length; i++)
            result[i] = double.IsNaN(left[i]) || double.IsNaN(right[i]) ? Unknown : Holds(comparison.Symbol, left[i].CompareTo(right[i]));
        return result;
    }

    private byte[] Membership(MembershipExpression membership, bool[]? active)
    {
        var result = new byte[panel.RowCount];
        byte inside = membership.Negated ? (byte)0 : True, outside = membership.Negated ? True : (byte)0;
        if (Texts(membership.Item) is { } texts)
        {
            foreach (Expression item in membership.List.Where(i => i is not TextLiteral))
                throw new UsageException("type-mismatch", $"{membership.Item} holds text, the list of in (…) the number {item}: write it in quotes");
            var set = membership.List.Select(i => ((TextLiteral)i).Value).ToHashSet(StringComparer.Ordinal);
            for (int i = 0; i < result.Length; i++)
                result[i] = texts[i] is not { } text ? Unknown : set.Contains(text) ? inside : outside;
            return result;
        }
        foreach (Expression item in membership.List.Where(i => i is TextLiteral))
            throw new UsageException("type-mismatch", $"{membership.Item} holds numbers, the list of in (…) the text {item}: write numbers without quotes");
        var numbers = membership.List.Select(i => ((NumberLiteral)i).Value).ToHashSet();
        double[] values = Numbers(membership.Item, active);
        for (int i = 0; i < result.Length; i++)
            result[i] = double.IsNaN(values[i]) ? Unknown : numbers.Contains(values[i]) ? inside : outside;
        return result;
    }

    /// <summary><c>iso3 == GRC</c>: the quotes were forgotten.</summary>
    private void RefuseUnquoted(Expression word, Expression other)
    {
        if (word is ColumnReference reference && panel.Find(reference.Name) is null && Texts(other) is not null)
        {
            throw new UsageException("unknown-column",
                panel.UnknownColumn(reference.Name).Message + $" (to compare with the text, write \"{reference.Name}\" in quotes)");
        }
    }

    private static void RefuseText(Expression literal, Expression other)
    {
        if (literal is TextLiteral)
            throw new UsageException("type-mismatch", $"{other} holds numbers: compare it with a number, not with the text {literal}");
    }

    private static byte Holds(string symbol, int order) => symbol switch
    {
        "==" => order == 0,
        "!=" => order != 0,
        "<" => order < 0,
        "<=" => order <= 0,
        ">" => order > 0,
        _ => order >= 0,
    } ? True : (byte)0;
}
