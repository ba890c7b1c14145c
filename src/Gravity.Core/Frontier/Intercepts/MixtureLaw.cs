using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>The law of a part of the inefficiency given all rows of its unit: a mixture over the intercept's posterior of truncated normal laws.</summary>
/// <remarks>The density is log-concave (Prékopa), so there is one mode. Quantiles solve Σ pₖFₖ = probability.</remarks>
internal sealed class MixtureLaw(UnitPosterior posterior, MixtureComponent component) : IConditionalLaw
{
    private readonly double[] _p = posterior.P, _a = posterior.A;

    public double Mean
    {
        get
        {
            double sum = 0;
            for (int k = 0; k < _p.Length; k++)
                sum += _p[k] * component.At(_a[k]).Mean;
            return sum;
        }
    }

    public double Variance
    {
        get
        {
            double mean = Mean, sum = 0;
            for (int k = 0; k < _p.Length; k++)
            {
                TruncatedNormalLaw law = component.At(_a[k]);
                sum += _p[k] * (law.Variance + (law.Mean - mean) * (law.Mean - mean));
            }
            return sum;
        }
    }

    public double Mode => LogConcaveRoots.Mode(LogDensity, Mean, Math.Sqrt(Variance));

    public double LogMomentGenerating(double t)
    {
        Span<double> logs = stackalloc double[_p.Length];
        for (int k = 0; k < logs.Length; k++)
            logs[k] = component.At(_a[k]).LogMomentGenerating(t);
        return MixtureLogarithms.LogSum(_p, logs);
    }

    public double Quantile(double probability)
    {
        if (!(probability >= 0 && probability <= 1))
            return double.NaN;
        if (probability is 0 or 1)
            return probability == 0 ? 0 : double.PositiveInfinity;
        return LogConcaveRoots.Quantile(Cdf, x => Math.Exp(LogDensity(x)), probability, Mean, Math.Sqrt(Variance));
    }

    public double LogDensity(double u)
    {
        Span<double> logs = stackalloc double[_p.Length];
        for (int k = 0; k < logs.Length; k++)
            logs[k] = component.At(_a[k]).LogDensity(u);
        return MixtureLogarithms.LogSum(_p, logs);
    }

    public double Sample(RandomSource random) => component.At(posterior.Draw(random)).Sample(random);

    /// <summary>P(u ≤ x), by 1 − Φ(z − x/σ)/Φ(z) of each node.</summary>
    private double Cdf(double x)
    {
        double sum = 0;
        for (int k = 0; k < _p.Length; k++)
        {
            double z = component.Location(_a[k]) / component.Scale;
            sum += _p[k] * -Elementary.ExpMinusOne(LogSurvival(z, x / component.Scale));
        }
        return sum;
    }

    /// <summary>ln Φ(z − x) − ln Φ(z), without cancellation far left.</summary>
    private static double LogSurvival(double z, double x) => z > 0
        ? NormalTail.LogCdf(z - x) - NormalTail.LogCdf(z)
        : NormalTail.LogCdfScaled(z - x) - NormalTail.LogCdfScaled(z) + x * (z - 0.5 * x);
}
