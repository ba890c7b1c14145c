using Gravity.Core.Data;

namespace Gravity.Core.Specification;

/// <summary>Refuses values for which a function is not defined, with the rows and the filter that drops them.</summary>
internal sealed class DomainCheck(TradePanel panel)
{
    /// <summary>Checks the argument of ln, log, log1p and sqrt.</summary>
    public void Argument(CallExpression call, double[] argument, bool[]? active)
    {
        (double bound, bool allowed, string code) = call.Function switch
        {
            "ln" or "log" => (0.0, false, "log-of-nonpositive"),
            "log1p" => (-1.0, false, "log-of-nonpositive"),
            "sqrt" => (0.0, true, "root-of-negative"),
            _ => (double.NegativeInfinity, true, ""),
        };
        List<int> rows = Rows(argument.Length, active, i => argument[i] < bound || (argument[i] == bound && !allowed));
        if (rows.Count == 0)
            return;
        string limit = NumberText.Of(bound).Replace('-', '−');
        throw new DataUnfitException(code,
            $"{Subject(call.Argument)} has {RowList.Count(rows.Count, "value")} {(allowed ? "<" : "≤")} {limit} ({RowList.Text(rows)}); "
            + $"{call} needs {(allowed ? "≥" : ">")} {limit}: drop them with {Filter(call.Argument, allowed ? ">=" : ">", bound)}", rows);
    }

    /// <summary>Checks that nothing is divided by zero.</summary>
    public void Divisor(BinaryExpression division, double[] dividend, double[] divisor, bool[]? active)
    {
        List<int> rows = Rows(divisor.Length, active, i => divisor[i] == 0 && !double.IsNaN(dividend[i]));
        if (rows.Count == 0)
            return;
        throw new DataUnfitException("division-by-zero",
            $"{Subject(division.Right)} is 0 in {RowList.Text(rows)}, and {division} divides by it: "
            + $"drop them with {Filter(division.Right, "!=", 0)}", rows);
    }

    /// <summary>Checks that a result is finite wherever its operands are present.</summary>
    public void Finite(Expression expression, double[] result, Func<int, bool> isMissing, bool[]? active)
    {
        bool clean = true;
        foreach (double value in result)
            clean &= double.IsFinite(value);
        if (clean)
            return;
        List<int> rows = Rows(result.Length, active, i => !double.IsFinite(result[i]) && !isMissing(i));
        if (rows.Count == 0)
            return;
        bool undefined = expression is BinaryExpression { Symbol: "^" } && rows.Count > 0 && Array.Exists(result, double.IsNaN);
        throw new DataUnfitException("not-finite",
            $"{expression} is {(undefined ? "not defined or infinite" : "infinite")} in {RowList.Text(rows)}: "
            + "drop these rows with --where, or rescale the columns", rows);
    }

    private List<int> Rows(int count, bool[]? active, Func<int, bool> isBad)
    {
        var rows = new List<int>();
        for (int i = 0; i < count; i++)
            if (isBad(i) && (active is null || active[i]))
                rows.Add(panel.SourceRow(i));
        return rows;
    }

    private static string Subject(Expression expression) =>
        expression is ColumnReference column ? $"column '{column.Name}'" : $"'{expression}'";

    private static string Filter(Expression expression, string comparison, double bound) =>
        $"--where \"{new BinaryExpression(comparison, expression, new NumberLiteral(bound))}\"";
}
