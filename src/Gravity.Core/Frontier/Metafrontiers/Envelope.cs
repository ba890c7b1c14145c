using Gravity.Core.Numerics;
using Gravity.Core.Optimization;

namespace Gravity.Core.Frontier.Metafrontiers;

/// <summary>The deterministic metafrontier: the x'β* nearest to the group frontiers η that nowhere lies inside them, s·xᵢ'β* ≥ s·ηᵢ.</summary>
/// <remarks>
/// Battese, Rao and O'Donnell (2004), Journal of Productivity Analysis 21: 91–103: nearest in the sum of the gaps (linear program) or in the sum of
/// their squares (quadratic program). Both are solved in coordinates γ = Rβ*/√n with R'R = X'X, in which the columns are orthogonal and of size 1.
/// </remarks>
internal sealed class Envelope
{
    private readonly Matrix _rows, _triangle;
    private readonly double[] _cost;
    private readonly double _sign, _root;
    private readonly bool _quadratic;
    private readonly Matrix _x;
    private IReadOnlyList<int>? _basis;

    public Envelope(Matrix x, FrontierSide side, bool quadratic)
    {
        _x = x;
        _sign = side == FrontierSide.Production ? 1 : -1;
        _quadratic = quadratic;
        _root = Math.Sqrt(x.Rows);
        _triangle = LeastSquares.Solve(x, new double[x.Rows]).Triangle;
        _rows = new Matrix(x.Rows, x.Columns);
        // aᵢ = √n·R⁻ᵀxᵢ, column by column by forward substitution.
        for (int j = 0; j < x.Columns; j++)
        {
            Span<double> column = _rows.Column(j);
            for (int i = 0; i < column.Length; i++)
                column[i] = _sign * _root * x[i, j];
            for (int k = 0; k < j; k++)
            {
                ReadOnlySpan<double> before = _rows.Column(k);
                for (int i = 0; i < column.Length; i++)
                    column[i] -= _triangle[k, j] * before[i];
            }
            for (int i = 0; i < column.Length; i++)
                column[i] /= _triangle[j, j];
        }
        _cost = new double[x.Columns];
        for (int j = 0; j < x.Columns; j++)
            foreach (double value in _rows.Column(j))
                _cost[j] += value / x.Rows;
    }

    /// <summary>β* for group frontiers <paramref name="frontier"/>, one value a row; null where rounding leaves no solution.</summary>
    public double[]? Solve(double[] frontier)
    {
        double[] right = Array.ConvertAll(frontier, value => _sign * value);
        double[]? gamma;
        if (_quadratic)
        {
            gamma = NearestPoint.Solve(_rows, right, Coordinates(LeastSquares.Solve(_x, frontier).Coefficients))?.X;
        }
        else
        {
            // A basis stays dual feasible whatever the right side: later frontiers start from the first one's.
            LinearProgram.Solution? found = LinearProgram.Solve(_rows, right, _cost, _basis);
            _basis ??= found?.Basis;
            gamma = found?.X;
        }
        return gamma is null ? null : Coefficients(gamma);
    }

    private double[] Coordinates(double[] beta)
    {
        var gamma = new double[beta.Length];
        for (int i = 0; i < gamma.Length; i++)
            for (int j = i; j < gamma.Length; j++)
                gamma[i] += _triangle[i, j] * beta[j] / _root;
        return gamma;
    }

    private double[] Coefficients(double[] gamma)
    {
        var beta = new double[gamma.Length];
        for (int i = beta.Length - 1; i >= 0; i--)
        {
            double rest = _root * gamma[i];
            for (int j = i + 1; j < beta.Length; j++)
                rest -= _triangle[i, j] * beta[j];
            beta[i] = rest / _triangle[i, i];
        }
        return beta;
    }
}
