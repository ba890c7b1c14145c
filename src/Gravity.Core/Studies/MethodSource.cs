using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Potential;
using Gravity.Core.Regression;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>A fit as a method of potential: which rows it has, and their potential once it is known which of them all methods share.</summary>
internal abstract class MethodSource(NamedFit named, MethodSettings settings)
{
    /// <summary>Name of the fit.</summary>
    public string Name => named.Name;

    protected NamedFit Named => named;

    protected MethodSettings Settings => settings;

    /// <summary>Data rows of the file that have a potential.</summary>
    public abstract IEnumerable<int> Usable { get; }

    /// <summary>The method over the rows that all methods share.</summary>
    /// <param name="common">Data rows of the file.</param>
    /// <param name="units">Units of those rows, in order.</param>
    /// <param name="cancellation">Stops the draws.</param>
    public abstract PotentialMethod Method(IReadOnlySet<int> common, IReadOnlyList<string> units, CancellationToken cancellation);

    /// <summary>A fit on its own rows.</summary>
    public static MethodSource InSample(NamedFit named, MethodSettings settings) => named.Fit.PredictsFlow
        ? new RegressionMethod(named, settings, FlowRegressions.Of(named.Fit), named.Fit.Panel, named.Fit.SourceRows())
        : new FrontierMethod(named, settings, named.Fit, null, named.Fit.Design.RowCount);

    /// <summary>The same model fitted without the rows that satisfy a filter, on those rows.</summary>
    /// <exception cref="DataUnfitException">No row is held out, or what is left does not carry the model.</exception>
    public static MethodSource HeldOut(NamedFit named, string filter, MethodSettings settings)
    {
        // The panel of a fit has its own filter behind it.
        ModelRequest request = named.Fit.Request with { TestReplications = 0, Where = null };
        FitOptions options = settings.Fits;
        HeldOutSample sample = HeldOutSample.Of(request, named.Fit.Panel, filter, options);
        int[] sourceRows = [.. Enumerable.Range(0, sample.Panel.RowCount).Select(sample.Panel.SourceRow)];
        if (named.Fit.PredictsFlow)
            return new RegressionMethod(named, settings, FlowRegressions.Without(sample, options), sample.Panel, sourceRows);
        Design fitted = sample.Design.KeepRows(sample.Fitted, sample.Design.Sample);
        ModelFit without = sample.Family.Fit(request, sample.Panel, fitted, options.Silent() with { Level = request.Level, Covariance = CovarianceRequests.Parse(request, sample.Panel, fitted) });
        if (!without.Result.Converged)
            throw new DataUnfitException("not-converged", $"'{named.Name}' did not converge without the rows held out");
        return new FrontierMethod(named, settings, sample.Family.Restore(request, sample.Panel, sample.Design, without.Result), sample.HeldOut, fitted.RowCount);
    }

    /// <summary>Unit of each row of a design by data row; null without units.</summary>
    protected Grouping? ByUnit(Design design, int[] sourceRows) => settings.UnitOfRow is not { } units ? null
        : new Grouping("unit", Array.ConvertAll(design.PanelRows, row => units.GetValueOrDefault(sourceRows[row]) ?? ""));

    protected static MethodTotal[] WithRanks(IReadOnlyList<string> units, IReadOnlyDictionary<string, MethodTotal> totals)
    {
        MethodTotal[] ordered = [.. units.Select(u => totals[u])];
        double[] ranks = Ranks.Descending([.. ordered.Select(t => 1 / t.Ratio.Value)]);
        return [.. ordered.Select((t, i) => t with { Rank = ranks[i] })];
    }
}

/// <summary>What a regression predicts.</summary>
internal sealed class RegressionMethod(NamedFit named, MethodSettings settings, FlowRegression regression, TradePanel panel, int[] sourceRows) : MethodSource(named, settings)
{
    private readonly Design _design = regression.Predicted;

    public override IEnumerable<int> Usable
    {
        get
        {
            double[] index = regression.Others is { } others ? PredictionIndex.Of(regression.Solution, others) : regression.Solution.LinearPredictor;
            double[] flow = regression.Flow(_design);
            return Enumerable.Range(0, index.Length).Where(i => double.IsFinite(index[i]) && double.IsFinite(flow[i])).Select(i => sourceRows[_design.PanelRows[i]]);
        }
    }

    public override PotentialMethod Method(IReadOnlySet<int> common, IReadOnlyList<string> units, CancellationToken cancellation)
    {
        Grouping? byUnit = ByUnit(_design, sourceRows);
        PredictionResult result = PredictedFlows.Of(
            regression,
            new PredictionOptions
            {
                Level = Settings.Level,
                Draws = Settings.Draws,
                Seed = Settings.Seed,
                Threads = Settings.Threads,
                Retransformation = Settings.Retransformation,
                Summed = Array.ConvertAll(_design.PanelRows, row => common.Contains(sourceRows[row])),
                Groupings = [Grouping.All(_design.RowCount), .. byUnit is null ? [] : (Grouping[])[byUnit], .. Settings.Groupings(panel, _design)],
                Progress = (done, total) => Settings.Progress?.Invoke("predictions", done, total),
            },
            sourceRows, cancellation);
        MethodTotal Total(PredictedTotal t) => new(t.Key, t.Actual, t.Predicted, t.Ratio, double.NaN);
        MethodTotal[] sums = byUnit is null ? [] : WithRanks(units, result.Totals[1].Groups.Where(g => g.Count > 0).ToDictionary(g => g.Key, Total, StringComparer.Ordinal));
        PredictedRow[] rows = [.. result.Rows.Where(r => common.Contains(r.Row)).OrderBy(r => r.Row)];
        var effects = regression.Solution.Problem.Effects.Effects;
        return new PotentialMethod(
            Named.Name, regression.Model, [.. rows.Select(r => new MethodRow(r.Row, r.Unit, r.Time, r.Actual, r.Predicted))], sums, Total(result.Totals[0].Groups[0]))
        {
            Prediction = result,
            Absorbs = effects.Count > 0,
            Effects = effects.Count > 0 ? string.Join(" + ", effects.Select(e => e.Name)) : null,
            FittedRows = result.FittedRows,
            Classes = TradeClasses.OfPredicted([.. rows.Select(r => r.Actual)], [.. rows.Select(r => r.Predicted.Value)], Settings.Cuts),
            UnitClasses = sums.Length == 0 ? null : TradeClasses.OfPredicted([.. sums.Select(u => u.Actual)], [.. sums.Select(u => u.Potential.Value)], Settings.Cuts),
            What = What(result, effects.Count > 0),
            Exact = [.. result.Totals.Skip(byUnit is null ? 0 : 1).Where(t => t.Exact != ExactFit.None && t.Name != "all").Select(t => (t.Name, t.Exact)).Append(("all", result.Totals[0].Exact))
                .Where(e => e.Item2 != ExactFit.None).DistinctBy(e => e.Item1)],
        };
    }

    private static Phrase What(PredictionResult result, bool absorbs)
    {
        string index = absorbs ? "exp(x'b + effects)" : "exp(x'b)";
        return result.Retransformation switch
        {
            null => new Phrase("method.mean", ("index", index)),
            Retransformation.None => new Phrase("method.median", ("index", index)),
            var kind => new Phrase(
                kind == Retransformation.Smearing ? "method.smearing" : "method.lognormal", ("index", index), ("factor", result.Factor.Value.ToString("F3", CultureInfo.InvariantCulture))),
        };
    }
}

/// <summary>The expected potential of a frontier.</summary>
internal sealed class FrontierMethod(NamedFit named, MethodSettings settings, ModelFit fit, int[]? heldOut, int fittedRows) : MethodSource(named, settings)
{
    private readonly int[] _sourceRows = fit.SourceRows();

    private double[] Flow => fit.Design.Flow ?? Array.ConvertAll(fit.Design.Response, Math.Exp);

    public override IEnumerable<int> Usable
    {
        get
        {
            double[] flow = Flow;
            return (heldOut ?? Enumerable.Range(0, flow.Length)).Where(i => double.IsFinite(flow[i])).Select(i => _sourceRows[fit.Design.PanelRows[i]]);
        }
    }

    public override PotentialMethod Method(IReadOnlySet<int> common, IReadOnlyList<string> units, CancellationToken cancellation)
    {
        bool[] shared = Array.ConvertAll(fit.Design.PanelRows, row => common.Contains(_sourceRows[row]));
        Grouping? byUnit = ByUnit(fit.Design, _sourceRows);
        PotentialResult result = Array.TrueForAll(shared, s => s) && Settings.Known is { } known && ReferenceEquals(known.Fit, Named) && Fits(known.Result, byUnit) ? known.Result : fit.Potential(
            new PotentialOptions
            {
                Level = Settings.Level,
                Draws = Settings.Draws,
                Seed = Settings.Seed,
                Threads = Settings.Threads,
                Actual = [.. Flow.Select((flow, i) => shared[i] ? flow : double.NaN)],
                Groupings = [Grouping.All(fit.Design.RowCount), .. byUnit is null ? [] : (Grouping[])[byUnit]],
                Progress = (done, total) => Settings.Progress?.Invoke("potential draws", done, total),
            },
            cancellation);
        MethodTotal Total(PotentialTotal t)
        {
            double actual = t.Actual;
            IntervalEstimate potential = double.IsNaN(t.Expected.Value) ? t.Potential : t.Expected;
            return new MethodTotal(t.Key, actual, potential, new IntervalEstimate(actual / potential.Value, actual / potential.High, actual / potential.Low), double.NaN);
        }

        return new PotentialMethod(
            Named.Name, fit.Result.Model,
            [.. result.Rows.Where((_, i) => shared[i]).OrderBy(r => r.Row).Select(r => new MethodRow(r.Row, r.Unit, r.Time, r.Actual, double.IsNaN(r.Expected.Value) ? r.Potential : r.Expected))],
            byUnit is null ? [] : WithRanks(units, TotalsBy(result, byUnit).Groups.Where(g => g.Count > 0).ToDictionary(g => g.Key, Total, StringComparer.Ordinal)), Total(result.Totals.First(t => t.Name == "all").Groups[0]))
        {
            Frontier = result,
            Absorbs = fit.Design.AbsorbedEffects.Count > 0,
            Effects = fit.Design.AbsorbedEffects.Count > 0 ? string.Join(" + ", fit.Design.AbsorbedEffects) : null,
            FittedRows = fittedRows,
            What = new Phrase("method.frontier"),
        };
    }

    private static bool Fits(PotentialResult known, Grouping? byUnit) =>
        known.Totals.Any(t => t.Name == "all") && (byUnit is null || known.Totals.Any(t => Same(t, byUnit)));

    private static PotentialTotals TotalsBy(PotentialResult result, Grouping? byUnit) => result.Totals.First(t => Same(t, byUnit!));

    private static bool Same(PotentialTotals totals, Grouping grouping) => totals.Groups.Select(g => g.Key).ToHashSet(StringComparer.Ordinal).SetEquals(grouping.Keys);
}
