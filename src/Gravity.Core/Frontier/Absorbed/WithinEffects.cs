using Gravity.Core.Numerics;
using Gravity.Core.Regression.Absorption;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Absorbed;

/// <summary>A design whose response and frontier columns are what the effects leave of them, and what was lost on the way.</summary>
/// <remarks>
/// A likelihood with free effects does not change when anything in their span is taken from the location, so it may as well see what least squares
/// on the effects leaves. Least squares on that is the regression without inefficiency.
/// </remarks>
internal sealed class WithinEffects
{
    private WithinEffects(AbsorbedSample sample, Design design, AbsorbedSolution solution, int threads)
    {
        Original = sample.Design;
        Design = design;
        Effects = sample.Effects;
        Kept = solution.Kept;
        LeftOut = solution.LeftOut;
        Threads = threads;
        Equations = new EffectSystem(Effects, threads);
    }

    /// <summary>The rows as they came.</summary>
    public Design Original { get; }

    /// <summary>What the effects leave: fewer columns in the frontier, the same rows and the same other blocks.</summary>
    public Design Design { get; }

    /// <summary>The effects.</summary>
    public EffectSet Effects { get; }

    /// <summary>Their normal equations.</summary>
    public EffectSystem Equations { get; }

    /// <summary>Positions of the frontier's columns in the original.</summary>
    public int[] Kept { get; }

    /// <summary>Columns without a coefficient, and what spans them.</summary>
    public IReadOnlyList<LeftOutColumn> LeftOut { get; }

    private int Threads { get; }

    /// <summary>Takes the effects out of the response and of the frontier.</summary>
    /// <param name="sample">Rows and effects.</param>
    /// <param name="threads">Threads; 0 for one per processor.</param>
    /// <param name="keepsResponse">True for a response that is no location, such as a count, which stays as it is.</param>
    /// <exception cref="DataUnfitException"><c>no-columns-left</c>: the effects span all columns; <c>too-few-rows</c>.</exception>
    public static WithinEffects Of(AbsorbedSample sample, int threads, bool keepsResponse = false)
    {
        sample = sample with { Design = WithoutIntercept(sample.Design) };
        Design design = sample.Design;
        string effects = string.Join(" + ", sample.Effects.Effects.Select(e => e.Name));
        if (design.Frontier.Columns == 0)
            throw new DataUnfitException("no-columns-left", $"the formula has no regressor beside the absorbed effects {effects}: add a term");
        AbsorbedSolution solution = Project(sample, design.Response, threads);
        if (solution.Kept.Length == 0)
        {
            throw new DataUnfitException(
                "no-columns-left",
                $"the absorbed effects {effects} span every regressor ({string.Join(", ", design.Frontier.ColumnNames)}): absorb coarser effects, or add a term that varies within them");
        }
        // Beyond two effects their number is a bound, which says nothing against the sample.
        int constants = sample.Effects.Rank.DegreesOfFreedom;
        if (sample.Effects.Rank.IsExact && design.RowCount <= solution.Kept.Length + constants + 1)
        {
            throw new DataUnfitException(
                "too-few-rows", $"the sample has {Data.RowList.Count(design.RowCount, "row")} for {Data.RowList.Whole(solution.Kept.Length + constants)} coefficients and effects: "
                + "absorb coarser effects, leave out terms or find more data");
        }
        DesignBlock frontier = new(BlockNames.Frontier, [.. solution.Names], solution.Projected);
        CollinearColumn[] collinear = [.. solution.LeftOut.Where(c => !c.Absorbed).Select(c => new CollinearColumn(BlockNames.Frontier, c.Name, c.Duplicates))];
        Design within = new(
            design.Formula, design.ResponseName, keepsResponse ? design.Response : Deviations(solution), [frontier, .. design.Blocks.Where(b => b.Name != BlockNames.Frontier)],
            design.PanelRows, design.Units, design.ResponseScale, design.FlowColumn, design.Flow, [.. design.Collinear, .. collinear], design.Sample,
            design.DataSha256, design.Weights)
        {
            NoticePhrases = design.NoticePhrases,
            Weighting = design.Weighting,
            AbsorbedEffects = design.AbsorbedEffects,
        };
        return new WithinEffects(sample, within, solution, threads);
    }

    /// <summary>The effects take the intercept up; designs made for absorbed effects have none.</summary>
    private static Design WithoutIntercept(Design design)
    {
        DesignBlock frontier = design.Frontier;
        if (frontier.Intercept < 0)
            return design;
        int[] kept = [.. Enumerable.Range(0, frontier.Columns).Where(j => j != frontier.Intercept)];
        var values = new Matrix(frontier.Values.Rows, kept.Length);
        for (int j = 0; j < kept.Length; j++)
            frontier.Values.Column(kept[j]).CopyTo(values.Column(j));
        return design.With([new DesignBlock(frontier.Name, [.. kept.Select(j => frontier.ColumnNames[j])], values), .. design.Blocks.Where(b => b.Name != frontier.Name)]);
    }

    /// <summary>What the effects leave of a response.</summary>
    public double[] Deviations(double[] response) => Deviations(Project(new AbsorbedSample(Design, Effects), response, Threads));

    private static AbsorbedSolution Project(AbsorbedSample sample, double[] response, int threads) =>
        AbsorbedLeastSquares.Fit(AbsorbedProblem.Of(sample) with { Response = response }, new AbsorptionOptions { Threads = threads });

    /// <summary>ỹ = x̃'β + residual.</summary>
    private static double[] Deviations(AbsorbedSolution solution)
    {
        double[] deviations = solution.Projected.Times(solution.Coefficients);
        for (int i = 0; i < deviations.Length; i++)
            deviations[i] += solution.Problem.Response[i] - solution.LinearPredictor[i];
        return deviations;
    }
}
