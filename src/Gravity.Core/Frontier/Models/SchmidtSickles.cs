using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Frontier.Models;

/// <summary>Unit effects without a law: α_i by the within estimator or by GLS, and u_i = max α − α_i (cost: α_i − min α).</summary>
/// <remarks>
/// Schmidt and Sickles (1984), Journal of Business and Economic Statistics 2: 367–374. GLS has the variance components of Swamy and Arora (1972) as
/// R plm computes them; α_i is then the unit mean of y − x'β. The best unit has efficiency 1 by construction, so efficiencies are relative, and
/// everything constant within units (distance, say) is inside α_i in the within estimator.
/// </remarks>
public sealed class SchmidtSickles
{
    private readonly Design _design;
    private readonly UnitIndex _units;
    private readonly FrontierSide _side;
    private readonly bool _fixedEffects;
    private readonly int[] _within;

    /// <summary>Binds the estimator to its rows.</summary>
    /// <exception cref="UsageException">The design has no units.</exception>
    /// <exception cref="DataUnfitException">No column varies within units.</exception>
    public SchmidtSickles(Design design, FrontierSide side, bool fixedEffects)
    {
        _design = design.RequireUnweighted();
        _side = side;
        _fixedEffects = fixedEffects;
        _units = design.Units ?? throw new UsageException("no-units", "unit effects need units: name their column, e.g. --unit iso3");
        SeveralUnits.Require(design, fixedEffects ? "schmidt-sickles-fe" : "schmidt-sickles-re", overTime: false);
        Matrix demeaned = Demean(design.Frontier.Values, 1);
        _within = [.. Enumerable.Range(0, design.Frontier.Columns).Where(j => Length(demeaned, j) > 1e-9 * Length(design.Frontier.Values, j))];
        if (_within.Length == 0)
            throw new DataUnfitException("no-within-variation", "no column of the formula varies within units: the within estimator has nothing to estimate");
    }

    /// <summary>Estimates slopes, unit effects and efficiencies.</summary>
    public FitResult Fit(FitOptions options)
    {
        if (options.Covariance.Kind is not (CovarianceKind.Hessian or CovarianceKind.Clustered))
            throw new UsageException("covariance-not-for-model", "Schmidt–Sickles estimators take --vce hessian or cluster:COL");
        Matrix x = Columns(_within);
        Matrix within = Demean(x, 1);
        double[] y = Demean(_design.Response, 1);
        int n = _design.RowCount;
        LeastSquares fixedFit = LeastSquares.Solve(within, y, threads: options.Threads);
        int dfWithin = n - _units.Count - fixedFit.Rank;
        if (dfWithin < 1)
            throw new DataUnfitException("too-few-rows", $"the within estimator needs more rows than units and columns: {n} rows, {_units.Count} units, {fixedFit.Rank} columns");
        double noise = fixedFit.ResidualSumOfSquares / dfWithin;
        if (_fixedEffects)
            return Assemble(options, _within, within, y, fixedFit, noise, dfWithin, double.NaN);
        double between = BetweenVariance(noise);
        double[] theta = [.. Enumerable.Range(0, _units.Count).Select(u => 1 - Math.Sqrt(noise / (Rows(u) * between + noise)))];
        Matrix transformed = Demean(_design.Frontier.Values, theta);
        double[] response = Demean(_design.Response, theta);
        LeastSquares gls = LeastSquares.Solve(transformed, response, threads: options.Threads);
        int[] all = [.. Enumerable.Range(0, _design.Frontier.Columns)];
        double s2 = gls.ResidualSumOfSquares / (n - gls.Rank);
        return Assemble(options, all, transformed, response, gls, s2, n - gls.Rank, between, noise);
    }

    /// <summary>u_i = max α − α_i at the slopes given, as laws without spread.</summary>
    public ConditionalInefficiency Conditional(IReadOnlyList<double> slopes)
    {
        double[] index = _design.Frontier.Values.Times(Full(slopes));
        int n = index.Length;
        double[] effects = UnitMeans([.. _design.Response.Zip(index, (y, f) => y - f)]);
        double best = _side == FrontierSide.Production ? effects.Max() : effects.Min();
        var frontier = new double[n];
        var residual = new double[n];
        var one = new double[n];
        for (int i = 0; i < n; i++)
        {
            frontier[i] = index[i] + best;
            residual[i] = _design.Response[i] - frontier[i];
            one[i] = 1;
        }
        var laws = effects.Select(a => DegenerateLaw.At(Math.Abs(best - a))).ToArray();
        return new ConditionalInefficiency(laws, _units.UnitOfRow, one, frontier, residual, new double[n]);
    }

    private FitResult Assemble(
        FitOptions options, int[] columns, Matrix x, double[] y, LeastSquares fit, double s2, int df, double between, double? noise = null)
    {
        CovarianceEstimate covariance = CovarianceOf(options, x, y, fit, s2);
        double used = CoefficientTable.DegreesOfFreedomFor(covariance, _fixedEffects ? df : double.PositiveInfinity);
        CoefficientTable table = CoefficientTable.Build(fit.Coefficients, covariance.StandardErrors(), used, options.Level / 100);
        ConditionalInefficiency conditional = Conditional(fit.Coefficients);
        int n = _design.RowCount;
        List<FitWarning> warnings = [.. DesignWarnings.Of(_design)];
        foreach (int j in Enumerable.Range(0, _design.Frontier.Columns).Where(j => !columns.Contains(j) && j != _design.Frontier.Intercept))
        {
            warnings.Add(new FitWarning(
                WarningCatalog.CollinearColumn, new Phrase("warning.collinear-column.constant", ("name", _design.Frontier.ColumnNames[j]))));
        }
        if (covariance.FewestClusters is { } clusters and < CoefficientTable.FewClusters)
            warnings.Add(FitWarning.FewClusters(clusters));
        return new FitResult
        {
            Model = _fixedEffects ? "schmidt-sickles-fe" : "schmidt-sickles-re",
            Side = _side == FrontierSide.Production ? "production" : "cost",
            Formula = _design.Formula,
            Response = _design.ResponseName,
            Observations = n,
            Units = _units.Count,
            Periods = _units.PeriodOfRow?.Distinct().Count(),
            Sample = _design.Sample,
            LogLikelihood = _fixedEffects ? FrontierEstimator.GaussianLogLikelihood(fit.ResidualSumOfSquares, n) : double.NaN,
            ParameterCount = fit.Rank + (_fixedEffects ? _units.Count + 1 : 2),
            Converged = true,
            Termination = TerminationWords.ClosedForm,
            MessagePhrase = _fixedEffects ? new Phrase("message.within") : new Phrase("message.gls"),
            Method = _fixedEffects ? "within" : "GLS (Swamy–Arora)",
            Parameters = [.. columns.Select((column, j) =>
            {
                CoefficientRow row = table.Rows[j];
                return new ParameterEstimate(
                    BlockNames.Frontier, _design.Frontier.ColumnNames[column], row.Estimate, row.StandardError, row.Statistic, row.P, row.Lower, row.Upper);
            })],
            Derived =
            [
                new DerivedEstimate("sigmaV", Math.Sqrt(noise ?? s2), double.NaN),
                .. double.IsNaN(between) ? Array.Empty<DerivedEstimate>() : [new DerivedEstimate("sigmaEffect", Math.Sqrt(between), double.NaN)],
            ],
            MeanEfficiency = FrontierEstimator.MeanEfficiency(conditional),
            Covariance = covariance,
            Level = options.Level,
            DegreesOfFreedom = used,
            Warnings = warnings,
            DataSha256 = _design.DataSha256,
        };
    }

    private static CovarianceEstimate CovarianceOf(FitOptions options, Matrix x, double[] y, LeastSquares fit, double s2)
    {
        if (options.Covariance.Kind == CovarianceKind.Hessian)
        {
            Matrix matrix = fit.InverseGram.Clone();
            foreach (ref double value in matrix.Values)
                value *= s2;
            return new CovarianceEstimate { Matrix = matrix, Kind = CovarianceKind.Hessian, TextPhrase = CovariancePhrases.Homoskedastic };
        }
        double[] residuals = fit.Residuals(x, y);
        Matrix scores = x.Clone();
        for (int j = 0; j < x.Columns; j++)
            for (int i = 0; i < x.Rows; i++)
                scores[i, j] *= residuals[i];
        return Covariance.Clustered(fit.InverseGram, scores, options.Covariance.Clusters, options.Covariance.SmallSample ?? SmallSample.StataRegress);
    }

    /// <summary>σ_α² of Swamy and Arora: the variance of the between regression less its share of noise, not below 0.</summary>
    private double BetweenVariance(double noise)
    {
        Matrix x = _design.Frontier.Values;
        Matrix means = new(_units.Count, x.Columns);
        for (int j = 0; j < x.Columns; j++)
            UnitMeans(x.Column(j)).CopyTo(means.Column(j));
        LeastSquares fit = LeastSquares.Solve(means, UnitMeans(_design.Response));
        int df = _units.Count - fit.Rank;
        if (df < 1)
            throw new DataUnfitException("too-few-units", $"random effects need more units than columns: {_units.Count} units, {fit.Rank} columns");
        double inverseRows = Enumerable.Range(0, _units.Count).Average(u => 1.0 / Rows(u));
        return Math.Max(0, fit.ResidualSumOfSquares / df - noise * inverseRows);
    }

    private double[] Full(IReadOnlyList<double> slopes)
    {
        if (slopes.Count == _design.Frontier.Columns)
            return [.. slopes];
        var full = new double[_design.Frontier.Columns];
        for (int j = 0; j < _within.Length; j++)
            full[_within[j]] = slopes[j];
        return full;
    }

    private int Rows(int unit) => _units.Starts[unit + 1] - _units.Starts[unit];

    private Matrix Columns(int[] columns)
    {
        Matrix picked = new(_design.RowCount, columns.Length);
        for (int j = 0; j < columns.Length; j++)
            _design.Frontier.Values.Column(columns[j]).CopyTo(picked.Column(j));
        return picked;
    }

    private double[] UnitMeans(ReadOnlySpan<double> values)
    {
        var means = new double[_units.Count];
        for (int unit = 0; unit < means.Length; unit++)
        {
            double sum = 0;
            foreach (double value in values[_units.Starts[unit].._units.Starts[unit + 1]])
                sum += value;
            means[unit] = sum / Rows(unit);
        }
        return means;
    }

    private Matrix Demean(Matrix x, params double[] share)
    {
        Matrix result = new(x.Rows, x.Columns);
        for (int j = 0; j < x.Columns; j++)
            Demean(x.Column(j), share).CopyTo(result.Column(j));
        return result;
    }

    /// <summary>y_it − θ_i·ȳ_i; one share serves all units.</summary>
    private double[] Demean(ReadOnlySpan<double> values, params double[] share)
    {
        double[] means = UnitMeans(values);
        double[] result = values.ToArray();
        for (int i = 0; i < result.Length; i++)
        {
            int unit = _units.UnitOfRow[i];
            result[i] -= share[share.Length == 1 ? 0 : unit] * means[unit];
        }
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
