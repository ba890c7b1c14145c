using System.Numerics.Tensors;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Intercepts;

/// <summary>The rows of some whole units, and what one thread sums over them.</summary>
/// <remarks>
/// Per row it keeps the posterior means of the three first and six second derivatives of its density; they enter by one weighted cross-product of the
/// columns a chunk. The covariance of the gradient over the nodes is formed unit by unit from <see cref="_slopes"/>, centred before it is squared.
/// </remarks>
internal sealed class InterceptChunk
{
    /// <summary>Index pairs in the order of the weights: ββ, βu, βv, uu, uv, vv.</summary>
    private static readonly (int Left, int Right)[] Pairs = [(0, 0), (0, 1), (0, 2), (1, 1), (1, 2), (2, 2)];

    private readonly InterceptLayout _layout;
    private readonly Matrix _x;
    private readonly double[] _response;
    private readonly double _sign;
    private readonly double[] _e, _logU, _logV;
    private readonly double[][] _gradients, _hessians;
    private readonly double[] _unitGradient, _unitHessian, _scratch;
    private double[][] _rowSlopes = [[], [], []];
    private double[] _slopes = [], _weighted = [];
    private int _order, _firstRow, _rows;

    public InterceptChunk(InterceptLayout layout, ConjugateLaw law, Matrix x, double[] response, double sign, int rows)
    {
        _layout = layout;
        _x = x;
        _response = response;
        _sign = sign;
        Integrand = new UnitIntegrand(law, layout.Law);
        Nodes = new InterceptNodes();
        _e = new double[rows];
        _logU = new double[rows];
        _logV = new double[rows];
        _gradients = [.. Enumerable.Range(0, 3).Select(_ => new double[rows])];
        _hessians = [.. Pairs.Select(_ => new double[rows])];
        _unitGradient = new double[layout.Dimension];
        _unitHessian = new double[layout.Dimension * layout.Dimension];
        _scratch = new double[GramKernels.GramScratch(rows)];
    }

    public UnitIntegrand Integrand { get; }

    public InterceptNodes Nodes { get; }

    private UnitIndex Units => _layout.Units;

    /// <summary>Loads residuals and log variances of the units and clears the sums.</summary>
    public void Begin(double[] theta, int firstUnit, int endUnit, int order)
    {
        _order = order;
        _firstRow = Units.Starts[firstUnit];
        _rows = Units.Starts[endUnit] - _firstRow;
        Span<double> e = _e.AsSpan(0, _rows);
        _layout.Load(InterceptLayout.Frontier, theta, _firstRow, e);
        for (int i = 0; i < e.Length; i++)
            e[i] = _sign * (_response[_firstRow + i] - e[i]);
        _layout.Load(InterceptLayout.LogU, theta, _firstRow, _logU.AsSpan(0, _rows));
        _layout.Load(InterceptLayout.LogV, theta, _firstRow, _logV.AsSpan(0, _rows));
        foreach (double[] strip in _gradients.Concat(_hessians))
            strip.AsSpan(0, _rows).Clear();
        Array.Clear(_unitGradient);
        Array.Clear(_unitHessian);
    }

    /// <summary>Nodes of the posterior of a unit's intercept; returns ln of the integral.</summary>
    public double Fill(double[] theta, int unit)
    {
        int start = Units.Starts[unit] - _firstRow, rows = Units.Starts[unit + 1] - Units.Starts[unit];
        (double logU0, double logW) = _layout.Prior(theta, unit);
        Integrand.Bind(_e, _logU, _logV, start, rows, logU0, logW);
        return Nodes.Fill(Integrand);
    }

    /// <summary>Adds a unit to the sums and returns its log-likelihood.</summary>
    public double Add(double[] theta, int unit)
    {
        int start = Units.Starts[unit] - _firstRow, rows = Units.Starts[unit + 1] - Units.Starts[unit];
        // Of one row the deviation from its mean is 0: it says nothing, and its density is the number 1.
        if (_layout.Law == InterceptLaw.Flat && rows == 1)
            return 0;
        double value = Fill(theta, unit);
        if (_layout.Law == InterceptLaw.Flat)
            value += Math.Log(rows);
        if (_order == 0 || !double.IsFinite(value))
            return value;
        Prepare();
        for (int row = 0; row < rows; row++)
            AddRow(start + row, row);
        AddIntercept(unit);
        if (_order == 2)
            AddCovariance();
        return value;
    }

    /// <summary>∂ℓ/∂θ of the unit added last.</summary>
    public void UnitScore(int unit, Span<double> score)
    {
        _unitGradient.CopyTo(score);
        int first = Units.Starts[unit] - _firstRow, count = Units.Starts[unit + 1] - Units.Starts[unit];
        AddRowGradients(first, count, score);
        Array.Clear(_unitGradient);
    }

    public void CloseGradient(Span<double> gradient)
    {
        TensorPrimitives.Add(gradient, _unitGradient, gradient);
        AddRowGradients(0, _rows, gradient);
    }

    public void CloseHessian(Span<double> hessian)
    {
        int p = _layout.Dimension;
        // Only j ≤ l has been summed.
        for (int l = 0; l < p; l++)
            for (int j = 0; j < l; j++)
                _unitHessian[l + j * p] = _unitHessian[j + l * p];
        TensorPrimitives.Add(hessian, _unitHessian, hessian);
        for (int pair = 0; pair < Pairs.Length; pair++)
        {
            (int left, int right) = Pairs[pair];
            IndexTerm k = _layout.Rows[left], l = _layout.Rows[right];
            Span<double> weights = _hessians[pair].AsSpan(0, _rows);
            var block = new double[k.Count * l.Count];
            if (k.Columns is { } x && l.Columns is { } z)
            {
                GramKernels.AddWeightedGram(x, z, _firstRow, weights, _scratch, block);
                if (ReferenceEquals(x, z))
                    GramKernels.MirrorLower(block, k.Count);
            }
            else if ((k.Columns ?? l.Columns) is { } columns)
                GramKernels.AddTransposedProduct(columns, _firstRow, weights, block);
            else
                block[0] = TensorPrimitives.Sum<double>(weights);
            int rowOffset = _layout.RowOffsets[left], columnOffset = _layout.RowOffsets[right];
            for (int c = 0; c < l.Count; c++)
            {
                for (int r = 0; r < k.Count; r++)
                {
                    hessian[rowOffset + r + (columnOffset + c) * p] += block[r + c * k.Count];
                    if (left != right)
                        hessian[columnOffset + c + (rowOffset + r) * p] += block[r + c * k.Count];
                }
            }
        }
    }

    private void Prepare()
    {
        int n = Nodes.Count;
        if (_rowSlopes[0].Length < n)
        {
            for (int k = 0; k < 3; k++)
                _rowSlopes[k] = new double[2 * n];
            _weighted = new double[2 * n];
            _slopes = new double[2 * n * _layout.Dimension];
        }
        if (_order == 2)
            _slopes.AsSpan(0, n * _layout.Dimension).Clear();
    }

    /// <summary>Posterior means of a row's derivatives, and its part of the gradient at every node.</summary>
    private void AddRow(int at, int row)
    {
        int n = Nodes.Count;
        ReadOnlySpan<double> a = Nodes.A, p = Nodes.P;
        for (int first = 0; first < n; first += KernelBlock.Size)
        {
            int count = Math.Min(KernelBlock.Size, n - first);
            KernelBlock block = Integrand.Row(row, a.Slice(first, count), _order);
            ReadOnlySpan<double> weights = p.Slice(first, count);
            for (int k = 0; k < 3; k++)
            {
                ReadOnlySpan<double> slopes = block.Gradient(k)[..count];
                _gradients[k][at] += (k == 0 ? _sign : 1) * GramKernels.Dot(weights, slopes);
                if (_order == 2)
                    slopes.CopyTo(_rowSlopes[k].AsSpan(first));
            }
            for (int pair = 0; _order == 2 && pair < Pairs.Length; pair++)
            {
                (int k, int l) = Pairs[pair];
                _hessians[pair][at] += (k == 0 && l != 0 ? _sign : 1) * GramKernels.Dot(weights, block.Hessian(k, l)[..count]);
            }
        }
        if (_order < 2)
            return;
        for (int k = 0; k < 3; k++)
        {
            Span<double> slopes = _rowSlopes[k].AsSpan(0, n);
            double sign = k == 0 ? _sign : 1;
            if (sign < 0)
                TensorPrimitives.Negate(slopes, slopes);
            TensorPrimitives.Subtract(slopes, _gradients[k][at], slopes);
            IndexTerm term = _layout.Rows[k];
            for (int j = 0; j < term.Count; j++)
                GramKernels.AddScaled(InterceptLayout.Column(term, _firstRow + at, j), slopes, Slopes(_layout.RowOffsets[k] + j));
        }
    }

    /// <summary>The same of the intercept's own law.</summary>
    private void AddIntercept(int unit)
    {
        if (_layout.LogW is not { } logW)
            return;
        int n = Nodes.Count, row = Units.Starts[unit], dimension = _layout.Dimension;
        ReadOnlySpan<double> a = Nodes.A, p = Nodes.P;
        double meanU = 0, meanW = 0, uu = 0, uw = 0, ww = 0;
        for (int first = 0; first < n; first += KernelBlock.Size)
        {
            int count = Math.Min(KernelBlock.Size, n - first);
            KernelBlock block = Integrand.Own(a.Slice(first, count), _order);
            ReadOnlySpan<double> weights = p.Slice(first, count);
            meanU += GramKernels.Dot(weights, block.Gradient(1)[..count]);
            meanW += GramKernels.Dot(weights, block.Gradient(2)[..count]);
            if (_order < 2)
                continue;
            block.Gradient(1)[..count].CopyTo(_rowSlopes[1].AsSpan(first));
            block.Gradient(2)[..count].CopyTo(_rowSlopes[2].AsSpan(first));
            uu += GramKernels.Dot(weights, block.Hessian(1, 1)[..count]);
            uw += GramKernels.Dot(weights, block.Hessian(1, 2)[..count]);
            ww += GramKernels.Dot(weights, block.Hessian(2, 2)[..count]);
        }
        AddTerm(logW, _layout.LogWOffset, row, meanW, 2);
        if (_layout.LogU0 is { } logU0)
            AddTerm(logU0, _layout.LogU0Offset, row, meanU, 1);
        if (_order < 2)
            return;
        AddSquare(logW, _layout.LogWOffset, logW, _layout.LogWOffset, ww);
        if (_layout.LogU0 is not { } own)
            return;
        AddSquare(own, _layout.LogU0Offset, own, _layout.LogU0Offset, uu);
        AddSquare(own, _layout.LogU0Offset, logW, _layout.LogWOffset, uw);

        void AddTerm(IndexTerm term, int offset, int at, double mean, int k)
        {
            for (int j = 0; j < term.Count; j++)
            {
                double column = InterceptLayout.Column(term, at, j);
                _unitGradient[offset + j] += mean * column;
                if (_order < 2)
                    continue;
                Span<double> target = Slopes(offset + j);
                TensorPrimitives.Subtract(_rowSlopes[k].AsSpan(0, n), mean, target);
                TensorPrimitives.Multiply(target, column, target);
            }
        }

        void AddSquare(IndexTerm left, int leftOffset, IndexTerm right, int rightOffset, double second)
        {
            for (int l = 0; l < right.Count; l++)
                for (int j = 0; j < left.Count; j++)
                    if (leftOffset + j <= rightOffset + l)
                        _unitHessian[leftOffset + j + (rightOffset + l) * dimension] +=
                            second * InterceptLayout.Column(left, row, j) * InterceptLayout.Column(right, row, l);
        }
    }

    /// <summary>V[g] over the nodes; the slopes are centred.</summary>
    private void AddCovariance()
    {
        int n = Nodes.Count, dimension = _layout.Dimension;
        Span<double> weighted = _weighted.AsSpan(0, n);
        for (int l = 0; l < dimension; l++)
        {
            TensorPrimitives.Multiply(Slopes(l), Nodes.P, weighted);
            for (int j = 0; j <= l; j++)
                _unitHessian[j + l * dimension] += GramKernels.Dot(Slopes(j), weighted);
        }
    }

    private Span<double> Slopes(int parameter) => _slopes.AsSpan(parameter * Nodes.Count, Nodes.Count);

    private void AddRowGradients(int start, int count, Span<double> gradient)
    {
        for (int k = 0; k < 3; k++)
        {
            IndexTerm term = _layout.Rows[k];
            ReadOnlySpan<double> weights = _gradients[k].AsSpan(start, count);
            Span<double> target = gradient.Slice(_layout.RowOffsets[k], term.Count);
            if (term.Columns is { } columns)
                GramKernels.AddTransposedProduct(columns, _firstRow + start, weights, target);
            else
                target[0] += TensorPrimitives.Sum(weights);
        }
    }
}
