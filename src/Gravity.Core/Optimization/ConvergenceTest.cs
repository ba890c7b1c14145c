using System.Globalization;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Optimization;

/// <summary>The shape of the objective at a point, by the eigenvalues of −H scaled to a unit diagonal.</summary>
internal enum LocalShape
{
    /// <summary>−H is positive definite and well-conditioned: a Newton step leads to a strict maximum of the local quadratic.</summary>
    Concave,

    /// <summary>The smallest eigenvalue is 0 up to rounding.</summary>
    Singular,

    /// <summary>There is a direction of upward curvature.</summary>
    Indefinite,
}

/// <summary>What the gradient and Hessian say about a point.</summary>
/// <param name="Measure">√(g'(−H)⁻¹g) where <paramref name="Shape"/> is concave, else maxⱼ |gⱼ|/√|Hⱼⱼ|.</param>
/// <param name="Shape">The local shape.</param>
/// <param name="ReciprocalCondition">Smallest over largest eigenvalue of −H scaled to a unit diagonal.</param>
/// <param name="NewtonStep">(−H)⁻¹g where concave, else empty.</param>
internal sealed record LocalMeasure(double Measure, LocalShape Shape, double ReciprocalCondition, double[] NewtonStep);

/// <summary>The one place that decides whether a climb has converged, and says so in words.</summary>
/// <remarks>
/// The gradient is measured in standard errors, √(g'(−H)⁻¹g), which no change of units moves. A small measure alone does not make a
/// maximum: along a ridge that rises for ever, or at a maximum of fourth order, it shrinks too. There the curvature changes by a large
/// factor over a Newton step of a tiny fraction of a standard error, which at an isolated maximum it cannot; so the curvature at the end of
/// the step is compared with that at its beginning (own test; see <see cref="SteadyTolerance"/>).
/// </remarks>
internal static class ConvergenceTest
{
    /// <summary>Reciprocal condition (unit diagonal) at or below which −H counts as singular.</summary>
    internal const double SingularTolerance = 1e-12;

    /// <summary>Largest relative change of the curvature along a Newton step that ends a climb.</summary>
    internal const double SteadyTolerance = 0.05;

    /// <summary>Share of the value that may be rounding of a long sum.</summary>
    internal const double ValueRounding = 1e-13;

    /// <summary>Measures a point; derivatives must be finite.</summary>
    internal static LocalMeasure Assess(ReadOnlySpan<double> gradient, Matrix hessian)
    {
        int n = gradient.Length;
        double[] scale = new double[n];
        for (int j = 0; j < n; j++)
        {
            double widest = 0;
            foreach (double value in hessian.Column(j))
                widest = Math.Max(widest, Math.Abs(value));
            double size = Math.Sqrt(Math.Max(Math.Abs(hessian[j, j]), 1e-16 * widest));
            scale[j] = size > 0 ? 1 / size : 1;
        }
        Matrix scaled = new(n, n);
        double[] right = new double[n];
        double largest = 0;
        for (int j = 0; j < n; j++)
        {
            right[j] = gradient[j] * scale[j];
            largest = Math.Max(largest, Math.Abs(right[j]));
            for (int i = 0; i < n; i++)
                scaled[i, j] = -hessian[i, j] * scale[i] * scale[j];
        }
        double[] eigen = n == 0 ? [1] : new SymmetricEigen(scaled).Values;
        double top = Math.Max(Math.Abs(eigen[0]), Math.Abs(eigen[^1]));
        double condition = top > 0 ? eigen[0] / top : 0;
        if (condition <= SingularTolerance || Cholesky.TryFactor(scaled) is not { } factor)
        {
            LocalShape shape = condition < -SingularTolerance ? LocalShape.Indefinite : LocalShape.Singular;
            return new LocalMeasure(largest, shape, condition, []);
        }
        double[] half = factor.SolveLower(right);
        double[] step = factor.Solve(right);
        double square = 0;
        for (int j = 0; j < n; j++)
        {
            square += half[j] * half[j];
            step[j] *= scale[j];
        }
        return new LocalMeasure(Math.Sqrt(square), LocalShape.Concave, condition, step);
    }

    /// <summary>Whether the curvature s'Hs at the end of the Newton step s is that at its beginning.</summary>
    internal static bool IsSteady(ReadOnlySpan<double> step, Matrix before, Matrix after)
    {
        double old = before.Quadratic(step, step);
        double now = after.Quadratic(step, step);
        return old == 0 || Math.Abs(now / old - 1) <= SteadyTolerance;
    }

    /// <summary>The sentence of a summary.</summary>
    internal static Phrase Describe(Termination termination, LocalMeasure local, OptimizationOptions options, int iterations)
    {
        string sign = local.Measure <= options.GradientTolerance ? "≤" : ">";
        var gradient = new Phrase(
            local.Shape == LocalShape.Concave ? "climb.gradient" : "climb.gradient-diagonal",
            ("gradient", Text($"{local.Measure:0.0e+00} {sign} {options.GradientTolerance:0e+00}")), ("iterations", Text($"{iterations}")));
        var curvature = new Phrase(
            local.Shape switch
            {
                LocalShape.Concave => "climb.concave",
                LocalShape.Singular => "climb.singular",
                _ => "climb.indefinite",
            },
            ("condition", Text($"{local.ReciprocalCondition:0.0e+00}")), ("tolerance", Text($"{SingularTolerance:0e+00}")));
        return termination switch
        {
            Termination.Gradient => new Phrase("climb.ended", ("gradient", gradient), ("curvature", curvature)),
            Termination.Flat when local.Shape == LocalShape.Concave => new Phrase("climb.vanishing", ("gradient", gradient)),
            Termination.Flat => new Phrase("climb.flat", ("gradient", gradient), ("curvature", curvature)),
            Termination.Stalled => new Phrase("climb.stalled", ("gradient", gradient), ("curvature", curvature)),
            Termination.IterationLimit => new Phrase(
                "climb.limit", ("gradient", gradient), ("limit", Text($"{options.MaxIterations}")), ("curvature", curvature)),
            _ => new Phrase("climb.infeasible"),
        };
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
