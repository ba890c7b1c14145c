using Gravity.Core.Data;

namespace Gravity.Core.Specification;

/// <summary>A factor of a term over all rows of a panel: numbers, or levels.</summary>
internal abstract class FactorColumn(string name)
{
    public string Name => name;

    public abstract bool IsMissing(int row);

    /// <summary>Binds a factor to a panel. A text column that stands alone becomes levels, unless it was meant as a number.</summary>
    public static FactorColumn Bind(TradePanel panel, ExpressionEvaluator evaluator, TermFactor factor)
    {
        if (factor is IndicatorFactor indicators)
            return LevelFactor.Of(panel, factor.ToString()!, indicators.Column, indicators.Reference);
        Expression expression = ((ExpressionFactor)factor).Expression;
        return expression is ColumnReference { Name: var column } && panel[column] is TextColumn { IsMostlyNumbers: false }
            ? LevelFactor.Of(panel, factor.ToString()!, column, null)
            : new NumberFactor(factor.ToString()!, evaluator.Numbers(expression));
    }
}

/// <summary>A number a row.</summary>
internal sealed class NumberFactor(string name, double[] values) : FactorColumn(name)
{
    public double[] Values => values;

    public override bool IsMissing(int row) => double.IsNaN(values[row]);
}

/// <summary>A level a row, −1 where missing; levels are sorted, numbers by value, texts ordinally.</summary>
internal sealed class LevelFactor(string name, string column, string[] levels, int[] levelOfRow, int reference) : FactorColumn(name)
{
    public string Column => column;

    public string[] Levels => levels;

    public int[] LevelOfRow => levelOfRow;

    /// <summary>The level named with ref=, −1 when none was.</summary>
    public int Reference => reference;

    public override bool IsMissing(int row) => levelOfRow[row] < 0;

    public static LevelFactor Of(TradePanel panel, string name, string column, string? reference)
    {
        (string[] levels, int[] levelOfRow) = panel[column] is TextColumn texts ? Texts(texts.Values) : Numbers(panel.Numbers(column).Values);
        int position = -1;
        if (reference is not null)
        {
            position = Array.IndexOf(levels, reference);
            if (position < 0)
            {
                string hint = NearestNames.Hint(reference, levels);
                throw new UsageException("unknown-level", $"column '{column}' has no value '{reference}' to be the reference of {name}"
                    + (hint.Length > 0 ? hint : $": its values are {string.Join(", ", levels.Take(10))}{(levels.Length > 10 ? ", …" : "")}"));
            }
        }
        return new LevelFactor(name, column, levels, levelOfRow, position);
    }

    private static (string[] Levels, int[] LevelOfRow) Texts(string?[] values)
    {
        string[] levels = [.. values.OfType<string>().Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Dictionary<string, int> code = levels.Select((level, i) => (level, i)).ToDictionary(p => p.level, p => p.i, StringComparer.Ordinal);
        return (levels, Array.ConvertAll(values, v => v is null ? -1 : code[v]));
    }

    private static (string[] Levels, int[] LevelOfRow) Numbers(double[] values)
    {
        double[] levels = [.. values.Where(v => !double.IsNaN(v)).Distinct().Order()];
        Dictionary<double, int> code = levels.Select((level, i) => (level, i)).ToDictionary(p => p.level, p => p.i);
        return (Array.ConvertAll(levels, NumberText.Of), Array.ConvertAll(values, v => double.IsNaN(v) ? -1 : code[v]));
    }
}
