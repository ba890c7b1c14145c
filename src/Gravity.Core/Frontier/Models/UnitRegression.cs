using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Models;

/// <summary>Slopes beside unit effects: the within estimator (unit means, or unit polynomials in time, taken out) and GLS for random effects.</summary>
/// <remarks>
/// GLS has the variance components of Swamy and Arora (1972) as R plm computes them for unbalanced panels: σ_v² from the within regression,
/// σ_α² = RSS_B/(N − k_B) − σ_v²·mean(1/T_i) from the regression of unit means, not below 0; rows are y − θ_i·ȳ_i with
/// θ_i = 1 − √(σ_v²/(T_i·σ_α² + σ_v²)).
/// </remarks>
internal sealed class UnitRegression
{
    private readonly double? _noise;

    private UnitRegression(int[] columns, Matrix x, double[] y, int threads, double? noise = null)
    {
        _noise = noise;
        Columns = columns;
        X = x;
        Y = y;
        Fit = LeastSquares.Solve(x, y, threads: threads);
    }

    /// <summary>Positions of the frontier's columns that have a slope.</summary>
    public int[] Columns { get; }

    /// <summary>Transformed columns.</summary>
    public Matrix X { get; }

    /// <summary>Transformed response.</summary>
    public double[] Y { get; }

    /// <summary>The regression of <see cref="Y"/> on <see cref="X"/>.</summary>
    public LeastSquares Fit { get; }

    /// <summary>Degrees of freedom of <see cref="ResidualVariance"/>.</summary>
    public int DegreesOfFreedom { get; private init; }

    /// <summary>RSS over <see cref="DegreesOfFreedom"/>.</summary>
    public double ResidualVariance => Fit.ResidualSumOfSquares / DegreesOfFreedom;

    /// <summary>σ_v² of the within regression.</summary>
    public double Noise => _noise ?? ResidualVariance;

    /// <summary>σ_α² of GLS; NaN for the within estimator.</summary>
    public double Between { get; private init; } = double.NaN;

    /// <summary>Columns of the frontier that vary within units beyond what <paramref name="basis"/> reproduces, linearly independent.</summary>
    /// <exception cref="DataUnfitException"><c>no-within-variation</c>.</exception>
    public static int[] VaryingColumns(Design design, UnitBasis basis)
    {
        Matrix reduced = basis.Residuals(design.Frontier.Values);
        int[] varying = [.. Enumerable.Range(0, design.Frontier.Columns).Where(j => Length(reduced, j) > 1e-9 * Length(design.Frontier.Values, j))];
        Matrix picked = Pick(reduced, varying);
        HashSet<int> dependent = [.. LeastSquares.Solve(picked, new double[picked.Rows]).Dependent.Select(d => varying[d.Column])];
        varying = [.. varying.Where(j => !dependent.Contains(j))];
        return varying.Length > 0 ? varying : throw new DataUnfitException(
            "no-within-variation", basis.Order == 0
                ? "no column of the formula varies within units: the within estimator has nothing to estimate"
                : "no column of the formula varies within units beyond a polynomial in time: the within estimator has nothing to estimate");
    }

    /// <summary>Least squares beside free effects of every unit: constants, or polynomials in time.</summary>
    /// <exception cref="DataUnfitException"><c>too-few-rows</c>.</exception>
    public static UnitRegression Within(Design design, UnitBasis basis, int[] columns, int threads)
    {
        int n = design.RowCount, df = n - basis.Count - columns.Length;
        if (df < 1)
        {
            throw new DataUnfitException("too-few-rows", basis.Order == 0
                ? $"the within estimator needs more rows than units and columns: {n} rows, {design.Units!.Count} units, {columns.Length} columns"
                : $"the within estimator needs more rows than effects and columns: {n} rows, {basis.Count} terms of unit polynomials, {columns.Length} columns");
        }
        return new UnitRegression(columns, basis.Residuals(Pick(design.Frontier.Values, columns)), basis.Residuals(design.Response), threads)
        {
            DegreesOfFreedom = df,
        };
    }

    /// <summary>GLS with the components of Swamy and Arora (1972).</summary>
    /// <exception cref="DataUnfitException"><c>too-few-units</c>, <c>too-few-rows</c>.</exception>
    public static UnitRegression Gls(Design design, UnitBasis means, int[] varying, int threads)
    {
        double noise = Within(design, means, varying, threads).Noise;
        double between = BetweenVariance(design, noise);
        UnitIndex units = design.Units!;
        double[] share = [.. Enumerable.Range(0, units.Count).Select(u => 1 - Math.Sqrt(noise / (Rows(units, u) * between + noise)))];
        Matrix x = new(design.RowCount, design.Frontier.Columns);
        for (int j = 0; j < x.Columns; j++)
            Quasi(units, design.Frontier.Values.Column(j), share).CopyTo(x.Column(j));
        int[] all = [.. Enumerable.Range(0, x.Columns)];
        return new UnitRegression(all, x, Quasi(units, design.Response, share), threads, noise)
        {
            DegreesOfFreedom = design.RowCount - all.Length,
            Between = between,
        };
    }

    /// <summary>The homoskedastic covariance, or the clustered one of the transformed rows.</summary>
    /// <exception cref="UsageException"><c>covariance-not-for-model</c>.</exception>
    public CovarianceEstimate Covariance(FitOptions options)
    {
        if (options.Covariance.Kind == CovarianceKind.Hessian)
        {
            Matrix matrix = Fit.InverseGram.Clone();
            foreach (ref double value in matrix.Values)
                value *= ResidualVariance;
            return new CovarianceEstimate { Matrix = matrix, Kind = CovarianceKind.Hessian, TextPhrase = CovariancePhrases.Homoskedastic };
        }
        double[] residuals = Fit.Residuals(X, Y);
        Matrix scores = X.Clone();
        for (int j = 0; j < X.Columns; j++)
            for (int i = 0; i < X.Rows; i++)
                scores[i, j] *= residuals[i];
        return Inference.Covariance.Clustered(
            Fit.InverseGram, scores, options.Covariance.Clusters, options.Covariance.SmallSample ?? SmallSample.StataRegress);
    }

    /// <summary>y − x'β with the slopes given, in the rows of the design.</summary>
    public static double[] Remainder(Design design, int[] columns, IReadOnlyList<double> slopes)
    {
        double[] index = Index(design, columns, slopes);
        for (int i = 0; i < index.Length; i++)
            index[i] = design.Response[i] - index[i];
        return index;
    }

    /// <summary>x'β over the columns that have a slope.</summary>
    public static double[] Index(Design design, int[] columns, IReadOnlyList<double> slopes)
    {
        var full = new double[design.Frontier.Columns];
        for (int j = 0; j < columns.Length; j++)
            full[columns[j]] = slopes[j];
        return design.Frontier.Values.Times(full);
    }

    /// <summary>Mean over the rows of each unit.</summary>
    public static double[] UnitMeans(UnitIndex units, ReadOnlySpan<double> values)
    {
        var means = new double[units.Count];
        for (int unit = 0; unit < means.Length; unit++)
        {
            double sum = 0;
            foreach (double value in values[units.Starts[unit]..units.Starts[unit + 1]])
                sum += value;
            means[unit] = sum / Rows(units, unit);
        }
        return means;
    }

    /// <summary>Rows of a unit.</summary>
    public static int Rows(UnitIndex units, int unit) => units.Starts[unit + 1] - units.Starts[unit];

    /// <summary>Those columns of <paramref name="x"/>.</summary>
    public static Matrix Pick(Matrix x, int[] columns)
    {
        Matrix picked = new(x.Rows, columns.Length);
        for (int j = 0; j < columns.Length; j++)
            x.Column(columns[j]).CopyTo(picked.Column(j));
        return picked;
    }

    /// <summary>σ_α² of Swamy and Arora: the variance of the between regression less its share of noise, not below 0.</summary>
    private static double BetweenVariance(Design design, double noise)
    {
        UnitIndex units = design.Units!;
        Matrix x = design.Frontier.Values;
        Matrix means = new(units.Count, x.Columns);
        for (int j = 0; j < x.Columns; j++)
            UnitMeans(units, x.Column(j)).CopyTo(means.Column(j));
        LeastSquares fit = LeastSquares.Solve(means, UnitMeans(units, design.Response));
        int df = units.Count - fit.Rank;
        if (df < 1)
            throw new DataUnfitException("too-few-units", $"random effects need more units than columns: {units.Count} units, {fit.Rank} columns");
        double inverseRows = Enumerable.Range(0, units.Count).Average(u => 1.0 / Rows(units, u));
        return Math.Max(0, fit.ResidualSumOfSquares / df - noise * inverseRows);
    }

    private static double[] Quasi(UnitIndex units, ReadOnlySpan<double> values, double[] share)
    {
        double[] means = UnitMeans(units, values);
        double[] result = values.ToArray();
        for (int i = 0; i < result.Length; i++)
            result[i] -= share[units.UnitOfRow[i]] * means[units.UnitOfRow[i]];
        return result;
    }

    private static double Length(Matrix x, int column)
    {
        double sum = 0;
        foreach (double value in x.Column(column))
            sum += value * value;
        return Math.Sqrt(sum);
    }
}
