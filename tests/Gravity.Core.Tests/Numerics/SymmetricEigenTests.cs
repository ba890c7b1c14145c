using Gravity.Core.Numerics;

namespace Gravity.Core.Tests.Numerics;

public sealed class SymmetricEigenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1e-250)]
    [InlineData(1e200)]
    [InlineData(1e305)]
    public void Eigenvalues_of_any_size(double size)
    {
        // [[2, 1, 0], [1, 2, 0], [0, 0, −5]] has the eigenvalues −5, 1, 3.
        Matrix matrix = Matrix.FromRows([2 * size, size, 0], [size, 2 * size, 0], [0, 0, -5 * size]);
        var eigen = new SymmetricEigen(matrix);
        Agree.Relative(-5 * size, eigen.Values[0], 1e-14);
        Agree.Relative(size, eigen.Values[1], 1e-14);
        Agree.Relative(3 * size, eigen.Values[2], 1e-14);
        Agree.Absolute(1, Math.Abs(eigen.Vectors[2, 0]), 1e-14);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Entries_that_are_no_numbers_give_none(double entry) =>
        Assert.All(new SymmetricEigen(Matrix.FromRows([1, entry], [entry, 1])).Values, value => Assert.True(double.IsNaN(value)));
}
