using Gravity.Core.Efficiency;

namespace Gravity.Core.Tests.Efficiency;

public class RanksTests
{
    [Fact]
    public void Ties_share_the_average_place() =>
        Assert.Equal([2.5, 1, 2.5, 4], Ranks.Descending([3, 7, 3, -1]));

    [Fact]
    public void Missing_values_take_no_place() =>
        Assert.Equal([double.NaN, 2, 1, double.NaN], Ranks.Descending([double.NaN, 1, double.PositiveInfinity, double.NaN]));

    [Fact]
    public void All_equal_and_none()
    {
        Assert.Equal([2.0, 2, 2], Ranks.Descending([5, 5, 5]));
        Assert.Empty(Ranks.Descending([]));
    }
}
