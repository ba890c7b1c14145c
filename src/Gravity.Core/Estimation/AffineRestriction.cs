using Gravity.Core.Numerics;

namespace Gravity.Core.Estimation;

/// <summary>One linear restriction Σⱼ aⱼθⱼ = c.</summary>
/// <param name="Coefficients">a, one per parameter.</param>
/// <param name="Value">c.</param>
public sealed record LinearRestriction(double[] Coefficients, double Value)
{
    /// <summary>θⱼ = value.</summary>
    public static LinearRestriction Fix(int dimension, int position, double value)
    {
        var coefficients = new double[dimension];
        coefficients[position] = 1;
        return new LinearRestriction(coefficients, value);
    }
}

/// <summary>The points of an affine subspace: θ = θ₀ + N·φ, with φ some of the parameters themselves.</summary>
/// <remarks>
/// Gauss–Jordan elimination with row and column pivoting writes one parameter per restriction as an affine function of the others; those others
/// are φ, so that a free parameter keeps its meaning. Restrictions are scaled to a largest coefficient of 1 first.
/// </remarks>
public sealed class AffineRestriction
{
    /// <summary>Share of a restriction's largest coefficient below which what is left after elimination is rounding.</summary>
    private const double Rounding = 1e-11;

    private readonly double[] _origin;
    private readonly int[] _free;

    private AffineRestriction(int dimension, IReadOnlyList<LinearRestriction> restrictions, double[] origin, Matrix directions, int[] free)
    {
        Dimension = dimension;
        Restrictions = restrictions;
        _origin = origin;
        Directions = directions;
        _free = free;
        var isFree = new bool[dimension];
        foreach (int position in free)
            isFree[position] = true;
        OnlyFixes = Enumerable.Range(0, dimension).All(j => isFree[j] || !Moves(j));
    }

    /// <summary>Length of θ.</summary>
    public int Dimension { get; }

    /// <summary>The restrictions, independent of each other.</summary>
    public IReadOnlyList<LinearRestriction> Restrictions { get; }

    /// <summary>N: parameters × free parameters.</summary>
    public Matrix Directions { get; }

    /// <summary>Positions of φ in θ, rising.</summary>
    public IReadOnlyList<int> Free => _free;

    /// <summary>True without any restriction.</summary>
    public bool IsEmpty => Restrictions.Count == 0;

    /// <summary>True when every restriction holds one parameter: the others are not tied to each other.</summary>
    public bool OnlyFixes { get; }

    /// <summary>No restriction.</summary>
    public static AffineRestriction None(int dimension) =>
        new(dimension, [], new double[dimension], Matrix.Identity(dimension), [.. Enumerable.Range(0, dimension)]);

    /// <summary>Holds the parameters in <paramref name="values"/> (position → value).</summary>
    public static AffineRestriction Fix(int dimension, IReadOnlyDictionary<int, double> values) =>
        Of(dimension, [.. values.OrderBy(v => v.Key).Select(v => LinearRestriction.Fix(dimension, v.Key, v.Value))]);

    /// <summary>The points that meet all restrictions.</summary>
    /// <exception cref="RestrictionException">A restriction contradicts those before it or follows from them.</exception>
    public static AffineRestriction Of(int dimension, IReadOnlyList<LinearRestriction> restrictions)
    {
        var rows = new List<(double[] A, double C, int Pivot)>();
        for (int r = 0; r < restrictions.Count; r++)
        {
            double size = restrictions[r].Coefficients.Max(Math.Abs);
            double[] a = size > 0 ? Array.ConvertAll(restrictions[r].Coefficients, v => v / size) : [.. restrictions[r].Coefficients];
            double c = size > 0 ? restrictions[r].Value / size : restrictions[r].Value;
            double level = Math.Abs(c);
            foreach ((double[] row, double value, int at) in rows)
            {
                double factor = a[at];
                level = Math.Max(level, Math.Abs(factor * value));
                Subtract(a, row, factor);
                c -= factor * value;
            }
            int pivot = 0;
            for (int j = 1; j < dimension; j++)
                if (Math.Abs(a[j]) >= Math.Abs(a[pivot]) * (1 - Rounding))
                    pivot = j;
            if (dimension == 0 || Math.Abs(a[pivot]) <= Rounding)
                throw new RestrictionException(r, contradicts: Math.Abs(c) > Rounding * Math.Max(1, level));
            double lead = a[pivot];
            for (int j = 0; j < dimension; j++)
                a[j] = j == pivot ? 1 : Math.Abs(a[j]) <= Rounding ? 0 : a[j] / lead;
            c /= lead;
            for (int k = 0; k < rows.Count; k++)
            {
                double factor = rows[k].A[pivot];
                if (factor == 0)
                    continue;
                Subtract(rows[k].A, a, factor);
                rows[k] = (rows[k].A, rows[k].C - factor * c, rows[k].Pivot);
            }
            rows.Add((a, c, pivot));
        }
        var dependent = rows.ToDictionary(r => r.Pivot);
        int[] free = [.. Enumerable.Range(0, dimension).Where(j => !dependent.ContainsKey(j))];
        var origin = new double[dimension];
        var directions = new Matrix(dimension, free.Length);
        for (int k = 0; k < free.Length; k++)
            directions[free[k], k] = 1;
        foreach ((double[] a, double c, int pivot) in rows)
        {
            origin[pivot] = c;
            for (int k = 0; k < free.Length; k++)
                directions[pivot, k] = a[free[k]] == 0 ? 0 : -a[free[k]];
        }
        return new AffineRestriction(dimension, [.. restrictions], origin, directions, free);
    }

    /// <summary>This and further restrictions.</summary>
    /// <exception cref="RestrictionException">A further restriction contradicts those before it or follows from them.</exception>
    public AffineRestriction And(params IReadOnlyList<LinearRestriction> further) => Of(Dimension, [.. Restrictions, .. further]);

    /// <summary>Whether every point here meets a restriction: it follows from these.</summary>
    public bool Implies(LinearRestriction restriction)
    {
        try
        {
            And(restriction);
            return false;
        }
        catch (RestrictionException error)
        {
            return !error.Contradicts;
        }
    }

    /// <summary>Whether some point here meets a restriction.</summary>
    public bool Allows(LinearRestriction restriction)
    {
        try
        {
            And(restriction);
            return true;
        }
        catch (RestrictionException error)
        {
            return !error.Contradicts;
        }
    }

    /// <summary>False for a parameter that has one value in all points.</summary>
    public bool Moves(int position)
    {
        for (int k = 0; k < _free.Length; k++)
            if (Directions[position, k] != 0)
                return true;
        return false;
    }

    /// <summary>The value of a parameter that has one in all points.</summary>
    public double ValueOf(int position) => _origin[position];

    /// <summary>θ of φ.</summary>
    public double[] Expand(ReadOnlySpan<double> point)
    {
        double[] full = [.. _origin];
        for (int k = 0; k < _free.Length; k++)
        {
            double value = point[k];
            for (int j = 0; j < full.Length; j++)
                if (Directions[j, k] is var direction && direction != 0)
                    full[j] += direction * value;
        }
        return full;
    }

    /// <summary>φ of a θ that meets the restrictions; of another θ its free coordinates.</summary>
    public double[] Reduce(ReadOnlySpan<double> full)
    {
        var point = new double[_free.Length];
        for (int k = 0; k < point.Length; k++)
            point[k] = full[_free[k]];
        return point;
    }

    /// <summary>N'g.</summary>
    public double[] ReduceGradient(ReadOnlySpan<double> gradient)
    {
        var reduced = new double[_free.Length];
        for (int k = 0; k < reduced.Length; k++)
        {
            double sum = 0;
            for (int j = 0; j < gradient.Length; j++)
                if (Directions[j, k] is var direction && direction != 0)
                    sum += direction * gradient[j];
            reduced[k] = sum;
        }
        return reduced;
    }

    /// <summary>N'HN, exactly symmetric.</summary>
    public Matrix ReduceForm(Matrix form)
    {
        if (OnlyFixes)
            return form.Submatrix(_free);
        Matrix reduced = Directions.Transpose() * (form * Directions);
        Symmetrise(reduced);
        return reduced;
    }

    /// <summary>S·N, for scores S with one row a unit.</summary>
    public Matrix ReduceScores(Matrix scores)
    {
        Matrix reduced = new(scores.Rows, _free.Length);
        for (int k = 0; k < _free.Length; k++)
        {
            Span<double> target = reduced.Column(k);
            for (int j = 0; j < scores.Columns; j++)
            {
                double direction = Directions[j, k];
                if (direction == 0)
                    continue;
                ReadOnlySpan<double> source = scores.Column(j);
                for (int i = 0; i < target.Length; i++)
                    target[i] += direction * source[i];
            }
        }
        return reduced;
    }

    /// <summary>N·V·N', the covariance of θ from that of φ; 0 in rows and columns of parameters with one value.</summary>
    public Matrix ExpandCovariance(Matrix covariance)
    {
        if (IsEmpty)
            return covariance;
        Matrix full = Directions * (covariance * Directions.Transpose());
        Symmetrise(full);
        return full;
    }

    private static void Symmetrise(Matrix matrix)
    {
        for (int j = 0; j < matrix.Columns; j++)
            for (int i = 0; i < j; i++)
                matrix[i, j] = matrix[j, i] = 0.5 * (matrix[i, j] + matrix[j, i]);
    }

    private static void Subtract(double[] target, double[] row, double factor)
    {
        if (factor == 0)
            return;
        for (int j = 0; j < target.Length; j++)
        {
            double value = target[j] - factor * row[j];
            target[j] = Math.Abs(value) <= Rounding * Math.Max(Math.Abs(target[j]), Math.Abs(factor * row[j])) ? 0 : value;
        }
    }
}

/// <summary>A restriction that cannot stand beside those before it.</summary>
/// <param name="restriction">Its position.</param>
/// <param name="contradicts">True when no point meets all; false when it follows from the others.</param>
public sealed class RestrictionException(int restriction, bool contradicts)
    : Exception(contradicts ? "the restrictions contradict each other" : "a restriction follows from the others")
{
    /// <summary>Position of the restriction.</summary>
    public int Restriction { get; } = restriction;

    /// <summary>True when no point meets all; false when it follows from the others.</summary>
    public bool Contradicts { get; } = contradicts;
}
