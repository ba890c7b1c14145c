using Gravity.Core.Numerics;
using Gravity.Core.Regression;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Regression.Families;

namespace Gravity.Core.Tests.Regression;

/// <summary>The correction of Weidner and Zylkin against the bias that samples have.</summary>
public sealed class ThreeWayBiasTests
{
    private const double Truth = 1;

    /// <summary>Mean and spread of estimates over samples: the formula predicts the first at the truth, takes part of it at the estimates, and its errors are those of the second.</summary>
    [Theory]
    [InlineData(24, 2, 150)]
    [InlineData(24, 4, 60)]
    public void Bias_and_errors_are_those_of_samples(int countries, int periods, int replications)
    {
        double predicted = 0, atTruth = 0, squares = 0, variance = 0, plain = 0;
        double[] found = new double[replications], errors = new double[replications];
        for (int r = 0; r < replications; r++)
        {
            (ThreeWayRows rows, AbsorbedSolution solution, double[] means) = Sample(countries, periods, new RandomSource(1000 + r));
            var correction = new ThreeWayBias(rows, solution);
            (double linear, AbsorbedSolution truth) = AtTruth(solution, means);
            found[r] = solution.Coefficients[0];
            // Less its linear part at the truth, whose mean is 0, the error has a small variance.
            errors[r] = solution.Coefficients[0] - Truth - linear;
            predicted += correction.Bias[0] / replications;
            atTruth += new ThreeWayBias(rows, truth).Bias[0] / replications;
            variance += correction.Covariance[0, 0] / replications;
            plain += Clustered(rows, solution) / replications;
        }
        double centre = found.Average(), bias = errors.Average();
        foreach (double value in found)
            squares += (value - centre) * (value - centre) / (replications - 1);
        double error = Math.Sqrt(errors.Sum(e => (e - bias) * (e - bias)) / (replications - 1) / replications);
        string all = $"bias {bias:E2} ({error:E2}), at the truth {atTruth:E2}, at the estimates {predicted:E2}; variance {squares:E3}, corrected {variance:E3}, plain {plain:E3}";
        Assert.True(Math.Abs(bias - atTruth) < 3 * error, all);
        Assert.True(Math.Sign(atTruth) == Math.Sign(predicted) && Math.Abs(predicted) < Math.Abs(atTruth), all);
        // Plain clustered errors are too small, the corrected ones less so.
        Assert.True(plain < variance, all);
        Assert.True(Math.Abs(Math.Log(variance / squares)) < Math.Abs(Math.Log(plain / squares)), all);
    }

    [Fact]
    public void Units_of_trade_and_levels_of_countries_do_not_matter()
    {
        (ThreeWayRows rows, AbsorbedSolution one, _) = Sample(8, 3, new RandomSource(5));
        AbsorbedProblem problem = one.Problem;
        double[] scaled = [.. problem.Response.Select((y, i) => 1e6 * y * Math.Exp(0.3 * rows.Exporter[i] - 0.2 * rows.Period[i]))];
        AbsorbedSolution other = PseudoMaximumLikelihood.Fit(problem with { Response = scaled }, new PoissonFamily());
        // The level of a country-period moves its weight too, so that only a common factor leaves the estimate alone.
        AbsorbedSolution unit = PseudoMaximumLikelihood.Fit(problem with { Response = [.. problem.Response.Select(y => 1e6 * y)] }, new PoissonFamily());
        var first = new ThreeWayBias(rows, one);
        var second = new ThreeWayBias(rows, unit);
        Assert.Equal(first.Bias[0], second.Bias[0], 1e-8 * Math.Abs(first.Bias[0]));
        Assert.Equal(first.Covariance[0, 0], second.Covariance[0, 0], 1e-8 * first.Covariance[0, 0]);
        Assert.NotEqual(first.Bias[0], new ThreeWayBias(rows, other).Bias[0], 1e-8);
    }

    /// <summary>Σx̃S/Σx̃²μ at the true means, and the solution that the formula would see there: true shares of each pair's observed total.</summary>
    private static (double Linear, AbsorbedSolution Solution) AtTruth(AbsorbedSolution found, double[] means)
    {
        AbsorbedProblem problem = found.Problem;
        var projection = new EffectProjection(problem.Effects, 1);
        projection.SetWeights(means);
        Matrix x = problem.Columns.Clone();
        projection.Project(x);
        int[] pair = problem.Effects.Effects[2].GroupOfRow;
        double[] flow = new double[problem.Effects.Effects[2].Count], mean = new double[flow.Length];
        double score = 0, information = 0;
        for (int k = 0; k < means.Length; k++)
        {
            score += x[k, 0] * (problem.Response[k] - means[k]);
            information += x[k, 0] * x[k, 0] * means[k];
            flow[pair[k]] += problem.Response[k];
            mean[pair[k]] += means[k];
        }
        return (score / information, new AbsorbedSolution(problem, 1)
        {
            Kept = found.Kept,
            LeftOut = [],
            Coefficients = [Truth],
            Projected = x,
            WorkingWeights = means,
            ScoreResiduals = found.ScoreResiduals,
            InverseGram = Matrix.FromRows([1 / information]),
            LinearPredictor = found.LinearPredictor,
            FittedMean = [.. means.Select((m, k) => m * flow[pair[k]] / mean[pair[k]])],
            Deviance = double.NaN,
            NullDeviance = double.NaN,
            LogLikelihood = double.NaN,
            NullLogLikelihood = double.NaN,
            Pearson = double.NaN,
            Iteration = found.Iteration,
        });
    }

    private static double Clustered(ThreeWayRows rows, AbsorbedSolution solution)
    {
        double meat = 0;
        foreach (int[] pair in rows.Pairs())
        {
            double score = pair.Sum(row => solution.Projected[row, 0] * solution.ScoreResiduals[row]);
            meat += score * score;
        }
        return solution.InverseGram[0, 0] * meat * solution.InverseGram[0, 0];
    }

    /// <summary>Flows with noise of constant relative size, a regressor that moves with the effects.</summary>
    private static (ThreeWayRows Rows, AbsorbedSolution Solution, double[] Means) Sample(int countries, int periods, RandomSource random)
    {
        var exporter = new List<int>();
        var importer = new List<int>();
        var period = new List<int>();
        for (int i = 0; i < countries; i++)
            for (int j = 0; j < countries; j++)
                for (int t = 0; t < periods && i != j; t++)
                {
                    exporter.Add(i);
                    importer.Add(j);
                    period.Add(t);
                }
        int n = exporter.Count;
        double[] alpha = Normals(countries * periods, random, 0.4), gamma = Normals(countries * periods, random, 0.4), eta = Normals(countries * countries, random, 0.4);
        var x = new Matrix(n, 1);
        double[] y = new double[n], means = new double[n];
        const double Sigma = 0.7;
        for (int k = 0; k < n; k++)
        {
            double effects = alpha[exporter[k] * periods + period[k]] + gamma[importer[k] * periods + period[k]] + eta[exporter[k] * countries + importer[k]];
            x[k, 0] = 0.5 * effects + 0.6 * random.NextNormal();
            means[k] = Math.Exp(Truth * x[k, 0] + effects);
            y[k] = means[k] * Math.Exp(Sigma * random.NextNormal() - 0.5 * Sigma * Sigma);
        }
        EffectGroups Of(string name, Func<int, int> key) => EffectGroups.Of(name, [.. Enumerable.Range(0, n).Select(key)]);
        var effectSet = new EffectSet(n,
        [
            Of("exporter^year", k => exporter[k] * periods + period[k]), Of("importer^year", k => importer[k] * periods + period[k]),
            Of("exporter^importer", k => exporter[k] * countries + importer[k]),
        ]);
        var problem = new AbsorbedProblem(y, x, ["x"], effectSet);
        return (new ThreeWayRows([.. exporter], [.. importer], [.. period]), PseudoMaximumLikelihood.Fit(problem, new PoissonFamily()), means);
    }

    private static double[] Normals(int count, RandomSource random, double sd) => [.. Enumerable.Range(0, count).Select(_ => sd * random.NextNormal())];
}
