using System.Globalization;
using System.Numerics.Tensors;
using Gravity.Core.Numerics;
using Gravity.Core.Wording;

namespace Gravity.Core.Inference;

/// <summary>Covariances of estimates from Hessians, scores and residuals.</summary>
/// <remarks>
/// Notation: H the Hessian of the log-likelihood at the estimates (p × p); S the scores, one row per independent unit (N × p); B
/// the bread, (−H)⁻¹ for a likelihood and (X'X)⁻¹ for least squares with scores xᵢeᵢ.
/// </remarks>
public static class Covariance
{
    /// <summary>
    /// (−H)⁻¹. When −H is near-singular or indefinite the result is NaN and its <see cref="Conditioning"/> names the flat
    /// directions.
    /// </summary>
    /// <remarks>
    /// Nothing is replaced by a generalised inverse; <see cref="FromHessianRestricted"/> gives that on request.
    /// </remarks>
    public static CovarianceEstimate FromHessian(Matrix hessian) =>
        Inverted(Negative(hessian), CovarianceKind.Hessian, CovariancePhrases.Hessian);

    /// <summary>
    /// The covariance with the flat directions held at their estimates: D⁻¹·Q₊Λ₊⁻¹Q₊'·D⁻¹ over the eigenvectors of the scaled −H
    /// that are not flat. Parameters in <see cref="Conditioning.Unidentified"/> get variances that hold only under that
    /// restriction; the others get their ordinary variances.
    /// </summary>
    /// <remarks>Equals <see cref="FromHessian"/> when no direction is flat. Own derivation.</remarks>
    public static CovarianceEstimate FromHessianRestricted(Matrix hessian)
    {
        (Conditioning conditioning, double[] scale, SymmetricEigen? eigen) = Conditioning.Examine(Negative(hessian));
        int flat = conditioning.FlatDirections.Count;
        Phrase text = flat == 0 ? CovariancePhrases.Hessian : CovariancePhrases.HessianHeld(flat);
        if (eigen is null)
            return Undefined(hessian.Rows, CovarianceKind.Hessian, text, conditioning);
        double bound = flat == 0 ? double.NegativeInfinity : conditioning.Eigenvalues[flat - 1];
        Matrix inverse = eigen.Map(value => value > bound ? 1 / value : 0);
        return new CovarianceEstimate
        {
            Matrix = Conditioning.Scaled(inverse, scale),
            Kind = CovarianceKind.Hessian,
            TextPhrase = text,
            Conditioning = conditioning,
        };
    }

    /// <summary>(S'S)⁻¹; NaN when S'S is near-singular, as always with fewer units than parameters.</summary>
    /// <param name="scores">Units × parameters.</param>
    public static CovarianceEstimate OuterProduct(Matrix scores) =>
        Inverted(CrossProduct(scores), CovarianceKind.OuterProduct, CovariancePhrases.OuterProduct);

    /// <summary>B·S'S·B, times N/(N − 1) or N/(N − K) as <paramref name="smallSample"/> says.</summary>
    /// <param name="bread">B, symmetric.</param>
    /// <param name="scores">S, independent units × parameters.</param>
    /// <param name="smallSample">The factor; the default is Stata's for maximum likelihood.</param>
    /// <param name="observations">N; the rows of S by default.</param>
    /// <param name="parameters">K; the columns of S by default. Absorbed effects are added by the caller.</param>
    public static CovarianceEstimate Sandwich(
        Matrix bread,
        Matrix scores,
        SmallSample smallSample = SmallSample.StataLikelihood,
        int? observations = null,
        int? parameters = null)
    {
        int n = observations ?? scores.Rows;
        int k = parameters ?? scores.Columns;
        SampleFactor factor = SampleFactor.Independent(smallSample, n, k);
        return new CovarianceEstimate
        {
            Matrix = Sandwiched(bread, CrossProduct(scores), factor.Value),
            Kind = CovarianceKind.Robust,
            TextPhrase = CovariancePhrases.Robust,
            SmallSample = smallSample,
            FactorText = factor.Text,
        };
    }

    /// <summary>The sandwich with scores summed within clusters: one dimension, or several by inclusion and exclusion.</summary>
    /// <remarks>
    /// Liang and Zeger (1986); Cameron, Gelbach and Miller (2011): V = Σ over non-empty sets A of dimensions of
    /// (−1)^(|A|+1)·c_A·B·(Σ_g s_g s_g')·B with g the clusters of the intersection of A. The factor c_A is
    /// G/(G − 1), times (N − 1)/(N − K) for <see cref="SmallSample.StataRegress"/>; G is the smallest number of clusters of any
    /// dimension for every term, or the term's own, by <paramref name="multiway"/>. A multiway V can be indefinite: then its
    /// negative eigenvalues, in the metric in which the bread has a unit diagonal, are set to 0 and the result says so.
    /// </remarks>
    /// <param name="bread">B, symmetric with a positive diagonal.</param>
    /// <param name="scores">S, units × parameters.</param>
    /// <param name="dimensions">One or more cluster dimensions, each with one identifier per row of S.</param>
    /// <param name="smallSample">The factor; the default is Stata's for maximum likelihood.</param>
    /// <param name="multiway">Which G enters the factor of a multiway covariance.</param>
    /// <param name="observations">N; the rows of S by default.</param>
    /// <param name="parameters">K; the columns of S by default.</param>
    /// <exception cref="DataUnfitException">A dimension has a single cluster.</exception>
    public static CovarianceEstimate Clustered(
        Matrix bread,
        Matrix scores,
        IReadOnlyList<ClusterDimension> dimensions,
        SmallSample smallSample = SmallSample.StataLikelihood,
        MultiwayFactor multiway = MultiwayFactor.SmallestDimension,
        int? observations = null,
        int? parameters = null)
    {
        int n = observations ?? scores.Rows;
        int k = parameters ?? scores.Columns;
        ClusterSums.Check(scores, dimensions);
        Matrix meat = ClusterSums.Meat(scores, dimensions, g => SampleFactor.Grouped(smallSample, g, n, k).Value, multiway);
        ClusterCount[] counts = [.. dimensions.Select(dimension => new ClusterCount(dimension.Name, dimension.Count))];
        SampleFactor smallest = SampleFactor.Grouped(smallSample, counts.Min(c => c.Count), n, k);
        bool ownFactors = dimensions.Count > 1 && multiway == MultiwayFactor.EachTerm && smallSample != SmallSample.None;
        var estimate = new CovarianceEstimate
        {
            Matrix = Sandwiched(bread, meat, 1),
            Kind = CovarianceKind.Clustered,
            TextPhrase = CovariancePhrases.Clustered(counts),
            SmallSample = smallSample,
            FactorText = ownFactors ? $"{smallest.Words}, G of each term" : smallest.Text,
            Clusters = counts,
        };
        return dimensions.Count == 1 ? estimate : CovarianceRepair.Apply(estimate, bread);
    }

    /// <summary>Heteroskedasticity-consistent covariance of least squares: B·Σ wᵢeᵢ²xᵢxᵢ'·B.</summary>
    /// <remarks>MacKinnon and White (1985): w = 1 (HC0), N/(N − K) (HC1), 1/(1 − hᵢ) (HC2), 1/(1 − hᵢ)² (HC3).</remarks>
    /// <param name="bread">(X'X)⁻¹.</param>
    /// <param name="design">X, rows × regressors (after absorbed effects are projected out).</param>
    /// <param name="residuals">e, one per row.</param>
    /// <param name="leverages">h, the diagonal of the full hat matrix; may be empty for HC0 and HC1.</param>
    /// <param name="kind">HC0 … HC3.</param>
    /// <param name="parameters">K of HC1; the columns of X by default.</param>
    /// <param name="observations">N of HC1; the rows of X by default.</param>
    /// <exception cref="DataUnfitException">HC2 or HC3 with a leverage of 1.</exception>
    public static CovarianceEstimate LeastSquares(
        Matrix bread,
        Matrix design,
        ReadOnlySpan<double> residuals,
        ReadOnlySpan<double> leverages,
        CovarianceKind kind,
        int? parameters = null,
        int? observations = null)
    {
        if (kind is < CovarianceKind.HC0 or > CovarianceKind.HC3)
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "must be one of HC0 … HC3");
        int n = design.Rows;
        double power = kind switch { CovarianceKind.HC2 => 0.5, CovarianceKind.HC3 => 1, _ => 0 };
        double[] weighted = residuals.ToArray();
        if (power > 0)
        {
            var full = new List<int>();
            for (int i = 0; i < n; i++)
            {
                if (1 - leverages[i] < 1e-10)
                    full.Add(i + 1);
                weighted[i] /= Math.Pow(1 - leverages[i], power);
            }
            if (full.Count > 0)
                throw new DataUnfitException(
                    "leverage-one",
                    $"{kind.Key()} does not exist: {Count(full.Count, "row")} of the estimation sample " +
                    "fit exactly (leverage 1, for instance by a dummy of their own); use hc1 or drop them",
                    full);
        }
        Matrix scores = new(n, design.Columns);
        for (int j = 0; j < design.Columns; j++)
            TensorPrimitives.Multiply(design.Column(j), weighted, scores.Column(j));
        SampleFactor factor = SampleFactor.Independent(
            kind == CovarianceKind.HC1 ? SmallSample.StataRegress : SmallSample.None, observations ?? n, parameters ?? design.Columns);
        return new CovarianceEstimate
        {
            Matrix = Sandwiched(bread, CrossProduct(scores), factor.Value),
            Kind = kind,
            TextPhrase = CovariancePhrases.Heteroskedastic(kind),
            FactorText = factor.Text,
        };
    }

    /// <summary>S'S, exactly symmetric.</summary>
    internal static Matrix CrossProduct(Matrix scores)
    {
        int p = scores.Columns;
        Matrix product = new(p, p);
        for (int j = 0; j < p; j++)
            for (int i = 0; i <= j; i++)
                product[i, j] = product[j, i] = TensorPrimitives.Dot<double>(scores.Column(i), scores.Column(j));
        return product;
    }

    private static CovarianceEstimate Inverted(Matrix information, CovarianceKind kind, Phrase text)
    {
        (Conditioning conditioning, double[] scale, SymmetricEigen? eigen) = Conditioning.Examine(information);
        if (eigen is null || conditioning.NearSingular
            || Cholesky.TryFactor(Conditioning.Scaled(information, scale)) is not { } factor)
            return Undefined(information.Rows, kind, text, conditioning);
        return new CovarianceEstimate
        {
            Matrix = Conditioning.Scaled(factor.Inverse(), scale),
            Kind = kind,
            TextPhrase = text,
            Conditioning = conditioning,
        };
    }

    private static CovarianceEstimate Undefined(int order, CovarianceKind kind, Phrase text, Conditioning conditioning)
    {
        Matrix undefined = new(order, order);
        undefined.Values.Fill(double.NaN);
        return new CovarianceEstimate { Matrix = undefined, Kind = kind, TextPhrase = text, Conditioning = conditioning };
    }

    /// <summary>c·B·M·B, exactly symmetric.</summary>
    internal static Matrix Sandwiched(Matrix bread, Matrix meat, double factor)
    {
        Matrix product = bread * meat * bread;
        for (int j = 0; j < product.Columns; j++)
            for (int i = 0; i <= j; i++)
                product[i, j] = product[j, i] = 0.5 * factor * (product[i, j] + product[j, i]);
        return product;
    }

    private static Matrix Negative(Matrix matrix)
    {
        Matrix result = new(matrix.Rows, matrix.Columns);
        TensorPrimitives.Negate(matrix.Values, result.Values);
        return result;
    }

    private static string Count(int count, string noun) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {noun}{(count == 1 ? "" : "s")}");
}
