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
                   vce: "bootstrap:20", small-sample: none, starts: 3, optimizer: bfgs, test-replications: 9, level: 90, time-origin: unit }
            """);

        Core.Estimation.ModelRequest request = study.Models[0].Request;
        Assert.Equal(("z", "z + d", "z", "cost"), (request.MeanU, request.SigmaU, request.SigmaV, request.Side));
        Assert.Equal(("bootstrap:20", "none", 3, "bfgs"), (request.Vce, request.SmallSample, request.Starts, request.Optimizer));
        Assert.Equal((9, 90.0, "unit"), (request.TestReplications, request.Level, request.TimeOrigin));
    }

    [Theory]
    [InlineData("modls:\n  a: 1\n", "unknown-key", "line 2, column 1", "'models'")]
    [InlineData("models: { a: { modle: ols } }\n", "unknown-key", "line 2, column 16", "'model'")]
    [InlineData("models: { a: { model: osl } }\n", "unknown-model", "line 2, column 23", "'ols'")]
    [InlineData("models: { a: { model: bc92, law: exponental } }\n", "unknown-law", "line 2, column 34", "'exponential'")]
    [InlineData("models: { a: { model: pooled, law: gamma, noise: cauchy } }\n", "unknown-law-of-the-noise", "line 2, column 50", "student-t")]
    [InlineData("models: { a: { model: bc92, noise: laplace } }\n", "noise-not-for-model", "line 2, column 36", "normal noise")]
    [InlineData("models: { a: { model: bc92, scaling: true, inefficiency: x } }\n", "scaling-not-for-model", "line 2, column 38", "pooled")]
    [InlineData("models: { a: { model: bc92, side: prodution } }\n", "unknown-side", "line 2, column 35", "'production'")]
    [InlineData("models: { a: { model: bc92, vce: clusterd } }\n", "unknown-covariance", "line 2, column 34", "cluster")]
    [InlineData("models: { a: { model: bc92, vce: 'bootstrap:x' } }\n", "vce-argument", "line 2, column 34", "'x'")]
    [InlineData("models: { a: { model: bc92, level: 101 } }\n", "wrong-value", "line 2, column 36", "'101'")]
    [InlineData("models: { a: { model: bc92, starts: many } }\n", "wrong-value", "line 2, column 37", "'many'")]
    [InlineData("models: { a: { model: bc92, starts: [1] } }\n", "wrong-value", "line 2, column 37", "a list")]
    [InlineData("models: { a: { model: bc95 } }\n", "no-determinants", "line 2, column 23", "inefficiency")]
    [InlineData("models: { a: { model: bc92, inefficiency: z } }\n", "no-such-index", "line 2, column 43", "inefficiency")]
    [InlineData("models: { a: { model: bc92, formula: ln(flow) ~ + } }\n", "syntax", "line 2, column 38", "model 'a'")]
    [InlineData("models: { a: { model: bc95, inefficiency: 'z +' } }\n", "syntax", "line 2, column 43", "model 'a'")]
    [InlineData("models: { a: { model: bc92, where: 'year >' } }\n", "syntax", "line 2, column 36", "model 'a'")]
    [InlineData("models: { a: { law: exponential } }\n", "missing-key", "line 2, column 11", "'model'")]
    [InlineData("models: {}\n", "missing-key", "line 2, column 9", "at least one")]
    [InlineData("models: { a: { model: ols } }\nheadline: b\n", "unknown-model", "line 3, column 11", "'b'")]
    [InlineData("models: { a: { model: ols } }\nlanguage: fr\n", "unknown-language", "line 3, column 11", "'fr'")]
    [InlineData("models: { a: { model: ols } }\nseed: x1\n", "wrong-value", "line 3, column 7", "'x1'")]
    [InlineData("models: { a: { model: ols } }\ntests: { t: { model: a, against: aa } }\n", "unknown-model", "line 3, column 34", "'a'")]
    [InlineData("models: { a: { model: ols } }\ntests: { t: { model: a, against: a } }\n", "wrong-test", "line 3, column 34", "itself")]
    [InlineData("models: { a: { model: ols } }\ntests: { t: { model: a } }\n", "wrong-test", "line 3, column 10", "exactly one")]
    [InlineData("models: { a: { model: ols } }\ntests: { t: { model: a, drop: lnn(x) } }\n", "unknown-function", "line 3, column 31", "lnn")]
    [InlineData("models: { a: { model: ols } }\ntests: { t: { model: a, drop: xx } }\n", "unknown-term", "line 3, column 31", "'x'")]
    [InlineData("models: { a: { model: bc92, law: exponential } }\ntests: { t: { model: a, law: truncated-normal } }\n", "wrong-test", "line 3, column 30", "half-normal")]
    [InlineData("models: { a: { model: ols } }\nrobustness: { r: { from: b } }\n", "unknown-model", "line 3, column 26", "'b'")]
    [InlineData("models: { a: { model: ols } }\nrobustness: { a: { from: a } }\n", "repeated-name", "line 3, column 15", "'a'")]
    [InlineData("models: { a: { model: ols } }\nrobustness: { r: { from: s }, s: { from: r } }\n", "cyclic-from", "line 3, column 42", "r → s → r")]
    [InlineData("models: { a: { model: ols } }\npotential: { draws: 1 }\n", "wrong-value", "line 3, column 21", "'1'")]
    [InlineData("models: { a: { model: ols } }\npotential: { classes: { base: olss } }\n", "unknown-class-base", "line 3, column 31", "'ols'")]
    [InlineData("models: { a: { model: ols } }\npotential: { classes: { cuts: [1.2, 0.8] } }\n", "class-cuts", "line 3, column 31", "ascending")]
    [InlineData("models: { a: { model: ols } }\noutput: { tables: [text, word] }\n", "unknown-table-format", "line 3, column 26", "'word'")]
    [InlineData("models: { a: *nothing }\nx-a: &nothin { model: ols }\n", "unknown-anchor", "line 2, column 14", "'nothin'")]
    [InlineData("models: { a: { model: ols }, a: { model: ols } }\n", "study-syntax", "line 2", "twice")]
    [InlineData("models: { a: { model: ols }\n", "study-syntax", "line 2", "not closed")]
    [InlineData("models: { a: &m { model: ols, <<: *m } }\n", "cyclic-merge", "line 2, column 14", "itself")]
    public void What_is_wrong_is_named_with_its_place(string rest, string code, string place, string named)
    {
        string yaml = "data: { file: panel.csv, unit: id, time: year }\n" + rest;
        if (!rest.Contains("formula", StringComparison.Ordinal))
            yaml += "frontier: ln(flow) ~ x\n";

        (string found, string message) = StudyBench.Error(() => _bench.Read(yaml));

        Assert.Equal(code, found);
        Assert.Contains($"study.yaml, {place}", message, StringComparison.Ordinal);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("models: { a: { model: ols, formula: y ~ x } }\n", "missing-key", "'data'")]
    [InlineData("data: { unit: id }\nfrontier: y ~ x\n", "missing-key", "'file'")]
    [InlineData("data: { file: a.csv, filee: 1 }\nfrontier: y ~ x\n", "unknown-key", "'file'")]
    [InlineData("data: { file: a.csv, unit: [a, b, c] }\nfrontier: y ~ x\n", "wrong-value", "exporter and importer")]
    [InlineData("data: { file: a.csv, where: 'a >' }\nfrontier: y ~ x\n", "syntax", "line 1, column 29")]
    [InlineData("data: { file: a.csv, derive: { b: a + } }\nfrontier: y ~ x\n", "syntax", "line 1, column 35")]
    [InlineData("data: { file: a.csv, separator: ;; }\nfrontier: y ~ x\n", "wrong-value", "one character")]
    [InlineData("data: { file: a.csv, decimal-comma: maybe }\nfrontier: y ~ x\n", "wrong-value", "true or false")]
    [InlineData("data: { file: a.csv, join: [{ file: b.csv }] }\nfrontier: y ~ x\n", "missing-key", "'on'")]
    [InlineData("data: { file: a.csv, multilateral: { r: { mass: m } } }\nfrontier: y ~ x\n", "missing-key", "latitude")]
    [InlineData("data: { file: a.csv, unit: id, multilateral: { r: { variable: d, exporter-mass: a, importer-mass: b } } }\nfrontier: y ~ x\n", "needs-pairs", "exporter and importer")]
    [InlineData("data: { file: a.csv }\nmodels: { a: { model: pitt-lee, formula: y ~ x } }\n", "needs-units", "'data.unit'")]
    [InlineData("data: { file: a.csv, unit: id }\nmodels: { a: { model: bc92, formula: y ~ x } }\n", "needs-periods", "'data.time'")]
    [InlineData("data: { file: a.csv }\nmodels: { a: { model: ols } }\n", "missing-key", "'formula'")]
    [InlineData("data: { file: a.csv }\nfrontier: y ~ x | id\n", "absorbed-effects", "line 2, column 11")]
    [InlineData("", "study-syntax", "empty")]
    [InlineData("just a text\n", "wrong-value", "mapping")]
    public void What_is_wrong_with_the_data_is_named(string yaml, string code, string named)
    {
        (string found, string message) = StudyBench.Error(() => _bench.Read(yaml));

        Assert.Equal(code, found);
        Assert.Contains(named, message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_study_is_a_usage_error()
    {
        (string code, string message) = StudyBench.Error(() => StudyFile.Read("no/such/study.yaml"));

        Assert.Equal("study-not-found", code);
        Assert.Contains("no/such/study.yaml", message, StringComparison.Ordinal);
    }
}
