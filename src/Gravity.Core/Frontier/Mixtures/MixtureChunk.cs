using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Mixtures;

/// <summary>The work of <see cref="MixtureSum"/> on one run of groups: log-densities by class, posterior probabilities, scores, Hessian.</summary>
internal sealed class MixtureChunk
{
    private const int Pairs = ClassLayout.IndexCount * (ClassLayout.IndexCount + 1) / 2;

    private readonly ClassLayout _layout;
    private readonly double[] _response;
    private readonly IndexKernel _kernel;
    private readonly KernelBlock _block = new(ClassLayout.IndexCount);
    private int _first, _groups, _firstRow, _rows;

    /// <summary>By class: slopes (3 strips of rows) and curvatures (6 strips) of the row's log-density.</summary>
    private double[][] _slopes = [], _curvatures = [];
    private double[] _rowValues = [], _scratch = [], _weights = [];

    /// <summary>By class: weight (posterior or given), prior and log-density of each group.</summary>
    private double[][] _weight = [], _prior = [], _log = [];
    private double[][] _logit = [];
    private Matrix[] _scores = [];
    private bool _given;

    public MixtureChunk(ClassLayout layout, IndexKernel kernel, double[] response)
    {
        _layout = layout;
        _kernel = kernel;
        _response = response;
    }

    public double Value { get; private set; }

    public void Load(double[] theta, int first, int groups, int order, Matrix? responsibilities)
    {
        Resize(first, groups, order);
        LoadPrior(theta, first, groups);
        for (int j = 0; j < _layout.Classes; j++)
            LoadClass(j, theta, order);
        _given = responsibilities is not null;
        Value = 0;
        for (int i = 0; i < groups; i++)
        {
            double highest = double.NegativeInfinity;
            for (int j = 0; j < _layout.Classes; j++)
                highest = Math.Max(highest, _log[j][i]);
            double sum = 0;
            for (int j = 0; j < _layout.Classes; j++)
                sum += Math.Exp(_log[j][i] - highest);
            for (int j = 0; j < _layout.Classes; j++)
            {
                double weight = responsibilities is null ? Math.Exp(_log[j][i] - highest) / sum : responsibilities[first + i, j];
                _weight[j][i] = weight;
                if (responsibilities is not null && weight > 0)
                    Value += weight * _log[j][i];
            }
            if (responsibilities is null)
                Value += highest + Math.Log(sum);
        }
        if (order >= 1)
            for (int j = 0; j < _layout.Classes; j++)
                FillScores(j);
    }

    public void LoadPrior(double[] theta, int first, int groups)
    {
        Resize(first, groups, 0);
        int last = _layout.Classes - 1, count = _layout.MembershipCount;
        for (int j = 0; j < last; j++)
        {
            ReadOnlySpan<double> coefficients = theta.AsSpan(_layout.LogitOffset(j), count);
            if (_layout.Membership is { } columns)
                GramKernels.LinearIndex(columns, coefficients, first, _logit[j].AsSpan(0, groups));
            else
                _logit[j].AsSpan(0, groups).Fill(coefficients[0]);
        }
        _logit[last].AsSpan(0, groups).Clear();
        for (int i = 0; i < groups; i++)
        {
            double highest = 0, sum = 0;
            for (int j = 0; j < last; j++)
                highest = Math.Max(highest, _logit[j][i]);
            for (int j = 0; j <= last; j++)
                sum += Math.Exp(_logit[j][i] - highest);
            double log = highest + Math.Log(sum);
            for (int j = 0; j <= last; j++)
            {
                _log[j][i] = _logit[j][i] - log;
                _prior[j][i] = Math.Exp(_log[j][i]);
            }
        }
    }

    /// <summary>Adds Σ of weighted scores.</summary>
    public void AddGradient(Span<double> gradient)
    {
        for (int j = 0; j < _layout.Classes; j++)
            GramKernels.AddTransposedProduct(_scores[j], 0, _weight[j].AsSpan(0, _groups), gradient.Slice(_layout.ClassOffset(j), _layout.PerClass));
        for (int j = 0; j < _layout.Classes - 1; j++)
        {
            for (int i = 0; i < _groups; i++)
                _weights[i] = _weight[j][i] - _prior[j][i] * Total(i);
            AddMembership(_weights.AsSpan(0, _groups), gradient.Slice(_layout.LogitOffset(j), _layout.MembershipCount));
        }
    }

    /// <summary>Adds the lower triangle of the Hessian, columns of <see cref="ClassLayout.Dimension"/>.</summary>
    public void AddHessian(Span<double> hessian)
    {
        int n = _layout.Dimension, classes = _layout.Classes;
        for (int j = 0; j < classes; j++)
        {
            AddCurvature(j, hessian);
            for (int l = 0; l <= j && !_given; l++)
            {
                for (int i = 0; i < _groups; i++)
                    _weights[i] = j == l ? _weight[j][i] * (1 - _weight[j][i]) : -_weight[j][i] * _weight[l][i];
                AddGram(_scores[j], _scores[l], 0, _groups, _weights, hessian, _layout.ClassOffset(j), _layout.ClassOffset(l));
            }
        }
        for (int m = 0; m < classes - 1; m++)
        {
            for (int j = 0; j < classes && !_given; j++)
            {
                for (int i = 0; i < _groups; i++)
                    _weights[i] = _weight[j][i] * ((j == m ? 1 : 0) - _weight[m][i]);
                AddMembershipGram(_scores[j], _weights, hessian, _layout.LogitOffset(m), _layout.ClassOffset(j), n);
            }
            for (int l = 0; l <= m; l++)
            {
                for (int i = 0; i < _groups; i++)
                {
                    double prior = ((l == m ? _prior[m][i] : 0) - _prior[m][i] * _prior[l][i]) * Total(i);
                    double posterior = _given ? 0 : (l == m ? _weight[m][i] : 0) - _weight[m][i] * _weight[l][i];
                    _weights[i] = posterior - prior;
                }
                AddMembershipGram(null, _weights, hessian, _layout.LogitOffset(m), _layout.LogitOffset(l), n);
            }
        }
    }

    public void CopyScores(Matrix scores, int start)
    {
        for (int j = 0; j < _layout.Classes; j++)
        {
            for (int c = 0; c < _layout.PerClass; c++)
            {
                ReadOnlySpan<double> source = _scores[j].Column(c);
                Span<double> target = scores.Column(_layout.ClassOffset(j) + c).Slice(start, _groups);
                for (int i = 0; i < _groups; i++)
                    target[i] = _weight[j][i] * source[i];
            }
            for (int c = 0; j < _layout.Classes - 1 && c < _layout.MembershipCount; c++)
            {
                Span<double> target = scores.Column(_layout.LogitOffset(j) + c).Slice(start, _groups);
                for (int i = 0; i < _groups; i++)
                    target[i] = (_weight[j][i] - _prior[j][i]) * (_layout.Membership?[start + i, c] ?? 1);
            }
        }
    }

    public void CopyPosterior(Matrix posterior, int start)
    {
        for (int j = 0; j < _layout.Classes; j++)
            _weight[j].AsSpan(0, _groups).CopyTo(posterior.Column(j).Slice(start, _groups));
    }

    public void CopyPrior(Matrix prior, int start)
    {
        for (int j = 0; j < _layout.Classes; j++)
            _prior[j].AsSpan(0, _groups).CopyTo(prior.Column(j).Slice(start, _groups));
    }

    /// <summary>Σⱼ of the weights of a group: 1 up to rounding, unless responsibilities are given otherwise.</summary>
    private double Total(int i)
    {
        if (!_given)
            return 1;
        double sum = 0;
        for (int j = 0; j < _layout.Classes; j++)
            sum += _weight[j][i];
        return sum;
    }

    private void LoadClass(int j, double[] theta, int order)
    {
        for (int start = 0; start < _rows; start += KernelBlock.Size)
        {
            int count = Math.Min(KernelBlock.Size, _rows - start);
            _block.Begin(_response.AsSpan(_firstRow + start, count));
            for (int k = 0; k < ClassLayout.IndexCount; k++)
            {
                IndexTerm term = _layout.Terms[k];
                ReadOnlySpan<double> coefficients = theta.AsSpan(_layout.ClassOffset(j) + _layout.Offsets[k], term.Count);
                if (term.Columns is { } columns)
                    GramKernels.LinearIndex(columns, coefficients, _firstRow + start, _block.Index(k)[..count]);
                else
                    _block.Index(k)[..count].Fill(coefficients[0]);
            }
            _block.Pad();
            _kernel.Evaluate(_block, order);
            _block.Value[..count].CopyTo(_rowValues.AsSpan(start));
            for (int k = 0; order >= 1 && k < ClassLayout.IndexCount; k++)
                _block.Gradient(k)[..count].CopyTo(_slopes[j].AsSpan(k * _rows + start));
            for (int k = 0, p = 0; order == 2 && k < ClassLayout.IndexCount; k++)
                for (int l = k; l < ClassLayout.IndexCount; l++, p++)
                    _block.Hessian(k, l)[..count].CopyTo(_curvatures[j].AsSpan(p * _rows + start));
        }
        for (int i = 0; i < _groups; i++)
            for (int row = Row(i); row < Row(i + 1); row++)
                _log[j][i] += _rowValues[row];
    }

    /// <summary>Σₜ g·x of each group: the score of class j's own parameters.</summary>
    private void FillScores(int j)
    {
        for (int k = 0; k < ClassLayout.IndexCount; k++)
        {
            ReadOnlySpan<double> slope = _slopes[j].AsSpan(k * _rows, _rows);
            for (int c = 0; c < _layout.Terms[k].Count; c++)
            {
                Span<double> target = _scores[j].Column(_layout.Offsets[k] + c);
                ReadOnlySpan<double> x = _layout.Terms[k].Columns is { } columns ? columns.Column(c).Slice(_firstRow, _rows) : default;
                for (int i = 0; i < _groups; i++)
                {
                    double sum = 0;
                    for (int row = Row(i); row < Row(i + 1); row++)
                        sum += x.IsEmpty ? slope[row] : slope[row] * x[row];
                    target[i] = sum;
                }
            }
        }
    }

    /// <summary>Adds Σᵢ weightᵢ Σₜ X'diag(h)X of class j.</summary>
    private void AddCurvature(int j, Span<double> hessian)
    {
        double[] weights = new double[_rows];
        for (int k = 0, p = 0; k < ClassLayout.IndexCount; k++)
        {
            for (int l = k; l < ClassLayout.IndexCount; l++, p++)
            {
                for (int i = 0; i < _groups; i++)
                    for (int row = Row(i); row < Row(i + 1); row++)
                        weights[row] = _weight[j][i] * _curvatures[j][p * _rows + row];
                // Below the diagonal: the later index gives the row.
                AddGram(
                    _layout.Terms[l].Columns, _layout.Terms[k].Columns, _firstRow, _rows, weights, hessian,
                    _layout.ClassOffset(j) + _layout.Offsets[l], _layout.ClassOffset(j) + _layout.Offsets[k]);
            }
        }
    }

    /// <summary>Adds X'diag(w)Z at (row, column); null stands for a column of ones.</summary>
    private void AddGram(Matrix? x, Matrix? z, int start, int count, double[] weights, Span<double> hessian, int row, int column)
    {
        int left = x?.Columns ?? 1, right = z?.Columns ?? 1, n = _layout.Dimension;
        Span<double> target = left * right <= 1024 ? stackalloc double[left * right] : new double[left * right];
        target.Clear();
        ReadOnlySpan<double> w = weights.AsSpan(0, count);
        if (x is not null && z is not null)
        {
            for (int from = 0; from < count; from += RowPartition.BlockRows)
                GramKernels.AddWeightedGram(x, z, start + from, w[from..Math.Min(count, from + RowPartition.BlockRows)], _scratch, target);
        }
        else if ((x ?? z) is { } one)
        {
            GramKernels.AddTransposedProduct(one, start, w, target);
        }
        else
        {
            foreach (double weight in w)
                target[0] += weight;
        }
        for (int c = 0; c < right; c++)
            for (int r = 0; r < left; r++)
                hessian[row + r + (column + c) * n] += target[r + c * left];
    }

    private void AddMembership(ReadOnlySpan<double> weights, Span<double> target)
    {
        if (_layout.Membership is { } columns)
        {
            GramKernels.AddTransposedProduct(columns, _first, weights, target);
            return;
        }
        foreach (double weight in weights)
            target[0] += weight;
    }

    /// <summary>Adds Σ w·(membership column)·(score column), or of two membership columns when <paramref name="scores"/> is null.</summary>
    private void AddMembershipGram(Matrix? scores, double[] weights, Span<double> hessian, int row, int column, int n)
    {
        int right = scores?.Columns ?? _layout.MembershipCount;
        for (int c = 0; c < right; c++)
        {
            for (int r = 0; r < _layout.MembershipCount; r++)
            {
                double sum = 0;
                for (int i = 0; i < _groups; i++)
                {
                    double x = _layout.Membership?[_first + i, r] ?? 1;
                    double z = scores is not null ? scores[i, c] : _layout.Membership?[_first + i, c] ?? 1;
                    sum += weights[i] * x * z;
                }
                hessian[row + r + (column + c) * n] += sum;
            }
        }
    }

    /// <summary>The first row of a group within the run.</summary>
    private int Row(int group) => _layout.FirstRow(_first + group) - _firstRow;

    private void Resize(int first, int groups, int order)
    {
        int classes = _layout.Classes;
        _first = first;
        _firstRow = _layout.FirstRow(first);
        int rows = _layout.FirstRow(first + groups) - _firstRow;
        bool grown = groups != _groups || rows != _rows || _logit.Length == 0;
        (_groups, _rows) = (groups, rows);
        if (grown)
        {
            _rowValues = new double[rows];
            _weights = new double[groups];
            _scratch = new double[GramKernels.GramScratch(RowPartition.BlockRows)];
            _weight = Strips(groups);
            _prior = Strips(groups);
            _log = Strips(groups);
            _logit = Strips(groups);
            (_scores, _slopes, _curvatures) = ([], [], []);
        }
        if (order >= 1 && _scores.Length == 0)
        {
            _scores = [.. Enumerable.Range(0, classes).Select(_ => new Matrix(groups, _layout.PerClass))];
            _slopes = Strips(ClassLayout.IndexCount * rows);
        }
        if (order == 2 && _curvatures.Length == 0)
            _curvatures = Strips(Pairs * rows);
    }

    private double[][] Strips(int length) => [.. Enumerable.Range(0, _layout.Classes).Select(_ => new double[length])];
}
