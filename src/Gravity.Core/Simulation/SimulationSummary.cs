namespace Gravity.Core.Simulation;

/// <summary>What a Monte Carlo experiment says of one estimated number.</summary>
/// <param name="Name">A parameter as <c>block:name</c>, the key of a natural-scale quantity, or <c>meanEfficiency</c>.</param>
/// <param name="Truth">The true value; its mean over samples where it differs between them. NaN where the true model has none.</param>
/// <param name="Count">Estimates used: those of converged fits that are finite.</param>
/// <param name="Mean">Their mean.</param>
/// <param name="Bias">Mean of estimate − truth.</param>
/// <param name="BiasError">Its Monte Carlo standard error, sd/√count.</param>
/// <param name="Rmse">Root mean squared difference from the truth.</param>
/// <param name="Deviation">Standard deviation of the estimates over samples.</param>
/// <param name="MeanStandardError">Mean of the standard errors reported; right when near <paramref name="Deviation"/>.</param>
/// <param name="IntervalCount">Estimates with an interval.</param>
/// <param name="Coverage">Share of these intervals that hold the truth.</param>
/// <param name="CoverageError">
/// Its Monte Carlo standard error √(c̃(1 − c̃)/(n + 4)) with c̃ = (covered + 2)/(n + 4), n intervals (Agresti and Coull 1998): not 0 where all or none cover.
/// </param>
public sealed record SimulatedQuantity(
    string Name, double Truth, int Count, double Mean, double Bias, double BiasError, double Rmse, double Deviation, double MeanStandardError,
    int IntervalCount, double Coverage, double CoverageError);

/// <summary>What it says of the efficiencies of rows, averaged over samples.</summary>
/// <param name="Part"><see cref="SimulatedEfficiency.Overall"/>, or a part of u.</param>
/// <param name="Count">Samples used.</param>
/// <param name="RankCorrelation">Mean of Spearman's rank correlation with the truth; NaN where no sample has one.</param>
/// <param name="RankCorrelationError">Its Monte Carlo standard error.</param>
/// <param name="Bias">Mean over samples and rows of E[exp(−u)|ε] − exp(−u).</param>
/// <param name="BiasError">Its Monte Carlo standard error.</param>
/// <param name="Rmse">Root of the mean squared difference over samples and rows.</param>
/// <param name="Coverage">Share of rows whose interval given the parameters holds exp(−u).</param>
/// <param name="CoverageError">Its Monte Carlo standard error, from the spread between samples.</param>
public sealed record SimulatedEfficiencySummary(
    string Part, int Count, double RankCorrelation, double RankCorrelationError, double Bias, double BiasError, double Rmse, double Coverage, double CoverageError);

/// <summary>A share of the replications.</summary>
/// <param name="Code"><c>converged</c>, <c>boundary</c>, <c>not-converged</c>, <c>failed</c>, or the code of a warning or of a failure.</param>
/// <param name="Count">How many.</param>
/// <param name="Share">Of all replications.</param>
public sealed record SimulatedShare(string Code, int Count, double Share);

/// <summary>One estimator over all replications.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Replications">Replications done.</param>
/// <param name="Outcomes">How fits ended: converged, of these at a boundary, not converged, failed.</param>
/// <param name="Warnings">Warnings among all fits, most frequent first.</param>
/// <param name="Failures">Why samples failed, by code, most frequent first.</param>
/// <param name="Parameters">Parameters in the order of θ.</param>
/// <param name="Derived">Natural-scale quantities.</param>
/// <param name="MeanEfficiency">Mean efficiency of a sample; null for models without inefficiency.</param>
/// <param name="Efficiencies">Efficiencies of rows, overall first, then by parts; empty likewise.</param>
public sealed record SimulatedEstimatorSummary(
    string Name, int Replications, IReadOnlyList<SimulatedShare> Outcomes, IReadOnlyList<SimulatedShare> Warnings, IReadOnlyList<SimulatedShare> Failures,
    IReadOnlyList<SimulatedQuantity> Parameters, IReadOnlyList<SimulatedQuantity> Derived, SimulatedQuantity? MeanEfficiency,
    IReadOnlyList<SimulatedEfficiencySummary> Efficiencies)
{
    /// <summary>Share of replications whose fit converged.</summary>
    public double Converged => Outcomes[0].Share;
}

/// <summary>Bias, error, coverage and outcomes of every estimator of a simulation.</summary>
public static class SimulationSummary
{
    /// <summary>Name of <see cref="SimulatedEstimatorSummary.MeanEfficiency"/>.</summary>
    public const string MeanEfficiencyName = "meanEfficiency";

    /// <summary>Summarises what is done.</summary>
    /// <remarks>Estimates are those of converged fits; a scale at its boundary 0 counts, its logarithm, −∞, does not. Sums run in the order of the replications.</remarks>
    public static IReadOnlyList<SimulatedEstimatorSummary> Of(SimulationResults results) =>
        [.. results.Estimators.Select((name, k) => Of(name, [.. results.Done.Select(r => r.Fits[k])]))];

    private static SimulatedEstimatorSummary Of(string name, SimulatedFit[] fits)
    {
        SimulatedFit[] converged = [.. fits.Where(f => f.Converged)];
        SimulatedShare Share(string code, int count) => new(code, count, fits.Length == 0 ? double.NaN : (double)count / fits.Length);
        IReadOnlyList<SimulatedShare> Codes(IEnumerable<string> codes) =>
            [.. codes.GroupBy(c => c, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => Share(g.Key, g.Count()))];
        ILookup<string, SimulatedEfficiency> parts = converged.SelectMany(f => f.Efficiencies).ToLookup(e => e.Part, StringComparer.Ordinal);
        SimulatedEfficiency[] overall = [.. parts[SimulatedEfficiency.Overall]];
        return new SimulatedEstimatorSummary(
            name, fits.Length,
            [
                Share("converged", converged.Length),
                Share("boundary", converged.Count(f => f.Termination == Estimation.TerminationWords.Boundary)),
                Share("not-converged", fits.Count(f => !f.Converged && !f.Failed)),
                Share("failed", fits.Count(f => f.Failed)),
            ],
            Codes(fits.SelectMany(f => f.Warnings)), Codes(fits.Where(f => f.Failed).Select(f => f.Termination)),
            Quantities([.. converged.Select(f => f.Parameters)]), Quantities([.. converged.Select(f => f.Derived)]),
            overall.Length == 0 ? null : Quantity(MeanEfficiencyName,
                [.. overall.Select(e => new SimulatedEstimate(MeanEfficiencyName, e.Mean, double.NaN, double.NaN, double.NaN, e.TrueMean))]),
            [.. parts.Select(part => Rows(part.Key, [.. part]))]);
    }

    private static SimulatedQuantity[] Quantities(IReadOnlyList<SimulatedEstimate>[] fits)
    {
        // Samples that lost a column to collinearity have fewer names; each name has its own samples.
        var byName = new Dictionary<string, List<SimulatedEstimate>>(StringComparer.Ordinal);
        List<string> order = [];
        foreach (SimulatedEstimate estimate in fits.SelectMany(f => f))
        {
            if (!byName.TryGetValue(estimate.Name, out List<SimulatedEstimate>? own))
            {
                byName[estimate.Name] = own = [];
                order.Add(estimate.Name);
            }
            own.Add(estimate);
        }
        return [.. order.Select(name => Quantity(name, byName[name]))];
    }

    private static SimulatedQuantity Quantity(string name, IReadOnlyList<SimulatedEstimate> all)
    {
        SimulatedEstimate[] used = [.. all.Where(e => double.IsFinite(e.Estimate))];
        double[] errors = [.. used.Where(e => double.IsFinite(e.StandardError)).Select(e => e.StandardError)];
        double[] differences = [.. used.Select(e => e.Estimate - e.Truth)];
        SimulatedEstimate[] intervals = [.. used.Where(e => double.IsFinite(e.Low) && double.IsFinite(e.High) && double.IsFinite(e.Truth))];
        int covered = intervals.Count(e => e.Low <= e.Truth && e.Truth <= e.High);
        double shrunk = (covered + 2.0) / (intervals.Length + 4);
        return new SimulatedQuantity(
            name, Mean([.. all.Select(e => e.Truth)]), used.Length, Mean([.. used.Select(e => e.Estimate)]),
            Mean(differences), MonteCarloError(differences), Math.Sqrt(Mean([.. differences.Select(d => d * d)])),
            Deviation([.. used.Select(e => e.Estimate)]), Mean(errors), intervals.Length,
            intervals.Length == 0 ? double.NaN : (double)covered / intervals.Length,
            intervals.Length == 0 ? double.NaN : Math.Sqrt(shrunk * (1 - shrunk) / (intervals.Length + 4)));
    }

    private static SimulatedEfficiencySummary Rows(string part, SimulatedEfficiency[] samples)
    {
        double[] ranks = [.. samples.Select(s => s.RankCorrelation).Where(double.IsFinite)], covers = [.. samples.Select(s => s.Coverage).Where(double.IsFinite)];
        double[] bias = [.. samples.Select(s => s.Mean - s.TrueMean)];
        return new SimulatedEfficiencySummary(
            part, samples.Length, Mean(ranks), MonteCarloError(ranks), Mean(bias), MonteCarloError(bias), Math.Sqrt(Mean([.. samples.Select(s => s.Rmse * s.Rmse)])),
            Mean(covers), MonteCarloError(covers));
    }

    private static double Mean(double[] values) => values.Length == 0 ? double.NaN : values.Sum() / values.Length;

    private static double Deviation(double[] values)
    {
        double mean = Mean(values);
        return values.Length < 2 ? double.NaN : Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (values.Length - 1));
    }

    private static double MonteCarloError(double[] values) => Deviation(values) / Math.Sqrt(values.Length);
}
