using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
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
    /// <param name="certificate">Whether the certificate of convergence is a table of its own; otherwise two sentences give it.</param>
    public static IReadOnlyList<ReportTable> Of(FitResult fit, ReportLabels? labels = null, bool certificate = false)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        List<ReportTable> tables = [Header(fit, words), Coefficients(fit, labels), NaturalScale(fit, words)];
        if (certificate && CertificateTable.Of(fit, words) is { } full)
            tables.Insert(1, full);
        tables[^1] = tables[^1] with { Notes = [.. tables[^1].Notes, .. fit.Warnings.Select(warning => ResultWords.Warning(warning, words))] };
        if (fit.Limit is { } limit)
        {
            ReportTable both = CompareTables.Of(
                [new ModelColumn(words["fit.this"], fit), new ModelColumn(words["fit.limit"], limit)], labels, "exponential-limit",
                words[fit.Termination == TerminationWords.Ridge && !fit.HasShapeRidge ? "fit.ridge-title" : "fit.limit-title"]);
            tables.Add(both);
        }
        return tables;
    }

    /// <summary>Model, sample, likelihood, test of no inefficiency, convergence and the kind of standard errors.</summary>
    /// <param name="fit">The estimates.</param>
    /// <param name="words">The language; null for English.</param>
    public static ReportTable Header(FitResult fit, Words? words = null)
    {
        words ??= Words.English;
        var rows = new List<ReportRow>();
        void Add(string item, Cell value) => rows.Add(ReportRow.Of(item, value));
        if (ModelCatalog.Find(fit.Model) is { } entry) Add(words["fit.description"], entry.TitleIn(words));
        if (fit.Law is { } law) Add(words["table.law-of-u"], ResultWords.Law(law, words));
        if (fit.Noise is { } noise) Add(words["fit.law-of-v"], ResultWords.Law(noise, words));
        if (fit.Side is { } side)
            Add(words["fit.side"], fit.Noise == "poisson" ? words[side == "cost" ? "fit.cost-levels" : "fit.production-levels"] : words[side == "cost" ? "fit.cost" : "fit.production"]);
        if (fit.TimeOrigin is { } origin) Add(words["fit.origin"], words[origin == "unit" ? "fit.origin-unit" : "fit.origin-panel"]);
        Add(words["fit.rows-used"], Whole(fit.Observations));
        if (fit.SelectedObservations is { } selected) Add(words["fit.rows-selected"], Whole(selected));
        if (fit.Units is { } units) Add(words["table.units"], Whole(units));
        if (fit.Periods is > 0) Add(words["table.periods"], Whole(fit.Periods.Value));
        Add(words["fit.rows-read"], Whole(fit.Sample.RowsRead));
        if (fit.Sample.Dropped.Count > 0) Add(words["fit.rows-left-out"], Whole(fit.Sample.RowsRead - fit.Sample.RowsUsed));
        if (fit.Weights is { } weights)
        {
            Add(words["fit.weights"], words.Say(
                "fit.weights-kind." + weights.KindName, ("column", weights.Column), ("sum", weights.Sum.ToString("#,0.####", CultureInfo.InvariantCulture))));
        }
        foreach ((string effect, string groups) in AbsorbedWords.Effects(fit, words))
            Add(effect, groups);
        Add(words["table.log-likelihood"], fit.LogLikelihood);
        if (fit.OlsLogLikelihood is { } ols) Add(words["fit.ols-log-likelihood"], ols);
        if (fit.InefficiencyTest is { } test)
        {
            // Under other noise than normal the model without u is not least squares: its height is what the test compares with.
            if (fit.Noise is not (null or "normal")) Add(words["fit.null-log-likelihood"], fit.LogLikelihood - 0.5 * test.Statistic);
            Add(words["fit.lr-test"], Cell.Number(test.Statistic, ResultFormats.Statistic));
            Add("  " + words.Say("fit.p-reference", ("reference", ResultWords.Reference(test, words))), Cell.Number(test.P, NumberFormat.PValue()));
            if (test.BootstrapP is { } p) Add("  " + words.Say("fit.p-bootstrap", ("count", test.BootstrapReplications.ToString(CultureInfo.InvariantCulture))), Cell.Number(p, NumberFormat.PValue()));
        }
        if (fit.CommonFrontierTest is { } common)
        {
            Add(words["fit.common-frontier"], Cell.Number(common.Statistic, ResultFormats.Statistic));
            Add("  " + words.Say("fit.p-reference", ("reference", common.Reference)), Cell.Number(common.P, NumberFormat.PValue()));
        }
        if (fit.HasLikelihood)
        {
            Add("AIC", Cell.Number(fit.Information.Aic, ResultFormats.Statistic));
            Add("BIC", Cell.Number(fit.Information.Bic, ResultFormats.Statistic));
        }
        Add(words["table.converged"], ResultWords.ConvergenceInFull(fit, words));
        if (fit.Starts > 1) Add(words["fit.starts"], words.Say("words.of", ("part", fit.AgreeingStarts), ("whole", fit.Starts)));
        Add(words["table.standard-errors"], fit.Covariance.TextPhrase.In(words));
        if (fit.Covariance.FactorText.Length > 0) Add(words["fit.factor"], ResultWords.Factor(fit.Covariance, words));
        if (AbsorbedWords.Convention(fit, words) is { } convention) Add(words["fit.convention"], convention);
        return new ReportTable(
            "fit", $"{fit.Model}: {fit.Formula}",
            [ReportColumn.Words(words["table.model"], "item"), new ReportColumn(fit.Model, ColumnAlignment.Left, NumberFormat.Fixed(5)) { Key = "value" }], rows)
        {
            Words = words,
            Notes =
            [
                .. fit.Sample.Dropped.Select(d => words.Say("fit.left-out", ("rows", words.Count(d.Rows.Count, "row")), ("reason", d.ReasonIn(words)))),
                .. fit.Termination == TerminationWords.ClosedForm ? (string[])[]
                    : [words.Sentence(words.Say("words.colon", ("what", ResultWords.Method(fit.Method, words)), ("text", fit.MessagePhrase)))],
                .. CertificateTable.Sentences(fit, words),
                .. fit.IsPseudoLikelihood ? [words["fit.pseudo-note"]] : (string[])[],
                .. fit.AbsorbedColumns.Count > 0 ? [words["fit.absorbed-note"]] : (string[])[],
                .. AbsorbedWords.Sentences(fit, words),
            ],
        };
    }

    /// <summary>Coefficients by block with errors, tests of zero and intervals, and wild bootstrap p-values where there are any.</summary>
    /// <param name="fit">The estimates.</param>
    /// <param name="labels">Words for columns; null for the names of the data.</param>
    public static ReportTable Coefficients(FitResult fit, ReportLabels? labels = null)
    {
        labels ??= ReportLabels.None;
        Words words = labels.Words;
        bool wild = fit.Parameters.Any(p => p.WildP is not null);
        string interval = words.Say("fit.interval", ("level", ResultWords.Percent(fit.Level)));
        List<ReportColumn> columns =
        [
            ReportColumn.Words(fit.Response, "parameter"),
            ReportColumn.Estimates(words["table.estimate"], NumberFormat.Fixed(Decimals), key: "estimate"),
            ReportColumn.Estimates(words["table.std-error"], NumberFormat.Fixed(Decimals), key: "standard_error"),
            ReportColumn.Numbers(double.IsPositiveInfinity(fit.DegreesOfFreedom) ? "z" : "t", NumberFormat.Fixed(2), key: "statistic"),
            ReportColumn.Numbers("p", NumberFormat.PValue(), key: "p"),
            ReportColumn.Estimates(words["fit.low"], NumberFormat.Fixed(Decimals), interval, "low"),
            ReportColumn.Estimates(words["fit.high"], NumberFormat.Fixed(Decimals), interval, "high"),
        ];
        if (wild) columns.Add(ReportColumn.Numbers(words["fit.wild-p"], NumberFormat.PValue(), key: "wild_p"));
        var rows = new List<ReportRow>();
        foreach (IGrouping<string, ParameterEstimate> block in fit.Parameters.GroupBy(p => p.Block))
        {
            foreach (ParameterEstimate parameter in block)
            {
                NumberFormat format = ResultFormats.Coefficient(parameter.Estimate, parameter.StandardError, Decimals);
                List<Cell> cells =
                [
                    ResultWords.Parameter(parameter, labels),
                    Cell.Number(Finite(parameter.Estimate), format),
                    parameter.Fixed ? words["fit.fixed"] : Cell.Number(Finite(parameter.StandardError), format),
                    Finite(parameter.Statistic), Finite(parameter.P),
                    Limit(parameter.Low, format), Limit(parameter.High, format),
                ];
                if (wild) cells.Add(Cell.Number(parameter.WildP));
                rows.Add(new ReportRow(cells) { Group = HeadingOf(fit, block.Key, words) });
            }
        }
        return new ReportTable("coefficients", words["fit.coefficients"], columns, rows) { Words = words, Notes = [.. CoefficientNotes(fit, wild, words)] };
    }

    /// <summary>σᵤ, σᵥ, σ², γ beside the variance share of u, λ, μ, the path over time, mean efficiency; for regressions their fit.</summary>
    /// <param name="fit">The estimates.</param>
    /// <param name="words">The language; null for English.</param>
    public static ReportTable NaturalScale(FitResult fit, Words? words = null)
    {
        words ??= Words.English;
        var rows = new List<ReportRow>();
        bool intervals = fit.Derived.Any(HasInterval);
        string interval = words.Say("fit.interval", ("level", ResultWords.Percent(fit.Level)));
        IEnumerable<DerivedEstimate> ordered = fit.Derived.OrderBy(d => Array.IndexOf(DerivedOrder, d.Name) is >= 0 and var place ? place : DerivedOrder.Length);
        foreach (DerivedEstimate derived in ordered)
        {
            NumberFormat format = ResultFormats.Coefficient(derived.Value, derived.StandardError, Decimals);
            Cell name = derived.Name switch
            {
                "uVarianceShare" when fit.Model is not ("tre" or "gtre") => "V[u]/(V[u] + σᵥ²)",
                "mu" when HasDeterminants(fit) => words["fit.mu-at-mean"],
                _ => ResultWords.Derived(derived.Name, words),
            };
            Cell[] limits = intervals ? [Limit(derived.Low, format), Limit(derived.High, format)] : [];
            rows.Add(new ReportRow([name, Cell.Number(Finite(derived.Value), format), Cell.Number(Finite(derived.StandardError), format), .. limits]));
        }
        if (fit.MeanEfficiency is { } efficiency)
        {
            Cell[] empty = [.. Enumerable.Repeat(Cell.Empty, intervals ? 3 : 1)];
            rows.Add(new ReportRow([words["table.mean-efficiency"], Cell.Number(efficiency, NumberFormat.Fixed(Decimals)), .. empty]));
        }
        return new ReportTable(
            "natural-scale", words[fit.InefficiencyTest is null ? "fit.fit" : "fit.natural-scale"],
            [
                ReportColumn.Words(words["fit.quantity"], "quantity"), ReportColumn.Estimates(words["table.estimate"], NumberFormat.Fixed(Decimals), key: "estimate"),
                ReportColumn.Estimates(words["table.std-error"], NumberFormat.Fixed(Decimals), key: "standard_error"),
                .. intervals ? (ReportColumn[])[
                    ReportColumn.Estimates(words["fit.low"], NumberFormat.Fixed(Decimals), interval, "low"),
                    ReportColumn.Estimates(words["fit.high"], NumberFormat.Fixed(Decimals), interval, "high")] : [],
            ],
            rows)
        {
            Words = words,
            Notes = [.. NaturalScaleNotes(fit, words)],
        };
    }

    private static IEnumerable<string> CoefficientNotes(FitResult fit, bool wild, Words words)
    {
        if (!double.IsPositiveInfinity(fit.DegreesOfFreedom))
            yield return words.Say("fit.t-note", ("df", fit.DegreesOfFreedom.ToString("0.##", CultureInfo.InvariantCulture)));
        if (wild)
            yield return words["fit.wild-note"];
        if (fit.AnalyticCorrection is { } correction)
        {
            yield return words.Say("fit.uncorrected-note", ("estimates", (string[])[.. fit.Parameters.Select((p, j) => string.Create(
                CultureInfo.InvariantCulture, $"{p.Name} {correction.Uncorrected[j]:0.0000} ({correction.UncorrectedErrors[j]:0.0000})"))]));
        }
        if (fit.Constraints.Count > 0)
            yield return words.Say("fit.constraints-note", ("constraints", string.Join("; ", fit.Constraints)));
        if (fit.Parameters.Any(p => p.Fixed))
            yield return words["fit.fixed-note"];
        if (fit.Intervals == IntervalKind.Profile)
            yield return words["fit.profile-note"];
        if (fit.Parameters.Any(p => double.IsInfinity(p.Low) || double.IsInfinity(p.High)))
            yield return words["fit.open-note"];
        if (fit.Parameters.Any(p => !double.IsFinite(p.Estimate)))
            yield return words[fit.Parameters.Any(p => p.Block == BlockNames.InefficiencyVariance && !double.IsFinite(p.Estimate)) ? "fit.boundary-note" : "fit.component-boundary-note"];
        else if (fit.Parameters.Any(p => !double.IsFinite(p.StandardError) && !p.Fixed))
            yield return words["fit.no-error-note"];
    }

    private static IEnumerable<string> NaturalScaleNotes(FitResult fit, Words words)
    {
        if (fit.Derived.Any(d => d.Name == "classEntropy"))
        {
            yield return words["fit.class-note"];
            yield return words["fit.delta-note"];
        }
        if (fit.Derived.Any(d => d.Name == "uVarianceShare"))
        {
            // σ_u² is a variance before truncation in the half- and truncated normal, the variance itself in the exponential, and a scale elsewhere.
            bool normalNoise = fit.Noise is null or "normal", truncated = fit.Law is "half-normal" or "truncated-normal";
            yield return normalNoise && fit.Law == "exponential"
                ? words["fit.gamma-exponential"]
                : words.Say(
                    normalNoise && truncated ? "fit.gamma-note" : "fit.gamma-scales", ("gamma", fit.DerivedValue("gamma").ToString("F3", CultureInfo.InvariantCulture)),
                    ("share", fit.DerivedValue("uVarianceShare").ToString("F3", CultureInfo.InvariantCulture)));
            yield return words["fit.delta-note"];
        }
        if (fit.MeanEfficiency is not null)
            yield return words[fit.Weights is null ? "fit.mean-note" : "fit.weighted-mean-note"];
        if (fit.Derived.Any(HasInterval))
            yield return words["fit.profile-derived-note"];
    }

    private static bool HasDeterminants(FitResult fit) =>
        fit.Parameters.Any(p => p.Block == BlockNames.InefficiencyMean && p.Name != BlockNames.Intercept);

    /// <summary>The lognormal's location is the mean of ln u; that of the truncated normal is the mean of u before truncation.</summary>
    internal static bool IsLogMean(FitResult fit, string block) => block == BlockNames.InefficiencyMean && fit.Law == "lognormal";

    /// <summary>A regression has regressors, not a frontier.</summary>
    private static string HeadingOf(FitResult fit, string block, Words words) => IsLogMean(fit, block) ? words["block.log-mean"]
        : ModelCatalog.Find(fit.Model) is { Kind: "regression" } && block == BlockNames.Frontier ? words["block.regressors"] : ResultWords.Block(block, words);

    private static bool HasInterval(DerivedEstimate derived) => !double.IsNaN(derived.Low) || !double.IsNaN(derived.High);

    /// <summary>An end of an interval: an open one is infinite and says so.</summary>
    private static Cell Limit(double value, NumberFormat format) => double.IsInfinity(value) ? value > 0 ? "∞" : "−∞" : Cell.Number(value, format);

    private static Cell Whole(int value) => Cell.Number(value, ResultFormats.Count);

    /// <summary>Infinite values are marks of a boundary: they print as missing.</summary>
    private static double Finite(double value) => double.IsFinite(value) ? value : double.NaN;
}
