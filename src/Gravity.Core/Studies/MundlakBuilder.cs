using Gravity.Core.Data;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>The within regression, and least squares with unit means added (Mundlak 1978, Econometrica 46: 69–85).</summary>
internal sealed class MundlakBuilder
{
    private readonly Design _design;
    private readonly UnitIndex _units;
    private readonly int[] _changing;
    private readonly LeastSquares _within;
    private readonly int _degreesOfFreedom;

    private MundlakBuilder(Design design, UnitIndex units, int[] changing, Matrix x, double[] y)
    {
        _design = design;
        _units = units;
        _changing = changing;
        _within = LeastSquares.Solve(x, y);
        _degreesOfFreedom = design.RowCount - units.Count - _within.Rank;
        WithinResiduals = _within.Residuals(x, y);
    }

    /// <summary>Residuals of the within regression.</summary>
    public double[] WithinResiduals { get; }

    /// <summary>Binds a design; null without several units, regressors that change within them, or degrees of freedom.</summary>
    public static MundlakBuilder? For(Design design)
    {
        if (design.Units is not { Count: > 1 } units)
            return null;
        Matrix x = design.Frontier.Values;
        int[] changing = [.. Enumerable.Range(0, x.Columns).Where(j => j != design.Frontier.Intercept && ColumnVariation.ChangingUnits(x.Column(j), units) > 0)];
        if (changing.Length == 0 || design.RowCount - units.Count - changing.Length < 1)
            return null;
        Matrix within = new(x.Rows, changing.Length);
        for (int k = 0; k < changing.Length; k++)
            ColumnVariation.Within(x.Column(changing[k]), units).CopyTo(within.Column(k));
        return new MundlakBuilder(design, units, changing, within, ColumnVariation.Within(design.Response, units));
    }

    /// <summary>Slopes beside those of a frontier with time-invariant inefficiency, and the test of the unit means.</summary>
    public MundlakComparison Compare(NamedFit? random)
    {
        double s2 = _within.ResidualSumOfSquares / _degreesOfFreedom;
        var slopes = new List<SlopePair>();
        for (int k = 0; k < _changing.Length; k++)
        {
            string name = _design.Frontier.ColumnNames[_changing[k]];
            Estimation.ParameterEstimate? other = random?.Result.Parameters.FirstOrDefault(p => p.Block == BlockNames.Frontier && p.Name == name);
            slopes.Add(new SlopePair(
                name, _within.Coefficients[k], Math.Sqrt(s2 * _within.InverseGram[k, k]), other?.Estimate ?? double.NaN, other?.StandardError ?? double.NaN));
        }
        (string[] means, HypothesisTest? test) = TestMeans();
        return new MundlakComparison(slopes, means, test);
    }

    /// <summary>Least squares on all regressors and the unit means of those that change within units: F test of the means, clustered by unit.</summary>
    private (string[] Names, HypothesisTest? Test) TestMeans()
    {
        Matrix x = _design.Frontier.Values;
        HashSet<int> dependent = [.. LeastSquares.Solve(WithMeans(_changing), _design.Response).Dependent.Select(d => d.Column - x.Columns)];
        // Columns that others reproduce (the mean of what all units share) must not count in N − K.
        int[] added = [.. Enumerable.Range(0, _changing.Length).Where(k => !dependent.Contains(k)).Select(k => _changing[k])];
        string[] names = [.. added.Select(j => _design.Frontier.ColumnNames[j])];
        // A clustered covariance of G units has rank below G.
        if (added.Length == 0 || added.Length >= _units.Count - 1 || x.Rows <= x.Columns + added.Length)
            return (names, null);
        Matrix augmented = WithMeans(added);
        LeastSquares fit = LeastSquares.Solve(augmented, _design.Response);
        double[] residuals = fit.Residuals(augmented, _design.Response);
        Matrix scores = augmented.Clone();
        for (int j = 0; j < scores.Columns; j++)
        {
            Span<double> column = scores.Column(j);
            for (int row = 0; row < column.Length; row++)
                column[row] *= residuals[row];
        }
        CovarianceEstimate covariance = Covariance.Clustered(
            fit.InverseGram, scores, [ClusterDimension.FromKeys("unit", _units.UnitOfRow)], SmallSample.StataRegress);
        int[] positions = [.. Enumerable.Range(x.Columns, added.Length)];
        return (names, WaldTest.Zero(fit.Coefficients, covariance.Matrix, positions, _units.Count - 1));
    }

    /// <summary>The frontier's columns, then the unit means of some of them.</summary>
    private Matrix WithMeans(int[] columns)
    {
        Matrix x = _design.Frontier.Values;
        Matrix augmented = new(x.Rows, x.Columns + columns.Length);
        x.Values.CopyTo(augmented.Values);
        for (int k = 0; k < columns.Length; k++)
        {
            double[] means = ColumnVariation.UnitMeans(x.Column(columns[k]), _units);
            Span<double> column = augmented.Column(x.Columns + k);
            for (int row = 0; row < column.Length; row++)
                column[row] = means[_units.UnitOfRow[row]];
        }
        return augmented;
    }
}
