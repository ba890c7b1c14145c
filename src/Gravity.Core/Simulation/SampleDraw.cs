using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Simulation;

/// <summary>A simulated sample and what only the simulation knows of it.</summary>
/// <param name="Panel">The data as an estimator sees them.</param>
/// <param name="Inefficiency">u of every row of the panel; NaN in rows that are not the model's.</param>
/// <param name="Truths">What is true in this sample: parameters as <c>block:name</c>, natural-scale quantities over its rows by their key.</param>
internal sealed record Sample(TradePanel Panel, double[] Inefficiency, IReadOnlyDictionary<string, double> Truths)
{
    /// <summary>The parts of u of every row of the panel, where the true model tells them apart.</summary>
    public IReadOnlyList<(string Name, double[] Inefficiency)> Parts { get; init; } = [];
}

/// <summary>Draws samples: rows and regressors, then the responses of the true model at the true θ.</summary>
internal sealed class SampleDraw
{
    /// <summary>The stream of rows and regressors that are held over the replications: none of a replication.</summary>
    private const long FixedStream = -1;

    private readonly SimulationDesign _design;
    private readonly ISimulationModels _models;
    private readonly PanelDraw _panels;
    private readonly TradePanel? _held;
    private readonly string _response;
    private readonly bool _logarithm;
    private IReadOnlyList<Parameter>? _parameters;
    private double[] _truth = [];

    public SampleDraw(SimulationDesign design, ISimulationModels models, long seed)
    {
        _design = design;
        _models = models;
        _panels = new PanelDraw(design);
        ResponseForm form = ResponseForm.Of(Formula.Parse(design.Truth.Formula).Response);
        Expression response = form.Flow ?? Formula.Parse(design.Truth.Formula).Response;
        _response = form.Scale != ResponseScale.Log1p && response is ColumnReference column ? column.Name : throw new UsageException(
            "wrong-simulated-response", $"the left side '{Formula.Parse(design.Truth.Formula).Response}' cannot be simulated: write a name, y, or its logarithm, ln(trade)");
        if (_panels.Names.Contains(_response))
            throw new UsageException("wrong-simulated-response", $"'{_response}' is a regressor and the response: give one of them another name");
        _logarithm = form.Scale == ResponseScale.Log;
        _held = design.FixedRegressors ? WithPlaceholder(_panels.Draw(new RandomSource(seed, FixedStream))) : null;
    }

    /// <summary>The parameters that the design states, by name, from a first binding.</summary>
    public IReadOnlyList<(string Name, double Value)> Truth =>
        [.. (_parameters ?? throw new InvalidOperationException("nothing was drawn yet")).Select((p, j) => (p.ToString(), _truth[j]))];

    /// <summary>Draws the sample of a stream.</summary>
    public Sample Draw(RandomSource random)
    {
        TradePanel panel = _held ?? WithPlaceholder(_panels.Draw(random));
        BoundModel bound = _models.Bind(_design.Truth, panel, _design.UnitEffects);
        double[] theta = Point(bound.Model);
        ResponseDraw drawn = bound.Model.DrawResponse(theta, random);
        int rows = panel.RowCount;
        TradePanel filled = panel;
        foreach ((string name, double[] values) in drawn.Columns)
            filled = With(filled, name, Spread(values, bound.PanelRows, rows));
        // A row of the model without a response has no flow; a row that is not the model's has nothing.
        double[] response = _logarithm ? Array.ConvertAll(drawn.Response, y => double.IsNaN(y) ? 0 : Math.Exp(y)) : drawn.Response;
        var truths = new Dictionary<string, double>(StringComparer.Ordinal);
        for (int j = 0; j < theta.Length; j++)
            truths[bound.Model.Parameters[j].ToString()] = theta[j];
        foreach (DerivedQuantity quantity in bound.Model.Derived)
            truths[quantity.Name] = quantity.Value(theta);
        foreach ((string name, double value) in drawn.Truths)
            truths[name] = value;
        return new Sample(With(filled, _response, Spread(response, bound.PanelRows, rows)), Spread(drawn.Inefficiency, bound.PanelRows, rows), truths)
        {
            Parts = [.. drawn.Parts.Select(part => (part.Name, Spread(part.Inefficiency, bound.PanelRows, rows)))],
        };
    }

    private double[] Point(ISimulates model)
    {
        // The same names in every sample; a draw without, say, the only row of a group has other columns.
        IReadOnlyList<Parameter>? known = Volatile.Read(ref _parameters);
        if (known is null)
        {
            _truth = TruthPoint.Of(model.Parameters, _design);
            Volatile.Write(ref _parameters, model.Parameters);
            return _truth;
        }
        return known.SequenceEqual(model.Parameters) ? _truth : throw new DataUnfitException(
            "other-columns", "this sample does not identify the true model's parameters: a column is constant or collinear in it");
    }

    /// <summary>The panel with this column in place of one of its name.</summary>
    private static TradePanel With(TradePanel panel, string name, double[] values) =>
        TradePanel.Create([.. panel.Columns.Where(c => c.Name != name), new NumberColumn(name, values)], panel.SourceName);

    private static double[] Spread(double[] values, IReadOnlyList<int> panelRows, int rows)
    {
        var spread = new double[rows];
        Array.Fill(spread, double.NaN);
        for (int i = 0; i < values.Length; i++)
            spread[panelRows[i]] = values[i];
        return spread;
    }

    /// <summary>A response that only has to be one: positive, and not constant.</summary>
    private TradePanel WithPlaceholder(TradePanel panel) =>
        With(panel, _response, [.. Enumerable.Range(0, panel.RowCount).Select(i => 1 + (i * 0.6180339887498949 % 1))]);
}
