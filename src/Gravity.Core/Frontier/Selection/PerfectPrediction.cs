using Gravity.Core.Data;
using Gravity.Core.Numerics;
using Gravity.Core.Optimization;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Selection;

/// <summary>Separation of a selection equation: some z'δ that is never negative where d = 1 and never positive where d = 0.</summary>
/// <remarks>
/// Along such a δ the probit's likelihood rises for ever (Albert and Anderson 1984). It is found by the linear program max Σ qᵢzᵢ'δ subject to
/// qᵢzᵢ'δ ≥ 0 and |δⱼ| ≤ 1 with q = ±1 (Konis 2007), whose maximum is 0 where the maximum likelihood estimate exists.
/// </remarks>
internal static class PerfectPrediction
{
    private const double Tolerance = 1e-9;

    /// <summary>Refuses a separated equation.</summary>
    /// <exception cref="DataUnfitException"><c>selection-separated</c>, with the columns concerned.</exception>
    public static void Refuse(Design all)
    {
        Matrix z = all.Frontier.Values, signed = new(z.Rows, z.Columns);
        var cost = new double[z.Columns];
        for (int j = 0; j < z.Columns; j++)
        {
            double size = 0;
            foreach (double value in z.Column(j))
                size = Math.Max(size, Math.Abs(value));
            for (int i = 0; i < z.Rows; i++)
            {
                signed[i, j] = (2 * all.Response[i] - 1) * z[i, j] / size;
                cost[j] -= signed[i, j] / z.Rows;
            }
        }
        if (LinearProgram.SolveInBox(signed, new double[z.Rows], cost, 1) is not { } found)
            return;
        double[] index = signed.Times(found.X);
        int separated = index.Count(value => value > Tolerance);
        if (separated == 0)
            return;
        string[] names = [.. all.Frontier.ColumnNames.Where((name, j) => name != BlockNames.Intercept && Math.Abs(found.X[j]) > Tolerance)];
        throw new DataUnfitException("selection-separated",
            $"{string.Join(", ", names)} of the selection equation predict{(names.Length == 1 ? "s" : "")} perfectly whether {RowList.Count(separated, "row")} "
            + $"of {all.RowCount} are selected, so that the probit has no maximum: leave the column out, or leave out these rows with --where");
    }
}
