namespace Gravity.Core.Numerics;

/// <summary>Householder reduction of rows into a running upper triangle: [R; B] → [R₊; 0] with R₊'R₊ = R'R + B'B.</summary>
/// <remarks>
/// Golub and Van Loan (2013), section 5.2, with the triangle kept on top (as in sequential tall-skinny QR, Demmel et al. 2012), so
/// that each reflector touches one row of R and one column of B. B is destroyed. Diagonals of R come out with either sign.
/// </remarks>
internal static class TriangularQr
{
    /// <summary>Folds <paramref name="rows"/> rows of B into R.</summary>
    /// <param name="triangle">R, order × order by columns; only its upper triangle is used.</param>
    /// <param name="order">Number of columns.</param>
    /// <param name="block">B by columns, column j at j·<paramref name="stride"/>.</param>
    /// <param name="rows">Rows of B.</param>
    /// <param name="stride">Distance between columns of B.</param>
    internal static void Fold(Span<double> triangle, int order, Span<double> block, int rows, int stride)
    {
        for (int k = 0; k < order; k++)
        {
            Span<double> pivot = block.Slice(k * stride, rows);
            double below = GramKernels.Dot(pivot, pivot);
            if (below == 0)
                continue;
            double alpha = triangle[k + k * order];
            double beta = -Math.CopySign(Math.Sqrt(alpha * alpha + below), alpha);
            double tau = (beta - alpha) / beta;
            double scale = 1 / (alpha - beta);
            foreach (ref double value in pivot)
                value *= scale;
            triangle[k + k * order] = beta;
            for (int j = k + 1; j < order; j++)
            {
                Span<double> column = block.Slice(j * stride, rows);
                double w = tau * (triangle[k + j * order] + GramKernels.Dot(pivot, column));
                triangle[k + j * order] -= w;
                GramKernels.AddScaled(-w, pivot, column);
            }
        }
    }
}
