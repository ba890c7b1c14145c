using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Core.Regression.Separation;

/// <summary>The combinations z = Xγ + effects that are 0 in every row held at 0, and the projection on them over the free rows.</summary>
/// <remarks>
/// Least squares in which a row that is held weighs K times a free one (Correia, Guimarães and Zylkin 2021, section 3.2). What a finite K leaves in the rows held is taken out by conjugate
/// gradients on the fit of what is left there, which has a few small eigenvalues where a column all but separates. Columns are projected on the effects and made orthonormal
/// once; a fit then costs one column. All arrays are in the order of the layout.
/// </remarks>
internal sealed class SeparatingSpace
{
    /// <summary>What z may be in a row held at 0, as a share of its largest value; and what counts as no projection at all, as a share of the target.</summary>
    private const double Held = 1e-10, Nothing = 1e-9;

    /// <summary>Share of a column's length below which it is made of the effects and the columns before it.</summary>
    private const double Dependent = 1e-10;

    /// <summary>K of exact projections: large enough that few gradients are left, small enough that the effects are projected out fast.</summary>
    private const double Moderate = 1e3;

    /// <summary>Digits of fits that only have to stay clear of a margin.</summary>
    private const double RoughTolerance = 1e-5;

    private const int MostRounds = 300;

    private static readonly ProjectionOptions Exact = new() { Tolerance = 1e-10, SuspectTolerance = 1e-10, AbsorbedTolerance = 1e-13, MaxIterations = 5000 };

    private static readonly ProjectionOptions Rough = new() { Tolerance = RoughTolerance, SuspectTolerance = 0.1 * RoughTolerance, MaxIterations = 2000 };

    private readonly SeparationRows _rows;
    private readonly ProjectionOptions _options;
    private readonly bool _exact;
    private readonly Matrix _basis, _triangle;

    /// <summary>Prepares the space and fits the first target, 1 in the free rows, along with the columns.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="free">Rows in which z may differ from 0; it is held at 0 in the others, but for rows that are gone.</param>
    /// <param name="exact">False for fits that are good to some digits.</param>
    public SeparatingSpace(SeparationRows rows, bool[] free, bool exact)
    {
        (_rows, _exact, _options, Free) = (rows, exact, exact ? Exact : Rough, free);
        double weight = exact ? Moderate : Math.Clamp(100.0 * free.Count(f => f), 1e4, 1e7);
        Weights = new double[free.Length];
        var rest = new double[free.Length];
        for (int i = 0; i < free.Length; i++)
            (Weights[i], rest[i]) = rows.Gone[i] ? (0, 0) : free[i] ? (1, 1) : (weight, 0);
        Matrix columns = rows.Columns.Clone();
        double[] lengths = [.. Enumerable.Range(0, columns.Columns).Select(j => Length(columns, j))];
        Converged = rows.Project(this, columns, rest, _options);
        (_basis, _triangle, Columns) = Orthonormal(columns, lengths);
        First = Fitted(rest, null);
    }

    /// <summary>Rows in which z may differ from 0.</summary>
    public bool[] Free { get; }

    /// <summary>1 in free rows, K in those held at 0, 0 in those gone.</summary>
    public double[] Weights { get; }

    /// <summary>Positions of the columns that neither the effects nor the columns before them make up.</summary>
    public int[] Columns { get; }

    /// <summary>The fit of a target that is 1 in the free rows.</summary>
    public Combination First { get; }

    /// <summary>Whether all projections came to their tolerance.</summary>
    public bool Converged { get; private set; }

    /// <summary>By how much, as a share of the length of its target, a fit may be off: the tolerance of its own projection and that of the columns.</summary>
    public double Error => _options.Tolerance * (1 + Math.Sqrt(Columns.Length));

    /// <summary>The weighted least-squares fit of a target that is 0 in the rows held.</summary>
    public Combination Fit(double[] target)
    {
        double[] rest = [.. target];
        Converged &= _rows.Project(this, new Matrix(rest.Length, 0), rest, _options);
        return Fitted(rest, target);
    }

    /// <summary>The projection of the first target.</summary>
    public Combination Project() => Hold(First.Scaled(1), 1);

    /// <summary>The projection of a target that is 0 in the rows held: z is 0 there.</summary>
    public Combination Project(double[] target)
    {
        double scale = 0;
        foreach (double value in target)
            scale = Math.Max(scale, Math.Abs(value));
        return Hold(Fit(target), scale);
    }

    /// <summary>γ of the kept columns.</summary>
    public double[] Coefficients(Combination z)
    {
        double[] gamma = [.. z.Loadings];
        for (int j = gamma.Length - 1; j >= 0; j--)
        {
            for (int k = j + 1; k < gamma.Length; k++)
                gamma[j] -= _triangle[j, k] * gamma[k];
            gamma[j] /= _triangle[j, j];
        }
        return gamma;
    }

    /// <summary>Target less rest, the columns' part taken from the rest first.</summary>
    private Combination Fitted(double[] rest, double[]? target)
    {
        var loadings = new double[Columns.Length];
        // Twice where digits count: the second round takes away the rounding of the first.
        for (int round = 0; round < (_exact ? 2 : 1) && loadings.Length > 0; round++)
        {
            double[] shares = WeightedGram.Product(_basis, Weights, rest, _rows.Threads);
            for (int k = 0; k < loadings.Length; k++)
            {
                loadings[k] += shares[k];
                GramKernels.AddScaled(-shares[k], _basis.Column(k), rest);
            }
        }
        for (int i = 0; i < rest.Length; i++)
            rest[i] = (target is not null ? target[i] : Free[i] ? 1 : 0) - rest[i];
        return new Combination(rest, loadings);
    }

    private Combination Hold(Combination z, double scale)
    {
        Combination? move = null, slope = null;
        double square = 0;
        for (int round = 0; round < MostRounds && !_rows.Spent; round++)
        {
            double worst = 0, largest = 0;
            for (int i = 0; i < Free.Length; i++)
            {
                if (Weights[i] == 0)
                    continue;
                double size = Math.Abs(z.Values[i]);
                largest = Math.Max(largest, size);
                worst = Free[i] ? worst : Math.Max(worst, size);
            }
            if (worst <= Held * largest || largest <= Nothing * scale)
                break;
            // Conjugate gradients on ½K·Σz² over the rows held, whose gradient is the fit of z there.
            slope ??= Fit(InHeld(z.Values));
            double next = Product(slope.Values, slope.Values);
            if (!(next > 0))
                break;
            move = move is null ? slope.Scaled(1) : move.Scaled(next / square).Plus(1, slope);
            square = next;
            double[] along = InHeld(move.Values);
            double curvature = Product(along, along), length = square / curvature;
            if (!double.IsFinite(length))
                break;
            z = z.Plus(-length, move);
            slope = slope.Plus(-length, Fit(along));
        }
        return z;
    }

    private double[] InHeld(double[] values)
    {
        var inside = new double[values.Length];
        for (int i = 0; i < inside.Length; i++)
            inside[i] = Free[i] || Weights[i] == 0 ? 0 : values[i];
        return inside;
    }

    /// <summary>Modified Gram–Schmidt under the weights, twice where digits count: X̃ = QR over the columns that are kept.</summary>
    private (Matrix Basis, Matrix Triangle, int[] Kept) Orthonormal(Matrix columns, double[] lengths)
    {
        var kept = new List<int>();
        var rows = new List<double[]>();
        for (int j = 0; j < columns.Columns; j++)
        {
            Span<double> column = columns.Column(j);
            var shares = new double[kept.Count + 1];
            for (int round = 0; round < (_exact ? 2 : 1); round++)
            {
                for (int k = 0; k < kept.Count; k++)
                {
                    double share = Product(columns, kept[k], j);
                    shares[k] += share;
                    GramKernels.AddScaled(-share, columns.Column(kept[k]), column);
                }
            }
            double length = Length(columns, j);
            if (!(length > Dependent * lengths[j]))
                continue;
            shares[^1] = length;
            foreach (ref double value in column)
                value /= length;
            kept.Add(j);
            rows.Add(shares);
        }
        Matrix triangle = new(kept.Count, kept.Count);
        for (int j = 0; j < kept.Count; j++)
            for (int k = 0; k <= j; k++)
                triangle[k, j] = rows[j][k];
        return (columns.Select([.. kept]), triangle, [.. kept]);
    }

    private double Length(Matrix columns, int j) => Math.Sqrt(Product(columns, j, j));

    private double Product(Matrix columns, int j, int k) =>
        new RowPartition(Weights.Length).Sum(1, _rows.Threads, (start, length, sum) => Add(columns.Column(j).Slice(start, length), columns.Column(k).Slice(start, length), start, sum))[0];

    private double Product(double[] a, double[] b) =>
        new RowPartition(Weights.Length).Sum(1, _rows.Threads, (start, length, sum) => Add(a.AsSpan(start, length), b.AsSpan(start, length), start, sum))[0];

    private void Add(ReadOnlySpan<double> a, ReadOnlySpan<double> b, int start, Span<double> sum)
    {
        double total = 0, lost = 0;
        for (int i = 0; i < a.Length; i++)
            CompensatedSum.Add(Weights[start + i] * a[i] * b[i], ref total, ref lost);
        sum[0] += CompensatedSum.Close(total, lost);
    }
}

/// <summary>A combination of columns and effects.</summary>
/// <param name="Values">Its value in each row, in the order of the layout.</param>
/// <param name="Loadings">Its coefficients of the orthonormal columns.</param>
internal sealed record Combination(double[] Values, double[] Loadings)
{
    /// <summary>A multiple, as a copy.</summary>
    public Combination Scaled(double factor) => new(Array.ConvertAll(Values, v => factor * v), Array.ConvertAll(Loadings, v => factor * v));

    /// <summary>The same with a multiple of another added in place.</summary>
    public Combination Plus(double factor, Combination other)
    {
        GramKernels.AddScaled(factor, other.Values, Values);
        GramKernels.AddScaled(factor, other.Loadings, Loadings);
        return this;
    }
}
