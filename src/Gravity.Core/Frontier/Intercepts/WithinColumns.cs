using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>The rows of a frontier with a flat intercept, as deviations from their units' means, and the columns that this leaves nothing of.</summary>
/// <remarks>
/// The likelihood does not change when unit constants are added to the response or to a column, so deviations are a choice that keeps numbers small and makes least
/// squares on them the within regression. A column that is constant within units, the intercept first, is absorbed by the intercepts.
/// </remarks>
internal sealed class WithinColumns
{
    private readonly Design _original;
    private readonly UnitIndex _units;
    private readonly int[] _kept;

    private WithinColumns(Design original, UnitIndex units)
    {
        _original = original;
        _units = units;
        Matrix x = original.Frontier.Values;
        Matrix deviations = new(x.Rows, x.Columns);
        for (int j = 0; j < x.Columns; j++)
            Deviations(x.Column(j)).CopyTo(deviations.Column(j));
        int[] varying = [.. Enumerable.Range(0, x.Columns).Where(j => Length(deviations.Column(j)) > 1e-9 * Length(x.Column(j)))];
        double[] response = Deviations(original.Response);
        Matrix candidates = Pick(deviations, varying);
        HashSet<int> dependent = varying.Length == 0 ? [] : [.. LeastSquares.Solve(candidates, response).Dependent.Select(d => varying[d.Column])];
        _kept = [.. varying.Where(j => !dependent.Contains(j))];
        if (_kept.Length == 0)
            throw new DataUnfitException("no-within-variation", "no column of the formula varies within units: the within estimator has nothing to estimate");
        Absorbed = [.. Enumerable.Range(0, x.Columns).Where(j => !_kept.Contains(j) && j != original.Frontier.Intercept).Select(j => original.Frontier.ColumnNames[j])];
        DesignBlock frontier = new(BlockNames.Frontier, [.. _kept.Select(j => original.Frontier.ColumnNames[j])], Pick(deviations, _kept));
        Design = new Design(
            original.Formula, original.ResponseName, response, [frontier, .. original.Blocks.Skip(1)], original.PanelRows, units, original.ResponseScale,
            original.FlowColumn, original.Flow, original.Collinear, original.Sample, original.DataSha256, original.Weights)
        {
            NoticePhrases = original.NoticePhrases,
            AbsorbedEffects = original.AbsorbedEffects,
        };
    }

    /// <summary>Deviations of response and columns; the other blocks as they were.</summary>
    public Design Design { get; }

    /// <summary>Columns beside the intercept that units' intercepts absorb.</summary>
    public IReadOnlyList<string> Absorbed { get; }

    /// <summary>The response as given: a level for the frontier of every row.</summary>
    public double[] Response => _original.Response;

    /// <summary>Deviations of the rows of a design with a flat intercept; null for other laws.</summary>
    public static WithinColumns? Of(Design design, InterceptLaw law)
    {
        if (law != InterceptLaw.Flat)
            return null;
        return new WithinColumns(design, design.Units ?? throw new UsageException("no-units", "random intercepts need units: name their column, e.g. --unit iso3"));
    }

    /// <summary>x'β of every row in levels, without the constants.</summary>
    public double[] Levels(ReadOnlySpan<double> beta)
    {
        var full = new double[_original.Frontier.Columns];
        for (int j = 0; j < _kept.Length; j++)
            full[_kept[j]] = beta[j];
        return _original.Frontier.Values.Times(full);
    }

    /// <summary>Deviations from units' means.</summary>
    public double[] Deviations(ReadOnlySpan<double> values)
    {
        double[] result = values.ToArray();
        for (int unit = 0; unit < _units.Count; unit++)
        {
            Span<double> rows = result.AsSpan(_units.Starts[unit].._units.Starts[unit + 1]);
            double sum = 0;
            foreach (double value in rows)
                sum += value;
            double mean = sum / rows.Length;
            foreach (ref double value in rows)
                value -= mean;
        }
        return result;
    }

    private static Matrix Pick(Matrix matrix, int[] columns)
    {
        Matrix picked = new(matrix.Rows, columns.Length);
        for (int j = 0; j < columns.Length; j++)
            matrix.Column(columns[j]).CopyTo(picked.Column(j));
        return picked;
    }

    private static double Length(ReadOnlySpan<double> column)
    {
        double sum = 0;
        foreach (double value in column)
            sum += value * value;
        return Math.Sqrt(sum);
    }
}
