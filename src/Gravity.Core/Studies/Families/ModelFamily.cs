using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies.Families;

/// <summary>Models that are bound to data and fitted alike: one family a file, listed in <see cref="ModelFamilies"/>.</summary>
internal abstract class ModelFamily
{
    /// <summary>The models served, in the order of <c>gravity models</c>.</summary>
    public abstract IReadOnlyList<ModelEntry> Entries { get; }

    /// <summary>Names of the options of <see cref="RequestOption"/> that a model takes.</summary>
    /// <param name="key">Key of one of the entries.</param>
    public abstract IReadOnlyList<string> Options(string key);

    /// <summary>The covariance of a request that names none.</summary>
    /// <param name="key">Key of one of the entries.</param>
    public virtual string DefaultVce(string key) => "hessian";

    /// <summary>Checks what of a request needs no data, beyond the options a model does not take.</summary>
    /// <exception cref="UsageException">The request is wrong.</exception>
    public virtual void Check(ModelRequest request)
    {
    }

    /// <summary>The formulas of a request.</summary>
    /// <exception cref="UsageException">A formula does not parse.</exception>
    public virtual ModelFormulas Formulas(ModelRequest request) =>
        Absorbing(request, ModelFormulas.Parse(request.Formula, request.Inefficiency ?? request.MeanU, request.SigmaU, request.SigmaV)) with
        {
            PersistentVariance = Index(request.SigmaU0),
            InterceptVariance = Index(request.SigmaW),
            ClassMembership = Index(request.ClassIndex),
        };

    /// <summary>Filter → index → design.</summary>
    /// <param name="request">The model.</param>
    /// <param name="panel">The panel.</param>
    /// <param name="options">Threads and cancellation, where rows are searched for; no row depends on it.</param>
    /// <exception cref="UsageException">A column is unknown.</exception>
    /// <exception cref="DataUnfitException">The data cannot carry the model.</exception>
    public virtual (TradePanel Panel, Design Design) Bind(ModelRequest request, TradePanel panel, FitOptions options)
    {
        TradePanel used = Used(request, panel);
        return (used, DesignBuilder.Build(used, Formulas(request) with { Weights = request.Weights }));
    }

    /// <summary>Fits a request to its rows.</summary>
    public abstract ModelFit Fit(ModelRequest request, TradePanel used, Design design, FitOptions options);

    /// <summary>Binds estimates to their rows without fitting.</summary>
    /// <exception cref="DataUnfitException">The data give other columns than the estimates have.</exception>
    public abstract ModelFit Restore(ModelRequest request, TradePanel used, Design design, FitResult result);

    /// <summary>The likelihood of a request on its rows, without a fit; null for models without one.</summary>
    public virtual FrontierLikelihood? Likelihood(ModelRequest request, TradePanel used, Design design) => null;

    /// <summary>What samples of a request are drawn from, on rows whose responses are placeholders.</summary>
    /// <param name="request">The model.</param>
    /// <param name="panel">Rows and regressors.</param>
    /// <param name="effects">Columns that hold the numbers of units, constant within units, which the model takes as given: its unit constants.</param>
    /// <exception cref="UsageException"><c>cannot-simulate</c>; <c>wrong-unit-effects</c>: the model needs them and has none, or the other way round.</exception>
    public virtual ModelDraw Draw(ModelRequest request, TradePanel panel, IReadOnlyList<string> effects) => throw new UsageException(
        "cannot-simulate", $"no samples can be drawn from '{request.Model}': it has no law that could be drawn from; draw from another model and name this one under estimators");

    /// <summary>The rows of a request, indexed where units or periods are named.</summary>
    protected static TradePanel Used(ModelRequest request, TradePanel panel)
    {
        TradePanel indexed = request.Unit.Count > 0 || request.Time is not null ? panel.WithIndex(request.Unit, request.Time) : panel;
        return request.Where is null ? indexed : indexed.Where(request.Where);
    }

    /// <summary>Production or cost.</summary>
    /// <exception cref="UsageException">Neither.</exception>
    protected static FrontierSide SideOf(ModelRequest request) =>
        RequestWords.Choose(request.Side, "side", [("production", FrontierSide.Production), ("cost", FrontierSide.Cost)]);

    /// <summary>The values of the columns of unit effects in the rows of the design, a column an array.</summary>
    /// <exception cref="UsageException"><c>wrong-unit-effects</c>: more or fewer columns than the model takes.</exception>
    protected static double[][] Effects(ModelRequest request, TradePanel used, Design design, IReadOnlyList<string> effects, int fewest = 0, int most = 0)
    {
        if (effects.Count < fewest || effects.Count > most)
        {
            throw new UsageException("wrong-unit-effects", most == 0
                ? $"'{request.Model}' draws all of a unit's numbers itself: leave out 'unit-effects'"
                : string.Create(System.Globalization.CultureInfo.InvariantCulture,
                    $"'{request.Model}' takes the effects of its units as given: name {(most == 1 ? "the regressor that holds" : $"{fewest} to {most} regressors that hold")} them, e.g. unit-effects: a; {effects.Count} are named"));
        }
        return [.. effects.Select(name => used.Numbers(name).Values).Select(values => Array.ConvertAll(design.PanelRows, row => values[row]))];
    }

    /// <summary>Compares the parameters of estimates with those that data give.</summary>
    /// <exception cref="DataUnfitException">They differ.</exception>
    protected static void RequireSameParameters(FitResult result, LikelihoodModel likelihood) => RequireSameParameters(result, likelihood.Parameters);

    /// <summary>Compares the parameters of estimates with those that data give.</summary>
    /// <exception cref="DataUnfitException">They differ.</exception>
    internal static void RequireSameParameters(FitResult result, IReadOnlyList<Parameter> parameters)
    {
        string[] expected = [.. result.Parameters.Select(p => $"{p.Block}:{p.Name}")];
        string[] found = [.. parameters.Select(p => p.ToString())];
        if (!expected.SequenceEqual(found, StringComparer.Ordinal))
        {
            throw new DataUnfitException(
                "other-columns", $"the saved fit has parameters {string.Join(", ", expected)}; these data give {string.Join(", ", found)}: use the data it was fitted on");
        }
    }

    /// <summary>The formulas with the effects of <c>--absorb</c>.</summary>
    /// <exception cref="UsageException"><c>absorb-twice</c>.</exception>
    protected static ModelFormulas Absorbing(ModelRequest request, ModelFormulas formulas) => formulas with { Frontier = formulas.Frontier.Absorbing(request.Absorb) };

    private static ModelIndex? Index(string? text) => text is null ? null : ModelIndex.Parse(text);
}

/// <summary>A model that samples are drawn from, and its rows.</summary>
/// <param name="Source">The model.</param>
/// <param name="Used">The panel of the design.</param>
/// <param name="Design">The rows.</param>
internal sealed record ModelDraw(ISimulates Source, TradePanel Used, Design Design);
