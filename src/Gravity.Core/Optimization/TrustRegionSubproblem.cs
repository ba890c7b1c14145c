using Gravity.Core.Numerics;

namespace Gravity.Core.Optimization;

/// <summary>The maximiser of g's + ½s'Hs over ‖s‖ ≤ Δ.</summary>
/// <remarks>
/// Moré and Sorensen (1983) through the eigenvalues of −H, which are affordable for some dozens of parameters and make the hard case plain: when g
/// has no part in the direction of the strongest upward curvature, the step is completed along that direction to the edge of the region.
/// </remarks>
internal sealed class TrustRegionSubproblem
{
    private readonly SymmetricEigen _eigen;
    private readonly double[] _rotated;
    private readonly Matrix _hessian;
    private readonly double[] _gradient;

    internal TrustRegionSubproblem(double[] gradient, Matrix hessian)
    {
        _gradient = gradient;
        _hessian = hessian;
        Matrix negative = hessian.Clone();
        foreach (ref double value in negative.Values)
            value = -value;
        _eigen = new SymmetricEigen(negative);
        _rotated = _eigen.Vectors.Transpose().Times(gradient);
    }

    /// <summary>The step and the rise g's + ½s'Hs that the quadratic predicts.</summary>
    internal (double[] Step, double Predicted, bool OnEdge) Solve(double radius)
    {
        int n = _rotated.Length;
        double lowest = _eigen.Values[0];
        double[] rotated = new double[n];
        bool edge = true;
        double spread = Math.Max(Math.Abs(lowest), Math.Abs(_eigen.Values[^1]));
        double floor = Math.Max(0, -lowest);
        if (lowest > 1e-15 * spread && Norm(0) <= radius)
        {
            Fill(0, rotated);
            edge = false;
        }
        else if (!TryHardCase(rotated, floor, radius, 1e-14 * spread, ref edge))
            Fill(Shift(floor, radius), rotated);
        double[] step = _eigen.Vectors.Times(rotated);
        double predicted = 0.5 * _hessian.Quadratic(step, step);
        for (int j = 0; j < n; j++)
            predicted += _gradient[j] * step[j];
        return (step, predicted, edge);
    }

    /// <summary>The μ &gt; floor with ‖(−H + μI)⁻¹g‖ = Δ: Newton's method on 1/Δ − 1/‖s‖, kept inside a bracket.</summary>
    private double Shift(double floor, double radius)
    {
        double low = floor;
        // At least a few units in the last place of the floor, else the bracket would be empty and never widen.
        double width = Math.Max(Length(_rotated) / radius, 1e-14 * floor) + 1e-300;
        while (Norm(floor + width) > radius)
            width *= 2;
        double high = floor + width;
        double shift = high;
        for (int iteration = 0; iteration < 100; iteration++)
        {
            double norm = Norm(shift);
            if (Math.Abs(norm - radius) <= 1e-6 * radius)
                break;
            if (norm > radius)
                low = shift;
            else
                high = shift;
            double slope = 0;
            for (int k = 0; k < _rotated.Length; k++)
            {
                double divisor = _eigen.Values[k] + shift;
                slope += _rotated[k] * _rotated[k] / (divisor * divisor * divisor);
            }
            double next = shift + norm * norm / slope * (norm - radius) / radius;
            shift = next > low && next < high ? next : 0.5 * (low + high);
        }
        return shift;
    }

    private bool TryHardCase(double[] rotated, double floor, double radius, double rounding, ref bool edge)
    {
        double square = 0, blocked = 0;
        for (int k = 0; k < rotated.Length; k++)
        {
            double divisor = _eigen.Values[k] + floor;
            if (divisor <= rounding)
                blocked = Math.Max(blocked, Math.Abs(_rotated[k]));
            else
            {
                rotated[k] = _rotated[k] / divisor;
                square += rotated[k] * rotated[k];
            }
        }
        // Beside strong upward curvature a small gradient would move the shift by less than its last place: that is the hard case too.
        bool negligible = blocked <= 1e-14 * Length(_rotated) || (floor > rounding && blocked <= rounding * radius);
        if (!negligible || square > radius * radius)
            return false;
        // A flat direction is not worth walking: the shortest maximiser stays inside.
        edge = floor > rounding;
        if (edge)
            rotated[0] = Math.CopySign(Math.Sqrt(radius * radius - square), _rotated[0]);
        return true;
    }

    private void Fill(double shift, double[] rotated)
    {
        for (int k = 0; k < rotated.Length; k++)
            rotated[k] = _rotated[k] / (_eigen.Values[k] + shift);
    }

    private double Norm(double shift)
    {
        double square = 0;
        for (int k = 0; k < _rotated.Length; k++)
        {
            double part = _rotated[k] / (_eigen.Values[k] + shift);
            square += part * part;
        }
        return Math.Sqrt(square);
    }

    private static double Length(double[] vector)
    {
        double square = 0;
        foreach (double value in vector)
            square += value * value;
        return Math.Sqrt(square);
    }
}
