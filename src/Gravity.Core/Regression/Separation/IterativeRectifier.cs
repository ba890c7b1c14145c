using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Regression.Separation;

/// <summary>Rows without a flow whose mean is 0 at the maximum of a pseudo-likelihood with log link, and what separates them.</summary>
/// <param name="Rows">Positions of the rows, ascending.</param>
/// <param name="Columns">Names of the columns that take part in separating them; none where the effects alone do.</param>
/// <param name="Verified">False where the search stopped at its limit, so that some may have been missed.</param>
internal sealed record SeparatedRows(int[] Rows, IReadOnlyList<string> Columns, bool Verified);

/// <summary>Finds separated rows: those with z &gt; 0 for some z = Xγ + effects that is 0 in all rows with a flow and nowhere negative.</summary>
/// <remarks>
/// <para>
/// Along −z the likelihood of Poisson regression rises for ever and the mean of these rows goes to 0, while nothing else changes: the estimates do not exist until they
/// are left out, and then they do (Correia, Guimarães and Zylkin 2021, arXiv 1903.01633). Gradients, errors and the other rows' means do not change by leaving them out.
/// </para>
/// <para>
/// The iterative rectifier of these authors: project a target that is 1 in the rows without a flow on the space of such z (<see cref="SeparatingSpace"/>); where the projection is
/// negative, raise the target by as much; again. What it comes to is nowhere negative, so that its positive rows are separated; or it stays below its target everywhere, and then
/// nothing is. The fit of the change alone is made, lengthened to the minimum of |z| along it. Fits of a few digits come first: they rule separation out, as in most samples, or say which rows to try. Only
/// rows that pass an exact projection, in which z is 0 in all rows but them, are found; they are set aside and the search is made anew, until nothing is found.
/// Derivation: docs/models/separation.md.
/// </para>
/// </remarks>
internal static class IterativeRectifier
{
    /// <summary>−z that may be rounding in a free row and |z| that may in a row held at 0, and z that is positive beyond doubt, as shares of the largest z.</summary>
    private const double Nothing = 1e-7, Held = 1e-9, Positive = 1e-6;

    /// <summary>
    /// Share of the largest z from which on a row is found. Rows with less wait until those are gone and their own z is the largest: beside them it might be what
    /// <see cref="Held"/> leaves of a column that all but separates.
    /// </summary>
    private const double Found = 0.01;

    /// <summary>How far below its target z has to stay in all rows for separation to be ruled out, beside ten times the error of the fits.</summary>
    private const double Margin = 1e-3, RoughMargin = 0.01, Errors = 10;

    /// <summary>Share of the largest z from which on a row takes part in a guess, and that of −z up to which a rough z is nowhere negative.</summary>
    private const double Likely = 1e-3, Settled = 0.01;

    /// <summary>Rows that projections may pass over, a minute or so' work on two cores.</summary>
    private const double MostWork = 1e10;

    /// <summary>Steps of the exact search, by rows: small samples may take their time.</summary>
    private const int MostSteps = 5000, FewestSteps = 50, MostRoughSteps = 64, RowSteps = 20_000_000;

    /// <summary>Steps of the rectifier before those by conjugate gradients.</summary>
    private const int Rectified = 8;

    /// <summary>What a search came to: places found with the columns at work, and whether it was decided.</summary>
    private readonly record struct Outcome(int[] Places, string[] Columns, bool Decided)
    {
        public static Outcome None { get; } = new([], [], true);

        public static Outcome Undecided { get; } = new([], [], false);

        public bool Any => Places.Length > 0;
    }

    /// <summary>Finds them.</summary>
    /// <param name="problem">Flows ≥ 0, columns and effects. Groups without a flow should have been left out.</param>
    /// <param name="threads">Threads; 0 for one per processor. The result does not depend on it.</param>
    /// <param name="budget">Rows that projections may pass over before the search gives up, undecided.</param>
    /// <param name="cancellation">Stops between projections.</param>
    public static SeparatedRows Find(AbsorbedProblem problem, int threads = 0, double budget = MostWork, CancellationToken cancellation = default)
    {
        int zeros = problem.Response.Count(y => y == 0);
        if (zeros == 0 || zeros == problem.Rows)
            return new SeparatedRows([], [], true);
        var rows = new SeparationRows(problem, threads, budget, cancellation);
        var names = new List<string>();
        Outcome outcome;
        do
        {
            bool[] free = [.. rows.Zero.Zip(rows.Gone, (zero, gone) => zero && !gone)];
            outcome = free.Contains(true) ? Search(rows, free) : Outcome.None;
            foreach (int place in outcome.Places)
                rows.Gone[place] = true;
            names.AddRange(outcome.Columns.Except(names).ToArray());
        }
        while (outcome.Any);
        int[] found = [.. Enumerable.Range(0, rows.Gone.Length).Where(place => rows.Gone[place]).Select(place => rows.Place?[place] ?? place).Order()];
        return new SeparatedRows(found, names, outcome.Decided);
    }

    private static Outcome Search(SeparationRows rows, bool[] free) => Roughly(rows, free) ?? Exactly(rows, free);

    /// <summary>The iteration with fits of a few digits: rules separation out, or finds rows by the exact search among those where z is large. Null when it does neither.</summary>
    /// <remarks>
    /// For any weight K and any separating c the residuals of the fit are orthogonal to c, which is 0 in the rows with a flow: Σcᵢ(targetᵢ − zᵢ) = 0, so that in some row with c &gt; 0 the fit reaches its
    /// target. Where it stays below everywhere there is no such c. A fit that is off by e in length moves the sum by at most |e|·Σcᵢ.
    /// </remarks>
    private static Outcome? Roughly(SeparationRows rows, bool[] free)
    {
        var space = new SeparatingSpace(rows, free, false);
        var state = new Rectification(space);
        int attempt = 1;
        for (int step = 0; step < MostRoughSteps && space.Converged && (step == 0 || !rows.Spent); step++)
        {
            state.Look();
            if (state.Reach < -(RoughMargin + Errors * state.Error))
                return Outcome.None;
            bool settled = state.Least <= Settled * state.Most;
            if (settled || step == attempt)
            {
                attempt = 2 * step;
                bool[]? likely = Above(state.Z, free, Likely * state.Most);
                Outcome guess = likely is null ? Outcome.Undecided : settled ? Exactly(rows, likely) : Search(rows, likely);
                if (guess.Any)
                    return guess;
            }
            if (settled)
                return null;
            state.Raise(space.Fit);
        }
        return null;
    }

    private static Outcome Exactly(SeparationRows rows, bool[] free)
    {
        if (rows.Spent)
            return Outcome.Undecided;
        var space = new SeparatingSpace(rows, free, true);
        var state = new Rectification(space);
        state.Z = space.Project();
        int most = Math.Clamp(RowSteps / free.Length, FewestSteps, MostSteps);
        for (int step = 0, attempt = 1; step < most && !rows.Spent; step++)
        {
            state.Look();
            if (state.Reach < -(Margin + Errors * state.Error))
                return space.Converged ? Outcome.None : Outcome.Undecided;
            if (state.Least <= Nothing * state.Most)
            {
                if (state.Held > Held * state.Most)
                    return Outcome.Undecided;
                // Where z is 0 to rounding it might be negative: what is left must be separated with z held there.
                return Above(state.Z, free, Positive * state.Most) is { } positive ? Decided(Exactly(rows, positive)) : Read(rows, space, state.Z, state.Most);
            }
            if (step == attempt)
            {
                attempt *= 2;
                if (Above(state.Z, free, Likely * state.Most) is { } likely && Search(rows, likely) is { Any: true } guess)
                    return guess;
            }
            if (step < Rectified)
                state.Raise(space.Project);
            else
                state.Advance(space.Project);
        }
        return Outcome.Undecided;
    }

    /// <summary>Nothing found among rows that a z within rounding separates decides nothing.</summary>
    private static Outcome Decided(Outcome outcome) => outcome.Any ? outcome : Outcome.Undecided;

    /// <summary>The free rows where z is above a bound; null where all are, or none.</summary>
    private static bool[]? Above(Combination z, bool[] free, double bound)
    {
        var above = new bool[free.Length];
        int all = 0, some = 0;
        for (int i = 0; i < free.Length; i++)
        {
            if (!free[i])
                continue;
            all++;
            if (z.Values[i] > bound)
            {
                above[i] = true;
                some++;
            }
        }
        return some == all || some == 0 ? null : above;
    }

    private static Outcome Read(SeparationRows rows, SeparatingSpace space, Combination z, double most)
    {
        int[] places = [.. Enumerable.Range(0, z.Values.Length).Where(i => space.Free[i] && z.Values[i] > Found * most)];
        double[] gamma = space.Coefficients(z);
        string[] names =
        [
            .. Enumerable.Range(0, gamma.Length)
                .Where(k => rows.Names[space.Columns[k]] != BlockNames.Intercept
                    && places.Any(place => Math.Abs(gamma[k] * rows.Columns[place, space.Columns[k]]) > Positive * most))
                .Select(k => rows.Names[space.Columns[k]]),
        ];
        return new Outcome(places, names, true);
    }
}
