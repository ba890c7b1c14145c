using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier.Draws;

/// <summary>A likelihood with a free constant a unit: it draws once the constants are given.</summary>
internal interface IDrawsGivenConstants
{
    /// <summary>Draws the response of every row at θ.</summary>
    /// <param name="point">θ.</param>
    /// <param name="constants">α_i, a value a row that is the same in all rows of a unit.</param>
    /// <param name="random">The only source of chance.</param>
    ResponseDraw DrawResponse(IReadOnlyList<double> point, double[] constants, RandomSource random);
}

/// <summary>A model with unit constants, together with the constants: y_it = α_i + x_it'β + v_it − s·u_it.</summary>
/// <param name="model">The model: <see cref="IDrawsGivenConstants"/> too.</param>
/// <param name="constants">α_i, a value a row.</param>
internal sealed class UnitConstantDraw(FrontierLikelihood model, double[] constants) : ISimulates
{
    public IReadOnlyList<Parameter> Parameters => model.Parameters;

    public IReadOnlyList<DerivedQuantity> Derived => model.Derived;

    public ResponseDraw DrawResponse(IReadOnlyList<double> point, RandomSource random) =>
        ((IDrawsGivenConstants)model).DrawResponse(point, constants, random);
}
