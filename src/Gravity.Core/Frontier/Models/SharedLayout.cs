using Gravity.Core.Data;
using Gravity.Core.Estimation;
using Gravity.Core.Numerics;
using Gravity.Core.Specification;

namespace Gravity.Core.Frontier.Models;

/// <summary>The parameter vector and the rows' path arguments of a <see cref="SharedInefficiencyFrontier"/>.</summary>
/// <remarks>h depends on a row through one number; rows with the same number share one evaluation, so h costs a few exponentials a step.</remarks>
internal sealed class SharedLayout
{
    private readonly double[] _arguments;
    private readonly int[] _argumentOfRow;

    public SharedLayout(Design design, InefficiencyLaw law, InefficiencyPath path)
    {
        UnitIndex units = design.Units
            ?? throw new UsageException("no-units", "a panel model needs units: name their column, e.g. --unit iso3");
        if (units.PeriodOfRow is null && path.ParameterNames.Count > 0)
            throw new UsageException("no-time", "inefficiency that varies over time needs periods: name their column, e.g. --time year");
        Path = path;
        Frontier = IndexTerm.Of(design, BlockNames.Frontier);
        if (law.HasMean)
            Mean = IndexTerm.Of(design, BlockNames.InefficiencyMean);
        else if (design.Block(BlockNames.InefficiencyMean) is not null)
            throw new UsageException("law-without-mean", $"the {law.Key} law has no mean index: use the truncated-normal law");
        LogU = IndexTerm.Of(design, BlockNames.InefficiencyVariance);
        LogV = IndexTerm.Of(design, BlockNames.NoiseVariance);
        RequireConstantWithinUnits(LogU, units);
        if (Mean is not null)
            RequireConstantWithinUnits(Mean, units);
        int mean = design.Frontier.Columns;
        int logU = mean + (Mean?.Count ?? 0);
        int logV = logU + LogU.Count;
        Offsets = new BlockOffsets
        {
            Mean = Mean is null ? -1 : mean,
            MeanColumns = Mean?.Columns,
            LogU = logU,
            LogUColumns = LogU.Columns,
            LogV = logV,
            LogVColumns = LogV.Columns,
            Time = logV + LogV.Count,
        };
        var parameters = new List<Parameter>(design.Frontier.ColumnNames.Select(n => new Parameter(BlockNames.Frontier, n)));
        foreach (IndexTerm? term in new[] { Mean, LogU, LogV })
            parameters.AddRange(term is null ? [] : term.Names.Select(n => new Parameter(term.Block, n)));
        parameters.AddRange(path.ParameterNames.Select(n => new Parameter(BlockNames.Time, n)));
        Parameters = parameters;
        (_arguments, _argumentOfRow) = Arguments(path, units, design.RowCount);
    }

    public InefficiencyPath Path { get; }

    public IndexTerm Frontier { get; }

    public IndexTerm? Mean { get; }

    public IndexTerm LogU { get; }

    public IndexTerm LogV { get; }

    public BlockOffsets Offsets { get; }

    public IReadOnlyList<Parameter> Parameters { get; }

    public int PathParameters => Path.ParameterNames.Count;

    /// <summary>Values in <see cref="PathTable"/> for each distinct argument.</summary>
    public int PathWidth => 1 + PathParameters * (1 + PathParameters);

    /// <summary>The largest |argument| of the path in the data, at least 1.</summary>
    public double LongestArgument => _arguments.Aggregate(1.0, (longest, a) => Math.Max(longest, Math.Abs(a)));

    /// <summary>For each row the position of its argument in <see cref="PathTable"/>.</summary>
    public int[] ArgumentOfRow => _argumentOfRow;

    /// <summary>h, ∂h/∂τ and ∂²h/∂τ² for each distinct argument: 1 + d + d² values each.</summary>
    public double[] PathTable(ReadOnlySpan<double> theta)
    {
        int d = PathParameters;
        int width = 1 + d + d * d;
        var table = new double[_arguments.Length * width];
        ReadOnlySpan<double> tau = theta.Slice(Offsets.Time, d);
        for (int k = 0; k < _arguments.Length; k++)
        {
            Span<double> entry = table.AsSpan(k * width, width);
            entry[0] = Path.Evaluate(_arguments[k], tau, entry.Slice(1, d), entry[(1 + d)..]);
        }
        return table;
    }

    public double[] PathValues(double[] theta)
    {
        int width = PathWidth;
        double[] table = PathTable(theta);
        return Array.ConvertAll(_argumentOfRow, k => table[k * width]);
    }

    /// <summary>The mean of h over the data's distinct arguments.</summary>
    public double MeanPath(double[] tau)
    {
        int d = PathParameters;
        var gradient = new double[d];
        var hessian = new double[d * d];
        return _arguments.Average(a => Path.Evaluate(a, tau, gradient, hessian));
    }

    /// <summary>Whether the derivatives of h in natural steps, over the data's arguments, leave a direction of τ without effect.</summary>
    public bool PathIsFlat(ReadOnlySpan<double> theta)
    {
        const double Tolerance = 1e-12;
        int d = PathParameters, width = 1 + d + d * d;
        if (d == 0)
            return false;
        double[] table = PathTable(theta);
        Matrix gram = new(d, d);
        for (int k = 0; k < _arguments.Length; k++)
            for (int i = 0; i < d; i++)
                for (int j = 0; j < d; j++)
                    gram[i, j] += table[k * width + 1 + i] * Path.StepOf(i, LongestArgument) * table[k * width + 1 + j] * Path.StepOf(j, LongestArgument);
        return new SymmetricEigen(gram).Values[0] < Tolerance;
    }

    public double[] NoiseVariances(double[] theta)
    {
        var values = new double[_argumentOfRow.Length];
        if (LogV.Columns is { } columns)
            GramKernels.LinearIndex(columns, theta.AsSpan(Offsets.LogV, LogV.Count), 0, values);
        else
            Array.Fill(values, theta[Offsets.LogV]);
        for (int i = 0; i < values.Length; i++)
            values[i] = Math.Exp(values[i]);
        return values;
    }

    /// <summary>An index that is constant within units, from the unit's first row.</summary>
    public static double UnitIndexValue(IndexTerm term, ReadOnlySpan<double> theta, int offset, int row)
    {
        if (term.Columns is not { } columns)
            return theta[offset];
        double sum = 0;
        for (int j = 0; j < term.Count; j++)
            sum += columns[row, j] * theta[offset + j];
        return sum;
    }

    private static (double[] Arguments, int[] OfRow) Arguments(InefficiencyPath path, UnitIndex units, int rows)
    {
        var ofRow = new int[rows];
        var arguments = new List<double>();
        var positions = new Dictionary<double, int>();
        PeriodRange panel = new(units.FirstPeriod, units.LastPeriod);
        for (int unit = 0; unit < units.Count; unit++)
        {
            int start = units.Starts[unit], end = units.Starts[unit + 1];
            PeriodRange own = units.PeriodOfRow is { } periods ? new(periods[start], periods[end - 1]) : default;
            for (int i = start; i < end; i++)
            {
                double argument = path.Argument(units.PeriodOfRow?[i] ?? 0, panel, own);
                if (!positions.TryGetValue(argument, out int position))
                {
                    position = positions[argument] = arguments.Count;
                    arguments.Add(argument);
                }
                ofRow[i] = position;
            }
        }
        return ([.. arguments], ofRow);
    }

    public static void RequireConstantWithinUnits(IndexTerm term, UnitIndex units)
    {
        if (term.Columns is not { } columns)
            return;
        for (int j = 0; j < term.Count; j++)
        {
            ReadOnlySpan<double> column = columns.Column(j);
            for (int unit = 0; unit < units.Count; unit++)
            {
                ReadOnlySpan<double> own = column[units.Starts[unit]..units.Starts[unit + 1]];
                if (own.IndexOfAnyExcept(own[0]) >= 0)
                {
                    throw new DataUnfitException(
                        "varies-within-unit",
                        $"'{term.Names[j]}' varies within {units.Names[unit]}, but the model has one inefficiency a unit: "
                        + "use a column that is constant within units, or a pooled model (bc95)");
                }
            }
        }
    }
}
