using Gravity.Core.Data;

namespace Gravity.Core.Potential;

/// <summary>Growth factors by country and product, given on the rows of a file: the same on every row of a country and product, 1 where none has one.</summary>
internal sealed class GrowthFactors
{
    private readonly Dictionary<(int Country, int Product), (double Value, int Row)> _factors = [];
    private readonly double[]? _values;
    private readonly string _name;
    private readonly TradePanel _panel;

    public GrowthFactors(TradePanel panel, string? column)
    {
        (_panel, _name) = (panel, column ?? "");
        _values = column is null ? null : panel.Numbers(column).Values;
    }

    /// <summary>Whether a column gives them.</summary>
    public bool Given => _values is not null;

    /// <summary>The factor of a country and product.</summary>
    public double Of(int country, int product) => _values is not null && _factors.TryGetValue((country, product), out (double Value, int Row) factor) ? factor.Value : 1;

    /// <summary>Whether a row gives the factor of a country and product.</summary>
    public bool Has(int country, int product) => _factors.ContainsKey((country, product));

    /// <summary>Takes the factor of a row.</summary>
    /// <exception cref="DataUnfitException">It is not positive (<c>growth-not-positive</c>), or another row of the country and product has another (<c>growth-differs</c>).</exception>
    public void Take(int row, int country, int product, string what)
    {
        if (_values is null || double.IsNaN(_values[row]))
            return;
        double value = _values[row];
        int source = _panel.SourceRow(row);
        if (value <= 0)
        {
            throw new DataUnfitException(
                "growth-not-positive",
                $"column '{_name}' of {_panel.SourceName} is {NumberText.Of(value)} in row {RowList.Whole(source)}; a growth factor is > 0: write 1 for none, 1.2 for a fifth more, 0.9 for a tenth less", [source]);
        }

        if (!_factors.TryAdd((country, product), (value, source)) && _factors[(country, product)] is var first && first.Value != value)
        {
            throw new DataUnfitException(
                "growth-differs",
                $"column '{_name}' of {_panel.SourceName} is {NumberText.Of(first.Value)} in row {RowList.Whole(first.Row)} and {NumberText.Of(value)} in row {RowList.Whole(source)}, both of {what}: "
                + "a country has one factor for a product in a period; correct one, or leave all but one of its rows empty", [first.Row, source]);
        }
    }
}
