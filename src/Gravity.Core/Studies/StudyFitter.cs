using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Models;
using Gravity.Core.Optimization;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Fits the models of a study and refits variants of them on their own rows; remembers what it fitted.</summary>
internal sealed class StudyFitter(StudyPlan plan, StudyOptions options)
{
    private readonly Dictionary<string, NamedFit> _variants = new(StringComparer.Ordinal);
    private IReadOnlyList<NamedFit> _models = [];

    /// <summary>The fitted models of the study, which stand in for variants where they are the same.</summary>
    public void Remember(IReadOnlyList<NamedFit> models) => _models = models;

    /// <summary>Fits a model of the study; efficiencies come with it.</summary>
    public NamedFit Fit(StudyModel model) => StudyTables.At(plan.Study, model.Line, model.Column, $"model '{model.Name}'", () =>
    {
        long started = options.Clock?.GetTimestamp() ?? 0;
        ModelFit fit = ModelRunner.Fit(model.Request, plan.Panel, Watched(model.Name));
        EfficiencyResult? efficiency = fit.HasEfficiency
            ? fit.Efficiency(plan.Study.Potential.Level / 100)
            : null;
        if (options.Clock is { } clock)
            fit = fit with { Result = fit.Result with { Seconds = clock.GetElapsedTime(started).TotalSeconds } };
        return new NamedFit(model.Name, fit, efficiency) { From = model.From, Changes = model.Changes };
    });

    /// <summary>Fits another model on exactly the rows of <paramref name="fit"/>, whatever its own columns would allow.</summary>
    public NamedFit Refit(NamedFit fit, string name, ModelRequest request)
    {
        ModelRequest plain = request with
        {
            Where = null,
            TestReplications = 0,
            Vce = request.Vce?.StartsWith("bootstrap", StringComparison.OrdinalIgnoreCase) == true ? "hessian" : request.Vce,
        };
        try
        {
            return new NamedFit(name, ModelRunner.Fit(plain, RowsOf(fit), Options().Silent()), null);
        }
        catch (UsageException error) when (error.Code.StartsWith("constraint", StringComparison.Ordinal))
        {
            // A variant may lack a parameter that the model holds: then it cannot be had, which is no slip of the user.
            throw new DataUnfitException(error.Code, error.Message, inner: error);
        }
    }

    /// <summary>The model with another law on the same rows.</summary>
    public NamedFit WithLaw(NamedFit fit, string law)
    {
        var name = new Phrase("test-name.with-law", ("model", fit.Name), ("law", new Phrase("law-name." + law)));
        NamedFit variant = Variant(fit, name.ToString(), ModelNesting.WithLaw(fit.Fit.Request, law));
        return variant.Name == name.ToString() ? variant with { NamePhrase = name } : variant;
    }

    /// <summary>The model with inefficiency that is constant over time (Pitt and Lee 1981), on the same rows.</summary>
    public NamedFit TimeInvariant(NamedFit fit)
    {
        ModelRequest request = fit.Fit.Request with { Model = "pitt-lee", TimeOrigin = "panel" };
        if (!ModelNesting.SharesInefficiency(fit.Fit.Request))
        {
            // Options of other models mean nothing to this one.
            request = new ModelRequest
            {
                Model = "pitt-lee",
                Formula = request.Formula,
                Side = request.Side,
                Unit = request.Unit,
                Time = request.Time,
                Where = request.Where,
                Vce = request.Vce,
                SmallSample = request.SmallSample,
                Level = request.Level,
                Optimizer = request.Optimizer,
                Starts = request.Starts,
            };
        }
        return Variant(fit, $"{fit.Name}, time-invariant", request);
    }

    /// <summary>A variant of a fit: a model of the study where that is the same, otherwise fitted once.</summary>
    private NamedFit Variant(NamedFit fit, string name, ModelRequest request)
    {
        NamedFit? same = _models.FirstOrDefault(m => IsSame(m.Fit.Request, request)
            && m.Fit.Design.PanelRows.Select(m.Fit.Panel.SourceRow).SequenceEqual(fit.Fit.Design.PanelRows.Select(fit.Fit.Panel.SourceRow)));
        if (same is not null)
            return same;
        if (!_variants.TryGetValue(name, out NamedFit? variant))
            _variants[name] = variant = Refit(fit, name, request with { Vce = "hessian", SmallSample = null });
        return variant;
    }

    /// <summary>Whether two requests ask for the same likelihood; errors and levels do not matter, rows are compared apart.</summary>
    private static bool IsSame(ModelRequest left, ModelRequest right) =>
        ModelNesting.KeyOf(left) == ModelNesting.KeyOf(right) && ModelNesting.LawOf(left) == ModelNesting.LawOf(right)
        && left.Formula == right.Formula && left.Absorb == right.Absorb && left.Inefficiency == right.Inefficiency && left.SigmaU == right.SigmaU && left.SigmaV == right.SigmaV
        && left.MeanU == right.MeanU && left.Noise == right.Noise && left.Scaling == right.Scaling && left.Side == right.Side
        && left.SigmaU0 == right.SigmaU0 && left.SigmaW == right.SigmaW && left.Method == right.Method && left.ClassesCount == right.ClassesCount
        && left.ClassIndex == right.ClassIndex && left.Selection == right.Selection && left.Group == right.Group && left.Weights == right.Weights
        && left.Fix.SequenceEqual(right.Fix, StringComparer.Ordinal) && left.Constraints.SequenceEqual(right.Constraints, StringComparer.Ordinal)
        && (!PanelPaths.WithOrigin.Contains(ModelNesting.KeyOf(left)) || left.TimeOrigin == right.TimeOrigin);

    /// <summary>A variant that is wanted for comparison only: null where the data cannot carry it.</summary>
    public static NamedFit? OrNull(Func<NamedFit> fit)
    {
        try
        {
            return fit();
        }
        catch (DataUnfitException)
        {
            return null;
        }
    }

    /// <summary>The rows of the panel that a fit used, and no others.</summary>
    public static TradePanel RowsOf(NamedFit fit)
    {
        TradePanel panel = fit.Fit.Panel;
        var keep = new bool[panel.RowCount];
        foreach (int row in fit.Fit.Design.PanelRows)
            keep[row] = true;
        return panel.Keep(keep, new Phrase("reason.other-sample", ("name", fit.Name)));
    }

    private FitOptions Watched(string name) => options.Iteration is { } watch
        ? Options() with { Optimization = new OptimizationOptions { Progress = (iteration, value, measure) => watch(name, iteration, value, measure) } }
        : Options();

    /// <summary>Seed, threads, progress and cancellation of the run, for work beside the fits.</summary>
    public FitOptions Plain() => Options();

    private FitOptions Options() => new()
    {
        Seed = plan.Seed,
        Threads = options.Threads,
        Progress = options.Progress,
        Cancellation = options.Cancellation,
    };
}
