namespace Gravity.Core.Numerics;

/// <summary>Mode and quantiles of a law on u ≥ 0 with log-concave density, from its functions.</summary>
internal static class LogConcaveRoots
{
    /// <summary>The mode of a log-concave density by Brent's method, parabolas and golden sections; 0 where it falls from there on.</summary>
    public static double Mode(Func<double, double> logDensity, double mean, double deviation)
    {
        // The mode of a unimodal law is within √3 standard deviations of the mean.
        double low = Math.Max(0, mean - 1.75 * deviation), high = mean + 1.75 * deviation, golden = 0.5 * (3 - Math.Sqrt(5)), tolerance = 1e-9 * (mean + deviation);
        double best = low + golden * (high - low), second = best, third = best, atBest = logDensity(best), atSecond = atBest, atThird = atBest;
        double step = 0, before = 0;
        for (int iteration = 0; iteration < 100; iteration++)
        {
            double middle = 0.5 * (low + high);
            if (Math.Abs(best - middle) <= 2 * tolerance - 0.5 * (high - low))
                break;
            double r = (best - second) * (atThird - atBest), q = (best - third) * (atSecond - atBest);
            double p = (best - third) * q - (best - second) * r, turn = 2 * (q - r);
            if (turn > 0)
                p = -p;
            turn = Math.Abs(turn);
            double last = before;
            before = step;
            if (Math.Abs(before) > tolerance && Math.Abs(p) < Math.Abs(0.5 * turn * last) && p > turn * (low - best) && p < turn * (high - best))
            {
                step = p / turn;
                if (best + step - low < 2 * tolerance || high - best - step < 2 * tolerance)
                    step = best < middle ? tolerance : -tolerance;
            }
            else
            {
                before = best < middle ? high - best : low - best;
                step = golden * before;
            }
            double trial = Math.Abs(step) >= tolerance ? best + step : best + Math.CopySign(tolerance, step), atTrial = logDensity(trial);
            if (atTrial >= atBest)
            {
                if (trial < best)
                    high = best;
                else
                    low = best;
                (third, second, best) = (second, best, trial);
                (atThird, atSecond, atBest) = (atSecond, atBest, atTrial);
                continue;
            }
            if (trial < best)
                low = trial;
            else
                high = trial;
            if (atTrial >= atSecond || second == best)
                (third, atThird, second, atSecond) = (second, atSecond, trial, atTrial);
            else if (atTrial >= atThird || third == best || third == second)
                (third, atThird) = (trial, atTrial);
        }
        return low == 0 && best < 8 * tolerance ? 0 : best;
    }

    /// <summary>The x with distribution function <paramref name="probability"/>, by Newton's method in a bracket.</summary>
    public static double Quantile(Func<double, double> cdf, Func<double, double> density, double probability, double mean, double deviation, double guess = double.NaN)
    {
        double low = 0, high = mean + 4 * deviation, x = guess > 0 ? guess : mean;
        if (x >= high)
            high = x + deviation;
        while (cdf(high) < probability && double.IsFinite(high))
        {
            // Beyond rounding of 1 the distribution function does not grow.
            if (high > mean + 60 * deviation)
                return high;
            high += 4 * deviation;
        }
        for (int iteration = 0; iteration < 100; iteration++)
        {
            double excess = cdf(x) - probability;
            if (excess > 0)
                high = x;
            else
                low = x;
            double next = x - excess / density(x);
            if (!(next > low && next < high))
                next = 0.5 * (low + high);
            if (Math.Abs(next - x) <= 1e-13 * Math.Max(x, 1e-3 * deviation))
                return next;
            x = next;
        }
        return x;
    }
}
