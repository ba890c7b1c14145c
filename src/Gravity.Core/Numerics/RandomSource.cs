using System.Numerics;

namespace Gravity.Core.Numerics;

/// <summary>A seeded stream of random numbers: the same (seed, stream) gives the same numbers on any machine and thread.</summary>
/// <remarks>
/// xoshiro256** (Blackman and Vigna 2021) with its state filled by SplitMix64 from the seed and the stream number, so that parallel work
/// takes stream 0, 1, 2 … by its index and not by its thread. There is no global generator and no clock.
/// </remarks>
public sealed class RandomSource
{
    private ulong _a, _b, _c, _d;
    private double _spare = double.NaN;

    /// <summary>Opens stream <paramref name="stream"/> of <paramref name="seed"/>.</summary>
    public RandomSource(long seed, long stream = 0)
    {
        ulong state = unchecked((ulong)seed * 0x9E3779B97F4A7C15UL ^ ((ulong)stream + 0x632BE59BD9B4E019UL) * 0xD1342543DE82EF95UL);
        _a = SplitMix(ref state);
        _b = SplitMix(ref state);
        _c = SplitMix(ref state);
        _d = SplitMix(ref state);
    }

    /// <summary>The next 64 random bits.</summary>
    public ulong NextBits()
    {
        ulong result = BitOperations.RotateLeft(unchecked(_b * 5), 7) * 9;
        ulong shifted = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= shifted;
        _d = BitOperations.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform on the open interval (0, 1).</summary>
    public double NextUniform() => ((NextBits() >> 12) + 0.5) * (1.0 / (1UL << 52));

    /// <summary>Uniform on 0 … <paramref name="count"/> − 1.</summary>
    public int NextIndex(int count) => (int)Math.BigMul(NextBits(), (ulong)count, out _);

    /// <summary>Standard normal, by Marsaglia's polar method.</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spare))
        {
            double kept = _spare;
            _spare = double.NaN;
            return kept;
        }
        while (true)
        {
            double x = 2 * NextUniform() - 1;
            double y = 2 * NextUniform() - 1;
            double square = x * x + y * y;
            if (square is >= 1 or 0)
                continue;
            double factor = Math.Sqrt(-2 * Math.Log(square) / square);
            _spare = y * factor;
            return x * factor;
        }
    }

    /// <summary>Exponential with mean 1.</summary>
    public double NextExponential() => -Math.Log(NextUniform());

    /// <summary>Gamma with shape <paramref name="shape"/> &gt; 0 and scale 1: Marsaglia and Tsang (2000), for shapes below 1 with a power of a uniform.</summary>
    public double NextGamma(double shape)
    {
        if (shape < 1)
            return NextGamma(shape + 1) * Math.Exp(Math.Log(NextUniform()) / shape);
        double d = shape - 1.0 / 3, c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NextNormal(), root = 1 + c * x;
            if (root <= 0)
                continue;
            double v = root * root * root;
            if (Math.Log(NextUniform()) < 0.5 * x * x + d * (1 - v + Math.Log(v)))
                return d * v;
        }
    }

    /// <summary>Poisson with mean <paramref name="mean"/> ≥ 0: below 10 by inversion, else by transformed rejection (Hörmann 1993, algorithm PTRS).</summary>
    /// <remarks>The logarithm of the density is taken about its maximum over the mean, so that means of 1e11 keep their digits.</remarks>
    internal double NextPoisson(double mean)
    {
        if (!(mean > 0))
            return mean == 0 ? 0 : double.NaN;
        if (mean < 10)
        {
            double left = NextUniform(), probability = Math.Exp(-mean), count = 0;
            for (; left > probability && count < 1000; count++)
            {
                left -= probability;
                probability *= mean / (count + 1);
            }
            return count;
        }
        double b = 0.931 + 2.53 * Math.Sqrt(mean), a = -0.059 + 0.02483 * b;
        double logScale = Math.Log(1.1239 + 1.1328 / (b - 3.4)), squeeze = 0.9277 - 3.6224 / (b - 2);
        while (true)
        {
            double u = NextUniform() - 0.5, v = NextUniform(), us = 0.5 - Math.Abs(u);
            double k = Math.Floor((2 * a / us + b) * u + mean + 0.43);
            if (us >= 0.07 && v <= squeeze)
                return k;
            if (k < 0 || (us < 0.013 && v > us))
                continue;
            double density = k == 0
                ? -mean
                : -k * Elementary.ExpRemainder(Math.Log(mean / k)) - 0.5 * Math.Log(2 * Math.PI * k) - IncompleteFunctions.StirlingRemainder(k);
            if (Math.Log(v) + logScale - Math.Log(a / (us * us) + b) <= density)
                return k;
        }
    }

    /// <summary>−1 or +1 with equal probability (Rademacher).</summary>
    public double NextSign() => (NextBits() >> 63) == 0 ? -1 : 1;

    private static ulong SplitMix(ref ulong state)
    {
        unchecked
        {
            ulong z = state += 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
