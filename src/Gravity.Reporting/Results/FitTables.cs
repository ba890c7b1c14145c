using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>One estimated model: what it is, its coefficients, its natural-scale quantities, what a reader must know.</summary>
public static class FitTables
{
    private const int Decimals = 4;

    // The order of papers: scales, their sum, the two shares side by side, then location and path.
    private static readonly string[] DerivedOrder = ["sigmaU", "sigmaV", "sigmaSquared", "gamma", "uVarianceShare", "lambda", "mu"];

    /// <summary>The tables in reading order: <see cref="Header"/>, <see cref="Coefficients"/>, <see cref="NaturalScale"/> and, on a ridge or below a
    /// higher exponential limit, both fits side by side. Warnings stand under the last of the first three.</summary>
    /// <param name="fit">The estimates.</param>
    /// <param name="labels">Words for columns; null for the names of the data.</param>
    public static IReadOnlyList<ReportTable> Of(FitResult fit, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        List<ReportTable> tables = [Header(fit), Coefficients(fit, labels), NaturalScale(fit)];
        tables[^1] = tables[^1] with { Notes = [.. tables[^1].Notes, .. fit.Warnings.Select(ResultWords.Warning)] };
        if (fit.Limit is { } limit)
        {
            ReportTable both = CompareTables.Of(
                [new ModelColumn("this fit", fit), new ModelColumn("exponential limit", limit)], labels, "exponential-limit",
                fit.Termination == TerminationWords.Ridge
                    ? "The ridge μ → −∞ and its limit, the exponential law"
                    : "The interior maximum and the higher exponential limit μ → −∞");
            tables.Add(both);
        }
        return tables;
    }

    /// <summary>Model, sample, likelihood, test of no inefficiency, convergence and the kind of standard errors.</summary>
    /// <param name="fit">The estimates.</param>
    public static ReportTable Header(FitResult fit)
    {
        var rows = new List<ReportRow>();
        void Add(string item, Cell value) => rows.Add(ReportRow.Of(item, value));
        if (ModelCatalog.Find(fit.Model) is { } entry) Add("Description", entry.Title);
        if (fit.Law is { } law) Add("Law of u", ResultWords.Law(law));
        if (fit.Noise is { } noise) Add("Law of v", noise);
        if (fit.Side is { } side) Add("Side", side == "cost" ? "cost: y = x'β + v + u" : "production: y = x'β + v − u");
        if (fit.TimeOrigin is { } origin) Add("T of the path over time", origin == "unit" ? "the unit's last period" : "the panel's last period");
        Add("Rows used", Whole(fit.Observations));
        if (fit.Units is { } units) Add("Units", Whole(units));
        if (fit.Periods is > 0) Add("Periods", Whole(fit.Periods.Value));
        Add("Rows read", Whole(fit.Sample.RowsRead));
        if (fit.Sample.Dropped.Count > 0) Add("Rows left out", Whole(fit.Sample.RowsRead - fit.Sample.RowsUsed));
        Add("Log-likelihood", fit.LogLikelihood);
        if (fit.OlsLogLikelihood is { } ols) Add("Log-likelihood of least squares", ols);
        if (fit.InefficiencyTest is { } test)
        {
            Add("LR test of no inefficiency", Cell.Number(test.Statistic, ResultFormats.Statistic));
            Add($"  p, {ResultWords.Reference(test)}", Cell.Number(test.P, NumberFormat.PValue()));
            if (test.BootstrapP is { } p) Add($"  p, parametric bootstrap ({test.BootstrapReplications})", Cell.Number(p, NumberFormat.PValue()));
        }
        Add("AIC", Cell.Number(fit.Information.Aic, ResultFormats.Statistic));
        Add("BIC", Cell.Number(fit.Information.Bic, ResultFormats.Statistic));
        Add("Converged", ResultWords.ConvergenceInFull(fit));
        if (fit.Starts > 1) Add("Starts that ended here", string.Create(CultureInfo.InvariantCulture, $"{fit.AgreeingStarts} of {fit.Starts}"));
        Add("Standard errors", fit.Covariance.Text);
        if (fit.Covariance.FactorText.Length > 0) Add("Small-sample factor", fit.Covariance.FactorText);
        return new ReportTable(
            "fit", $"{fit.Model}: {fit.Formula}",
            [ReportColumn.Words("Model", "item"), new ReportColumn(fit.Model, ColumnAlignment.Left, NumberFormat.Fixed(5)) { Key = "value" }], rows)
        {
            Notes =
            [
                .. fit.Sample.Dropped.Select(d => $"Left out: {ResultWords.Count(d.Rows.Count, "row")}, {d.Reason}."),
                .. fit.Termination == TerminationWords.ClosedForm ? (string[])[] : [ResultWords.Sentence($"{fit.Method}: {fit.Message}")],
            ],
        };
    }

    /// <summary>Coefficients by block with errors, tests of zero and intervals, and wild bootstrap p-values where there are any.</summary>
    /// <param name="fit">The estimates.</param>
    /// <param name="labels">Words for columns; null for the names of the data.</param>
    public static ReportTable Coefficients(FitResult fit, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        bool wild = fit.Parameters.Any(p => p.WildP is not null);
        string interval = ResultWords.Percent(fit.Level) + " interval";
        List<ReportColumn> columns =
        [
            ReportColumn.Words(fit.Response, "parameter"),
            ReportColumn.Estimates("Estimate", NumberFormat.Fixed(Decimals), key: "estimate"),
            ReportColumn.Estimates("Std. error", NumberFormat.Fixed(Decimals), key: "standard_error"),
            ReportColumn.Numbers(double.IsPositiveInfinity(fit.DegreesOfFreedom) ? "z" : "t", NumberFormat.Fixed(2), key: "statistic"),
            ReportColumn.Numbers("p", NumberFormat.PValue(), key: "p"),
            ReportColumn.Estimates("low", NumberFormat.Fixed(Decimals), interval, "low"),
            ReportColumn.Estimates("high", NumberFormat.Fixed(Decimals), interval, "high"),
        ];
        if (wild) columns.Add(ReportColumn.Numbers("wild p", NumberFormat.PValue(), key: "wild_p"));
        var rows = new List<ReportRow>();
        foreach (IGrouping<string, ParameterEstimate> block in fit.Parameters.GroupBy(p => p.Block))
        {
            foreach (ParameterEstimate parameter in block)
            {
                NumberFormat format = ResultFormats.Coefficient(parameter.Estimate, parameter.StandardError, Decimals);
                List<Cell> cells =
                [
                    ResultWords.Parameter(parameter, labels),
                    Cell.Number(Finite(parameter.Estimate), format), Cell.Number(Finite(parameter.StandardError), format),
                    Finite(parameter.Statistic), Finite(parameter.P),
                    Cell.Number(Finite(parameter.Low), format), Cell.Number(Finite(parameter.High), format),
                ];
                if (wild) cells.Add(Cell.Number(parameter.WildP));
                rows.Add(new ReportRow(cells) { Group = ResultWords.Block(block.Key) });
            }
        }
        return new ReportTable("coefficients", "Coefficients", columns, rows) { Notes = [.. CoefficientNotes(fit, wild)] };
    }

    /// <summary>σᵤ, σᵥ, σ², γ beside the variance share of u, λ, μ, the path over time, mean efficiency; for regressions their fit.</summary>
    /// <param name="fit">The estimates.</param>
    public static ReportTable NaturalScale(FitResult fit)
    {
        var rows = new List<ReportRow>();
        IEnumerable<DerivedEstimate> ordered = fit.Derived.OrderBy(d => Array.IndexOf(DerivedOrder, d.Name) is >= 0 and var place ? place : DerivedOrder.Length);
        foreach (DerivedEstimate derived in ordered)
        {
            NumberFormat format = ResultFormats.Coefficient(derived.Value, derived.StandardError, Decimals);
            rows.Add(ReportRow.Of(
                derived.Name switch
                {
                    "uVarianceShare" => "V[u]/(V[u] + σᵥ²)",
                    "mu" when HasDeterminants(fit) => "μ at the mean of z'δ",
                    _ => ResultWords.Derived(derived.Name),
                },
                Cell.Number(Finite(derived.Value), format), Cell.Number(Finite(derived.StandardError), format)));
        }
        if (fit.MeanEfficiency is { } efficiency)
            rows.Add(ReportRow.Of("Mean efficiency", Cell.Number(efficiency, NumberFormat.Fixed(Decimals)), Cell.Empty));
        return new ReportTable(
            "natural-scale", fit.InefficiencyTest is null ? "Fit" : "On the natural scale",
            [
                ReportColumn.Words("Quantity", "quantity"), ReportColumn.Estimates("Estimate", NumberFormat.Fixed(Decimals), key: "estimate"),
                ReportColumn.Estimates("Std. error", NumberFormat.Fixed(Decimals), key: "standard_error"),
            ],
            rows)
        {
            Notes = [.. NaturalScaleNotes(fit)],
        };
    }

    private static IEnumerable<string> CoefficientNotes(FitResult fit, bool wild)
    {
        if (!double.IsPositiveInfinity(fit.DegreesOfFreedom))
            yield return FormattableString.Invariant($"p-values and intervals use t({fit.DegreesOfFreedom:0.##}).");
        if (wild)
            yield return "wild p: wild score bootstrap within clusters, with the coefficient's zero imposed.";
        if (fit.Parameters.Any(p => !double.IsFinite(p.Estimate)))
            yield return "–: at the boundary σᵤ = 0, ln σ²ᵤ is −∞ and the other parameters of u are not identified.";
        else if (fit.Parameters.Any(p => !double.IsFinite(p.StandardError)))
            yield return "–: no standard error, because the covariance is not defined there.";
    }

    private static IEnumerable<string> NaturalScaleNotes(FitResult fit)
    {
        if (fit.Derived.Any(d => d.Name == "uVarianceShare"))
        {
            yield return fit.Law == "exponential"
                ? "Under the exponential law V[u] = σᵤ², so that γ is the share of inefficiency in the variance; under other laws it is not."
                : FormattableString.Invariant($"γ = {fit.DerivedValue("gamma"):F3} is not the share of inefficiency in the variance, which is ")
                    + FormattableString.Invariant($"V[u]/(V[u] + σᵥ²) = {fit.DerivedValue("uVarianceShare"):F3}: γ takes σᵤ² before truncation.");
            yield return "Standard errors by the delta method; none of them tests σᵤ = 0, which lies on the boundary (use the LR test).";
        }
        if (fit.MeanEfficiency is not null)
            yield return "Mean efficiency is the mean over rows of E[exp(−u)|ε].";
    }

    private static bool HasDeterminants(FitResult fit) =>
        fit.Parameters.Any(p => p.Block == BlockNames.InefficiencyMean && p.Name != BlockNames.Intercept);

    private static Cell Whole(int value) => Cell.Number(value, ResultFormats.Count);

    /// <summary>Infinite values are marks of a boundary: they print as missing.</summary>
    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
