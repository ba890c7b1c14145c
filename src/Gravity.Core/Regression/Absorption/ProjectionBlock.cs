namespace Gravity.Core.Regression.Absorption;

/// <summary>Columns to project together, in the order of the rows.</summary>
/// <param name="Columns">Rows × columns; replaced by residuals.</param>
/// <param name="Extra">One more column, or null.</param>
/// <param name="ExtraIsWeighted">Whether <paramref name="Extra"/> holds u = w·z; it is then replaced by the fit of z, not by the residual.</param>
internal readonly record struct ProjectionColumns(Numerics.Matrix Columns, double[]? Extra = null, bool ExtraIsWeighted = false)
{
    /// <summary>Number of columns, the extra one included.</summary>
    public int Count => Columns.Columns + (Extra is null ? 0 : 1);

    /// <summary>Position of the column that holds w·z, −1 without one.</summary>
    public int Weighted => Extra is not null && ExtraIsWeighted ? Count - 1 : -1;

    /// <summary>Column j, the extra one last.</summary>
    public Span<double> this[int j] => j < Columns.Columns ? Columns.Column(j) : Extra;
}

/// <summary>A run of columns that are projected side by side.</summary>
internal abstract class ProjectionBlock
{
    /// <summary>Largest number of lanes.</summary>
    public const int Widest = 8;

    /// <summary>Number of lanes.</summary>
    public abstract int Width { get; }

    /// <summary>Outer coefficients of the last projection, level × lane.</summary>
    public abstract ReadOnlySpan<double> Coefficients { get; }

    /// <summary>Projects columns <paramref name="first"/> … <paramref name="first"/> + <paramref name="count"/> − 1.</summary>
    /// <param name="columns">The columns.</param>
    /// <param name="first">First column.</param>
    /// <param name="count">Number of columns, at most <see cref="Width"/>.</param>
    /// <param name="options">When to end.</param>
    /// <param name="products">Takes X̃'WX̃ (count × count), X̃'(u − Wf) and u'f; empty where they are not wanted.</param>
    /// <param name="results">Takes how each column went.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    public abstract void Project(
        ProjectionColumns columns, int first, int count, ProjectionOptions options, Span<double> products, Span<ColumnProjection> results, CancellationToken cancellation);
}

/// <summary>How the projection of one column went; see <see cref="ProjectionSummary"/>.</summary>
internal readonly record struct ColumnProjection(int Iterations, double Measure, double Remaining, bool Converged);
