using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>u | ε of a latent class frontier: by row the mixture of the classes' laws with the posterior probabilities; rows of a unit share the class drawn.</summary>
/// <remarks>
/// The frontier of a row is Σⱼ πⱼx'βⱼ, the posterior mean of its own class's frontier; residual = y − frontier, so that fitted + residual = y. ln E[frontier] is exact:
/// ln Σⱼ πⱼ exp(x'βⱼ + σ_vⱼ²/2).
/// </remarks>
internal sealed class LatentClassInefficiency : ConditionalInefficiency
{
    private readonly int[] _groupOfRow;
    private readonly MixtureLaw[] _laws;

    private LatentClassInefficiency(MixtureLaw[] laws, int[] groupOfRow, double[] scale, double[] frontier, double[] residual, double[] noise, double[] logMean)
        : base(laws, [.. Enumerable.Range(0, laws.Length)], scale, frontier, residual, noise, logMean)
    {
        _laws = laws;
        _groupOfRow = groupOfRow;
    }

    public static LatentClassInefficiency Of(LatentClassFrontier model, double[] point, ConjugateLaw law)
    {
        int rows = model.Design.RowCount, classes = model.Classes;
        Matrix posterior = new(model.Layout.GroupCount, classes);
        model.Posterior(model.Finite(point), posterior);
        double[][] location = new double[classes][], logU = new double[classes][], logV = new double[classes][];
        for (int j = 0; j < classes; j++)
            (location[j], logU[j], logV[j]) = (model.Index(point, j, 0), model.Index(point, j, 1), model.Index(point, j, 2));
        var laws = new MixtureLaw[rows];
        double[] scale = new double[rows], frontier = new double[rows], residual = new double[rows], noise = new double[rows], logMean = new double[rows];
        var groupOfRow = new int[rows];
        for (int i = 0; i < rows; i++)
        {
            groupOfRow[i] = model.UnitOf(i);
            double[] weights = new double[classes];
            var components = new IConditionalLaw[classes];
            double highest = double.NegativeInfinity, sum = 0;
            for (int j = 0; j < classes; j++)
            {
                double variance = Math.Exp(logV[j][i]), varianceU = Math.Exp(logU[j][i]);
                weights[j] = posterior[groupOfRow[i], j];
                components[j] = varianceU == 0 ? DegenerateLaw.Instance
                    : law.Conditional(1 / variance, model.Sign * (model.Response[i] - location[j][i]) / variance, 0, varianceU);
                frontier[i] += weights[j] * location[j][i];
                noise[i] += weights[j] * variance;
                highest = Math.Max(highest, location[j][i] + 0.5 * variance);
            }
            for (int j = 0; j < classes; j++)
                sum += weights[j] * Math.Exp(location[j][i] + 0.5 * Math.Exp(logV[j][i]) - highest);
            laws[i] = new MixtureLaw(weights, components);
            logMean[i] = highest + Math.Log(sum) - frontier[i];
            residual[i] = model.Response[i] - frontier[i];
            scale[i] = 1;
        }
        return new LatentClassInefficiency(laws, groupOfRow, scale, frontier, residual, noise, logMean)
        {
            ClassProbabilities = [.. laws.Select(l => l.Weights)],
            Parts = [new InefficiencyPart("mostLikelyClass", [.. laws.Select(l => l.Components[l.Likeliest])], [.. Enumerable.Range(0, rows)], null)],
        };
    }

    /// <inheritdoc/>
    /// <remarks>One class a group, then u of each row in it: rows of a unit are dependent through their class.</remarks>
    public override void Sample(RandomSource random, Span<double> u)
    {
        int group = -1, drawn = 0;
        for (int i = 0; i < u.Length; i++)
        {
            if (_groupOfRow[i] != group)
            {
                group = _groupOfRow[i];
                drawn = _laws[i].Draw(random);
            }
            u[i] = _laws[i].Components[drawn].Sample(random);
        }
    }
}
