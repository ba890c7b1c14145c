using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Metafrontiers;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Draws;

/// <summary>Draws from the frontiers of groups. The metafrontier over them is no source of chance: it is a function of the groups' frontiers and of the rows.</summary>
/// <remarks>
/// The parameters of the groups are stated. β* and the gap of every row are those that the method gives at the true group frontiers: for an envelope the
/// envelope, for the stochastic method the maximum of the gap equation and −ln E[exp(−gap)] there.
/// </remarks>
internal sealed class MetafrontierDraw(Metafrontier model) : ISimulates
{
    public IReadOnlyList<Parameter> Parameters { get; } = [.. model.Parameters.Skip(model.MetaDimension)];

    public IReadOnlyList<DerivedQuantity> Derived => [];

    public ResponseDraw DrawResponse(IReadOnlyList<double> point, RandomSource random)
    {
        int rows = model.Design.RowCount;
        double[] response = new double[rows], group = new double[rows], theta = [.. new double[model.MetaDimension], .. point];
        for (int k = 0; k < model.Groups.Length; k++)
        {
            GroupFrontier own = model.Groups[k];
            ResponseDraw draw = ((ISimulates)own.Likelihood).DrawResponse([.. theta.Skip(model.Offset(k)).Take(own.Likelihood.Dimension)], random);
            for (int i = 0; i < own.Rows.Length; i++)
                (response[own.Rows[i]], group[own.Rows[i]]) = (draw.Response[i], draw.Inefficiency[i]);
        }
        (FrontierLikelihood? equation, double[] meta, double[] gap) = Over(theta);
        return new ResponseDraw(response, [.. group.Zip(gap, (u, g) => u + g)])
        {
            Parts = [("group", group), ("gap", gap)],
            Truths =
            [
                .. meta.Select((value, j) => (model.Parameters[j].ToString(), value)),
                .. equation is null ? [] : equation.Derived.Select(d => (d.Name, d.Value(meta))),
                ("meanGroupEfficiency", group.Average(u => Math.Exp(-u))), ("meanGapRatio", gap.Average(g => Math.Exp(-g))),
            ],
        };
    }

    /// <summary>The metafrontier's own parameters and the gap of every row, at the groups' parameters in θ.</summary>
    private (FrontierLikelihood? Equation, double[] Meta, double[] Gap) Over(double[] theta)
    {
        double[] frontiers = model.GroupFrontiers(theta);
        FrontierLikelihood? equation = model.Method == MetafrontierMethod.Stochastic ? model.GapEquation(frontiers) : null;
        double[] meta = equation is null ? model.EnvelopeOver(frontiers)!
            : FrontierEstimator.Fit(model.GapSpecification, equation, new FitOptions { Threads = 1 }).Result.Theta;
        meta.CopyTo(theta, 0);
        return (equation, meta, [.. model.GapLaws(theta).Select(law => -law.LogMomentGenerating(-1))]);
    }
}
