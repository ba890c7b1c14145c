using System.Text.RegularExpressions;
using Gravity.Core;
using Gravity.Core.Studies;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Studies.Plots;
using Gravity.Reporting.Tables;
using Gravity.Reporting.Tests.Tables;

namespace Gravity.Reporting.Tests.Studies;

public sealed partial class StudyReportTest : IDisposable
{
    private static readonly StudyOutput TablesOnly = new("results", ["text", "markdown", "csv", "latex"], []);
    private readonly string root = Directory.CreateTempSubdirectory("study-report").FullName;

    public void Dispose() => Directory.Delete(root, recursive: true);

    private static string Console(int width)
    {
        using var writer = new StringWriter(System.Globalization.CultureInfo.InvariantCulture);
        StudyReport.Of(SampleStudy.Small).WriteText(writer, width);
        return writer.ToString();
    }

    [Fact]
    public void Sections_come_in_the_order_in_which_a_referee_asks() => Assert.Equal(
        [
            "Findings", "What was asked", "Sample", "Identification", "Models", "Tests", "Time-invariant and time-varying inefficiency",
            "Determinants of inefficiency", "Trade efficiency", "Trade potential and room for expansion", "Classes of trade", "Robustness", "Charts", "Warnings",
            "Provenance",
        ],
        StudyReport.Of(SampleStudy.Small).Sections.Select(s => s.Title));

    [Fact]
    public void Every_table_has_a_key_of_its_own_and_prints_in_every_format()
    {
        IReadOnlyList<ReportTable> tables = StudyReport.Of(SampleStudy.Small).Tables;
        Assert.Equal(tables.Count, tables.Select(t => t.Key).Distinct().Count());
        foreach (string key in (string[])[
            "models", "tests", "time-path", "one-step", "marginal-effects", "efficiency-matrix", "efficiency-rows", "potential-by-iso", "potential-by-year",
            "potential-rows", "room-matrix", "classes", "robustness", "provenance"])
            Assert.Contains(tables, t => t.Key == key);
        foreach (ReportTable table in tables)
        {
            string text = new TextTableWriter().WriteToString(table);
            Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
            Assert.False(Scientific().IsMatch(text), table.Key);
            string latex = new LatexTableWriter().WriteToString(table);
            Assert.Equal(latex.Count(c => c == '{'), latex.Count(c => c == '}'));
        }
    }

    [Fact]
    public void Labels_stand_for_keys()
    {
        string text = Console(120);
        Assert.Contains("Gamma_land", text, StringComparison.Ordinal);
        Assert.DoesNotContain("CCC", text, StringComparison.Ordinal);
        Assert.Contains("ln GDP", text, StringComparison.Ordinal);
        Assert.Contains("Trade potential by partner, million US$", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(60)]
    [InlineData(80)]
    [InlineData(120)]
    public void Lines_keep_to_the_terminal_except_where_one_column_is_wider(int width)
    {
        // The hashes and the reasons of left-out rows are single columns that may not be cut.
        string[] lines = Console(width).Split("PROVENANCE")[0].Split('\n');
        Assert.All(lines.Where(l => !l.StartsWith('─')), l => Assert.InRange(DisplayWidth.Of(l), 0, Math.Max(width, 62)));
    }

    [Fact]
    public void The_same_warning_of_two_models_is_one_sentence_with_the_remedy() =>
        Assert.Contains(
            "• ols and pooled, few-clusters: 8 clusters; p-values and intervals use t(7). Read the wild score bootstrap p-values, which come beside one-way clusters; or use bootstrap:N.", Console(200),
            StringComparison.Ordinal);

    [Fact]
    public void A_folder_holds_tables_charts_and_reports()
    {
        string folder = Path.Combine(root, "results");
        IReadOnlyList<string> files = StudyReport.Of(SampleStudy.Small).Write(folder, new StudyOutput("x", ["text", "md", "csv", "latex"], ["png", "svg"]));
        Assert.Equal(files.Order(StringComparer.Ordinal), Files(folder));
        foreach (string file in (string[])["report.txt", "report.md", "tables/models.tex", "tables/potential-rows.csv", "charts/room.png", "charts/efficiency-heatmap.svg"])
            Assert.Contains(file, files);
        string report = File.ReadAllText(Path.Combine(folder, "report.md"));
        Assert.StartsWith("# Exports & potential of a small panel\n", report, StringComparison.Ordinal);
        foreach (Match image in Image().Matches(report))
            Assert.True(File.Exists(Path.Combine(folder, image.Groups[1].Value)), image.Groups[1].Value);
        Assert.Equal(13, Image().Count(report));
    }

    [Fact]
    public void Workbook_and_document_hold_all_tables_beside_the_single_files()
    {
        string folder = Path.Combine(root, "office");
        IReadOnlyList<string> files = StudyReport.Of(SampleStudy.Small).Write(folder, new StudyOutput("x", ["xlsx", "docx"], []));
        foreach (string file in (string[])["tables.xlsx", "tables.docx", "tables/models.xlsx", "tables/models.docx", "tables/potential-rows.xlsx"])
            Assert.Contains(file, files);
        Assert.Equal(files.Order(StringComparer.Ordinal), Files(folder));
    }

    [Fact]
    public void The_style_of_the_study_is_that_of_its_regression_tables()
    {
        StudyResult plain = SampleStudy.Small with { Output = StudyOutput.Default with { Style = new StudyTableStyle { Preset = "aer" } } };
        foreach (string key in (string[])["models", "time-path", "one-step", "robustness"])
        {
            Assert.Null(StudyReport.Of(plain).Tables.Single(t => t.Key == key).Stars);
            Assert.NotNull(StudyReport.Of(SampleStudy.Small).Tables.Single(t => t.Key == key).Stars);
        }
    }

    [Fact]
    public void Writing_twice_gives_the_same_bytes_in_any_culture()
    {
        string first = Path.Combine(root, "first"), second = Path.Combine(root, "second");
        var output = new StudyOutput("x", TablesOnly.Tables, ["svg"]);
        StudyReport.Of(SampleStudy.Small).Write(first, output);
        Samples.InGerman(() => StudyReport.Of(SampleStudy.Small).Write(second, output));
        Assert.Equal(Files(first), Files(second));
        Assert.All(Files(first), f => Assert.Equal(File.ReadAllBytes(Path.Combine(first, f)), File.ReadAllBytes(Path.Combine(second, f))));
    }

    [Fact]
    public void A_target_that_is_a_file_is_refused_and_left_as_it_was()
    {
        string target = Path.Combine(root, "results");
        File.WriteAllText(target, "mine");
        Assert.Equal("output-not-writable", Assert.Throws<UsageException>(() => StudyReport.Of(SampleStudy.Small).Write(target, TablesOnly)).Code);
        Assert.Equal("mine", File.ReadAllText(target));
        Assert.Equal([target], Directory.GetFileSystemEntries(root));
    }

    [Fact]
    public void When_a_late_file_fails_no_earlier_one_is_left()
    {
        string folder = Path.Combine(root, "results");
        Directory.CreateDirectory(folder);
        // The charts come after the tables; here they cannot be written.
        File.WriteAllText(Path.Combine(folder, "charts"), "mine");
        Assert.Throws<UsageException>(() => StudyReport.Of(SampleStudy.Small).Write(folder, new StudyOutput("x", ["csv"], ["svg"])));
        Assert.Equal(["charts"], Files(folder));
    }

    [Fact]
    public void An_unknown_format_writes_nothing()
    {
        string folder = Path.Combine(root, "results");
        Assert.Throws<UsageException>(() => StudyReport.Of(SampleStudy.Small).Write(folder, new StudyOutput("x", ["csv", "paper"], [])));
        Assert.False(Directory.Exists(folder));
    }

    [Fact]
    public void A_study_of_regressions_reports_what_it_has()
    {
        StudyResult ols = SampleStudy.Small with
        {
            Models = [.. SampleStudy.Small.Models.Where(m => m.Name == "ols")],
            Headline = "ols",
            Efficiency = null,
            Potential = null,
            Classes = null,
            MarginalEffects = [],
            Robustness = [],
            Tests = [],
            Findings = [],
            Warnings = [],
            Joins = [],
        };
        Assert.Equal(
            ["What was asked", "Sample", "Identification", "Models", "Provenance"], StudyReport.Of(ols).Sections.Select(s => s.Title));
        Assert.Equal("no-efficiency", Assert.Throws<UsageException>(() => PlotInput.Of(ols)).Code);
    }

    [Fact]
    public void Every_kind_of_chart_can_be_drawn_and_says_sample_model_and_source()
    {
        PlotInput input = PlotInput.Of(SampleStudy.Small);
        Assert.Equal("Exports: Customs. GDP: World Bank. Distance: great circle.", input.Source);
        // The small study's units are no countries, so that it has no maps until its units are given names of some.
        Assert.DoesNotContain(PlotKinds.All(input), chart => chart.Name.EndsWith("-map", StringComparison.Ordinal));
        Assert.Equal("no-countries", Assert.Throws<UsageException>(() => PlotKinds.Create("efficiency-map", input)).Code);
        string[] names = ["Poland", "Czechia", "Hungary", "Romania", "Serbia", "Latvia", "Estonia", "Albania"];
        input = input with { Labels = input.Labels with { Units = input.Labels.Units.Keys.Order(StringComparer.Ordinal).Zip(names).ToDictionary(pair => pair.First, pair => pair.Second) } };
        Assert.Equal(["efficiency-map", "room-map"], PlotKinds.All(input).Select(chart => chart.Name).Where(name => name.EndsWith("-map", StringComparison.Ordinal)));
        // The small study has no second method of potential; the shipped study of the world has, and draws it.
        Assert.Equal("no-methods", Assert.Throws<UsageException>(() => PlotKinds.Create("potential-by-method", input)).Code);
        Assert.Equal("no-regression", Assert.Throws<UsageException>(() => PlotKinds.Create("fitted-residuals", input)).Code);
        foreach (ChartKind kind in ChartCatalog.All.Where(kind => kind.Key is not ("potential-by-method" or "fitted-residuals")))
        {
            IChart chart = PlotKinds.Create(kind.Key.ToUpperInvariant(), input);
            Assert.Equal(kind.Key, chart.Key);
            // Coefficients, one posterior and one profile are of no span of periods.
            if (kind.Key is not ("coefficients" or "posterior" or "profile")) Assert.Contains("2010–2015", chart.Title, StringComparison.Ordinal);
            string svg = System.Text.Encoding.UTF8.GetString(chart.Draw(ChartFormat.Svg).Content);
            // Coefficients are of several models.
            string subtitle = kind.Key == "coefficients" ? "estimates of" : "time-varying (bc92 with half-normal inefficiency); 47 rows of 8 partners";
            Assert.Contains(subtitle, svg, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Charts_that_lack_what_they_need_say_so()
    {
        PlotInput input = PlotInput.Of(SampleStudy.Small);
        Assert.Equal("no-potential", Code("room", input with { Potential = null }));
        Assert.Equal("no-periods", Code("efficiency-over-time", input with { Efficiency = input.Efficiency! with { Grid = null } }));
        Assert.Equal("no-units", Code("efficiency-ranking", input with { Efficiency = input.Efficiency! with { Units = [] } }));
        Assert.Equal("no-unit-totals", Code("room", input with { Potential = input.Potential! with { Totals = [] } }));
        Assert.Equal("unknown-chart", Code("pie", input));
        Assert.Equal("no-efficiency", Code("efficiency-heatmap", input with { Efficiency = null }));
        Assert.Equal("not-for-chart", Assert.Throws<UsageException>(() => PlotKinds.Create("room", input, new PlotChoice { Period = 2012 })).Code);
        Assert.Equal("no-such-period", Assert.Throws<UsageException>(() => PlotKinds.Create("actual-potential", input, new PlotChoice { Period = 1900 })).Code);
        Assert.Equal("no-likelihood", Code("residuals", input with { Fit = input.Fit with { Likelihood = null } }));
        Assert.Equal("no-such-unit", Refused("posterior", new PlotChoice { Unit = "nowhere" }));
        Assert.Equal("no-such-period", Refused("posterior", new PlotChoice { Period = 1900 }));
        Assert.Equal("unknown-parameter", Refused("profile", new PlotChoice { Parameter = "ln(nothing)" }));
        Assert.Equal("no-such-period", Refused("efficiency-distribution", new PlotChoice { Period = 1900 }));
        string Refused(string kind, PlotChoice choice) => Assert.Throws<UsageException>(() => PlotKinds.Create(kind, input, choice)).Code;
        static string Code(string kind, PlotInput input) => Assert.Throws<UsageException>(() => PlotKinds.Create(kind, input)).Code;
    }

    [Fact]
    public void The_band_of_a_periods_mean_follows_from_the_moments_of_its_rows()
    {
        NamedFit fit = SampleStudy.Small.HeadlineFit;
        PeriodValue period = PeriodMeans.Of(fit.Fit, fit.Efficiency!)[0];
        // By draws: one u for each unit, efficiency exp(−h·u) of the rows of the period.
        var conditional = fit.Fit.Conditional();
        int[] rows = [.. Enumerable.Range(0, conditional.RowCount).Where(r => fit.Fit.Design.Units!.PeriodOfRow![r] == period.Period)];
        double sum = 0, squares = 0;
        const int Draws = 4000;
        for (int s = 0; s < Draws; s++)
        {
            var random = new Core.Numerics.RandomSource(3, s);
            double mean = rows.Average(r => Math.Exp(-conditional.Scale[r] * conditional.Laws[conditional.LawOfRow[r]].Sample(random)));
            sum += mean;
            squares += mean * mean;
        }
        double deviation = Math.Sqrt(squares / Draws - sum / Draws * (sum / Draws));
        Assert.Equal(sum / Draws, period.Mean, 1e-3);
        // The standard error of a standard deviation over 4000 draws is about 1.1 %.
        Assert.Equal(1, (period.High - period.Low) / (2 * 1.959964 * deviation), 0.05);
    }

    private static string[] Files(string folder) => [.. Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
        .Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"\d[eE][+-]?\d")]
    private static partial Regex Scientific();

    [GeneratedRegex(@"!\[[^\]]*\]\(([^)]+)\)")]
    private static partial Regex Image();
}
