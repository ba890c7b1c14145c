using Gravity.Core.Studies;

namespace Gravity.Core.Tests.Studies;

/// <summary>The keys <c>output.highlight</c> and <c>diagnostics.models</c>.</summary>
public sealed class HighlightTests : IDisposable
{
    private const string Models = """
        models:
          free: { model: half-normal, formula: ln(flow) ~ x + g + d }
          panel: { model: pitt-lee, formula: ln(flow) ~ x + g + d }
        robustness: { later: { from: panel, where: year > 2001 } }
        headline: panel
        potential: { draws: 20 }

        """;

    private readonly StudyBench _bench = new();

    public void Dispose() => _bench.Dispose();

    private StudyResult Run(string keys)
    {
        _bench.Panel();
        return StudyRunner.Run(_bench.Read(StudyBench.Data + Models + keys), new StudyOptions());
    }

    [Fact]
    public void A_filter_alone_names_the_units()
    {
        StudyResult study = Run("output: { highlight: id == \"U03\" || id == \"U07\" }");
        Assert.Equal(["U03", "U07"], study.Labels.Highlight!.Units);
        Assert.Equal("id == \"U03\" || id == \"U07\"", study.Labels.Highlight.Label);
        Assert.Contains(study.Findings, f => f.Code == "highlighted-units");
    }

    [Fact]
    public void A_unit_is_highlighted_when_any_of_its_rows_is()
    {
        StudyResult study = Run("output: { highlight: { where: 'flag == \"odd\"', label: { en: one, zh: 一 } } }");
        Assert.Equal(["U04"], study.Labels.Highlight!.Units);
        Assert.Equal("one", study.Labels.Highlight.Label);
        Assert.StartsWith("one: efficiency", Assert.Single(study.Findings, f => f.Code == "highlighted-units").Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_filter_that_no_row_satisfies_is_an_error_with_its_place()
    {
        DataUnfitException error = Assert.Throws<DataUnfitException>(() => Run("output: { highlight: x > 1e9 }"));
        Assert.StartsWith("study.yaml:8:22: output.highlight: no row", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnostics_of_further_models_are_made_in_order_and_named_wrongly_refused()
    {
        StudyResult study = Run("diagnostics: { replications: 0, refits: 1, models: [later, free, panel] }");
        Assert.Equal(["later", "free"], study.FurtherDiagnostics.Select(d => d.Model));
        Assert.NotNull(study.Diagnostics);
        (_, string message) = StudyBench.Error(() => Run("diagnostics: { models: [fre] }"));
        Assert.Contains("free", message, StringComparison.Ordinal);
    }
}
