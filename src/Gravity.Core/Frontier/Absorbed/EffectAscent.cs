using System.Numerics.Tensors;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>The search for α(θ), with memory that is used again; for one thread at a time.</summary>
/// <remarks>
/// <para>
/// With g = ∂ℓ/∂η and w = −∂²ℓ/∂η² of the rows a Newton step solves D'WD·δ = D'g: iteratively reweighted least squares with working response g/w. The laws
/// admitted have log-concave densities, so that w ≥ 0 and the maximum is unique. Where the full step does not raise ℓ, weights are raised to |g|/4σ, so that no
/// working response is longer than 4σ (in the tail of the exponential w vanishes but g does not), and the step is halved until ℓ rises. Where the location is the
/// logarithm of a mean, working responses may be as long as <c>reach</c>: 1/√μ of the largest flow would be next to nothing for all others.
/// </para>
/// <para>
/// A short step is the last. What it adds is taken from expansions whose errors are of second order in what is left: ℓ + ½g'δ, dℓ/dθ + A'D'g with the tangents
/// A = (D'WD)⁻D'C, and H + C'DA + R'A, R the residual of the tangents' equations, so that these equations need to be solved to half the digits only.
/// </para>
/// </remarks>
internal sealed class EffectAscent(IndexSum sum, EffectSystem system, double? reach)
{
    /// <summary>Walls of large flows take more steps than locations do.</summary>
    private const int StepLimit = 200, WallStepLimit = 1000;
    private const int Halvings = 60;

    /// <summary>Of the linear systems: loose while the effects are far, close once a step is short; of the tangents, whose errors enter squared.</summary>
    private const double LooseTolerance = 1e-4, CloseTolerance = 1e-8, TangentTolerance = 1e-9;

    /// <summary>Share of the smallest scale of a row below which a step is short.</summary>
    private const double NearStep = 1e-2;

    /// <summary>Share of the largest weight that any row keeps: D'WD must not vanish in a group whose rows all lie in a flat tail.</summary>
    private const double WeightFloor = 1e-12;

    /// <summary>Short steps without a halving, and what they promise as a share of ℓ, from which on rounding is all that they are made of, as it is where flows of 1e6 and more meet.</summary>
    private const int Patience = 5;

    private const double Rounding = 1e-10;

    private readonly double[] _step = new double[system.Groups];
    private readonly double[] _shift = new double[sum.Rows];
    private readonly double[] _weights = new double[sum.Rows];
    private LocationPass _pass = new(sum);
    private LocationPass? _spare;

    /// <summary>Finds α(θ); see <see cref="EffectRoots.Solve"/>.</summary>
    public AbsorbedPoint Run(double[] theta, double[] start, int order, IReadOnlyList<double[]>? tangents, double lastStep)
    {
        _pass.Run(theta, start, order);
        bool near = tangents is not null;
        int steps = 0;
        (double least, int since) = (double.PositiveInfinity, 0);
        for (; steps < (reach is null ? StepLimit : WallStepLimit) && double.IsFinite(_pass.Value); steps++)
        {
            double[] right = system.Sums(_pass.Rows.First);
            double scale = SetWeights(damped: false);
            double longest = Step(right, near ? CloseTolerance : LooseTolerance);
            if (!near && longest <= NearStep * scale)
                longest = Step(right, CloseTolerance);
            near = longest <= NearStep * scale;
            double promise = TensorPrimitives.Dot<double>(right, _step);
            (least, since) = !near || longest < 0.5 * least ? (longest, 0) : (least, since + 1);
            if (longest <= lastStep * scale || (reach is not null && since >= Patience && promise <= Rounding * Math.Abs(_pass.Value)))
                return Close(theta, right, order, 0.5 * promise, tangents, steps);
            if (!TryStep(theta, order, 1, promise) && !TryDamped(theta, order, right))
                break;
        }
        return new AbsorbedPoint { Theta = theta, Effects = _pass.Effects, Value = double.NaN, Steps = steps };
    }

    /// <summary>ℓ at given effects.</summary>
    public double ValueAt(double[] theta, double[] effects)
    {
        _pass.Run(theta, effects, 0);
        return _pass.Value;
    }

    private bool TryDamped(double[] theta, int order, double[] right)
    {
        SetWeights(damped: true);
        Step(right, LooseTolerance);
        double promise = TensorPrimitives.Dot<double>(right, _step), factor = 1;
        for (int halving = 0; halving < Halvings; halving++, factor = Shorter(factor))
            if (TryStep(theta, order, factor, factor * promise))
                return true;
        return false;
    }

    /// <summary>What to try after a step that went too far: where Newton's method along it leads back to, else half of it.</summary>
    /// <remarks>
    /// A row of a large flow is a wall, flat on one side and steep on the other. Halves stay on the flat side and come to the wall but slowly; seen from the steep side its place is
    /// known, and the next step has the wall's curvature in its weights.
    /// </remarks>
    private double Shorter(double factor)
    {
        double slope = 0, curvature = 0;
        if (reach is not null)
        {
            slope = TensorPrimitives.Dot<double>(_spare!.Rows.First, _shift);
            double[] second = _spare.Rows.Second(0);
            for (int i = 0; i < _shift.Length; i++)
                curvature -= second[i] * _shift[i] * _shift[i];
        }
        double back = factor + slope / curvature;
        return back > 0.02 * factor && back < 0.95 * factor ? back : 0.5 * factor;
    }

    /// <summary>Takes the last step to first order and eliminates the effects from the derivatives.</summary>
    private AbsorbedPoint Close(double[] theta, double[] right, int order, double rise, IReadOnlyList<double[]>? tangents, int steps)
    {
        double[][] moves = [];
        double[] gradient = [.. _pass.Gradient];
        if (order == 1)
        {
            double[][] cross = Cross();
            for (int j = 0; j < cross.Length; j++)
                gradient[j] += TensorPrimitives.Dot<double>(cross[j], _step);
        }
        else if (order > 1)
        {
            moves = Eliminate(tangents);
            for (int j = 0; j < moves.Length; j++)
                gradient[j] += TensorPrimitives.Dot<double>(moves[j], right);
        }
        TensorPrimitives.Add(_pass.Effects, _shift, _pass.Effects);
        return new AbsorbedPoint
        {
            Theta = theta,
            Effects = _pass.Effects,
            Value = _pass.Value + rise,
            Order = order,
            Gradient = gradient,
            Hessian = _pass.Hessian,
            Tangents = moves,
            Steps = steps,
        };
    }

    /// <summary>H += C'DA + R'A; returns the tangents A = (D'WD)⁻D'C.</summary>
    private double[][] Eliminate(IReadOnlyList<double[]>? tangents)
    {
        double[][] cross = Cross();
        double[][] moves = [.. cross.Select((_, j) => tangents is null ? new double[system.Groups] : (double[])[.. tangents[j]])];
        double[][] residuals = Array.ConvertAll(cross, _ => new double[system.Groups]);
        system.Solve(cross, moves, TangentTolerance, residuals);
        Matrix hessian = _pass.Hessian!;
        for (int j = 0; j < cross.Length; j++)
            TensorPrimitives.Add(cross[j], residuals[j], cross[j]);
        for (int l = 0; l < cross.Length; l++)
        {
            for (int j = l; j < cross.Length; j++)
            {
                double product = TensorPrimitives.Dot<double>(cross[j], moves[l]) + TensorPrimitives.Dot<double>(cross[l], moves[j]);
                hessian[j, l] = hessian[l, j] = hessian[j, l] + 0.5 * product;
            }
        }
        return moves;
    }

    /// <summary>D'(∂²ℓ/∂η∂θⱼ) by parameter.</summary>
    private double[][] Cross()
    {
        var cross = new List<double[]>();
        for (int k = 0; k < sum.Terms.Count; k++)
        {
            double[] second = _pass.Rows.Second(k);
            if (sum.Terms[k].Columns is not { } columns)
            {
                cross.Add(system.Sums(second));
                continue;
            }
            for (int j = 0; j < columns.Columns; j++)
                cross.Add(system.Sums(second, columns, j));
        }
        return [.. cross];
    }

    /// <summary>Solves for a step and spreads it over the rows; returns the longest move of a row.</summary>
    private double Step(double[] right, double tolerance)
    {
        _step.AsSpan().Clear();
        system.Solve([right], [_step], tolerance);
        _shift.AsSpan().Clear();
        system.Add(_step, 1, _shift);
        return Math.Abs(TensorPrimitives.MaxMagnitude<double>(_shift));
    }

    /// <summary>Evaluates effects + factor·shift and takes them when ℓ rises as a step of this promise should, up to rounding.</summary>
    private bool TryStep(double[] theta, int order, double factor, double promise)
    {
        _spare ??= new LocationPass(sum);
        double[] effects = ReferenceEquals(_spare.Effects, _pass.Effects) || _spare.Effects.Length == 0 ? new double[sum.Rows] : _spare.Effects;
        TensorPrimitives.MultiplyAdd(_shift, factor, _pass.Effects, effects);
        _spare.Run(theta, effects, order);
        if (!(_spare.Value >= _pass.Value + 1e-4 * promise - 1e-13 * Math.Abs(_pass.Value)))
            return false;
        (_pass, _spare) = (_spare, _pass);
        return true;
    }

    /// <summary>Gives the system its weights; returns the smallest scale of a row, 1/√max w.</summary>
    private double SetWeights(bool damped)
    {
        double[] second = _pass.Rows.Second(0), first = _pass.Rows.First;
        double largest = -TensorPrimitives.Min<double>(second), floor = WeightFloor * largest;
        double slope = damped ? 1 / reach ?? 0.25 * Math.Sqrt(largest) : 0;
        for (int i = 0; i < _weights.Length; i++)
            _weights[i] = Math.Max(floor, Math.Max(-second[i], slope * Math.Abs(first[i])));
        system.SetWeights(_weights);
        return 1 / Math.Sqrt(largest);
    }
}
