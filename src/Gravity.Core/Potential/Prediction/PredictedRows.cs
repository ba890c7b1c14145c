using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;

namespace Gravity.Core.Potential;

/// <summary>Rows whose flow a fitted regression predicts: those it was fitted on, or others.</summary>
/// <param name="Columns">Rows × all columns of the regression's problem, kept or not.</param>
/// <param name="Groups">For each effect the group of every row in the regression's own numbering; −1 where the regression has no row of that group.</param>
internal sealed record PredictedRows(Matrix Columns, IReadOnlyList<int[]> Groups)
{
    /// <summary>Number of rows.</summary>
    public int Count => Columns.Rows;

    /// <summary>The rows that the regression was fitted on.</summary>
    public static PredictedRows Fitted(AbsorbedSolution solution) =>
        new(solution.Problem.Columns, [.. solution.Problem.Effects.Effects.Select(e => e.GroupOfRow)]);

    /// <summary>Some rows of a sample that holds the regression's rows too.</summary>
    /// <param name="columns">The sample's columns, in the order of the regression's problem.</param>
    /// <param name="effects">The effects over the sample.</param>
    /// <param name="fitted">The sample's rows that the regression was fitted on, in its order.</param>
    /// <param name="own">The effects over those, in the regression's numbering.</param>
    /// <param name="predicted">The sample's rows to predict.</param>
    public static PredictedRows Others(Matrix columns, EffectSet effects, int[] fitted, EffectSet own, int[] predicted)
    {
        var picked = new Matrix(predicted.Length, columns.Columns);
        for (int j = 0; j < columns.Columns; j++)
            for (int i = 0; i < predicted.Length; i++)
                picked[i, j] = columns[predicted[i], j];
        var groups = new int[effects.Count][];
        for (int q = 0; q < groups.Length; q++)
        {
            int[] all = effects.Effects[q].GroupOfRow, mine = own.Effects[q].GroupOfRow;
            int[] ownOf = new int[effects.Effects[q].Count];
            Array.Fill(ownOf, -1);
            for (int i = 0; i < fitted.Length; i++)
                ownOf[all[fitted[i]]] = mine[i];
            groups[q] = Array.ConvertAll(predicted, row => ownOf[all[row]]);
        }
        return new PredictedRows(picked, groups);
    }
}
