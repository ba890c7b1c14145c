using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Frontier;
using Gravity.Core.Specification;

namespace Gravity.Core.Simulation;

/// <summary>How requests become models: the room of studies, which knows them all, hands it in.</summary>
public interface ISimulationModels
{
    /// <summary>Binds a request to a panel whose responses are placeholders, to draw from it.</summary>
    /// <param name="request">The model.</param>
    /// <param name="panel">Rows and regressors.</param>
    /// <param name="unitEffects">Columns with the numbers of units that the model takes as given; empty for models that draw all themselves.</param>
    /// <exception cref="UsageException">The request is wrong, or nothing can be drawn from its model.</exception>
    BoundModel Bind(ModelRequest request, TradePanel panel, IReadOnlyList<string> unitEffects);

    /// <summary>Fits a request to a panel.</summary>
    /// <exception cref="DataUnfitException">The sample cannot carry the model.</exception>
    FittedModel Fit(ModelRequest request, TradePanel panel, FitOptions options);
}

/// <summary>A model to draw from, and its rows.</summary>
/// <param name="Model">The model.</param>
/// <param name="PanelRows">For each row of the model its row in the panel (from 0).</param>
public sealed record BoundModel(ISimulates Model, IReadOnlyList<int> PanelRows);

/// <summary>A fit, its rows, and laws of u | ε at θ̂.</summary>
/// <param name="Result">The estimates.</param>
/// <param name="Design">The rows used.</param>
/// <param name="PanelRows">For each row used its row in the panel (from 0).</param>
/// <param name="Conditional">Laws of u | ε; null for models without inefficiency.</param>
public sealed record FittedModel(FitResult Result, Design Design, IReadOnlyList<int> PanelRows, ConditionalInefficiency? Conditional);
