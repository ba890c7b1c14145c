using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>A column of a regression table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Fit">Its estimates.</param>
public sealed record ModelColumn(string Name, FitResult Fit);

/// <summary>Estimates of several models side by side: coefficients with stars and errors, then scales, fit and sample.</summary>
public static class CompareTables
{
    private const int HeaderWidth = 14;

    // More indicators of one column than this are summed up in one line.
    private const int MostIndicators = 3;

    private static readonly string[] DerivedOrder = ["sigmaU", "sigmaV", "sigmaSquared", "gamma", "uVarianceShare", "mu"];

    private static readonly string[] OfLeastSquares = ["sigma", "rSquared"];

    // What runs off to infinity along the ridge μ → −∞.
    private static readonly string[] WithoutLimit = ["sigmaU", "sigmaSquared", "gamma", "lambda", "mu"];

    /// <summary>The regression table.</summary>
    /// <param name="models">At least one, in the order of the columns.</param>
    /// <param name="labels">Words for columns of data; null for their names.</param>
    /// <param name="key">Short name of the table.</param>
    /// <param name="title">The caption.</param>
    /// <remarks>
    /// Rows are the union of the parameters, by block and in the order of the formulas. Blocks that hold nothing but a constant (ln σ²ᵤ, ln σ²ᵥ, μ)
    /// are printed on the natural scale below, without stars: zero is on the boundary of variances, and errors are by the delta method.
    /// </remarks>
    public static ReportTable Of(
        IReadOnlyList<ModelColumn> models, ReportLabels? labels = null, string key = "models", string title = "Estimates")
    {
        labels ??= ReportLabels.None;
        FitResult[] fits = [.. models.Select(m => m.Fit)];
        var shown = fits.Select(fit => fit.Parameters.Where(p => IsListed(fit, p)).ToList()).ToList();
        NumberFormat format = ResultFormats.Coefficients(shown.SelectMany(p => p), 3);
        List<ReportRow> rows = [.. Coefficients(shown, labels, out HashSet<string> collapsed)];
        rows.AddRange(NaturalScale(fits, rows.Count > 0));
        rows.AddRange(Statistics(fits));
        IEnumerable<string> headings = Headings(models);
        return new ReportTable(
            key, title,
            [
                ReportColumn.Words("", "parameter"),
                .. headings.Select((h, j) => ReportColumn.Estimates(h, format, key: UniqueKey(models, j))),
            ],
            rows)
        {
            Stars = SignificanceStars.Default,
            Notes = [.. CompareNotes.Of(models, labels, collapsed.Count > 0)],
        };
    }

    /// <summary>Parameters listed as coefficients: not the constants of variances and of μ, nor the path over time.</summary>
    private static bool IsListed(FitResult fit, ParameterEstimate parameter) => parameter.Block switch
    {
        BlockNames.Time => false,
        BlockNames.Frontier => true,
        _ => parameter.Name != BlockNames.Intercept || fit.Parameters.Any(p => p.Block == parameter.Block && p.Name != BlockNames.Intercept),
    };

    private static List<ReportRow> Coefficients(
        List<List<ParameterEstimate>> models, ReportLabels labels, out HashSet<string> collapsed)
    {
        HashSet<string> factors = collapsed = [.. models
            .SelectMany(m => m.Where(p => Factor(p.Name) is not null).GroupBy(p => Factor(p.Name)!).Where(g => g.Count() > MostIndicators))
            .Select(g => g.Key)];
        bool Hidden(ParameterEstimate p) => Factor(p.Name) is { } factor && factors.Contains(factor);
        var rows = new List<ReportRow>();
        foreach (string block in ResultWords.BlockOrder.Concat(models.SelectMany(m => m.Select(p => p.Block))).Distinct())
        {
            foreach (string name in Union(models.Select(m => m.Where(p => p.Block == block && !Hidden(p)).Select(p => p.Name).ToList())))
            {
                Cell[] cells = [.. models.Select(m => m.Find(p => p.Block == block && p.Name == name) is { } p ? EstimateOf(p) : Cell.Empty)];
                rows.Add(new ReportRow([labels.Term(name), .. cells]) { Group = ResultWords.Block(block) });
            }
            foreach (string factor in models.SelectMany(m => m.Where(p => p.Block == block && Hidden(p)).Select(p => Factor(p.Name)!)).Distinct())
            {
                int[] counts = [.. models.Select(m => m.Count(p => p.Block == block && Factor(p.Name) == factor))];
                rows.Add(new ReportRow([
                    $"Indicators of {labels.Column(factor)}", .. counts.Select(c => c == 0 ? Cell.Empty : Cell.Number(c, ResultFormats.Count))])
                { Group = ResultWords.Block(block) });
            }
        }
        return rows;
    }

    private static Cell EstimateOf(ParameterEstimate p) =>
        Cell.Estimate(double.IsFinite(p.Estimate) ? p.Estimate : double.NaN, p.StandardError, double.IsNaN(p.P) ? null : p.P);

    private static IEnumerable<ReportRow> NaturalScale(FitResult[] fits, bool ruled)
    {
        IEnumerable<string> paths = fits.SelectMany(f => f.Parameters.Where(p => p.Block == BlockNames.Time).Select(p => p.Name)).Distinct();
        IEnumerable<string> names = [.. DerivedOrder, .. paths, .. OfLeastSquares];
        const string Group = "Scales and path of inefficiency";
        foreach (string name in names)
        {
            if (!fits.Any(f => f.Derived.Any(d => d.Name == name)))
                continue;
            Cell[] cells = [.. fits.Select(fit => Scale(fit, name))];
            yield return new ReportRow([ResultWords.Derived(name), .. cells]) { RuleBefore = ruled, Group = OfLeastSquares.Contains(name) ? "Least squares" : Group };
            ruled = false;
        }
    }

    private static Cell Scale(FitResult fit, string name)
    {
        if (fit.Parameters.FirstOrDefault(p => p.Block == BlockNames.Time && p.Name == name) is { } path)
            return EstimateOf(path);
        if (fit.Derived.FirstOrDefault(d => d.Name == name) is not { } derived)
            return Cell.Empty;
        if (fit.Termination == TerminationWords.Ridge && WithoutLimit.Contains(name))
            return Cell.Number(double.NaN);
        return OfLeastSquares.Contains(name) ? Cell.Number(derived.Value) : Cell.Estimate(derived.Value, derived.StandardError);
    }

    private static IEnumerable<ReportRow> Statistics(FitResult[] fits)
    {
        const string Group = "Fit and sample";
        ReportRow Row(string name, Func<FitResult, Cell> cell, bool ruled = false) => new([name, .. fits.Select(cell)]) { RuleBefore = ruled, Group = Group };
        yield return Row("Log-likelihood", f => Cell.Number(f.LogLikelihood, ResultFormats.Statistic), ruled: true);
        if (fits.Any(f => f.InefficiencyTest is not null))
        {
            yield return Row("LR against least squares", f => f.InefficiencyTest is { } t ? Cell.Number(t.Statistic, ResultFormats.Statistic) : Cell.Empty);
            yield return Row("  p, mixed χ²", f => f.InefficiencyTest is { } t ? Cell.Number(t.P, NumberFormat.PValue()) : Cell.Empty);
            if (fits.Any(f => f.InefficiencyTest?.BootstrapP is not null))
                yield return Row("  p, parametric bootstrap", f => f.InefficiencyTest?.BootstrapP is { } p ? Cell.Number(p, NumberFormat.PValue()) : Cell.Empty);
        }
        yield return Row("AIC", f => Cell.Number(f.Information.Aic, ResultFormats.Statistic));
        yield return Row("BIC", f => Cell.Number(f.Information.Bic, ResultFormats.Statistic));
        if (fits.Any(f => f.MeanEfficiency is not null))
            yield return Row("Mean efficiency", f => f.MeanEfficiency is { } te ? Cell.Number(te, ResultFormats.Efficiency) : Cell.Empty);
        yield return Row("Observations", f => Cell.Number(f.Observations, ResultFormats.Count));
        if (fits.Any(f => f.Units is not null))
            yield return Row("Units", f => f.Units is { } units ? Cell.Number(units, ResultFormats.Count) : Cell.Empty);
        yield return Row("Converged", f => ResultWords.Convergence(f));
    }

    /// <summary>The names of all lists, each list in its own order as far as they agree: a new name stands right before the one it precedes.</summary>
    internal static IReadOnlyList<string> Union(IEnumerable<IReadOnlyList<string>> lists)
    {
        var union = new List<string>();
        foreach (IReadOnlyList<string> list in lists)
        {
            int place = union.Count;
            foreach (string name in list.Reverse())
            {
                int known = union.IndexOf(name);
                if (known < 0)
                    union.Insert(known = place, name);
                place = known;
            }
        }
        return union;
    }

    /// <summary>The column of an indicator <c>year=2008</c>, or null.</summary>
    private static string? Factor(string name) =>
        name.IndexOf('=', StringComparison.Ordinal) is > 0 and var place && !name.Contains(':', StringComparison.Ordinal) ? name[..place] : null;

    /// <summary>Number, name broken into short lines, and the model where the name does not say it; numbers stand on one line.</summary>
    private static IEnumerable<string> Headings(IReadOnlyList<ModelColumn> models)
    {
        string[][] names = [.. models.Select(m => DisplayWidth.Wrap(m.Name, HeaderWidth).Concat(m.Fit.Model == m.Name ? [] : [m.Fit.Model]).ToArray())];
        int height = names.Max(lines => lines.Length);
        for (int j = 0; j < models.Count; j++)
        {
            string number = string.Create(CultureInfo.InvariantCulture, $"({j + 1})");
            yield return string.Join('\n', [number, .. Enumerable.Repeat("", height - names[j].Length), .. names[j]]);
        }
    }

    private static string UniqueKey(IReadOnlyList<ModelColumn> models, int j)
    {
        bool repeated = models.Count(m => m.Name == models[j].Name) > 1 || models[j].Name == "parameter";
        return repeated ? string.Create(CultureInfo.InvariantCulture, $"{models[j].Name} ({j + 1})") : models[j].Name;
    }
}
