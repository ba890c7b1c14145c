using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Separation;

/// <summary>The target of the rectifier, 1 in the free rows at first, and what its fit z looks like against it.</summary>
/// <remarks>
/// Raising the target where z is negative is a gradient step on ½|z|² over targets of 1 and more, at whose minimum z is the nonnegative one nearest to 1: 0 where nothing is separated. The rectifier never
/// lowers a target again, and where a column all but separates it takes thousands of steps. <see cref="Advance"/> goes to the same minimum by conjugate gradients over the targets above 1, with a step of
/// the rectifier's wherever that is where most is to be gained (Dostál and Schöberl 2005, Computational Optimization and Applications 30: 23–43, modified proportioning with reduced gradient
/// projections, of which half steps to the bounds are left out). What is concluded from z and its target does not depend on how they were come by.
/// </remarks>
internal sealed class Rectification
{
    private readonly SeparatingSpace _space;
    private double[]? _direction;

    /// <summary>Begins at a target of 1 in the free rows.</summary>
    /// <param name="space">The space in which z is sought.</param>
    public Rectification(SeparatingSpace space)
    {
        _space = space;
        Target = Array.ConvertAll(space.Free, free => free ? 1.0 : 0);
        Z = space.First;
        Error = space.Error * Math.Sqrt(space.Free.Count(free => free));
    }

    /// <summary>The target.</summary>
    public double[] Target { get; private set; }

    /// <summary>Its fit.</summary>
    public Combination Z { get; set; }

    /// <summary>Largest z in a free row.</summary>
    public double Most { get; private set; }

    /// <summary>Largest −z in a free row, 0 if none is negative.</summary>
    public double Least { get; private set; }

    /// <summary>Largest |z| in a row held at 0.</summary>
    public double Held { get; private set; }

    /// <summary>Largest excess of z over its target in a free row: below 0 nothing is separated.</summary>
    public double Reach { get; private set; }

    /// <summary>What the tolerance of the fits so far may have done to z, by its length.</summary>
    public double Error { get; private set; }

    /// <summary>Compares z with the target.</summary>
    public void Look()
    {
        (Most, Least, Held, Reach) = (0, 0, 0, double.NegativeInfinity);
        double[] z = Z.Values;
        for (int i = 0; i < Target.Length; i++)
        {
            if (!_space.Free[i])
            {
                Held = _space.Weights[i] == 0 ? Held : Math.Max(Held, Math.Abs(z[i]));
                continue;
            }
            Most = Math.Max(Most, z[i]);
            Least = Math.Max(Least, -z[i]);
            Reach = Math.Max(Reach, z[i] - Target[i]);
        }
    }

    /// <summary>Raises the target where z is negative, by a multiple of −z that goes to the minimum of |z|, and at least once.</summary>
    /// <param name="fit">Fits a change of the target.</param>
    public void Raise(Func<double[], Combination> fit)
    {
        double[] change = Where((z, _) => Math.Max(0, -z));
        Combination moved = fit(change);
        double product = Dot(moved.Values, change), square = Dot(change, change);
        Move(product > 0 ? Math.Max(1, square / product) : 1, change, moved);
        _direction = null;
    }

    /// <summary>A step along conjugate directions of the targets above 1, or up where z is negative at targets of 1, whichever has more to gain.</summary>
    /// <param name="fit">Fits a change of the target.</param>
    public void Advance(Func<double[], Combination> fit)
    {
        double[] inside = Where((z, above) => above > 0 ? -z : 0), gain = Where((z, above) => above > 0 ? Math.Max(-z, -above) : 0), up = Where((z, above) => above > 0 ? 0 : Math.Max(0, -z));
        if (Dot(up, up) > Dot(gain, inside))
        {
            Along(up, fit);
            _direction = null;
            return;
        }
        double[] direction = _direction ?? inside;
        Combination moved = fit(direction);
        double curvature = Dot(moved.Values, direction), length = Dot(inside, direction) / curvature, most = double.PositiveInfinity;
        for (int i = 0; i < direction.Length; i++)
            if (_space.Free[i] && direction[i] < 0)
                most = Math.Min(most, (Target[i] - 1) / -direction[i]);
        if (!(curvature > 0) || !double.IsFinite(length) || length <= 0)
        {
            // Rounding: begin anew from the gradient.
            _direction = null;
            Along(gain, fit, 1);
            return;
        }
        if (length > most)
        {
            Move(most, direction, moved);
            _direction = null;
            Along(Where((z, above) => above > 0 ? Math.Max(-z, -above) : 0), fit, 1);
            return;
        }
        Move(length, direction, moved);
        double[] next = Where((z, above) => above > 0 ? -z : 0);
        double turn = Dot(next, moved.Values) / curvature;
        for (int i = 0; i < next.Length; i++)
            next[i] -= turn * direction[i];
        _direction = next;
    }

    private void Along(double[] change, Func<double[], Combination> fit, double most = double.PositiveInfinity)
    {
        Combination moved = fit(change);
        double product = Dot(moved.Values, change), gain = -Dot(Z.Values, change);
        Move(product > 0 ? Math.Min(most, gain / product) : 1, change, moved);
    }

    private void Move(double length, double[] change, Combination fit)
    {
        for (int i = 0; i < Target.Length; i++)
            Target[i] = _space.Free[i] ? Math.Max(1, Target[i] + length * change[i]) : 0;
        Error += length * _space.Error * Math.Sqrt(Dot(change, change));
        Z.Plus(length, fit);
    }

    /// <summary>A function of z and the target less 1 in the free rows, 0 in the others.</summary>
    private double[] Where(Func<double, double, double> value)
    {
        var result = new double[Target.Length];
        for (int i = 0; i < result.Length; i++)
            result[i] = _space.Free[i] ? value(Z.Values[i], Target[i] - 1) : 0;
        return result;
    }

    /// <summary>Product over the free rows.</summary>
    private double Dot(double[] a, double[] b)
    {
        double total = 0, lost = 0;
        for (int i = 0; i < a.Length; i++)
            if (_space.Free[i])
                CompensatedSum.Add(a[i] * b[i], ref total, ref lost);
        return CompensatedSum.Close(total, lost);
    }
}
