using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Tests.Numerics;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Scratch space is kept between evaluations and threads: no trace of it may reach a number.</summary>
[Trait("Category", SlowTest.Long)]
public sealed class RepeatedEvaluationTest
{
    private const int Units = 2_000;
    private const int Periods = 20;

    private static readonly Design Sample = Draw();

    public static TheoryData<string, string> Models => new()
    {
        { "pooled", "half-normal" }, { "pooled", "truncated-normal" }, { "pooled", "exponential" }, { "bc95", "truncated-normal" },
        { "bc92", "half-normal" }, { "bc92", "truncated-normal" }, { "bc92", "exponential" }, { "pitt-lee", "half-normal" },
    };

    [Theory]
    [MemberData(nameof(Models))]
    public void Value_derivatives_and_scores_have_the_same_bits_on_any_thread_and_in_any_order(string name, string law)
    {
        FrontierLikelihood one = Model(name, law, 1), several = Model(name, law, 3);
        double[] first = one.Starts(1)[0], second = Array.ConvertAll(first, t => 0.9 * t + 0.05);
        double[] expected = All(one, first);

        Assert.Equal(expected, All(several, first));
        Assert.NotEqual(expected, All(several, second));
        several.Evaluate(second, default, default);
        Assert.Equal(expected, All(several, first));
        var together = new double[8][];
        Parallel.For(0, together.Length, i => together[i] = All(several, i % 2 == 0 ? first : second));
        for (int i = 0; i < together.Length; i += 2)
            Assert.Equal(expected, together[i]);
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Mean_efficiency_is_that_of_the_conditional_laws(string name, string law)
    {
        FrontierLikelihood one = Model(name, law, 1), several = Model(name, law, 3);
        double[] theta = one.Starts(1)[0];
        ConditionalInefficiency conditional = one.Conditional(theta);
        double[] te = [.. Enumerable.Range(0, conditional.RowCount)
            .Select(i => Math.Exp(conditional.Laws[conditional.LawOfRow[i]].LogMomentGenerating(-conditional.Scale[i])))];

        Agree.Relative(te.Average(), one.MeanEfficiency(theta), 1e-12);
        Assert.Equal(one.MeanEfficiency(theta), several.MeanEfficiency(theta));
    }

    [Theory]
    [MemberData(nameof(Models))]
    public void Mean_efficiency_is_1_without_inefficiency(string name, string law)
    {
        FrontierLikelihood model = Model(name, law, 1);
        double[] theta = model.Starts(1)[0];
        foreach (int position in model.InefficiencyParameters)
            theta[position] = double.NaN;
        theta[model.Offsets.LogU] = double.NegativeInfinity;
        Assert.Equal(1, model.MeanEfficiency(theta));
    }

    /// <summary>Value, gradient, Hessian and scores, end to end.</summary>
    private static double[] All(FrontierLikelihood model, double[] theta)
    {
        int p = model.Dimension;
        var gradient = new double[p];
        var hessian = new double[p * p];
        Matrix scores = new(model.UnitCount, p);
        double value = model.Evaluate(theta, gradient, hessian);
        model.Scores(theta, scores);
        return [value, .. gradient, .. hessian, .. scores.Values];
    }

    private static FrontierLikelihood Model(string name, string law, int threads)
    {
        Design design = name == "bc95" ? Sample : Sample.Without(BlockNames.InefficiencyMean);
        return new FrontierSpecification { Model = name, Law = ConjugateLaw.Members.First(l => l.Key == law) }.Build(design, threads);
    }

    private static Design Draw()
    {
        RandomSource random = new(7);
        int rows = Units * Periods;
        Matrix x = new(rows, 6), z = new(rows, 2);
        double[] y = new double[rows];
        int[] unitOfRow = new int[rows], periodOfRow = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            (unitOfRow[i], periodOfRow[i]) = (i / Periods, i % Periods);
            (x[i, 0], z[i, 0], z[i, 1]) = (1, 1, random.NextNormal());
            for (int j = 1; j < x.Columns; j++)
                x[i, j] = random.NextNormal();
            y[i] = x[i, 1] - 0.5 * x[i, 2] + 0.3 * random.NextNormal() - Math.Abs(0.6 * random.NextNormal());
        }
        return new Design(
            "y ~ x", "y", y,
            [
                new DesignBlock(BlockNames.Frontier, [BlockNames.Intercept, "x1", "x2", "x3", "x4", "x5"], x),
                new DesignBlock(BlockNames.InefficiencyMean, [BlockNames.Intercept, "z"], z),
            ],
            [.. Enumerable.Range(0, rows)], new UnitIndex([.. Enumerable.Range(0, Units).Select(u => $"U{u}")], unitOfRow, periodOfRow),
            ResponseScale.AsGiven, null, null, [], new SampleLog(rows, []), "00");
    }
}
