using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Diagnostics;

/// <summary>A fitted model within a wider one: more columns in one block, whose coefficients are 0 at the fit.</summary>
internal sealed class WiderModel
{
    private WiderModel(FrontierLikelihood likelihood, double[] start, int[] added)
    {
        Likelihood = likelihood;
        Start = start;
        Added = added;
    }

    /// <summary>The likelihood of the wider model.</summary>
    public FrontierLikelihood Likelihood { get; }

    /// <summary>θ̂ with zeros for what was added.</summary>
    public double[] Start { get; }

    /// <summary>Positions of what was added.</summary>
    public int[] Added { get; }

    /// <summary>Adds standardised columns to a block, leaving out those that its columns, or those added before, span; null when none is left.</summary>
    public static WiderModel? Of(FrontierSpecification specification, FrontierLikelihood model, double[] theta, string block, IReadOnlyList<(string Name, double[] Values)> columns)
    {
        Design design = model.Design;
        int rows = design.RowCount;
        DesignBlock? old = design.Block(block);
        List<string> names = [.. old?.ColumnNames ?? [BlockNames.Intercept]];
        List<double[]> values = [.. Enumerable.Range(0, old?.Columns ?? 1).Select(j => old is null ? Ones(rows) : old.Values.Column(j).ToArray())];
        int before = names.Count;
        foreach ((string name, double[] column) in columns)
        {
            double[] standard = Standardised(column);
            if (standard.Length == 0 || LeastSquares.Solve(Bound([.. values, standard]), new double[rows]).Dependent.Count > 0)
                continue;
            names.Add(name);
            values.Add(standard);
        }
        if (names.Count == before)
            return null;
        var wider = new DesignBlock(block, names, Bound(values));
        DesignBlock[] blocks = old is null ? [.. design.Blocks, wider] : [.. design.Blocks.Select(b => b.Name == block ? wider : b)];
        FrontierLikelihood likelihood = specification.Build(design.With(blocks), model.Threads);
        if (!ReferenceEquals(model.Response, design.Response))
            likelihood = likelihood.WithResponse(model.Response);
        // Parameters are known by block and name, in whatever order the wider model has them.
        var known = new Dictionary<(string, string), double>();
        for (int j = 0; j < theta.Length; j++)
            known[(model.Parameters[j].Block, model.Parameters[j].Name)] = theta[j];
        var start = new double[likelihood.Dimension];
        var added = new List<int>();
        for (int j = 0; j < start.Length; j++)
        {
            if (known.TryGetValue((likelihood.Parameters[j].Block, likelihood.Parameters[j].Name), out double value))
                start[j] = value;
            else
                added.Add(j);
        }
        return added.Count == names.Count - before ? new WiderModel(likelihood, start, [.. added]) : null;
    }

    /// <summary>(x − mean)/standard deviation; empty for a constant.</summary>
    internal static double[] Standardised(double[] column)
    {
        double size = column.Max(Math.Abs), mean = column.Average(x => x / Math.Max(size, 1e-300)) * size;
        double spread = size * Math.Sqrt(column.Average(x => (x - mean) / Math.Max(size, 1e-300) * ((x - mean) / Math.Max(size, 1e-300))));
        return spread > 1e-12 * size && double.IsFinite(spread) ? Array.ConvertAll(column, x => (x - mean) / spread) : [];
    }

    private static double[] Ones(int rows)
    {
        var ones = new double[rows];
        Array.Fill(ones, 1);
        return ones;
    }

    private static Matrix Bound(List<double[]> columns)
    {
        Matrix matrix = new(columns[0].Length, columns.Count);
        for (int j = 0; j < columns.Count; j++)
            columns[j].CopyTo(matrix.Column(j));
        return matrix;
    }
}
