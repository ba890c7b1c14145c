using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>Evaluations of all rows at θ and at given effects; its arrays are used again.</summary>
internal sealed class LocationPass
{
    private readonly double[] _offset;
    private readonly IndexSum _sum;

    /// <param name="sum">The rows.</param>
    public LocationPass(IndexSum sum)
    {
        _offset = new double[sum.Rows];
        _sum = sum.WithOffset(_offset);
        Rows = new LocationDerivatives(sum.Rows, sum.Terms.Count);
    }

    /// <summary>Derivatives in the location.</summary>
    public LocationDerivatives Rows { get; }

    /// <summary>Dα of the last evaluation; the caller's array.</summary>
    public double[] Effects { get; private set; } = [];

    /// <summary>∂ℓ/∂θ at these effects; empty unless wanted.</summary>
    public double[] Gradient { get; private set; } = [];

    /// <summary>∂²ℓ/∂θ² at these effects; null unless wanted.</summary>
    public Matrix? Hessian { get; private set; }

    /// <summary>ℓ.</summary>
    public double Value { get; private set; } = double.NaN;

    /// <summary>Evaluates.</summary>
    /// <param name="theta">θ.</param>
    /// <param name="effects">Dα, one value a row.</param>
    /// <param name="order">Derivatives in θ: 0, 1 or 2. Those in the location are always there.</param>
    public void Run(double[] theta, double[] effects, int order)
    {
        Effects = effects;
        Gradient = order > 0 ? new double[theta.Length] : [];
        Hessian = order > 1 ? new Matrix(theta.Length, theta.Length) : null;
        effects.CopyTo(_offset, 0);
        Value = _sum.Evaluate(theta, Gradient, Hessian is null ? default : Hessian.Values, Rows);
    }
}
