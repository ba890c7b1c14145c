using Gravity.Core.Numerics;
using Gravity.Core.Optimization;

namespace Gravity.Core.Tests.Optimization;

/// <summary>An objective from a formula; Moré, Garbow and Hillstrom (1981) give the classical ones, negated here to be maximised.</summary>
internal sealed class Formula(int dimension, Formula.Body body) : IObjective
{
    internal delegate double Body(ReadOnlySpan<double> x, Span<double> g, Span<double> h);

    public int Dimension => dimension;

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        Span<double> g = stackalloc double[dimension];
        Span<double> h = stackalloc double[dimension * dimension];
        double value = body(point, g, h);
        if (!gradient.IsEmpty)
            g.CopyTo(gradient);
        if (!hessian.IsEmpty)
            h.CopyTo(hessian);
        return value;
    }

    internal static Formula Rosenbrock { get; } = new(2, (x, g, h) =>
    {
        double a = x[1] - x[0] * x[0], b = 1 - x[0];
        (g[0], g[1]) = (400 * x[0] * a + 2 * b, -200 * a);
        (h[0], h[1], h[2], h[3]) = (400 * a - 800 * x[0] * x[0] - 2, 400 * x[0], 400 * x[0], -200);
        return -100 * a * a - b * b;
    });

    internal static Formula Beale { get; } = SumOfSquares(2, 3, (x, r, j) =>
    {
        double[] y = [1.5, 2.25, 2.625];
        for (int i = 0; i < 3; i++)
        {
            double power = Math.Pow(x[1], i + 1);
            r[i] = y[i] - x[0] * (1 - power);
            (j[i, 0], j[i, 1]) = (power - 1, (i + 1) * x[0] * Math.Pow(x[1], i));
        }
    });

    internal static Formula PowellSingular { get; } = new(4, (x, g, h) =>
    {
        double a = x[0] + 10 * x[1], b = x[2] - x[3], c = x[1] - 2 * x[2], d = x[0] - x[3];
        Matrix m = new(4, 4);
        Add(m, [1, 10, 0, 0], 2);
        Add(m, [0, 0, 1, -1], 10);
        Add(m, [0, 1, -2, 0], 12 * c * c);
        Add(m, [1, 0, 0, -1], 120 * d * d);
        m.Values.CopyTo(h);
        double p = -2 * a, q = -10 * b, s = -4 * c * c * c, t = -40 * d * d * d;
        (g[0], g[1], g[2], g[3]) = (p + t, 10 * p + s, q - 2 * s, -q - t);
        return -a * a - 5 * b * b - Math.Pow(c, 4) - 10 * Math.Pow(d, 4);

        static void Add(Matrix m, double[] v, double factor)
        {
            for (int j = 0; j < 4; j++)
                for (int i = 0; i < 4; i++)
                    m[i, j] -= factor * v[i] * v[j];
        }
    });

    /// <summary>ln x − x per coordinate, NaN for x ≤ 0: the maximum is at 1.</summary>
    internal static Formula LogBarrier { get; } = new(2, (x, g, h) =>
    {
        double value = 0;
        for (int j = 0; j < 2; j++)
        {
            if (x[j] <= 0)
                return double.NaN;
            value += Math.Log(x[j]) - x[j];
            g[j] = 1 / x[j] - 1;
            h[j * 3] = -1 / (x[j] * x[j]);
        }
        return value;
    });

    /// <summary>A saddle at the origin between two maxima at x = ±1.</summary>
    internal static Formula TwoHills { get; } = new(2, (x, g, h) =>
    {
        (g[0], g[1]) = (4 * x[0] - 4 * Math.Pow(x[0], 3), -2 * x[1]);
        (h[0], h[3]) = (4 - 12 * x[0] * x[0], -2);
        return 2 * x[0] * x[0] - Math.Pow(x[0], 4) - x[1] * x[1];
    });

    /// <summary>−½(x − m)'A(x − m) with A = D(0.5·11' + 0.5·I)D, D = diag(1/units).</summary>
    internal static Formula Quadratic(double[] centre, double[] units) => new(centre.Length, (x, g, h) =>
    {
        int n = centre.Length;
        double value = 0;
        for (int j = 0; j < n; j++)
            for (int i = 0; i < n; i++)
            {
                double a = (i == j ? 1 : 0.5) / (units[i] * units[j]);
                h[i + j * n] = -a;
                g[i] -= a * (x[j] - centre[j]);
                value -= 0.5 * a * (x[i] - centre[i]) * (x[j] - centre[j]);
            }
        return value;
    });

    /// <summary>−Σrᵢ², its Hessian by differences of the gradient (an objective need not have a formula for it).</summary>
    private static Formula SumOfSquares(int n, int m, Action<double[], double[], Matrix> residuals) => new(n, (x, g, h) =>
    {
        double[] r = new double[m];
        Slope(x, g, r);
        Derivatives.HessianFromGradient((at, slope) => Slope(at, slope, new double[m]), x).Values.CopyTo(h);
        return -r.Sum(v => v * v);

        void Slope(ReadOnlySpan<double> at, Span<double> slope, double[] values)
        {
            Matrix jacobian = new(m, n);
            residuals(at.ToArray(), values, jacobian);
            for (int j = 0; j < n; j++)
            {
                slope[j] = 0;
                for (int i = 0; i < m; i++)
                    slope[j] -= 2 * values[i] * jacobian[i, j];
            }
        }
    });
}

/// <summary>The log-likelihood of a logistic regression, with scores.</summary>
internal sealed class Logistic(Matrix x, double[] y) : IScoreObjective
{
    public int Dimension => x.Columns;

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian) => Run(point, gradient, hessian, scores: false);

    public double EvaluateOuterProduct(ReadOnlySpan<double> point, Span<double> gradient, Span<double> outerProduct) =>
        Run(point, gradient, outerProduct, scores: true);

    private double Run(ReadOnlySpan<double> point, Span<double> gradient, Span<double> form, bool scores)
    {
        gradient.Clear();
        form.Clear();
        double value = 0;
        double[] index = x.Times(point);
        for (int i = 0; i < y.Length; i++)
        {
            value += y[i] * index[i] - Elementary.LogOnePlusExp(index[i]);
            double p = 1 / (1 + Math.Exp(-index[i])), upper = 1 / (1 + Math.Exp(index[i]));
            double score = y[i] > 0.5 ? upper : -p;
            for (int j = 0; j < x.Columns; j++)
            {
                if (!gradient.IsEmpty)
                    gradient[j] += score * x[i, j];
                for (int l = 0; l < x.Columns && !form.IsEmpty; l++)
                    form[j + l * x.Columns] += (scores ? score * score : -p * upper) * x[i, j] * x[i, l];
            }
        }
        return value;
    }
}
