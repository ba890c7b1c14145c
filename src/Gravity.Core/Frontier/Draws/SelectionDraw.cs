using Gravity.Core.Estimation;
using Gravity.Core.Frontier.Selection;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Draws;

/// <summary>Which rows are selected, and the responses of those that are: d = 1[z'α + w &gt; 0], y = x'β + v − s·u where d = 1.</summary>
/// <param name="model">The model bound to all rows as if they were selected.</param>
/// <param name="indicator">The column that d is written to; null where the response alone says it.</param>
internal sealed class SelectionDraw(SelectionFrontier model, string? indicator) : ISimulates
{
    public IReadOnlyList<Parameter> Parameters => model.Parameters;

    public IReadOnlyList<DerivedQuantity> Derived => model.Derived;

    /// <remarks>Row by row w, then v given w, then u; a row that is not selected has u but no response.</remarks>
    public ResponseDraw DrawResponse(IReadOnlyList<double> point, RandomSource random)
    {
        double[] theta = [.. point], sigmaU = model.InefficiencyScales(theta);
        (double[] location, double[] sigmaV, double[] index) = model.SelectedRegression(theta);
        double rho = Math.Tanh(theta[model.TauPosition]), rest = 1 / Math.Cosh(theta[model.TauPosition]);
        double[] response = new double[location.Length], inefficiency = new double[location.Length], selected = new double[location.Length];
        for (int i = 0; i < response.Length; i++)
        {
            double w = random.NextNormal(), v = sigmaV[i] * (rho * w + rest * random.NextNormal());
            inefficiency[i] = sigmaU[i] * Math.Abs(random.NextNormal());
            selected[i] = index[i] + w > 0 ? 1 : 0;
            response[i] = selected[i] == 1 ? location[i] + v - model.Sign * inefficiency[i] : double.NaN;
        }
        return new ResponseDraw(response, inefficiency) { Columns = indicator is null ? [] : [(indicator, selected)] };
    }
}
