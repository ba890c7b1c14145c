using System.Text.RegularExpressions;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Which columns of a guessed panel go where in the drafted study, and why the others do not.</summary>
internal sealed class DraftChoices
{
    /// <summary>Beyond this share of missing cells a regressor costs too many rows.</summary>
    private const double MostMissing = 0.5;

    /// <summary>Beyond this share a determinant does.</summary>
    private const double MostMissingDeterminant = 0.2;

    private const int MostDeterminants = 5;

    private readonly PanelGuess _guess;
    private readonly Dictionary<string, Phrase> _leftOut = new(StringComparer.Ordinal);
    private readonly List<ColumnGuess> _regressors = [];
    private readonly List<ColumnGuess> _determinants = [];
    private readonly int _used;

    public DraftChoices(PanelGuess guess)
    {
        _guess = guess;
        _used = guess.Panel.RowCount - guess.MissingFlows - guess.ZeroRows.Count - guess.NegativeRows.Count;
        foreach (TradeSide side in new[] { TradeSide.Origin, TradeSide.Partner })
        {
            Regressor(ColumnRole.Gdp, side);
            if (!Regressor(ColumnRole.Population, side))
                Regressor(ColumnRole.GdpPerCapita, side);
        }
        Regressor(ColumnRole.Distance, null);
        foreach (ColumnRole role in new[] { ColumnRole.Contiguity, ColumnRole.CommonLanguage, ColumnRole.Colony })
            Regressor(role, null);
        Regressor(ColumnRole.Landlocked, TradeSide.Origin);
        Regressor(ColumnRole.Landlocked, TradeSide.Partner);
        Determinants();
    }

    /// <summary>Columns of the frontier.</summary>
    public IReadOnlyList<ColumnGuess> Regressors => _regressors;

    /// <summary>Candidates for what explains inefficiency.</summary>
    public IReadOnlyList<ColumnGuess> Explaining => _determinants;

    /// <summary>Why a recognised column is not used.</summary>
    public IReadOnlyDictionary<string, Phrase> LeftOut => _leftOut;

    /// <summary>Regressors that vary over periods only.</summary>
    public IReadOnlyList<ColumnGuess> OverTime => [.. _regressors.Where(c => c.Spread == ColumnSpread.OverTime)];

    /// <summary>Rows with a usable flow and every regressor.</summary>
    public int CompleteRows(IEnumerable<ColumnGuess> columns)
    {
        double[] flow = _guess.Panel.Numbers(_guess.Flow.Name).Values;
        double[][] values = [.. columns.Select(c => _guess.Panel.Numbers(c.Name).Values)];
        return Enumerable.Range(0, flow.Length).Count(row => (_guess.Flow.Logged ? !double.IsNaN(flow[row]) : flow[row] > 0) && values.All(v => !double.IsNaN(v[row])));
    }

    /// <summary>Other columns that could stand in the place of one that was chosen.</summary>
    public IReadOnlyList<string> Alternatives(ColumnGuess chosen) =>
        [.. _guess.Columns.Where(c => c.Role == chosen.Role && c.Side == chosen.Side && c.Name != chosen.Name && c.Spread != ColumnSpread.Constant && !double.IsNaN(c.Min)).Select(c => c.Name).Take(6)];

    /// <summary>The term of a regressor: its logarithm where it is a level above zero.</summary>
    public static string Term(ColumnGuess column)
    {
        bool level = column.Role is ColumnRole.Gdp or ColumnRole.GdpPerCapita or ColumnRole.Population or ColumnRole.Distance or ColumnRole.Area;
        return level && !column.Logged ? $"ln({Name(column.Name)})" : Name(column.Name);
    }

    /// <summary>A column as formulas and filters write it.</summary>
    public static string Name(string column) =>
        Regex.IsMatch(column, "^[A-Za-z_][A-Za-z0-9_]*$") && column is not ("and" or "or" or "not" or "in" or "missing" or "true" or "false" or "i" or "I" or "ln" or "log") ? column : $"`{column}`";

    private bool Regressor(ColumnRole role, TradeSide? side)
    {
        bool found = false;
        foreach (ColumnGuess column in Candidates(role, side))
        {
            if (found)
            {
                _leftOut[column.Name] = new Phrase("draft.why.alternative");
                continue;
            }
            if (Unfit(column, MostMissing) is { } why)
            {
                _leftOut[column.Name] = why;
                continue;
            }
            bool level = role is ColumnRole.Gdp or ColumnRole.GdpPerCapita or ColumnRole.Population or ColumnRole.Distance;
            if (level && !column.Logged && !(column.Min > 0))
            {
                _leftOut[column.Name] = new Phrase("draft.why.not-positive");
                continue;
            }
            // Beside the home economy's GDP a second series of the same years is hardly told apart from it.
            if (column.Spread == ColumnSpread.OverTime && _regressors.Any(r => r.Spread == ColumnSpread.OverTime))
            {
                _leftOut[column.Name] = new Phrase("draft.why.second-over-time");
                continue;
            }
            _regressors.Add(column);
            found = true;
        }
        return found;
    }

    private void Determinants()
    {
        (ColumnRole Role, int Count)[] wanted =
        [
            (ColumnRole.Agreement, 1), (ColumnRole.EuropeanUnion, 1), (ColumnRole.Wto, 1), (ColumnRole.BeltAndRoad, 1), (ColumnRole.CommonCurrency, _guess.IsTwoSided ? 1 : 0),
            (ColumnRole.Tariff, 1), (ColumnRole.Governance, 1), (ColumnRole.Logistics, 1),
        ];
        foreach ((ColumnRole role, int count) in wanted)
        {
            int taken = 0;
            foreach (ColumnGuess column in Candidates(role, null).OrderBy(c => role == ColumnRole.Governance && !IsPreferred(c.Name)).ThenBy(c => c.Side == TradeSide.Origin))
            {
                Phrase? why = Unfit(column, MostMissingDeterminant)
                    ?? (column.Spread == ColumnSpread.OverTime ? new Phrase("draft.why.determinant-over-time") : null)
                    ?? (taken >= count || _determinants.Count >= MostDeterminants ? new Phrase("draft.why.determinant-alternative") : null);
                if (why is not null)
                {
                    _leftOut[column.Name] = why;
                    continue;
                }
                _determinants.Add(column);
                taken++;
            }
        }
    }

    private static bool IsPreferred(string name) => name.Contains("effectiveness", StringComparison.OrdinalIgnoreCase) || name.Contains("效率", StringComparison.Ordinal);

    private IEnumerable<ColumnGuess> Candidates(ColumnRole role, TradeSide? side) => _guess.Columns
        .Where(c => c.Role == role && c.Name != _guess.Flow.Name && (side is null || c.Side == side) && !double.IsNaN(c.Min))
        .OrderByDescending(c => c.Reason.Key == "guess.reason.given").ThenBy(c => ColumnNames.IsDeflated(c.Name)).ThenBy(c => c.Missing * 10 / Math.Max(1, _used) > 1);

    private Phrase? Unfit(ColumnGuess column, double most)
    {
        if (column.Spread == ColumnSpread.Constant)
            return new Phrase("draft.why.constant");
        return column.Missing > most * _used ? new Phrase("draft.why.missing", ("missing", column.Missing), ("used", _used)) : null;
    }
}
