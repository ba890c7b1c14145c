using Gravity.Core.Data;
using Gravity.Core.Potential;
using Gravity.Core.Regression;
using Gravity.Core.Specification;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>The methods of potential that a study puts side by side.</summary>
internal static class StudyMethodRunner
{
    /// <summary>In sample, and of the rows that the study holds out.</summary>
    public static (MethodComparison? InSample, MethodComparison? HeldOut) Compare(
        StudyPlan plan, StudyFitter fitter, StudyOptions options, NamedFit headline, IReadOnlyList<NamedFit> models, PotentialResult? potential, List<StudyWarning> leftOut)
    {
        StudyPotential settings = plan.Study.Potential;
        NamedFit[] chosen = Chosen(plan, fitter, headline, models);
        var comparer = new MethodComparer(new MethodSettings
        {
            Level = settings.Level / 100,
            Draws = settings.Draws,
            Seed = plan.Seed,
            Threads = options.Threads,
            Retransformation = settings.Retransformation,
            Cuts = settings.Cuts,
            UnitOfRow = UnitOfRow(plan.Panel),
            Groupings = (panel, design) => StudyPotentialRunner.Groupings(plan, panel, design),
            Known = potential is null || plan.Study.Trade is not null && plan.Study.Trade.Value != headline.Fit.Design.FlowColumn ? null : (headline, potential),
            Fits = fitter.Plain(),
            Progress = options.Progress,
        });
        MethodComparison? inSample = OrLeftOut(() => comparer.InSample(chosen, options.Cancellation), leftOut);
        return (inSample, settings.OutOfSample is not { } filter ? null : OrLeftOut(
            () => StudyTables.At(plan.Study, filter.Line, filter.Column, "potential.out-of-sample", () => comparer.OutOfSample(chosen, filter.Value, options.Cancellation)), leftOut));
    }

    /// <summary>What the data cannot carry is left out with a warning: the rest of the study stands.</summary>
    private static MethodComparison? OrLeftOut(Func<MethodComparison?> compare, List<StudyWarning> leftOut)
    {
        try
        {
            return compare();
        }
        catch (DataUnfitException error)
        {
            leftOut.Add(new StudyWarning("potential", "left-out", new Phrase("finding.methods-left-out", ("why", error.Message))));
            return null;
        }
    }

    /// <summary>The models named; without, every regression of the headline's flow and the headline, or least squares on its rows where no regression is.</summary>
    private static NamedFit[] Chosen(StudyPlan plan, StudyFitter fitter, NamedFit headline, IReadOnlyList<NamedFit> models)
    {
        if (plan.Study.Potential.Methods is { } asked)
        {
            return [.. asked.DistinctBy(m => m.Value).Select(m => StudyTables.At(plan.Study, m.Line, m.Column, "potential.methods", () =>
            {
                NamedFit? named = models.FirstOrDefault(f => f.Name == m.Value);
                return named is null || named.Fit.PredictsFlow || named.Fit.HasEfficiency ? named
                    : throw new UsageException("no-prediction", $"'{m.Value}' has neither a frontier nor a prediction, so it has no potential");
            })).OfType<NamedFit>()];
        }
        string? flow = FlowOf(headline.Fit);
        NamedFit[] regressions = [.. models.Where(m => m.Fit.PredictsFlow && m.Converged && FlowOf(m.Fit) == flow)];
        if (!headline.Fit.HasEfficiency)
            return regressions;
        return regressions.Length > 0 ? [.. regressions, headline]
            : StudyFitter.OrNull(() => fitter.Refit(headline, "ols", new Estimation.ModelRequest { Model = "ols", Formula = headline.Fit.Request.Formula })) is { } line ? [line, headline] : [];
    }

    /// <summary>The column of the flow: inside the logarithm of the left side, or the left side of a regression of the flow itself.</summary>
    internal static string? FlowOf(ModelFit fit) => PseudoLikelihoods.Find(fit.Request.Model) is null ? fit.Design.FlowColumn : fit.Design.ResponseName;

    private static Dictionary<int, string?>? UnitOfRow(TradePanel panel) => panel.Index is not { } index ? null
        : Enumerable.Range(0, panel.RowCount).ToDictionary(panel.SourceRow, row => (string?)index.UnitNames[index.UnitOfRow[row]]);
}
