using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Models;

/// <summary>Σ over units of the Wang–Ho likelihood of the deviations, with gradient, exact Hessian and scores.</summary>
/// <remarks>
/// A unit's term is −½m(ln 2π + ln σ_v²) − ½C + f(A, B, μ, ln σ_u²) with A = Σh̃²/σ_v², B = Σh̃ẽ/σ_v², C = Σẽ²/σ_v² over deviations and m the rows less
/// the groups: the part that integrates u out is <see cref="SharedTerm"/>, as in models without unit constants. With M the projection on deviations,
/// Σh̃² = h'Mh, so that ∂A/∂δ = 2Σh̃·hz/σ_v² and ∂²A/∂δ∂δ' = 2(Σ(h̃h + h²)zz' − Σ_g n_g·m_g·m_g')/σ_v² with m_g the group mean of hz.
/// </remarks>
internal sealed class WangHoRows
{
    private const int ChunkRows = 8_192;
    internal static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    private readonly WithinRows _within;
    private readonly int _threads;
    private readonly int[] _chunks;
    private readonly Lazy<double[]> _gram;

    public WangHoRows(WithinRows within, ConjugateLaw law, double[] response, double sign, int threads)
    {
        _within = within;
        Law = law;
        Design design = within.Design;
        Units = design.Units!;
        X = design.Frontier.Values;
        DesignBlock scaling = design.Block(BlockNames.InefficiencyScaling)
            ?? throw new UsageException("no-determinants", "wang-ho needs the determinants of inefficiency, e.g. --inefficiency \"eu + wto\"");
        Z = scaling.Values;
        Response = response;
        Sign = sign;
        _threads = threads;
        LogU = IndexTerm.Of(design, BlockNames.InefficiencyVariance);
        Mean = law.HasMean ? IndexTerm.Of(design, BlockNames.InefficiencyMean) : null;
        int mean = X.Columns + Z.Columns, logU = mean + (Mean?.Count ?? 0), logV = logU + LogU.Count;
        Offsets = new BlockOffsets
        {
            Scaling = X.Columns,
            ScalingColumns = Z,
            Mean = Mean is null ? -1 : mean,
            MeanColumns = Mean?.Columns,
            LogU = logU,
            LogUColumns = LogU.Columns,
            LogV = logV,
            LogVColumns = null,
            Time = logV + 1,
        };
        Parameters =
        [
            .. design.Frontier.ColumnNames.Select(n => new Parameter(BlockNames.Frontier, n)),
            .. scaling.ColumnNames.Select(n => new Parameter(BlockNames.InefficiencyScaling, n)),
            .. Mean is null ? [] : Mean.Names.Select(n => new Parameter(BlockNames.InefficiencyMean, n)),
            .. LogU.Names.Select(n => new Parameter(BlockNames.InefficiencyVariance, n)),
            new Parameter(BlockNames.NoiseVariance, BlockNames.Intercept),
        ];
        GroupOfUnit = new int[Units.Count + 1];
        for (int unit = 0, group = 0; unit <= Units.Count; unit++)
        {
            while (group < within.Groups.Count && within.Groups.Starts[group] < Units.Starts[unit])
                group++;
            GroupOfUnit[unit] = group;
        }
        var chunks = new List<int> { 0 };
        for (int unit = 0; unit < Units.Count; unit++)
            if (Units.Starts[unit + 1] - Units.Starts[chunks[^1]] >= ChunkRows || unit == Units.Count - 1)
                chunks.Add(unit + 1);
        _chunks = [.. chunks];
        _gram = new Lazy<double[]>(Gram);
    }

    /// <summary>β, δ, μ, ln σ_u², ln σ_v².</summary>
    public IReadOnlyList<Parameter> Parameters { get; }

    public BlockOffsets Offsets { get; }

    /// <summary>The index of μ; null for laws without.</summary>
    public IndexTerm? Mean { get; }

    public IndexTerm LogU { get; }

    public ConjugateLaw Law { get; }

    public UnitIndex Units { get; }

    /// <summary>Deviations of the frontier's columns.</summary>
    public Matrix X { get; }

    /// <summary>Determinants of h, as they are.</summary>
    public Matrix Z { get; }

    /// <summary>Deviations of the left side.</summary>
    public double[] Response { get; }

    /// <summary>s.</summary>
    public double Sign { get; }

    public RowGroups Groups => _within.Groups;

    /// <summary>First group of each unit, and the number of groups at the end.</summary>
    public int[] GroupOfUnit { get; }

    /// <summary>Rows less groups: deviations that are free.</summary>
    public int FreeDeviations => Response.Length - _within.Groups.Count;

    private int Dimension => Parameters.Count;

    public double Evaluate(ReadOnlySpan<double> point, Span<double> gradient, Span<double> hessian)
    {
        int order = hessian.IsEmpty ? gradient.IsEmpty ? 0 : 1 : 2;
        double[] theta = point.ToArray();
        int p = Dimension, width = 1 + (order > 0 ? p : 0) + (order > 1 ? p * p : 0);
        var partial = new double[_chunks.Length - 1][];
        Workers.For(partial.Length, _threads, c => partial[c] = SumChunk(theta, c, order, width));
        double[] total = new double[width], lost = new double[width];
        foreach (double[] sums in partial)
            CompensatedSum.Add(sums, total, lost);
        for (int j = 0; j < width; j++)
            total[j] = CompensatedSum.Close(total[j], lost[j]);
        if (!double.IsFinite(total[0]))
        {
            gradient.Clear();
            hessian.Clear();
            return double.NegativeInfinity;
        }
        if (order > 0)
            total.AsSpan(1, p).CopyTo(gradient);
        if (order > 1)
        {
            total.AsSpan(1 + p).CopyTo(hessian);
            double precision = Math.Exp(-theta[Offsets.LogV]);
            int k = X.Columns;
            for (int l = 0; l < k; l++)
                for (int j = 0; j < k; j++)
                    hessian[j + l * p] -= precision * _gram.Value[j + l * k];
        }
        return total[0];
    }

    public void Scores(ReadOnlySpan<double> point, Matrix scores)
    {
        double[] theta = point.ToArray();
        Workers.For(_chunks.Length - 1, _threads, c =>
        {
            var work = new WangHoChunk(this, theta, _chunks[c], _chunks[c + 1]);
            for (int unit = _chunks[c]; unit < _chunks[c + 1]; unit++)
            {
                double[] score = work.Score(unit);
                for (int j = 0; j < score.Length; j++)
                    scores[unit, j] = score[j];
            }
        });
    }

    /// <summary>h of every row.</summary>
    public double[] Path(double[] theta)
    {
        var h = new double[Response.Length];
        GramKernels.LinearIndex(Z, theta.AsSpan(Offsets.Scaling, Z.Columns), 0, h);
        for (int i = 0; i < h.Length; i++)
            h[i] = Math.Exp(h[i]);
        return h;
    }

    /// <summary>μ and ln σ_u² of a unit.</summary>
    public (double Mu, double LogU) IndicesOf(int unit, ReadOnlySpan<double> theta)
    {
        int row = Units.Starts[unit];
        return (
            Mean is null ? 0 : SharedLayout.UnitIndexValue(Mean, theta, Offsets.Mean, row),
            SharedLayout.UnitIndexValue(LogU, theta, Offsets.LogU, row));
    }

    private double[] SumChunk(double[] theta, int index, int order, int width)
    {
        var sums = new double[width];
        var work = new WangHoChunk(this, theta, _chunks[index], _chunks[index + 1]);
        for (int unit = _chunks[index]; unit < _chunks[index + 1]; unit++)
            work.Add(unit, order, sums);
        if (order == 2)
            work.CloseHessian(sums.AsSpan(1 + Dimension));
        return sums;
    }

    private double[] Gram()
    {
        int k = X.Columns;
        double[] gram = new RowPartition(X.Rows).Sum(k * k, _threads, (start, length, sum) =>
        {
            var scratch = new double[GramKernels.GramScratch(RowPartition.BlockRows)];
            var ones = new double[RowPartition.BlockRows];
            Array.Fill(ones, 1);
            for (int row = start; row < start + length; row += RowPartition.BlockRows)
                GramKernels.AddWeightedGram(X, X, row, ones.AsSpan(0, Math.Min(ones.Length, start + length - row)), scratch, sum);
        });
        GramKernels.MirrorLower(gram, k);
        return gram;
    }
}
