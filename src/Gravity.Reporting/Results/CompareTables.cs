using System.Globalization;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Reporting.Tables;

namespace Gravity.Reporting.Results;

/// <summary>A column of a regression table.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Fit">Its estimates.</param>
public sealed record ModelColumn(string Name, FitResult Fit)
{
    /// <summary>A heading shared with neighbouring columns; null for that of the style, if it has one.</summary>
    public string? Group { get; init; }
}

/// <summary>Estimates of several models side by side: coefficients, then scales, fit and sample.</summary>
public static class CompareTables
{
    private const int HeaderWidth = 14;

    // More indicators of one column than this are summed up in one line.
    private const int MostIndicators = 3;

    /// <summary>The regression table.</summary>
    /// <param name="models">At least one, in the order of the columns.</param>
    /// <param name="labels">Words for columns of data; null for their names.</param>
    /// <param name="key">Short name of the table.</param>
    /// <param name="title">The caption; null for "Estimates".</param>
    /// <param name="style">How it looks; null for the program's own style.</param>
    /// <remarks>
    /// Rows are the union of the parameters, by block and in the order of the formulas. Blocks that hold nothing but a constant (ln σ²ᵤ, ln σ²ᵥ, μ)
    /// are printed on the natural scale below, without stars: zero is on the boundary of variances, and errors are by the delta method.
    /// </remarks>
    public static ReportTable Of(
        IReadOnlyList<ModelColumn> models, ReportLabels? labels = null, string key = "models", string? title = null, RegressionTableStyle? style = null)
    {
        labels ??= ReportLabels.None;
        style ??= RegressionTableStyle.Default;
        var words = new CompareWords(labels.Words);
        FitResult[] fits = [.. models.Select(m => m.Fit)];
        var choice = new TermChoice(style, labels);
        var shown = fits.Select(fit => fit.Parameters.Where(p => IsListed(fit, p) && choice.Shows(p)).ToList()).ToList();
        NumberFormat format = style.Decimals is { } decimals ? NumberFormat.Fixed(decimals) : ResultFormats.Coefficients(shown.SelectMany(p => p), 3);
        bool anyLogMean = fits.Any(fit => FitTables.IsLogMean(fit, BlockNames.InefficiencyMean));
        List<ReportRow> rows = [.. Coefficients(shown, labels, style, choice, words, anyLogMean, out HashSet<string> collapsed)];
        var beneath = new CompareRows(fits, style, labels, words);
        rows.AddRange(beneath.All(rows.Count > 0));
        IEnumerable<string> headings = Headings(models);
        return new ReportTable(
            key, title ?? labels.Words["compare.title"],
            [
                ReportColumn.Words("", "parameter"),
                .. headings.Select((h, j) => ReportColumn.Estimates(h, format, GroupOf(models[j], style), UniqueKey(models, j))),
            ],
            rows)
        {
            Stars = style.Significance is SignificanceMarks.Stars ? style.Stars : null,
            Estimates = new EstimateDisplay
            {
                Second = style.Second,
                SquareBrackets = style.SquareBrackets,
                PBeneath = style.Significance is SignificanceMarks.PValues,
            },
            Words = labels.Words,
            Notes = [.. new CompareNotes(models, labels, style, words).All(collapsed.Count > 0, beneath.ScalesHaveErrorsOnly)],
        };
    }

    /// <summary>Refuses patterns of a style that no term of these models answers to.</summary>
    /// <param name="models">The columns.</param>
    /// <param name="style">The style.</param>
    /// <param name="labels">Words for columns of data; null for their names.</param>
    /// <exception cref="Core.UsageException">Code <c>unknown-term</c>, with the nearest terms.</exception>
    public static void CheckTerms(IReadOnlyList<ModelColumn> models, RegressionTableStyle style, ReportLabels? labels = null) =>
        new TermChoice(style, labels ?? ReportLabels.None).Check([.. models.SelectMany(m => m.Fit.Parameters.Where(p => IsListed(m.Fit, p)))]);

    /// <summary>A parameter as a cell with everything that a style may show.</summary>
    internal static Cell EstimateOf(ParameterEstimate p, bool marked) => Cell.Estimate(
        double.IsFinite(p.Estimate) ? p.Estimate : double.NaN, p.StandardError, double.IsNaN(p.P) ? null : p.P, p.Statistic, p.Low, p.High, marked);

    /// <summary>Parameters listed as coefficients: not the constants of variances and of μ, nor the path over time.</summary>
    private static bool IsListed(FitResult fit, ParameterEstimate parameter) => parameter.Block switch
    {
        BlockNames.Time => false,
        BlockNames.Frontier => true,
        // Of a latent class everything is its own, the variances too.
        var block when BlockNames.ClassOf(block) is (not BlockNames.ClassMembership, > 0) => true,
        _ => parameter.Name != BlockNames.Intercept || fit.Parameters.Any(p => p.Block == parameter.Block && p.Name != BlockNames.Intercept),
    };

    /// <summary>Constants of ln σ² test nothing, and that of μ is marked by choice only.</summary>
    private static bool IsMarked(ParameterEstimate p, RegressionTableStyle style) => p.Name != BlockNames.Intercept
        || (p.Block == BlockNames.InefficiencyMean ? style.MarkMean : BlockNames.ClassOf(p.Block).Block is not (BlockNames.InefficiencyVariance or BlockNames.NoiseVariance));

    private static List<ReportRow> Coefficients(
        List<List<ParameterEstimate>> models, ReportLabels labels, RegressionTableStyle style, TermChoice choice, CompareWords words,
        bool anyLogMean, out HashSet<string> collapsed)
    {
        HashSet<string> factors = collapsed = [.. models
            .SelectMany(m => m.Where(p => Factor(p.Name) is not null).GroupBy(p => Factor(p.Name)!).Where(g => g.Count() > MostIndicators))
            .Select(g => g.Key)];
        bool Hidden(ParameterEstimate p) => Factor(p.Name) is { } factor && factors.Contains(factor);
        string Heading(string block) => anyLogMean && block == BlockNames.InefficiencyMean ? words.Words["compare.block.location"] : words.Block(block);
        var rows = new List<ReportRow>();
        foreach (string block in ResultWords.BlockOrder.Concat(models.SelectMany(m => m.Select(p => p.Block)).OrderBy(PlaceOfClass)).Distinct())
        {
            IReadOnlyList<string> names = Union(models.Select(m => m.Where(p => p.Block == block && !Hidden(p)).Select(p => p.Name).ToList()));
            ParameterEstimate Any(string name) => models.SelectMany(m => m).First(p => p.Block == block && p.Name == name);
            foreach (string name in names.OrderBy(name => choice.Place(Any(name))))
            {
                Cell[] cells = [.. models.Select(m => m.Find(p => p.Block == block && p.Name == name) is { } p ? EstimateOf(p, IsMarked(p, style)) : Cell.Empty)];
                rows.Add(new ReportRow([choice.Label(name), .. cells]) { Group = Heading(block) });
            }
            foreach (string factor in models.SelectMany(m => m.Where(p => p.Block == block && Hidden(p)).Select(p => Factor(p.Name)!)).Distinct())
            {
                int[] counts = [.. models.Select(m => m.Count(p => p.Block == block && Factor(p.Name) == factor))];
                rows.Add(new ReportRow([
                    words.Words.Say("compare.indicators", ("column", labels.Column(factor))),
                    .. counts.Select(c => c == 0 ? Cell.Empty : Cell.Number(c, ResultFormats.Count))])
                { Group = Heading(block) });
            }
        }
        return rows;
    }

    /// <summary>Blocks of class 1, of class 2, …, then class membership; blocks without a class keep their order before them.</summary>
    private static int PlaceOfClass(string block) => BlockNames.ClassOf(block) is var (inner, number) && inner == BlockNames.ClassMembership && number > 0 ? int.MaxValue : number;

    private static string? GroupOf(ModelColumn model, RegressionTableStyle style) => model.Group ?? style.Groups.GetValueOrDefault(model.Name);

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
