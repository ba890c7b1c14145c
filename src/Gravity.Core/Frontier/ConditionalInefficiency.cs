using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>What a frontier model says of every row at one parameter vector: the conditional law of u and the pieces around it.</summary>
/// <remarks>
/// Row r has inefficiency u_r = <see cref="Scale"/>[r]·u with u drawn from <c>Laws[LawOfRow[r]]</c>. Pooled models have one law a row and scale 1;
/// models with shared inefficiency one law a unit and scale h_it. Rows are in the order of the design.
/// </remarks>
public class ConditionalInefficiency
{
    /// <summary>Binds the pieces; per-row arrays have one length.</summary>
    public ConditionalInefficiency(
        IReadOnlyList<IConditionalLaw> laws, int[] lawOfRow, double[] scale, double[] frontier, double[] residual, double[] noiseVariance,
        double[]? logNoiseMean = null)
    {
        Laws = laws;
        LawOfRow = lawOfRow;
        Scale = scale;
        Frontier = frontier;
        Residual = residual;
        NoiseVariance = noiseVariance;
        LogNoiseMean = logNoiseMean ?? Array.ConvertAll(noiseVariance, v => 0.5 * v);
    }

    /// <summary>Conditional laws, one a row or one a unit.</summary>
    public IReadOnlyList<IConditionalLaw> Laws { get; }

    /// <summary>For each row the position of its law.</summary>
    public int[] LawOfRow { get; }

    /// <summary>h of each row, &gt; 0; 1 in pooled models.</summary>
    public double[] Scale { get; }

    /// <summary>x'β of each row, on the scale of the response.</summary>
    public double[] Frontier { get; }

    /// <summary>ε = y − x'β of each row: v − u in production, v + u in cost.</summary>
    public double[] Residual { get; }

    /// <summary>V[v] of each row, σ_v² under normal noise.</summary>
    public double[] NoiseVariance { get; }

    /// <summary>ln E[e^v] of each row, σ_v²/2 under normal noise: what lies between the frontier exp(x'β) and the mean frontier. NaN where it does not exist.</summary>
    public double[] LogNoiseMean { get; }

    /// <summary>By row the posterior probabilities of the classes of a mixture; empty for models without classes.</summary>
    public IReadOnlyList<IReadOnlyList<double>> ClassProbabilities { get; init; } = [];

    /// <summary>Number of rows.</summary>
    public int RowCount => Residual.Length;

    /// <summary>The parts of which the inefficiency of a row is the sum, e.g. persistent and transient; empty where it has none.</summary>
    public IReadOnlyList<InefficiencyPart> Parts { get; init; } = [];

    /// <summary>Draws the inefficiency of all rows jointly, given the residuals.</summary>
    /// <param name="random">The stream.</param>
    /// <param name="u">One value a row, ≥ 0.</param>
    public virtual void Sample(RandomSource random, Span<double> u)
    {
        var draws = new double[Laws.Count];
        for (int i = 0; i < draws.Length; i++)
            draws[i] = Laws[i].Sample(random);
        for (int r = 0; r < RowCount; r++)
            u[r] = Scale[r] * draws[LawOfRow[r]];
    }
}

/// <summary>One part of the inefficiency of a row, with its own law given the residuals.</summary>
/// <param name="Name">Its word, e.g. <c>persistent</c>; the words for readers are under <c>efficiency.part.</c>.</param>
/// <param name="Laws">Conditional laws, one a row or one a unit.</param>
/// <param name="LawOfRow">For each row the position of its law.</param>
/// <param name="Scale">Factor of each row, &gt; 0; null for 1.</param>
public sealed record InefficiencyPart(string Name, IReadOnlyList<IConditionalLaw> Laws, int[] LawOfRow, double[]? Scale = null);
