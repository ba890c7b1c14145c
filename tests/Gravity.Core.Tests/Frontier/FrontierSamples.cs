using Gravity.Core.Data;
using Gravity.Core.Frontier;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Tests.Frontier;

/// <summary>Seeded frontier data: a design with every block, and responses drawn from a model at a parameter vector.</summary>
internal static class FrontierSamples
{
    /// <summary>Blocks that a design can have beside the frontier.</summary>
    [Flags]
    public enum Indices
    {
        None = 0,
        Mean = 1,
        LogU = 2,
        LogV = 4,
        All = Mean | LogU | LogV,
    }

    /// <summary>An unbalanced panel with gaps: unit i has between 1 and <paramref name="periods"/> of the periods 2001, 2002, …</summary>
    public static UnitIndex Units(int count, int periods, RandomSource random, double missing = 0.25)
    {
        List<int> unitOfRow = [], periodOfRow = [];
        for (int unit = 0; unit < count; unit++)
        {
            int certain = random.NextIndex(periods);
            for (int t = 0; t < periods; t++)
            {
                if (t != certain && random.NextUniform() < missing)
                    continue;
                unitOfRow.Add(unit);
                periodOfRow.Add(2001 + t);
            }
        }
        return new UnitIndex([.. Enumerable.Range(0, count).Select(i => $"u{i:000}")], [.. unitOfRow], [.. periodOfRow]);
    }

    /// <summary>A frontier of an intercept and two regressors, and the blocks asked for; with units, indices of u are constant within them.</summary>
    public static Design Design(int rows, UnitIndex? units, Indices indices, RandomSource random, bool meanIntercept = true)
    {
        List<DesignBlock> blocks = [Block(BlockNames.Frontier, true, null, ["x1", "x2"], rows, random)];
        int[]? group = units?.UnitOfRow;
        if (indices.HasFlag(Indices.Mean))
            blocks.Add(Block(BlockNames.InefficiencyMean, meanIntercept, group, meanIntercept ? ["z1"] : ["z1", "z2"], rows, random));
        if (indices.HasFlag(Indices.LogU))
            blocks.Add(Block(BlockNames.InefficiencyVariance, true, group, ["g1"], rows, random));
        if (indices.HasFlag(Indices.LogV))
            blocks.Add(Block(BlockNames.NoiseVariance, true, null, ["w1"], rows, random));
        return new Design(
            "y ~ x1 + x2", "y", [.. Enumerable.Range(0, rows).Select(_ => random.NextNormal())], blocks, [.. Enumerable.Range(0, rows)], units,
            ResponseScale.AsGiven, null, null, [], new SampleLog(rows, []), "00");
    }

    /// <summary>The design with another response.</summary>
    public static Design With(Design design, double[] response, IReadOnlyList<DesignBlock>? blocks = null, UnitIndex? units = null) => new(
        design.Formula, design.ResponseName, response, blocks ?? design.Blocks, [.. Enumerable.Range(0, response.Length)], units ?? design.Units,
        design.ResponseScale, null, null, [], new SampleLog(response.Length, []), "00");

    /// <summary>The design without units, for pooled models.</summary>
    public static Design WithoutUnits(Design design) => new(
        design.Formula, design.ResponseName, design.Response, design.Blocks, design.PanelRows, null, design.ResponseScale, null, null, [], design.Sample, "00");

    /// <summary>A response drawn from the model at <paramref name="theta"/>: y = x'β + v − s·h·u, one u a unit of the likelihood.</summary>
    public static double[] Draw(FrontierLikelihood model, double[] theta, RandomSource random)
    {
        ConditionalInefficiency at = model.Conditional(theta);
        double[] mu = Index(model, theta, BlockNames.InefficiencyMean), logU = Index(model, theta, BlockNames.InefficiencyVariance);
        double[] logV = Index(model, theta, BlockNames.NoiseVariance), scaling = Index(model, theta, BlockNames.InefficiencyScaling);
        double Shape(ShapeParameter? shape, bool last) => shape is null ? double.NaN
            : Math.Exp(theta[(last ? model.Parameters.ToList().FindLastIndex(Named) : model.Parameters.ToList().FindIndex(Named))]);
        static bool Named(Core.Estimation.Parameter p) => p.Block == BlockNames.Law;
        double shapeU = Shape(model.Law.Shape, false), shapeV = Shape(model.Noise.Shape, true);
        var u = new double[model.UnitCount];
        Array.Fill(u, double.NaN);
        var response = new double[at.RowCount];
        for (int i = 0; i < response.Length; i++)
        {
            int unit = model.UnitOf(i);
            if (double.IsNaN(u[unit]))
                u[unit] = model.Law.Sample(model.Law.Rescaled(model.Law.At(mu[i], logU[i], shapeU), scaling[i]), random);
            double sign = model.Side == FrontierSide.Production ? 1 : -1;
            response[i] = at.Frontier[i] - sign * at.Scale[i] * u[unit] + model.Noise.Sample(model.Noise.At(logV[i], shapeV), random);
        }
        return response;
    }

    /// <summary>Values of a linear index by row, from names alone and not from the model's own layout; 0 where the model has no such block.</summary>
    public static double[] Index(FrontierLikelihood model, double[] theta, string block)
    {
        var values = new double[model.Design.RowCount];
        for (int j = 0; j < theta.Length; j++)
        {
            if (model.Parameters[j].Block != block)
                continue;
            DesignBlock? columns = model.Design.Block(block);
            int column = columns is null ? -1 : columns.ColumnNames.ToList().IndexOf(model.Parameters[j].Name);
            for (int i = 0; i < values.Length; i++)
                values[i] += theta[j] * (column < 0 ? 1 : columns!.Values[i, column]);
        }
        return values;
    }

    private static DesignBlock Block(string name, bool intercept, int[]? group, string[] terms, int rows, RandomSource random)
    {
        string[] names = intercept ? [BlockNames.Intercept, .. terms] : terms;
        Matrix values = new(rows, names.Length);
        int groups = group is null ? rows : group[^1] + 1;
        for (int j = 0; j < names.Length; j++)
        {
            double[] draws = [.. Enumerable.Range(0, groups).Select(_ => names[j] == BlockNames.Intercept ? 1 : random.NextNormal())];
            for (int i = 0; i < rows; i++)
                values[i, j] = draws[group is null ? i : group[i]];
        }
        return new DesignBlock(name, names, values);
    }
}
