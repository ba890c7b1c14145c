using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Selection;

/// <summary>Regression with sample selection, the frontier without inefficiency: y = x'β + v where d = 1[z'α + w &gt; 0], by maximum likelihood.</summary>
/// <remarks>Heckman (1979), Econometrica 47: 153–161. θ = (β, ln σ_v², atanh ρ, α).</remarks>
internal sealed class SelectedRegression : LikelihoodModel
{
    private const int LogV = 1, Tau = 2, Equation = 3;

    private readonly Design _design;
    private readonly double[] _response;
    private readonly SelectionRows _rows;
    private readonly SelectionSum _sum;
    private readonly LeastSquares _ols;

    public SelectedRegression(Design design, double[] response, int threads)
    {
        _design = design;
        _response = response;
        _rows = design.Selection!;
        DesignBlock z = design.Block(BlockNames.Selection)!;
        IndexTerm[] terms =
        [
            IndexTerm.Columned(BlockNames.Frontier, design.Frontier.ColumnNames, design.Frontier.Values),
            IndexTerm.Of(design, BlockNames.NoiseVariance),
            IndexTerm.Constant(BlockNames.Correlation, "atanh(rho)"),
        ];
        _sum = new SelectionSum(_rows, response, terms, new SelectedRegressionKernel(), z.Values, [.. z.ColumnNames], threads);
        _ols = LeastSquares.Solve(design.Frontier.Values, response, threads: threads);
        Parameters = [.. _sum.Terms.SelectMany(t => t.Names.Select(n => new Parameter(t.Block, n)))];
    }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override int ObservationCount => _rows.All.RowCount;

    public override int UnitCount => _rows.All.RowCount;

    public override IReadOnlyList<DerivedQuantity> Derived => [];

    /// <summary>Position of atanh ρ.</summary>
    public int TauPosition => _sum.Offset(Tau);

    /// <summary>Position of the first coefficient of the selection equation.</summary>
    public int EquationOffset => _sum.Offset(Equation);

    public override int UnitOf(int row) => _rows.SelectedRows[row];

    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) =>
        _sum.Evaluate(point, gradient, hessian);

    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _sum.Scores(point, scores);

    public override (double[] Reference, Matrix Directions) ScaledCoordinates()
    {
        double scale = Math.Sqrt(_ols.ResidualSumOfSquares / _design.RowCount);
        var reference = new double[Dimension];
        _ols.Coefficients.CopyTo(reference, 0);
        Matrix? noise = _sum.Terms[LogV].Columns;
        reference[_sum.Offset(LogV) + FrontierCoordinates.InterceptOf(noise)] = 2 * Math.Log(scale);
        Matrix directions = Matrix.Identity(Dimension);
        FrontierCoordinates.SetBlock(directions, 0, _design.Frontier.Values, scale);
        FrontierCoordinates.SetBlock(directions, _sum.Offset(LogV), noise, 1);
        FrontierCoordinates.SetBlock(directions, EquationOffset, _rows.All.Frontier.Values, 1);
        return (reference, directions);
    }

    /// <summary>Probit and least squares, with ρ = 0 and ±½.</summary>
    public override IReadOnlyList<double[]> Starts(int count)
    {
        double[] alpha = ProbitLikelihood.Fit(_rows.All, new FitOptions()).Point;
        double logV = Math.Log(_ols.ResidualSumOfSquares / _design.RowCount);
        return [.. new[] { 0.0, 0.5, -0.5 }.Take(Math.Max(1, count)).Select(rho =>
        {
            var point = new double[Dimension];
            _ols.Coefficients.CopyTo(point, 0);
            FrontierStarts.SetLevel(point, _sum.Offset(LogV), _sum.Terms[LogV].Columns, logV);
            point[TauPosition] = Math.Atanh(rho);
            alpha.CopyTo(point, EquationOffset);
            return point;
        })];
    }

    /// <summary>A response of the selected rows drawn at θ, given that they are selected.</summary>
    /// <remarks>w given w &gt; −c is a truncated normal; v = σ_v(ρw + √(1 − ρ²)·n).</remarks>
    public double[] Draw(double[] point, RandomSource random)
    {
        double[] location = _sum.IndexValues(point, 0), logV = _sum.IndexValues(point, LogV), c = _sum.IndexValues(point, Equation);
        double rho = Math.Tanh(point[TauPosition]), rest = 1 / Math.Cosh(point[TauPosition]);
        var response = new double[_response.Length];
        for (int i = 0; i < response.Length; i++)
        {
            double w = new TruncatedNormalLaw(c[i], 1).Sample(random) - c[i];
            response[i] = location[i] + Math.Exp(0.5 * logV[i]) * (rho * w + rest * random.NextNormal());
        }
        return response;
    }
}
