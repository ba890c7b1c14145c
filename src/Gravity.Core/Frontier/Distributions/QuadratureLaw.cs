using System.Numerics.Tensors;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>u | ε for any law of u and any noise, by the nodes of <see cref="PosteriorNodes"/>.</summary>
/// <remarks>
/// Keeps the parameters only and integrates anew for what is asked: a million rows would not hold their nodes. Mean and variance are kept together.
/// Quantiles are good to about 1e-12, draws to about 1e-8 in probability.
/// </remarks>
internal sealed class QuadratureLaw(LawPair pair, LawPoint lawAt, LawPoint noiseAt, double e) : IConditionalLaw
{
    private double _mean = double.NaN, _variance = double.NaN, _integral = double.NaN;
    private bool _known;

    public double Mean
    {
        get
        {
            Moments();
            return _mean;
        }
    }

    public double Variance
    {
        get
        {
            Moments();
            return _variance;
        }
    }

    public double Mode => Fill(0) is double.NaN ? double.NaN : new PosteriorShape().Mode(pair.Law, lawAt, pair.Noise, noiseAt, e);

    /// <summary>The ratio of two integrals, so that it stays accurate where e^(tu) moves the mass far away.</summary>
    public double LogMomentGenerating(double t)
    {
        if (t == 0)
            return 0;
        if (!pair.HasMoment(t, lawAt, noiseAt))
            return double.NaN;
        Moments();
        return double.IsNaN(_integral) ? double.NaN : Fill(t) - _integral;
    }

    public double Quantile(double probability)
    {
        if (!(probability >= 0 && probability <= 1) || double.IsNaN(Fill(0)))
            return double.NaN;
        if (probability == 0)
            return 0;
        return probability == 1 ? pair.Law.UpperEnd(lawAt) : PosteriorNodes.Own.Quantile(probability);
    }

    public double LogDensity(double u)
    {
        Moments();
        if (double.IsNaN(u) || double.IsNaN(_integral))
            return double.NaN;
        if (u < 0 || u > pair.Law.UpperEnd(lawAt))
            return double.NegativeInfinity;
        // The densities are taken inside the support: 0 itself stands for its right limit.
        double inside = Math.Max(u, double.Epsilon);
        return pair.Law.LogDensity(lawAt, inside, Math.Log(inside)) + pair.Noise.LogDensity(noiseAt, e + u) - _integral;
    }

    public double Sample(RandomSource random) => double.IsNaN(Fill(0)) ? double.NaN : PosteriorNodes.Own.Draw(random);

    private double Fill(double tilt) => PosteriorNodes.Own.Fill(pair.Law, lawAt, pair.Noise, noiseAt, e, tilt);

    private void Moments()
    {
        if (_known)
            return;
        _integral = Fill(0);
        if (!double.IsNaN(_integral))
        {
            PosteriorNodes nodes = PosteriorNodes.Own;
            double mean = TensorPrimitives.Dot(nodes.P, nodes.U), variance = 0;
            for (int k = 0; k < nodes.Count; k++)
                variance += nodes.P[k] * (nodes.U[k] - mean) * (nodes.U[k] - mean);
            (_mean, _variance) = (mean, variance);
        }
        _known = true;
    }
}
