using System.Numerics.Tensors;

namespace Gravity.Core.Frontier;

/// <summary>ln f(e) of one row with its derivatives in (e, μ, a, b, s_u, s_v), of which a pair uses those it has.</summary>
/// <remarks>
/// Differentiation under the integral at the nodes of <see cref="PosteriorNodes"/>: the score of the row is the posterior mean of the complete-data score S
/// (Fisher's identity), the Hessian the mean of the complete-data Hessian plus the posterior covariance of S (Louis 1982). A kink of the
/// noise adds its jump times the posterior density at u = −e. With a bounded support the nodes move with the scale, so that no end point moves.
/// </remarks>
internal sealed class PairRow
{
    /// <summary>Probability of a node under which its score is left out: far below rounding of the sums.</summary>
    private const double Negligible = 1e-17;

    private readonly InefficiencyLaw _law;
    private readonly NoiseLaw _noise;
    private readonly int _mu, _a, _b, _lawShape, _noiseShape;
    private readonly double[][] _scores;
    private double[] _product = [];

    public PairRow(InefficiencyLaw law, NoiseLaw noise)
    {
        _law = law;
        _noise = noise;
        int position = 1;
        _mu = law.HasMean ? position++ : -1;
        _a = position++;
        _b = position++;
        _lawShape = law.Shape is null ? -1 : position++;
        _noiseShape = noise.Shape is null ? -1 : position++;
        Count = position;
        Gradient = new double[Count];
        Hessian = new double[Count * Count];
        _scores = new double[Count][];
        Array.Fill(_scores, []);
    }

    /// <summary>Number of indices: e, then μ, a = ln σ_u², b = ln σ_v², the shapes.</summary>
    public int Count { get; }

    /// <summary>∂ ln f/∂index.</summary>
    public double[] Gradient { get; }

    /// <summary>∂² ln f/∂index², upper triangle at [k·Count + l], k ≤ l.</summary>
    public double[] Hessian { get; }

    /// <summary>ln f(e), with derivatives up to <paramref name="order"/>.</summary>
    public double Evaluate(in LawPoint lawAt, in LawPoint noiseAt, double e, int order)
    {
        PosteriorNodes nodes = PosteriorNodes.Own;
        double value = nodes.Fill(_law, lawAt, _noise, noiseAt, e);
        if (order == 0 || double.IsNaN(value))
        {
            if (order > 0)
            {
                Array.Fill(Gradient, double.NaN);
                Array.Fill(Hessian, double.NaN);
            }
            return value;
        }
        Differentiate(nodes, lawAt, noiseAt, e, order);
        if (order == 2 && _noise.SlopeJump(noiseAt) is not 0 and var jump && e < 0)
            AddKink(lawAt, noiseAt, e, jump, value);
        return value;
    }

    private void Differentiate(PosteriorNodes nodes, in LawPoint lawAt, in LawPoint noiseAt, double e, int order)
    {
        int count = nodes.Count;
        if (_product.Length < count)
        {
            _product = new double[2 * count];
            for (int j = 0; j < Count; j++)
                _scores[j] = new double[2 * count];
        }
        Array.Clear(Hessian);
        ReadOnlySpan<double> u = nodes.U, logU = nodes.LogU, p = nodes.P;
        bool moving = double.IsFinite(_law.UpperEnd(lawAt));
        for (int k = 0; k < count; k++)
        {
            if (p[k] < Negligible)
            {
                for (int j = 0; j < Count; j++)
                    _scores[j][k] = 0;
                continue;
            }
            LawScores law = default;
            NoiseScores noise = default;
            double v = e + u[k];
            _law.Scores(lawAt, u[k], logU[k], ref law);
            _noise.Scores(noiseAt, v, ref noise);
            noise.FromScale(v);
            double slide = 0;
            if (moving)
            {
                // u = σ·w at fixed w: ∂v/∂a = u/2.
                slide = 0.5 * u[k];
                law.A = noise.V * slide;
                law.AA = noise.VV * slide * slide + 0.5 * noise.V * slide;
                law.AS = 0;
            }
            _scores[0][k] = noise.V;
            _scores[_a][k] = law.A;
            _scores[_b][k] = noise.B;
            if (_mu > 0)
                _scores[_mu][k] = law.Mu;
            if (_lawShape > 0)
                _scores[_lawShape][k] = law.S;
            if (_noiseShape > 0)
                _scores[_noiseShape][k] = noise.S;
            if (order == 2)
                AddSecond(p[k], law, noise, slide);
        }
        for (int j = 0; j < Count; j++)
            Gradient[j] = TensorPrimitives.Dot(p, _scores[j].AsSpan(0, count));
        if (order < 2)
            return;
        for (int j = 0; j < Count; j++)
            TensorPrimitives.Subtract(_scores[j].AsSpan(0, count), Gradient[j], _scores[j].AsSpan(0, count));
        for (int j = 0; j < Count; j++)
        {
            Span<double> product = _product.AsSpan(0, count);
            TensorPrimitives.Multiply(p, _scores[j].AsSpan(0, count), product);
            for (int l = j; l < Count; l++)
                Hessian[j * Count + l] += TensorPrimitives.Dot<double>(product, _scores[l].AsSpan(0, count));
        }
    }

    private void AddSecond(double p, in LawScores law, in NoiseScores noise, double slide)
    {
        double[] h = Hessian;
        h[0] += p * noise.VV;
        h[_b] += p * noise.VB;
        h[_b * Count + _b] += p * noise.BB;
        h[_a * Count + _a] += p * law.AA;
        if (slide != 0)
        {
            h[_a] += p * noise.VV * slide;
            h[_a * Count + _b] += p * noise.VB * slide;
        }
        if (_mu > 0)
        {
            h[_mu * Count + _mu] += p * law.MuMu;
            h[_mu * Count + _a] += p * law.MuA;
        }
        if (_lawShape > 0)
        {
            h[_lawShape * Count + _lawShape] += p * law.SS;
            h[_a * Count + _lawShape] += p * law.AS;
            if (_mu > 0)
                h[_mu * Count + _lawShape] += p * law.MuS;
        }
        if (_noiseShape > 0)
        {
            h[_noiseShape * Count + _noiseShape] += p * noise.SS;
            h[_noiseShape] += p * noise.VS;
            h[_b * Count + _noiseShape] += p * noise.BS;
            if (slide != 0)
                h[_a * Count + _noiseShape] += p * noise.VS * slide;
        }
    }

    /// <summary>d² ln f_v/dv² has a point mass at 0: jump × posterior density at u = −e, for every index that moves v.</summary>
    private void AddKink(in LawPoint lawAt, in LawPoint noiseAt, double e, double jump, double value)
    {
        double u = -e, end = _law.UpperEnd(lawAt);
        if (u >= end)
            return;
        double mass = jump * Math.Exp(_law.LogDensity(lawAt, u, Math.Log(u)) + _noise.LogDensity(noiseAt, 0) - value);
        Hessian[0] += mass;
        if (double.IsFinite(end))
        {
            double slide = 0.5 * u;
            Hessian[_a] += mass * slide;
            Hessian[_a * Count + _a] += mass * slide * slide;
        }
    }
}
