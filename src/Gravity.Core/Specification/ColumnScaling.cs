using System.Numerics.Tensors;

namespace Gravity.Core.Specification;

/// <summary>A column brought to length 1 (and mean 0 beside an intercept), so that collinearity does not depend on units.</summary>
internal readonly struct ColumnScaling
{
    /// <summary>Differences below this share of the largest value are rounding: the column is constant.</summary>
    private const double ConstantTolerance = 1e-13;

    /// <summary>Rounding of a column's values, in units of the last place of its length.</summary>
    private const double Rounding = 16 * 2.220446049250313e-16;

    private readonly double _largest;
    private readonly double _scaledMean;
    private readonly double _scaledLength;

    /// <summary>Measures a column.</summary>
    /// <param name="values">Finite values.</param>
    /// <param name="centre">Whether an intercept takes up the mean.</param>
    public ColumnScaling(ReadOnlySpan<double> values, bool centre)
    {
        double highest = TensorPrimitives.Max(values), lowest = TensorPrimitives.Min(values);
        // Dividing by the largest value keeps squares of 1e200 finite.
        _largest = Math.Max(Math.Abs(highest), Math.Abs(lowest));
        if (_largest == 0)
            return;
        double sum = 0, squares = 0;
        foreach (double value in values)
            sum += value / _largest;
        double mean = sum / values.Length, correction = 0;
        foreach (double value in values)
        {
            double scaled = value / _largest;
            squares += scaled * scaled;
            correction += scaled - mean;
        }
        mean += correction / values.Length;
        double raw = Math.Sqrt(squares);
        if (!centre)
        {
            _scaledLength = raw;
            Noise = Rounding;
            return;
        }
        _scaledMean = mean;
        if (highest - lowest <= ConstantTolerance * _largest)
            return;
        squares = 0;
        foreach (double value in values)
            squares += (value / _largest - mean) * (value / _largest - mean);
        _scaledLength = Math.Sqrt(squares);
        // The values carry rounding errors of their own size, not of the size of their deviations.
        Noise = Rounding * raw / _scaledLength;
    }

    /// <summary>Length of the rounding errors of the values, as a share of <see cref="Length"/>.</summary>
    public double Noise { get; }

    /// <summary>Mean, 0 when not centred.</summary>
    public double Mean => _scaledMean * _largest;

    /// <summary>Length after centring, 0 for a column that is constant (zero, when not centred).</summary>
    public double Length => _scaledLength * _largest;

    /// <summary>Writes the scaled values.</summary>
    public void Apply(ReadOnlySpan<double> values, Span<double> target)
    {
        if (_scaledLength == 0)
        {
            target.Clear();
            return;
        }
        double inverse = 1 / _scaledLength;
        for (int i = 0; i < values.Length; i++)
            target[i] = (values[i] / _largest - _scaledMean) * inverse;
    }
}
