using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Counts;

/// <summary>The Poisson regression y ~ Poisson(exp(x'β)), which is the Poisson frontier without inefficiency (PPML where y is no count).</summary>
internal sealed class PoissonRegression : LikelihoodModel
{
    private readonly Design _design;
    private readonly IndexSum _sum;

    public PoissonRegression(Design design, double[] flow, int threads)
    {
        _design = design;
        Flow = flow;
        IndexTerm term = IndexTerm.Columned(BlockNames.Frontier, design.Frontier.ColumnNames, design.Frontier.Values);
        _sum = new IndexSum(flow, [term], new Kernel(), threads, design.Weights);
        Parameters = [.. term.Names.Select(n => new Parameter(term.Block, n))];
    }

    public double[] Flow { get; }

    public override IReadOnlyList<Parameter> Parameters { get; }

    public override int ObservationCount => _design.ObservationCount;

    public override int UnitCount => _design.RowCount;

    public override IReadOnlyList<double>? UnitWeights => _design.Weights;

    public override IReadOnlyList<DerivedQuantity> Derived => [];

    public override int UnitOf(int row) => row;

    public override double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) => _sum.Evaluate(point, gradient, hessian);

    public override void Scores(ReadOnlySpan<double> point, Matrix scores) => _sum.Scores(point, scores);

    public override (double[] Reference, Matrix Directions) ScaledCoordinates()
    {
        Matrix directions = Matrix.Identity(Dimension);
        FrontierCoordinates.SetBlock(directions, 0, _design.Frontier.Values, 1);
        return (new double[Dimension], directions);
    }

    /// <summary>Least squares of ln(½(y + ȳ)), which is defined at zeros; the log-likelihood is concave, so one start will do.</summary>
    public override IReadOnlyList<double[]> Starts(int count)
    {
        double mean = 0;
        for (int i = 0; i < Flow.Length; i++)
            mean += (_design.Weights?[i] ?? 1) * Flow[i] / _design.TotalWeight;
        return [[.. LeastSquares.Solve(_design.Frontier.Values, Array.ConvertAll(Flow, y => Math.Log(0.5 * (y + mean))), _design.Weights).Coefficients]];
    }

    /// <summary>The maximum.</summary>
    public static BestClimb Fit(Design design, double[] flow, FitOptions options)
    {
        var regression = new PoissonRegression(design, flow, options.Threads);
        return MaximumLikelihood.Run(regression, regression.Starts(1), options.Silent() with { Method = new Optimization.TrustRegionNewton() });
    }

    /// <summary>ℓ = y·η − e^η − ln Γ(y + 1), about its maximum over η where y &gt; 0.</summary>
    private sealed class Kernel : IndexKernel
    {
        public override int IndexCount => 1;

        public override void Evaluate(KernelBlock block, int order)
        {
            for (int i = 0; i < block.Count; i++)
            {
                double y = block.Response[i], eta = block.Index(0)[i], mean = Math.Exp(eta), gap = y > 0 ? eta - Math.Log(y) : 0;
                block.Value[i] = y > 0 ? PoissonRow.LogScale(y) - y * Elementary.ExpRemainder(gap) : -mean;
                if (order >= 1)
                    block.Gradient(0)[i] = y > 0 ? -y * Elementary.ExpMinusOne(gap) : -mean;
                if (order == 2)
                    block.Hessian(0, 0)[i] = -mean;
            }
        }
    }
}
