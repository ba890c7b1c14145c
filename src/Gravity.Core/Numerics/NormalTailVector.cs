using System.Runtime.Intrinsics;

namespace Gravity.Core.Numerics;

/// <summary><see cref="NormalTail"/> for eight arguments at a time, without branches.</summary>
/// <remarks>
/// The same polynomials and the same order of operations as the scalar functions; only the exponential and the logarithm differ, by an
/// ulp or so. Where <see cref="Vector512.IsHardwareAccelerated"/> is false the runtime splits each operation into narrower ones.
/// NaN gives NaN in its own lane.
/// </remarks>
internal static class NormalTailVector
{
    /// <summary>ln Φ(z), with λ = φ/Φ and the curvature −d² ln Φ/dz² = λ(z + λ), which is relatively accurate and in (0, 1).</summary>
    internal static Vector512<double> LogCdf(
        Vector512<double> z, out Vector512<double> inverseMills, out Vector512<double> curvature)
    {
        Arm arm = new(z);
        Vector512<double> value = arm.LogCdf(z);
        inverseMills = arm.InverseMills;
        curvature = Vector512.ConditionalSelect(arm.Below, (arm.Held + arm.LowerExcess) * arm.LowerExcess, arm.UpperCurvature);
        return value;
    }

    /// <summary>
    /// ln Φ(z) + z²/2, with λ = φ/Φ, the truncated mean z + λ and the truncated variance 1 − λ(z + λ), all without cancellation for z → −∞.
    /// </summary>
    internal static Vector512<double> LogCdfScaled(
        Vector512<double> z, out Vector512<double> inverseMills, out Vector512<double> excess, out Vector512<double> truncatedVariance)
    {
        Arm arm = new(z);
        Vector512<double> half = Vector512.Create(0.5);
        Vector512<double> log = arm.Log();
        Vector512<double> value = Vector512.ConditionalSelect(arm.Below, -log, log + arm.Correction + half * z * z);
        inverseMills = arm.InverseMills;
        excess = Vector512.ConditionalSelect(arm.Below, arm.LowerExcess, z + arm.InverseMills);
        Vector512<double> shifted = arm.Held + Vector512.Create(NormalTailCoefficients.Shift);
        Vector512<double> lower = Polynomial(NormalTailCoefficients.Variance, arm.Position) / (shifted * shifted);
        truncatedVariance = Vector512.ConditionalSelect(arm.Below, lower, Vector512<double>.One - arm.UpperCurvature);
        return value;
    }

    /// <summary>The quantities that both functions need: those of the lower arm (z &lt; 0) and of the upper arm, side by side.</summary>
    private readonly struct Arm
    {
        internal readonly Vector512<double> Below;
        internal readonly Vector512<double> Held;
        internal readonly Vector512<double> Position;
        internal readonly Vector512<double> LowerExcess;
        internal readonly Vector512<double> InverseMills;
        internal readonly Vector512<double> UpperCurvature;
        internal readonly Vector512<double> LogArgument;
        internal readonly Vector512<double> Correction;

        internal Arm(Vector512<double> z)
        {
            Vector512<double> one = Vector512<double>.One;
            Vector512<double> centre = Vector512.Create(NormalTailCoefficients.Centre);
            Vector512<double> x = Vector512.Abs(z);
            Below = Vector512.LessThan(z, Vector512<double>.Zero);
            Held = Vector512.Min(x, Vector512.Create(NormalTail.Largest));
            Position = one - (centre + centre) / (Held + centre);
            LowerExcess = Polynomial(NormalTailCoefficients.Excess, Position) / (Held + Vector512.Create(NormalTailCoefficients.Shift));
            Vector512<double> rate = x + LowerExcess;

            Vector512<double> a = Vector512.Min(x, Vector512.Create(NormalTail.Vanishing));
            Vector512<double> square = a * a;
            Vector512<double> rounding = Vector512.FusedMultiplyAdd(a, a, -square);
            Vector512<double> half = Vector512.Create(0.5);
            Vector512<double> density = Vector512.Exp(-half * square) * ((one - half * rounding) / Vector512.Create(NormalTail.RootTwoPi));
            Vector512<double> tail = density / rate;
            Vector512<double> cdf = one - tail;
            Vector512<double> upper = density / cdf;
            InverseMills = Vector512.ConditionalSelect(Below, rate, upper);
            UpperCurvature = upper * (a + upper);
            LogArgument = Vector512.ConditionalSelect(Below, Vector512.Create(NormalTail.RootTwoPi) * rate, cdf);
            // ln(1 − q) = ln c + (1 − c − q)/c + …, where c is 1 − q rounded and 1 − c is exact.
            Correction = ((one - cdf) - tail) / cdf;
        }

        internal Vector512<double> Log() => Vector512.Log(LogArgument);

        internal Vector512<double> LogCdf(Vector512<double> z)
        {
            Vector512<double> log = Log();
            return Vector512.ConditionalSelect(Below, Vector512.Create(-0.5) * z * z - log, log + Correction);
        }
    }

    private static Vector512<double> Polynomial(ReadOnlySpan<double> coefficients, Vector512<double> t)
    {
        Vector512<double> square = t * t;
        Vector512<double> fourth = square * square;
        int top = (coefficients.Length - 1) & ~3;
        Vector512<double> a = Vector512.Create(coefficients[top]);
        Vector512<double> b = top + 1 < coefficients.Length ? Vector512.Create(coefficients[top + 1]) : Vector512<double>.Zero;
        Vector512<double> c = top + 2 < coefficients.Length ? Vector512.Create(coefficients[top + 2]) : Vector512<double>.Zero;
        Vector512<double> d = top + 3 < coefficients.Length ? Vector512.Create(coefficients[top + 3]) : Vector512<double>.Zero;
        for (int i = top - 4; i >= 0; i -= 4)
        {
            a = Vector512.FusedMultiplyAdd(a, fourth, Vector512.Create(coefficients[i]));
            b = Vector512.FusedMultiplyAdd(b, fourth, Vector512.Create(coefficients[i + 1]));
            c = Vector512.FusedMultiplyAdd(c, fourth, Vector512.Create(coefficients[i + 2]));
            d = Vector512.FusedMultiplyAdd(d, fourth, Vector512.Create(coefficients[i + 3]));
        }
        Vector512<double> low = Vector512.FusedMultiplyAdd(b, t, a);
        Vector512<double> high = Vector512.FusedMultiplyAdd(d, t, c);
        return Vector512.FusedMultiplyAdd(high, square, low);
    }
}
