using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Simulation;
using Gravity.Core.Studies.Families;

namespace Gravity.Core.Studies;

/// <summary>Runs Monte Carlo designs with the models of the catalogue.</summary>
public static class SimulationStudies
{
    /// <summary>Runs a design.</summary>
    /// <inheritdoc cref="Simulator.Run"/>
    public static SimulationResults Run(SimulationDesign design, SimulationOptions? options = null) =>
        Simulator.Run(design, Models, options ?? new SimulationOptions());

    /// <summary>The models of the catalogue.</summary>
    internal static ISimulationModels Models { get; } = new CatalogueModels();

    private sealed class CatalogueModels : ISimulationModels
    {
        public BoundModel Bind(ModelRequest request, TradePanel panel, IReadOnlyList<string> unitEffects)
        {
            ModelDraw draw = ModelRunner.Draw(request, panel, unitEffects);
            return new BoundModel(draw.Source, RowsOf(draw.Design, draw.Used));
        }

        public FittedModel Fit(ModelRequest request, TradePanel panel, FitOptions options)
        {
            ModelFit fit = ModelRunner.Fit(request, panel, options);
            return new FittedModel(fit.Result, fit.Design, RowsOf(fit.Design, fit.Panel), fit.HasEfficiency ? fit.Conditional() : null);
        }

        /// <summary>The rows of a design in the panel that was handed in, of which the model may use a part.</summary>
        private static int[] RowsOf(Specification.Design design, TradePanel used) => Array.ConvertAll(design.PanelRows, row => used.SourceRow(row) - 1);
    }
}
