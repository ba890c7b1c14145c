using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Regression;

public sealed class EffectSetTests
{
    [Theory]
    [InlineData("od", 1)]
    [InlineData("ot dt", 1)]
    [InlineData("ot dt", 3)]
    [InlineData("o ot", 1)]
    [InlineData("ot o dt d t", 1)]
    [InlineData("od o", 2)]
    public void Degrees_of_freedom_are_the_rank_of_the_dummies(string effects, int islands)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(effects.Split(' '), false, islands: islands, keep: 0.5, seed: 3);
        EffectRank rank = problem.Effects.Rank;
        Assert.True(rank.IsExact);
        Assert.Equal(RankOf(problem), rank.DegreesOfFreedom);
    }

    [Theory]
    [InlineData("ot dt od", 1)]
    [InlineData("ot dt od", 2)]
    [InlineData("o d t", 1)]
    public void With_three_effects_it_is_a_bound_between_the_rank_and_one_each(string effects, int islands)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(effects.Split(' '), false, islands: islands, keep: 0.9);
        EffectRank rank = problem.Effects.Rank;
        Assert.False(rank.IsExact);
        Assert.InRange(rank.DegreesOfFreedom, RankOf(problem), rank.OneEach);
    }

    [Fact]
    public void Spanned_effects_are_found_and_of_equal_ones_the_first_is_kept()
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(["o", "ot", "od", "ot"], false);
        Assert.Equal([1, -1, -1, 1], problem.Effects.Rank.SpannedBy);
        Assert.Equal(problem.Effects.Effects[0].Count, problem.Effects.Rank.Redundant[0]);
    }

    [Fact]
    public void Effects_nested_in_clusters_are_found()
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(["ot", "dt", "od"], false);
        EffectGroups pairs = problem.Effects.Effects[2];
        // A pair's code is 7·origin + destination.
        int[] origins = [.. pairs.GroupOfRow.Select(g => int.Parse(pairs.NameOf(g), CultureInfo.InvariantCulture) / 7)];
        Assert.Equal([true, false, true], problem.Effects.NestedIn(origins));
    }

    [Theory]
    [InlineData("od")]
    [InlineData("ot dt")]
    [InlineData("ot dt od")]
    [InlineData("o ot dt")]
    public void Coefficients_give_back_their_sums_and_later_effects_have_mean_zero_in_every_component(string effects)
    {
        AbsorbedProblem problem = AbsorbedSamples.Panel(effects.Split(' '), false, islands: 2, keep: 0.9);
        var random = new RandomSource(8);
        double[][] values = [.. problem.Effects.Effects.Select(e => Enumerable.Range(0, e.Count).Select(_ => 5 + random.NextNormal()).ToArray())];
        double[] sums = [.. Enumerable.Range(0, problem.Rows).Select(i => problem.Effects.Effects.Select((e, q) => values[q][e.GroupOfRow[i]]).Sum())];
        EffectCoefficients found = EffectCoefficients.Of(problem.Effects, sums);
        Assert.InRange(found.LargestError, 0, 1e-10);
        for (int i = 0; i < problem.Rows; i++)
            Agree.Absolute(sums[i], found.Sum([.. problem.Effects.Effects.Select(e => e.GroupOfRow[i])]), 1e-10);
        for (int q = 1; q < problem.Effects.Count; q++)
        {
            EffectGroups effect = problem.Effects.Effects[q];
            int components = EffectRank.ComponentOf(problem.Effects.Effects[0], effect, out int[] componentOf);
            for (int c = 0; c < components; c++)
                Agree.Absolute(0, effect.GroupOfRow.Where(g => componentOf[g] == c).Select(g => found.Of(q)[g]).Sum(), 1e-8);
        }
        Assert.True(double.IsNaN(found.Sum([.. problem.Effects.Effects.Select(_ => -1)])));
    }

    [Fact]
    public void Codes_with_gaps_and_huge_codes_are_numbered_by_first_appearance()
    {
        EffectGroups groups = EffectGroups.Of("g", [7, 1_000_000_000, 7, 3]);
        Assert.Equal([0, 1, 0, 2], groups.GroupOfRow);
        Assert.Equal(3, groups.Count);
        Assert.Equal("1000000000", groups.NameOf(1));
        EffectGroups part = groups.Select([3, 0]);
        Assert.Equal([0, 1], part.GroupOfRow);
        Assert.Equal("7", part.NameOf(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => EffectGroups.Of("g", [-1]));
    }

    [Fact]
    public void Effects_are_bound_to_columns_of_text_and_numbers_and_name_their_groups()
    {
        TradePanel panel = TradePanel.Create(
        [
            new TextColumn("o", ["A", "A", "B", "B", null]), new NumberColumn("year", [2001, 2002, 2001, 2001, 2001]), new NumberColumn("y", [1, 2, 3, 4, 5]),
        ]);
        EffectGroups both = EffectBinding.Bind(panel, [0, 1, 2, 3], new AbsorbedEffect(["o", "year"]));
        Assert.Equal([0, 1, 2, 2], both.GroupOfRow);
        Assert.Equal(["A^2001", "A^2002", "B^2001"], Enumerable.Range(0, both.Count).Select(both.NameOf));
        Assert.Equal("o^year", both.Name);
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => EffectBinding.Bind(panel, [0, 4], new AbsorbedEffect(["o"])));
        Assert.Equal("missing-effect", error.Code);
        Assert.Equal([5], error.Rows);
        Assert.Throws<UsageException>(() => EffectBinding.Bind(panel, [0], new AbsorbedEffect(["nowhere"])));
    }

    private static int RankOf(AbsorbedProblem problem) =>
        AbsorbedSamples.Dummies(problem with { Columns = new Matrix(problem.Rows, 0), Names = [] }).Columns.Columns;
}
