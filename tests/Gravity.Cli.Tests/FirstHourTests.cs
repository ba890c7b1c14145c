using System.Text.Json;

namespace Gravity.Cli.Tests;

/// <summary>The first hour of a user: a file of their own, <c>gravity new</c>, <c>gravity run</c>, and the report. The files are simulated.</summary>
public sealed class FirstHourTests(BuiltCli cli) : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("gravity-first-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("simulated-german-bom.csv", "ols, pooled, time-invariant, time-varying, one-step")]
    [InlineData("simulated-german-1252.csv", "ols, pooled, time-invariant, time-varying, one-step")]
    [InlineData("simulated-chinese-gb18030.csv", "ols, pooled, time-invariant, time-varying, one-step")]
    [InlineData("simulated-pairs.csv", "ols, pooled, time-invariant, time-varying, one-step")]
    [InlineData("simulated-cross-section.csv", "ols, pooled, one-step")]
    [InlineData("simulated-logged.csv", "ols, pooled, time-invariant, time-varying")]
    public void Two_commands_lead_from_a_file_to_a_report(string file, string models)
    {
        Copy(file);
        CliRun drafted = cli.Warm(["new", file], _folder);
        Assert.True(drafted.ExitCode == 0, drafted.Error);
        Assert.Contains($"wrote study.yaml ({models})", drafted.Error, StringComparison.Ordinal);
        Assert.EndsWith("gravity run study.yaml\n  and open results/report.html", drafted.Error.TrimEnd(), StringComparison.Ordinal);

        // Draws are for intervals and formats for other tests.
        string study = Path.Combine(_folder, "study.yaml"), text = File.ReadAllText(study);
        string quick = text.Replace("draws: 2000", "draws: 50", StringComparison.Ordinal).Replace("charts: [png, svg]", "charts: [svg]", StringComparison.Ordinal)
            .Replace("tables: [text, markdown, csv, latex, xlsx, docx]", "tables: [text]", StringComparison.Ordinal);
        Assert.NotEqual(text, quick);
        File.WriteAllText(study, quick);
        CliRun run = cli.Warm(["run", "study.yaml"], _folder);
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.All(["report.txt", "results.json"], name => Assert.True(new FileInfo(Path.Combine(_folder, "results", name)).Length > 0, name));
    }

    [Fact]
    public void The_shipped_panel_runs_too()
    {
        File.Copy(ReferenceStudy.Panel, Path.Combine(_folder, "panel.csv"));
        Assert.Equal(0, cli.Warm(["new", "panel.csv", "--output", "mine/draft.yaml"], _folder).ExitCode);
        string draft = File.ReadAllText(Path.Combine(_folder, "mine", "draft.yaml"));
        Assert.Contains("file: '../panel.csv'", draft, StringComparison.Ordinal);
        Assert.Contains("frontier: &frontier ln(exports_usd_mn) ~ ln(gdp_origin_usd_mn) + ln(gdp_partner_usd_mn) + ln(pop_partner) + ln(dist_beijing_km) + landlocked\n", draft, StringComparison.Ordinal);
        Assert.Contains("  unit: iso3\n  time: year\n  label: country\n", draft, StringComparison.Ordinal);
        CliRun run = cli.Warm(["run", "mine/draft.yaml", "--only", "ols,time-varying"], _folder);
        Assert.True(run.ExitCode == 0, run.Error);
    }

    [Fact]
    public void German_and_Chinese_files_are_read_as_they_are()
    {
        string german = Draft("simulated-german-1252.csv");
        Assert.Contains("  encoding: windows-1252\n  separator: ';'\n", german, StringComparison.Ordinal);
        Assert.Contains("  decimal-comma: true\n  thousands: '.'\n", german, StringComparison.Ordinal);
        Assert.Contains("  where: '`Exportwert (Mio. €)` > 0'\n", german, StringComparison.Ordinal);
        Assert.Contains("leaves out 2 rows without a positive flow (1.4 % of the file; data rows 33, 93)", german, StringComparison.Ordinal);
        Assert.DoesNotContain("encoding:", Draft("simulated-german-bom.csv"), StringComparison.Ordinal);

        string chinese = Draft("simulated-chinese-gb18030.csv");
        Assert.Contains("language: zh\n", chinese, StringComparison.Ordinal);
        Assert.Contains("  encoding: gb18030\n", chinese, StringComparison.Ordinal);
        Assert.Contains("  missing: ['缺失', '-99']\n", chinese, StringComparison.Ordinal);
        Assert.Contains("一个经济体（浙江）与其伙伴的贸易", chinese, StringComparison.Ordinal);
        Assert.Contains("inefficiency: '`一带一路` + `政府效率`'", chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void Pairs_leave_out_trade_with_oneself_and_take_logarithms_once()
    {
        string pairs = Draft("simulated-pairs.csv");
        Assert.Contains("  unit: [iso3_o, iso3_d]\n", pairs, StringComparison.Ordinal);
        Assert.Contains("  where: 'tradeflow_comtrade_o > 0 && iso3_o != iso3_d'\n", pairs, StringComparison.Ordinal);
        Assert.Contains("ln(gdp_o) + ln(pop_o) + ln(gdp_d) + ln(pop_d) + ln(dist) + contig + comlang_off\n", pairs, StringComparison.Ordinal);

        string logged = Draft("simulated-logged.csv");
        Assert.Contains("  derive: { flow_level: exp(lexports) }\n", logged, StringComparison.Ordinal);
        Assert.Contains("frontier: &frontier ln(flow_level) ~ lgdp + ldist\n", logged, StringComparison.Ordinal);
        Assert.Contains("# one-step:", logged, StringComparison.Ordinal);

        Assert.DoesNotContain("time:", Draft("simulated-cross-section.csv").Split("models:")[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_wide_file_is_refused_with_the_way_out()
    {
        Copy("simulated-wide.csv");
        CliRun run = cli.Warm(["new", "simulated-wide.csv", "--json"], _folder);
        Assert.Equal(3, run.ExitCode);
        Assert.Equal("wide-file", run.Json.GetProperty("error").GetProperty("code").GetString());
        foreach (string word in new[] { "'exports_2010' … 'exports_2015'", "reshape long", "pivot_longer", "melt", "Unpivot" })
            Assert.Contains(word, run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder, "*.yaml"));
    }

    [Fact]
    public void What_is_not_found_can_be_named()
    {
        File.WriteAllText(Path.Combine(_folder, "odd.csv"), string.Concat(Odd()));
        CliRun run = cli.Warm(["new", "odd.csv"], _folder);
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("no column of odd.csv is named like a trade flow", run.Error, StringComparison.Ordinal);
        Assert.Contains("--flow COL; skewed and not negative, as flows are, are 'aaa', 'bbb'", run.Error, StringComparison.Ordinal);

        string[] named = ["new", "odd.csv", "--flow", "aaa", "--importer", "who", "--year", "when", "--gdp-partner", "bbb", "--distance", "far", "--json"];
        CliRun second = cli.Warm(named, _folder);
        Assert.True(second.ExitCode == 0, second.Error);
        Assert.Equal("ln(aaa) ~ ln(bbb) + ln(far)", second.Json.GetProperty("formula").GetString());
        JsonElement bbb = second.Json.GetProperty("columns").EnumerateArray().First(c => c.GetProperty("name").GetString() == "bbb");
        Assert.Equal(("gdp", "certain", "you named it"), (bbb.GetProperty("role").GetString(), bbb.GetProperty("confidence").GetString(), bbb.GetProperty("reason").GetString()));

        CliRun again = cli.Warm(named, _folder);
        Assert.Equal(2, again.ExitCode);
        Assert.Contains("there is a file 'study.yaml' already", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, cli.Warm([.. named, "--force"], _folder).ExitCode);

        CliRun unknown = cli.Warm(["new", "odd.csv", "--flow", "aab", "--force"], _folder);
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains("odd.csv has no column 'aab'; did you mean 'aaa'", unknown.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_that_stand_twice_are_said_before_the_study_stops_at_them()
    {
        File.WriteAllText(Path.Combine(_folder, "twice.csv"), "partner,year,exports,gdp_d,dist\nPOL,2001,1,2,3\nPOL,2001,2,2,3\nHUN,2001,4,5,6\nHUN,2003,4,5,6\n");
        CliRun run = cli.Warm(["new", "twice.csv"], _folder);
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("1 rows repeat a unit and period (first: row 2)", run.Error, StringComparison.Ordinal);
        string draft = File.ReadAllText(Path.Combine(_folder, "study.yaml"));
        Assert.Contains("check: 1 rows repeat", draft, StringComparison.Ordinal);
        Assert.Contains("check: no row has the periods 2002", draft, StringComparison.Ordinal);
        Assert.Equal(3, cli.Warm(["run", "study.yaml"], _folder).ExitCode);
    }

    private static IEnumerable<string> Odd()
    {
        yield return "who,when,aaa,bbb,far\n";
        for (int k = 0; k < 6; k++)
            for (int t = 0; t < 4; t++)
                yield return FormattableString.Invariant($"u{k},{2001 + t},{Math.Exp(k + 0.3 * ((t * 7 + k * 5) % 6)):F4},{Math.Exp(1.2 * k + 0.2 * t):F4},{1000 + 800 * ((k * 5) % 6)}\n");
    }

    private void Copy(string file) => File.Copy(Path.Combine(ReferenceStudy.Root, "tests", "Gravity.Cli.Tests", "FirstHour", file), Path.Combine(_folder, file), overwrite: true);

    private string Draft(string file)
    {
        Copy(file);
        CliRun run = cli.Warm(["new", file, "--force"], _folder);
        Assert.True(run.ExitCode == 0, run.Error);
        return File.ReadAllText(Path.Combine(_folder, "study.yaml"));
    }
}
