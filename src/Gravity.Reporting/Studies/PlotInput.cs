using Gravity.Core.Efficiency;
using Gravity.Core.Frontier.Diagnostics;
using Gravity.Core.Potential;
using Gravity.Core.Studies;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies;

/// <summary>What charts are drawn from: one model's efficiencies and potential, and the words around them.</summary>
public sealed record PlotInput
{
    /// <summary>The model and its rows.</summary>
    public required ModelFit Fit { get; init; }

    /// <summary>Its efficiencies; null for a model without inefficiency: only charts of its coefficients can then be drawn.</summary>
    public EfficiencyResult? Efficiency { get; init; }

    /// <summary>The fits to compare, in order; the fit alone unless given.</summary>
    public IReadOnlyList<NamedFit> Compared { get; init; } = [];

    /// <summary>Its potential; null where it was not computed: charts of potential then cannot be drawn.</summary>
    public PotentialResult? Potential { get; init; }

    /// <summary>Influence of units and rows; null to compute it where it is drawn.</summary>
    public InfluenceResult? Influence { get; init; }

    /// <summary>Further models whose influence is drawn, with it.</summary>
    internal IReadOnlyList<(NamedFit Model, InfluenceResult Influence)> Further { get; init; } = [];

    /// <summary>Potential by several methods; null where it was not compared.</summary>
    public MethodComparison? Methods { get; init; }

    /// <summary>The same for rows held out of every fit; null without.</summary>
    public MethodComparison? HeldOutMethods { get; init; }

    /// <summary>Words for units and columns.</summary>
    public ReportLabels Labels { get; init; } = ReportLabels.None;

    /// <summary>What the model is called.</summary>
    public string? Name { get; init; }

    /// <summary>Where the data come from; null for no source line.</summary>
    public string? Source { get; init; }

    /// <summary>The headline of a study.</summary>
    /// <param name="study">The study.</param>
    /// <exception cref="Core.UsageException">No model of the study has inefficiency.</exception>
    public static PlotInput Of(StudyResult study) => new()
    {
        Fit = study.HeadlineFit.Fit,
        Efficiency = study.Efficiency ?? throw new Core.UsageException(
            "no-efficiency", $"the headline '{study.Headline}' has no inefficiency, so there is nothing to draw: make a frontier the headline, e.g. model: bc92"),
        Potential = study.Potential,
        Influence = study.Diagnostics?.Influence,
        Further =
        [
            .. study.FurtherDiagnostics.Where(d => d.Result.Influence is not null)
                .Select(d => (study.Models.Concat(study.Robustness).First(m => m.Name == d.Model), d.Result.Influence!)),
        ],
        Methods = study.Methods,
        HeldOutMethods = study.HeldOutMethods,
        Compared = [.. study.Models, .. study.Robustness],
        Labels = StudyWords.Labels(study) with { Words = Core.Wording.Words.Of(study.Language) },
        Name = study.Headline,
        Source = StudyWords.Source(study),
    };
}
