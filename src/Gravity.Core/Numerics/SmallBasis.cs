namespace Gravity.Core.Numerics;

/// <summary>An orthonormal basis that columns join one by one, unless the columns already in it span them.</summary>
/// <remarks>Gram–Schmidt with a second pass, which is as orthogonal as Householder's (Giraud, Langou and Rozložník 2005); for a few columns only.</remarks>
internal sealed class SmallBasis(int height)
{
    private readonly List<double[]> _basis = [];
    private readonly List<double[]> _triangle = [];

    /// <summary>Labels of the columns in the basis, in order.</summary>
    internal List<int> Kept { get; } = [];

    /// <summary>Adds a column, or returns its coefficients on the kept columns when they span it.</summary>
    internal double[]? TryJoin(int label, ReadOnlySpan<double> column, double tolerance)
    {
        double length = Math.Sqrt(GramKernels.Dot(column, column));
        double[] rest = column.ToArray();
        double[] projection = Project(rest);
        double remaining = Math.Sqrt(GramKernels.Dot(rest, rest));
        if (!(remaining > tolerance * length))
            return SolveTriangle(projection);
        for (int i = 0; i < height; i++)
            rest[i] /= remaining;
        _basis.Add(rest);
        _triangle.Add([.. projection, remaining]);
        Kept.Add(label);
        return null;
    }

    /// <summary>Least-squares coefficients of a column on the kept columns, and the length of what remains.</summary>
    internal (double[] Coefficients, double Remaining) Regress(ReadOnlySpan<double> column)
    {
        double[] rest = column.ToArray();
        double[] coefficients = SolveTriangle(Project(rest));
        return (coefficients, Math.Sqrt(GramKernels.Dot(rest, rest)));
    }

    /// <summary>(A'A)⁻¹ of the kept columns A.</summary>
    internal Matrix InverseGram()
    {
        int n = Kept.Count;
        Matrix root = new(n, n);
        for (int j = 0; j < n; j++)
        {
            double[] unit = new double[n];
            unit[j] = 1;
            SolveTriangle(unit).CopyTo(root.Column(j));
        }
        Matrix inverse = new(n, n);
        for (int j = 0; j < n; j++)
            for (int i = 0; i <= j; i++)
            {
                double sum = 0;
                for (int k = j; k < n; k++)
                    sum += root[i, k] * root[j, k];
                inverse[i, j] = inverse[j, i] = sum;
            }
        return inverse;
    }

    private double[] Project(double[] rest)
    {
        double[] projection = new double[_basis.Count];
        for (int pass = 0; pass < 2; pass++)
            for (int k = 0; k < _basis.Count; k++)
            {
                double share = GramKernels.Dot(_basis[k], rest);
                projection[k] += share;
                GramKernels.AddScaled(-share, _basis[k], rest);
            }
        return projection;
    }

    private double[] SolveTriangle(double[] right)
    {
        double[] x = (double[])right.Clone();
        for (int i = x.Length - 1; i >= 0; i--)
        {
            x[i] /= _triangle[i][i];
            for (int k = 0; k < i; k++)
                x[k] -= _triangle[i][k] * x[i];
        }
        return x;
    }
}
