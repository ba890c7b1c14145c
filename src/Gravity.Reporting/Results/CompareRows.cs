using Gravity.Core;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Core.Studies;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>The rows beneath the coefficients of a regression table: scales, fit, sample, each by its key.</summary>
internal sealed class CompareRows(IReadOnlyList<FitResult> fits, RegressionTableStyle style, ReportLabels labels, CompareWords words)
{
    private static readonly string[] Scales = ["sigma-u", "sigma-v", "sigma-squared", "gamma", "variance-share", "mu", "path"];

    private static readonly string[] LeastSquares = ["sigma", "r-squared", "within-r-squared", "pseudo-r-squared", "squared-correlation"];

    private static readonly string[] Fit =
        ["log-likelihood", "lr", "lr-p", "lr-bootstrap-p", "aic", "bic", "mean-efficiency", "observations", "units", "converged"];

    // What runs off to infinity along the ridge μ → −∞.
    private static readonly string[] WithoutLimit = ["sigma-u", "sigma-squared", "gamma", "lambda", "mu"];

    private static readonly Dictionary<string, string> Derived = new(StringComparer.Ordinal)
    {
        ["sigma-u"] = "sigmaU",
        ["sigma-v"] = "sigmaV",
        ["sigma-squared"] = "sigmaSquared",
        ["gamma"] = "gamma",
        ["lambda"] = "lambda",
        ["variance-share"] = "uVarianceShare",
        ["mu"] = "mu",
        ["sigma"] = "sigma",
        ["r-squared"] = "rSquared",
        ["adjusted-r-squared"] = "adjustedRSquared",
        ["within-r-squared"] = "withinRSquared",
        ["pseudo-r-squared"] = "pseudoRSquared",
        ["squared-correlation"] = "squaredCorrelation",
        ["deviance"] = "deviance",
    };

    /// <summary>All rows: those that the style chooses, else all under their headings.</summary>
    /// <param name="ruled">Whether there are coefficients above.</param>
    public IEnumerable<ReportRow> All(bool ruled)
    {
        if (style.Rows is { } chosen)
        {
            foreach (ReportRow row in chosen.SelectMany(Expanded).SelectMany(key => Row(key, null)))
            {
                yield return row with { RuleBefore = ruled };
                ruled = false;
            }

            yield break;
        }

        (string Group, string[] Keys)[] sections =
        [
            ("compare.group.effects", ["effects"]), ("compare.group.scales", Scales),
            (fits.Any(f => f.Model is not "ols" && f.DerivedValue("pseudoRSquared") is not double.NaN) ? "compare.group.regression" : "compare.group.least-squares", LeastSquares),
            ("compare.group.fit", Fit),
        ];
        foreach ((string group, string[] keys) in sections)
        {
            // Least squares follow the scales without a rule where there are any.
            bool rule = keys != LeastSquares || ruled;
            foreach (ReportRow row in keys.SelectMany(Expanded).SelectMany(key => Row(key, words.Words[group])))
            {
                yield return row with { RuleBefore = rule };
                rule = ruled = false;
            }
        }
    }

    /// <summary>Whether any row of scales prints a standard error where the table prints something else beneath estimates.</summary>
    public bool ScalesHaveErrorsOnly => fits.Any(f => f.Derived.Any(d => double.IsFinite(d.StandardError) && d.Name != "mu" && Shown(d.Name)));

    private bool Shown(string derived) => (style.Rows ?? Scales).Any(key => Derived.TryGetValue(key, out string? name) && name == derived);

    /// <summary>The row <c>path</c> is one row a parameter of the path.</summary>
    private IEnumerable<string> Expanded(string key) => key != "path" ? [key]
        : fits.SelectMany(f => f.Parameters.Where(p => p.Block == BlockNames.Time).Select(p => p.Name)).Distinct();

    private IEnumerable<ReportRow> Row(string key, string? group)
    {
        if (key == "effects")
            return Effects(group);
        Cell[] cells = [.. fits.Select(fit => CellOf(key, fit))];
        return cells.All(cell => cell == Cell.Empty) ? [] : [new ReportRow([words.Row(key), .. cells]) { Group = group }];
    }

    /// <summary>Yes or no for each absorbed effect that some model has.</summary>
    private IEnumerable<ReportRow> Effects(string? group)
    {
        foreach (string effect in CompareTables.Union(fits.Select(f => (IReadOnlyList<string>)[.. f.Absorbed.Select(e => e.Effect)])))
        {
            Cell[] cells = [.. fits.Select(f => Cell.Text(words.Words[f.Absorbed.Any(e => e.Effect == effect) ? "compare.absorbed" : "compare.not-absorbed"]))];
            yield return new ReportRow([labels.Effect(effect), .. cells]) { Group = group };
        }
    }

    private Cell CellOf(string key, FitResult fit) => key switch
    {
        _ when Derived.ContainsKey(key) => Scale(key, fit),
        "log-likelihood" => Cell.Number(fit.LogLikelihood, ResultFormats.Statistic),
        "ols-log-likelihood" => fit.OlsLogLikelihood is { } ols ? Cell.Number(ols, ResultFormats.Statistic) : Cell.Empty,
        "lr" => fit.InefficiencyTest is { } test ? Cell.Number(test.Statistic, ResultFormats.Statistic) : Cell.Empty,
        "lr-p" => fit.InefficiencyTest is { } test ? Cell.Number(test.P, NumberFormat.PValue()) : Cell.Empty,
        "lr-bootstrap-p" => fit.InefficiencyTest?.BootstrapP is { } p ? Cell.Number(p, NumberFormat.PValue()) : Cell.Empty,
        "aic" => Cell.Number(fit.Information.Aic, ResultFormats.Statistic),
        "bic" => Cell.Number(fit.Information.Bic, ResultFormats.Statistic),
        "parameters" => Cell.Number(fit.ParameterCount, ResultFormats.Count),
        "mean-efficiency" => fit.MeanEfficiency is { } te ? Cell.Number(te, ResultFormats.Efficiency) : Cell.Empty,
        "observations" => Cell.Number(fit.Observations, ResultFormats.Count),
        "units" => fit.Units is { } units ? Cell.Number(units, ResultFormats.Count) : Cell.Empty,
        "periods" => fit.Periods is { } periods ? Cell.Number(periods, ResultFormats.Count) : Cell.Empty,
        "converged" => Cell.Text(words.Convergence(fit)),
        "model" => Cell.Text(fit.Model),
        "law" => fit.Law is { } law ? Cell.Text(words.Law(law)) : Cell.Empty,
        "covariance" => Cell.Text(CompareWords.Errors(fit)),
        "response" => Cell.Text(labels.Term(fit.Response)),
        _ when fit.Parameters.FirstOrDefault(p => p.Block == BlockNames.Time && p.Name == key) is { } path => CompareTables.EstimateOf(path, marked: true),
        // A parameter of another model's path, or η where no model has one.
        _ when key == "eta" || fits.Any(f => f.Parameters.Any(p => p.Block == BlockNames.Time && p.Name == key)) => Cell.Empty,
        _ => throw new UsageException("unknown-table-row", NearestNames.Sentence("table row", key, TableStyleNames.Rows)),
    };

    private Cell Scale(string key, FitResult fit)
    {
        if (fit.Derived.FirstOrDefault(d => d.Name == Derived[key]) is not { } derived)
            return Cell.Empty;
        if (fit.Termination == TerminationWords.Ridge && WithoutLimit.Contains(key))
            return Cell.Number(double.NaN);
        if (LeastSquares.Contains(key))
            return Cell.Number(derived.Value);
        ParameterEstimate[] mean = key == "mu" ? [.. fit.Parameters.Where(p => p.Block == BlockNames.InefficiencyMean)] : [];
        return mean is [{ Name: BlockNames.Intercept } constant]
            ? CompareTables.EstimateOf(constant, style.MarkMean)
            : Cell.Estimate(derived.Value, derived.StandardError);
    }
}
