using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Selection;

/// <summary>The selection equation alone: probit of d on z, P(d = 1) = Φ(z'α).</summary>
internal sealed class ProbitLikelihood : LikelihoodModel
{
    private readonly Design _all;
    private readonly IndexSum _sum;

    public ProbitLikelihood(Design all, int threads)
    {
        _all = all;
        IndexTerm term = IndexTerm.Columned(BlockNames.Selection, all.Frontier.ColumnNames, all.Frontier.Values);
        _sum = new IndexSum(Array.ConvertAll(all.Response, d => 2 * d - 1), [term], new ProbitKernel(), threads);
        Parameters = [.. term.Names.Select(n => new Parameter(term.Block, n))];
    }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override int ObservationCount => _all.RowCount;

    public override int UnitCount => _all.RowCount;

    public override IReadOnlyList<DerivedQuantity> Derived => [];

    public override int UnitOf(int row) => row;

    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) =>
        _sum.Evaluate(point, gradient, hessian);

    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _sum.Scores(point, scores);

    public override (double[] Reference, Matrix Directions) ScaledCoordinates()
    {
        Matrix directions = Matrix.Identity(Dimension);
        FrontierCoordinates.SetBlock(directions, 0, _all.Frontier.Values, 1);
        return (new double[Dimension], directions);
    }

    /// <summary>α = 0: the log-likelihood is concave, so one start will do.</summary>
    public override IReadOnlyList<double[]> Starts(int count) => [new double[Dimension]];

    /// <summary>The maximum.</summary>
    public static BestClimb Fit(Design all, FitOptions options)
    {
        var likelihood = new ProbitLikelihood(all, options.Threads);
        return MaximumLikelihood.Run(likelihood, likelihood.Starts(1), options.Silent());
    }
}
