namespace Gravity.Core.Tests.Frontier.Distributions;

/// <summary>Functionals of N(z, 1) truncated to x ≥ 0 by composite Gauss–Legendre quadrature of the density itself.</summary>
internal sealed class TruncatedNormalOracle
{
    private const int Panels = 400;

    private static readonly double[] Nodes = [-0.86113631159405257522, -0.33998104358485626480, 0.33998104358485626480, 0.86113631159405257522];
    private static readonly double[] Weights = [0.34785484513745385737, 0.65214515486254614263, 0.65214515486254614263, 0.34785484513745385737];

    private readonly double _z;
    private readonly double _from, _to;
    private readonly double _total;

    public TruncatedNormalOracle(double z)
    {
        _z = z;
        _from = Math.Max(0, z - 13);
        _to = z > 0 ? z + 13 : 60 / Math.Max(5, -z);
        _total = Integral(_ => 1, _from, _to);
    }

    public double Mean => Expectation(x => x);

    public double Variance
    {
        get
        {
            double mean = Mean;
            return Expectation(x => (x - mean) * (x - mean));
        }
    }

    /// <summary>ln E[exp(a·x)], through E[exp(a·x) − 1] where that is small, else as the ratio of the tilted integral to this one.</summary>
    public double LogMomentGenerating(double a)
    {
        if (Math.Abs(a) * _to < 0.1)
            return SeriesLogOnePlus(Expectation(x => SeriesExpMinusOne(a * x)));
        // exp(a·x)·exp(z·x − x²/2) is the same integrand at z + a; each integral is relative to exp(max(0, z)²/2).
        double tilted = _z + a;
        double peaks = _z > 0 && tilted > 0 ? a * (_z + 0.5 * a) : 0.5 * (Math.Pow(Math.Max(0, tilted), 2) - Math.Pow(Math.Max(0, _z), 2));
        return peaks + Math.Log(new TruncatedNormalOracle(tilted)._total / _total);
    }

    public double Survival(double x) => Integral(_ => 1, Math.Max(x, _from), _to) / _total;

    public double Expectation(Func<double, double> function) => Integral(function, _from, _to) / _total;

    private double Integral(Func<double, double> function, double from, double to)
    {
        double sum = 0;
        double width = (to - from) / Panels;
        for (int panel = 0; panel < Panels; panel++)
        {
            for (int i = 0; i < Nodes.Length; i++)
            {
                double x = from + width * (panel + 0.5 + 0.5 * Nodes[i]);
                double exponent = _z > 0 ? -0.5 * (x - _z) * (x - _z) : x * (_z - 0.5 * x);
                sum += Weights[i] * function(x) * Math.Exp(exponent);
            }
        }
        return 0.5 * width * sum;
    }

    private static double SeriesExpMinusOne(double y)
    {
        double term = y, sum = 0;
        for (int k = 2; k < 30; k++)
        {
            sum += term;
            term *= y / k;
        }
        return sum;
    }

    private static double SeriesLogOnePlus(double y)
    {
        double power = y, sum = 0;
        for (int k = 1; k < 40; k++)
        {
            sum += power / k;
            power *= -y;
        }
        return sum;
    }
}
