using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Core.Regression.Separation;

/// <summary>Rows, columns and effects of a search in the order of the layout, with the one projection that all its regressions share.</summary>
internal sealed class SeparationRows
{
    private readonly EffectProjection? _projection;
    private readonly double _budget;
    private SeparatingSpace? _user;
    private double _work;

    /// <summary>Sorts the rows.</summary>
    /// <param name="problem">Columns and effects; the response says which rows have a flow.</param>
    /// <param name="threads">Threads; 0 for one per processor. Results do not depend on it.</param>
    /// <param name="budget">Rows that projections may pass over before the search gives up.</param>
    /// <param name="cancellation">Stops between projections.</param>
    public SeparationRows(AbsorbedProblem problem, int threads, double budget, CancellationToken cancellation)
    {
        (Threads, Cancellation, Names, _budget) = (threads, cancellation, problem.Names, budget);
        EffectLayout layout = problem.Effects.Layout;
        var order = new RowOrder(layout.Order, threads);
        Place = layout.Order;
        Zero = Array.ConvertAll(order.Read(problem.Response)!, y => y == 0);
        Gone = new bool[Zero.Length];
        Columns = order.Sorted(problem.Columns);
        if (problem.Effects.Count > 0)
            _projection = new EffectProjection(layout.Sorted(), threads);
    }

    public int Threads { get; }

    public CancellationToken Cancellation { get; }

    /// <summary>Names of the columns.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>For each sorted row its row in the problem; null where that is the same.</summary>
    public int[]? Place { get; }

    /// <summary>The columns as they are.</summary>
    public Matrix Columns { get; }

    /// <summary>Whether each row is without a flow.</summary>
    public bool[] Zero { get; }

    /// <summary>Rows that are found to be separated and take no part any more.</summary>
    public bool[] Gone { get; }

    /// <summary>Whether projections have passed over more rows than they may.</summary>
    public bool Spent => _work > _budget;

    /// <summary>Takes what the effects fit out of columns, under the weights of a space; false where the iteration did not come to its tolerance.</summary>
    public bool Project(SeparatingSpace user, Matrix columns, double[] target, ProjectionOptions options)
    {
        Cancellation.ThrowIfCancellationRequested();
        _work += Zero.Length;
        if (_projection is null)
            return true;
        if (!ReferenceEquals(_user, user))
            _projection.SetWeights(user.Weights);
        _user = user;
        ProjectionSummary summary = _projection.Project(new ProjectionColumns(columns, target), options, out _, Cancellation);
        _work += (double)summary.Passes * Zero.Length;
        return summary.AllConverged;
    }
}
