using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Inference;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Diagnostics;

/// <summary>Deletion of units and rows: one Newton step for all, fits anew for the first few.</summary>
/// <remarks>Cook (1986), Journal of the Royal Statistical Society B 48: 133–169; Pregibon (1981) for the one-step approximation.</remarks>
internal sealed class InfluenceAnalysis
{
    private readonly FrontierSpecification _specification;
    private readonly FrontierLikelihood _model;
    private readonly double[] _theta;
    private readonly DiagnosticOptions _options;
    private readonly Matrix _scores;
    private readonly Matrix _inverse;
    private readonly int[]? _sourceRows;

    public InfluenceAnalysis(FrontierSpecification specification, FrontierLikelihood model, double[] theta, DiagnosticOptions options, int[]? sourceRows)
    {
        _specification = specification;
        _model = model;
        _theta = theta;
        _options = options;
        _sourceRows = sourceRows;
        _scores = new Matrix(model.UnitCount, model.Dimension);
        model.Scores(theta, _scores);
        Matrix hessian = new(model.Dimension, model.Dimension);
        model.Evaluate(theta, new double[model.Dimension], hessian.Values);
        _inverse = Covariance.FromHessian(hessian).Matrix;
    }

    /// <summary>The analysis; null where the information cannot be inverted.</summary>
    public InfluenceResult? Run()
    {
        for (int j = 0; j < _model.Dimension; j++)
            if (!(_inverse[j, j] > 0))
                return null;
        Design design = _model.Design;
        bool own = _model.UnitCount == design.RowCount;
        var units = new List<InfluenceCase>();
        if (design.Units is { Count: > 1 } index)
        {
            int[][] rowsOf = [.. Enumerable.Range(0, index.Count).Select(u => Enumerable.Range(index.Starts[u], index.Starts[u + 1] - index.Starts[u]).ToArray())];
            units = Ranked(index.Count, u => Case(index.Names[u], rowsOf[u], null), u => rowsOf[u]);
        }
        List<InfluenceCase> rows = own
            ? Ranked(design.RowCount, i => Case(RowName(i), [i], Source(i)), i => [i])
            : [];
        return new InfluenceResult(_model.Parameters, units, rows);
    }

    private int Source(int row) => _sourceRows is { } source ? source[_model.Design.PanelRows[row]] : row + 1;

    private string RowName(int row)
    {
        string number = Source(row).ToString(CultureInfo.InvariantCulture);
        return _model.Design.Units is not { } units ? number
            : units.PeriodOfRow is { } periods ? string.Create(CultureInfo.InvariantCulture, $"{units.Names[units.UnitOfRow[row]]} {periods[row]}")
            : units.Names[units.UnitOfRow[row]];
    }

    private List<InfluenceCase> Ranked(int count, Func<int, InfluenceCase> make, Func<int, int[]> rowsOf)
    {
        (InfluenceCase Case, int Position)[] cases =
            [.. Enumerable.Range(0, count).Select(k => (make(k), k)).OrderByDescending(c => c.Item1.Displacement)];
        int refits = Math.Min(_options.Refits, count);
        var done = new InfluenceRefit?[refits];
        Workers.For(refits, _options.Fit.Threads, k => done[k] = Refit(rowsOf(cases[k].Position)), _options.Fit.Cancellation);
        return [.. cases.Select((c, k) => k < refits ? c.Case with { Refit = done[k] } : c.Case)];
    }

    private InfluenceCase Case(string name, int[] rows, int? source)
    {
        var score = new double[_model.Dimension];
        int last = -1;
        foreach (int row in rows)
        {
            int unit = _model.UnitOf(row);
            if (unit == last)
                continue;
            last = unit;
            for (int j = 0; j < score.Length; j++)
                score[j] += _scores[unit, j];
        }
        double[] change = _inverse.Times(score);
        double displacement = 0;
        for (int j = 0; j < score.Length; j++)
            displacement += score[j] * change[j];
        return new InfluenceCase(name, rows.Length, displacement, change, [.. change.Select((c, j) => c / Math.Sqrt(_inverse[j, j]))]) { Row = source };
    }

    /// <summary>The fit without some rows; null where the rest does not identify the model.</summary>
    private InfluenceRefit? Refit(int[] rows)
    {
        FrontierLikelihood rest;
        try
        {
            rest = _specification.Build(_model.Design.WithoutRows(rows.ToHashSet()), 1);
            if (!rest.IsIdentified || rest.Dimension != _model.Dimension)
                return null;
        }
        catch (Exception error) when (error is UsageException or DataUnfitException)
        {
            return null;
        }
        FitOptions plain = _options.Fit.Silent() with { Threads = 1, Covariance = new CovarianceRequest(), TestReplications = 0 };
        BestClimb climb = MaximumLikelihood.Run(rest, [_theta], plain);
        ConditionalInefficiency without = rest.Conditional(climb.Point), whole = rest.Conditional(_theta);
        double exact = 2 * (_model.Evaluate(_theta, default, default) - _model.Evaluate(climb.Point, default, default));
        // Without inefficiency in the rest the climb runs on towards σ_u = 0, which is an answer.
        bool vanished = rest.LargestVarianceRatio(climb.Point) < 1e-4;
        return new InfluenceRefit(
            climb.Summary.Converged || vanished, exact, climb.Point, FrontierEstimator.MeanEfficiency(without), FrontierEstimator.MeanEfficiency(whole),
            Potential(rest, without), Potential(rest, whole));
    }

    private static double Potential(FrontierLikelihood model, ConditionalInefficiency at)
    {
        if (model.Design.Flow is not { } flow)
            return double.NaN;
        double sum = 0;
        for (int i = 0; i < flow.Length; i++)
            sum += flow[i] * Math.Exp(-model.Sign * at.Laws[at.LawOfRow[i]].LogMomentGenerating(-at.Scale[i]));
        return sum;
    }
}
