using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Regression;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Regression;

/// <summary>Leverages of absorbed effects against the hat matrix of dummy variables.</summary>
public sealed class EffectLeveragesTests
{
    private const int Rows = 90;

    public static TheoryData<int, bool> Shapes()
    {
        var data = new TheoryData<int, bool>();
        foreach (int effects in new[] { 1, 2, 3, 4 })
        {
            data.Add(effects, false);
            data.Add(effects, true);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void They_are_the_diagonal_of_the_dummies_hat_matrix(int count, bool weighted)
    {
        EffectSet set = Effects(count);
        var random = new RandomSource(5);
        double[]? weights = weighted ? [.. Enumerable.Range(0, Rows).Select(_ => 0.2 + random.NextExponential())] : null;
        double[] leverages = EffectLeverages.Of(set, weights);
        // D(D'WD)⁺D' by eigenvalues.
        var dummies = new Matrix(Rows, set.Levels);
        for (int q = 0, offset = 0; q < set.Count; offset += set.Effects[q].Count, q++)
            for (int row = 0; row < Rows; row++)
                dummies[row, offset + set.Effects[q].GroupOfRow[row]] = 1;
        Matrix scaled = dummies.Clone();
        if (weights is not null)
            RowScaling.Apply(scaled, weights);
        Matrix inverse = new SymmetricEigen(dummies.Transpose() * scaled).Map(value => value > 1e-9 ? 1 / value : 0);
        double total = 0;
        for (int row = 0; row < Rows; row++)
        {
            double[] d = [.. Enumerable.Range(0, set.Levels).Select(j => dummies[row, j])];
            Agree.Absolute(inverse.Quadratic(d, d), leverages[row], 1e-9);
            total += (weights?[row] ?? 1) * leverages[row];
        }
        // The trace is the rank, which components count exactly for two effects.
        Agree.Absolute(Math.Round(total), total, 1e-8);
        if (set.Rank.IsExact)
            Assert.Equal(set.Rank.DegreesOfFreedom, (int)Math.Round(total));
    }

    [Fact]
    public void Hc2_and_hc3_equal_those_with_dummies()
    {
        EffectSet set = Effects(2), none = new(Rows, []);
        var random = new RandomSource(9);
        double[] x = [.. Enumerable.Range(0, Rows).Select(_ => random.NextNormal())], y = [.. x.Select((v, i) => v + random.NextNormal() * (1 + 0.1 * (i % 7)))];
        Matrix own = new(Rows, 1);
        x.CopyTo(own.Column(0));
        AbsorbedSolution absorbed = AbsorbedLeastSquares.Fit(new AbsorbedProblem(y, own, ["x"], set));
        // x, every group of the first effect, all but the last of the second: the panel is connected.
        int columns = 1 + set.Effects[0].Count + set.Effects[1].Count - 1;
        var full = new Matrix(Rows, columns);
        x.CopyTo(full.Column(0));
        for (int row = 0; row < Rows; row++)
        {
            full[row, 1 + set.Effects[0].GroupOfRow[row]] = 1;
            int second = set.Effects[1].GroupOfRow[row];
            if (second < set.Effects[1].Count - 1)
                full[row, 1 + set.Effects[0].Count + second] = 1;
        }
        AbsorbedSolution dummies = AbsorbedLeastSquares.Fit(new AbsorbedProblem(y, full, [.. Enumerable.Range(0, columns).Select(j => $"c{j}")], none));
        foreach (CovarianceKind kind in new[] { CovarianceKind.Hessian, CovarianceKind.HC0, CovarianceKind.HC1, CovarianceKind.HC2, CovarianceKind.HC3 })
        {
            var request = new Gravity.Core.Estimation.CovarianceRequest { Kind = kind };
            double expected = RegressionCovariance.Of(Parts(dummies), request, SmallSample.StataRegress).Matrix[0, 0];
            Agree.Relative(expected, RegressionCovariance.Of(Parts(absorbed), request, SmallSample.StataRegress).Matrix[0, 0], 1e-9);
        }
    }

    [Fact]
    public void Too_many_groups_are_refused_with_the_reason()
    {
        int[] pair = [.. Enumerable.Range(0, 8000).Select(i => i / 4)], other = [.. Enumerable.Range(0, 8000).Select(i => i % 1600)];
        var set = new EffectSet(8000, [EffectGroups.Of("pair", pair), EffectGroups.Of("firm", other)]);
        UsageException error = Assert.Throws<UsageException>(() => EffectLeverages.Of(set, null));
        Assert.Equal("leverages-not-exact", error.Code);
        Assert.Contains("use hc1", error.Message, StringComparison.Ordinal);
    }

    private static RegressionParts Parts(AbsorbedSolution solution) => new()
    {
        IsLeastSquares = true,
        HasScale = true,
        Bread = solution.InverseGram,
        Columns = solution.Projected,
        Residuals = solution.ScoreResiduals,
        Weights = null,
        Effects = solution.Problem.Effects,
        Observations = Rows,
        Squares = solution.Pearson,
    };

    /// <summary>Effects of different sizes, the fourth spanned by the first.</summary>
    private static EffectSet Effects(int count)
    {
        int[][] codes =
        [
            [.. Enumerable.Range(0, Rows).Select(i => i / 6)], [.. Enumerable.Range(0, Rows).Select(i => i * 7 % 11)], [.. Enumerable.Range(0, Rows).Select(i => i * i % 8)],
            [.. Enumerable.Range(0, Rows).Select(i => i / 18)],
        ];
        return new EffectSet(Rows, [.. codes.Take(count).Select((c, q) => EffectGroups.Of($"e{q}", c))]);
    }
}
