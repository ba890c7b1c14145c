using System.Numerics.Tensors;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Families;
using Gravity.Core.Wording;

namespace Gravity.Core.Regression.Absorption;

/// <summary>How to fit a regression with absorbed effects.</summary>
internal sealed record AbsorptionOptions
{
    /// <summary>When projections end.</summary>
    public ProjectionOptions Projection { get; init; } = ProjectionOptions.Default;

    /// <summary>The last Newton step in standard errors at which a pseudo-likelihood has converged.</summary>
    public double Tolerance { get; init; } = 1e-8;

    /// <summary>Most steps of reweighting.</summary>
    public int MaxIterations { get; init; } = 500;

    /// <summary>η at which the iteration starts, e.g. from another fit; null for the family's own start.</summary>
    public double[]? Start { get; init; }

    /// <summary>Threads to use; 0 for one per processor. Results do not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The defaults.</summary>
    public static AbsorptionOptions Default { get; } = new();
}

/// <summary>Weighted least squares with absorbed effects: y and X less their projections on the effects, then the one on the other.</summary>
/// <remarks>Frisch and Waugh (1933), Lovell (1963): the coefficients are those with a dummy variable for every group.</remarks>
internal static class AbsorbedLeastSquares
{
    /// <summary>Fits the regression.</summary>
    /// <exception cref="ArgumentException">The arrays do not belong together or hold values that are not finite.</exception>
    public static AbsorbedSolution Fit(AbsorbedProblem problem, AbsorptionOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= AbsorptionOptions.Default;
        problem.Check();
        var order = new RowOrder(problem.Effects.Layout.Order, options.Threads);
        double[] rest = order.Sorted(problem.Response);
        Solved solved = problem.Effects.Count > 0
            ? Absorbed(problem, order.Sorted(problem.Columns), rest, order.Read(problem.Weights), options, cancellation)
            : Dense(problem, rest, options, cancellation);
        double squares = solved.Squares;
        double[] response = problem.Response, fitted = new double[rest.Length];
        order.Restore(solved.Projected, fitted);
        order.Restore(rest, fitted);
        double[] scores = problem.Weights is null ? rest : new double[rest.Length];
        var rows = new RowPartition(rest.Length);
        Workers.For(rows.Count, options.Threads, piece =>
        {
            (int from, int length) = rows.Range(piece);
            TensorPrimitives.Subtract(response.AsSpan(from, length), rest.AsSpan(from, length), fitted.AsSpan(from, length));
            if (problem.Weights is { } weights)
                TensorPrimitives.Multiply(weights.AsSpan(from, length), rest.AsSpan(from, length), scores.AsSpan(from, length));
        }, cancellation);
        (double around, double total) = AroundMean(response, problem.Weights, options.Threads);
        return new AbsorbedSolution(problem, options.Threads)
        {
            Kept = solved.Kept,
            LeftOut = solved.LeftOut,
            Coefficients = solved.Coefficients,
            Projected = solved.Projected,
            WorkingWeights = problem.Weights,
            ScoreResiduals = scores,
            InverseGram = solved.InverseGram,
            LinearPredictor = fitted,
            FittedMean = fitted,
            Deviance = squares,
            NullDeviance = around,
            LogLikelihood = GaussianLogFamily.LogLikelihood(squares, total),
            NullLogLikelihood = GaussianLogFamily.LogLikelihood(around, total),
            Pearson = squares,
            Iteration = solved.Iteration,
        };
    }

    private sealed record Solved(
        int[] Kept, LeftOutColumn[] LeftOut, double[] Coefficients, Matrix Projected, Matrix InverseGram, double Squares, IterationSummary Iteration);

    private static Solved Absorbed(
        AbsorbedProblem problem, Matrix projected, double[] rest, double[]? weights, AbsorptionOptions options, CancellationToken cancellation)
    {
        var projection = new EffectProjection(problem.Effects.Layout.Sorted(), options.Threads);
        projection.SetWeights(weights);
        ProjectionSummary summary = projection.Project(new ProjectionColumns(projected, rest), options.Projection, out ProjectionProducts products, cancellation);
        int columns = projected.Columns;
        (int[] kept, LeftOutColumn[] leftOut) = ColumnChoice.Of(problem, products.Gram.Submatrix([.. Enumerable.Range(0, columns)]), summary.Remaining);
        projected = projected.Select(kept);
        Cholesky factor = Cholesky.TryFactor(products.Gram.Submatrix(kept)) ?? throw new InvalidOperationException("the kept columns are not independent");
        double[] coefficients = factor.Solve([.. kept.Select(k => products.Gram[k, columns])]);
        // A second round on the residuals removes the rounding of the normal equations.
        double[] refined = factor.Solve(Residuals(projected, rest, weights, coefficients, options.Threads).Right);
        double squares = Residuals(projected, rest, weights, refined, options.Threads).Squares;
        for (int k = 0; k < kept.Length; k++)
            coefficients[k] += refined[k];
        bool converged = summary.AllConverged;
        var iteration = new IterationSummary(
            converged, 1, summary.Passes, summary.Measures.Max(), options.Projection.Tolerance,
            new Phrase(converged ? "absorbed.projected" : "absorbed.projection-limit", ("iterations", Data.RowList.Whole(summary.MostIterations))));
        return new Solved(kept, leftOut, coefficients, projected, factor.Inverse(), squares, iteration);
    }

    /// <summary>Without effects: orthogonal reduction of the columns as they are.</summary>
    private static Solved Dense(AbsorbedProblem problem, double[] rest, AbsorptionOptions options, CancellationToken cancellation)
    {
        LeastSquares fit = LeastSquares.Solve(problem.Columns, problem.Response, problem.Weights, options.Threads, cancellation: cancellation);
        int[] kept = [.. Enumerable.Range(0, problem.Columns.Columns).Except(fit.Dependent.Select(d => d.Column))];
        double[] coefficients = [.. kept.Select(k => fit.Coefficients[k])];
        Matrix columns = ReferenceEquals(problem.Columns, problem.Columns.Select(kept)) ? problem.Columns.Clone() : problem.Columns.Select(kept);
        double squares = Residuals(columns, rest, problem.Weights, coefficients, options.Threads).Squares;
        return new Solved(
            kept, [.. fit.Dependent.Select(d => LeftOutColumn.Collinear(problem, d))], coefficients, columns, fit.InverseGram.Submatrix(kept), squares,
            new IterationSummary(true, 1, 0, 0, options.Projection.Tolerance, new Phrase("message.least-squares")));
    }

    /// <summary>Takes X̃·step out of the residuals, and gives X̃'We and e'We of what is left.</summary>
    private static (double[] Right, double Squares) Residuals(Matrix projected, double[] rest, double[]? weights, double[] step, int threads)
    {
        int columns = projected.Columns;
        double[] sums = new RowPartition(rest.Length).Sum(columns + 1, threads, (start, length, target) =>
        {
            Span<double> weighted = stackalloc double[RowPartition.BlockRows];
            for (int done = 0; done < length; done += RowPartition.BlockRows)
            {
                int from = start + done, rows = Math.Min(RowPartition.BlockRows, length - done);
                Span<double> e = rest.AsSpan(from, rows);
                for (int k = 0; k < columns; k++)
                    GramKernels.AddScaled(-step[k], projected.Column(k).Slice(from, rows), e);
                if (weights is null)
                    e.CopyTo(weighted);
                else
                    TensorPrimitives.Multiply(weights.AsSpan(from, rows), e, weighted);
                GramKernels.AddTransposedProduct(projected, from, weighted[..rows], target[..columns]);
                target[columns] += GramKernels.Dot(weighted[..rows], e);
            }
        });
        return (sums[..columns], sums[columns]);
    }

    /// <summary>Σw(y − ȳ)² and Σw.</summary>
    private static (double Squares, double Total) AroundMean(double[] y, double[]? weights, int threads)
    {
        double shift = y.Length == 0 ? 0 : y[0];
        double[] sums = new RowPartition(y.Length).Sum(3, threads, (start, length, target) =>
        {
            for (int i = start; i < start + length; i++)
            {
                double w = weights is null ? 1 : weights[i], off = y[i] - shift;
                target[0] += w;
                target[1] += w * off;
                target[2] += w * off * off;
            }
        });
        return (sums[2] - sums[1] * sums[1] / sums[0], sums[0]);
    }
}
