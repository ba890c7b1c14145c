using Gravity.Core.Numerics;

namespace Gravity.Core.Optimization;

/// <summary>A step length along a direction of ascent that satisfies the strong Wolfe conditions.</summary>
/// <remarks>
/// Nocedal and Wright (2006), algorithms 3.5 and 3.6, with quadratic interpolation kept inside the bracket. Where rises are within the rounding
/// of the value the slope alone decides (the approximate Wolfe condition of Hager and Zhang 2005). A point that is not finite only
/// closes the bracket.
/// </remarks>
internal static class WolfeSearch
{
    private const double Sufficient = 1e-4;
    private const double Flatness = 0.9;

    /// <summary>The accepted trial, or null when none rises.</summary>
    internal static Trial? Find(Climb climb, double[] direction, double firstStep)
    {
        Trial start = climb.Best;
        double slope0 = GramKernels.Dot(start.Gradient, direction);
        if (!(slope0 > 0))
            return null;
        double noise = climb.Rounding;
        double low = 0, high = double.PositiveInfinity, lowValue = start.Value, lowSlope = slope0, highValue = double.NaN;
        Trial? best = null;
        double step = firstStep;
        for (int attempt = 0; attempt < 60; attempt++)
        {
            double[] point = new double[direction.Length];
            for (int j = 0; j < point.Length; j++)
                point[j] = start.Point[j] + step * direction[j];
            Trial trial = climb.Evaluate(point, 1);
            double slope = trial.IsFeasible ? GramKernels.Dot(trial.Gradient, direction) : double.NaN;
            bool rises = trial.IsFeasible && trial.Value >= lowValue - noise
                && (trial.Value >= start.Value + Sufficient * step * slope0
                    || (trial.Value >= start.Value - noise && slope >= (2 * Sufficient - 1) * slope0));
            if (!rises)
            {
                high = step;
                highValue = trial.IsFeasible ? trial.Value : double.NaN;
            }
            else
            {
                if (Math.Abs(slope) <= Flatness * slope0)
                    return trial;
                bool uphillIsHigher = slope > 0;
                if (uphillIsHigher != high > low)
                {
                    high = low;
                    highValue = lowValue;
                }
                (low, lowValue, lowSlope, best) = (step, trial.Value, slope, trial);
            }
            if (double.IsInfinity(high))
            {
                step *= 3;
                continue;
            }
            double width = high - low;
            if (Math.Abs(width) <= 1e-15 * Math.Max(Math.Abs(low), Math.Abs(high)))
                break;
            // The parabola through value and slope at low and the value at high peaks here, as a share of the bracket.
            double fall = lowValue + lowSlope * width - highValue;
            double share = double.IsNaN(highValue) || !(fall > 0) ? 0.3 : 0.5 * lowSlope * width / fall;
            step = low + Math.Clamp(share, 0.1, 0.9) * width;
        }
        return best is not null && best.Value > start.Value ? best : null;
    }
}
