using Gravity.Core.Potential;

namespace Gravity.Core.Tests.Potential;

public class TradeClassesTests
{
    [Fact]
    public void The_classes_of_the_literature_own_their_boundaries()
    {
        TradeClassification classes = TradeClasses.OfPredicted([8, 8.1, 11.9, 12, 30, double.NaN], [10, 10, 10, 10, 10, 10]);
        Assert.Equal([0, 1, 1, 2, 2, -1], classes.ClassOfRow);
        Assert.Equal([("huge potential", 1), ("potential expanding", 2), ("potential reshaping", 2)], classes.Classes.Select(c => (c.Name, c.Count)));
        Assert.Equal("ols", classes.BaseName);
        Assert.Null(classes.Note);
        Assert.Equal((0.8, 1.2), (classes.Classes[1].From, classes.Classes[1].To));
    }

    [Fact]
    public void Efficiency_as_the_base_carries_a_note()
    {
        TradeClassification classes = TradeClasses.OfEfficiency([0.5, 0.9, 1]);
        Assert.Equal("te", classes.BaseName);
        Assert.Equal(0, classes.Classes[2].Count);
        Assert.Contains("empty by construction", classes.Note);
        Assert.Null(TradeClasses.OfEfficiency([0.5, 0.9], [0.3, 0.7]).Note);
    }

    [Fact]
    public void Other_cuts_are_named_by_their_bounds()
    {
        TradeClassification classes = TradeClasses.OfEfficiency([0.25, 0.5, 0.6, 0.9], [0.25, 0.5, 0.75]);
        Assert.Equal(["≤ 0.25", "0.25–0.5", "0.5–0.75", "≥ 0.75"], classes.Classes.Select(c => c.Name));
        Assert.Equal([0, 1, 2, 3], classes.ClassOfRow);
        Assert.Equal([0, 1], TradeClasses.OfEfficiency([0.5, 0.6], [0.5]).ClassOfRow);
    }

    [Theory]
    [InlineData(1.2, 0.8)]
    [InlineData(0.8, 0.8)]
    [InlineData(-1, 1)]
    [InlineData(0.8, double.NaN)]
    public void Cuts_must_ascend(double first, double second)
    {
        UsageException error = Assert.Throws<UsageException>(() => TradeClasses.OfEfficiency([0.5], [first, second]));
        Assert.Equal("class-cuts", error.Code);
    }
}
