using Gravity.Core.Numerics;

namespace Gravity.Core.Regression.Absorption;

/// <summary>A regression with absorbed effects, bound to arrays.</summary>
/// <param name="Response">y, one finite value per row.</param>
/// <param name="Columns">Regressors, rows × columns, finite; with no effects the intercept is one of them.</param>
/// <param name="Names">Names of the columns.</param>
/// <param name="Effects">Absorbed effects; none for an ordinary regression.</param>
/// <param name="Weights">Row weights &gt; 0, or null for 1.</param>
internal sealed record AbsorbedProblem(double[] Response, Matrix Columns, IReadOnlyList<string> Names, EffectSet Effects, double[]? Weights = null)
{
    /// <summary>The frontier's columns, response, weights and effects of a sample.</summary>
    public static AbsorbedProblem Of(AbsorbedSample sample) => new(
        sample.Design.Response, sample.Design.Frontier.Values, sample.Design.Frontier.ColumnNames, sample.Effects, sample.Design.Weights);

    /// <summary>Number of rows.</summary>
    public int Rows => Response.Length;

    /// <summary>Refuses arrays of different lengths and values that are not finite.</summary>
    /// <exception cref="ArgumentException">Lengths differ, or a value is not finite, or a weight is not positive.</exception>
    public void Check()
    {
        if (Columns.Rows != Rows || Effects.Rows != Rows || Names.Count != Columns.Columns || (Weights is not null && Weights.Length != Rows))
            throw new ArgumentException("response, columns, names, effects and weights do not belong to the same rows");
        if (!AllFinite(Response) || !AllFinite(Columns.Values))
            throw new ArgumentException("response and columns must be finite");
        if (Weights is not null && Array.Exists(Weights, w => !(w > 0 && double.IsFinite(w))))
            throw new ArgumentException("weights must be positive and finite");
    }

    private static bool AllFinite(ReadOnlySpan<double> values)
    {
        foreach (double value in values)
            if (!double.IsFinite(value))
                return false;
        return true;
    }
}
