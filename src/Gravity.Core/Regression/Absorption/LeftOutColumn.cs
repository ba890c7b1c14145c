namespace Gravity.Core.Regression.Absorption;

/// <summary>A regressor that has no coefficient of its own beside the effects and the regressors before it.</summary>
/// <param name="Position">Its position among the columns given.</param>
/// <param name="Name">Its name.</param>
/// <param name="Absorbed">True when the effects alone span it; false when it needs the columns of <paramref name="Duplicates"/> besides.</param>
/// <param name="Effects">The effects within whose groups it does not vary; empty when it takes several effects together, or no effect.</param>
/// <param name="Duplicates">The kept columns that with the effects reproduce it, each with its coefficient; none when absorbed.</param>
internal sealed record LeftOutColumn(
    int Position, string Name, bool Absorbed, IReadOnlyList<string> Effects, IReadOnlyList<(string Name, double Coefficient)> Duplicates)
{
    /// <summary>A column that others span, without effects.</summary>
    internal static LeftOutColumn Collinear(AbsorbedProblem problem, Numerics.DependentColumn dependent) => new(
        dependent.Column, problem.Names[dependent.Column], false, [],
        [.. dependent.Coefficients.Select((c, j) => (problem.Names[j], c)).Where(p => p.c != 0)]);
}
