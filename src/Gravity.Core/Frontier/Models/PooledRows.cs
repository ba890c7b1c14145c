using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Models;

/// <summary>The indices of a pooled frontier and the laws of its rows at θ: x'β, z'δ of the scaling, μ, ln σ_u², ln σ_v², shapes, in this order.</summary>
internal sealed class PooledRows
{
    private readonly double[] _response;
    private readonly double _sign;

    public PooledRows(Design design, LawPair pair, FrontierSide side, double[] response, int threads)
    {
        Pair = pair;
        _response = response;
        _sign = side == FrontierSide.Production ? 1 : -1;
        List<IndexTerm> terms = [IndexTerm.Of(design, BlockNames.Frontier)];
        int Add(IndexTerm term)
        {
            terms.Add(term);
            return terms.Count - 1;
        }
        Scaling = design.Block(BlockNames.InefficiencyScaling) is null ? -1 : Add(IndexTerm.Of(design, BlockNames.InefficiencyScaling));
        Mean = pair.Law.HasMean ? Add(IndexTerm.Of(design, BlockNames.InefficiencyMean)) : -1;
        LogU = Add(IndexTerm.Of(design, BlockNames.InefficiencyVariance));
        LogV = Add(IndexTerm.Of(design, BlockNames.NoiseVariance));
        LawShape = pair.Law.Shape is { } shape ? Add(IndexTerm.Constant(BlockNames.Law, shape.ParameterName)) : -1;
        NoiseShape = pair.Noise.Shape is { } own ? Add(IndexTerm.Constant(BlockNames.Law, own.ParameterName)) : -1;
        Terms = terms;
        IndexKernel kernel = pair.Kernel(side);
        Sum = new IndexSum(response, terms, Scaling < 0 ? kernel : new Kernels.ScalingKernel(kernel, pair.Law), threads, design.Weights);
    }

    public LawPair Pair { get; }

    public IReadOnlyList<IndexTerm> Terms { get; }

    public IndexSum Sum { get; }

    /// <summary>Positions of the terms; −1 where there is none.</summary>
    public int Scaling { get; }

    public int Mean { get; }

    public int LogU { get; }

    public int LogV { get; }

    public int LawShape { get; }

    public int NoiseShape { get; }

    /// <summary>Positions of the coefficients of a term; empty for −1.</summary>
    public IEnumerable<int> Positions(int term) => term < 0 ? [] : Enumerable.Range(Sum.Offset(term), Terms[term].Count);

    /// <summary>The parameters of u and v in every row at θ, and e = s(y − x'β).</summary>
    public PooledPoint[] At(double[] theta) => At(theta, 0, _response.Length);

    /// <summary>The same for some rows: a million at once would fill the memory.</summary>
    public PooledPoint[] At(double[] theta, int start, int count)
    {
        double[]? Values(int term)
        {
            if (term < 0)
                return null;
            var values = new double[count];
            Sum.LoadIndex(term, theta, start, values);
            return values;
        }
        double[] frontier = Values(0)!, logU = Values(LogU)!, logV = Values(LogV)!;
        double[]? scaling = Values(Scaling), mean = Values(Mean);
        double lawShape = LawShape < 0 ? double.NaN : Math.Exp(theta[Sum.Offset(LawShape)]);
        double noiseShape = NoiseShape < 0 ? double.NaN : Math.Exp(theta[Sum.Offset(NoiseShape)]);
        ShapeConstants ofLaw = LawShape < 0 ? default : Pair.Law.ConstantsOf(lawShape), ofNoise = NoiseShape < 0 ? default : Pair.Noise.ConstantsOf(noiseShape);
        var rows = new PooledPoint[count];
        for (int i = 0; i < rows.Length; i++)
        {
            var law = new LawPoint(mean?[i] ?? 0, logU[i], lawShape, ofLaw);
            rows[i] = new PooledPoint(
                scaling is null ? law : Pair.Law.Rescaled(law, scaling[i]), new LawPoint(0, logV[i], noiseShape, ofNoise), _sign * (_response[start + i] - frontier[i]));
        }
        return rows;
    }

    /// <summary>The laws of u and v of every row at θ.</summary>
    public RowLaws Laws(double[] theta)
    {
        PooledPoint[] rows = At(theta);
        return new RowLaws(
            [.. rows.Select(row => row.Law)], Scaling < 0 ? new double[rows.Length] : Sum.IndexValues(theta, Scaling), [.. rows.Select(row => row.Noise)]);
    }

    /// <summary>Σ over rows of E[exp(−u)|ε].</summary>
    public double SumOfEfficiencies(double[] theta, int threads)
    {
        ConjugateLaw? conjugate = Scaling < 0 ? Pair.Conjugate : null;
        var partition = new RowPartition(_response.Length, conjugate is null ? RowPartition.BlockRows : RowPartition.ChunkRows);
        return partition.Sum(1, threads, (start, length, sum) =>
        {
            if (conjugate is not null)
            {
                AddEfficiencies(conjugate, theta, start, length, sum);
                return;
            }
            foreach (PooledPoint row in At(theta, start, length))
                sum[0] += Math.Exp(Conditional(row).LogMomentGenerating(-1));
        })[0];
    }

    /// <summary>The same for a chunk of rows with closed forms, block by block and without an object a row: for a million rows.</summary>
    private void AddEfficiencies(ConjugateLaw law, double[] theta, int start, int length, Span<double> sum)
    {
        var index = new double[Terms.Count][];
        for (int k = 0; k < index.Length; k++)
        {
            index[k] = new double[Math.Min(length, RowPartition.BlockRows)];
            if (Terms[k].Columns is null)
                Array.Fill(index[k], theta[Sum.Offset(k)]);
        }
        for (int first = start; first < start + length; first += RowPartition.BlockRows)
        {
            int count = Math.Min(RowPartition.BlockRows, start + length - first);
            for (int k = 0; k < index.Length; k++)
                if (Terms[k].Columns is not null)
                    Sum.LoadIndex(k, theta, first, index[k].AsSpan(0, count));
            for (int i = 0; i < count; i++)
            {
                double varianceU = Math.Exp(index[LogU][i]), precision = Math.Exp(-index[LogV][i]);
                double mu = Mean < 0 ? 0 : index[Mean][i];
                double residual = _sign * (_response[first + i] - index[0][i]);
                sum[0] += varianceU == 0 ? 1 : Math.Exp(law.LogEfficiency(precision, residual * precision, mu, varianceU, 1));
            }
        }
    }

    /// <summary>u | ε in one row.</summary>
    public IConditionalLaw Conditional(in PooledPoint row)
    {
        double varianceU = row.Law.Sigma * row.Law.Sigma;
        if (varianceU == 0 && !Pair.Law.HasLogarithmicScale)
            return DegenerateLaw.Instance;
        if (Pair.Conjugate is not { } conjugate)
            return new QuadratureLaw(Pair, row.Law, row.Noise, row.Residual);
        double noise = Math.Exp(row.Noise.LogVariance);
        return conjugate.Conditional(1 / noise, row.Residual / noise, row.Law.Mu, Math.Exp(row.Law.LogVariance));
    }
}

/// <summary>One row: parameters of u, parameters of v, e = s(y − x'β).</summary>
internal readonly record struct PooledPoint(LawPoint Law, LawPoint Noise, double Residual);
