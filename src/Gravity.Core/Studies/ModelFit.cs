using Gravity.Core.Data;
using Gravity.Core.Efficiency;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Potential;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Studies;

/// <summary>A model asked for, the rows it was bound to, and its estimates: what efficiency, potential and tables start from.</summary>
/// <param name="Request">The model in the user's words.</param>
/// <param name="Panel">The panel after the filter, indexed where units were named.</param>
/// <param name="Design">The rows used.</param>
/// <param name="Result">The estimates.</param>
/// <param name="ConditionalAt">Laws of u | ε at any θ; null for models without inefficiency.</param>
public sealed record ModelFit(
    ModelRequest Request, TradePanel Panel, Design Design, FitResult Result, Func<IReadOnlyList<double>, ConditionalInefficiency>? ConditionalAt)
{
    /// <summary>The likelihood that the estimates maximise; null for regressions and distribution-free frontiers.</summary>
    public FrontierLikelihood? Likelihood { get; init; }

    /// <summary>What the likelihood was built from, so that it can be built on other rows; null where <see cref="Likelihood"/> is.</summary>
    public FrontierSpecification? Specification { get; init; }

    /// <summary>The solution of a regression with its effects, estimated anew for a restored fit; null for other models and least squares without effects.</summary>
    internal Lazy<AbsorbedSolution>? Regression { get; init; }

    /// <summary>True when efficiencies can be computed.</summary>
    public bool HasEfficiency => ConditionalAt is not null;

    /// <summary>Laws of u | ε at θ̂.</summary>
    /// <exception cref="UsageException">The model has no inefficiency.</exception>
    public ConditionalInefficiency Conditional() => ConditionalAt?.Invoke(Result.Theta)
        ?? throw new UsageException("no-efficiency", $"'{Request.Model}' has no inefficiency term: fit a frontier, e.g. --model bc92");

    /// <summary>For each row of the panel its 1-based data row in the file.</summary>
    public int[] SourceRows() => [.. Enumerable.Range(0, Panel.RowCount).Select(Panel.SourceRow)];

    /// <summary>E[exp(−u)|ε] of every row with intervals, and means by unit and period.</summary>
    /// <param name="level">Level of the intervals, e.g. 0.95; they hold the parameters at their estimates (Horrace and Schmidt 1996).</param>
    /// <exception cref="UsageException">The model has no inefficiency.</exception>
    public EfficiencyResult Efficiency(double level = 0.95) => Efficiencies.Of(Design, Conditional(), level, SourceRows());

    /// <summary>Potential of every row and of groups of rows, with intervals from joint draws of the parameters and of u.</summary>
    /// <param name="options">Draws, seed, level and groupings; null for the defaults. Without groupings the rows are summed by unit and over all.
    /// The side and the data rows are those of the fit whatever the options say.</param>
    /// <param name="cancellation">Stops the draws.</param>
    /// <exception cref="UsageException">The model has no inefficiency.</exception>
    public PotentialResult Potential(PotentialOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new PotentialOptions();
        return TradePotential.Of(
            Design, Result.Theta, Result.Covariance.Matrix, ConditionalAt ?? (_ => Conditional()),
            Likelihood?.Draws(Result.Theta) ?? ((theta, _) => ConditionalAt!(theta)),
            options with
            {
                Side = Result.Side == "cost" ? FrontierSide.Cost : FrontierSide.Production,
                SourceRows = SourceRows(),
                Groupings = options.Groupings.Count > 0 ? options.Groupings : Groupings([]),
            },
            cancellation);
    }

    /// <summary>True for regressions, which predict a flow: what is usual, where a frontier says what is possible.</summary>
    public bool PredictsFlow => ModelCatalog.Find(Request.Model) is { Kind: "regression" };

    /// <summary>The flow that the regression predicts for each of its rows, and sums, with intervals.</summary>
    /// <param name="options">Draws, seed, level, retransformation and groupings; null for the defaults. Without groupings the rows are summed by unit and over all.</param>
    /// <param name="cancellation">Stops the draws.</param>
    /// <exception cref="UsageException"><c>no-prediction</c>: the model is no regression.</exception>
    public PredictionResult Predict(PredictionOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new PredictionOptions();
        return PredictedFlows.Of(FlowRegressions.Of(this), options.Groupings.Count > 0 ? options : options with { Groupings = Groupings([]) }, SourceRows(), cancellation);
    }

    /// <summary>All rows, then each of the names; by unit where none is named.</summary>
    /// <param name="by">Columns of the panel; <c>a^b</c> combines two.</param>
    /// <exception cref="UsageException">An unknown column.</exception>
    public IReadOnlyList<Grouping> Groupings(IReadOnlyList<string> by)
    {
        if (by.Count == 0 && Request.Unit.Count > 0)
            by = [string.Join('^', Request.Unit)];
        return [Grouping.All(Design.RowCount), .. by.Select(GroupingBy)];
    }

    private Grouping GroupingBy(string name)
    {
        // Units are called as everywhere else, CHN→POL, so that tables and charts find them.
        if (name == string.Join('^', Request.Unit) && Design.Units is { } units)
            return new Grouping(name, Array.ConvertAll(units.UnitOfRow, unit => units.Names[unit]));
        PanelColumn[] columns = [.. name.Split('^', StringSplitOptions.TrimEntries).Select(part => Panel[part])];
        return new Grouping(name, Array.ConvertAll(
            Design.PanelRows, row => string.Join(", ", columns.Select(column => column.TextAt(row) ?? "(missing)"))));
    }
}
