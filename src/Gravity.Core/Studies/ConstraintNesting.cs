using Gravity.Core.Estimation;
using Gravity.Core.Wording;

namespace Gravity.Core.Studies;

/// <summary>Whether the constraints of a model follow from those of a model within it.</summary>
internal static class ConstraintNesting
{
    /// <summary>
    /// Why the constraints of <paramref name="outer"/> do not all hold in <paramref name="inner"/>; null when they do. A parameter that the inner model lacks is 0 there, as a
    /// dropped regressor, η of a constant inefficiency or μ of the half-normal.
    /// </summary>
    public static Phrase? Obstacle(TestedFit inner, TestedFit outer)
    {
        if (outer.Result.Constraints.Count == 0)
            return null;
        Parameter[] all = Parameters(outer.Result);
        var own = new HashSet<Parameter>(Parameters(inner.Result));
        AffineRestriction held = AffineRestriction.None(all.Length);
        IEnumerable<LinearRestriction> restrictions =
        [
            .. inner.Result.Constraints.Select(c => Read(c, all)).OfType<LinearRestriction>(),
            .. Enumerable.Range(0, all.Length).Where(j => !own.Contains(all[j])).Select(j => LinearRestriction.Fix(all.Length, j, 0)),
        ];
        foreach (LinearRestriction restriction in restrictions)
            if (!held.Implies(restriction))
                held = held.And(restriction);
        foreach (string constraint in outer.Result.Constraints)
            if (Read(constraint, all) is not { } restriction || !held.Implies(restriction))
                return new Phrase("nesting.constraints", ("inner", inner.Name), ("outer", outer.Name), ("constraint", constraint));
        return null;
    }

    private static Parameter[] Parameters(FitResult fit) => [.. fit.Parameters.Select(p => new Parameter(p.Block, p.Name))];

    /// <summary>A constraint as a fit keeps it, on other parameters; null where they lack one of its own.</summary>
    private static LinearRestriction? Read(string constraint, IReadOnlyList<Parameter> parameters)
    {
        try
        {
            return LinearConstraints.Equation(constraint, parameters);
        }
        catch (UsageException)
        {
            return null;
        }
    }
}
