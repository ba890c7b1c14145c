using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>One weighted least-squares step of an iteration: u/W on columns and effects.</summary>
/// <param name="Step">Coefficients of the kept columns; empty when these depend on one another at the weights of the step.</param>
/// <param name="Decrement">Σu·fit.</param>
internal readonly record struct WorkingStep(double[] Step, double Decrement);

/// <summary>The least-squares side of iterated reweighting: which columns there are, and their step.</summary>
internal abstract class WorkingFit
{
    protected WorkingFit(AbsorbedProblem problem) => Problem = problem;

    protected AbsorbedProblem Problem { get; }

    /// <summary>X̃ of the kept columns, in sorted order of the rows.</summary>
    public Matrix Columns { get; protected set; } = new(0, 0);

    /// <summary>Positions of the kept columns.</summary>
    public int[] Kept { get; protected set; } = [];

    /// <summary>Columns left out; known after the first step.</summary>
    public LeftOutColumn[] LeftOut { get; protected set; } = [];

    /// <summary>(X̃'WX̃)⁻¹; NaN where the columns depend on one another at the final weights.</summary>
    public Matrix InverseGram { get; protected set; } = new(0, 0);

    /// <summary>Passes over the rows so far.</summary>
    public int Passes { get; protected set; }

    /// <summary>Fits u/W. <paramref name="weighted"/> holds u and becomes the part of the fit that effects make.</summary>
    /// <param name="weighted">u, in sorted order.</param>
    /// <param name="weights">W ≥ 0.</param>
    /// <param name="options">Tolerances.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    public abstract WorkingStep Fit(double[] weighted, double[] weights, ProjectionOptions options, CancellationToken cancellation);

    /// <summary>The same with weights of either sign; null where the equations are not definite, <paramref name="weighted"/> then being lost.</summary>
    /// <inheritdoc cref="Fit" path="/param"/>
    public abstract WorkingStep? FitSigned(double[] weighted, double[] weights, ProjectionOptions options, CancellationToken cancellation);

    /// <summary>Projects the columns at the final weights, to the full tolerance; false when the projection stopped at its limit.</summary>
    /// <param name="weights">W ≥ 0.</param>
    /// <param name="options">Tolerances.</param>
    /// <param name="cancellation">Stops between iterations.</param>
    public abstract bool Close(double[] weights, ProjectionOptions options, CancellationToken cancellation);

    /// <summary>A matrix of NaN.</summary>
    protected static Matrix Unknown(int order)
    {
        var unknown = new Matrix(order, order);
        unknown.Values.Fill(double.NaN);
        return unknown;
    }
}

/// <summary>With absorbed effects: columns are projected in place, each step from where the last one left them.</summary>
internal sealed class AbsorbedWorkingFit : WorkingFit
{
    private readonly EffectProjection _projection;
    private bool _chosen;

    public AbsorbedWorkingFit(AbsorbedProblem problem, EffectLayout layout, RowOrder order, int threads)
        : base(problem)
    {
        _projection = new EffectProjection(layout.Sorted(), threads);
        Columns = order.Sorted(problem.Columns);
        Kept = [.. Enumerable.Range(0, Columns.Columns)];
    }

    public override WorkingStep Fit(double[] weighted, double[] weights, ProjectionOptions options, CancellationToken cancellation)
    {
        _projection.SetWeights(weights);
        ProjectionSummary summary = _projection.Project(new ProjectionColumns(Columns, weighted, true), options, out ProjectionProducts products, cancellation);
        return Step(summary, products);
    }

    public override WorkingStep? FitSigned(double[] weighted, double[] weights, ProjectionOptions options, CancellationToken cancellation)
    {
        if (!_chosen || !_projection.SetSignedWeights(weights))
            return null;
        ProjectionSummary summary = _projection.Project(new ProjectionColumns(Columns, weighted, true), options, out ProjectionProducts products, cancellation);
        Matrix inverse = InverseGram;
        WorkingStep step = Step(summary, products);
        if (summary.AllConverged && step.Step.Length == Kept.Length && step.Decrement > 0)
            return step;
        InverseGram = inverse;
        return null;
    }

    private WorkingStep Step(ProjectionSummary summary, ProjectionProducts products)
    {
        Passes += summary.Passes;
        int[] used = [.. Enumerable.Range(0, Kept.Length)];
        if (!_chosen)
        {
            (used, LeftOut) = ColumnChoice.Of(Problem, products.Gram.Submatrix(used), summary.Remaining);
            Kept = used;
            Columns = Columns.Select(used);
            _chosen = true;
        }
        double[] right = [.. used.Select(j => products.Right[j])];
        if (Cholesky.TryFactor(products.Gram.Submatrix(used)) is not { } factor)
            return new WorkingStep([], 0);
        double[] step = factor.Solve(right);
        InverseGram = factor.Inverse();
        // u'fit = u'f + Σ stepₖ·x̃ₖ'u, with x̃'u = x̃'(u − Wf) + x̃'Wf.
        double decrement = products.Score;
        for (int k = 0; k < step.Length; k++)
            decrement += step[k] * (right[k] + products.Gram[used[k], products.Gram.Columns - 1]);
        return new WorkingStep(step, decrement);
    }

    public override bool Close(double[] weights, ProjectionOptions options, CancellationToken cancellation)
    {
        _projection.SetWeights(weights);
        ProjectionSummary summary = _projection.Project(new ProjectionColumns(Columns), options, out ProjectionProducts products, cancellation);
        Passes += summary.Passes;
        InverseGram = Cholesky.TryFactor(products.Gram)?.Inverse() ?? Unknown(Kept.Length);
        return summary.AllConverged;
    }
}

/// <summary>Without effects: orthogonal reduction of the columns as they are.</summary>
internal sealed class DenseWorkingFit : WorkingFit
{
    private readonly int _threads;
    private bool _chosen;

    public DenseWorkingFit(AbsorbedProblem problem, int threads)
        : base(problem)
    {
        _threads = threads;
        Columns = problem.Columns.Clone();
        Kept = [.. Enumerable.Range(0, Columns.Columns)];
    }

    public override WorkingStep Fit(double[] weighted, double[] weights, ProjectionOptions options, CancellationToken cancellation)
    {
        // Rows without weight have no working response, but they may have a score: it is added to the right side below.
        double[] response = new double[weighted.Length], alone = [];
        for (int i = 0; i < response.Length; i++)
        {
            if (weights[i] > 0)
                response[i] = weighted[i] / weights[i];
            else if (weighted[i] != 0)
                (alone.Length == 0 ? alone = new double[response.Length] : alone)[i] = weighted[i];
        }
        LeastSquares fit = LeastSquares.Solve(Columns, response, weights, _threads, cancellation: cancellation);
        if (!_chosen && fit.Dependent.Count > 0)
        {
            LeftOut = [.. fit.Dependent.Select(d => LeftOutColumn.Collinear(Problem, d))];
            Kept = [.. Kept.Except(fit.Dependent.Select(d => d.Column))];
            Columns = Columns.Select(Kept);
            fit = LeastSquares.Solve(Columns, response, weights, _threads, cancellation: cancellation);
        }
        else if (fit.Dependent.Count > 0)
        {
            return new WorkingStep([], 0);
        }
        _chosen = true;
        InverseGram = fit.InverseGram;
        double[] products = WeightedGram.Product(Columns, null, weighted, _threads), step = fit.Coefficients;
        if (alone.Length > 0)
        {
            double[] beside = InverseGram.Times(WeightedGram.Product(Columns, null, alone, _threads));
            step = [.. step.Select((s, k) => s + beside[k])];
        }
        Array.Clear(weighted);
        return new WorkingStep(step, GramKernels.Dot(products, step));
    }

    public override WorkingStep? FitSigned(double[] weighted, double[] weights, ProjectionOptions options, CancellationToken cancellation)
    {
        if (!_chosen || Cholesky.TryFactor(WeightedGram.Of(Columns, weights, _threads)) is not { } factor)
            return null;
        double[] products = WeightedGram.Product(Columns, null, weighted, _threads), step = factor.Solve(products);
        Array.Clear(weighted);
        return new WorkingStep(step, GramKernels.Dot(products, step));
    }

    public override bool Close(double[] weights, ProjectionOptions options, CancellationToken cancellation)
    {
        LeastSquares fit = LeastSquares.Solve(Columns, new double[weights.Length], weights, _threads, cancellation: cancellation);
        InverseGram = fit.Dependent.Count == 0 ? fit.InverseGram : Unknown(Kept.Length);
        return true;
    }
}
