using Gravity.Core.Estimation;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Studies;

public sealed class TermRemovalTests
{
    private static readonly ModelRequest OneStep = new() { Model = "bc95", Formula = "ln(y) ~ ln(a)+b + i(year)", Inefficiency = "z + w", SigmaU = "w" };

    [Fact]
    public void Terms_are_listed_once_in_canonical_spelling() =>
        Assert.Equal(["ln(a)", "b", "i(year)", "z", "w"], TermRemoval.TermsOf(OneStep));

    [Fact]
    public void A_term_is_dropped_from_every_index_it_is_in()
    {
        ModelRequest reduced = TermRemoval.Drop(OneStep, ["w", "ln( a )"]);

        Assert.Equal(("bc95", "ln(y) ~ b + i(year)", "z", null), (reduced.Model, reduced.Formula, reduced.Inefficiency, reduced.SigmaU));
    }

    [Theory]
    [InlineData("z + w", "truncated-normal")]
    [InlineData("0 + z + w", "half-normal")]
    public void Without_determinants_one_step_is_the_pooled_model(string index, string law)
    {
        ModelRequest reduced = TermRemoval.Drop(OneStep with { Inefficiency = index }, ["z + w"]);

        Assert.Equal(("pooled", law, null, null), (reduced.Model, reduced.Law, reduced.Inefficiency, reduced.MeanU));
        ModelRunner.Check(reduced);
    }

    [Fact]
    public void Dropping_all_regressors_leaves_the_intercept() =>
        Assert.Equal("ln(y) ~ 1", TermRemoval.Drop(new ModelRequest { Model = "ols", Formula = "ln(y) ~ a" }, ["a"]).Formula);
}
