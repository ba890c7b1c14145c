using Gravity.Core.Estimation;
using Gravity.Core.Numerics;

namespace Gravity.Core.Frontier;

/// <summary>A model that can draw the data it is a model of: its rows, their regressors and θ given, the responses and the inefficiencies behind them.</summary>
/// <remarks>
/// <para>
/// <c>gravity simulate</c> rests on this alone. What is asked of an implementation: (i) the draw is one from exactly the law whose
/// density the likelihood takes at θ, with rows that share inefficiency drawn together; models without a likelihood draw from what they estimate, their
/// unit effects given; (ii) all chance comes from the stream handed in, in a fixed order, so that a seed gives the same data on any thread; (iii) the
/// model's own responses are not looked at; (iv) at the boundary (−∞ in a log variance) the part is 0.
/// </para>
/// </remarks>
public interface ISimulates
{
    /// <summary>The parameters to be stated before anything can be drawn, in the order of θ: for likelihoods those of the likelihood.</summary>
    IReadOnlyList<Parameter> Parameters { get; }

    /// <summary>Natural-scale quantities as functions of θ.</summary>
    IReadOnlyList<DerivedQuantity> Derived { get; }

    /// <summary>Draws the response of every row at θ.</summary>
    /// <param name="point">θ, in the order of <see cref="Parameters"/>.</param>
    /// <param name="random">The only source of chance.</param>
    ResponseDraw DrawResponse(IReadOnlyList<double> point, RandomSource random);
}

/// <summary>Responses drawn from a model, with what only a simulation knows.</summary>
/// <param name="Response">y of every row of the design; NaN where the row has none, in a selection model.</param>
/// <param name="Inefficiency">The overall u ≥ 0 of every row: exp(−u) is its efficiency, in a cost frontier too.</param>
public sealed record ResponseDraw(double[] Response, double[] Inefficiency)
{
    /// <summary>
    /// The parts of u where a model tells them apart, by the name the model's <c>InefficiencyPart</c> has (<c>persistent</c>, <c>transient</c>, <c>group</c>,
    /// <c>gap</c>); empty for models with one.
    /// </summary>
    public IReadOnlyList<(string Name, double[] Inefficiency)> Parts { get; init; } = [];

    /// <summary>
    /// Further columns of the data that the model draws beside the response, by name, a value a row of the design; NaN is missing. A selection model gives its
    /// indicator here. Empty for others.
    /// </summary>
    public IReadOnlyList<(string Column, double[] Values)> Columns { get; init; } = [];

    /// <summary>
    /// True values that follow from θ and the rows, of what an estimator reports beside <see cref="ISimulates.Parameters"/> and <see cref="ISimulates.Derived"/>:
    /// parameters as <c>block:name</c>, natural-scale quantities by their key.
    /// </summary>
    public IReadOnlyList<(string Name, double Value)> Truths { get; init; } = [];
}
