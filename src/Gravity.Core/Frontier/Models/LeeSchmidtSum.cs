using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Models;

/// <summary>
/// ℓ(β, λ) = −½Σ_i e_i'e_i/σ² − ½n ln 2πσ², e_i = r_i − δ_i·λ, r = y − x'β, with δ_i = λ'r_i/λ'λ at its least-squares value over the unit's own
/// periods; one λ is 1. Gradient and Hessian are exact.
/// </summary>
/// <remarks>
/// With a = λ'λ, b = λ'r and g = e − δλ: −∂ℓ/∂β = −X'e, −∂ℓ/∂λ = −δe, and −∂²ℓ is X'X − X'λλ'X/a, X'(λg'/a + δI) and δ²I − gg'/a, all over σ².
/// docs/models/unit-effects.md.
/// </remarks>
internal sealed class LeeSchmidtSum : LikelihoodModel
{
    private readonly Design _design;
    private readonly UnitIndex _units;
    private readonly int[] _columns;
    private readonly int[] _periodOfRow;
    private readonly int _periods;
    private readonly int _reference;
    private readonly double _variance;
    private readonly double[] _sizes;

    /// <summary>Binds the sum.</summary>
    /// <param name="design">The rows.</param>
    /// <param name="columns">Columns that have a slope.</param>
    /// <param name="periodOfRow">For each row its period, from 0.</param>
    /// <param name="labels">The periods.</param>
    /// <param name="reference">The period whose λ is 1.</param>
    /// <param name="variance">σ², a constant.</param>
    /// <param name="sizes">A step of each coordinate that matters about as much as one of another.</param>
    public LeeSchmidtSum(Design design, int[] columns, int[] periodOfRow, IReadOnlyList<int> labels, int reference, double variance, double[]? sizes = null)
    {
        _design = design;
        _units = design.Units!;
        _columns = columns;
        _periodOfRow = periodOfRow;
        _periods = labels.Count;
        _reference = reference;
        _variance = variance;
        Parameters = ParametersOf(design, columns, labels, reference);
        _sizes = sizes ?? [.. Parameters.Select(_ => 1.0)];
    }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override int ObservationCount => _design.RowCount;

    public override int UnitCount => _units.Count;

    public override IReadOnlyList<DerivedQuantity> Derived => [];

    public static IReadOnlyList<Parameter> ParametersOf(Design design, int[] columns, IReadOnlyList<int> labels, int reference) =>
    [
        .. columns.Select(j => new Parameter(BlockNames.Frontier, design.Frontier.ColumnNames[j])),
        .. labels.Where((_, t) => t != reference).Select(label => new Parameter(
            BlockNames.Time, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"lambda.{label}"))),
    ];

    /// <summary>λ of all periods.</summary>
    public double[] Path(ReadOnlySpan<double> point)
    {
        var path = new double[_periods];
        for (int t = 0, j = _columns.Length; t < _periods; t++)
            path[t] = t == _reference ? 1 : point[j++];
        return path;
    }

    /// <summary>θ with the path divided by the λ of the reference.</summary>
    public double[] Join(ReadOnlySpan<double> slopes, double[] path)
    {
        var point = new List<double>(slopes.ToArray());
        for (int t = 0; t < _periods; t++)
            if (t != _reference)
                point.Add(path[t] / path[_reference]);
        return [.. point];
    }

    /// <summary>δ_i of every unit.</summary>
    public double[] Effects(double[] remainder, double[] path)
    {
        var effects = new double[_units.Count];
        for (int unit = 0; unit < effects.Length; unit++)
        {
            double a = 0, b = 0;
            for (int i = _units.Starts[unit]; i < _units.Starts[unit + 1]; i++)
            {
                double lambda = path[_periodOfRow[i]];
                a += lambda * lambda;
                b += lambda * remainder[i];
            }
            effects[unit] = b / a;
        }
        return effects;
    }

    public override int UnitOf(int row) => _units.UnitOfRow[row];

    public override (double[] Reference, Matrix Directions) ScaledCoordinates()
    {
        Matrix directions = new(Dimension, Dimension);
        for (int j = 0; j < Dimension; j++)
            directions[j, j] = _sizes[j];
        return (new double[Dimension], directions);
    }

    public override IReadOnlyList<double[]> Starts(int count) => throw new NotSupportedException("starts come from LeeSchmidtStarts");

    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        double[] path = Path(point);
        double[] remainder = UnitRegression.Remainder(_design, _columns, point[.._columns.Length].ToArray());
        double[] effects = Effects(remainder, path);
        int k = _columns.Length, order = Dimension;
        var slope = new double[k];
        var full = new double[k + _periods];
        Matrix curvature = hessian.Length > 0 ? new Matrix(k + _periods, k + _periods) : new Matrix(0, 0);
        var xl = new double[k];
        double sum = 0;
        for (int unit = 0; unit < _units.Count; unit++)
        {
            int start = _units.Starts[unit], end = _units.Starts[unit + 1];
            double delta = effects[unit], a = 0;
            Array.Clear(xl);
            for (int i = start; i < end; i++)
            {
                double lambda = path[_periodOfRow[i]];
                double e = remainder[i] - delta * lambda;
                sum += e * e;
                a += lambda * lambda;
                full[k + _periodOfRow[i]] += delta * e;
                for (int j = 0; j < k; j++)
                {
                    double x = _design.Frontier.Values[i, _columns[j]];
                    slope[j] += x * e;
                    xl[j] += x * lambda;
                }
            }
            if (hessian.Length > 0)
                AddCurvature(curvature, start, end, remainder, path, delta, a, xl);
        }
        if (gradient.Length > 0)
        {
            slope.CopyTo(full, 0);
            for (int j = 0; j < order; j++)
                gradient[j] = full[Position(j)] / _variance;
        }
        if (hessian.Length > 0)
        {
            for (int j = 0; j < order; j++)
                for (int i = 0; i < order; i++)
                    hessian[i + j * order] = -0.5 * (curvature[Position(i), Position(j)] + curvature[Position(j), Position(i)]) / _variance;
        }
        return -0.5 * sum / _variance - 0.5 * _design.RowCount * Math.Log(2 * Math.PI * _variance);
    }

    public override void Scores(ReadOnlySpan<double> point, Matrix scores)
    {
        Matrix rows = RowScores(point);
        scores.Values.Clear();
        for (int j = 0; j < rows.Columns; j++)
            for (int i = 0; i < rows.Rows; i++)
                scores[UnitOf(i), j] += rows[i, j];
    }

    /// <summary>The terms x_it·e_it/σ² and δ_i·e_it/σ² of the gradient, row by row.</summary>
    public Matrix RowScores(ReadOnlySpan<double> point)
    {
        double[] path = Path(point);
        double[] remainder = UnitRegression.Remainder(_design, _columns, point[.._columns.Length].ToArray());
        double[] effects = Effects(remainder, path);
        Matrix scores = new(_design.RowCount, Dimension);
        for (int j = 0; j < Dimension; j++)
        {
            int position = Position(j);
            for (int i = 0; i < scores.Rows; i++)
            {
                double delta = effects[UnitOf(i)];
                double e = remainder[i] - delta * path[_periodOfRow[i]];
                double factor = position < _columns.Length ? _design.Frontier.Values[i, _columns[position]]
                    : position - _columns.Length == _periodOfRow[i] ? delta : 0;
                scores[i, j] = factor * e / _variance;
            }
        }
        return scores;
    }

    private void AddCurvature(Matrix curvature, int start, int end, double[] remainder, double[] path, double delta, double a, double[] xl)
    {
        int k = _columns.Length;
        for (int l = 0; l < k; l++)
        {
            ReadOnlySpan<double> right = _design.Frontier.Values.Column(_columns[l]);
            for (int j = l; j < k; j++)
            {
                ReadOnlySpan<double> left = _design.Frontier.Values.Column(_columns[j]);
                double product = 0;
                for (int i = start; i < end; i++)
                    product += left[i] * right[i];
                product -= xl[j] * xl[l] / a;
                curvature[j, l] += product;
                if (j != l)
                    curvature[l, j] += product;
            }
        }
        for (int s = start; s < end; s++)
        {
            int column = k + _periodOfRow[s];
            double g = remainder[s] - 2 * delta * path[_periodOfRow[s]];
            for (int j = 0; j < k; j++)
            {
                double mixed = xl[j] * g / a + delta * _design.Frontier.Values[s, _columns[j]];
                curvature[j, column] += mixed;
                curvature[column, j] += mixed;
            }
            for (int i = start; i < end; i++)
                curvature[k + _periodOfRow[i], column] -= (remainder[i] - 2 * delta * path[_periodOfRow[i]]) * g / a;
            curvature[column, column] += delta * delta;
        }
    }

    /// <summary>From a coordinate of θ to its place among slopes and the λ of all periods.</summary>
    private int Position(int coordinate)
    {
        int period = coordinate - _columns.Length;
        return coordinate < _columns.Length || period < _reference ? coordinate : coordinate + 1;
    }
}
