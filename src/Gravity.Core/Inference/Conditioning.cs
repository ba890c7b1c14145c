using System.Globalization;
using System.Text;
using Gravity.Core.Numerics;

namespace Gravity.Core.Inference;

/// <summary>How far a symmetric matrix A (such as −H) is from singular, free of the units of the parameters.</summary>
/// <remarks>
/// A is scaled to D⁻¹·A·D⁻¹ with D = diag(√|Aⱼⱼ|) (1 where Aⱼⱼ = 0), whose condition number is within a factor of the order of
/// the best over all diagonal scalings (van der Sluis 1969). Its eigenvalues sum to the number of parameters when the diagonal is
/// positive.
/// </remarks>
public sealed record Conditioning
{
    /// <summary>
    /// Scaled condition numbers above this are near-singular: fewer than about four digits of the inverse would be right.
    /// </summary>
    public const double NearSingularAbove = 1e12;

    /// <summary>A parameter whose loading on a flat direction exceeds this in size is not identified.</summary>
    public const double LoadingTolerance = 1e-6;

    /// <summary>Eigenvalues of the scaled matrix, ascending; empty when the matrix is not finite.</summary>
    public required IReadOnlyList<double> Eigenvalues { get; init; }

    /// <summary>λ_max/λ_min; ∞ when λ_min ≤ 0, NaN when the matrix is not finite.</summary>
    public required double ConditionNumber { get; init; }

    /// <summary>Directions with λ ≤ λ_max/<see cref="NearSingularAbove"/>, the smallest λ first.</summary>
    public required IReadOnlyList<FlatDirection> FlatDirections { get; init; }

    /// <summary>The direction of the smallest eigenvalue, flat or not; null when the matrix is empty or not finite.</summary>
    public FlatDirection? Weakest { get; init; }

    /// <summary>True when the matrix is not finite, indefinite, singular or nearly so: its inverse is not reported.</summary>
    public bool NearSingular => !(ConditionNumber <= NearSingularAbove);

    /// <summary>True when some eigenvalue is clearly negative: for −H, the point is a saddle and not a maximum.</summary>
    public bool Indefinite => Eigenvalues.Count > 0 && Eigenvalues[0] < -Math.Abs(Eigenvalues[^1]) / NearSingularAbove;

    /// <summary>Parameters, by index, that load on a flat direction.</summary>
    public IReadOnlyList<int> Unidentified =>
    [
        .. FlatDirections
            .SelectMany(direction => Enumerable.Range(0, direction.Loadings.Count)
                .Where(j => Math.Abs(direction.Loadings[j]) > LoadingTolerance))
            .Distinct()
            .Order(),
    ];

    /// <summary>Examines <paramref name="matrix"/>, symmetric.</summary>
    public static Conditioning Of(Matrix matrix) => Examine(matrix).Conditioning;

    internal static (Conditioning Conditioning, double[] Scale, SymmetricEigen? Eigen) Examine(Matrix matrix)
    {
        int n = matrix.Rows;
        double[] scale = new double[n];
        bool finite = true;
        foreach (double value in matrix.Values)
            finite &= double.IsFinite(value);
        if (!finite)
            return (new Conditioning { Eigenvalues = [], ConditionNumber = double.NaN, FlatDirections = [] }, scale, null);
        for (int j = 0; j < n; j++)
            scale[j] = matrix[j, j] == 0 ? 1 : Math.Sqrt(Math.Abs(matrix[j, j]));
        var eigen = new SymmetricEigen(Scaled(matrix, scale));
        if (n == 0)
            return (new Conditioning { Eigenvalues = [], ConditionNumber = 1, FlatDirections = [] }, scale, eigen);
        double largest = eigen.Values[^1];
        var flat = new List<FlatDirection>();
        for (int k = 0; k < n; k++)
        {
            if (!(eigen.Values[k] > largest / NearSingularAbove))
                flat.Add(FlatDirection.FromEigenvector(eigen.Values[k], eigen.Vectors.Column(k)));
        }
        double condition = eigen.Values[0] > 0 ? largest / eigen.Values[0] : double.PositiveInfinity;
        var conditioning = new Conditioning
        {
            Eigenvalues = eigen.Values,
            ConditionNumber = condition,
            FlatDirections = flat,
            Weakest = FlatDirection.FromEigenvector(eigen.Values[0], eigen.Vectors.Column(0)),
        };
        return (conditioning, scale, eigen);
    }

    /// <summary>D⁻¹·A·D⁻¹.</summary>
    internal static Matrix Scaled(Matrix matrix, ReadOnlySpan<double> scale)
    {
        Matrix result = new(matrix.Rows, matrix.Columns);
        for (int j = 0; j < matrix.Columns; j++)
            for (int i = 0; i < matrix.Rows; i++)
                result[i, j] = matrix[i, j] / scale[i] / scale[j];
        return result;
    }
}

/// <summary>A direction in which a surface is flat (or, with a negative eigenvalue, curves upwards).</summary>
/// <param name="Eigenvalue">
/// Curvature of the scaled surface along it; the eigenvalues of a well-posed problem are around 1.
/// </param>
/// <param name="Loadings">
/// Unit vector, one loading per parameter, each parameter counted in its own conditional standard errors (1/√(−Hⱼⱼ)); the largest
/// is positive.
/// </param>
public sealed record FlatDirection(double Eigenvalue, IReadOnlyList<double> Loadings)
{
    internal static FlatDirection FromEigenvector(double eigenvalue, ReadOnlySpan<double> vector)
    {
        double largest = 0;
        foreach (double value in vector)
        {
            // The margin makes the sign of equal loadings the first one's, whatever the rounding.
            if (Math.Abs(value) > Math.Abs(largest) * (1 + 1e-9))
                largest = value;
        }
        double[] loadings = vector.ToArray();
        if (largest < 0)
        {
            for (int j = 0; j < loadings.Length; j++)
                loadings[j] = -loadings[j];
        }
        return new FlatDirection(eigenvalue, loadings);
    }

    /// <summary>The direction in words, largest loadings first, those below 0.05 left out: <c>0.71·a − 0.71·b</c>.</summary>
    /// <param name="names">Names of the parameters.</param>
    public string Describe(IReadOnlyList<string> names)
    {
        var text = new StringBuilder();
        foreach (int j in Enumerable.Range(0, Loadings.Count).Where(j => Math.Abs(Loadings[j]) >= 0.05)
            .OrderByDescending(j => Math.Round(Math.Abs(Loadings[j]), 6)))
        {
            string sign = Loadings[j] < 0 ? "− " : text.Length > 0 ? "+ " : "";
            text.Append(text.Length > 0 ? " " : "").Append(sign)
                .Append(Math.Abs(Loadings[j]).ToString("F2", CultureInfo.InvariantCulture)).Append('·').Append(names[j]);
        }
        return text.ToString();
    }
}
