using System.Reflection;
using Gravity.Core.Data;
using Gravity.Core.Frontier.Diagnostics;
using Gravity.Core.Potential;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Runs a study: models → tests → potential → classes → robustness → diagnostics → marginal effects → identification → findings.</summary>
public static class StudyRunner
{
    /// <summary>Runs <paramref name="study"/>.</summary>
    /// <param name="study">The study, from <see cref="StudyFile"/>.</param>
    /// <param name="options">Threads, seed, subset, progress.</param>
    /// <exception cref="UsageException">A name or formula of the study is wrong; the message names file, line, column and model.</exception>
    /// <exception cref="DataUnfitException">The data cannot carry the study, e.g. <c>cells-to-fill</c>.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static StudyResult Run(Study study, StudyOptions? options = null)
    {
        options ??= new StudyOptions();
        DateTimeOffset? started = options.Clock?.GetUtcNow();
        long stamp = options.Clock?.GetTimestamp() ?? 0;
        StudyPlan plan = StudyPlan.Of(study, options);
        StudyResult result = Run(plan, options);
        return result with
        {
            Provenance = result.Provenance with { Started = started, Seconds = options.Clock?.GetElapsedTime(stamp).TotalSeconds },
        };
    }

    /// <summary>Runs a plan.</summary>
    /// <inheritdoc cref="Run(Study, StudyOptions)"/>
    public static StudyResult Run(StudyPlan plan, StudyOptions options)
    {
        var steps = new Steps(options, plan.Models.Count + plan.Tests.Count + plan.Robustness.Count + 5);
        var fitter = new StudyFitter(plan, options);
        NamedFit[] models = [.. plan.Models.Select(m => steps.Do($"model {m.Name}", () => fitter.Fit(m)))];
        fitter.Remember(models);
        NamedFit headline = models.First(m => m.Name == plan.Headline);
        var tester = new StudyTestRunner(plan, fitter, models);
        (StudyTest? Test, NonNestedTest? Rivals)[] made = [.. plan.Tests.Select(t => steps.Do($"test {t.Name}", () =>
            t.NonNested is not null && tester.Rivals(t) is { } rivals ? ((StudyTest?)null, rivals) : (tester.Run(t), (NonNestedTest?)null)))];
        (PotentialResult? potential, StudyClasses? classes) = steps.Do("potential", () => headline.Fit.HasEfficiency
            ? (StudyPotentialRunner.Potential(plan, options, headline), ClassesOf(plan, fitter, headline, models))
            : (null, (StudyClasses?)null));
        var leftOut = new List<StudyWarning>();
        (MethodComparison? inSample, MethodComparison? heldOut) = steps.Do("methods", () => StudyMethodRunner.Compare(plan, fitter, options, headline, models, potential, leftOut));
        NamedFit[] robustness = [.. plan.Robustness.Select(m => steps.Do($"robustness {m.Name}", () => Robust(fitter, m, leftOut))).OfType<NamedFit>()];
        (DiagnosticResult? diagnostics, StudyDiagnostics[] further) = steps.Do("diagnostics", () => (Diagnostics(plan, fitter, headline), Further(plan, fitter, [.. models, .. robustness])));
        StudyMarginalEffects[] effects = [.. models.Select(StudyPotentialRunner.Effects).OfType<StudyMarginalEffects>()];
        StudyIdentification identification = steps.Do("identification", () =>
            StudyTables.At(plan.Study, 0, 0, "identification", () => new IdentificationBuilder(fitter, headline, models).Build()));
        var result = new StudyResult
        {
            Title = plan.Study.Title,
            EnglishTitle = plan.Study.EnglishTitle,
            Language = plan.Study.Language,
            StudyFile = plan.Study.Path,
            Description = PanelDescription.Of(StudyFitter.RowsOf(headline)),
            Joins = plan.Joins,
            Models = models,
            Tests = [.. made.Select(m => m.Test).OfType<StudyTest>()],
            NonNestedTests = [.. made.Select(m => m.Rivals).OfType<NonNestedTest>()],
            Diagnostics = diagnostics,
            FurtherDiagnostics = further,
            Identification = identification,
            Headline = headline.Name,
            Trade = plan.Study.Trade?.Value ?? headline.Fit.Design.FlowColumn,
            Efficiency = headline.Efficiency,
            Potential = potential,
            Classes = classes,
            MarginalEffects = effects,
            Methods = inSample,
            HeldOutMethods = heldOut,
            Robustness = robustness,
            Labels = plan.Labels,
            Warnings = [.. StudyWarnings.Of(plan, models, robustness, potential), .. leftOut],
            Provenance = Provenance(plan, options),
            Output = plan.Study.Output,
        };
        return result with { Findings = steps.Do("findings", () => new StudyFindings(result, fitter).All()) };
    }

    /// <summary>Diagnostics of a model; null for one without a likelihood or a maximum.</summary>
    private static DiagnosticResult? Diagnostics(StudyPlan plan, StudyFitter fitter, NamedFit model) => FitDiagnostics.Exist(model.Fit) && model.Converged
        ? FitDiagnostics.Of(model.Fit, new DiagnosticOptions { Replications = plan.Study.DiagnosticReplications, Refits = plan.Study.DiagnosticRefits, Fit = fitter.Plain() })
        : null;

    private static StudyDiagnostics[] Further(StudyPlan plan, StudyFitter fitter, IReadOnlyList<NamedFit> models) =>
    [
        .. plan.Study.DiagnosticModels.Select(m => m.Value).Distinct().Where(name => name != plan.Headline)
            .Select(name => models.FirstOrDefault(m => m.Name == name)).OfType<NamedFit>()
            .Select(m => (m.Name, Result: Diagnostics(plan, fitter, m))).Where(d => d.Result is not null).Select(d => new StudyDiagnostics(d.Name, d.Result!)),
    ];

    private static StudyClasses ClassesOf(StudyPlan plan, StudyFitter fitter, NamedFit headline, IReadOnlyList<NamedFit> models)
    {
        Located<string> place = plan.Study.Potential.ClassBase;
        return StudyTables.At(plan.Study, place.Line, place.Column, "potential.classes", () => StudyClassifier.Of(plan, fitter, headline, models));
    }

    /// <summary>A robustness column that the data cannot carry is left out with a warning: it is no part of the study's result.</summary>
    private static NamedFit? Robust(StudyFitter fitter, StudyModel model, List<StudyWarning> leftOut)
    {
        try
        {
            return fitter.Fit(model);
        }
        catch (DataUnfitException error)
        {
            leftOut.Add(new StudyWarning(model.Name, "left-out", new Phrase("finding.left-out", ("name", model.Name), ("why", error.Message))));
            return null;
        }
    }

    private static StudyProvenance Provenance(StudyPlan plan, StudyOptions options)
    {
        string version = typeof(StudyRunner).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";
        return new StudyProvenance(
            version, plan.Study.Sha256, plan.Panel.Sources, plan.Seed, options.Threads > 0 ? options.Threads : Environment.ProcessorCount, null, null);
    }

    /// <summary>Counts the steps of a run and reports each before it is done.</summary>
    private sealed class Steps(StudyOptions options, int total)
    {
        private int _done;

        public T Do<T>(string what, Func<T> work)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            (options.Step ?? options.Progress)?.Invoke(what, _done, total);
            long started = options.Clock?.GetTimestamp() ?? 0;
            T result = work();
            if (options.Clock is { } clock)
                options.StepDone?.Invoke(what, clock.GetElapsedTime(started).TotalSeconds);
            _done++;
            if (_done == total)
                (options.Step ?? options.Progress)?.Invoke(what, total, total);
            return result;
        }
    }
}
