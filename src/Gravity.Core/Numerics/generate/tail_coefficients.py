"""Writes NormalTailCoefficients.cs: polynomials for the truncated standard normal (needs mpmath; run from this folder).

For x >= 0 let m(x) = Phi(-x)/phi(x), lambda = 1/m, and let
    d  = lambda - x                  mean of (X - x) given X > x,
    V  = 1 - lambda d                variance,
    k3 = lambda (d^2 - V)            third cumulant (of -X, as a function of z = -x),
which fall off like 1/x, 1/x^2 and 2/x^3. The bounded functions (x + C)^p F(x), p = 1, 2, 3, are interpolated at 64 Chebyshev
nodes of t = (x - K)/(x + K) in 90 digits, cut where the rest of the series is below 3e-17 of the smallest value, and
written as ordinary polynomials in t.
"""
from mpmath import cos, erfc, exp, mp, mpf, nstr, pi, sqrt

mp.dps = 90
K, C, NODES = 4, 2, 64


def cumulants(x):
    lam = exp(-x * x / 2) / (sqrt(pi / 2) * erfc(x / sqrt(mpf(2))))
    d = lam - x
    v = 1 - lam * d
    return d, v, lam * (d * d - v)


def chebyshev(values):
    n = len(values)
    out = [2 * sum(values[i] * cos(pi * j * (2 * i + 1) / (2 * n)) for i in range(n)) / n for j in range(n)]
    out[0] /= 2
    return out


def monomial(series):
    n = len(series)
    previous, current = [mpf(1)], [mpf(0), mpf(1)]
    total = [mpf(0)] * n
    for j in range(n):
        if j >= 2:
            following = [mpf(0)] + [2 * a for a in current]
            for i, a in enumerate(previous):
                following[i] -= a
            previous, current = current, following
        basis = previous if j == 0 else current
        for i, a in enumerate(basis):
            total[i] += series[j] * a
    return total


def table(name, power, values, points, doc):
    scaled = [values[i][power - 1] * (points[i] + C) ** power for i in range(NODES)]
    series = chebyshev(scaled)
    n, rest = NODES, mpf(0)
    while rest + abs(series[n - 1]) < mpf("3e-17") * min(scaled):
        n -= 1
        rest += abs(series[n])
    coefficients = monomial(series[:n])
    lines = ["    /// <summary>%s</summary>" % doc, "    internal static ReadOnlySpan<double> %s =>" % name, "    ["]
    for i in range(0, n, 4):
        lines.append("        " + " ".join(repr(float(a)) + "," for a in coefficients[i:i + 4]))
    return "\n".join(lines + ["    ];"])


points = [K * (1 + cos(pi * (2 * i + 1) / (2 * NODES))) / (1 - cos(pi * (2 * i + 1) / (2 * NODES))) for i in range(NODES)]
values = [cumulants(x) for x in points]
with open("../NormalTailCoefficients.cs", "w", newline="\n") as out:
    out.write("""namespace Gravity.Core.Numerics;

/// <summary>Polynomials in t = (x − %d)/(x + %d), lowest power first; written by generate/tail_coefficients.py.</summary>
internal static class NormalTailCoefficients
{
    /// <summary>K of t = (x − K)/(x + K) = 1 − 2K/(x + K).</summary>
    internal const double Centre = %d;

    /// <summary>C of the factors (x + C)ᵖ.</summary>
    internal const double Shift = %d;

%s

%s

%s
}
""" % (K, K, K, C,
       table("Excess", 1, values, points, "(x + C)·d(x), d = φ(x)/Φ(−x) − x."),
       table("Variance", 2, values, points, "(x + C)²·V(x), V = 1 − d·(x + d)."),
       table("ThirdCumulant", 3, values, points, "(x + C)³·κ₃(x), κ₃ = (x + d)(d² − V).")))
