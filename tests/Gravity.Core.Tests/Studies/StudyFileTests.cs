using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Studies;

public sealed class StudyFileTests : IDisposable
{
    private readonly StudyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    [Fact]
    public void The_shipped_study_reads_as_written()
    {
        Study study = StudyFile.Read(StudyBench.Shipped("study.yaml"));

        Assert.Equal("China's exports to Central and Eastern Europe, efficiency and potential", study.Title);
        Assert.Equal(("en", 20181014L, "exports_usd_mn", "time-varying"), (study.Language, study.Seed, study.Trade!.Value, study.Headline));
        Assert.Equal(["ols", "pooled", "time-invariant", "time-varying", "exponential", "one-step"], study.Models.Select(m => m.Name));
        Assert.Equal("exponential", study.Models[4].Request.Law);
        Assert.Equal("cluster:iso3", study.Models[0].Request.Vce);
        Assert.Equal(study.Models[0].Request.Formula, study.Models[3].Request.Formula);
        Assert.Equal(["iso3"], study.Models[3].Request.Unit);
        Assert.Equal("year", study.Models[3].Request.Time);
        Assert.Equal(["NA", "."], study.Data.Missing);
        Assert.Equal("+/-", study.Data.Columns.First(c => c.Name.Value == "pop_partner").Label.Expected);
        Assert.Equal(["eu", "wgi_government_effectiveness", "efw_trade_freedom", "bri_mou"], study.Tests![^1].Drop.Select(d => d.Value));
        Assert.Equal("year != 2015", study.Robustness![1].Request.Where);
        Assert.Equal(["where: year != 2015"], study.Robustness[1].Changes);
        Assert.Equal("bc92", study.Robustness[1].Request.Model);
        Assert.Equal((2000, 95.0), (study.Potential.Draws, study.Potential.Level));
        Assert.Equal([0.8, 1.2], study.Potential.Cuts);
        Assert.Equal(["png", "svg"], study.Output.Charts);
    }

    [Fact]
    public void A_table_style_is_a_name_or_what_it_changes()
    {
        StudyTableStyle Style(string text) => _bench.Read(StudyBench.Data + "models: { one: { model: ols, formula: ln(flow) ~ x }, two: { model: ols, formula: ln(flow) ~ x } }\n" + text).Output.Style;

        Assert.Equal("aer", Style("output: { style: aer }\n").Preset);
        Assert.Equal(new StudyTableStyle().Preset, Style("output: { tables: [xlsx, docx, html] }\n").Preset);
        StudyTableStyle style = Style("""
            output:
              style:
                preset: stata
                significance: p
                stars: [0.1, 0.05]
                second: ci
                brackets: square
                decimals: 4
                rows: [observations, gamma]
                keep: ["ln(*)"]
                drop: x
                order: [x, ln(x)]
                rename: { ln(x): Size }
                groups: { Pooled: one, Panel: [two] }
                mark-mean: true
            """);
        Assert.Equal(("stata", "p", "ci", true, 4, true), (style.Preset, style.Significance, style.Second, style.SquareBrackets, style.Decimals, style.MarkMean));
        Assert.Equal([0.1, 0.05], style.Stars);
        Assert.Equal(["observations", "gamma"], style.Rows);
        Assert.Equal(["ln(*)"], style.Keep);
        Assert.Equal(["x"], style.Drop);
        Assert.Equal(["x", "ln(x)"], style.Order);
        Assert.Equal("Size", style.Rename["ln(x)"]);
        Assert.Equal("Panel", style.Groups["two"]);
    }

    [Fact]
    public void A_folder_stands_for_its_study_yaml() =>
        Assert.Equal(StudyFile.Read(StudyBench.Shipped("study.yaml")).Sha256, StudyFile.Read(Path.GetDirectoryName(StudyBench.Shipped("study.yaml"))!).Sha256);

    [Fact]
    public void Laws_noises_and_the_scaling_property_are_keys_of_a_model()
    {
        Study study = _bench.Read("""
            data: { file: panel.csv }
            models:
              one: { model: pooled, law: gamma, noise: student-t, formula: ln(flow) ~ ln(x) }
              two: { model: lognormal, scaling: true, inefficiency: x, formula: ln(flow) ~ ln(x) }
            """);
        Assert.Equal(("gamma", "student-t", false), (study.Models[0].Request.Law, study.Models[0].Request.Noise, study.Models[0].Request.Scaling));
        Assert.Equal((null, true, "x"), (study.Models[1].Request.Noise, study.Models[1].Request.Scaling, study.Models[1].Request.Inefficiency));
    }

    [Fact]
    public void Merges_give_keys_that_own_keys_override()
    {
        Study study = _bench.Read("""
            data: { file: panel.csv, unit: id, time: year }
            x-base: &base { model: bc92, formula: ln(flow) ~ ln(x), level: 90, side: cost }
            models:
              one: *base
              two: { <<: *base, level: 99 }
              three: { <<: [{ law: exponential }, *base] }
            """);

        Assert.Equal([90.0, 99.0, 90.0], study.Models.Select(m => m.Request.Level));
        Assert.All(study.Models, m => Assert.Equal("cost", m.Request.Side));
        Assert.Equal("exponential", study.Models[2].Request.Law);
    }

    [Theory]
    [InlineData(null, "出口", "国家", "name_zh", "千元")]
    [InlineData("en", "Exports", "Country", "name", "千元")]
    public void Labels_may_be_written_for_each_language(string? language, string flow, string title, string label, string unit)
    {
        string path = _bench.Write("study.yaml", """
            study: { en: Country, zh: 国家 }
            language: zh
            data:
              { file: panel.csv, unit: id, time: year, label: { en: name, zh: name_zh },
                columns: { flow: { label: { en: Exports, zh: 出口 }, unit: { zh: 千元 }, source: customs } } }
            frontier: ln(flow) ~ x
            """);
        Study study = StudyFile.Read(path, language);

        ColumnLabel column = study.Data.Columns.Single().Label;
        Assert.Equal((title, label, flow, unit, "customs"), (study.Title, study.Data.Label!.Value, column.Label, column.Unit, column.Source));
        Assert.Equal("unknown-key", StudyBench.Error(() => _bench.Read("study: { de: Land }\n" + StudyBench.Data + "frontier: ln(flow) ~ x\n")).Code);
    }

    [Fact]
    public void Models_follow_from_the_frontier_where_none_are_given()
    {
        Study study = _bench.Read(StudyBench.Data + "frontier: ln(flow) ~ x\n");

        Assert.Equal(["ols", "half-normal", "pitt-lee", "bc92"], study.Models.Select(m => m.Request.Model));
        Assert.Null(study.Tests);
        Assert.Null(study.Robustness);
        Assert.Equal(StudyOutput.Default, study.Output);
        Assert.Equal(("study", "en", 1L), (study.Title, study.Language, study.Seed));
    }

    [Fact]
    public void Robustness_columns_inherit_through_each_other_and_may_take_keys_away()
    {
        Study study = _bench.Read(StudyBench.Data + """
            frontier: ln(flow) ~ x
            models: { main: { model: bc92, where: year > 2001, vce: opg } }
            robustness:
              first: { from: second, law: exponential }
              second: { from: main, where: ~ }
            """);

        StudyModel first = study.Robustness![0];
        Assert.Equal(("exponential", null, "opg"), (first.Request.Law, first.Request.Where, first.Request.Vce));
        Assert.Equal(["where: none"], study.Robustness[1].Changes);
    }

    [Fact]
    public void All_model_keys_are_understood()
    {
        Study study = _bench.Read(StudyBench.Data + """
            models:
              a: { model: pooled, law: truncated-normal, formula: ln(flow) ~ x, mean-u: z, sigma-u: [z, d], sigma-v: z, side: cost,
                   vce: "bootstrap:20", small-sample: none, starts: 3, optimizer: bfgs, test-replications: 9, level: 90 }
              b: { model: bc92, formula: ln(flow) ~ x, time-origin: unit }
            """);

        Core.Estimation.ModelRequest request = study.Models[0].Request;
        Assert.Equal(("z", "z + d", "z", "cost"), (request.MeanU, request.SigmaU, request.SigmaV, request.Side));
        Assert.Equal(("bootstrap:20", "none", 3, "bfgs"), (request.Vce, request.SmallSample, request.Starts, request.Optimizer));
        Assert.Equal((9, 90.0), (request.TestReplications, request.Level));
        Assert.Equal("unit", study.Models[1].Request.TimeOrigin);
    }

    [Theory]
    [InlineData("modls:\n  a: 1\n", "unknown-key", "2:1", "'models'")]
    [InlineData("models: { a: { modle: ols } }\n", "unknown-key", "2:16", "'model'")]
    [InlineData("models: { a: { model: osl } }\n", "unknown-model", "2:23", "'ols'")]
    [InlineData("models: { a: { model: bc92, law: exponental } }\n", "unknown-law", "2:34", "'exponential'")]
    [InlineData("models: { a: { model: pooled, law: gamma, noise: cauchy } }\n", "unknown-law-of-the-noise", "2:50", "student-t")]
    [InlineData("models: { a: { model: bc92, noise: laplace } }\n", "noise-not-for-model", "2:36", "normal noise")]
    [InlineData("models: { a: { model: bc92, scaling: true, inefficiency: x } }\n", "scaling-not-for-model", "2:38", "pooled")]
    [InlineData("models: { a: { model: bc92, side: prodution } }\n", "unknown-side", "2:35", "'production'")]
    [InlineData("models: { a: { model: bc92, vce: clusterd } }\n", "unknown-covariance", "2:34", "cluster")]
    [InlineData("models: { a: { model: bc92, vce: 'bootstrap:x' } }\n", "vce-argument", "2:34", "'x'")]
    [InlineData("models: { a: { model: bc92, level: 101 } }\n", "wrong-value", "2:36", "'101'")]
    [InlineData("models: { a: { model: bc92, starts: many } }\n", "wrong-value", "2:37", "'many'")]
    [InlineData("models: { a: { model: bc92, starts: [1] } }\n", "wrong-value", "2:37", "a list")]
    [InlineData("models: { a: { model: bc95 } }\n", "no-determinants", "2:23", "inefficiency")]
    [InlineData("models: { a: { model: bc92, inefficiency: z } }\n", "no-such-index", "2:43", "inefficiency")]
    [InlineData("models: { a: { model: bc92, formula: ln(flow) ~ + } }\n", "syntax", "2:38", "model 'a'")]
    [InlineData("models: { a: { model: bc95, inefficiency: 'z +' } }\n", "syntax", "2:43", "model 'a'")]
    [InlineData("models: { a: { model: bc92, where: 'year >' } }\n", "syntax", "2:36", "model 'a'")]
    [InlineData("models: { a: { law: exponential } }\n", "missing-key", "2:11", "'model'")]
    [InlineData("models: {}\n", "missing-key", "2:9", "at least one")]
    [InlineData("models: { a: { model: ols } }\nheadline: b\n", "unknown-model", "3:11", "'b'")]
    [InlineData("models: { a: { model: ols } }\nlanguage: fr\n", "unknown-language", "3:11", "'fr'")]
    [InlineData("models: { a: { model: ols } }\nseed: x1\n", "wrong-value", "3:7", "'x1'")]
    [InlineData("models: { a: { model: ols } }\ntests: { t: { model: a, against: aa } }\n", "unknown-model", "3:34", "'a'")]
    [InlineData("models: { a: { model: ols } }\ntests: { t: { model: a, against: a } }\n", "wrong-test", "3:34", "itself")]
    [InlineData("models: { a: { model: ols } }\ntests: { t: { model: a } }\n", "wrong-test", "3:10", "exactly one")]
    [InlineData("models: { a: { model: ols } }\ntests: { t: { model: a, drop: lnn(x) } }\n", "unknown-function", "3:31", "lnn")]
    [InlineData("models: { a: { model: ols } }\ntests: { t: { model: a, drop: xx } }\n", "unknown-term", "3:31", "'x'")]
    [InlineData("models: { a: { model: bc92, law: exponential } }\ntests: { t: { model: a, law: truncated-normal } }\n", "wrong-test", "3:30", "half-normal")]
    [InlineData("models: { a: { model: ols } }\nrobustness: { r: { from: b } }\n", "unknown-model", "3:26", "'b'")]
    [InlineData("models: { a: { model: ols } }\nrobustness: { a: { from: a } }\n", "repeated-name", "3:15", "'a'")]
    [InlineData("models: { a: { model: ols } }\nrobustness: { r: { from: s }, s: { from: r } }\n", "cyclic-from", "3:42", "r → s → r")]
    [InlineData("models: { a: { model: ols } }\npotential: { draws: 1 }\n", "wrong-value", "3:21", "'1'")]
    [InlineData("models: { a: { model: ols } }\npotential: { classes: { base: olss } }\n", "unknown-class-base", "3:31", "'ols'")]
    [InlineData("models: { a: { model: ols } }\npotential: { classes: { cuts: [1.2, 0.8] } }\n", "class-cuts", "3:31", "ascending")]
    [InlineData("models: { a: { model: ols } }\noutput: { style: aerr }\n", "unknown-table-style", "3:18", "did you mean 'aer'")]
    [InlineData("models: { a: { model: ols } }\noutput: { style: { second: tt } }\n", "unknown-second-line", "3:28", "'tt'")]
    [InlineData("models: { a: { model: ols } }\noutput: { style: { rows: [observatons] } }\n", "unknown-table-row", "3:27", "did you mean 'observations'")]
    [InlineData("models: { a: { model: ols } }\noutput: { style: { stars: [0.01, 0.05] } }\n", "star-levels", "3:27", "fall")]
    [InlineData("models: { a: { model: ols } }\noutput: { style: { decimal: 3 } }\n", "unknown-key", "3:20", "did you mean 'decimals'")]
    [InlineData("models: { a: { model: ols } }\noutput: { style: { groups: { Panel: [b] } } }\n", "unknown-model", "3:38", "'b'")]
    [InlineData("models: { a: { model: ols } }\noutput: { tables: [text, word] }\n", "unknown-table-format", "3:26", "'word'")]
    [InlineData("models: { a: *nothing }\nx-a: &nothin { model: ols }\n", "unknown-anchor", "2:14", "'nothin'")]
    [InlineData("models: { a: { model: ols }, a: { model: ols } }\n", "study-syntax", "2:", "twice")]
    [InlineData("models: { a: { model: ols }\n", "study-syntax", "2:", "not closed")]
    [InlineData("models: { a: &m { model: ols, <<: *m } }\n", "cyclic-merge", "2:14", "itself")]
    public void What_is_wrong_is_named_with_its_place(string rest, string code, string place, string named)
    {
        string yaml = "data: { file: panel.csv, unit: id, time: year }\n" + rest;
        if (!rest.Contains("formula", StringComparison.Ordinal))
            yaml += "frontier: ln(flow) ~ x\n";

        (string found, string message) = StudyBench.Error(() => _bench.Read(yaml));

        Assert.Equal(code, found);
        Assert.Contains($"study.yaml:{place}", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models: { a: { model: ols, formula: y ~ x } }\n", "missing-key", "'data'")]
    [InlineData("data: { unit: id }\nfrontier: y ~ x\n", "missing-key", "'file'")]
    [InlineData("data: { file: a.csv, filee: 1 }\nfrontier: y ~ x\n", "unknown-key", "'file'")]
    [InlineData("data: { file: a.csv, unit: [a, b, c] }\nfrontier: y ~ x\n", "wrong-value", "exporter and importer")]
    [InlineData("data: { file: a.csv, where: 'a >' }\nfrontier: y ~ x\n", "syntax", "1:29")]
    [InlineData("data: { file: a.csv, derive: { b: a + } }\nfrontier: y ~ x\n", "syntax", "1:35")]
    [InlineData("data: { file: a.csv, separator: ;; }\nfrontier: y ~ x\n", "wrong-value", "one character")]
    [InlineData("data: { file: a.csv, decimal-comma: maybe }\nfrontier: y ~ x\n", "wrong-value", "true or false")]
    [InlineData("data: { file: a.csv, join: [{ file: b.csv }] }\nfrontier: y ~ x\n", "missing-key", "'on'")]
    [InlineData("data: { file: a.csv, multilateral: { r: { mass: m } } }\nfrontier: y ~ x\n", "missing-key", "latitude")]
    [InlineData("data: { file: a.csv, unit: id, multilateral: { r: { variable: d, exporter-mass: a, importer-mass: b } } }\nfrontier: y ~ x\n", "needs-pairs", "exporter and importer")]
    [InlineData("data: { file: a.csv }\nmodels: { a: { model: pitt-lee, formula: y ~ x } }\n", "needs-units", "'data.unit'")]
    [InlineData("data: { file: a.csv, unit: id }\nmodels: { a: { model: bc92, formula: y ~ x } }\n", "needs-periods", "'data.time'")]
    [InlineData("data: { file: a.csv }\nmodels: { a: { model: ols } }\n", "missing-key", "'formula'")]
    [InlineData("data: { file: a.csv }\nmodels: { a: { model: latent-class, formula: y ~ x | id } }\n", "absorbed-effects", "2:46")]
    [InlineData("data:\n\tfile: a.csv\n", "study-syntax", "study.yaml:2:1: this line is indented with a tab")]
    [InlineData("data:\n  file: a.csv\n  file: b.csv\nfrontier: y ~ x\n", "study-syntax", "study.yaml:3:3: this is not YAML as expected: the key 'file' stands twice")]
    [InlineData("data: &a { file: a.csv, where: *a }\nfrontier: y ~ x\n", "cyclic-anchor", "study.yaml:1:25: the alias here refers to a value that holds it")]
    [InlineData("data: { file: a.csv, where: { a: b } }\nfrontier: y ~ x\n", "wrong-value", "study.yaml:1:29: 'data.where' needs a text, a mapping is given")]
    [InlineData("data: { file: a.csv, time: [a, b] }\nfrontier: y ~ x\n", "wrong-value", "study.yaml:1:28: 'data.time' needs a text, a list is given")]
    [InlineData("data: { file: a.csv, encoding: klingon }\nfrontier: y ~ x\n", "wrong-value", "gb18030")]
    [InlineData("data: { file: a.csv, thousands: x }\nfrontier: y ~ x\n", "wrong-value", "or the word space; 'x' is given")]
    [InlineData("data: { file: a.csv }\nfrontier: y ~ x\nmodels: [ols]\n", "wrong-value", "study.yaml:3:9: 'models' needs a mapping of keys to values, a list is given")]
    [InlineData("data: { file: a.csv }\nfrontier: y ~ x\nmodels: { a: { model: ols } }\nrobustness: { b: { from: b } }\n", "cyclic-from", "study.yaml:4:26: 'from' leads in a circle: b → b")]
    [InlineData("", "study-syntax", "empty")]
    [InlineData("just a text\n", "wrong-value", "mapping")]
    public void What_is_wrong_with_the_data_is_named(string yaml, string code, string named)
    {
        (string found, string message) = StudyBench.Error(() => _bench.Read(yaml));

        Assert.Equal(code, found);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_study_gets_the_nearest_files()
    {
        string written = _bench.Write("study.yaml", "");
        (string code, string message) = StudyBench.Error(() => StudyFile.Read(Path.Combine(Path.GetDirectoryName(written)!, "studdy.yaml")));
        Assert.Equal("study-not-found", code);
        Assert.Contains("did you mean 'study.yaml'?", message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_study_is_a_usage_error()
    {
        (string code, string message) = StudyBench.Error(() => StudyFile.Read("no/such/study.yaml"));

        Assert.Equal("study-not-found", code);
        Assert.Contains("no/such/study.yaml", message, StringComparison.Ordinal);
    }
}
