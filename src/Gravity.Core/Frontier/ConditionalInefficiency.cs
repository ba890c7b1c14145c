namespace Gravity.Core.Frontier;

/// <summary>What a frontier model says of every row at one parameter vector: the conditional law of u and the pieces around it.</summary>
/// <remarks>
/// Row r has inefficiency u_r = <see cref="Scale"/>[r]·u with u drawn from <c>Laws[LawOfRow[r]]</c>. Pooled models have one law a row and scale 1;
/// models with shared inefficiency one law a unit and scale h_it. Rows are in the order of the design.
/// </remarks>
public sealed class ConditionalInefficiency
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

    /// <summary>Number of rows.</summary>
    public int RowCount => Residual.Length;
}
