using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Potential;
using Gravity.Core.Studies;
using Gravity.Core.Wording;
using Gravity.Reporting.Html;
using Gravity.Reporting.Studies;
using Gravity.Reporting.Tests.Studies;

namespace Gravity.Reporting.Tests.Html;

/// <summary>The abstract claims what the numbers allow, and no more.</summary>
public sealed class ReportAbstractTest
{
    private static string Of(StudyResult study) => new ReportAbstract(study, StudyWords.Labels(study)).Paragraph();

    private static StudyResult WithHeadline(Func<FitResult, FitResult> change)
    {
        StudyResult study = SampleStudy.Small;
        return study with { Models = [.. study.Models.Select(m => m.Name == study.Headline ? m with { Fit = m.Fit with { Result = change(m.Result) } } : m)] };
    }

    private static StudyResult WithTotal(Func<PotentialTotal, PotentialTotal> change)
    {
        PotentialResult potential = SampleStudy.Small.Potential!;
        return SampleStudy.Small with
        {
            Potential = potential with { Totals = [.. potential.Totals.Select(t => t.Name == "all" ? t with { Groups = [change(t.Groups[0])] } : t)] },
        };
    }

    [Fact]
    public void It_names_sample_model_mean_range_and_total()
    {
        string text = Of(SampleStudy.Small);
        Assert.Contains("Battese and Coelli (1992)", text, StringComparison.Ordinal);
        Assert.Contains("47 rows of 8 partners, 2010–2015", text, StringComparison.Ordinal);
        Assert.Contains(ReportNumbers.Share(SampleStudy.Small.Efficiency!.Mean), text, StringComparison.Ordinal);
        Assert.Contains("expected potential is", text, StringComparison.Ordinal);
        var units = SampleStudy.Small.Efficiency!.Units;
        Assert.Contains("for " + SampleStudy.Small.Labels.Unit(units.MinBy(u => u.Mean)!.Unit), text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
        Assert.Contains("期望贸易潜力", Of(SampleStudy.Small with { Language = "zh" }), StringComparison.Ordinal);
    }

    [Fact]
    public void A_headline_that_did_not_converge_is_not_summed_up()
    {
        StudyResult study = WithHeadline(f => f with { Converged = false });
        string text = Of(study);
        Assert.Contains("did not converge", text, StringComparison.Ordinal);
        Assert.DoesNotContain(ReportNumbers.Share(study.Efficiency!.Mean), text, StringComparison.Ordinal);
        Assert.DoesNotContain("potential is", text, StringComparison.Ordinal);
        Assert.Single(new ReportAbstract(study, StudyWords.Labels(study)).Figures());
    }

    [Fact]
    public void Inefficiency_that_is_not_found_makes_potential_no_evidence()
    {
        string text = Of(WithHeadline(f => f with { InefficiencyTest = new InefficiencyTest(1.2, 2, 0.41) }));
        Assert.Contains("is not rejected (LR = 1.20", text, StringComparison.Ordinal);
        Assert.Contains("no evidence of a shortfall", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1.4, false)]
    [InlineData(1.6, true)]
    public void A_wide_interval_is_called_wide(double factor, bool wide) => Assert.Equal(
        wide,
        Of(WithTotal(t => t with { Expected = new IntervalEstimate(1.2 * t.Actual, 1.1 * t.Actual, 1.1 * factor * t.Actual) })).Contains("order of magnitude", StringComparison.Ordinal));

    [Fact]
    public void A_leader_that_is_not_certain_is_not_named_as_such()
    {
        PotentialResult potential = SampleStudy.Small.Potential!;
        StudyResult With(double p) => SampleStudy.Small with
        {
            Potential = potential with { Totals = [.. potential.Totals.Select(t => t.Name == "iso" ? t with { Groups = [.. t.Groups.Select((g, i) => g with { FirstProbability = i == 2 ? p : 0.01 })] } : t)] },
        };
        Assert.Contains("largest room is that of Gamma_land with probability 0.80", Of(With(0.8)), StringComparison.Ordinal);
        Assert.Contains("cannot be told: the most probable, Gamma_land, comes first with probability 0.30 only", Of(With(0.3)), StringComparison.Ordinal);
    }

    [Fact]
    public void A_trend_whose_sign_changes_is_not_identified_and_one_not_rejected_not_found()
    {
        StudyResult With(params Finding[] findings) => SampleStudy.Small with { Findings = findings };
        var kept = new Finding("time-invariance-not-rejected", "x", new Dictionary<string, double> { ["eta"] = -0.01, ["statistic"] = 1.74, ["p"] = 0.187 });
        var rejected = kept with { Code = "time-invariance-rejected" };
        var sign = new Finding("eta-sign-changes", "x", new Dictionary<string, double> { ["eta"] = -0.01, ["without"] = 0.03, ["correlation"] = 0.97 });
        Assert.Contains("is not identified: η is −0.0100", Of(With(rejected, sign)), StringComparison.Ordinal);
        Assert.Contains("is not found (η = −0.0100", Of(With(kept)), StringComparison.Ordinal);
        Assert.Contains("efficiency falls over time", Of(With(rejected)), StringComparison.Ordinal);
    }

    [Fact]
    public void Studies_without_potential_efficiency_or_determinants_have_an_abstract()
    {
        Assert.DoesNotContain("potential", Of(SampleStudy.Small with { Potential = null, MarginalEffects = [] }), StringComparison.Ordinal);
        StudyResult ols = SampleStudy.Small with { Headline = "ols", Efficiency = null, Potential = null, MarginalEffects = [] };
        Assert.Contains("neither efficiency nor potential is reported", Of(ols), StringComparison.Ordinal);
        Assert.Contains("neither efficiency nor potential", ReportPages.Write(ols with { Classes = null }), StringComparison.Ordinal);
        PotentialResult cost = SampleStudy.Small.Potential! with { Side = FrontierSide.Cost };
        Assert.Contains("least cost", Of(SampleStudy.Small with { Potential = cost }), StringComparison.Ordinal);
    }

    [Fact]
    public void Models_and_laws_have_words_in_every_language()
    {
        foreach (string language in Words.Languages)
        {
            var words = Words.Of(language);
            Assert.All(ModelCatalog.All, m => Assert.True(words.Has("html.model." + m.Key), m.Key));
            Assert.All(ModelCatalog.All.SelectMany(m => m.Laws).Distinct(), law => Assert.True(words.Has("html.law." + law), law));
        }
    }
}
