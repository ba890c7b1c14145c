namespace Gravity.Core.Numerics;

/// <summary>Rows of a matrix times numbers.</summary>
internal static class RowScaling
{
    /// <summary>Multiplies row i by <paramref name="factors"/>[i], in place.</summary>
    public static void Apply(Matrix matrix, ReadOnlySpan<double> factors)
    {
        for (int j = 0; j < matrix.Columns; j++)
        {
            Span<double> column = matrix.Column(j);
            for (int i = 0; i < column.Length; i++)
                column[i] *= factors[i];
        }
    }
}
