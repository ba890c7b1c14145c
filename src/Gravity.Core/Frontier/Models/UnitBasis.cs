using Gravity.Core.Data;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Models;

/// <summary>Polynomials in time of each unit, orthonormal over the unit's own periods: what unit effects that move over time can reproduce.</summary>
/// <remarks>
/// Order 0 is the unit mean. A unit with T rows has at most T terms, so its order is min(order, T − 1). Time is centred and scaled
/// within the unit before its powers are taken: the span is the same and the powers stay apart.
/// </remarks>
internal sealed class UnitBasis
{
    private readonly UnitIndex _units;
    private readonly double[][] _terms;

    /// <summary>Builds the terms.</summary>
    /// <param name="units">Rows by unit; periods are needed from order 1.</param>
    /// <param name="order">Highest power of time, 0 to 2.</param>
    public UnitBasis(UnitIndex units, int order)
    {
        _units = units;
        Order = order;
        _terms = new double[order + 1][];
        for (int power = 0; power <= order; power++)
            _terms[power] = new double[units.UnitOfRow.Length];
        for (int unit = 0; unit < units.Count; unit++)
            Fill(unit);
    }

    /// <summary>Highest power of time.</summary>
    public int Order { get; }

    /// <summary>Terms of a unit: min(order + 1, T).</summary>
    public int TermsOf(int unit) => Math.Min(Order + 1, _units.Starts[unit + 1] - _units.Starts[unit]);

    /// <summary>Terms of all units: the degrees of freedom that the effects take.</summary>
    public int Count => Enumerable.Range(0, _units.Count).Sum(TermsOf);

    /// <summary>Units whose terms reproduce any response: T ≤ order + 1.</summary>
    public int ExactUnits => Enumerable.Range(0, _units.Count).Count(u => _units.Starts[u + 1] - _units.Starts[u] <= Order + 1);

    /// <summary>Units with fewer rows than terms asked for, whose order is reduced.</summary>
    public int ReducedUnits => Enumerable.Range(0, _units.Count).Count(u => TermsOf(u) <= Order);

    /// <summary>The least-squares polynomial of each unit through <paramref name="values"/>, row by row.</summary>
    public double[] Fitted(ReadOnlySpan<double> values)
    {
        var fitted = new double[values.Length];
        for (int unit = 0; unit < _units.Count; unit++)
        {
            int start = _units.Starts[unit], length = _units.Starts[unit + 1] - start;
            foreach (double[] term in _terms.AsSpan(0, TermsOf(unit)))
            {
                double inner = 0;
                for (int i = start; i < start + length; i++)
                    inner += term[i] * values[i];
                for (int i = start; i < start + length; i++)
                    fitted[i] += inner * term[i];
            }
        }
        return fitted;
    }

    /// <summary>What the polynomials leave of <paramref name="values"/>. Done twice, so that large levels leave no rounding behind.</summary>
    public double[] Residuals(ReadOnlySpan<double> values)
    {
        double[] result = values.ToArray();
        for (int pass = 0; pass < 2; pass++)
        {
            double[] fitted = Fitted(result);
            for (int i = 0; i < result.Length; i++)
                result[i] -= fitted[i];
        }
        return result;
    }

    /// <summary>The same for each column.</summary>
    public Matrix Residuals(Matrix x)
    {
        Matrix result = new(x.Rows, x.Columns);
        for (int j = 0; j < x.Columns; j++)
            Residuals(x.Column(j)).CopyTo(result.Column(j));
        return result;
    }

    /// <summary>Gram–Schmidt on 1, τ, τ² with τ the unit's time from −1 to 1.</summary>
    private void Fill(int unit)
    {
        int start = _units.Starts[unit], end = _units.Starts[unit + 1];
        int[]? periods = _units.PeriodOfRow;
        double middle = 0, half = 1;
        if (Order > 0)
        {
            (double first, double last) = (periods![start..end].Min(), periods[start..end].Max());
            middle = 0.5 * (first + last);
            half = Math.Max(0.5 * (last - first), 0.5);
        }
        for (int power = 0; power < TermsOf(unit); power++)
        {
            double[] term = _terms[power];
            for (int i = start; i < end; i++)
                term[i] = power == 0 ? 1 : Math.Pow((periods![i] - middle) / half, power);
            for (int pass = 0; pass < 2; pass++)
            {
                for (int lower = 0; lower < power; lower++)
                {
                    double inner = 0;
                    for (int i = start; i < end; i++)
                        inner += term[i] * _terms[lower][i];
                    for (int i = start; i < end; i++)
                        term[i] -= inner * _terms[lower][i];
                }
            }
            double length = 0;
            for (int i = start; i < end; i++)
                length += term[i] * term[i];
            length = Math.Sqrt(length);
            for (int i = start; i < end; i++)
                term[i] /= length;
        }
    }
}
