using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using Gravity.Core.Numerics;

namespace Gravity.Benchmarks;

/// <summary>ln Φ with its first two derivatives, eight at a time and one at a time, over arguments from −6 to 6; time of 4,096 arguments.</summary>
public class NormalTailBenchmarks
{
    private const int Count = 4_096;

    private readonly double[] _z = new double[Count];
    private readonly double[] _value = new double[Count];

    [GlobalSetup]
    public void Setup()
    {
        for (int i = 0; i < Count; i++)
            _z[i] = -6 + 12.0 * i / (Count - 1);
    }

    [Benchmark(Description = "4,096 × ln Φ, λ and curvature, vector")]
    public void LogCdfVector() => Each(static z => NormalTailVector.LogCdf(z, out Vector512<double> mills, out Vector512<double> curvature) + mills + curvature);

    [Benchmark(Description = "4,096 × ln Φ + z²/2, mean and variance, vector")]
    public void LogCdfScaledVector() =>
        Each(static z => NormalTailVector.LogCdfScaled(z, out Vector512<double> mills, out Vector512<double> excess, out Vector512<double> variance) + mills + excess + variance);

    [Benchmark(Description = "4,096 × ln Φ, λ and curvature, scalar")]
    public void LogCdfScalar()
    {
        for (int i = 0; i < Count; i++)
            _value[i] = NormalTail.LogCdf(_z[i]) + NormalTail.InverseMills(_z[i]) + NormalTail.Curvature(_z[i]);
    }

    private void Each(Func<Vector512<double>, Vector512<double>> function)
    {
        ref double from = ref MemoryMarshal.GetArrayDataReference(_z);
        ref double to = ref MemoryMarshal.GetArrayDataReference(_value);
        for (nuint i = 0; i < Count; i += 8)
            function(Vector512.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
    }
}
