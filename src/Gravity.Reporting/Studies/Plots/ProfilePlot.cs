using Gravity.Core;
using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Specification;
using Gravity.Reporting.Charts;
using Gravity.Reporting.Results;

namespace Gravity.Reporting.Studies.Plots;

/// <summary>Profile likelihood of a parameter.</summary>
internal sealed class ProfilePlot : IPlotKind
{
    public ChartKind Kind => ProfileChart.Kind;

    public PlotNeeds Needs => PlotNeeds.Likelihood;

    public PlotTakes Takes => PlotTakes.Parameter;

    public IReadOnlyList<PlotFile> Files(PlotInput input) => input.Fit.Result.Theta.All(double.IsFinite) ? [new PlotFile(Kind.Key, PlotChoice.Default)] : [];

    public IChart Create(PlotInput input, PlotChoice choice)
    {
        FitResult fit = input.Fit.Result;
        int position = choice.Parameter is { } asked ? Find(fit, asked) : Default(fit);
        ParameterEstimate parameter = fit.Parameters[position];
        Core.Wording.Words words = input.Labels.Words;
        string name = Name(input, parameter);
        return new ProfileChart(
            PlotText.Of(input, words.Say("plot.profile.title", ("parameter", name)), withSpan: false), ProfileLikelihood.Of(input.Fit.Likelihood!, fit, position), name,
            ResultWords.Percent(fit.Level / 100));
    }

    private static string Name(PlotInput input, ParameterEstimate parameter)
    {
        string term = input.Labels.Term(parameter.Name);
        bool level = parameter.Name == BlockNames.Intercept;
        return parameter.Block switch
        {
            BlockNames.InefficiencyVariance => level ? "ln σᵤ²" : "ln σᵤ²: " + term,
            BlockNames.NoiseVariance => level ? "ln σᵥ²" : "ln σᵥ²: " + term,
            BlockNames.InefficiencyMean => level ? "μ" : "μ: " + term,
            BlockNames.Time => parameter.Name == "eta" ? "η" : parameter.Name,
            _ => term,
        };
    }

    /// <summary>The path over time where there is one, else the scale of u.</summary>
    private static int Default(FitResult fit)
    {
        string[] blocks = [BlockNames.Time, BlockNames.InefficiencyVariance];
        ParameterEstimate? found = blocks.Select(b => fit.Parameters.FirstOrDefault(p => p.Block == b)).FirstOrDefault(p => p is not null);
        return found is null ? 0 : fit.Parameters.ToList().IndexOf(found);
    }

    private static int Find(FitResult fit, string asked)
    {
        // σ_u, σ_v and μ without determinants are one parameter each, whose interval maps to theirs.
        string wanted = asked switch
        {
            "sigmaU" => $"{BlockNames.InefficiencyVariance}:{BlockNames.Intercept}",
            "sigmaV" => $"{BlockNames.NoiseVariance}:{BlockNames.Intercept}",
            "mu" => $"{BlockNames.InefficiencyMean}:{BlockNames.Intercept}",
            _ => asked,
        };
        for (int j = 0; j < fit.Parameters.Count; j++)
        {
            if (fit.Parameters[j].Name == wanted || $"{fit.Parameters[j].Block}:{fit.Parameters[j].Name}" == wanted) return j;
        }
        throw new UsageException("unknown-parameter", NearestNames.Sentence("parameter", asked, [.. fit.Parameters.Select(p => p.Name == BlockNames.Intercept ? $"{p.Block}:{p.Name}" : p.Name)]));
    }
}
