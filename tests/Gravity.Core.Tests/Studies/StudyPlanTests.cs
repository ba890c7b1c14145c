using System.Globalization;
using Gravity.Core.Data;
using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Studies;

public sealed class StudyPlanTests : IDisposable
{
    private readonly StudyBench _bench = new();

    public StudyPlanTests() => _bench.Panel();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_shipped_study_has_208_rows_and_its_own_tests()
    {
        StudyPlan plan = StudyPlan.Of(StudyFile.Read(StudyBench.Shipped("study.yaml")));

        Assert.Equal(208, plan.Panel.RowCount);
        Assert.Equal((16, 13), (plan.Panel.Index!.Structure.Units, plan.Panel.Index.Structure.Periods));
        Assert.Equal("time-varying", plan.Headline);
        Assert.Equal(7, plan.Tests.Count);
        Assert.Equal(6, plan.Robustness.Count);
        Assert.Equal("Poland", plan.Labels.Unit("POL"));
        Assert.Equal("XXX", plan.Labels.Unit("XXX"));
        Assert.Equal("Landlocked", plan.Labels.Column("landlocked"));
    }

    [Fact]
    public void The_study_that_waits_for_its_flows_says_which_cells_to_fill()
    {
        Study study = StudyFile.Read(StudyBench.Shipped("study-zhejiang.yaml"));

        DataUnfitException error = Assert.Throws<DataUnfitException>(() => StudyPlan.Of(study));

        Assert.Equal("cells-to-fill", error.Code);
        Assert.Equal(208, error.Rows.Count);
        Assert.Contains("'zj_exports_usd_mn' (Exports of Zhejiang, million US$) of zhejiang_flows.csv", error.Message, StringComparison.Ordinal);
        Assert.Contains("208 cells to fill", error.Message, StringComparison.Ordinal);
        Assert.Contains("also need 'zj_imports_usd_mn'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_joined_table_brings_its_columns_and_a_report()
    {
        _bench.Write("more.csv", "id;year;w\nU00;2001;1,5\nU00;2002;NA\nU99;2001;3\n");
        _bench.Write("panel.csv", File.ReadAllText(Path.Combine(Path.GetDirectoryName(_bench.Panel())!, "panel.csv")).Replace(',', ';').Replace('.', ','));
        Study study = _bench.Read("""
            data:
              file: panel.csv
              join: [{ file: more.csv, on: [id, year] }]
              unit: id
              time: year
              decimal-comma: true
              separator: ";"
            frontier: ln(flow) ~ x
            """);

        StudyPlan plan = StudyPlan.Of(study);

        JoinReport report = Assert.Single(plan.Joins);
        Assert.Equal((2, 198, 1), (report.MatchedRows, report.UnmatchedRows.Count, report.UnusedRows.Count));
        Assert.Equal(1.5, plan.Panel.Numbers("w").Values[1]);
        Assert.Equal(2, plan.Panel.Sources.Count);
    }

    [Fact]
    public void Derived_columns_see_all_rows_and_the_filter_comes_after()
    {
        StudyPlan plan = StudyPlan.Of(_bench.Read("""
            data: { file: panel.csv, unit: id, time: year, derive: { before: lag(x), twice: 2*before }, where: year >= 2001 }
            frontier: ln(flow) ~ before
            """));

        Assert.Equal(25 * 7, plan.Panel.RowCount);
        Assert.DoesNotContain(plan.Panel.Numbers("before").Values, double.IsNaN);
        Assert.Equal(plan.Panel.Numbers("before").Values.Select(v => 2 * v), plan.Panel.Numbers("twice").Values);
    }

    [Fact]
    public void Remoteness_is_a_column_like_any_other()
    {
        Study study = StudyFile.Read(StudyBench.Shipped("study.yaml"));
        _bench.Write("panel.csv", File.ReadAllText(study.Data.File.Value));
        StudyPlan plan = StudyPlan.Of(_bench.Read("""
            data:
              file: panel.csv
              unit: iso3
              time: year
              where: year >= 2007 && iso3 != "GRC"
              multilateral:
                remoteness_km:
                  latitude: capital_latitude
                  longitude: capital_longitude
                  mass: gdp_partner_usd_mn
                  home: { latitude: 39.9, longitude: 116.4, mass: gdp_origin_usd_mn }
            frontier: ln(exports_usd_mn) ~ ln(gdp_partner_usd_mn) + ln(remoteness_km)
            """));

        NumberColumn expected = MultilateralResistance.Remoteness(
            plan.Panel, "capital_latitude", "capital_longitude", "gdp_partner_usd_mn", new HomeEconomy(39.9, 116.4, "gdp_origin_usd_mn"));
        Assert.Equal(expected.Values, plan.Panel.Numbers("remoteness_km").Values);
        Assert.All(expected.Values, v => Assert.InRange(v, 4500, 9000));
    }

    [Fact]
    public void First_order_resistance_needs_pairs_and_gives_the_adjusted_variable()
    {
        var text = new System.Text.StringBuilder("o,d,flow,dist,yo,yd\n");
        string[] countries = ["A", "B", "C"];
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 3; j++)
                text.Append(CultureInfo.InvariantCulture, $"{countries[i]},{countries[j]},{2 + i + j * j},{1 + Math.Abs(i - j)},{i + 1},{j + 1}\n");
        _bench.Write("pairs.csv", text.ToString());
        StudyPlan plan = StudyPlan.Of(_bench.Read("""
            data:
              file: pairs.csv
              unit: [o, d]
              multilateral:
                mr: { variable: dist, exporter-mass: yo, importer-mass: yd }
                net: { variable: dist, exporter-mass: yo, importer-mass: yd, adjusted: true }
                far: { distance: dist, exporter-mass: yo, importer-mass: yd, side: importer }
            models: { a: { model: ols, formula: ln(flow) ~ net } }
            """));

        double[] distance = plan.Panel.Numbers("dist").Values, resistance = plan.Panel.Numbers("mr").Values, net = plan.Panel.Numbers("net").Values;
        for (int row = 0; row < 9; row++)
            Assert.Equal(distance[row] - resistance[row], net[row], 12);
        // Importer A has exporters B (mass 2, distance 2) and C (mass 3, distance 3).
        Assert.Equal((2 * 2 + 3 * 3) / 5.0, plan.Panel.Numbers("far").Values[0], 12);
    }

    [Theory]
    [InlineData("trade: flwo\nfrontier: ln(flow) ~ x\n", "2:8", "'flow'")]
    [InlineData("frontier: ln(flow) ~ xx\n", "2:11", "'x'")]
    [InlineData("models: { a: { model: ols, formula: ln(flow) ~ x, vce: 'cluster:idd' } }\n", "2:56", "'id'")]
    [InlineData("models: { a: { model: bc95, formula: ln(flow) ~ x, inefficiency: zz } }\n", "2:66", "'z'")]
    [InlineData("models: { a: { model: ols, formula: ln(flow) ~ x, where: yaer > 1 } }\n", "2:58", "'year'")]
    [InlineData("models: { a: { model: ols, formula: ln(flow) ~ x } }\nrobustness: { r: { from: a, formula: ln(flow) ~ i(yeer) } }\n", "3:38", "'year'")]
    [InlineData("frontier: ln(flow) ~ x\npotential: { by: [id, naem] }\n", "3:23", "'name'")]
    public void Unknown_columns_are_named_with_their_place(string rest, string place, string near)
    {
        (string code, string message) = StudyBench.Error(() => StudyPlan.Of(_bench.Read(StudyBench.Data + rest)));

        Assert.Equal("unknown-column", code);
        Assert.Contains($"study.yaml:{place}", message, StringComparison.Ordinal);
        Assert.Contains($"did you mean {near}", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("file: panel.csv, unit: idd", "1:32")]
    [InlineData("file: panel.csv, unit: id, time: yea", "1:32")]
    [InlineData("file: panel.csv, label: nam", "1:33")]
    [InlineData("file: panel.csv, where: yeer > 1", "1:33")]
    [InlineData("file: panel.csv, derive: { a: 2*xx }", "1:39")]
    [InlineData("file: panel.csv, columns: { flwo: Flow }", "1:37")]
    [InlineData("file: panel.csv, join: [{ file: panel.csv, on: [idd] }]", "1:57")]
    public void Unknown_columns_of_the_data_are_named_with_their_place(string data, string place)
    {
        (string code, string message) = StudyBench.Error(() => StudyPlan.Of(_bench.Read($"data: {{ {data} }}\nmodels: {{ a: {{ model: ols, formula: ln(flow) ~ x }} }}\n")));

        Assert.Equal("unknown-column", code);
        Assert.Contains($"study.yaml:{place}", message, StringComparison.Ordinal);
        Assert.Contains("did you mean", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_data_file_is_named_where_the_study_names_it()
    {
        Study study = _bench.Read("data: { file: none.csv }\nmodels: { a: { model: ols, formula: y ~ x } }\n");

        DataUnfitException error = Assert.Throws<DataUnfitException>(() => StudyPlan.Of(study));

        Assert.Equal("file-not-found", error.Code);
        Assert.Contains("study.yaml:1:15", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Only_takes_models_and_robustness_columns_and_their_tests()
    {
        Study study = StudyFile.Read(StudyBench.Shipped("study.yaml"));

        StudyPlan two = StudyPlan.Of(study, new StudyOptions { Only = ["time-invariant", "time-varying"] });
        StudyPlan column = StudyPlan.Of(study, new StudyOptions { Only = ["imports"], Seed = 5 });
        StudyPlan least = StudyPlan.Of(study, new StudyOptions { Only = ["ols"] });

        Assert.Equal(["time-invariant", "half against truncated", "landlocked", "distance", "population"], two.Tests.Select(t => t.Name));
        Assert.Empty(two.Robustness);
        Assert.Equal(["time-varying"], column.Models.Select(m => m.Name));
        Assert.Equal(["imports"], column.Robustness.Select(m => m.Name));
        Assert.Equal(5, column.Seed);
        Assert.Equal("ols", least.Headline);
        (string code, string message) = StudyBench.Error(() => StudyPlan.Of(study, new StudyOptions { Only = ["time-vary"] }));
        Assert.Equal("unknown-name", code);
        Assert.Contains("'time-varying'", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Defaults_are_the_tests_and_columns_of_such_a_paper()
    {
        StudyPlan plan = StudyPlan.Of(_bench.Read(StudyBench.Data + """
            frontier: ln(flow) ~ x + g + d
            models:
              ols: { model: ols }
              still: { model: pitt-lee }
              moving: { model: bc92 }
              effects: { model: bc95, inefficiency: z + d }
            """));

        Assert.Equal("moving", plan.Headline);
        Assert.Equal(
            [
                "no inefficiency in still", "no inefficiency in moving", "no inefficiency in effects", "still against moving",
                "half-normal against truncated normal", "without x", "without g", "without d", "no determinants in effects",
            ],
            plan.Tests.Select(t => t.Name));
        Assert.Equal(["z", "d"], plan.Tests[^1].Drop.Select(d => d.Value));
        Assert.Equal(["exponential law", "year effects"], plan.Robustness.Select(r => r.Name));
        Assert.Equal("ln(flow) ~ x + d + i(year)", plan.Robustness[1].Request.Formula);
    }

    [Fact]
    public void Without_regressors_over_time_only_year_effects_are_added()
    {
        StudyPlan plan = StudyPlan.Of(_bench.Read(StudyBench.Data + "frontier: ln(flow) ~ x + d\n"));

        Assert.Equal("ln(flow) ~ x + d + i(year)", plan.Robustness.First(r => r.Name == "year effects").Request.Formula);
    }
}
