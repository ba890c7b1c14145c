namespace Gravity.Reporting.Charts;

/// <summary>A Gaussian kernel density on [0, 1], reflected at both ends so that no mass is lost beyond them.</summary>
/// <remarks>Bandwidth 0.9·min(s, IQR/1.34)·n^(−1/5), Silverman (1986), Density Estimation for Statistics and Data Analysis, eq. (3.31); reflection his section 2.10.</remarks>
internal sealed class KernelDensity
{
    private readonly double[] values;

    public KernelDensity(IEnumerable<double> given)
    {
        values = [.. given.Where(double.IsFinite).Order()];
        double mean = values.Average();
        double deviation = values.Length < 2 ? 0 : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
        double range = (Quantile(0.75) - Quantile(0.25)) / 1.34;
        double spread = range > 0 ? Math.Min(deviation, range) : deviation;
        Bandwidth = 0.9 * spread * Math.Pow(values.Length, -0.2);
    }

    /// <summary>h; 0 where all values are one.</summary>
    public double Bandwidth { get; }

    public double At(double x)
    {
        double sum = 0;
        foreach (double v in values)
            sum += Kernel(x - v) + Kernel(x + v) + Kernel(x - 2 + v);
        return sum / values.Length;
    }

    /// <summary>The quantile by linear interpolation of the order statistics.</summary>
    public double Quantile(double p)
    {
        double place = p * (values.Length - 1);
        int below = (int)place;
        return below + 1 < values.Length ? values[below] + (place - below) * (values[below + 1] - values[below]) : values[below];
    }

    private double Kernel(double distance) => Math.Exp(-0.5 * distance * distance / (Bandwidth * Bandwidth)) / (Bandwidth * Math.Sqrt(2 * Math.PI));
}
