using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Studies;
using Gravity.Core.Wording;

namespace Gravity.Core.Tests.Estimation;

/// <summary>A saved fit read back is the fit, bit for bit; a file that is none is refused in words.</summary>
public sealed class FitFileTests
{
    private const string Formula = "ln(exports) ~ ln(gdp) + ln(dist)";

    [Theory]
    [InlineData("bc92", "hessian", -1)]
    [InlineData("half-normal", "cluster:id", -1)]
    [InlineData("half-normal", "bootstrap:20", -1)]
    [InlineData("half-normal", "hessian", 1)]
    [InlineData("truncated-normal", "robust", 1)]
    [InlineData("ols", "cluster:id,year", -1)]
    [InlineData("schmidt-sickles-re", "hessian", -1)]
    public void Reading_gives_back_the_bits(string model, string vce, int skew)
    {
        ModelRequest request = Request(model) with { Vce = vce };
        FitResult fit = ModelRunner.Fit(request, Panel(skew), new FitOptions { Seed = 3 }).Result with { Seconds = 0.125 };
        var reading = new CsvOptions { Separator = ';', DecimalComma = true, MissingCodes = ["-9", "n/a"], Encoding = Encoding.Latin1 };
        byte[] bytes = FitFile.ToUtf8(new SavedFit(fit, request, reading));
        SavedFit back = FitFile.Read(new MemoryStream(bytes), "fit.json");

        Assert.Equal(bytes, FitFile.ToUtf8(back));
        Assert.Equal(fit.Theta.Select(BitConverter.DoubleToInt64Bits), back.Result.Theta.Select(BitConverter.DoubleToInt64Bits));
        Assert.Equal(fit.Covariance.Matrix.Values.ToArray(), back.Result.Covariance.Matrix.Values.ToArray());
        Assert.Equal(fit.DegreesOfFreedom, back.Result.DegreesOfFreedom);
        Assert.Equal(fit.Parameters, back.Result.Parameters);
        Assert.Equal(fit.Derived, back.Result.Derived);
        Assert.Equal(fit.InefficiencyTest, back.Result.InefficiencyTest);
        Assert.Equal(fit.Warnings, back.Result.Warnings);
        Assert.Equal(fit.Information, back.Result.Information);
        Assert.Equal(fit.Sample.Dropped.SelectMany(d => d.Rows), back.Result.Sample.Dropped.SelectMany(d => d.Rows));
        Assert.Equal(fit.Conditioning?.Eigenvalues, back.Result.Conditioning?.Eigenvalues);
        Assert.Equal(fit.Covariance.Clusters, back.Result.Covariance.Clusters);
        Assert.Equal(fit.Covariance.TextPhrase.In(Words.Chinese), back.Result.Covariance.TextPhrase.In(Words.Chinese));
        Assert.Equal(request with { Unit = back.Request!.Unit, Fix = back.Request.Fix, Constraints = back.Request.Constraints }, back.Request);
        Assert.Equal(request.Unit, back.Request.Unit);
        Assert.Equal(request.Fix, back.Request.Fix);
        Assert.Equal(request.Constraints, back.Request.Constraints);
        Assert.Equal(';', back.Reading!.Separator);
        Assert.Equal(["-9", "n/a"], back.Reading.MissingCodes);
        Assert.Equal("iso-8859-1", back.Reading.Encoding!.WebName);
    }

    [Fact]
    public void A_saved_warning_keeps_its_English_sentence_behind_the_meaning_of_its_kind()
    {
        FitResult fit = ModelRunner.Fit(Request("half-normal") with { Vce = "cluster:id" }, Panel(-1), new FitOptions()).Result;
        FitWarning made = fit.Warnings.First(w => w.Code == "few-clusters");
        using var file = new MemoryStream(FitFile.ToUtf8(new SavedFit(fit, null, null)));
        FitWarning read = FitFile.Read(file, "fit.json").Result.Warnings.First(w => w.Code == "few-clusters");

        Assert.Equal("9 个聚类；p 值与区间采用 t(8)", made.MessageIn(Words.Chinese));
        Assert.Equal($"{made.Kind.MeaningIn(Words.Chinese)}（{made.Message}）", read.MessageIn(Words.Chinese));
        Assert.Equal(made.Message, read.MessageIn(Words.English));
    }

    [Fact]
    public void A_log_variance_at_its_boundary_comes_back_as_minus_infinity()
    {
        FitResult fit = ModelRunner.Fit(Request("half-normal"), Panel(1), new FitOptions()).Result;
        Assert.Equal(TerminationWords.Boundary, fit.Termination);
        FitResult back = FitFile.Read(new MemoryStream(FitFile.ToUtf8(new SavedFit(fit, null))), "fit.json").Result;
        Assert.Equal(double.NegativeInfinity, back.Parameter("inefficiency-variance", "(Intercept)").Estimate);
        Assert.True(double.IsNaN(back.Parameter("inefficiency-variance", "(Intercept)").StandardError));
    }

    [Fact]
    public void The_limit_of_a_ridge_is_kept()
    {
        FitResult fit = ModelRunner.Fit(Request("half-normal"), Panel(-1), new FitOptions()).Result;
        FitResult limit = ModelRunner.Fit(Request("exponential"), Panel(-1), new FitOptions()).Result;
        FitResult ridge = fit with { Limit = limit, Termination = TerminationWords.Ridge, Converged = false };
        FitResult back = FitFile.Read(new MemoryStream(FitFile.ToUtf8(new SavedFit(ridge, null))), "fit.json").Result;
        Assert.Equal(limit.LogLikelihood, back.Limit!.LogLikelihood);
        Assert.Equal(limit.Theta, back.Limit.Theta);
        Assert.False(back.Converged);
    }

    [Fact]
    public void A_restored_fit_has_the_efficiencies_of_the_fit()
    {
        ModelRequest request = Request("bc92");
        ModelFit fit = ModelRunner.Fit(request, Panel(-1), new FitOptions());
        SavedFit saved = FitFile.Read(new MemoryStream(FitFile.ToUtf8(new SavedFit(fit.Result, request))), "fit.json");
        ModelFit restored = ModelRunner.Restore(saved.Request!, Panel(-1), saved.Result);
        Assert.Equal(fit.Conditional().Residual, restored.Conditional().Residual);
        Assert.Equal(fit.Conditional().Laws.Select(l => l.Mean), restored.Conditional().Laws.Select(l => l.Mean));
    }

    [Theory]
    [InlineData("not json", "damaged-fit")]
    [InlineData("", "damaged-fit")]
    [InlineData("[1]", "not-a-fit")]
    [InlineData("{}", "not-a-fit")]
    [InlineData("{ \"schema\": 1, \"rows\": [] }", "not-a-fit")]
    [InlineData("{ \"schema\": 2, \"model\": \"bc92\", \"parameters\": [] }", "newer-fit")]
    [InlineData("{ \"schema\": 1, \"model\": \"bc92\", \"parameters\": [] }", "damaged-fit")]
    public void What_is_no_fit_is_refused(string text, string code) => Refused(Encoding.UTF8.GetBytes(text), code);

    [Fact]
    public void Every_key_that_is_cut_out_or_replaced_is_refused_or_harmless()
    {
        byte[] whole = FitFile.ToUtf8(new SavedFit(ModelRunner.Fit(Request("bc92"), Panel(-1), new FitOptions()).Result, Request("bc92")));
        Refused(whole[..(whole.Length / 2)], "damaged-fit");
        string[] keys = [.. JsonNode.Parse(whole)!.AsObject().Select(p => p.Key)];
        foreach (string key in keys.Where(k => k is not ("schema" or "model" or "parameters")))
        {
            foreach (JsonNode? replacement in new JsonNode?[] { null, JsonValue.Create("x"), new JsonArray("y") })
            {
                JsonObject changed = JsonNode.Parse(whole)!.AsObject();
                changed[key] = replacement;
                Harmless(Encoding.UTF8.GetBytes(changed.ToJsonString()), key);
            }
            JsonObject without = JsonNode.Parse(whole)!.AsObject();
            without.Remove(key);
            Harmless(Encoding.UTF8.GetBytes(without.ToJsonString()), key);
        }
    }

    [Fact]
    public void Neither_writing_nor_reading_depends_on_the_culture()
    {
        FitResult fit = ModelRunner.Fit(Request("bc92"), Panel(-1), new FitOptions()).Result;
        byte[] plain = FitFile.ToUtf8(new SavedFit(fit, Request("bc92")));
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Assert.Equal(plain, FitFile.ToUtf8(FitFile.Read(new MemoryStream(plain), "fit.json")));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static void Harmless(byte[] bytes, string key)
    {
        try
        {
            SavedFit fit = FitFile.Read(new MemoryStream(bytes), "fit.json");
            Assert.NotNull(fit.Result.Parameters);
        }
        catch (DataUnfitException error)
        {
            Assert.True(error.Code == "damaged-fit", $"{key}: {error.Code}");
        }
    }

    private static void Refused(byte[] bytes, string code)
    {
        Exception? error = Record.Exception(() => FitFile.Read(new MemoryStream(bytes), "fit.json"));
        string? found = error switch
        {
            DataUnfitException unfit => unfit.Code,
            UsageException usage => usage.Code,
            _ => error?.ToString(),
        };
        Assert.Equal(code, found);
        Assert.Contains("'fit.json'", error!.Message, StringComparison.Ordinal);
    }

    private static ModelRequest Request(string model) =>
        new() { Formula = Formula, Model = model, Unit = ["id"], Time = "year", Where = "year != 2003" };

    /// <summary>Nine units over six years; inefficiency pulls trade down (−1) or, of the wrong sign, up (1).</summary>
    private static TradePanel Panel(int sign)
    {
        var random = new RandomSource(11, 0);
        var id = new List<string?>();
        List<double> year = [], exports = [], gdp = [], dist = [];
        for (int i = 0; i < 9; i++)
        {
            double persistent = Math.Abs(random.NextNormal());
            for (int t = 0; t < 6; t++)
            {
                double logGdp = 9 + random.NextNormal(), distance = 4000 + 500 * i;
                id.Add(string.Create(CultureInfo.InvariantCulture, $"U{i}"));
                year.Add(2000 + t);
                gdp.Add(Math.Exp(logGdp));
                dist.Add(distance);
                double u = 0.5 * persistent + 0.7 * Math.Abs(random.NextNormal());
                exports.Add(Math.Exp(1 + 0.8 * logGdp - 0.5 * Math.Log(distance) + 0.1 * random.NextNormal() + sign * u));
            }
        }
        return TradePanel.Create(
        [
            new TextColumn("id", [.. id]), new NumberColumn("year", [.. year]), new NumberColumn("exports", [.. exports]),
            new NumberColumn("gdp", [.. gdp]), new NumberColumn("dist", [.. dist]),
        ]);
    }
}
